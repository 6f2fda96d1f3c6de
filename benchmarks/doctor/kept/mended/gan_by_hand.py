import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(16)
G = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
D = nn.Sequential(nn.Linear(1, 32), nn.ReLU(), nn.Linear(32, 1))
g_opt = torch.optim.Adam(G.parameters(), lr=1e-3)
d_opt = torch.optim.Adam(D.parameters(), lr=1e-3)


def real_samples(n):
    return 4 + 1.25 * torch.randn(n, 1)


def d_objective(real_score, fake_score):
    return -(F.logsigmoid(real_score) + F.logsigmoid(-fake_score)).mean()


for it in range(300):
    real, fake = real_samples(64), G(torch.randn(64, 4))
    d_loss = d_objective(D(real), D(fake.detach()))
    d_opt.zero_grad()
    d_loss.backward()
    d_opt.step()

    g_loss = -F.logsigmoid(D(G(torch.randn(64, 4)))).mean()
    g_opt.zero_grad()
    g_loss.backward()
    g_opt.step()
print("d %.3f g %.3f, mean of the samples %.2f" % (d_loss, g_loss, G(torch.randn(500, 4)).mean()))
