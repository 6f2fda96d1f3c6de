import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(21)


class ActorCritic(nn.Module):
    def __init__(self, observations, actions):
        super().__init__()
        self.shared = nn.Sequential(nn.Linear(observations, 32), nn.Tanh())
        self.actor = nn.Linear(32, actions)
        self.critic = nn.Linear(32, 1)

    def forward(self, x):
        h = self.shared(x)
        return F.log_softmax(self.actor(h), dim=-1), self.critic(h).squeeze(-1)


agent = ActorCritic(5, 3)
optimizer = torch.optim.Adam(agent.parameters(), lr=0.01)
for update in range(60):
    observation = torch.randn(64, 5)
    log_probs, value = agent(observation)
    action = torch.multinomial(log_probs.exp(), 1).squeeze(1)
    reward = (action == observation[:, :3].argmax(dim=1)).float()
    advantage = (reward - value).detach()
    policy_loss = -(log_probs.gather(1, action.unsqueeze(1)).squeeze(1) * advantage).mean()
    value_loss = F.mse_loss(value, reward)
    entropy = -(log_probs.exp() * log_probs).sum(dim=1).mean()
    loss = policy_loss + 0.5 * value_loss - 0.01 * entropy
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if update % 20 == 0:
        print(update, reward.mean().item(), loss.item())
