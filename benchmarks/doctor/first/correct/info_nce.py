import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(6)
image_encoder = nn.Sequential(nn.Linear(48, 64), nn.ReLU(), nn.Linear(64, 16))
text_encoder = nn.Sequential(nn.Linear(24, 64), nn.ReLU(), nn.Linear(64, 16))
log_scale = nn.Parameter(torch.tensor(2.0))
optimizer = torch.optim.Adam(
    [{"params": image_encoder.parameters()}, {"params": text_encoder.parameters()}, {"params": [log_scale]}], lr=3e-3
)

meaning = torch.randn(512, 10)
images = meaning @ torch.randn(10, 48) + 0.1 * torch.randn(512, 48)
texts = meaning @ torch.randn(10, 24) + 0.1 * torch.randn(512, 24)

for epoch in range(4):
    for i, t in zip(images.split(64), texts.split(64), strict=True):
        a = F.normalize(image_encoder(i), dim=-1)
        b = F.normalize(text_encoder(t), dim=-1)
        logits = log_scale.exp() * a @ b.t()
        labels = torch.arange(len(logits))
        loss = (F.cross_entropy(logits, labels) + F.cross_entropy(logits.t(), labels)) / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, loss.item())
