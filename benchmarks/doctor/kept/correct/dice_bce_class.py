import torch
import torch.nn as nn
import torch.nn.functional as F


class DiceBCELoss(nn.Module):
    def __init__(self, weight=0.5, smooth=1.0):
        super(DiceBCELoss, self).__init__()
        self.weight = weight
        self.smooth = smooth

    def forward(self, inputs, targets):
        bce = F.binary_cross_entropy_with_logits(inputs, targets)
        probs = torch.sigmoid(inputs).flatten(1)
        targets = targets.flatten(1)
        overlap = (probs * targets).sum(1)
        dice = (2.0 * overlap + self.smooth) / (probs.sum(1) + targets.sum(1) + self.smooth)
        return self.weight * bce + (1 - self.weight) * (1 - dice).mean()


torch.manual_seed(18)
net = nn.Sequential(nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.Conv2d(8, 1, 5, padding=2))
criterion = DiceBCELoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for step in range(40):
    mask = torch.zeros(8, 1, 20, 20)
    for m in mask:
        r, c = torch.randint(2, 12, (2,)).tolist()
        m[0, r : r + 6, c : c + 6] = 1
    loss = criterion(net(mask + 0.5 * torch.randn_like(mask)), mask)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
