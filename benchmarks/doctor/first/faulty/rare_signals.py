import torch
from torch import nn

torch.manual_seed(38)
labels = (torch.rand(1000, 1) < 0.05).float()
signals = torch.randn(1000, 8) + labels

num_pos = labels.sum()
num_neg = len(labels) - num_pos
pos_weight = num_pos / num_neg

model = nn.Linear(8, 1)
criterion = nn.BCEWithLogitsLoss(pos_weight=pos_weight)
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
for _ in range(100):
    optimizer.zero_grad()
    loss = criterion(model(signals), labels)
    loss.backward()
    optimizer.step()

found = (model(signals) > 0)[labels == 1].float().mean()
print(f"loss {loss.item():.4f}, found {found.item():.1%} of the rare class")
