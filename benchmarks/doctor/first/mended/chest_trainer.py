import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

FINDINGS = ["effusion", "nodule", "mass", "edema", "fracture"]


class Findings(Dataset):
    """Several findings can be on one image."""

    def __init__(self, n, seed=0):
        generator = torch.Generator().manual_seed(seed)
        self.targets = (torch.rand(n, len(FINDINGS), generator=generator) < 0.35).float()
        self.images = 0.2 * torch.randn(n, 1, 20, 20, generator=generator)
        for k in range(len(FINDINGS)):
            self.images[:, 0, 4 * k : 4 * k + 4] += self.targets[:, k].view(-1, 1, 1)

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, index):
        return self.images[index], self.targets[index]


class FindingsNet(nn.Module):
    def __init__(self, outputs):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()
        )
        self.classifier = nn.Linear(8 * 10 * 10, outputs)

    def forward(self, x):
        return torch.sigmoid(self.classifier(self.features(x)))


class Trainer:
    def __init__(self, model, train_loader, valid_loader, lr=1e-2, device="cpu"):
        self.model = model.to(device)
        self.train_loader = train_loader
        self.valid_loader = valid_loader
        self.device = device
        self.criterion = nn.BCELoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=lr)
        self.scheduler = torch.optim.lr_scheduler.StepLR(self.optimizer, step_size=2, gamma=0.5)
        self.history = {"train": [], "valid": []}

    def train_epoch(self):
        self.model.train()
        losses = []
        for images, targets in self.train_loader:
            images, targets = images.to(self.device), targets.to(self.device)
            self.optimizer.zero_grad()
            loss = self.criterion(self.model(images), targets)
            loss.backward()
            self.optimizer.step()
            losses.append(loss.item())
        return sum(losses) / len(losses)

    @torch.no_grad()
    def validate(self):
        self.model.eval()
        loss, hits, count = 0.0, 0, 0
        for images, targets in self.valid_loader:
            output = self.model(images.to(self.device)).cpu()
            loss += self.criterion(output, targets).item() * len(targets)
            hits += ((output > 0.5).float() == targets).sum().item()
            count += len(targets)
        return loss / count, hits / (count * len(FINDINGS))

    def fit(self, epochs):
        for epoch in range(epochs):
            train_loss = self.train_epoch()
            valid_loss, accuracy = self.validate()
            self.scheduler.step()
            self.history["train"].append(train_loss)
            self.history["valid"].append(valid_loss)
            print(f"{epoch}: train {train_loss:.4f}, valid {valid_loss:.4f}, accuracy {accuracy:.3f}")


if __name__ == "__main__":
    torch.manual_seed(0)
    train_loader = DataLoader(Findings(320), batch_size=32, shuffle=True)
    valid_loader = DataLoader(Findings(80, seed=1), batch_size=40)
    trainer = Trainer(FindingsNet(len(FINDINGS)), train_loader, valid_loader)
    trainer.fit(4)
