"""A LightningModule in outline, with its own small loop."""

import torch
import torch.nn.functional as F
from torch import nn


class Module(nn.Module):
    def log(self, name, value):
        self.logged[name] = value.item()

    def fit(self, batches, max_epochs):
        self.logged = {}
        optimizer = self.configure_optimizers()
        for epoch in range(max_epochs):
            for batch_idx, batch in enumerate(batches):
                optimizer.zero_grad()
                self.training_step(batch, batch_idx).backward()
                optimizer.step()
            print(epoch, self.logged)


class FaceModel(Module):
    def __init__(self, lr=1e-2):
        super().__init__()
        self.lr = lr
        self.body = nn.Sequential(nn.Linear(30, 64), nn.ReLU())
        self.expression = nn.Linear(64, 5)
        self.age = nn.Linear(64, 1)

    def training_step(self, batch, batch_idx):
        x, expression, age = batch
        h = self.body(x)
        loss = F.cross_entropy(self.expression(h), expression)
        self.log("expression", loss)
        age_loss = F.mse_loss(self.age(h).squeeze(1), age)
        self.log("age", age_loss)
        loss = loss + age_loss
        return loss

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.lr)


torch.manual_seed(40)
x = torch.randn(400, 30)
batches = list(zip(x.split(40), x[:, :5].argmax(1).split(40), x[:, 5:8].mean(1).split(40), strict=True))
FaceModel().fit(batches, max_epochs=3)
