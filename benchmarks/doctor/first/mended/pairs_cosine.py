import torch
from torch import nn

torch.manual_seed(12)
encoder = nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 16))
criterion = nn.CosineEmbeddingLoss(margin=0.2)
optimizer = torch.optim.Adam(encoder.parameters(), lr=5e-3)

anchor = torch.randn(400, 20)
other = torch.randn(400, 20)
same = torch.rand(400) < 0.5
other[same] = anchor[same] + 0.1 * torch.randn(int(same.sum()), 20)
label = same.float() * 2 - 1

for epoch in range(20):
    optimizer.zero_grad()
    loss = criterion(encoder(anchor), encoder(other), label)
    loss.backward()
    optimizer.step()
    if epoch % 5 == 0:
        print(f"epoch {epoch}, loss {loss.item():.4f}")
