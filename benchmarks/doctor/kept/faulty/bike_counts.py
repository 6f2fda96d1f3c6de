import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(10)
hour = torch.rand(800, 1) * 24
warm = torch.randn(800, 1)
rate = torch.exp(1.5 + torch.sin(hour / 24 * 6.28) + 0.4 * warm)
rides = torch.poisson(rate)
inputs = torch.cat([torch.sin(hour / 24 * 6.28), torch.cos(hour / 24 * 6.28), warm], dim=1)


class CountModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(3, 32), nn.SiLU(), nn.Linear(32, 1))

    def forward(self, x):
        return F.softplus(self.body(x))


model = CountModel()
criterion = nn.PoissonNLLLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(300):
    expected = model(inputs)
    loss = criterion(expected, rides)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print("mean rides", rides.mean().item(), "mean predicted", expected.mean().item())
