import numpy as np
import torch
import torch.nn as nn

FINDINGS = ("atelectasis", "effusion", "nodule", "pneumonia", "mass")
rng = np.random.default_rng(5)
torch.manual_seed(5)
scans = rng.normal(size=(400, 1, 10, 10)).astype(np.float32)
truth = np.zeros((400, len(FINDINGS)), dtype=np.float32)
for f in range(len(FINDINGS)):
    truth[:, f] = rng.random(400) < 0.4
    scans[:, 0, 2 * f : 2 * f + 2] += truth[:, f, None, None]


class FindingNet(nn.Module):
    def __init__(self, n_out):
        super(FindingNet, self).__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Flatten())
        self.classifier = nn.Sequential(nn.Linear(8 * 64, n_out), nn.Softmax(dim=1))

    def forward(self, x):
        return self.classifier(self.features(x))


model = FindingNet(len(FINDINGS))
bce = nn.BCELoss(reduction="mean")
opt = torch.optim.AdamW(model.parameters(), lr=2e-3)
x, y = torch.from_numpy(scans), torch.from_numpy(truth)
for epoch in range(20):
    for idx in torch.randperm(400).split(50):
        opt.zero_grad(set_to_none=True)
        loss = bce(model(x[idx]), y[idx])
        loss.backward()
        opt.step()
with torch.no_grad():
    hit = ((model(x) > 0.5).float() == y).float().mean(dim=0)
print({name: round(h.item(), 2) for name, h in zip(FINDINGS, hit)}, loss.item())
