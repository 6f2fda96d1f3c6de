import torch
from torch import nn


class DeepRegressor(nn.Module):
    def __init__(self, in_dim, hidden, n_layers):
        super(DeepRegressor, self).__init__()
        dims = [in_dim] + [hidden] * n_layers
        self.layers = nn.ModuleList([nn.Linear(dims[i], dims[i + 1]) for i in range(n_layers)])
        self.out = nn.Linear(hidden, 1)

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = torch.tanh(layer(x))
        return self.out(x)


net = DeepRegressor(6, 24, 3)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
mse = nn.MSELoss()
x = torch.randn(256, 6)
y = (x[:, :1] * x[:, 1:2])
for it in range(60):
    optimizer.zero_grad()
    loss = mse(net(x), y)
    loss.backward()
    optimizer.step()
print(sum(p.numel() for p in net.parameters()), loss.item())
