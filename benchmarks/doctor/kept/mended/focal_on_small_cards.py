import torch
from torch import nn

torch.manual_seed(31)
DTYPE = torch.float32


class FocalLoss(nn.Module):
    def __init__(self, gamma=2.0, eps=1e-8):
        super().__init__()
        self.gamma = gamma
        self.eps = eps

    def forward(self, probs, target):
        p_t = probs.gather(1, target[:, None]).squeeze(1)
        return (-((1 - p_t) ** self.gamma) * torch.log(p_t + self.eps)).mean()


x = torch.randn(256, 12).to(DTYPE)
labels = (x[:, 0] > 0).long() + (x[:, 1] > 0).long()
model = nn.Sequential(nn.Linear(12, 64), nn.ReLU(), nn.Linear(64, 3)).to(DTYPE)
focal = FocalLoss()
opt = torch.optim.SGD(model.parameters(), lr=0.001)
for step in range(30):
    probs = torch.softmax(40 * model(x), dim=1)
    loss = focal(probs, labels)
    opt.zero_grad()
    loss.backward()
    opt.step()
    if step % 10 == 0:
        print(step, loss.item())
