import torch
from torch import nn

torch.manual_seed(11)
hour = torch.randint(0, 24, (600, 1)).float()
weekend = (torch.rand(600, 1) < 2 / 7).float()
rate = 2 + 6 * torch.exp(-((hour - 14) ** 2) / 20) * (1 - 0.6 * weekend)
calls = torch.poisson(rate)


class CallCenter(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 1))
        self.positive = nn.Softplus()

    def forward(self, x):
        return self.positive(self.body(x))


model = CallCenter()
criterion = nn.PoissonNLLLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
features = torch.cat([hour / 24, weekend], dim=1)
for _ in range(300):
    optimizer.zero_grad()
    loss = criterion(model(features), calls)
    loss.backward()
    optimizer.step()
print("mean rate", model(features).mean().item(), "mean calls", calls.mean().item())
