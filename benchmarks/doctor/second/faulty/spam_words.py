import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import TensorDataset, DataLoader


def main():
    feats = torch.rand(200, 57)
    labels = (feats[:, 0] > 0.5).float().view(-1, 1)
    loader = DataLoader(TensorDataset(feats, labels), batch_size=20, shuffle=True)

    model = nn.Sequential(nn.Linear(57, 30), nn.ReLU(), nn.Linear(30, 1))
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters())

    for epoch in range(5):
        epoch_loss = 0
        for xb, yb in loader:
            optimizer.zero_grad()
            output = model(xb)
            loss = criterion(output, yb)
            loss.backward()
            optimizer.step()
            epoch_loss += loss.item() / len(loader)
        print("Epoch {} - loss: {}".format(epoch, epoch_loss))


main()
