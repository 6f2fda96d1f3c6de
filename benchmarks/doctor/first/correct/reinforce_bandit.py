import torch
from torch import nn
from torch.distributions import Categorical

torch.manual_seed(5)


class Policy(nn.Module):
    def __init__(self, states=4, actions=3):
        super().__init__()
        self.affine = nn.Linear(states, 32)
        self.action_head = nn.Linear(32, actions)
        self.saved = []

    def forward(self, state):
        scores = self.action_head(torch.relu(self.affine(state)))
        return torch.softmax(scores, dim=-1)


policy = Policy()
optimizer = torch.optim.Adam(policy.parameters(), lr=0.01)
best_action = torch.tensor([0, 2, 1, 2])
baseline = 0.0

for episode in range(200):
    log_probs, rewards = [], []
    for state in torch.randint(0, 4, (10,)):
        dist = Categorical(policy(torch.eye(4)[state]))
        action = dist.sample()
        log_probs.append(dist.log_prob(action))
        rewards.append(1.0 if action == best_action[state] else 0.0)
    advantages = torch.tensor(rewards) - baseline
    baseline = 0.9 * baseline + 0.1 * sum(rewards) / len(rewards)
    loss = -(torch.stack(log_probs) * advantages).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if episode % 50 == 0:
        print(f"episode {episode}, running reward {baseline:.2f}")
