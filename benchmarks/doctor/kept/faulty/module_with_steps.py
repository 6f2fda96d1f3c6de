"""A small training framework in the manner of LightningModule, and a model that uses it."""

import logging

import torch
import torch.nn.functional as F
from sklearn.datasets import make_classification
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

logger = logging.getLogger("fit")


class Module(nn.Module):
    def __init__(self):
        super().__init__()
        self.logged = {}

    def log(self, name, value):
        self.logged.setdefault(name, []).append(float(value))

    def training_step(self, batch, batch_idx):
        raise NotImplementedError

    def validation_step(self, batch, batch_idx):
        pass

    def configure_optimizers(self):
        raise NotImplementedError


class Fit:
    def __init__(self, max_epochs, gradient_clip_val=None):
        self.max_epochs = max_epochs
        self.gradient_clip_val = gradient_clip_val

    def __call__(self, module, train_loader, val_loader):
        [optimizer], [scheduler] = module.configure_optimizers()
        for epoch in range(self.max_epochs):
            module.logged.clear()
            module.train()
            for i, batch in enumerate(train_loader):
                loss = module.training_step(batch, i)
                optimizer.zero_grad()
                loss.backward()
                if self.gradient_clip_val:
                    nn.utils.clip_grad_norm_(module.parameters(), self.gradient_clip_val)
                optimizer.step()
            scheduler.step()
            module.eval()
            with torch.no_grad():
                for i, batch in enumerate(val_loader):
                    module.validation_step(batch, i)
            means = {name: sum(values) / len(values) for name, values in module.logged.items()}
            print(epoch, {name: round(mean, 4) for name, mean in means.items()})
            logger.info("epoch %d done", epoch)


class TabularClassifier(Module):
    def __init__(self, n_features, n_classes, hidden=(64, 32), lr=3e-3):
        super().__init__()
        blocks = []
        for width in hidden:
            blocks.append(nn.Sequential(nn.LazyLinear(width), nn.BatchNorm1d(width), nn.SiLU()))
        self.body = nn.Sequential(*blocks)
        self.head = nn.LazyLinear(n_classes)
        self.lr = lr
        self(torch.zeros(2, n_features))

    def forward(self, x):
        return self.head(self.body(x)).softmax(dim=-1)

    def training_step(self, batch, batch_idx):
        x, y = batch
        y_hat = self(x)
        loss = F.cross_entropy(y_hat, y)
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, batch_idx):
        x, y = batch
        y_hat = self(x)
        self.log("val_loss", F.cross_entropy(y_hat, y))
        self.log("val_acc", (y_hat.argmax(dim=-1) == y).float().mean())

    def configure_optimizers(self):
        optimizer = torch.optim.AdamW(self.parameters(), lr=self.lr, weight_decay=1e-3)
        return [optimizer], [torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)]


def main():
    torch.manual_seed(38)
    X, y = make_classification(
        n_samples=1200, n_features=12, n_informative=8, n_classes=4, class_sep=1.5, random_state=38
    )
    data = TensorDataset(torch.tensor(X).float(), torch.tensor(y).long())
    train, val = random_split(data, [1000, 200])
    fit = Fit(max_epochs=6, gradient_clip_val=1.0)
    fit(TabularClassifier(12, 4), DataLoader(train, 50, shuffle=True, drop_last=True), DataLoader(val, 100))


if __name__ == "__main__":
    main()
