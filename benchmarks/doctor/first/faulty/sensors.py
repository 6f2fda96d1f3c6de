import argparse

import torch
import torch.nn.functional as F
from torch import nn


def make_mlp(sizes, activation=nn.ReLU, output_activation=None):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            layers.append(activation())
    if output_activation is not None:
        layers.append(output_activation)
    return nn.Sequential(*layers)


def load_data(n):
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(n, 12, generator=generator)
    y = x[:, :5].argmax(dim=1)
    return x, y


def train(args):
    x, y = load_data(args.samples)
    model = make_mlp([12, 64, 64, 5], output_activation=nn.Softmax(dim=-1))
    optimizer = torch.optim.Adam(model.parameters(), lr=args.lr)
    for epoch in range(args.epochs):
        for idx in torch.randperm(len(x)).split(args.batch_size):
            loss = F.cross_entropy(model(x[idx]), y[idx])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            accuracy = (model(x).argmax(1) == y).float().mean()
        print(f"epoch {epoch}: loss {loss.item():.3f}, accuracy {accuracy.item():.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Activity from twelve sensors")
    parser.add_argument("--samples", type=int, default=600)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch-size", type=int, default=50)
    parser.add_argument("--lr", type=float, default=1e-2)
    train(parser.parse_args([]))
