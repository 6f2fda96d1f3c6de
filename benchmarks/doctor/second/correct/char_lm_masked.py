import torch
from torch.nn import *
import torch.nn.functional as F

text = ["hello", "help", "yellow", "fellow", "elbow", "bellow"]
chars = sorted(set("".join(text)))
stoi = {c: i + 1 for i, c in enumerate(chars)}
V, PAD = len(chars) + 1, 0
maxlen = max(map(len, text))

data = torch.zeros(len(text), maxlen, dtype=torch.long)
for i, w in enumerate(text):
    for j, c in enumerate(w):
        data[i, j] = stoi[c]


class LM(Module):
    def __init__(self):
        super(LM, self).__init__()
        self.e = Embedding(V, 16, padding_idx=PAD)
        self.r = LSTM(16, 32, batch_first=True)
        self.o = Linear(32, V)

    def forward(self, x, state=None):
        h, state = self.r(self.e(x), state)
        return self.o(h), state


lm = LM()
opt = torch.optim.Adam(lm.parameters(), lr=0.01)
for epoch in range(60):
    logits, _ = lm(data[:, :-1])
    loss = F.cross_entropy(logits.transpose(1, 2), data[:, 1:], ignore_index=PAD)
    opt.zero_grad()
    loss.backward()
    opt.step()

x, s, out = data[:1, :1], None, []
for _ in range(5):
    logits, s = lm(x, s)
    p = F.softmax(logits[:, -1], dim=-1)
    x = torch.multinomial(p, 1)
    out.append(x.item())
print(loss.item(), out)
