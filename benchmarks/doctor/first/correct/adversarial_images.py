import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(22)
epsilon, alpha = 0.3, 0.1


def attack(model, x, y, steps=3):
    delta = torch.zeros_like(x, requires_grad=True)
    for _ in range(steps):
        loss = F.cross_entropy(model(x + delta), y)
        (gradient,) = torch.autograd.grad(loss, delta)
        delta.data = (delta + alpha * gradient.sign()).clamp(-epsilon, epsilon)
    return (x + delta).detach()


x = torch.randn(400, 10)
y = (x[:, 0] + x[:, 1] > 0).long()
model = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
for epoch in range(5):
    for xb, yb in zip(x.split(40), y.split(40), strict=True):
        loss = F.cross_entropy(model(attack(model, xb, yb)), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
