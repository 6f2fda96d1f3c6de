import torch
import torch.nn as nn


class MultiTaskLoss(nn.Module):
    def __init__(self, n_tasks):
        super().__init__()
        self.log_vars = nn.Parameter(torch.zeros(n_tasks))

    def forward(self, losses):
        losses = torch.stack(losses)
        return (torch.exp(-self.log_vars) * losses + self.log_vars).sum()


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(8, 32), nn.ReLU())
        self.depth = nn.Linear(32, 1)
        self.kind = nn.Linear(32, 3)

    def forward(self, x):
        h = self.trunk(x)
        return self.depth(h), self.kind(h)


torch.manual_seed(17)
x = torch.randn(400, 8)
depth, kind = 5 * x[:, :1] + torch.randn(400, 1), x[:, 1:4].argmax(dim=1)
net, combine = Net(), MultiTaskLoss(2)
params = list(net.parameters()) + list(combine.parameters())
optimizer = torch.optim.Adam(params, lr=0.01)
mse, ce = nn.MSELoss(), nn.CrossEntropyLoss()
for epoch in range(150):
    d, k = net(x)
    total = combine([mse(d, depth), ce(k, kind)])
    optimizer.zero_grad()
    total.backward()
    optimizer.step()
print(total.item(), combine.log_vars.tolist())
