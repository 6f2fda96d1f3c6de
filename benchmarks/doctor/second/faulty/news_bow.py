import torch
import torch.nn as nn
import torch.nn.functional as F


class BoWClassifier(nn.Module):
    def __init__(self, num_labels, vocab_size):
        super(BoWClassifier, self).__init__()
        self.linear = nn.Linear(vocab_size, num_labels)

    def forward(self, bow_vec):
        return F.log_softmax(self.linear(bow_vec), dim=0)


VOCAB, LABELS = 120, 4
docs = torch.poisson(torch.full((160, VOCAB), 0.2))
labels = docs[:, :LABELS].argmax(1)

model = BoWClassifier(LABELS, VOCAB)
loss_function = nn.NLLLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

for epoch in range(20):
    for i in range(0, 160, 40):
        model.zero_grad()
        log_probs = model(docs[i:i + 40])
        loss = loss_function(log_probs, labels[i:i + 40])
        loss.backward()
        optimizer.step()
print(loss.item())
