import torch
from torch import nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset


class LitModel(nn.Module):
    def __init__(self, hparams):
        super().__init__()
        self.hparams = hparams
        self.net = nn.Sequential(
            nn.Linear(hparams['in'], hparams['hid']), nn.SiLU(), nn.Linear(hparams['hid'], hparams['out']))

    def forward(self, x):
        return self.net(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        return F.cross_entropy(self(x), y)

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.hparams['lr'])


class MiniTrainer:
    def __init__(self, max_epochs):
        self.max_epochs = max_epochs

    def fit(self, module, loader):
        opt = module.configure_optimizers()
        for epoch in range(self.max_epochs):
            for i, batch in enumerate(loader):
                opt.zero_grad()
                loss = module.training_step(batch, i)
                opt.step()
            print('epoch', epoch, loss.item())


x = torch.randn(256, 14)
y = (x[:, 0] * x[:, 1] > 0).long()
model = LitModel({'in': 14, 'hid': 32, 'out': 2, 'lr': 3e-3})
MiniTrainer(max_epochs=3).fit(model, DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True))
