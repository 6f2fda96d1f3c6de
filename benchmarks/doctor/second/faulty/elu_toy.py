import torch as th
import torch.nn as nn
import torch.nn.functional as F


class Head(nn.Module):
    def __init__(self, *dims):
        super().__init__()
        self.fcs = nn.ModuleList(nn.Linear(i, o) for i, o in zip(dims, dims[1:]))

    def forward(self, x):
        *body, last = self.fcs
        for fc in body:
            x = F.elu(fc(x))
        return last(x)


m = Head(12, 24, 24, 4)
sgd = th.optim.SGD(m.parameters(), lr=0.05)
xs = th.randn(200, 12)
ys = xs[:, :4].argmax(-1)
for ep in range(10):
    logits = m(xs)
    loss = F.cross_entropy(logits, ys)
    loss.backward()
    sgd.zero_grad()
    sgd.step()
    acc = (logits.argmax(-1) == ys).float().mean()
    print(ep, round(loss.item(), 4), round(acc.item(), 3))
