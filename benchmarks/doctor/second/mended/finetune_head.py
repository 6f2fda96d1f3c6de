import torch
import torch.nn as nn
import torch.optim as optim


class SmallResNet(nn.Module):
    def __init__(self, num_classes=1000):
        super(SmallResNet, self).__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2), nn.BatchNorm2d(8), nn.ReLU())
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(8, num_classes)

    def forward(self, x):
        return self.fc(torch.flatten(self.avgpool(self.stem(x)), 1))


model_ft = SmallResNet()
num_ftrs = model_ft.fc.in_features
model_ft.fc = nn.Linear(num_ftrs, 2)
optimizer_ft = optim.SGD(model_ft.parameters(), lr=0.001, momentum=0.9)
criterion = nn.CrossEntropyLoss()

imgs = torch.rand(40, 3, 32, 32)
labs = torch.randint(0, 2, (40,))
for epoch in range(3):
    for k in range(0, 40, 10):
        optimizer_ft.zero_grad()
        loss = criterion(model_ft(imgs[k:k + 10]), labs[k:k + 10])
        loss.backward()
        optimizer_ft.step()
    print(epoch, loss.item())
