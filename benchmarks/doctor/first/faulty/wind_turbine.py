import torch
from torch import nn

torch.manual_seed(36)
wind = torch.rand(400, 3)
power = (wind[:, :1] - 0.3).clamp(min=0) ** 2 + 0.1 * wind[:, 1:2]


def init_weights(m, bias):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)
        nn.init.constant_(m.bias, bias)


net = nn.Sequential(nn.Linear(3, 20), nn.Tanh(), nn.Linear(20, 1), nn.ReLU())
init_weights(net[0], 0.0)
init_weights(net[2], -5.0)

optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for _ in range(50):
    loss = nn.functional.mse_loss(net(wind), power)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item(), (net(wind) > 0).float().mean().item())
