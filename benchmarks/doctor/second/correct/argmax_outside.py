import torch
import torch.nn as nn
from sklearn.datasets import load_iris
from sklearn.metrics import f1_score
from torch.autograd import Variable

iris = load_iris()
X = Variable(torch.Tensor(iris.data).float())
Y = Variable(torch.Tensor(iris.target).long())
X = (X - X.mean(0)) / X.std(0)

model = nn.Sequential(
    nn.Linear(4, 16),
    nn.Sigmoid(),
    nn.Linear(16, 3),
)
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
history = []

for epoch in range(60):
    optimizer.zero_grad()
    out = model(X)
    loss = loss_fn(out, Y)
    loss.backward()
    optimizer.step()
    history.append(loss.item())
    if epoch % 20 == 19:
        guess = out.detach().numpy().argmax(axis=1)
        print(epoch, loss.data.item(), f1_score(Y.numpy(), guess, average='macro'))
