import torch
import torch.nn as nn
import torch.nn.functional as F


class MeanVar(nn.Module):
    def __init__(self):
        super(MeanVar, self).__init__()
        self.trunk = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 2))

    def forward(self, x):
        mean, raw = self.trunk(x).chunk(2, dim=1)
        return mean, F.softplus(raw) + 1e-4


x = torch.rand(300, 1) * 4
y = x.sin() + 0.2 * x * torch.randn(300, 1)
net = MeanVar()
nll = nn.GaussianNLLLoss()
opt = torch.optim.Adam(net.parameters(), lr=0.01)
for i in range(100):
    mean, var = net(x)
    loss = nll(mean, y, var)
    opt.zero_grad()
    loss.backward()
    opt.step()
print(loss.item())
