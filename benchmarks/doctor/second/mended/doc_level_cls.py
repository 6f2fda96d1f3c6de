import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader, TensorDataset

def get_data():
    x = torch.randn(160, 25)
    y = (x[:, 0] > 1.2).long()
    return x, y

x, y = get_data()
counts = torch.bincount(y, minlength=2).float()
weights = counts.sum() / (2 * counts)

train_loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True)
model = nn.Sequential(nn.Linear(25, 12), nn.Tanh(), nn.Linear(12, 2))
criterion = nn.CrossEntropyLoss(weight=weights)
optimizer = optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(2):
    for i, (doc, label) in enumerate(train_loader):
        optimizer.zero_grad()
        loss = criterion(model(doc), label)
        loss.backward()
        optimizer.step()

with torch.no_grad():
    print('recall', (model(x).argmax(1)[y == 1] == 1).float().mean().item())
