import torch
from torch import nn


class MultiTask(nn.Module):
    def __init__(self, tasks):
        super().__init__()
        self.shared = nn.Sequential(nn.Linear(12, 48), nn.ReLU())
        self.heads = nn.ModuleDict({name: nn.Linear(48, n) for name, n in tasks.items()})

    def forward(self, x):
        z = self.shared(x)
        return {name: head(z) for name, head in self.heads.items()}


torch.manual_seed(36)
tasks = {"place": 4, "weather": 3, "night": 2}
x = torch.randn(500, 12)
targets = {
    "place": x[:, :4].argmax(1),
    "weather": x[:, 4:7].argmax(1),
    "night": (x[:, 7] > 0).long(),
}
model = MultiTask(tasks)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(60):
    outputs = model(x)
    loss = 0.0
    for name in tasks:
        loss = loss + criterion(outputs[name], targets[name])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print({name: (outputs[name].argmax(1) == targets[name]).float().mean().item() for name in tasks})
