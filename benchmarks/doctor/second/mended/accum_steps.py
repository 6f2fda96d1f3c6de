import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset
from tqdm import tqdm

CFG = {
    'batch_size': 8,
    'accumulation_steps': 4,
    'epochs': 2,
    'lr': 5e-2,
}

data = torch.randn(256, 32)
target = (data.sum(1) > 0).long()
train_loader = DataLoader(TensorDataset(data, target), batch_size=CFG['batch_size'], shuffle=True)

model = nn.Sequential(nn.Linear(32, 32), nn.GELU(), nn.Linear(32, 2))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=CFG['lr'])

for epoch in range(CFG['epochs']):
    model.train()
    optimizer.zero_grad()
    for step, (x, y) in enumerate(tqdm(train_loader, disable=True)):
        logits = model(x)
        loss = criterion(logits, y) / CFG['accumulation_steps']
        loss.backward()
        if (step + 1) % CFG['accumulation_steps'] == 0:
            optimizer.step()
            optimizer.zero_grad()
    print(epoch, loss.item())
