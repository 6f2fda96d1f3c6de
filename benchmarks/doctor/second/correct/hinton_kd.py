import torch
import torch.nn as nn
import torch.nn.functional as F


def get_loss(name, T=4.0, alpha=0.7):
    def kd(s, t, y):
        soft = F.kl_div(F.log_softmax(s / T, dim=1), F.softmax(t / T, dim=1), reduction='batchmean') * (T * T)
        hard = F.cross_entropy(s, y)
        return alpha * soft + (1. - alpha) * hard

    def plain(s, t, y):
        return F.cross_entropy(s, y)

    if name == 'kd':
        return kd
    return plain


teacher = nn.Sequential(nn.Linear(20, 100), nn.ReLU(), nn.Linear(100, 6))
student = nn.Sequential(nn.Linear(20, 10), nn.ReLU(), nn.Linear(10, 6))
for p in teacher.parameters():
    p.requires_grad = False
teacher.eval()

loss_fn = get_loss('kd')
opt = torch.optim.SGD(student.parameters(), lr=0.05)
for _ in range(30):
    x = torch.randn(64, 20)
    y = teacher(x).argmax(1)
    loss = loss_fn(student(x), teacher(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
print(loss.item())
