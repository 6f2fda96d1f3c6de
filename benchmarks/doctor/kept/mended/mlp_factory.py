import torch
import torch.nn.functional as F
from sklearn.datasets import make_blobs
from torch import nn


def make_mlp(sizes):
    layers = []
    for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:])):
        layers.append(nn.Linear(n_in, n_out))
        if i < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


def accuracy(model, x, y):
    with torch.no_grad():
        return (model(x).argmax(dim=1) == y).float().mean().item()


def fit(model, x, y, epochs=50, lr=0.05):
    opt = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    for epoch in range(epochs):
        loss = F.cross_entropy(model(x), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return loss.item()


torch.manual_seed(7)
points, cluster = make_blobs(n_samples=500, centers=6, cluster_std=1.5, random_state=7)
x = torch.as_tensor(points, dtype=torch.float32) / 10
y = torch.as_tensor(cluster)
net = make_mlp([2, 32, 32, 6])
print(fit(net, x, y), accuracy(net, x, y))
