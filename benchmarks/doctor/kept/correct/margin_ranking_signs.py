import torch
from torch import nn

torch.manual_seed(31)
docs = torch.randn(300, 10)
relevance = docs[:, 0] + 0.5 * docs[:, 1] ** 2
scorer = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 1))
criterion = nn.MarginRankingLoss(margin=0.1)
optimizer = torch.optim.Adam(scorer.parameters(), lr=0.005)
for step in range(200):
    a, b = torch.randint(0, 300, (2, 128))
    keep = a != b
    a, b = a[keep], b[keep]
    sign = torch.sign(relevance[a] - relevance[b])
    loss = criterion(scorer(docs[a]).flatten(), scorer(docs[b]).flatten(), sign)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
