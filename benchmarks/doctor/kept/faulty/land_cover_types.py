import numpy as np
import torch
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(11)
np.random.seed(11)
elevation = np.random.uniform(1800, 3800, 900)
slope = np.random.gamma(2, 6, 900)
cover_type = np.clip(np.floor((elevation - 1800) / 286) + 1, 1, 7).astype(int)
X = StandardScaler().fit_transform(np.c_[elevation, slope])
train_ds = TensorDataset(torch.tensor(X).float(), torch.tensor(cover_type).long())
train_dl = DataLoader(train_ds, batch_size=90, shuffle=True)

n_classes = 7
model = nn.Sequential(nn.Linear(2, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, n_classes))
loss_func = nn.CrossEntropyLoss()
opt = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(5):
    model.train()
    for xb, yb in train_dl:
        loss = loss_func(model(xb), yb)
        loss.backward()
        opt.step()
        opt.zero_grad()
    print(epoch, loss.item())
