import copy

import torch
import torch.nn as nn

torch.manual_seed(15)
actor = nn.Sequential(nn.Linear(3, 32), nn.ReLU(), nn.Linear(32, 1), nn.Tanh())
critic = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 1))
actor_target, critic_target = copy.deepcopy(actor), copy.deepcopy(critic)
actor_opt = torch.optim.Adam(actor.parameters(), lr=1e-3)
critic_opt = torch.optim.Adam(critic.parameters(), lr=3e-3)
gamma, tau = 0.9, 0.05


def environment(state, action):
    reward = -((action - torch.tanh(state[:, :1])) ** 2)
    return reward, 0.8 * state + 0.2 * torch.randn_like(state)


for step in range(200):
    state = torch.randn(64, 3)
    with torch.no_grad():
        action = (actor(state) + 0.3 * torch.randn(64, 1)).clamp(-1, 1)
        reward, new_state = environment(state, action)
        target_q = reward + gamma * critic_target(torch.cat([new_state, actor_target(new_state)], 1))
    critic_loss = nn.functional.mse_loss(critic(torch.cat([state, action], 1)), target_q)
    critic_opt.zero_grad()
    critic_loss.backward()
    critic_opt.step()

    actor_loss = -critic(torch.cat([state, actor(state)], 1)).mean()
    actor_opt.zero_grad()
    actor_loss.backward()
    actor_opt.step()

    for net, target in ((actor, actor_target), (critic, critic_target)):
        for p, p_target in zip(net.parameters(), target.parameters()):
            p_target.data.mul_(1 - tau).add_(tau * p.data)
print("critic", critic_loss.item(), "reward", reward.mean().item())
