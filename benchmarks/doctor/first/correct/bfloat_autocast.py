import torch
from torch import nn

torch.manual_seed(25)
x = torch.randn(512, 16)
y = x[:, :4].argmax(dim=1)
model = nn.Sequential(nn.Linear(16, 64), nn.ReLU(), nn.Linear(64, 4))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)


def evaluate():
    model.eval()
    with torch.inference_mode():
        return (model(x).argmax(1) == y).float().mean().item()


for epoch in range(8):
    model.train()
    total = torch.zeros(())
    for xb, yb in zip(x.split(64), y.split(64), strict=True):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(xb)
        loss = criterion(logits.float(), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.detach()
    print(epoch, total.item() / 8, evaluate())
