import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, *sizes):
        super(Net, self).__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        x = self.layers[-1](x)
        if self.training:
            return x
        return torch.softmax(x, dim=-1)


net = Net(10, 32, 4)
criterion = nn.CrossEntropyLoss()
opt = torch.optim.Adam(net.parameters(), lr=0.01)
x = torch.randn(128, 10)
y = x[:, :4].argmax(1)

net.train()
for _ in range(30):
    loss = criterion(net(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
net.eval()
with torch.no_grad():
    print(net(x[:3]), net(x).argmax(1).eq(y).float().mean())
