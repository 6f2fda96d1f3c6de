import copy

import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import make_moons

torch.manual_seed(21)
points, kind = make_moons(500, noise=0.1, random_state=21)
x, y = torch.tensor(points).float(), torch.tensor(kind)
labelled = torch.randperm(500)[:20]
student = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 2))
teacher = copy.deepcopy(student)
for p in teacher.parameters():
    p.requires_grad_(False)
optimizer = torch.optim.Adam(student.parameters(), lr=0.01)
for step in range(200):
    noisy = student(x + 0.1 * torch.randn_like(x))
    steady = teacher(x + 0.1 * torch.randn_like(x))
    supervised = F.cross_entropy(noisy[labelled], y[labelled])
    consistency = F.mse_loss(F.softmax(noisy, dim=1), F.softmax(steady, dim=1))
    loss = supervised + min(1.0, step / 100) * 5.0 * consistency
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for t, s in zip(teacher.parameters(), student.parameters()):
            t.lerp_(s, 0.05)
print((teacher(x).argmax(1) == y).float().mean().item())
