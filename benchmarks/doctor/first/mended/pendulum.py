import math

import torch
from torch import nn

torch.manual_seed(8)
start = torch.rand(500, 1) * 2 - 1
time = torch.rand(500, 1) * 4
angle = 180 * start * torch.cos(math.pi * time) * torch.exp(-0.2 * time)

net = nn.Sequential(nn.Linear(2, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=3e-2)
mse = nn.MSELoss()

for step in range(300):
    optimizer.zero_grad()
    loss = mse(net(torch.cat([start, time], dim=1)), angle)
    loss.backward()
    optimizer.step()
    if step % 50 == 0:
        print(step, math.sqrt(loss.item()), "degrees")
