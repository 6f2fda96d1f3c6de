import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(4)
T, alpha = 3.0, 0.7
x = torch.randn(500, 12)
y = x[:, :5].argmax(1)

teacher = nn.Sequential(nn.Linear(12, 128), nn.ReLU(), nn.Linear(128, 5))
student = nn.Sequential(nn.Linear(12, 8), nn.ReLU(), nn.Linear(8, 5))

optimizer = torch.optim.Adam(teacher.parameters(), lr=0.01)
for _ in range(50):
    optimizer.zero_grad()
    F.cross_entropy(teacher(x), y).backward()
    optimizer.step()

teacher.eval()
for p in teacher.parameters():
    p.requires_grad_(False)

optimizer = torch.optim.Adam(student.parameters(), lr=0.01)
for step in range(60):
    logits = student(x)
    with torch.no_grad():
        soft_targets = F.softmax(teacher(x) / T, dim=1)
    soft = F.kl_div(F.log_softmax(logits / T, dim=1), soft_targets, reduction="batchmean") * T * T
    hard = F.cross_entropy(logits, y)
    loss = alpha * soft + (1 - alpha) * hard
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 20 == 0:
        print(step, soft.item(), hard.item())
