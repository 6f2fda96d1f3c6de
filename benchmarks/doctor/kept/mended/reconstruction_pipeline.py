import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(15)
pixels = torch.tensor(load_digits().data / 16.0, dtype=torch.float32)


class AutoEncoder(nn.Module):
    def __init__(self, n_pixels, n_code):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(n_pixels, 32), nn.ReLU(), nn.Linear(32, n_code))
        self.decoder = nn.Sequential(nn.Linear(n_code, 32), nn.ReLU(), nn.Linear(32, n_pixels), nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.encoder(x))


auto = AutoEncoder(64, 10)
optimizer = torch.optim.Adam(auto.parameters(), lr=3e-3)
for epoch in range(10):
    for batch in pixels[torch.randperm(len(pixels))].split(128):
        restored = auto(batch)
        loss = F.binary_cross_entropy(restored, batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, round(loss.item(), 4))
