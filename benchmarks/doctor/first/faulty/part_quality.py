import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(17)
parts = torch.randn(300, 9)
ok = (parts.pow(2).sum(dim=1) < 9).float()

model = nn.Sequential(nn.Linear(9, 32), nn.ReLU(), nn.Linear(32, 1), nn.Flatten(0))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)


def train_step(x, y):
    model.train()
    y_pred = model(x)
    loss = F.binary_cross_entropy_with_logits(y, y_pred)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


for epoch in range(20):
    losses = [train_step(x, y) for x, y in zip(parts.split(30), ok.split(30), strict=True)]
    print(epoch, sum(losses) / len(losses))
