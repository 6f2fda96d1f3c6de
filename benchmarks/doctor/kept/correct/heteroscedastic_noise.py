import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(16)
x = torch.rand(800, 1) * 6 - 3
y = torch.sin(x) + (0.05 + 0.2 * x.abs()) * torch.randn_like(x)


class MeanAndVariance(nn.Module):
    def __init__(self, hidden=48):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(1, hidden), nn.Tanh())
        self.mean = nn.Linear(hidden, 1)
        self.raw_var = nn.Linear(hidden, 1)

    def forward(self, x):
        h = self.trunk(x)
        return self.mean(h), F.softplus(self.raw_var(h)) + 1e-6


net = MeanAndVariance()
nll = nn.GaussianNLLLoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(200):
    mean, var = net(x)
    loss = nll(mean, y, var)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
