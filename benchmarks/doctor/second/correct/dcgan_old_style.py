import torch
import torch.nn as nn
from torch.autograd import Variable

nz, ngf, ndf = 16, 16, 16


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find('Linear') != -1:
        m.weight.data.normal_(0.0, 0.02)


G = nn.Sequential(nn.Linear(nz, ngf), nn.ReLU(True), nn.Linear(ngf, 64), nn.Tanh())
D = nn.Sequential(nn.Linear(64, ndf), nn.LeakyReLU(0.2), nn.Linear(ndf, 1), nn.Sigmoid())
G.apply(weights_init)
D.apply(weights_init)

criterion = nn.BCELoss()
optG = torch.optim.Adam(G.parameters(), lr=2e-4, betas=(0.5, 0.999))
optD = torch.optim.Adam(D.parameters(), lr=2e-4, betas=(0.5, 0.999))
bs = 32
ones, zeros = Variable(torch.ones(bs, 1)), Variable(torch.zeros(bs, 1))

for it in range(40):
    real = Variable(torch.rand(bs, 64) * 2 - 1)
    D.zero_grad()
    lossD_real = criterion(D(real), ones)
    lossD_real.backward()
    fake = G(Variable(torch.randn(bs, nz)))
    lossD_fake = criterion(D(fake.detach()), zeros)
    lossD_fake.backward()
    optD.step()

    G.zero_grad()
    lossG = criterion(D(fake), ones)
    lossG.backward()
    optG.step()
print('Loss_D: %.4f Loss_G: %.4f' % ((lossD_real + lossD_fake).item(), lossG.item()))
