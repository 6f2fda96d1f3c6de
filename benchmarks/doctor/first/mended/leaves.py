import torch
import torch.nn.functional as F

torch.manual_seed(28)
leaves = torch.randn(250, 14)
species = leaves[:, 3:7].argmax(dim=1)

model = torch.nn.Sequential()
model.add_module("hidden", torch.nn.Linear(14, 28))
model.add_module("relu", torch.nn.ReLU())
model.add_module("output", torch.nn.Linear(28, 4))
optimizer = torch.optim.RMSprop(model.parameters(), lr=0.005)

for epoch in range(25):
    model.train()
    optimizer.zero_grad()
    output = model(leaves)
    loss = F.cross_entropy(output, species)
    loss.backward()
    optimizer.step()
    if epoch % 5 == 0:
        model.eval()
        with torch.no_grad():
            acc = (model(leaves).argmax(-1) == species).float().mean()
        print(f"{epoch:3d} loss {loss:.4f} acc {acc:.4f}")
