import torch
from torch import nn

text = "the quick brown fox jumps over the lazy dog and runs away from the bear " * 20
chars = sorted(set(text))
index = {c: i for i, c in enumerate(chars)}
encoded = torch.tensor([index[c] for c in text])
seq_len = 24


class CharModel(nn.Module):
    def __init__(self, vocab, hidden=64):
        super().__init__()
        self.embedding = nn.Embedding(vocab, 16)
        self.gru = nn.GRU(16, hidden, batch_first=True)
        self.fc = nn.Linear(hidden, vocab)

    def forward(self, x):
        h, _ = self.gru(self.embedding(x))
        return self.fc(h)


torch.manual_seed(16)
model = CharModel(len(chars))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

for step in range(60):
    starts = torch.randint(0, len(encoded) - seq_len - 1, (16,)).tolist()
    x = torch.stack([encoded[s : s + seq_len] for s in starts])
    y = torch.stack([encoded[s + 1 : s + seq_len + 1] for s in starts])
    logits = model(x)
    loss = criterion(logits.view(16, len(chars), seq_len), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 20 == 0:
        print(step, loss.item())
