import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        self.hidden = nn.Linear(features, 40)
        self.output = nn.Linear(40, classes)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.output(torch.relu(self.hidden(x)))
        if not self.training:
            x = self.softmax(x)
        return x


torch.manual_seed(19)
X = torch.randn(500, 8)
y = X[:, 2:6].argmax(dim=1)
net = Net(8, 4)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(20):
    net.train()
    optimizer.zero_grad()
    loss = criterion(net(X), y)
    loss.backward()
    optimizer.step()
    if epoch % 5 == 0:
        net.eval()
        with torch.no_grad():
            probabilities = net(X)
        print(epoch, loss.item(), probabilities.max(dim=1).values.mean().item())
