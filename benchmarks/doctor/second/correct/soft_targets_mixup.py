import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

n_cls = 4
model = nn.Sequential(nn.Linear(10, 40), nn.ReLU(), nn.Linear(40, n_cls))
criterion = nn.CrossEntropyLoss(label_smoothing=0.05)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
X = torch.randn(200, 10)
Y = F.one_hot(X[:, :n_cls].argmax(1), n_cls).float()

for step in range(40):
    lam = np.random.beta(0.4, 0.4)
    perm = torch.randperm(200)
    xm = lam * X + (1 - lam) * X[perm]
    ym = lam * Y + (1 - lam) * Y[perm]
    loss = criterion(model(xm), ym)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
