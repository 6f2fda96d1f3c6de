import torch
from torch import nn


class Backbone(nn.Module):
    def __init__(self, num_classes=1000):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(3, 16, 3, stride=2), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.fc = nn.Linear(16, num_classes)

    def forward(self, x):
        return self.fc(self.conv(x))


torch.manual_seed(29)
model = Backbone()
model.fc = nn.Linear(model.fc.in_features, 3)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
criterion = nn.CrossEntropyLoss()

labels = torch.randint(0, 3, (96,))
photos = torch.rand(96, 3, 24, 24)
photos[torch.arange(96), labels] += 1.0

for epoch in range(5):
    for images, targets in zip(photos.split(16), labels.split(16), strict=True):
        optimizer.zero_grad()
        loss = criterion(model(images), targets)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
