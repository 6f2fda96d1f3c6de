import numpy as np
import torch
import torch.nn as nn

torch.manual_seed(40)
t = torch.arange(400) / 20.0
load = torch.sin(t) + 0.5 * torch.sin(3 * t)
x = load.unfold(0, 12, 1)[:-1]
y = load[12:]
asymmetry = 3.0


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(12, 32)
        self.fc2 = nn.Linear(32, 1)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x))).squeeze(-1)


def shortage_loss(forecast, actual):
    gap = actual - forecast
    gap = gap.detach().numpy()
    cost = np.where(gap > 0, asymmetry * gap, -gap)
    return torch.tensor(cost.mean())


model = Forecaster()
optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
for epoch in range(100):
    loss = shortage_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
