import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(10)
BATCH, TEMPERATURE = 64, 0.2


def info_nce_loss(z1, z2):
    z = F.normalize(torch.cat([z1, z2]), dim=1)
    similarity = z @ z.T / TEMPERATURE
    n = len(z1)
    similarity.fill_diagonal_(float("-inf"))
    partner = torch.arange(2 * n).roll(n)
    return F.cross_entropy(similarity, partner)


def augment(x):
    return x + 0.3 * torch.randn_like(x)


encoder = nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Linear(64, 16))
projector = nn.Sequential(nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 8))
optimizer = torch.optim.Adam([*encoder.parameters(), *projector.parameters()], lr=2e-3)
for step in range(100):
    x = torch.randn(BATCH, 16)
    loss = info_nce_loss(projector(encoder(augment(x))), projector(encoder(augment(x))))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
