import random
from collections import deque, namedtuple
import torch
import torch.nn as nn
import torch.nn.functional as F

Transition = namedtuple('Transition', ('state', 'action', 'next_state', 'reward'))
GAMMA = 0.95
memory = deque(maxlen=500)


class DQN(nn.Module):
    def __init__(self, n_obs, n_act):
        super(DQN, self).__init__()
        self.l1 = nn.Linear(n_obs, 32)
        self.l2 = nn.Linear(32, n_act)

    def forward(self, s):
        return self.l2(F.relu(self.l1(s)))


q = DQN(4, 2)
optimizer = torch.optim.Adam(q.parameters(), lr=1e-3)


def fake_env_step(s, a):
    return s + 0.1 * torch.randn(4) + 0.05 * (a * 2 - 1), 1.0 - s.abs().mean().item()


def optimize_model():
    if len(memory) < 32:
        return
    batch = Transition(*zip(*random.sample(memory, 32)))
    s, s2 = torch.stack(batch.state), torch.stack(batch.next_state)
    a = torch.tensor(batch.action).unsqueeze(1)
    r = torch.tensor(batch.reward)
    q_sa = q(s).gather(1, a).squeeze(1)
    target = r + GAMMA * q(s2).max(1)[0]
    loss = F.smooth_l1_loss(q_sa, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


state = torch.zeros(4)
for t in range(100):
    action = random.randrange(2) if random.random() < 0.3 else q(state).argmax().item()
    nxt, reward = fake_env_step(state, action)
    memory.append(Transition(state, action, nxt, reward))
    state = nxt
    last = optimize_model()
print(last)
