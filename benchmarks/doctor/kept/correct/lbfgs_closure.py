import torch
from torch import nn

torch.manual_seed(24)
x = torch.rand(200, 1) * 4 - 2
y = torch.exp(-(x**2)) + 0.02 * torch.randn_like(x)
net = nn.Sequential(nn.Linear(1, 10), nn.Tanh(), nn.Linear(10, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.LBFGS(net.parameters(), lr=0.5, max_iter=20)


def closure():
    optimizer.zero_grad()
    loss = criterion(net(x), y)
    loss.backward()
    return loss


for i in range(15):
    loss = optimizer.step(closure)
print("final", loss.item())
