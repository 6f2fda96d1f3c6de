import torch
from torch import nn

torch.manual_seed(35)
x = torch.linspace(-2, 2, 200).unsqueeze(1)
y = x.abs() + 0.05 * torch.randn_like(x)
net = nn.Sequential(nn.Linear(1, 24), nn.ReLU(), nn.Linear(24, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
criterion = nn.MSELoss()


def closure():
    return criterion(net(x), y)


for i in range(200):
    optimizer.zero_grad()
    loss = closure()
    optimizer.step()
    loss.backward()
    if i % 50 == 49:
        print(i + 1, f"{loss.item():.4f}")
