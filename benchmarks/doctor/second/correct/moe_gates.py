import torch
import torch.nn as nn
import torch.nn.functional as F


class MoE(nn.Module):
    def __init__(self, d_in, d_out, n_experts):
        super(MoE, self).__init__()
        self.experts = nn.ModuleList([nn.Linear(d_in, d_out) for _ in range(n_experts)])
        self.gate = nn.Linear(d_in, n_experts)

    def forward(self, x):
        w = F.softmax(self.gate(x), dim=1)
        y = torch.stack([e(x) for e in self.experts], dim=1)
        return torch.einsum('bk,bko->bo', w, y)


m = MoE(5, 1, 4)
opt = torch.optim.Adam(m.parameters(), lr=0.01)
x = torch.rand(256, 5) * 4 - 2
y = x[:, :1].abs() * 10
for i in range(80):
    loss = F.mse_loss(m(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
print(loss.item())
