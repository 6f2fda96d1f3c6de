import torch
from torch import nn, optim

torch.manual_seed(4)


class GestureLSTM(nn.Module):
    def __init__(self, n_channels, n_hidden, n_gestures):
        super().__init__()
        self.lstm = nn.LSTM(n_channels, n_hidden, batch_first=True)
        self.out = nn.Linear(n_hidden, n_gestures)
        self.act = nn.Sigmoid()

    def forward(self, x):
        _, (h, _) = self.lstm(x)
        return self.act(self.out(h[-1]))


labels = torch.randint(0, 4, (300,))
t = torch.linspace(0, 1, 20)
freq = torch.tensor([1.0, 2.0, 4.0, 6.0])[labels]
waves = torch.sin(2 * torch.pi * freq[:, None] * t + torch.rand(300, 1))
signals = torch.stack([waves, waves.roll(3, 1)], dim=2) + 0.1 * torch.randn(300, 20, 2)

model = GestureLSTM(2, 24, 4)
loss_function = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.02)
for epoch in range(60):
    optimizer.zero_grad()
    loss = loss_function(model(signals), labels)
    loss.backward()
    optimizer.step()
print("loss", loss.item(), "accuracy", (model(signals).argmax(1) == labels).float().mean().item())
