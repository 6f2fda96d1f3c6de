import torch
import torch.nn as nn

torch.manual_seed(21)
latent = 8
G = nn.Sequential(nn.Linear(latent, 32), nn.ReLU(), nn.Linear(32, 2))
D = nn.Sequential(nn.Linear(2, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1), nn.Sigmoid())
bce = nn.BCELoss()
g_opt = torch.optim.Adam(G.parameters(), lr=2e-3, betas=(0.5, 0.999))
d_opt = torch.optim.Adam(D.parameters(), lr=2e-3, betas=(0.5, 0.999))

for step in range(100):
    real = torch.randn(64, 2) * 0.5 + torch.tensor([2.0, -1.0])
    ones, zeros = torch.ones(64, 1), torch.zeros(64, 1)

    fake = G(torch.randn(64, latent))
    d_loss = bce(D(real), ones) + bce(D(fake.detach()), zeros)
    d_opt.zero_grad()
    d_loss.backward()
    d_opt.step()

    g_loss = bce(D(fake), ones)
    g_opt.zero_grad()
    g_loss.backward()
    g_opt.step()

    if step % 25 == 0:
        print(f"{step}: D {d_loss.item():.3f}, G {g_loss.item():.3f}, centre {fake.mean(0).tolist()}")
