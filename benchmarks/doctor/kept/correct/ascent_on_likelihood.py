import torch
from torch.distributions import Normal

torch.manual_seed(25)
heights = 172 + 8 * torch.randn(400)
mu = torch.tensor(150.0, requires_grad=True)
log_sigma = torch.tensor(2.0, requires_grad=True)
optimizer = torch.optim.Adam([mu, log_sigma], lr=0.3, maximize=True)
for step in range(400):
    optimizer.zero_grad()
    log_likelihood = Normal(mu, log_sigma.exp()).log_prob(heights).mean()
    log_likelihood.backward()
    optimizer.step()
print("mean %.1f (%.1f), sigma %.2f (%.2f)" % (mu, heights.mean(), log_sigma.exp(), heights.std()))
