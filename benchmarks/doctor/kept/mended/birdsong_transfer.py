import torch
import torch.nn as nn

torch.manual_seed(29)


class SongNet(nn.Module):
    def __init__(self, n_species):
        super(SongNet, self).__init__()
        self.features = nn.Sequential(nn.Conv1d(1, 8, 5, stride=2), nn.ReLU(), nn.AdaptiveMaxPool1d(4), nn.Flatten())
        self.classifier = nn.Linear(32, n_species)

    def forward(self, x):
        return self.classifier(self.features(x))


def prepare(model, n_species):
    for param in model.parameters():
        param.requires_grad = False
    model.classifier = nn.Linear(32, n_species)
    return model


pretrained = SongNet(50)
model = prepare(pretrained, 3)
species = torch.randint(0, 3, (150,))
t = torch.arange(64) / 64
songs = torch.sin(6.28 * (3 + 5 * species[:, None]) * t).unsqueeze(1) + 0.1 * torch.randn(150, 1, 64)
optimizer = torch.optim.SGD(model.classifier.parameters(), lr=0.1, momentum=0.9)
for epoch in range(40):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(songs), species)
    loss.backward()
    optimizer.step()
print("loss", loss.item())
