import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset, random_split

torch.manual_seed(23)
x = torch.randn(900, 6)
y = (x[:, 0] * x[:, 1] > 0).long()
train_set, val_set = random_split(TensorDataset(x, y), [700, 200])
loaders = {"train": DataLoader(train_set, batch_size=32, shuffle=True), "val": DataLoader(val_set, batch_size=32)}

model = nn.Sequential(nn.Linear(6, 32), nn.ReLU(), nn.Linear(32, 2))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

for epoch in range(6):
    for phase in ("train", "val"):
        model.train(phase == "train")
        running_loss, running_corrects = 0.0, 0
        for inputs, labels in loaders[phase]:
            optimizer.zero_grad()
            with torch.set_grad_enabled(phase == "train"):
                outputs = model(inputs)
                loss = criterion(outputs, labels)
                if phase == "train":
                    loss.backward()
                    optimizer.step()
            running_loss += loss.item() * inputs.size(0)
            running_corrects += (outputs.argmax(1) == labels).sum().item()
        n = len(loaders[phase].dataset)
        print("{} loss: {:.4f} acc: {:.4f}".format(phase, running_loss / n, running_corrects / n))
