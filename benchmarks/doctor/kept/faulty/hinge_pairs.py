import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(39)
torch.manual_seed(39)
measurements = rng.normal(size=(500, 7)).astype("float32")
is_faint = (measurements[:, 0] - measurements[:, 3] > 0.5).astype("float32")

x = torch.from_numpy(measurements)
y = torch.from_numpy(is_faint).view(-1, 1)
scorer = nn.Sequential(nn.Linear(7, 16), nn.ReLU(), nn.Linear(16, 1))
criterion = nn.SoftMarginLoss()
optimizer = torch.optim.Adam(scorer.parameters(), lr=0.01)
for epoch in range(150):
    optimizer.zero_grad()
    loss = criterion(scorer(x), y)
    loss.backward()
    optimizer.step()
print(loss.item(), ((scorer(x) > 0) == (y > 0)).float().mean().item())
