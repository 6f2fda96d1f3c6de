import torch
from torch import nn

torch.manual_seed(16)


def build(binary):
    if binary:
        criterion, outputs = nn.BCEWithLogitsLoss(), 1
    else:
        criterion, outputs = nn.CrossEntropyLoss(), 2
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, outputs))
    return model, criterion


def predict(output, binary):
    return (output.squeeze(1) > 0).long() if binary else output.argmax(dim=1)


x = torch.randn(300, 4)
y = (x[:, 0] > x[:, 1]).long()
for binary in (True, False):
    model, criterion = build(binary)
    target = y.float().unsqueeze(1) if binary else y
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(40):
        optimizer.zero_grad()
        loss = criterion(model(x), target)
        loss.backward()
        optimizer.step()
    print(binary, loss.item(), (predict(model(x), binary) == y).float().mean().item())
