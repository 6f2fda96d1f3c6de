import torch
import torch.nn.functional as F
from torch import nn
from torch.distributions import Categorical

torch.manual_seed(8)


class Agent(nn.Module):
    def __init__(self, n_context, n_arms):
        super().__init__()
        self.body = nn.Linear(n_context, 32)
        self.actor = nn.Linear(32, n_arms)
        self.critic = nn.Linear(32, 1)

    def forward(self, context):
        h = torch.relu(self.body(context))
        return F.softmax(self.actor(h), dim=-1), self.critic(h)


pay = torch.randn(5, 3)
agent = Agent(5, 3)
optimizer = torch.optim.Adam(agent.parameters(), lr=0.01)
for episode in range(150):
    context = torch.randn(64, 5)
    probs, value = agent(context)
    m = Categorical(probs)
    arm = m.sample()
    reward = (context @ pay).gather(1, arm[:, None])
    advantage = reward - value.detach()
    policy_loss = (-m.log_prob(arm) * advantage.squeeze(1)).mean()
    value_loss = F.smooth_l1_loss(value, reward)
    optimizer.zero_grad()
    (policy_loss + value_loss - 0.01 * m.entropy().mean()).backward()
    optimizer.step()
print("mean reward", reward.mean().item())
