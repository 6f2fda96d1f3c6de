import torch
import torch.nn as nn
import torch.optim as optim

X = torch.randn(100, 4)
y = torch.randint(0, 3, (100,))

model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = optim.Adam(model.parameters(), lr=0.01)
epochs = 20
losses = []
for i in range(epochs):
    y_pred = model.forward(X)
    loss = nn.CrossEntropyLoss(y_pred, y)
    losses.append(loss.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(losses[-1])
