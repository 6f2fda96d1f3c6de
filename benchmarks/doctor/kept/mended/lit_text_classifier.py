import pytorch_lightning as pl
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class LitTextClassifier(pl.LightningModule):
    def __init__(self, vocab_size=500, n_classes=4, lr=2e-3):
        super().__init__()
        self.save_hyperparameters()
        self.embed = nn.EmbeddingBag(vocab_size, 32)
        self.fc = nn.Linear(32, n_classes)

    def forward(self, tokens):
        return self.fc(self.embed(tokens))

    def training_step(self, batch, batch_idx):
        tokens, labels = batch
        logits = self(tokens)
        loss = F.nll_loss(F.log_softmax(logits, dim=-1), labels)
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, batch_idx):
        tokens, labels = batch
        preds = self(tokens).argmax(dim=-1)
        self.log("val_acc", (preds == labels).float().mean(), prog_bar=True)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)


if __name__ == "__main__":
    pl.seed_everything(7)
    tokens = torch.randint(0, 500, (1000, 12))
    labels = tokens[:, 0] // 125
    train_dl = DataLoader(TensorDataset(tokens[:800], labels[:800]), batch_size=32, shuffle=True)
    val_dl = DataLoader(TensorDataset(tokens[800:], labels[800:]), batch_size=32)
    trainer = pl.Trainer(max_epochs=3, logger=False, enable_checkpointing=False)
    trainer.fit(LitTextClassifier(), train_dl, val_dl)
