import math

import torch
from torch import nn

torch.manual_seed(19)
x = torch.linspace(-2, 2, 300).unsqueeze(1)
y = torch.sin(2 * x) + (0.1 + 0.1 * x.abs()) * torch.randn_like(x)


class MeanAndScale(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(1, 32), nn.Tanh())
        self.mean = nn.Linear(32, 1)
        self.log_sigma = nn.Linear(32, 1)

    def forward(self, x):
        h = self.body(x)
        return self.mean(h), self.log_sigma(h)


def loss_fn(mu, log_sigma, y):
    log_prob = -0.5 * ((y - mu) / log_sigma.exp()) ** 2 - log_sigma - 0.5 * math.log(2 * math.pi)
    return log_prob.mean()


model = MeanAndScale()
opt = torch.optim.Adam(model.parameters(), lr=0.01)
for i in range(60):
    opt.zero_grad()
    loss = loss_fn(*model(x), y)
    loss.backward()
    opt.step()
    if i % 20 == 0:
        print(i, loss.item())
