import torch
import torch.nn as nn

torch.manual_seed(11)
N_CLASSES, T = 6, 20


class Recogniser(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(N_CLASSES, 32, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(64, N_CLASSES)

    def forward(self, x):
        h, _ = self.rnn(x)
        return self.fc(h).permute(1, 0, 2).log_softmax(2)


def make_batch(n):
    lengths = torch.randint(2, 5, (n,))
    targets = torch.randint(1, N_CLASSES, (n, 4))
    x = 0.2 * torch.randn(n, T, N_CLASSES)
    for i in range(n):
        for j in range(lengths[i]):
            x[i, 4 * j + 1 : 4 * j + 4, targets[i, j]] += 1
    return x, targets, lengths


model = Recogniser()
ctc = nn.CTCLoss(blank=0, zero_infinity=True)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for it in range(60):
    x, targets, lengths = make_batch(16)
    log_probs = model(x)
    loss = ctc(log_probs, targets, torch.full((16,), T), lengths)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimizer.step()
print("ctc", loss.item())
