import torch
from torch import nn


class Trainer:
    def __init__(self, model, optimizer, loss_fn, accumulate=4):
        self.model = model
        self.optimizer = optimizer
        self.loss_fn = loss_fn
        self.accumulate = accumulate

    def train(self, batches):
        self.model.train()
        self.optimizer.zero_grad(set_to_none=True)
        total = 0.0
        for i, (x, y) in enumerate(batches, start=1):
            loss = self.loss_fn(self.model(x), y) / self.accumulate
            loss.backward()
            total += loss.item() * self.accumulate
            if i % self.accumulate == 0:
                nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
                self.optimizer.step()
                self.optimizer.zero_grad(set_to_none=True)
        return total / len(batches)


torch.manual_seed(11)
X = torch.randn(640, 8)
Y = X @ torch.randn(8, 2)
batches = list(zip(X.split(10), Y.split(10), strict=True))
model = nn.Sequential(nn.Linear(8, 32), nn.SiLU(), nn.Linear(32, 2))
trainer = Trainer(model, torch.optim.AdamW(model.parameters(), lr=0.01), nn.HuberLoss())
for epoch in range(4):
    print(epoch, trainer.train(batches))
