import math

import torch
from torch import nn

torch.manual_seed(8)
angle = torch.rand(500, 1) * 360 - 180
observed = torch.cat([torch.sin(angle * math.pi / 180), torch.cos(angle * math.pi / 180)], dim=1)
observed = observed + 0.02 * torch.randn_like(observed)


class AngleNet(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        self.l1 = nn.Linear(2, width)
        self.l2 = nn.Linear(width, width)
        self.l3 = nn.Linear(width, 1)

    def forward(self, x):
        x = torch.tanh(self.l1(x))
        x = torch.tanh(self.l2(x))
        return torch.tanh(self.l3(x))


net = AngleNet()
criterion = nn.L1Loss()
optimizer = torch.optim.Adam(net.parameters(), lr=5e-3)
for step in range(200):
    optimizer.zero_grad()
    loss = criterion(net(observed), angle)
    loss.backward()
    optimizer.step()
print("mean error in degrees: %.1f" % loss.item())
