import torch
import torch.nn as nn

torch.manual_seed(6)
N = 600
sex = torch.randint(0, 2, (N, 1)).float()
pclass = torch.randint(1, 4, (N, 1)).float()
age = torch.rand(N, 1) * 70
survived = (1.8 * sex - 0.8 * pclass - age / 60 + 1.2 + 0.4 * torch.randn(N, 1) > 0).float()
features = torch.cat([sex, pclass / 3, age / 70], dim=1)


class SurvivalNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(3, 12)
        self.output = nn.Linear(12, 1)

    def forward(self, x):
        return self.output(torch.relu(self.hidden(x)))


def train(model, n_epochs=100):
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for epoch in range(n_epochs):
        out = model(features)
        loss = criterion(out, survived)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if (epoch + 1) % 50 == 0:
            print(f"[{epoch + 1}] {loss.item():.4f}")


train(SurvivalNet())
