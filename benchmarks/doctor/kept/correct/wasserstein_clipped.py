import torch
import torch.nn as nn

torch.manual_seed(3)
LATENT, CRITIC_STEPS, CLIP = 4, 5, 0.05


def mlp(n_in, n_out, width=32):
    return nn.Sequential(nn.Linear(n_in, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, n_out))


def sample_real(n):
    centre = torch.randint(0, 2, (n, 1)).float() * 4 - 2
    return torch.cat([centre, centre.abs() - 2], dim=1) + 0.3 * torch.randn(n, 2)


generator, critic = mlp(LATENT, 2), mlp(2, 1)
opt_g = torch.optim.RMSprop(generator.parameters(), lr=5e-4)
opt_c = torch.optim.RMSprop(critic.parameters(), lr=5e-4)

for iteration in range(60):
    for _ in range(CRITIC_STEPS):
        fake = generator(torch.randn(64, LATENT)).detach()
        loss_c = -(critic(sample_real(64)).mean() - critic(fake).mean())
        opt_c.zero_grad()
        loss_c.backward()
        opt_c.step()
        for p in critic.parameters():
            p.data.clamp_(-CLIP, CLIP)

    loss_g = -critic(generator(torch.randn(64, LATENT))).mean()
    opt_g.zero_grad()
    loss_g.backward()
    opt_g.step()
print("critic %.4f generator %.4f" % (loss_c.item(), loss_g.item()))
