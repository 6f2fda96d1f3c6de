import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn


class DeepNet(nn.Module):
    def __init__(self, dims):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(dims[i], dims[i + 1]) for i in range(len(dims) - 1)])

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.tanh(layer(x))
        return self.layers[-1](x)


X, y = load_digits(return_X_y=True)
X = torch.tensor(X / 16.0, dtype=torch.float32)
y = torch.tensor(y)

net = DeepNet([64, 48, 24, 10])
optimizer = torch.optim.Adam(net.parameters(), lr=5e-3)
for _ in range(30):
    optimizer.zero_grad()
    loss = F.cross_entropy(net(X), y)
    loss.backward()
    optimizer.step()
print("loss", loss.item(), "accuracy", (net(X).argmax(1) == y).float().mean().item())
