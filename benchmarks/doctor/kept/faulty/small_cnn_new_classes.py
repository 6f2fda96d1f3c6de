import torch
from torch import nn, optim

torch.manual_seed(27)


class Backbone(nn.Module):
    def __init__(self, n_classes=100):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten())
        self.fc = nn.Linear(32, n_classes)

    def forward(self, x):
        return self.fc(self.conv(x))


model = Backbone()
for p in model.conv.parameters():
    p.requires_grad = False
params = model.parameters()
optimizer = optim.Adam(params, lr=1e-2)
model.fc = nn.Linear(model.fc.in_features, 2)

images = torch.rand(200, 3, 12, 12)
labels = (images[:, 0].mean((1, 2)) > images[:, 2].mean((1, 2))).long()
criterion = nn.CrossEntropyLoss()
for epoch in range(30):
    out = model(images * 4 - 2)
    loss = criterion(out, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item(), (out.argmax(1) == labels).float().mean().item())
