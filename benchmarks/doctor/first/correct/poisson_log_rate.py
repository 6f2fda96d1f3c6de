import torch
from torch import nn

torch.manual_seed(24)
x = torch.randn(500, 3)
visits = torch.poisson(torch.exp(0.5 + 0.4 * x[:, :1] - 0.3 * x[:, 1:2]))

model = nn.Linear(3, 1)
criterion = nn.PoissonNLLLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for step in range(100):
    optimizer.zero_grad()
    loss = criterion(model(x), visits)
    loss.backward()
    optimizer.step()
    if step % 25 == 0:
        print(step, loss.item())
print("expected visits:", model(x[:3]).exp().flatten().tolist())
