import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(32)
dataset = TensorDataset(torch.randn(640, 10), torch.randn(640, 2))
model = nn.Sequential(nn.Linear(10, 100), nn.ReLU(), nn.Linear(100, 2))
criterion = nn.SmoothL1Loss()
optimizer = torch.optim.Adam(model.parameters())


def run_epoch(loader):
    total_loss = 0
    for data, target in loader:
        optimizer.zero_grad()
        loss = criterion(model(data), target)
        loss.backward()
        optimizer.step()
        total_loss += loss
    return total_loss / len(loader)


for epoch in range(3):
    print(f"epoch {epoch}: {run_epoch(DataLoader(dataset, batch_size=64, shuffle=True)):.4f}")
