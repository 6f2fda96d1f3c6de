from collections import OrderedDict
import torch
from torch import nn, optim
import torch.nn.functional as F
from sklearn.datasets import load_wine
from sklearn.preprocessing import scale

wine = load_wine()
X = torch.tensor(scale(wine.data), dtype=torch.float32)
Y = torch.tensor(wine.target)

input_size = 13
hidden_sizes = [32, 16]
output_size = 3

model = nn.Sequential(OrderedDict([
    ('fc1', nn.Linear(input_size, hidden_sizes[0])),
    ('relu1', nn.ReLU()),
    ('fc2', nn.Linear(hidden_sizes[0], hidden_sizes[1])),
    ('relu2', nn.ReLU()),
    ('logits', nn.Linear(hidden_sizes[1], output_size))]))

loss_fn = getattr(F, 'cross_entropy')
opt = optim.SGD(model.parameters(), lr=0.05)
for e in range(30):
    opt.zero_grad()
    loss = loss_fn(model(X), Y)
    loss.backward()
    opt.step()
acc = (model(X).argmax(1) == Y).float().mean()
print(f'loss {loss.item():.4f} acc {acc.item():.3f}')
