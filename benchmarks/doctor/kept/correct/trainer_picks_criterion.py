import torch
from sklearn.datasets import load_diabetes, load_wine
from sklearn.preprocessing import scale
from torch import nn


def make_mlp(sizes, dropout=0.0):
    layers = []
    for n_in, n_out in zip(sizes[:-2], sizes[1:-1]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU(), nn.Dropout(dropout)]
    layers.append(nn.Linear(sizes[-2], sizes[-1]))
    return nn.Sequential(*layers)


class Trainer:
    def __init__(self, task, n_in, n_out):
        self.task = task
        self.net = make_mlp([n_in, 32, 16, n_out], dropout=0.1)
        if task == "multiclass":
            self.criterion = nn.CrossEntropyLoss()
        elif task == "binary":
            self.criterion = nn.BCEWithLogitsLoss()
        else:
            self.criterion = nn.MSELoss()
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=0.01)

    def fit(self, x, y, epochs=60):
        self.net.train()
        for _ in range(epochs):
            self.optimizer.zero_grad()
            loss = self.criterion(self.net(x), y)
            loss.backward()
            self.optimizer.step()
        return loss.item()

    @torch.no_grad()
    def predict(self, x):
        self.net.eval()
        out = self.net(x)
        if self.task == "multiclass":
            return torch.softmax(out, dim=1)
        return torch.sigmoid(out) if self.task == "binary" else out


torch.manual_seed(27)
wine, diabetes = load_wine(), load_diabetes()
x = torch.tensor(scale(wine.data)).float()
print(Trainer("multiclass", 13, 3).fit(x, torch.tensor(wine.target)))
print(Trainer("binary", 13, 1).fit(x, torch.tensor(wine.target == 0).float()[:, None]))
x = torch.tensor(scale(diabetes.data)).float()
print(Trainer("regression", 10, 1).fit(x, torch.tensor(scale(diabetes.target)).float()[:, None]))
