import torch
from torch import nn

torch.manual_seed(6)
bookings = torch.randn(500, 10)
cancelled = (bookings[:, 0] * 2 - bookings[:, 4] > 0).float().view(-1, 1)

hidden = 32
model = nn.Sequential(
    nn.Linear(10, hidden),
    nn.BatchNorm1d(hidden),
    nn.ReLU(),
    nn.Linear(hidden, 1),
)
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)

epochs = 15
for epoch in range(epochs):
    permutation = torch.randperm(bookings.size(0))
    for i in range(0, bookings.size(0), 50):
        indices = permutation[i : i + 50]
        optimizer.zero_grad()
        outputs = model(bookings[indices])
        loss = criterion(outputs, cancelled[indices])
        loss.backward()
        optimizer.step()
    print("epoch", epoch, "loss", loss.item())
