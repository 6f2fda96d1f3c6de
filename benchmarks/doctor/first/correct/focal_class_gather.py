import torch
import torch.nn.functional as F
from torch import nn


class FocalLoss(nn.Module):
    def __init__(self, gamma=2.0, weight=None, reduction="mean"):
        super().__init__()
        self.gamma = gamma
        self.register_buffer("weight", weight)
        self.reduction = reduction

    def forward(self, logits, target):
        log_p = F.log_softmax(logits, dim=-1)
        ce = F.nll_loss(log_p, target, weight=self.weight, reduction="none")
        p_t = log_p.gather(1, target.unsqueeze(1)).squeeze(1).exp()
        loss = (1 - p_t) ** self.gamma * ce
        return loss.mean() if self.reduction == "mean" else loss.sum()


torch.manual_seed(15)
y = torch.multinomial(torch.tensor([0.7, 0.2, 0.1]), 500, replacement=True)
x = torch.randn(500, 6)
x[torch.arange(500), y] += 1.5
model = nn.Linear(6, 3)
criterion = FocalLoss(weight=torch.tensor([1.0, 2.0, 4.0]))
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for _ in range(50):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
print(loss.item(), (model(x).argmax(1) == y).float().mean().item())
