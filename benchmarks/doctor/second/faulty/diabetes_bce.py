import torch
from torch.autograd import Variable

x_data = Variable(3 * torch.randn(100, 8))
y_data = Variable((x_data[:, 0:1] > 0).float())


class Model(torch.nn.Module):

    def __init__(self):
        """
        In the constructor we instantiate three nn.Linear modules
        """
        super(Model, self).__init__()
        self.l1 = torch.nn.Linear(8, 64)
        self.l2 = torch.nn.Linear(64, 32)
        self.l3 = torch.nn.Linear(32, 1)

        self.relu = torch.nn.ReLU()
        self.sigmoid = torch.nn.Sigmoid()

    def forward(self, x):
        out1 = self.relu(self.l1(x))
        out2 = self.relu(self.l2(out1))
        y_pred = self.l3(out2)
        return y_pred


model = Model()
criterion = torch.nn.BCELoss(reduction='mean')
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

for epoch in range(100):
    y_pred = model(x_data)
    loss = criterion(y_pred, y_data)
    if epoch % 20 == 0:
        print(epoch, loss.data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
