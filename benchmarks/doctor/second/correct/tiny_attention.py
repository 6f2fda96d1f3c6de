import math
import torch
import torch.nn as nn
import torch.nn.functional as F


class SelfAttention(nn.Module):
    def __init__(self, d, heads):
        super(SelfAttention, self).__init__()
        self.h, self.dk = heads, d // heads
        self.qkv = nn.Linear(d, 3 * d)
        self.proj = nn.Linear(d, d)

    def forward(self, x):
        B, T, D = x.shape
        q, k, v = [t.view(B, T, self.h, self.dk).transpose(1, 2) for t in self.qkv(x).chunk(3, dim=-1)]
        att = (q @ k.transpose(-2, -1)) / math.sqrt(self.dk)
        att = F.softmax(att, dim=-1)
        return self.proj((att @ v).transpose(1, 2).reshape(B, T, D))


class Classifier(nn.Module):
    def __init__(self, vocab=60, d=32, n_cls=3):
        super(Classifier, self).__init__()
        self.emb = nn.Embedding(vocab, d)
        self.blocks = nn.ModuleList([SelfAttention(d, 4) for _ in range(2)])
        self.fc = nn.Linear(d, n_cls)

    def forward(self, ids):
        x = self.emb(ids)
        for b in self.blocks:
            x = x + b(x)
        w = torch.softmax(x.sum(-1), dim=1)
        return self.fc((w.unsqueeze(-1) * x).sum(1))


net = Classifier()
opt = torch.optim.Adam(net.parameters(), lr=2e-3)
for i in range(30):
    ids = torch.randint(0, 60, (32, 10))
    y = ids[:, 0] % 3
    loss = F.cross_entropy(net(ids), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
print(loss.item())
