import torch
import torch.nn as nn

torch.manual_seed(18)
formants = torch.tensor([[7.0, 12.0], [3.0, 23.0], [3.2, 8.0], [5.0, 18.0], [5.2, 9.0]])
vowel = torch.randint(0, 5, (400,))
x = (formants[vowel] + 0.6 * torch.randn(400, 2) - 10) / 6

model = nn.Sequential(nn.Linear(2, 20), nn.ReLU(), nn.Linear(20, 5))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

for epoch in range(50):
    optimizer.zero_grad()
    logits = model(x)
    preds = torch.argmax(logits, dim=1)
    onehot = nn.functional.one_hot(preds, 5).float()
    loss = criterion(onehot, vowel)
    loss.backward()
    optimizer.step()
    acc = (preds == vowel).float().mean()
print(loss.item(), acc.item())
