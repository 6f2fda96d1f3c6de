import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(9)
T = 3.0
teacher = nn.Sequential(nn.Linear(10, 128), nn.ReLU(), nn.Linear(128, 5)).eval()
for p in teacher.parameters():
    p.requires_grad_(False)
    p.mul_(2)

student = nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 5))
kd_loss = nn.KLDivLoss(reduction="batchmean")
optim = torch.optim.Adam(student.parameters(), lr=0.01)

for step in range(200):
    x = torch.randn(64, 10)
    with torch.no_grad():
        soft_targets = F.softmax(teacher(x) / T, dim=1)
    student_out = F.softmax(student(x) / T, dim=1)
    loss = kd_loss(student_out, soft_targets) * T * T
    optim.zero_grad()
    loss.backward()
    optim.step()
x = torch.randn(500, 10)
agree = (student(x).argmax(1) == teacher(x).argmax(1)).float().mean()
print(f"loss {loss.item():.3f} agreement {agree.item():.3f}")
