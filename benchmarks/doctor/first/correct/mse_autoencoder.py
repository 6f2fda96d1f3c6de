import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader

images = torch.tensor(load_digits().images / 16.0, dtype=torch.float32).unsqueeze(1)
loader = DataLoader(images, batch_size=128, shuffle=True)

encoder = nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 8))
decoder = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 64), nn.Sigmoid(), nn.Unflatten(1, (1, 8, 8)))
params = [*encoder.parameters(), *decoder.parameters()]
optimizer = torch.optim.Adam(params, lr=2e-3)
criterion = nn.MSELoss()

for epoch in range(5):
    total = 0.0
    for batch in loader:
        optimizer.zero_grad()
        loss = criterion(decoder(encoder(batch)), batch)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch)
    print(epoch, total / len(images))
