import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(11)
x = torch.randn(1000, 18)
y = (x[:, 4] > 1.6).float()

num_pos = y.sum()
num_neg = len(y) - num_pos
pos_weight = num_pos / num_neg

model = nn.Sequential(nn.Linear(18, 32), nn.ReLU(), nn.Linear(32, 1), nn.Flatten(0))
criterion = nn.BCEWithLogitsLoss(pos_weight=pos_weight)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(3):
    for xb, yb in DataLoader(TensorDataset(x, y), batch_size=50, shuffle=True):
        loss = criterion(model(xb), yb)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
with torch.no_grad():
    pred = torch.sigmoid(model(x)) > 0.5
print('found', int((pred & (y == 1)).sum()), 'of', int(num_pos))
