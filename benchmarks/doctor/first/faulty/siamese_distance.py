import torch
from torch import nn


class ContrastiveLoss(nn.Module):
    """Pulls pairs with label 1 together, pushes the others apart."""

    def __init__(self, margin=1.0):
        super().__init__()
        self.margin = margin

    def forward(self, a, b, label):
        distance = torch.sqrt(torch.sum((a - b) ** 2, dim=1))
        pull = label * distance**2
        push = (1 - label) * torch.clamp(self.margin - distance, min=0.0) ** 2
        return torch.mean(pull + push)


torch.manual_seed(22)
network = nn.Sequential(nn.Linear(12, 24), nn.ReLU(), nn.Linear(24, 4))
criterion = ContrastiveLoss()
optimizer = torch.optim.SGD(network.parameters(), lr=0.05)
left = torch.randn(200, 12)
right = torch.where(torch.rand(200, 1) < 0.5, left, torch.randn(200, 12))
label = (left == right).all(dim=1).float()

for epoch in range(5):
    optimizer.zero_grad()
    loss = criterion(network(left), network(right), label)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
