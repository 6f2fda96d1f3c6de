import torch
import torch.nn as nn
import torch.optim as optim

gen = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 2))
critic = nn.Sequential(nn.Linear(2, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1))
opt_g = optim.RMSprop(gen.parameters(), lr=5e-5)
opt_c = optim.RMSprop(critic.parameters(), lr=5e-5)


def sample(n):
    t = torch.rand(n) * 6.28
    return torch.stack([t.cos(), t.sin()], 1)


for step in range(20):
    for p in critic.parameters():
        p.requires_grad = True
    for _ in range(5):
        critic.zero_grad()
        real, fake = sample(64), gen(torch.randn(64, 8)).detach()
        errC = -(critic(real).mean() - critic(fake).mean())
        errC.backward()
        opt_c.step()
        for p in critic.parameters():
            p.data.clamp_(-0.01, 0.01)
    for p in critic.parameters():
        p.requires_grad = False
    gen.zero_grad()
    errG = -critic(gen(torch.randn(64, 8))).mean()
    errG.backward()
    opt_g.step()
print(errC.item(), errG.item())
