"""Segment a slice into 0 background, 1 liver, 2 kidney."""

import torch
from torch import nn

torch.manual_seed(39)
masks = torch.zeros(24, 32, 32, dtype=torch.long)
masks[:, 4:14, 4:14] = 1
masks[:, 18:26, 16:28] = 2
slices = masks.unsqueeze(1) + 0.3 * torch.randn(24, 1, 32, 32)

model = nn.Sequential(
    nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 3, 1)
)
criterion = nn.CrossEntropyLoss(ignore_index=0)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(10):
    for image, mask in zip(slices.split(8), masks.split(8), strict=True):
        optimizer.zero_grad()
        loss = criterion(model(image), mask)
        loss.backward()
        optimizer.step()
    background = (model(slices).argmax(1)[masks == 0] == 0).float().mean()
    print(f"{epoch}: loss {loss.item():.3f}, background found {background.item():.1%}")
