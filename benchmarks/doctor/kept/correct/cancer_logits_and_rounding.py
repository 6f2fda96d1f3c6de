import torch
from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(1)
bunch = load_breast_cancer()
X = torch.FloatTensor(StandardScaler().fit_transform(bunch.data))
y = torch.FloatTensor(bunch.target)


def binary_acc(y_pred, y_test):
    y_pred_tag = torch.round(torch.sigmoid(y_pred))
    return (y_pred_tag == y_test).sum().float() / y_test.shape[0]


class BinaryClassification(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer_1 = nn.Linear(30, 32)
        self.layer_out = nn.Linear(32, 1)
        self.batchnorm = nn.BatchNorm1d(32)
        self.relu = nn.ReLU()

    def forward(self, inputs):
        return self.layer_out(self.batchnorm(self.relu(self.layer_1(inputs))))


model = BinaryClassification()
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
for e in range(5):
    epoch_loss, epoch_acc, n = 0, 0, 0
    for X_batch, y_batch in DataLoader(TensorDataset(X, y), batch_size=64, shuffle=True):
        optimizer.zero_grad()
        y_pred = model(X_batch)
        loss = criterion(y_pred, y_batch.unsqueeze(1))
        acc = binary_acc(y_pred, y_batch.unsqueeze(1))
        loss.backward()
        optimizer.step()
        epoch_loss += loss.item()
        epoch_acc += acc.item()
        n += 1
    print(f"Epoch {e}: loss {epoch_loss / n:.4f} acc {epoch_acc / n:.3f}")
