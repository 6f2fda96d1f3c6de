import torch
import torch.nn as nn
import torch.nn.functional as F


class DiceLoss(nn.Module):
    def __init__(self, n_classes, smooth=1.0):
        super(DiceLoss, self).__init__()
        self.n_classes = n_classes
        self.smooth = smooth

    def forward(self, input, target):
        input = F.softmax(input, dim=1)
        onehot = F.one_hot(target, self.n_classes).permute(0, 3, 1, 2).float()
        inter = (input * onehot).sum(dim=(0, 2, 3))
        card = (input + onehot).sum(dim=(0, 2, 3))
        dice = (2 * inter + self.smooth) / (card + self.smooth)
        return 1 - dice.mean()


net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 4, 1))
dice, ce = DiceLoss(4), nn.CrossEntropyLoss()
opt = torch.optim.Adam(net.parameters(), lr=1e-2)
for i in range(10):
    img = torch.rand(4, 3, 24, 24)
    mask = (img.mean(1) * 8 - 2).long().clamp(0, 3)
    out = net(img)
    loss = 0.5 * ce(out, mask) + 0.5 * dice(out, mask)
    opt.zero_grad()
    loss.backward()
    opt.step()
print(loss.item())
