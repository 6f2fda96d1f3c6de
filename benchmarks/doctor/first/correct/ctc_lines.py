import torch
import torch.nn.functional as F
from torch import nn


class LineReader(nn.Module):
    def __init__(self, height, letters):
        super().__init__()
        self.rnn = nn.LSTM(height, 32, bidirectional=True)
        self.fc = nn.Linear(64, letters + 1)

    def forward(self, columns):
        h, _ = self.rnn(columns)
        return F.log_softmax(self.fc(h), dim=2)


torch.manual_seed(7)
letters, batch, steps = 5, 40, 24
lengths = torch.randint(2, 6, (batch,))
targets = torch.randint(1, letters + 1, (batch, 5))
columns = 0.1 * torch.randn(steps, batch, 8)
for n in range(batch):
    for k in range(int(lengths[n])):
        columns[4 * k : 4 * k + 3, n, targets[n, k]] += 1.0

reader = LineReader(8, letters)
ctc = nn.CTCLoss(blank=0, zero_infinity=True)
optimizer = torch.optim.Adam(reader.parameters(), lr=0.01)
input_lengths = torch.full((batch,), steps)
for epoch in range(10):
    optimizer.zero_grad()
    loss = ctc(reader(columns), targets, input_lengths, lengths)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
