import torch
import torch.nn as nn
from torch import optim

backbone = nn.Sequential()
backbone.add_module('conv', nn.Conv2d(3, 8, 3, stride=2))
backbone.add_module('relu', nn.ReLU())
backbone.add_module('pool', nn.AdaptiveAvgPool2d(2))
backbone.add_module('flat', nn.Flatten())
backbone.add_module('classifier', nn.Linear(32, 1000))

for param in backbone.parameters():
    param.requires_grad = False

backbone.classifier = nn.Sequential(
    nn.Linear(32, 16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 2), nn.LogSoftmax(dim=1))
criterion = nn.NLLLoss()
optimizer = optim.Adam(backbone.classifier.parameters(), lr=0.003)

for e in range(5):
    imgs, labels = torch.rand(20, 3, 16, 16), torch.randint(0, 2, (20,))
    optimizer.zero_grad()
    logps = backbone(imgs)
    loss = criterion(logps, labels)
    loss.backward()
    optimizer.step()
    ps = torch.exp(logps)
    print(loss.item(), (ps.topk(1, dim=1)[1].view(-1) == labels).float().mean().item())
