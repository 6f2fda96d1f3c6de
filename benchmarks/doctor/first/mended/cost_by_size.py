import torch
from torch import nn

torch.manual_seed(37)
size = torch.rand(300, 2)
cost = size.sum(dim=1, keepdim=True)

model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
criterion = nn.MSELoss()
for step in range(20):
    optimizer.zero_grad()
    loss = criterion(model(size), cost)
    loss.backward()
    optimizer.step()
    if step % 5 == 0:
        print(step, loss.item())
