import torch
import torch.nn as nn

letters, languages, hidden_size = 26, 4, 32


class RNN(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size + hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, letter, hidden):
        hidden = torch.tanh(self.i2h(torch.cat((letter, hidden), 1)))
        return self.softmax(self.h2o(hidden)), hidden

    def init_hidden(self):
        return torch.zeros(1, self.hidden_size)


torch.manual_seed(3)
rnn = RNN(letters, hidden_size, languages)
criterion = nn.NLLLoss()
optimizer = torch.optim.SGD(rnn.parameters(), lr=0.05)

current_loss = 0.0
for it in range(1, 301):
    language = torch.randint(0, languages, (1,))
    name = torch.randint(0, 6, (5,)) + language * 6
    hidden = rnn.init_hidden()
    for letter in torch.eye(letters)[name]:
        output, hidden = rnn(letter.unsqueeze(0), hidden)
    loss = criterion(output, language)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    current_loss += loss.item()
    if it % 100 == 0:
        print(it, current_loss / 100)
        current_loss = 0.0
