import torch
from torch import nn

torch.manual_seed(3)
nz = 12
netG = nn.Sequential(
    nn.ConvTranspose2d(nz, 16, 4),
    nn.BatchNorm2d(16),
    nn.ReLU(True),
    nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1),
    nn.Tanh(),
)
netD = nn.Sequential(
    nn.Conv2d(1, 16, 4, stride=2, padding=1),
    nn.LeakyReLU(0.2, inplace=True),
    nn.Conv2d(16, 1, 4),
    nn.Flatten(0),
)
criterion = nn.BCEWithLogitsLoss()
optD = torch.optim.Adam(netD.parameters(), lr=2e-4, betas=(0.5, 0.999))
optG = torch.optim.Adam(netG.parameters(), lr=2e-4, betas=(0.5, 0.999))

stripes = torch.ones(256, 1, 8, 8)
stripes[:, :, ::2] = -1.0
for i, real in enumerate(stripes.split(32)):
    label = torch.full((len(real),), 0.9)
    netD.zero_grad()
    errD_real = criterion(netD(real), label)
    errD_real.backward()
    fake = netG(torch.randn(len(real), nz, 1, 1))
    errD_fake = criterion(netD(fake.detach()), torch.zeros(len(real)))
    errD_fake.backward()
    optD.step()

    netG.zero_grad()
    errG = criterion(netD(fake), torch.ones(len(real)))
    errG.backward()
    optG.step()
    print(i, (errD_real + errD_fake).item(), errG.item())
