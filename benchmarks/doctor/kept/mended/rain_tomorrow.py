import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
np.random.seed(0)
rainfall, humidity, pressure = np.random.gamma(1, 2, 500), np.random.uniform(20, 100, 500), np.random.normal(0, 1, 500)
rain_tomorrow = (humidity / 25 + 0.3 * rainfall - pressure > 3.2).astype(np.float32)
X = torch.from_numpy(np.stack([rainfall / 4, humidity / 100, pressure], 1)).float()
y = torch.from_numpy(rain_tomorrow)


class Net(nn.Module):
    def __init__(self, n_features):
        super(Net, self).__init__()
        self.fc1 = nn.Linear(n_features, 5)
        self.fc2 = nn.Linear(5, 3)
        self.fc3 = nn.Linear(3, 1)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


net = Net(X.shape[1])
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(200):
    y_pred = torch.squeeze(net(X))
    train_loss = criterion(y_pred, y)
    optimizer.zero_grad()
    train_loss.backward()
    optimizer.step()
    if epoch % 100 == 0:
        print(f"epoch {epoch} loss {train_loss.item():.3f}")
