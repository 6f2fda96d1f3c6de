from collections import OrderedDict

import torch
from sklearn.datasets import load_digits
from torch import nn

X, y = load_digits(return_X_y=True)
X, y = torch.tensor(X / 16.0, dtype=torch.float32), torch.tensor(y)

model = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(64, 48)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(48, 10)),
            ("output", nn.LogSoftmax(dim=1)),
        ]
    )
)
criterion = nn.NLLLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
for e in range(15):
    running_loss = 0
    for images, labels in zip(X.split(599), y.split(599), strict=True):
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * len(labels)
    print(f"{e}: {running_loss / len(X):.4f}")

ps = torch.exp(model(X[:1]))
print("probabilities:", ps.detach().numpy().round(3))
