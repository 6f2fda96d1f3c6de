import torch
from torch import nn


def cox_loss(log_hazard, time, event):
    order = torch.argsort(time, descending=True)
    log_hazard, event = log_hazard[order], event[order]
    log_risk = torch.logcumsumexp(log_hazard, dim=0)
    return -((log_hazard - log_risk) * event).sum() / event.sum()


torch.manual_seed(30)
x = torch.randn(500, 6)
rate = torch.exp(x[:, 0] - 0.5 * x[:, 1])
time = torch.distributions.Exponential(rate).sample()
censor = torch.rand(500) * 3
event = (time <= censor).float()
time = torch.minimum(time, censor)
model = nn.Linear(6, 1, bias=False)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for epoch in range(100):
    loss = cox_loss(model(x).squeeze(-1), time, event)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(model.weight.data.numpy().round(2))
