import numpy as np
import torch
import torch.nn as nn

np.random.seed(13)
torch.manual_seed(13)
weight = np.random.uniform(800, 2200, 300)
power = np.random.uniform(50, 250, 300)
litres = 2.0 + 0.003 * weight + 0.01 * power + np.random.normal(0, 0.3, 300)

x = torch.from_numpy(np.column_stack(((weight - 1500) / 400, (power - 150) / 58)).astype(np.float32))
y = torch.from_numpy(litres.astype(np.float32))

model = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 1))
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)

for epoch in range(300):
    optimizer.zero_grad()
    y_pred = model(x)
    loss = criterion(y_pred, y)
    loss.backward()
    optimizer.step()
print("MSE %.3f, variance %.3f" % (loss.item(), y.var().item()))
