import torch
from torch import nn


class TemporalAttention(nn.Module):
    def __init__(self, n_in, n_hidden):
        super().__init__()
        self.lstm = nn.LSTM(n_in, n_hidden)
        self.query = nn.Linear(n_hidden, 1)
        self.out = nn.Linear(n_hidden, 1)

    def forward(self, x):
        states, _ = self.lstm(x)
        weights = torch.softmax(self.query(states), dim=0)
        return self.out((weights * states).sum(dim=0))


torch.manual_seed(23)
time, batch = 16, 128
model = TemporalAttention(2, 24)
loss_fn = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for step in range(80):
    values = torch.rand(time, batch)
    flags = torch.zeros(time, batch)
    flags[torch.randint(0, time, (batch,)), torch.arange(batch)] = 1
    wanted = (values * flags).sum(dim=0)
    prediction = model(torch.stack([values, flags], dim=2))
    loss = loss_fn(prediction.squeeze(-1), wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
