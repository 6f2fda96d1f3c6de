import torch
import torch.nn as nn

torch.manual_seed(0)
N, D_in, H, D_out = 256, 54, 100, 7

x = torch.randn(N, D_in)
y = torch.randint(0, D_out, (N,))

activations = nn.ModuleDict({
    'relu': nn.ReLU(),
    'lrelu': nn.LeakyReLU(0.1),
    'sigmoid': nn.Sigmoid(),
})


class Forest(nn.Module):
    def __init__(self, act):
        super(Forest, self).__init__()
        self.linears = nn.ModuleList([nn.Linear(D_in, H), nn.Linear(H, H)])
        self.act = activations[act]
        self.head = nn.Linear(H, D_out)

    def forward(self, x):
        for l in self.linears:
            x = self.act(l(x))
        x = self.head(x)
        return x


model = Forest('lrelu')
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for t in range(40):
    y_pred = model(x)
    loss = criterion(y_pred, y)
    if t % 10 == 9:
        print(t, loss.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
