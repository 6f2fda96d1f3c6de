"""Train a small convolutional network on 8 x 8 digits."""

import argparse
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, Dataset


class DigitsDataset(Dataset):
    def __init__(self, images, labels, augment=False):
        self.images = images
        self.labels = labels
        self.augment = augment

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        image = self.images[index]
        if self.augment and random.random() < 0.3:
            image = np.roll(image, random.choice([-1, 1]), axis=1)
        return torch.from_numpy(image.copy()).float().unsqueeze(0), int(self.labels[index])


class Net(nn.Module):
    def __init__(self, channels=12, dropout=0.25, n_classes=10):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, 2 * channels, 3, padding=1)
        self.drop = nn.Dropout(dropout)
        self.fc1 = nn.Linear(2 * channels * 4, 64)
        self.fc2 = nn.Linear(64, n_classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(self.drop(x)))
        x = self.fc2(x)
        return F.softmax(x, dim=1)


def seed_everything(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def get_loaders(args):
    digits = load_digits()
    images = digits.images / 16.0
    tr_x, te_x, tr_y, te_y = train_test_split(images, digits.target, test_size=0.2, random_state=args.seed)
    train = DigitsDataset(tr_x, tr_y, augment=not args.no_augment)
    test = DigitsDataset(te_x, te_y)
    return DataLoader(train, args.batch_size, shuffle=True), DataLoader(test, 256)


def train_epoch(args, model, device, loader, criterion, optimizer, epoch):
    model.train()
    for i, (data, target) in enumerate(loader):
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()
        output = model(data)
        loss = criterion(output, target)
        loss.backward()
        optimizer.step()
        if i % args.log_interval == 0:
            print("epoch {} [{}/{}] loss: {:.4f}".format(epoch, i, len(loader), loss.item()))


@torch.no_grad()
def evaluate(model, device, loader, criterion):
    model.eval()
    loss, correct, seen = 0.0, 0, 0
    for data, target in loader:
        data, target = data.to(device), target.to(device)
        output = model(data)
        loss += criterion(output, target).item() * len(target)
        correct += (output.argmax(dim=1) == target).sum().item()
        seen += len(target)
    return loss / seen, correct / seen


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--lr", type=float, default=0.003)
    parser.add_argument("--gamma", type=float, default=0.7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-augment", action="store_true")
    parser.add_argument("--log-interval", type=int, default=10)
    args = parser.parse_args(argv)

    seed_everything(args.seed)
    device = torch.device("cpu")
    train_loader, test_loader = get_loaders(args)
    model = Net().to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=args.lr)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=args.gamma)

    started = time.time()
    for epoch in range(1, args.epochs + 1):
        train_epoch(args, model, device, train_loader, criterion, optimizer, epoch)
        loss, accuracy = evaluate(model, device, test_loader, criterion)
        print("test loss {:.4f}, accuracy {:.3f}, {:.1f} s".format(loss, accuracy, time.time() - started))
        scheduler.step()


if __name__ == "__main__":
    main([])
