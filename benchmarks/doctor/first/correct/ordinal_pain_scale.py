import torch
from torch import nn

torch.manual_seed(12)
LEVELS = 5


class Ordinal(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.score = nn.Sequential(nn.Linear(features, 16), nn.ReLU(), nn.Linear(16, 1, bias=False))
        self.bias = nn.Parameter(torch.linspace(1.5, -1.5, LEVELS - 1))

    def forward(self, x):
        return self.score(x) + self.bias


def levels_to_steps(level):
    return (level.unsqueeze(1) > torch.arange(LEVELS - 1)).float()


x = torch.randn(400, 6)
pain = torch.bucketize(x[:, 0] + 0.5 * x[:, 1], torch.tensor([-1.2, -0.4, 0.4, 1.2]))
model = Ordinal(6)
loss_fn = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
for _ in range(60):
    optimizer.zero_grad()
    loss = loss_fn(model(x), levels_to_steps(pain))
    loss.backward()
    optimizer.step()

level = (model(x) > 0).sum(dim=1)
print("mean distance:", (level - pain).abs().float().mean().item())
