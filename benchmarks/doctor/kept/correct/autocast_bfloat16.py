import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(28)
x = torch.randn(400, 20)
y = (x[:, :4] ** 2).argmax(dim=1)
net = nn.Sequential(nn.Linear(20, 64), nn.GELU(), nn.Linear(64, 4))
optimizer = torch.optim.AdamW(net.parameters(), lr=5e-3)
for step in range(100):
    with torch.autocast(device_type="cpu", dtype=torch.bfloat16):
        logits = net(x)
    loss = F.cross_entropy(logits.float(), y)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
print(loss.item())
