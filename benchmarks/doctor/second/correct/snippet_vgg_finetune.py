model = models.vgg16(pretrained=True)
for param in model.features.parameters():
    param.requires_grad = False

n_inputs = model.classifier[6].in_features
model.classifier[6] = nn.Sequential(
    nn.Linear(n_inputs, 256),
    nn.ReLU(),
    nn.Dropout(0.4),
    nn.Linear(256, len(class_names)))
model = model.to(device)

criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(filter(lambda p: p.requires_grad, model.parameters()), lr=1e-4)

for epoch in range(n_epochs):
    train_loss, train_acc = 0.0, 0.0
    model.train()
    for ii, (data, target) in enumerate(dataloaders['train']):
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()
        output = model(data)
        loss = criterion(output, target)
        loss.backward()
        optimizer.step()
        train_loss += loss.item() * data.size(0)
        _, pred = torch.max(F.softmax(output, dim=1), dim=1)
        train_acc += (pred == target).sum().item()
    print(epoch, train_loss / len(image_datasets['train']), train_acc / len(image_datasets['train']))
