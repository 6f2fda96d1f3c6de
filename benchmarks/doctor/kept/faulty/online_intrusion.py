import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(22)
packets = torch.randn(600, 8)
attack = (packets[:, 0] + packets[:, 1] + 0.3 * torch.randn(600) > 2.2).long()
stream = DataLoader(TensorDataset(packets, attack), batch_size=1, shuffle=True)

counts = torch.bincount(attack).float()
weights = counts.sum() / (2 * counts)
detector = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 2))
criterion = nn.CrossEntropyLoss(weight=weights)
optimizer = torch.optim.SGD(detector.parameters(), lr=0.003)

for epoch in range(3):
    for x, y in stream:
        optimizer.zero_grad()
        loss = criterion(detector(x), y)
        loss.backward()
        optimizer.step()
caught = detector(packets).argmax(1)[attack == 1].float().mean()
print("weights", weights.tolist(), "caught", caught.item())
