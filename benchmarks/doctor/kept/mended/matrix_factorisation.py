import torch
from torch import nn

torch.manual_seed(26)
n_users, n_items = 40, 30
u_true, i_true = torch.randn(n_users, 3), torch.randn(n_items, 3)
users, items = torch.randint(0, n_users, (2000,)), torch.randint(0, n_items, (2000,))
ratings = (u_true[users] * i_true[items]).sum(dim=1) + 0.1 * torch.randn(2000)


class MF(nn.Module):
    def __init__(self, k=3):
        super().__init__()
        self.u = nn.Embedding(n_users, k)
        self.v = nn.Embedding(n_items, k)

    def forward(self, user, item):
        return (self.u(user) * self.v(item)).sum(1)


mf = MF()
optimizer = torch.optim.Adam(mf.parameters(), lr=0.05, weight_decay=1e-5)
loss_func = nn.MSELoss()
for epoch in range(40):
    epoch_loss = 0.0
    for chunk in torch.randperm(2000).split(200):
        optimizer.zero_grad()
        prediction = mf(users[chunk], items[chunk])
        loss = loss_func(prediction, ratings[chunk])
        loss.backward()
        optimizer.step()
        epoch_loss += loss.item() / 10
print("training error", epoch_loss)
