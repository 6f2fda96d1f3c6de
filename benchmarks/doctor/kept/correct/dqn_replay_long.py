"""Deep Q-learning on a small grid, with replay and a slowly moving target network."""

import argparse
import math
import random
from collections import deque, namedtuple

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim

Transition = namedtuple("Transition", ("state", "action", "next_state", "reward"))
MOVES = [(0, 1), (1, 0), (0, -1), (-1, 0)]


class Grid:
    """Walk from a corner to the other; stepping into the pit ends the walk."""

    def __init__(self, size=4, max_steps=30):
        self.size = size
        self.max_steps = max_steps
        self.pit = (size // 2, size // 2)

    def reset(self):
        self.pos, self.t = (0, 0), 0
        return self.observe()

    def observe(self):
        state = torch.zeros(2, self.size)
        state[0, self.pos[0]] = state[1, self.pos[1]] = 1
        return state.flatten().unsqueeze(0)

    def step(self, action):
        dr, dc = MOVES[action]
        row = min(max(self.pos[0] + dr, 0), self.size - 1)
        col = min(max(self.pos[1] + dc, 0), self.size - 1)
        self.pos, self.t = (row, col), self.t + 1
        if self.pos == self.pit:
            return self.observe(), -1.0, True
        if self.pos == (self.size - 1, self.size - 1):
            return self.observe(), 1.0, True
        return self.observe(), -0.02, self.t >= self.max_steps


class ReplayMemory:
    def __init__(self, capacity):
        self.memory = deque([], maxlen=capacity)

    def push(self, *args):
        self.memory.append(Transition(*args))

    def sample(self, batch_size):
        return random.sample(self.memory, batch_size)

    def __len__(self):
        return len(self.memory)


class DQN(nn.Module):
    def __init__(self, n_observations, n_actions):
        super(DQN, self).__init__()
        self.layer1 = nn.Linear(n_observations, 64)
        self.layer2 = nn.Linear(64, 64)
        self.layer3 = nn.Linear(64, n_actions)

    def forward(self, x):
        x = F.relu(self.layer1(x))
        x = F.relu(self.layer2(x))
        return self.layer3(x)


class Learner:
    def __init__(self, args, n_observations):
        self.args = args
        self.policy_net = DQN(n_observations, len(MOVES))
        self.target_net = DQN(n_observations, len(MOVES))
        self.target_net.load_state_dict(self.policy_net.state_dict())
        self.optimizer = optim.AdamW(self.policy_net.parameters(), lr=args.lr, amsgrad=True)
        self.memory = ReplayMemory(5000)
        self.steps_done = 0

    def select_action(self, state):
        eps = 0.05 + 0.85 * math.exp(-self.steps_done / self.args.eps_decay)
        self.steps_done += 1
        if random.random() < eps:
            return random.randrange(len(MOVES))
        with torch.no_grad():
            return self.policy_net(state).max(1).indices.item()

    def optimize(self):
        if len(self.memory) < self.args.batch_size:
            return None
        batch = Transition(*zip(*self.memory.sample(self.args.batch_size)))
        alive = torch.tensor([s is not None for s in batch.next_state])
        action = torch.tensor(batch.action).unsqueeze(1)
        reward = torch.tensor(batch.reward)
        q = self.policy_net(torch.cat(batch.state)).gather(1, action)

        next_value = torch.zeros(self.args.batch_size)
        if alive.any():
            with torch.no_grad():
                next_states = torch.cat([s for s in batch.next_state if s is not None])
                next_value[alive] = self.target_net(next_states).max(1).values
        expected = reward + self.args.gamma * next_value

        loss = nn.SmoothL1Loss()(q, expected.unsqueeze(1))
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_value_(self.policy_net.parameters(), 100)
        self.optimizer.step()
        self.follow()
        return loss.item()

    def follow(self):
        target = self.target_net.state_dict()
        for key, value in self.policy_net.state_dict().items():
            target[key] = self.args.tau * value + (1 - self.args.tau) * target[key]
        self.target_net.load_state_dict(target)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=60)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--gamma", type=float, default=0.97)
    parser.add_argument("--tau", type=float, default=0.02)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--eps-decay", type=float, default=300)
    args = parser.parse_args(argv)
    random.seed(9)
    torch.manual_seed(9)
    env = Grid()
    learner = Learner(args, n_observations=8)
    returns = []
    for episode in range(args.episodes):
        state, done, total = env.reset(), False, 0.0
        while not done:
            action = learner.select_action(state)
            new_state, reward, done = env.step(action)
            learner.memory.push(state, action, None if done else new_state, reward)
            state = new_state
            total += reward
            learner.optimize()
        returns.append(total)
    print("first ten %.2f, last ten %.2f" % (sum(returns[:10]) / 10, sum(returns[-10:]) / 10))


if __name__ == "__main__":
    main([])
