import torch

torch.manual_seed(20)
x = torch.randn(300, 4)
y = x @ torch.tensor([1.0, -1.0, 2.0, 0.0]) + 0.5 + 0.1 * torch.randn(300)

w = torch.zeros(4, requires_grad=True)
b = torch.zeros((), requires_grad=True)
lr = 0.1

for step in range(60):
    error = x @ w + b - y
    loss = (error**2).mean()
    loss.backward()
    with torch.no_grad():
        for p in (w, b):
            p -= lr * p.grad
            p.grad.zero_()
    if step % 20 == 0:
        print(step, loss.item())
print(w.tolist(), b.item())
