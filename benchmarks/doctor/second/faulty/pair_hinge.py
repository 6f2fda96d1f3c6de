import numpy as np
import torch
from torch import nn
from sklearn.datasets import make_classification

X, t = make_classification(n_samples=300, n_features=12, n_informative=6, random_state=5)
X = torch.from_numpy(X.astype(np.float32))
t = torch.from_numpy(t.astype(np.float32)).unsqueeze(1)

clf = nn.Linear(12, 1)
loss_func = nn.SoftMarginLoss()
optimizer = torch.optim.LBFGS(clf.parameters(), lr=0.3, max_iter=10)


def closure():
    optimizer.zero_grad()
    loss = loss_func(clf(X), t)
    loss.backward()
    return loss


for i in range(5):
    print(i, optimizer.step(closure).item())
