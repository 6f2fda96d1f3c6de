import torch
import torch.nn as nn


class Trainer:
    def __init__(self, model, lr=0.1, accumulate=5):
        self.model = model
        self.accumulate = accumulate
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=lr)
        self.criterion = nn.MSELoss()

    def train(self, batches):
        total = 0.
        self.optimizer.zero_grad()
        for i, (x, y) in enumerate(batches, 1):
            loss = self.criterion(self.model(x).view(-1), y) / self.accumulate
            loss.backward()
            total += loss.item() * self.accumulate
            if i % self.accumulate:
                continue
            self.optimizer.step()
            self.optimizer.zero_grad()
        return total / len(batches)


def batches(n=20):
    out = []
    for _ in range(n):
        x = torch.randn(8, 4)
        out.append((x, x.sum(1)))
    return out


t = Trainer(nn.Linear(4, 1))
for epoch in range(3):
    print(t.train(batches()))
