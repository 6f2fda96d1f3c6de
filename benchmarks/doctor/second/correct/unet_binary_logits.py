import torch
import torch.nn as nn


def double_conv(in_c, out_c):
    return nn.Sequential(nn.Conv2d(in_c, out_c, 3, padding=1), nn.ReLU(inplace=True),
                         nn.Conv2d(out_c, out_c, 3, padding=1), nn.ReLU(inplace=True))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.d1, self.d2 = double_conv(1, 4), double_conv(4, 8)
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(8, 4, 2, 2)
        self.u1 = double_conv(8, 4)
        self.last = nn.Conv2d(4, 1, 1)

    def forward(self, x):
        a = self.d1(x)
        b = self.up(self.d2(self.pool(a)))
        return self.last(self.u1(torch.cat([a, b], 1)))


@torch.no_grad()
def iou(logits, mask):
    p = logits.sigmoid() > 0.5
    m = mask.bool()
    return ((p & m).sum() / (p | m).sum().clamp(min=1)).item()


net = UNet()
crit = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(2.0))
opt = torch.optim.Adam(net.parameters(), 1e-3)
for it in range(10):
    x = torch.rand(4, 1, 16, 16)
    m = (x > 0.7).float()
    out = net(x)
    loss = crit(out, m)
    opt.zero_grad(); loss.backward(); opt.step()
print(loss.item(), iou(out, m))
