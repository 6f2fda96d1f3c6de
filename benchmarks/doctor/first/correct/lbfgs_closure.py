import torch
import torch.nn.functional as F
from sklearn.datasets import load_iris
from sklearn.preprocessing import scale

data = load_iris()
x = torch.tensor(scale(data.data), dtype=torch.float32)
y = torch.tensor(data.target)

model = torch.nn.Linear(4, 3)
optimizer = torch.optim.LBFGS(model.parameters(), lr=0.5, max_iter=10)


def closure():
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y) + 1e-3 * model.weight.pow(2).sum()
    loss.backward()
    return loss


for i in range(5):
    loss = optimizer.step(closure)
    print(i, loss.item())
