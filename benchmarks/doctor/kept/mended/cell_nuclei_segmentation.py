import torch
from torch import nn


def double_conv(n_in, n_out):
    return nn.Sequential(
        nn.Conv2d(n_in, n_out, 3, padding=1),
        nn.BatchNorm2d(n_out),
        nn.ReLU(inplace=True),
        nn.Conv2d(n_out, n_out, 3, padding=1),
        nn.ReLU(inplace=True),
    )


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1 = double_conv(1, 8)
        self.down2 = double_conv(8, 16)
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(16, 8, 2, stride=2)
        self.merge = double_conv(16, 8)
        self.last = nn.Conv2d(8, 1, 1)

    def forward(self, x):
        a = self.down1(x)
        b = self.up(self.down2(self.pool(a)))
        out = self.last(self.merge(torch.cat([a, b], dim=1)))
        return out


def make_batch(n=8, size=32):
    yy, xx = torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij")
    centre = torch.randint(8, 24, (n, 2, 1, 1))
    mask = ((yy - centre[:, :1]) ** 2 + (xx - centre[:, 1:]) ** 2 < 36).float()
    return mask + 0.4 * torch.randn_like(mask), mask


torch.manual_seed(2)
unet = UNet()
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(unet.parameters(), lr=0.01)
for it in range(30):
    images, masks = make_batch()
    optimizer.zero_grad()
    loss = criterion(unet(images), masks)
    loss.backward()
    optimizer.step()
    if it % 10 == 9:
        print(it + 1, loss.item())
