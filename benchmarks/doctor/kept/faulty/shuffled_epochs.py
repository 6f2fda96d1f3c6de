import torch
from sklearn.datasets import load_iris
from torch import nn, optim

torch.manual_seed(34)
iris = load_iris()
x_all = torch.tensor(iris.data, dtype=torch.float32)
y_all = torch.tensor(iris.target)
x_all = (x_all - x_all.mean(0)) / x_all.std(0)

model = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 3))
loss_fn = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.02)
batch_size = 30

for epoch in range(30):
    order = torch.randperm(150)
    x_epoch = x_all[order]
    y_epoch = y_all[torch.randperm(150)]
    for start in range(0, 150, batch_size):
        xb = x_epoch[start : start + batch_size]
        yb = y_epoch[start : start + batch_size]
        loss = loss_fn(model(xb), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
print("accuracy", (model(x_all).argmax(1) == y_all).float().mean().item())
