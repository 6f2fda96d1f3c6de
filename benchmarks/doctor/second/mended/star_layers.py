from torch.nn import *
from torch.optim import *
import torch
import torch.nn.functional as F


def make_mlp(sizes):
    layers = []
    for a, b in zip(sizes[:-1], sizes[1:]):
        layers += [Linear(a, b), ReLU()]
    return Sequential(*layers[:-1])


X = torch.randn(300, 20)
y = X[:, :6].argmax(dim=1)

mlp = make_mlp([20, 64, 64, 6])
opt = SGD(mlp.parameters(), lr=0.1, momentum=0.9)

for step in range(60):
    idx = torch.randint(0, 300, (64,))
    loss = F.cross_entropy(mlp(X[idx]), y[idx])
    opt.zero_grad()
    loss.backward()
    opt.step()
    if step % 20 == 0:
        print(step, float(loss))
