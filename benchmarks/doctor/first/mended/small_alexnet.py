import torch
import torch.nn as nn


class SmallAlexNet(nn.Module):
    def __init__(self, num_classes=7):
        super().__init__()
        self.layer1 = nn.Sequential(nn.Conv2d(3, 12, 5, stride=2), nn.ReLU(), nn.MaxPool2d(2))
        self.layer2 = nn.Sequential(nn.Conv2d(12, 24, 3), nn.ReLU(), nn.MaxPool2d(2))
        self.fc = nn.Sequential(nn.Dropout(0.5), nn.Linear(24 * 6 * 6, 64), nn.ReLU())
        self.fc1 = nn.Sequential(nn.Linear(64, num_classes))

    def forward(self, x):
        out = self.layer1(x)
        out = self.layer2(out)
        out = out.reshape(out.size(0), -1)
        return self.fc1(self.fc(out))


torch.manual_seed(0)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model = SmallAlexNet().to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.005, weight_decay=0.005, momentum=0.9)

labels = torch.randint(0, 7, (8, 16))
images = torch.randn(8, 16, 3, 64, 64) + labels.view(8, 16, 1, 1, 1)
for epoch in range(2):
    for i in range(8):
        outputs = model(images[i].to(device))
        loss = criterion(outputs, labels[i].to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(f"Epoch [{epoch + 1}/2], Loss: {loss.item():.4f}")
