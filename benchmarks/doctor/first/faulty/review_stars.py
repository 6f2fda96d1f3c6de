import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(13)
stars = rng.integers(1, 6, size=500)
reviews = rng.normal(size=(500, 20)) + 0.5 * stars[:, None]

X = torch.tensor(reviews, dtype=torch.float32)
y = torch.tensor(stars, dtype=torch.long)

model = nn.Sequential(nn.Linear(20, 40), nn.ReLU(), nn.Linear(40, 5))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(10):
    optimizer.zero_grad()
    out = model(X)
    loss = criterion(out, y)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
