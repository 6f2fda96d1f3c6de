import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(30)
x = torch.randn(1000, 20)
y = x @ torch.randn(20, 1) + 0.1 * torch.randn(1000, 1)


class Regressor(nn.Module):
    def __init__(self, n_in, n_hid):
        super().__init__()
        self.a = nn.Linear(n_in, n_hid)
        self.b = nn.Linear(n_hid, 1)

    def forward(self, x):
        return self.b(F.leaky_relu(self.a(x)))


def main():
    model = Regressor(20, 64)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3)
    history = []
    for epoch in range(10):
        total_loss = 0
        perm = torch.randperm(len(x))
        for i in range(0, len(x), 50):
            batch = perm[i : i + 50]
            optimizer.zero_grad()
            loss = F.mse_loss(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            total_loss += loss
        history.append(total_loss / (len(x) / 50))
        print(f"epoch {epoch}: {history[-1]:.4f}")


main()
