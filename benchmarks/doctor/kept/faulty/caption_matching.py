import torch
import torch.nn.functional as F
from torch import nn


class TwoTowers(nn.Module):
    def __init__(self, n_image, n_text, n_shared):
        super().__init__()
        self.image_tower = nn.Sequential(nn.Linear(n_image, 64), nn.ReLU(), nn.Linear(64, n_shared))
        self.text_tower = nn.Sequential(nn.Linear(n_text, 64), nn.ReLU(), nn.Linear(64, n_shared))

    def forward(self, image, text):
        return self.image_tower(image), self.text_tower(text)


class MatchingLoss(nn.Module):
    def __init__(self, spread=0.1):
        super().__init__()
        self.spread = spread

    def forward(self, u, v):
        match = F.cosine_similarity(u, v, dim=-1).mean()
        centred = u - u.mean(dim=0)
        volume = F.relu(1 - centred.std(dim=0)).mean()
        return match + self.spread * volume


torch.manual_seed(17)
idea = torch.randn(256, 6)
images = idea @ torch.randn(6, 30)
texts = idea @ torch.randn(6, 20)
towers, loss_fn = TwoTowers(30, 20, 8), MatchingLoss()
opt = torch.optim.Adam(towers.parameters(), lr=1e-3)
for epoch in range(80):
    u, v = towers(images, texts)
    loss = loss_fn(u, v)
    opt.zero_grad()
    loss.backward()
    opt.step()
print("similarity of matching pairs: %.3f" % F.cosine_similarity(u, v).mean().item())
