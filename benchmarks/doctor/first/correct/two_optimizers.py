import torch
import torch.nn.functional as F
from torch import nn


class Recommender(nn.Module):
    def __init__(self, n_items, dim=16):
        super().__init__()
        self.items = nn.EmbeddingBag(n_items, dim, mode="mean", sparse=True)
        self.tower = nn.Sequential(nn.Linear(dim, 32), nn.ReLU(), nn.Linear(32, n_items))

    def forward(self, history):
        return self.tower(self.items(history))


torch.manual_seed(10)
history = torch.randint(0, 30, (400, 3))
bought = (history[:, 0] + 1) % 30
model = Recommender(30)
sparse_opt = torch.optim.SparseAdam(list(model.items.parameters()), lr=0.02)
dense_opt = torch.optim.Adam(model.tower.parameters(), lr=0.01)

for epoch in range(10):
    for h, b in zip(history.split(50), bought.split(50), strict=True):
        sparse_opt.zero_grad()
        dense_opt.zero_grad()
        loss = F.cross_entropy(model(h), b)
        loss.backward()
        sparse_opt.step()
        dense_opt.step()
    print(epoch, loss.item())
