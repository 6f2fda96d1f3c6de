import torch
from torch import nn


class ClickModel(nn.Module):
    def __init__(self, n_ads, dim=8):
        super().__init__()
        self.ad = nn.Embedding(n_ads, dim)
        self.fc = nn.Linear(dim + 4, 1)

    def forward(self, ad, context):
        z = torch.cat([self.ad(ad), context], dim=1)
        return self.fc(z).squeeze(1)


torch.manual_seed(2)
ads = torch.randint(0, 20, (500,))
context = torch.randn(500, 4)
clicks = ((ads < 10).float() + context[:, 0] > 0.5).float()

net = ClickModel(20)
loss_function = nn.BCEWithLogitsLoss()
opt = torch.optim.AdamW(net.parameters(), lr=0.02)
for _ in range(50):
    opt.zero_grad()
    loss = loss_function(net(ads, context), clicks)
    loss.backward()
    opt.step()
print(f"final loss: {loss.item():.4f}")
