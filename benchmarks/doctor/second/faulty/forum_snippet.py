class MLP(nn.Module):
    def __init__(self, input_size=561, n_classes=6):
        super(MLP, self).__init__()
        self.fc1 = nn.Linear(input_size, 256)
        self.bn1 = nn.BatchNorm1d(256)
        self.fc2 = nn.Linear(256, 64)
        self.fc3 = nn.Linear(64, n_classes)
        self.drop = nn.Dropout(0.3)
        self.logsm = nn.LogSoftmax(dim=1)

    def forward(self, x):
        x = self.drop(F.relu(self.bn1(self.fc1(x))))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


model = MLP().cuda()
criterion = nn.NLLLoss().cuda()
optimizer = optim.SGD(model.parameters(), lr=args.lr, momentum=0.9)

for epoch in range(args.epochs):
    for i, (x, y) in enumerate(train_loader):
        x, y = Variable(x.cuda()), Variable(y.cuda())
        optimizer.zero_grad()
        output = model(x)
        loss = criterion(output, y)
        loss.backward()
        optimizer.step()
        if i % 50 == 0:
            print('Epoch: %d Iter: %d Loss: %.4f' % (epoch, i, loss.data[0]))
