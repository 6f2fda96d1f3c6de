import argparse
import random

import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import Dataset, DataLoader
from tqdm import tqdm


def set_seed(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


class TextDataset(Dataset):
    def __init__(self, n, vocab, length):
        self.ids = torch.randint(1, vocab, (n, length))
        self.y = (self.ids[:, 0] > vocab // 2).float()

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, i):
        return {'input_ids': self.ids[i], 'label': self.y[i]}


class BiGRU(nn.Module):
    def __init__(self, cfg):
        super(BiGRU, self).__init__()
        self.cfg = cfg
        self.embed = nn.Embedding(cfg['vocab'], cfg['emb'], padding_idx=0)
        self.gru = nn.GRU(cfg['emb'], cfg['hid'], batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(cfg['drop'])
        self.classifier = nn.Linear(2 * cfg['hid'], 1)

    def forward(self, ids):
        out, _ = self.gru(self.embed(ids))
        pooled = out.mean(dim=1)
        logit = self.classifier(self.dropout(pooled))
        return torch.sigmoid(logit).squeeze(-1)


class Trainer(object):
    def __init__(self, model, args):
        self.model = model
        self.args = args
        self.criterion = nn.BCEWithLogitsLoss()
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr)
        self.best = float('inf')

    def _run_epoch(self, loader, train=True):
        self.model.train(train)
        losses = []
        for batch in tqdm(loader, disable=True):
            with torch.set_grad_enabled(train):
                out = self.model(batch['input_ids'])
                loss = self.criterion(out, batch['label'])
            if train:
                self.optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                self.optimizer.step()
            losses.append(loss.item())
        return np.mean(losses)

    def fit(self, train_loader, val_loader):
        for epoch in range(self.args.epochs):
            tr = self._run_epoch(train_loader)
            va = self._run_epoch(val_loader, train=False)
            print('epoch {} train {:.4f} val {:.4f}'.format(epoch, tr, va))
            if va >= self.best:
                print('early stop')
                return
            self.best = va


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--epochs', type=int, default=3)
    parser.add_argument('--lr', type=float, default=2e-3)
    parser.add_argument('--seed', type=int, default=42)
    args, _ = parser.parse_known_args()
    set_seed(args.seed)
    cfg = dict(vocab=300, emb=16, hid=16, drop=0.1)
    train = DataLoader(TextDataset(320, 300, 12), batch_size=32, shuffle=True)
    val = DataLoader(TextDataset(64, 300, 12), batch_size=32)
    Trainer(BiGRU(cfg), args).fit(train, val)


if __name__ == '__main__':
    main()
