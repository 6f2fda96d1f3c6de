import torch
import torch.nn as nn

torch.manual_seed(12)
styles = torch.randn(20, 16)


def sample_pairs(n):
    a = torch.randint(0, 20, (n,))
    same = torch.rand(n) < 0.5
    b = torch.where(same, a, (a + torch.randint(1, 20, (n,))) % 20)
    left = styles[a] + 0.5 * torch.randn(n, 16)
    right = styles[b] + 0.5 * torch.randn(n, 16)
    target = torch.where(same, 1.0, 0.0)
    return left, right, target


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 8))

    def forward(self, x):
        return self.net(x)


encoder = Encoder()
criterion = nn.CosineEmbeddingLoss(margin=0.2)
optimizer = torch.optim.Adam(encoder.parameters(), lr=3e-3)
for step in range(300):
    left, right, target = sample_pairs(64)
    loss = criterion(encoder(left), encoder(right), target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
left, right, target = sample_pairs(2000)
with torch.no_grad():
    cos = torch.cosine_similarity(encoder(left), encoder(right))
print("same", cos[target == 1].mean().item(), "other", cos[target != 1].mean().item())
