import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(0)
passengers = rng.normal(size=(300, 6)).astype(np.float32)
survived = (passengers[:, 0] - passengers[:, 2] > 0).astype(np.float32)

x = torch.from_numpy(passengers)
y = torch.from_numpy(survived).reshape(-1, 1)

model = nn.Sequential(
    nn.Linear(6, 24),
    nn.ReLU(),
    nn.Dropout(0.1),
    nn.Linear(24, 1),
)
loss_fn = nn.BCELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

model.train()
for epoch in range(30):
    pred = model(x)
    loss = loss_fn(pred, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 10 == 0:
        print(epoch, loss.item())
