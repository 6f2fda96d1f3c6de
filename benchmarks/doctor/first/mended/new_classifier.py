import torch
from torch import nn

torch.manual_seed(31)
model = nn.Sequential()
model.add_module("features", nn.Sequential(nn.Linear(40, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU()))
model.add_module("classifier", nn.Linear(32, 100))

for param in model.parameters():
    param.requires_grad = False
model.classifier = nn.Linear(32, 5)

criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

targets = torch.randint(0, 5, (200,))
inputs = torch.randn(200, 40) + targets[:, None]
for epoch in range(5):
    optimizer.zero_grad()
    loss = criterion(model(inputs), targets)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
