import torch
from torch import nn

torch.manual_seed(9)
body = nn.Sequential(nn.Conv2d(1, 16, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(4), nn.Flatten())
body.requires_grad_(False)
body.eval()
head = nn.Linear(256, 2)
optimizer = torch.optim.Adam(head.parameters(), lr=0.01)
criterion = nn.CrossEntropyLoss(label_smoothing=0.05)

labels = torch.randint(0, 2, (200,))
scans = torch.randn(200, 1, 20, 20) * (1.0 + labels.view(-1, 1, 1, 1))
for epoch in range(5):
    for x, y in zip(scans.split(25), labels.split(25), strict=True):
        with torch.no_grad():
            features = body(x)
        loss = criterion(head(features), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
