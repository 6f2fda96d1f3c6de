import torch
import torch.nn as nn
import torch.optim as optim
from torch.distributions import Categorical

torch.manual_seed(14)


class Policy(nn.Module):
    def __init__(self, n_obs=4, n_actions=2):
        super(Policy, self).__init__()
        self.affine1 = nn.Linear(n_obs, 64)
        self.affine2 = nn.Linear(64, n_actions)

    def forward(self, x):
        x = torch.relu(self.affine1(x))
        return torch.softmax(self.affine2(x), dim=0)


def rollout(policy, n=128):
    obs = torch.randn(n, 4)
    dist = Categorical(probs=policy(obs))
    action = dist.sample()
    reward = (action == (obs[:, 2] > 0).long()).float()
    return dist.log_prob(action), reward


policy = Policy()
optimizer = optim.Adam(policy.parameters(), lr=1e-2)
for episode in range(60):
    log_prob, reward = rollout(policy)
    returns = (reward - reward.mean()) / (reward.std() + 1e-8)
    policy_loss = -(log_prob * returns).mean()
    optimizer.zero_grad()
    policy_loss.backward()
    optimizer.step()
    if episode % 20 == 19:
        print("Episode {}\treward {:.3f}".format(episode + 1, reward.mean().item()))
