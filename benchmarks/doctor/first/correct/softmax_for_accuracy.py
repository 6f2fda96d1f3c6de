import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(1)
x = torch.randn(400, 10)
y = x[:, :4].argmax(dim=1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(10, 32), nn.ReLU())
        self.out = nn.Linear(32, 4)

    def forward(self, x):
        logits = self.out(self.body(x))
        probs = F.softmax(logits, dim=1)
        return logits, probs


net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(20):
    logits, probs = net(x)
    loss = F.cross_entropy(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    confidence, predicted = probs.max(dim=1)
    if epoch % 5 == 0:
        print(epoch, loss.item(), confidence.mean().item(), (predicted == y).float().mean().item())
