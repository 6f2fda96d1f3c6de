import torch
from torch import nn, optim


class Generator(nn.Module):
    def __init__(self, nz, nx):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(nz, 32), nn.ReLU(True), nn.Linear(32, nx), nn.Tanh())

    def forward(self, z):
        return self.main(z)


class Discriminator(nn.Module):
    def __init__(self, nx):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(nx, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1))

    def forward(self, x):
        return self.main(x).view(-1)


torch.manual_seed(30)
nz, nx, batch = 10, 6, 32
netG, netD = Generator(nz, nx), Discriminator(nx)
criterion = nn.BCEWithLogitsLoss()
optimizerG = optim.Adam(netG.parameters(), lr=1e-3, betas=(0.5, 0.999))
optimizerD = optim.Adam(netG.parameters(), lr=1e-3, betas=(0.5, 0.999))

for i in range(50):
    real = torch.tanh(torch.randn(batch, nx) + 1)
    optimizerD.zero_grad()
    err_real = criterion(netD(real), torch.ones(batch))
    fake = netG(torch.randn(batch, nz))
    err_fake = criterion(netD(fake.detach()), torch.zeros(batch))
    err_d = err_real + err_fake
    err_d.backward()
    optimizerD.step()

    optimizerG.zero_grad()
    err_g = criterion(netD(fake), torch.ones(batch))
    err_g.backward()
    optimizerG.step()
    if i % 10 == 0:
        print(f"[{i}/50] Loss_D: {err_d.item():.4f} Loss_G: {err_g.item():.4f}")
