import torch
import torch.nn as nn

torch.manual_seed(33)
weather = torch.randn(500, 7)
rain = (weather @ torch.randn(7) + 0.3 * torch.randn(500) > 0).float()
train_x, test_x = weather[:400], weather[400:]
train_y, test_y = rain[:400], rain[400:]

model = nn.Sequential(nn.Linear(7, 16), nn.ReLU(), nn.Linear(16, 1))
loss_fn = nn.BCEWithLogitsLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def accuracy(x, y):
    with torch.no_grad():
        output = model(x).squeeze()
        predictions = (torch.sigmoid(output) > 0.5).float()
    return (predictions == y).float().mean().item()


for epoch in range(50):
    optimizer.zero_grad()
    loss = loss_fn(model(train_x).squeeze(), train_y)
    loss.backward()
    optimizer.step()
    if epoch % 10 == 0:
        print(epoch, loss.item(), accuracy(test_x, test_y))
