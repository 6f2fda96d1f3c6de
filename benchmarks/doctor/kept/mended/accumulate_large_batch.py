import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(20)
X, y = load_digits(return_X_y=True)
data = TensorDataset(torch.tensor(X / 16, dtype=torch.float32), torch.tensor(y))
loader = DataLoader(data, batch_size=16, shuffle=True, drop_last=True)


class Trainer:
    def __init__(self, model, lr, accumulation_steps):
        self.model = model
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        self.accumulation_steps = accumulation_steps

    def run_epoch(self, loader):
        self.optimizer.zero_grad()
        seen, total = 0, 0.0
        for i, (inputs, targets) in enumerate(loader):
            loss = self.criterion(self.model(inputs), targets)
            total += loss.item() * len(targets)
            seen += len(targets)
            (loss / self.accumulation_steps).backward()
            if (i + 1) % self.accumulation_steps == 0:
                self.optimizer.step()
                self.optimizer.zero_grad()
        return total / seen


net = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
trainer = Trainer(net, lr=0.2, accumulation_steps=8)
for epoch in range(4):
    print(epoch, trainer.run_epoch(loader))
