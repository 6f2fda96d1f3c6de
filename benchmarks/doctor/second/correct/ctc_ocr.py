import torch
import torch.nn as nn


class CRNN(nn.Module):
    def __init__(self, n_class):
        super(CRNN, self).__init__()
        self.rnn = nn.LSTM(12, 24, bidirectional=True)
        self.embedding = nn.Linear(48, n_class)

    def forward(self, x):
        out, _ = self.rnn(x)
        return self.embedding(out)


alphabet = '-abcdefghij'
crnn = CRNN(len(alphabet))
criterion = nn.CTCLoss(blank=0, zero_infinity=True)
optimizer = torch.optim.Adam(crnn.parameters(), lr=1e-3)

T, B = 20, 8
for i in range(5):
    image = torch.randn(T, B, 12)
    length = torch.randint(2, 6, (B,))
    text = torch.randint(1, len(alphabet), (int(length.sum()),))
    preds = crnn(image).log_softmax(2)
    preds_size = torch.full((B,), T, dtype=torch.long)
    cost = criterion(preds, text, preds_size, length)
    crnn.zero_grad()
    cost.backward()
    optimizer.step()
print(cost.data)
