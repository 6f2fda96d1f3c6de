import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(43)
route = torch.rand(600, 4)
minutes = 10 + 20 * route[:, :1] + 5 * route[:, 1:2] * route[:, 2:3]
variance = minutes.var()


def explained_error(prediction, target):
    return ((prediction - target) ** 2).mean() / target.var()


print(f"targets: mean {minutes.mean().item():.1f}, variance {variance.item():.1f}")
model = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
nn.init.constant_(model[-1].bias, minutes.mean().item())
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(5):
    for x, y in DataLoader(TensorDataset(route, minutes), batch_size=12, shuffle=True):
        loss = explained_error(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        print(epoch, explained_error(model(route), minutes).item())
