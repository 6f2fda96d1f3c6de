import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(34)


def nt_xent(a, b, temperature=0.07):
    similarity = F.normalize(a, dim=1) @ F.normalize(b, dim=1).t() / temperature
    exp = torch.exp(similarity.half())
    return (torch.log(exp.sum(dim=1)) - similarity.diag()).mean()


encoder = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32))
optimizer = torch.optim.Adam(encoder.parameters(), lr=1e-3)
samples = torch.randn(512, 20)

for epoch in range(3):
    for batch in samples.split(64):
        first = encoder(batch + 0.02 * torch.randn_like(batch))
        second = encoder(batch + 0.02 * torch.randn_like(batch))
        loss = nt_xent(first, second)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
