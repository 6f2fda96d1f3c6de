import torch
import torch.nn as nn
import torch.nn.functional as F
import pytorch_lightning as pl
from torch.utils.data import DataLoader


class ChurnModel(pl.LightningModule):
    def __init__(self, n_in, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(
            nn.Linear(n_in, 64),
            nn.ReLU(),
            nn.Linear(64, 1),
        )

    def forward(self, x):
        return self.net(x)

    def _shared(self, batch):
        x, y = batch
        y_hat = self(x)
        return F.binary_cross_entropy_with_logits(y_hat, y.float().unsqueeze(1))

    def training_step(self, batch, batch_idx):
        loss = self._shared(batch)
        self.log('train_loss', loss)
        return loss

    def validation_step(self, batch, batch_idx):
        self.log('val_loss', self._shared(batch), prog_bar=True)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)


if __name__ == '__main__':
    from data import train_set, val_set
    trainer = pl.Trainer(max_epochs=10)
    trainer.fit(ChurnModel(n_in=19), DataLoader(train_set, 64, shuffle=True), DataLoader(val_set, 64))
