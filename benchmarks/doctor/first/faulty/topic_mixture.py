import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(10)
n_topics = 6
true_map = torch.randn(30, n_topics)
words = torch.rand(400, 30)
mixture = torch.softmax(words @ true_map, dim=1)

model = nn.Sequential(nn.Linear(30, 32), nn.ReLU(), nn.Linear(32, n_topics))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)


def divergence(x, target):
    prediction = F.softmax(model(x), dim=-1)
    return F.kl_div(prediction, target, reduction="batchmean")


for epoch in range(10):
    for xb, tb in zip(words.split(40), mixture.split(40), strict=True):
        optimizer.zero_grad()
        loss = divergence(xb, tb)
        loss.backward()
        optimizer.step()
    print(f"{epoch}: {loss.item():.4f}")
