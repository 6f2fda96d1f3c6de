import torch
import torch.nn as nn
import torch.optim as optim
from torch.autograd import Variable

class LinearReg(nn.Module):
    def __init__(self):
        super(LinearReg, self).__init__()
        self.lin1 = nn.Linear(5, 10)
        self.lin2 = nn.Linear(10, 1)

    def forward(self, x):
        return self.lin2(nn.functional.leaky_relu(self.lin1(x)))

model = LinearReg()
optimizer = optim.SGD(model.parameters(), lr=0.01)
loss_func = nn.L1Loss()

x = Variable(torch.randn(64, 5))
y = Variable(torch.mm(x.data, torch.ones(5, 1)))

for i in range(20):
    optimizer.zero_grad()
    pred = model(x)
    loss = loss_func(pred, y)
    loss = Variable(loss.data, requires_grad=True)
    loss.backward()
    optimizer.step()
    if i % 5 == 0: print(i, loss.data)
