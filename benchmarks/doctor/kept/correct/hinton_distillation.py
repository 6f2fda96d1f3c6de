import torch
import torch.nn.functional as F
from torch import nn


def loss_fn_kd(outputs, labels, teacher_outputs, alpha=0.9, T=4.0):
    kd = F.kl_div(F.log_softmax(outputs / T, dim=1), F.softmax(teacher_outputs / T, dim=1), reduction="batchmean")
    return kd * (alpha * T * T) + F.cross_entropy(outputs, labels) * (1.0 - alpha)


def fit(net, x, y, objective, steps, lr=0.01):
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    for _ in range(steps):
        loss = objective(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


torch.manual_seed(6)
x = torch.randn(500, 10)
y = (x[:, :5] * x[:, 5:]).argmax(dim=1)
teacher = nn.Sequential(nn.Linear(10, 128), nn.ReLU(), nn.Linear(128, 5))
fit(teacher, x, y, F.cross_entropy, steps=150)
teacher.eval()
with torch.no_grad():
    teacher_outputs = teacher(x)
student = nn.Sequential(nn.Linear(10, 24), nn.ReLU(), nn.Linear(24, 5))
print(fit(student, x, y, lambda out, labels: loss_fn_kd(out, labels, teacher_outputs), steps=150))
