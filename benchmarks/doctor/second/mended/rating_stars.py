import torch
import torch.nn as nn
from torch.utils.data import Dataset, DataLoader


class Reviews(Dataset):
    def __init__(self, n=200):
        self.emb = torch.randn(n, 48)
        self.stars = torch.randint(1, 6, (n,))   # 1 .. 5

    def __len__(self):
        return self.emb.size(0)

    def __getitem__(self, idx):
        return self.emb[idx], self.stars[idx] - 1


config = {'in': 48, 'hidden': [32, 16], 'n_stars': 5, 'bs': 25, 'lr': 1e-3}


class StarNet(nn.Module):
    def __init__(self, config):
        super(StarNet, self).__init__()
        dims = [config['in']] + config['hidden']
        self.hidden = nn.ModuleList()
        for k in range(len(dims) - 1):
            self.hidden.append(nn.Linear(dims[k], dims[k + 1]))
        self.out = nn.Linear(dims[-1], config['n_stars'])

    def forward(self, x):
        for layer in self.hidden:
            x = layer(x).relu()
        return self.out(x)


net = StarNet(config)
opt = torch.optim.RMSprop(net.parameters(), lr=config['lr'])
ce = nn.CrossEntropyLoss()
for x, y in DataLoader(Reviews(), batch_size=config['bs'], shuffle=True):
    opt.zero_grad()
    loss = ce(net(x), y)
    loss.backward()
    opt.step()
print(loss.item())
