import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim

torch.manual_seed(13)
data = [
    ("me gusta comer en la cafeteria".split(), "SPANISH"),
    ("give it to me".split(), "ENGLISH"),
    ("no creo que sea una buena idea".split(), "SPANISH"),
    ("no it is not a good idea to get lost at sea".split(), "ENGLISH"),
]
label_to_ix = {"SPANISH": 0, "ENGLISH": 1}
word_to_ix = {w: i for i, w in enumerate(sorted({w for sent, _ in data for w in sent}))}


class BoWClassifier(nn.Module):
    def __init__(self, num_labels, vocab_size):
        super(BoWClassifier, self).__init__()
        self.linear = nn.Linear(vocab_size, num_labels)

    def forward(self, bow_vec):
        return F.log_softmax(self.linear(bow_vec), dim=1)


def make_bow_vector(sentence):
    vec = torch.zeros(len(word_to_ix))
    for word in sentence:
        vec[word_to_ix[word]] += 1
    return vec.view(1, -1)


model = BoWClassifier(len(label_to_ix), len(word_to_ix))
loss_function = nn.NLLLoss()
optimizer = optim.SGD(model.parameters(), lr=0.1)
for epoch in range(50):
    for sentence, label in data:
        model.zero_grad()
        log_probs = model(make_bow_vector(sentence))
        loss = loss_function(log_probs, torch.LongTensor([label_to_ix[label]]))
        loss.backward()
        optimizer.step()
print(loss.item())
