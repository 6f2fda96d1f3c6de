import torch
import torch.nn as nn

torch.manual_seed(28)
series = torch.stack([torch.sin(torch.linspace(0, 6, 24) + p) for p in torch.rand(200) * 6.28])

encoder = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 4))
decoder = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 8))
criterion = nn.SmoothL1Loss()
optimizer = torch.optim.Adam(encoder.parameters(), lr=0.01)


def train_step(past, future):
    encoder.train()
    decoder.train()
    optimizer.zero_grad()
    forecast = decoder(encoder(past))
    loss = criterion(forecast, future)
    loss.backward()
    optimizer.step()
    return loss.item()


for epoch in range(100):
    loss = train_step(series[:, :16], series[:, 16:])
print("loss after training: %.5f" % loss)
