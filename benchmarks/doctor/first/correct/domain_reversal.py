import torch
from torch import nn


class GradientReversal(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, strength):
        ctx.strength = strength
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad_output):
        return -ctx.strength * grad_output, None


class DANN(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(6, 32), nn.ReLU())
        self.label = nn.Linear(32, 3)
        self.domain = nn.Linear(32, 1)

    def forward(self, x, strength):
        f = self.features(x)
        return self.label(f), self.domain(GradientReversal.apply(f, strength)).squeeze(1)


torch.manual_seed(23)
source = torch.randn(300, 6)
target = torch.randn(300, 6) + torch.tensor([0, 0, 0, 1.0, 1.0, 1.0])
y = source[:, :3].argmax(dim=1)
domain = torch.cat([torch.zeros(300), torch.ones(300)])
model = DANN()
ce, bce = nn.CrossEntropyLoss(), nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
for epoch in range(30):
    strength = min(1.0, epoch / 20)
    labels, domains = model(torch.cat([source, target]), strength)
    loss = ce(labels[:300], y) + bce(domains, domain)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 10 == 0:
        print(epoch, loss.item())
