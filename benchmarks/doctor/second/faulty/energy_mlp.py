import torch
import torch.nn as nn
import torch.utils.data as Data

x = torch.linspace(-1, 1, 200).unsqueeze(1)
y = (x.pow(3) + 0.1 * torch.randn(x.size())).squeeze()

BATCH_SIZE = 20
torch_dataset = Data.TensorDataset(x, y)
loader = Data.DataLoader(dataset=torch_dataset, batch_size=BATCH_SIZE, shuffle=True)


class Net(torch.nn.Module):
    def __init__(self, n_feature, n_hidden, n_output):
        super(Net, self).__init__()
        self.hidden = nn.Linear(n_feature, n_hidden)
        self.predict = nn.Linear(n_hidden, n_output)

    def forward(self, x):
        x = torch.relu(self.hidden(x))
        x = self.predict(x)
        return x


net = Net(n_feature=1, n_hidden=20, n_output=1)
opt = torch.optim.Adam(net.parameters(), lr=0.02)
loss_func = torch.nn.MSELoss()

for epoch in range(8):
    for step, (batch_x, batch_y) in enumerate(loader):
        output = net(batch_x)
        loss = loss_func(output, batch_y)
        opt.zero_grad()
        loss.backward()
        opt.step()
print('final', loss.item())
