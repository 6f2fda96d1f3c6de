import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(14)
x = torch.randn(500, 12)
y = torch.sin(x[:, :1]) + x[:, 1:2]
loader = DataLoader(TensorDataset(x, y), batch_size=10, shuffle=True)
model = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), nn.Linear(32, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
ACCUM = 5

for epoch in range(8):
    epoch_loss = 0.0
    optimizer.zero_grad()
    for step, (inputs, targets) in enumerate(loader, start=1):
        loss = criterion(model(inputs), targets) / ACCUM
        loss.backward()
        epoch_loss += loss.item() * ACCUM
        if step % ACCUM == 0 or step == len(loader):
            optimizer.step()
            optimizer.zero_grad()
    print(epoch, epoch_loss / len(loader))
