import torch
from torch import nn


class MatrixFactorization(nn.Module):
    def __init__(self, users, films, factors=6):
        super().__init__()
        self.user = nn.Embedding(users, factors)
        self.film = nn.Embedding(films, factors)
        self.bias = nn.Parameter(torch.tensor(3.0))

    def forward(self, u, f):
        return self.bias + (self.user(u) * self.film(f)).sum(dim=1)


torch.manual_seed(27)
users, films = torch.randint(0, 40, (2000,)), torch.randint(0, 60, (2000,))
ratings = 1.0 + (users + films) % 5

model = MatrixFactorization(40, 60)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
loss_func = nn.MSELoss()

for epoch in range(10):
    model.train()
    epoch_loss = 0.0
    for u, f, r in zip(users.split(100), films.split(100), ratings.split(100), strict=True):
        optimizer.zero_grad()
        loss = loss_func(model(u, f), r)
        loss.backward()
        optimizer.step()
        epoch_loss += loss.item() * len(r)
    print(f"epoch {epoch}: rmse {(epoch_loss / len(ratings)) ** 0.5:.3f}")
