import torch
import torch.nn as nn


class AgeGender(nn.Module):
    def __init__(self):
        super(AgeGender, self).__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 8, 3, 2), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten())
        self.age = nn.Linear(32, 1)
        self.gender = nn.Linear(32, 2)

    def forward(self, x):
        h = self.body(x)
        return self.age(h).squeeze(-1), self.gender(h)


model = AgeGender()
losses = {'age': nn.SmoothL1Loss(), 'gender': nn.CrossEntropyLoss()}
weights = dict(age=1.0, gender=0.5)
optimizer = torch.optim.Adam(model.parameters())

faces = torch.rand(64, 1, 20, 20)
age = torch.randint(18, 80, (64,)).float() / 100
gender = torch.randint(0, 2, (64,))
for i in range(10):
    pa, pg = model(faces)
    parts = {'age': losses['age'](pa, age), 'gender': losses['gender'](pg, gender)}
    loss = sum(weights[k] * v for k, v in parts.items())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    probs = torch.softmax(pg.detach(), dim=1)
    acc = (probs.max(1)[1] == gender).float().mean().item()
print({k: v.item() for k, v in parts.items()}, acc)
