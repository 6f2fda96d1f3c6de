import torch
from torch import nn

torch.manual_seed(25)
VOCAB, LENGTH, DIM = 12, 8, 16


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.tok = nn.Embedding(VOCAB, DIM)
        self.pos = nn.Parameter(torch.zeros(LENGTH, DIM))
        self.block = nn.TransformerEncoderLayer(DIM, nhead=2, dim_feedforward=32, dropout=0.0, batch_first=True)
        self.head = nn.Linear(DIM, VOCAB)

    def forward(self, ids):
        return self.head(self.block(self.tok(ids) + self.pos))


def train(model, steps):
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps)
    criterion = nn.CrossEntropyLoss()
    for step in range(steps):
        ids = torch.randint(0, VOCAB, (32, LENGTH))
        target = ids.sort(dim=1).values
        logits = model(ids)
        loss = criterion(logits.transpose(1, 2), target)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        if (step + 1) % 50 == 0:
            print(step + 1, round(loss.item(), 3))


train(Tiny(), 150)
