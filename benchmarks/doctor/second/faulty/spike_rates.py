import math
import torch
from torch import nn


class GLM(nn.Module):
    def __init__(self, n_in, n_neurons):
        super().__init__()
        self.readout = nn.Linear(n_in, n_neurons)

    def forward(self, stim):
        return self.readout(stim).exp()


stim = torch.randn(400, 15)
spikes = torch.poisson(torch.exp(0.3 * stim[:, :4] - math.log(2)))

glm = GLM(15, 4)
crit = nn.PoissonNLLLoss()
opt = torch.optim.Adam(glm.parameters(), lr=1e-2)


def fit(n):
    hist = []
    for i in range(n):
        opt.zero_grad()
        l = crit(glm(stim), spikes)
        l.backward()
        opt.step()
        hist.append(l.item())
    return hist


h = fit(50)
print(h[0], h[-1])
