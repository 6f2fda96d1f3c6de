import lightning as L
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Uplift(L.LightningModule):
    def __init__(self, features, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.shared = nn.Sequential(nn.Linear(features, 64), nn.ReLU())
        self.treated = nn.Linear(64, 1)
        self.outcome = nn.Linear(64, 1)

    def forward(self, x):
        h = self.shared(x)
        return torch.sigmoid(self.treated(h)), torch.sigmoid(self.outcome(h))

    def training_step(self, batch, batch_idx):
        x, treated, outcome = batch
        h = self.shared(x)
        propensity = F.binary_cross_entropy_with_logits(self.treated(h).squeeze(-1), treated)
        response = F.binary_cross_entropy_with_logits(self.outcome(h).squeeze(-1), outcome)
        self.log_dict({"propensity": propensity, "response": response})
        return propensity + response

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)


x = torch.randn(512, 10)
data = TensorDataset(x, (x[:, 0] > 0).float(), (x[:, 1] + x[:, 2] > 0).float())
trainer = L.Trainer(max_epochs=2, logger=False, enable_checkpointing=False)
trainer.fit(Uplift(10), DataLoader(data, batch_size=64, shuffle=True))
