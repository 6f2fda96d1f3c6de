import torch
import torch.nn as nn

net = nn.Sequential(
    nn.Linear(40, 128), nn.BatchNorm1d(128), nn.ReLU(inplace=True),
    nn.Linear(128, 40))
optim = torch.optim.Adam(net.parameters(), lr=1e-3)
loss_fn = nn.SmoothL1Loss()


def run(epochs=3):
    for e in range(epochs):
        total_loss = 0
        n = 0
        for _ in range(10):
            noisy = torch.randn(32, 40)
            clean = noisy.cumsum(1) / 6
            optim.zero_grad()
            loss = loss_fn(net(noisy), clean)
            loss.backward()
            optim.step()
            total_loss += loss.item()
            n += 1
        print('epoch %d: %.4f' % (e, total_loss / n))


if __name__ == "__main__":
    run()
