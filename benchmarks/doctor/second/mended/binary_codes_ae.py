import torch
import torch.nn.functional as F
from torch import nn


class AutoEncoder(nn.Module):
    def __init__(self):
        super(AutoEncoder, self).__init__()
        self.encoder = nn.Sequential(nn.Linear(64, 16), nn.Tanh())
        self.decoder = nn.Sequential(nn.Linear(16, 64), nn.Sigmoid())

    def forward(self, x):
        encoded = self.encoder(x)
        decoded = self.decoder(encoded)
        return encoded, decoded


imgs = (torch.rand(200, 64) > 0.7).float()
autoencoder = AutoEncoder()
optimizer = torch.optim.Adam(autoencoder.parameters(), lr=0.005)

for epoch in range(10):
    for i in range(0, 200, 50):
        b = imgs[i:i + 50]
        encoded, decoded = autoencoder(b)
        loss = F.binary_cross_entropy(decoded, b)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print('Epoch: ', epoch, '| train loss: %.4f' % loss.data.numpy())
