import torch
from torch import nn


class MixtureOfExperts(nn.Module):
    def __init__(self, n_in, n_experts, width=16):
        super().__init__()
        self.experts = nn.ModuleList(
            nn.Sequential(nn.Linear(n_in, width), nn.ReLU(), nn.Linear(width, 1)) for _ in range(n_experts)
        )
        self.gate = nn.Sequential(nn.Linear(n_in, n_experts), nn.Softmax(dim=-1))

    def forward(self, x):
        weights = self.gate(x)
        answers = torch.cat([expert(x) for expert in self.experts], dim=-1)
        return (weights * answers).sum(dim=-1, keepdim=True), weights


torch.manual_seed(7)
x = torch.rand(600, 2) * 4 - 2
y = torch.where(x[:, :1] > 0, 3 * x[:, 1:], -5 + x[:, 1:] ** 2)
moe = MixtureOfExperts(2, n_experts=3)
mse = nn.MSELoss()
optimizer = torch.optim.Adam(moe.parameters(), lr=0.01)
for step in range(200):
    optimizer.zero_grad()
    output, weights = moe(x)
    usage = weights.mean(dim=0)
    loss = mse(output, y) + 0.01 * len(usage) * (usage**2).sum()
    loss.backward()
    optimizer.step()
print(loss.item(), usage.tolist())
