import torch
import torch.nn as nn
import torch.optim as optim

torch.manual_seed(20)
x = torch.rand(200, 6)
y = (x.sum(1) * 2).long().clamp(3, 8) - 3


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(6, 50)
        self.fc2 = nn.Linear(50, 6)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))


net = Net()
optimizer = optim.Adam(net.parameters(), lr=0.01)
criterion = nn.MSELoss()

for epoch in range(10):
    out = net(x)
    predicted = torch.argmax(out, dim=1)
    loss = criterion(predicted.float(), y.float())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
