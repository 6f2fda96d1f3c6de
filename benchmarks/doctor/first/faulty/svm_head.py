import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(9)


class SVMHead(nn.Module):
    def __init__(self, dim, classes):
        super().__init__()
        self.fc1 = nn.Linear(dim, 32)
        self.fc2 = nn.Linear(32, classes)

    def forward(self, x):
        x = F.leaky_relu(self.fc1(x))
        return self.fc2(x).softmax(dim=1)


centres = torch.randn(4, 16) * 2
target = torch.randint(4, (400,))
x = centres[target] + torch.randn(400, 16)

model = SVMHead(16, 4)
hinge = nn.MultiMarginLoss(margin=1.0)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(60):
    opt.zero_grad()
    loss = hinge(model(x), target)
    loss.backward()
    opt.step()
print("hinge:", loss.item())
