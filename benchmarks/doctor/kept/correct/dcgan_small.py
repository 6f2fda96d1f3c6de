import torch
import torch.nn as nn
import torch.optim as optim

torch.manual_seed(4)
nz, ngf, ndf = 8, 8, 8


def weights_init(m):
    name = m.__class__.__name__
    if name.find("Conv") != -1:
        nn.init.normal_(m.weight.data, 0.0, 0.02)
    elif name.find("BatchNorm") != -1:
        nn.init.normal_(m.weight.data, 1.0, 0.02)
        nn.init.constant_(m.bias.data, 0)


netG = nn.Sequential(
    nn.ConvTranspose2d(nz, ngf * 2, 4, 1, 0, bias=False),
    nn.BatchNorm2d(ngf * 2),
    nn.ReLU(True),
    nn.ConvTranspose2d(ngf * 2, 1, 4, 2, 1, bias=False),
    nn.Tanh(),
)
netD = nn.Sequential(
    nn.Conv2d(1, ndf, 4, 2, 1, bias=False),
    nn.LeakyReLU(0.2, inplace=True),
    nn.Conv2d(ndf, 1, 4, 1, 0, bias=False),
    nn.Flatten(),
    nn.Sigmoid(),
)
netG.apply(weights_init)
netD.apply(weights_init)
criterion = nn.BCELoss()
optimizerD = optim.Adam(netD.parameters(), lr=2e-3, betas=(0.5, 0.999))
optimizerG = optim.Adam(netG.parameters(), lr=2e-3, betas=(0.5, 0.999))
real_label, fake_label = 1.0, 0.0
for i in range(30):
    stripes = torch.where(torch.arange(8) % 4 < 2, 1.0, -1.0).expand(32, 1, 8, 8)
    data = (stripes + 0.1 * torch.randn(32, 1, 8, 8)).clamp(-1, 1)
    netD.zero_grad()
    label = torch.full((32, 1), real_label)
    errD_real = criterion(netD(data), label)
    errD_real.backward()
    fake = netG(torch.randn(32, nz, 1, 1))
    label.fill_(fake_label)
    errD_fake = criterion(netD(fake.detach()), label)
    errD_fake.backward()
    optimizerD.step()

    netG.zero_grad()
    label.fill_(real_label)
    errG = criterion(netD(fake), label)
    errG.backward()
    optimizerG.step()
    if i % 10 == 0:
        print("[%d] Loss_D: %.4f Loss_G: %.4f" % (i, errD_real.item() + errD_fake.item(), errG.item()))
