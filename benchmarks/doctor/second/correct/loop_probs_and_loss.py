import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset
from tqdm import tqdm

X = torch.randn(240, 16)
Y = (X[:, 0] > 0).long() + (X[:, 1] > 0).long()

model = nn.Sequential(nn.Linear(16, 32), nn.Dropout(0.1), nn.ReLU(), nn.Linear(32, 3))
softmax = nn.Softmax(dim=1)
loss_fct = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)

for epoch in range(3):
    correct, conf, total = 0, 0.0, 0
    for bx, by in tqdm(DataLoader(TensorDataset(X, Y), batch_size=24, shuffle=True), disable=True):
        outputs = model(bx)
        probs = softmax(outputs)
        top, preds = probs.max(dim=1)
        loss = loss_fct(outputs, by)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        correct += (preds == by).sum().item()
        conf += top.sum().item()
        total += by.size(0)
    print('acc %.3f conf %.3f' % (correct / total, conf / total))
