"""Tag tokens of a toy language with a recurrent network; stop early on the validation loss."""

import copy
import random
from dataclasses import dataclass, field

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

TAGS = ["<pad>", "NOUN", "VERB", "ADJ", "DET"]
PAD = 0


@dataclass
class Vocab:
    index: dict = field(default_factory=lambda: {"<pad>": 0, "<unk>": 1})

    def add(self, word):
        return self.index.setdefault(word, len(self.index))

    def __len__(self):
        return len(self.index)


class ToyCorpus(Dataset):
    lexicon = {
        "DET": ["the", "a", "every"],
        "ADJ": ["red", "old", "quick", "light"],
        "NOUN": ["dog", "house", "light", "walk", "child"],
        "VERB": ["sees", "walk", "light", "finds"],
    }

    def __init__(self, n, vocab):
        self.rows = []
        for _ in range(n):
            tags = []
            for part in ("subject", "verb", "object"):
                if part == "verb":
                    tags.append("VERB")
                else:
                    tags += ["DET"] + ["ADJ"] * random.randint(0, 2) + ["NOUN"]
            words = [random.choice(self.lexicon[t]) for t in tags]
            self.rows.append(([vocab.add(w) for w in words], [TAGS.index(t) for t in tags]))

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        words, tags = self.rows[i]
        return torch.tensor(words), torch.tensor(tags)


def collate(batch):
    words, tags = zip(*batch)
    pad = nn.utils.rnn.pad_sequence
    return pad(words, batch_first=True, padding_value=PAD), pad(tags, batch_first=True, padding_value=PAD)


class Tagger(nn.Module):
    def __init__(self, n_words, n_tags, dim=24):
        super().__init__()
        self.embedding = nn.Embedding(n_words, dim, padding_idx=PAD)
        self.lstm = nn.LSTM(dim, dim, batch_first=True, bidirectional=True)
        self.hidden2tag = nn.Linear(2 * dim, n_tags)

    def forward(self, words):
        states, _ = self.lstm(self.embedding(words))
        return self.hidden2tag(states)


class Trainer:
    def __init__(self, model, train_loader, valid_loader, patience=2, lr=0.01):
        self.model = model
        self.train_loader = train_loader
        self.valid_loader = valid_loader
        self.patience = patience
        self.criterion = nn.CrossEntropyLoss(ignore_index=PAD)
        self.optimizer = torch.optim.Adam(model.parameters(), lr=lr)

    def loss(self, words, tags):
        scores = self.model(words)
        batch, length, n_tags = scores.shape
        return self.criterion(scores.reshape(batch, n_tags, length), tags)

    def train_epoch(self):
        self.model.train()
        for words, tags in self.train_loader:
            self.optimizer.zero_grad()
            loss = self.loss(words, tags)
            loss.backward()
            self.optimizer.step()

    @torch.no_grad()
    def validate(self):
        self.model.eval()
        total, right, tokens = 0.0, 0, 0
        for words, tags in self.valid_loader:
            real = tags != PAD
            total += self.loss(words, tags).item() * real.sum().item()
            right += ((self.model(words).argmax(-1) == tags) & real).sum().item()
            tokens += real.sum().item()
        return total / tokens, right / tokens

    def run(self, max_epochs):
        best, waited, best_state = float("inf"), 0, None
        for epoch in range(max_epochs):
            self.train_epoch()
            loss, accuracy = self.validate()
            print(f"epoch {epoch}: validation loss {loss:.4f}, accuracy {accuracy:.3f}")
            if loss < best:
                best, waited, best_state = loss, 0, copy.deepcopy(self.model.state_dict())
            else:
                waited += 1
                if waited > self.patience:
                    break
        self.model.load_state_dict(best_state)


if __name__ == "__main__":
    random.seed(37)
    torch.manual_seed(37)
    vocab = Vocab()
    train_set, valid_set = ToyCorpus(400, vocab), ToyCorpus(100, vocab)
    loaders = DataLoader(train_set, 32, shuffle=True, collate_fn=collate), DataLoader(valid_set, 50, collate_fn=collate)
    Trainer(Tagger(len(vocab), len(TAGS)), *loaders).run(max_epochs=6)
