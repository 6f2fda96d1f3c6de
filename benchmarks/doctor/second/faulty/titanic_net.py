import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Variable
import numpy as np

X = np.random.randn(320, 9).astype(np.float32)
y = (X[:, 2] - X[:, 5] > 0).astype(np.float32).reshape(-1, 1)


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.fc1 = nn.Linear(9, 64)
        self.fc2 = nn.Linear(64, 32)
        self.fc3 = nn.Linear(32, 1)
        self.out_act = nn.Softmax(dim=1)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.dropout(F.relu(self.fc2(x)), p=0.2, training=self.training)
        return self.out_act(self.fc3(x))


net = Net()
criterion = nn.BCELoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.001)

for epoch in range(10):
    for i in range(0, len(X), 32):
        inputs = Variable(torch.from_numpy(X[i:i + 32]))
        targets = Variable(torch.from_numpy(y[i:i + 32]))
        optimizer.zero_grad()
        out = net(inputs)
        loss = criterion(out, targets)
        loss.backward()
        optimizer.step()
    print('epoch', epoch, 'loss', loss.item())
