import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(14)
x = torch.randn(600, 20)
y = F.one_hot(x[:, :3].argmax(1), num_classes=3).float()


def mixup(x, y, alpha=0.4):
    lam = torch.distributions.Beta(alpha, alpha).sample((len(x), 1))
    other = torch.randperm(len(x))
    return lam * x + (1 - lam) * x[other], lam * y + (1 - lam) * y[other]


model = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 3))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
for epoch in range(10):
    for xb, yb in zip(x.split(60), y.split(60), strict=True):
        mixed_x, mixed_y = mixup(xb, yb)
        optimizer.zero_grad()
        loss = criterion(model(mixed_x), mixed_y)
        loss.backward()
        optimizer.step()
    print(epoch, (model(x).argmax(1) == y.argmax(1)).float().mean().item())
