import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(25)
y = (torch.rand(500) < 0.08).long()
x = torch.randn(500, 5) + y[:, None] * 1.2
loader = DataLoader(TensorDataset(x, y), batch_size=1, shuffle=True)

counts = torch.bincount(y)
weights = counts.sum() / (2.0 * counts)
criterion = nn.CrossEntropyLoss(weight=weights, reduction="sum")

model = nn.Linear(5, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for epoch in range(3):
    for features, label in loader:
        optimizer.zero_grad()
        loss = criterion(model(features), label)
        loss.backward()
        optimizer.step()
    recall = (model(x).argmax(1)[y == 1] == 1).float().mean()
    print(f"epoch {epoch}: recall of the rare class {recall.item():.2f}")
