import torch
from torch import nn

torch.manual_seed(19)


class RMSELoss(nn.Module):
    def __init__(self):
        super().__init__()
        self.mse = nn.MSELoss(reduction="none")

    def forward(self, yhat, y):
        per_pose = self.mse(yhat, y).mean(dim=1)
        return torch.sqrt(per_pose).mean()


joints = torch.rand(256, 3) * 2 - 1
joints[:16] = 0.0
reach = torch.stack([joints.sum(dim=1), torch.sin(joints).sum(dim=1)], dim=1)

arm = nn.Sequential(nn.Linear(3, 32, bias=False), nn.Tanh(), nn.Linear(32, 2, bias=False))
criterion = RMSELoss()
optimizer = torch.optim.Adam(arm.parameters(), lr=0.01)
for epoch in range(100):
    optimizer.zero_grad()
    loss = criterion(arm(joints), reach)
    loss.backward()
    optimizer.step()
print("RMSE", loss.item())
