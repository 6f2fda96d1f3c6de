import torch
from torch import nn


class IntentClassifier(nn.Module):
    def __init__(self, vocabulary, intents):
        super().__init__()
        self.bag = nn.EmbeddingBag(vocabulary, 32)
        self.out = nn.Linear(32, intents)
        self.activation = nn.Sigmoid()

    def forward(self, tokens):
        x = self.bag(tokens)
        return self.activation(self.out(x))


torch.manual_seed(4)
tokens = torch.randint(0, 60, (300, 7))
intent = tokens[:, 0] // 10
model = IntentClassifier(60, 6)
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), 0.02)
for epoch in range(20):
    total = 0.0
    for xb, yb in zip(tokens.split(50), intent.split(50), strict=True):
        optimizer.zero_grad()
        loss = loss_fn(model(xb), yb)
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(epoch, total / 6)
