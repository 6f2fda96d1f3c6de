import torch
from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import scale
from torch import nn

X, y = load_breast_cancer(return_X_y=True)
X = torch.tensor(scale(X), dtype=torch.float32)
y = torch.tensor(y, dtype=torch.float32).unsqueeze(-1)


class LogisticRegression(nn.Module):
    def __init__(self, input_dim):
        super().__init__()
        self.linear = nn.Linear(input_dim, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


model = LogisticRegression(X.shape[1])
criterion = nn.BCELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(100):
    optimizer.zero_grad()
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()

accuracy = ((model(X) > 0.5).float() == y).float().mean()
print(f"accuracy {accuracy.item():.3f}")
