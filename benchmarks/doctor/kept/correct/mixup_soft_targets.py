import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits

rng = np.random.default_rng(19)
torch.manual_seed(19)
X, y = load_digits(return_X_y=True)
X, y = torch.tensor(X / 16).float(), F.one_hot(torch.tensor(y), 10).float()
net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
criterion = nn.CrossEntropyLoss(label_smoothing=0.05)
optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
for epoch in range(6):
    for idx in torch.randperm(len(X)).split(100):
        lam = rng.beta(0.4, 0.4)
        partner = idx[torch.randperm(len(idx))]
        inputs = lam * X[idx] + (1 - lam) * X[partner]
        targets = lam * y[idx] + (1 - lam) * y[partner]
        loss = criterion(net(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
print((net(X).argmax(1) == y.argmax(1)).float().mean().item())
