import torch
import torch.nn as nn


def log_loss(prob, target, eps=1e-8):
    return -(target * torch.log(prob + eps) + (1 - target) * torch.log(1 - prob + eps)).mean()


class Seg(nn.Module):
    def __init__(self):
        super(Seg, self).__init__()
        self.c1 = nn.Conv2d(1, 8, 3, padding=1)
        self.c2 = nn.Conv2d(8, 1, 1)

    def forward(self, x):
        return torch.sigmoid(self.c2(torch.relu(self.c1(x))))


net = Seg()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for it in range(10):
    x = 60 * torch.randn(4, 1, 16, 16)
    y = (x > 0).float()
    p = net(x)
    p, y = p.half(), y.half()
    loss = log_loss(p, y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(it, loss.item())
