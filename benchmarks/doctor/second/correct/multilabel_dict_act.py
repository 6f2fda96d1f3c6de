import torch
import torch.nn as nn
from torch.optim import Adam

ACT = {'relu': nn.ReLU, 'tanh': nn.Tanh, 'sigmoid': nn.Sigmoid, 'softmax': nn.Softmax}


def mlp(dims, hidden='relu', out='sigmoid'):
    layers = []
    for i in range(len(dims) - 1):
        layers.append(nn.Linear(dims[i], dims[i + 1]))
        layers.append(ACT[hidden]() if i < len(dims) - 2 else ACT[out]())
    return nn.Sequential(*layers)


x = torch.randn(300, 30)
tags = (x[:, :8] + 0.3 * torch.randn(300, 8) > 0.5).float()

model = mlp([30, 64, 8])
criterion = nn.BCELoss()
optimizer = Adam(model.parameters(), lr=1e-3)
for epoch in range(15):
    optimizer.zero_grad()
    probs = model(x)
    loss = criterion(probs, tags)
    loss.backward()
    optimizer.step()
hits = ((probs > 0.5) == tags.bool()).float().mean()
print(loss.item(), hits.item())
