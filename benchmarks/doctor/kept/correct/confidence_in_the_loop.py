import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits

torch.manual_seed(2)
digits = load_digits()
images = torch.tensor(digits.images / 16, dtype=torch.float32).unsqueeze(1)
labels = torch.tensor(digits.target)
cnn = nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16 * 16, 10))
optimizer = torch.optim.Adam(cnn.parameters(), lr=0.005)

for epoch in range(3):
    correct, confidence = 0, 0.0
    for idx in torch.randperm(len(labels)).split(64):
        out = cnn(images[idx])
        loss = F.cross_entropy(out, labels[idx])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

        probs = F.softmax(out.detach(), dim=1)
        top, pred = probs.max(dim=1)
        correct += (pred == labels[idx]).sum().item()
        confidence += top.sum().item()
    print(f"{epoch}: accuracy {correct / len(labels):.3f}, mean confidence {confidence / len(labels):.3f}")
