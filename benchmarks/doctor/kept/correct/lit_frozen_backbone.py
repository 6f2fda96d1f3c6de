import lightning as L
import torch
import torch.nn.functional as F
from torch import nn


class ImagenetTransfer(L.LightningModule):
    def __init__(self, backbone, n_features, n_classes, lr=1e-2):
        super().__init__()
        self.feature_extractor = backbone
        for p in self.feature_extractor.parameters():
            p.requires_grad = False
        self.feature_extractor.eval()
        self.classifier = nn.Linear(n_features, n_classes)
        self.lr = lr

    def forward(self, x):
        with torch.no_grad():
            representations = self.feature_extractor(x).flatten(1)
        return self.classifier(representations)

    def training_step(self, batch, batch_idx):
        x, y = batch
        logits = self(x)
        loss = F.cross_entropy(logits, y)
        self.log("train_loss", loss)
        self.log("train_acc", (logits.softmax(dim=-1).argmax(dim=-1) == y).float().mean())
        return loss

    def predict_step(self, batch, batch_idx):
        return self(batch[0]).softmax(dim=-1)

    def configure_optimizers(self):
        return torch.optim.SGD(self.classifier.parameters(), lr=self.lr, momentum=0.9)


if __name__ == "__main__":
    L.seed_everything(20)
    body = nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(2))
    images = torch.rand(256, 3, 16, 16)
    labels = (images[:, 0].mean((1, 2)) > 0.5).long()
    data = torch.utils.data.TensorDataset(images, labels)
    trainer = L.Trainer(max_epochs=2, logger=False, enable_checkpointing=False)
    trainer.fit(ImagenetTransfer(body, 64, 2), torch.utils.data.DataLoader(data, batch_size=32))
