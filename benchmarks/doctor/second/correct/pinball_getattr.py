import torch
import torch.nn as nn
import torch.nn.functional as F


class QNet(nn.Module):
    def __init__(self, n_q, activation='softplus'):
        super(QNet, self).__init__()
        self.f = getattr(F, activation)
        self.a, self.b = nn.Linear(2, 24), nn.Linear(24, n_q)

    def forward(self, x):
        return self.b(self.f(self.a(x)))


def pinball(pred, y, qs):
    err = y.unsqueeze(1) - pred
    return torch.max(qs * err, (qs - 1) * err).mean()


qs = torch.tensor([0.1, 0.5, 0.9])
net = QNet(len(qs))
opt = torch.optim.Adam(net.parameters(), lr=0.01)
x = torch.rand(400, 2)
y = 5 * x[:, 0] + x[:, 1] * torch.randn(400)
for _ in range(100):
    loss = pinball(net(x), y, qs)
    opt.zero_grad()
    loss.backward()
    opt.step()
print(loss.item(), (y.unsqueeze(1) < net(x)).float().mean(0))
