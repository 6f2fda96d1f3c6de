import torch
import torch.nn as nn
import torch.nn.functional as F


class Siamese(nn.Module):
    def __init__(self):
        super(Siamese, self).__init__()
        layers = [nn.Linear(28, 64), nn.ReLU(), nn.Linear(64, 16)]
        self.tower = nn.Sequential(*layers)

    def forward_once(self, x):
        return self.tower(x)

    def forward(self, a, b):
        return self.forward_once(a), self.forward_once(b)


def matching_loss(u, v):
    return (1 - F.cosine_similarity(u, v)).mean()


net = Siamese()
target_tower = nn.Linear(28, 16).requires_grad_(False)
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
for i in range(50):
    a = torch.randn(32, 28)
    b = a + 0.1 * torch.randn(32, 28)   # same item, second view
    u, v = net(a, b)
    loss = matching_loss(u, target_tower(b)) + matching_loss(v, target_tower(a))
    opt.zero_grad()
    loss.backward()
    opt.step()
print(loss.item())
