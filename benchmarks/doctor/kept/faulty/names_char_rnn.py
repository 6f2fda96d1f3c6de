import random
import string

import torch
import torch.nn as nn

random.seed(1)
torch.manual_seed(1)
ENDINGS = {"Italian": ["ini", "elli", "acci"], "Polish": ["ski", "wicz", "czyk"], "Greek": ["opoulos", "akis", "idis"]}
LANGS = list(ENDINGS)


def random_name():
    lang = random.choice(LANGS)
    stem = "".join(random.choices(string.ascii_lowercase, k=4))
    return lang, stem + random.choice(ENDINGS[lang])


def to_tensor(name):
    t = torch.zeros(len(name), 1, 26)
    for i, ch in enumerate(name):
        t[i][0][ord(ch) - 97] = 1
    return t


class RNN(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size + hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x, hidden):
        hidden = torch.tanh(self.i2h(torch.cat((x, hidden), 1)))
        return self.softmax(self.h2o(hidden)), hidden


rnn = RNN(26, 32, len(LANGS))
criterion = nn.NLLLoss()
optimizer = torch.optim.SGD(rnn.parameters(), lr=0.05)
recent = []
for step in range(600):
    lang, name = random_name()
    hidden = torch.zeros(1, rnn.hidden_size)
    rnn.zero_grad()
    for letter in to_tensor(name):
        output, hidden = rnn(letter, hidden)
    loss = criterion(output, torch.tensor([LANGS.index(lang)]))
    loss.backward()
    optimizer.step()
    recent.append(loss.item())
print("mean loss of the last hundred", sum(recent[-100:]) / 100)
