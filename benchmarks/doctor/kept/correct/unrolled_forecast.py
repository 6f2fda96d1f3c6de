import torch
import torch.nn as nn

torch.manual_seed(26)
phase = torch.rand(100, 1) * 6.28
wave = torch.sin(phase + 0.3 * torch.arange(31))

cell = nn.GRUCell(1, 24)
readout = nn.Linear(24, 1)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(list(cell.parameters()) + list(readout.parameters()), lr=0.01)
for epoch in range(60):
    hidden = torch.zeros(100, 24)
    total_loss = 0
    for t in range(30):
        hidden = cell(wave[:, t : t + 1], hidden)
        total_loss += criterion(readout(hidden), wave[:, t + 1 : t + 2])
    optimizer.zero_grad()
    total_loss.backward()
    optimizer.step()
    if epoch % 20 == 19:
        print(epoch + 1, total_loss.item() / 30)
