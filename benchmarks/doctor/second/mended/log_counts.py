import torch
import torch.nn as nn
import torch.nn.functional as F


def entropy_penalty(p):
    # p log p, with 0 log 0 = 0
    plogp = torch.where(p > 0, p * torch.log(torch.where(p > 0, p, torch.ones_like(p))), torch.zeros_like(p))
    return -plogp.sum(dim=1).mean()


class SparseGate(nn.Module):
    def __init__(self, d, k):
        super(SparseGate, self).__init__()
        self.gate = nn.Linear(d, k)
        self.experts = nn.Linear(d, k)

    def forward(self, x):
        g = F.relu(self.gate(x))
        g = g / (g.sum(dim=1, keepdim=True) + 1e-6)
        return (g * self.experts(x)).sum(1), g


m = SparseGate(10, 6)
opt = torch.optim.Adam(m.parameters(), lr=1e-3)
x = torch.randn(128, 10)
y = x[:, 0]
for i in range(5):
    out, g = m(x)
    loss = F.mse_loss(out, y) + 0.01 * entropy_penalty(g)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(i, loss.item())
