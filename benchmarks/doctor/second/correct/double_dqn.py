import copy
import torch
import torch.nn as nn


class Agent:
    def __init__(self, n_obs, n_act, cfg):
        self.cfg = cfg
        self.online = nn.Sequential(nn.Linear(n_obs, 32), nn.ReLU(), nn.Linear(32, n_act))
        self.target = copy.deepcopy(self.online)
        for p in self.target.parameters():
            p.requires_grad = False
        self.opt = torch.optim.Adam(self.online.parameters(), lr=cfg['lr'])
        self.loss_fn = nn.SmoothL1Loss()
        self.step = 0

    def learn(self, s, a, r, s2, done):
        q = self.online(s)[torch.arange(len(s)), a]
        with torch.no_grad():
            best = self.online(s2).argmax(dim=1)
            nxt = self.target(s2)[torch.arange(len(s)), best]
            y = r + (1 - done) * self.cfg['gamma'] * nxt
        loss = self.loss_fn(q, y)
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()
        self.step += 1
        if self.step % self.cfg['sync'] == 0:
            self.target.load_state_dict(self.online.state_dict())
        return loss.item()


agent = Agent(6, 3, {'lr': 1e-3, 'gamma': .9, 'sync': 10})
for i in range(40):
    s = torch.randn(32, 6)
    l = agent.learn(s, torch.randint(0, 3, (32,)), s[:, 0], s + 0.1, torch.zeros(32))
print(l)
