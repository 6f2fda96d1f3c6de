import torch
import torch.nn as nn
import torch.nn.functional as F

T = 3.0
teacher = nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Linear(64, 5)).eval()
student = nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 5))

kd = nn.KLDivLoss(reduction='batchmean')
optimizer = torch.optim.Adam(student.parameters(), lr=1e-3)

for it in range(50):
    x = torch.randn(32, 16)
    with torch.no_grad():
        soft = F.softmax(teacher(x) / T, dim=-1)
    s = student(x)
    loss = kd(F.log_softmax(s / T, dim=-1), soft) * T * T
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(loss.item())
