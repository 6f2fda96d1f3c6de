import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(13)
x = torch.rand(500, 1) * 4 - 2
y = x**3 / 4 + torch.randn_like(x) * (0.05 + 0.2 * (x > 0))


class Probabilistic(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(1, 64), nn.Tanh(), nn.Linear(64, 2))

    def forward(self, x):
        mean, raw = self.net(x).unbind(dim=1)
        return mean, F.softplus(raw) + 1e-4


model = Probabilistic()
criterion = nn.GaussianNLLLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for step in range(200):
    mean, var = model(x)
    loss = criterion(mean, y.squeeze(1), var)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 50 == 0:
        print(step, loss.item(), var.mean().item())
