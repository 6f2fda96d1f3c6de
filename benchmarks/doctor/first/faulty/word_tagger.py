import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(15)


class Tagger(nn.Module):
    def __init__(self, vocab=80, tags=5):
        super().__init__()
        self.embed = nn.Embedding(vocab, 24)
        self.fc = nn.Linear(24, tags)

    def forward(self, word):
        return F.log_softmax(self.fc(self.embed(word)), dim=0)


words = torch.randint(0, 80, (640,))
tags = words % 5
tagger = Tagger()
optimizer = torch.optim.Adam(tagger.parameters(), lr=0.02)
for epoch in range(10):
    for w, t in zip(words.split(64), tags.split(64), strict=True):
        optimizer.zero_grad()
        loss = F.nll_loss(tagger(w), t)
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
