import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(32)
x = torch.randn(2000, 10)
y = (x[:, 0] + 0.7 * torch.randn(2000) > 2.0).float()
n_pos, n_neg = (y == 1).sum(), (y == 0).sum()

model = nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 1))
criterion = nn.BCEWithLogitsLoss(pos_weight=n_pos / n_neg)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(10):
    for xb, yb in DataLoader(TensorDataset(x, y), batch_size=100, shuffle=True):
        optimizer.zero_grad()
        criterion(model(xb).squeeze(1), yb).backward()
        optimizer.step()
with torch.no_grad():
    flagged = model(x).squeeze(1) > 0
print("recall", flagged[y == 1].float().mean().item(), "flagged", flagged.float().mean().item())
