import torch
from torch import nn


class BinaryCode(nn.Module):
    def forward(self, scores):
        soft = torch.sigmoid(scores)
        hard = (soft > 0.5).float()
        return hard + soft - soft.detach()


class HashingAutoencoder(nn.Module):
    def __init__(self, n_in, n_bits):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(n_in, 64), nn.ReLU(), nn.Linear(64, n_bits), BinaryCode())
        self.decode = nn.Sequential(nn.Linear(n_bits, 64), nn.ReLU(), nn.Linear(64, n_in))

    def forward(self, x):
        code = self.encode(x)
        return self.decode(code), code


torch.manual_seed(22)
x = torch.randn(8, 12)[torch.randint(0, 8, (400,))] + 0.1 * torch.randn(400, 12)
model = HashingAutoencoder(12, n_bits=5)
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
criterion = nn.MSELoss()
for step in range(150):
    restored, code = model(x)
    loss = criterion(restored, x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item(), x.var().item(), len(code.round().unique(dim=0)))
