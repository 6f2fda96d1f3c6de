import torch
import torch.nn as nn
import torch.optim as optim

torch.manual_seed(0)
X = torch.randn(400, 8)
y = (X[:, 1] + X[:, 5] > 0).float().unsqueeze(1)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear1 = nn.Linear(8, 6)
        self.linear2 = nn.Linear(6, 4)
        self.linear3 = nn.Linear(4, 1)
        self.act = nn.Sigmoid()

    def forward(self, x):
        x = torch.relu(self.linear1(x))
        x = torch.relu(self.linear2(x))
        return self.act(self.linear3(x))


model = Model()
criterion = nn.BCELoss()
optimizer = optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    y_pred = model(X)
    loss = criterion(y_pred, y)
    if epoch % 20 == 0:
        print(epoch, loss.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
