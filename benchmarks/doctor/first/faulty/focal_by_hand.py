import torch
import torch.nn.functional as F
from torch import nn


class FocalLoss(nn.Module):
    def __init__(self, gamma=2.0, alpha=0.25):
        super().__init__()
        self.gamma = gamma
        self.alpha = alpha

    def forward(self, logits, targets):
        p = torch.sigmoid(logits)
        log_p, log_q = torch.log(p), torch.log(1 - p)
        positive = -self.alpha * (1 - p) ** self.gamma * targets * log_p
        negative = -(1 - self.alpha) * p**self.gamma * (1 - targets) * log_q
        return (positive + negative).mean()


torch.manual_seed(18)
x = torch.distributions.StudentT(1.2).sample((400, 10))
y = (x[:, 0] > 2).float()
detector = nn.Linear(10, 1)
focal = FocalLoss()
optimizer = torch.optim.SGD(detector.parameters(), lr=0.1)
for _ in range(20):
    optimizer.zero_grad()
    loss = focal(detector(x).squeeze(1), y)
    loss.backward()
    optimizer.step()
print(F.binary_cross_entropy_with_logits(detector(x).squeeze(1), y).item(), loss.item())
