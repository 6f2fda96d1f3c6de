"""A word-level language model on short made-up sentences.

The usual parts are here: a vocabulary, batches padded to one length, a model,
an epoch of training, perplexity on held-out sentences, and a sample at the end.
"""

import argparse
import math
import random

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

SUBJECTS = ["the cat", "a dog", "my neighbour", "the old man", "our teacher"]
VERBS = ["sees", "likes", "follows", "calls", "forgets"]
OBJECTS = ["the garden", "a small bird", "the train", "his friend", "her song", "nobody"]


def make_sentences(n, seed):
    rng = random.Random(seed)
    sentences = []
    for _ in range(n):
        sentence = f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)}"
        if rng.random() < 0.3:
            sentence += f" and {rng.choice(VERBS)} {rng.choice(OBJECTS)}"
        sentences.append(sentence.split())
    return sentences


class Vocabulary:
    pad, start, end = 0, 1, 2

    def __init__(self, sentences):
        words = sorted({word for sentence in sentences for word in sentence})
        self.words = ["<pad>", "<s>", "</s>", *words]
        self.index = {word: i for i, word in enumerate(self.words)}

    def __len__(self):
        return len(self.words)

    def encode(self, sentence):
        return torch.tensor([self.start, *(self.index[word] for word in sentence), self.end])


class LanguageModel(nn.Module):
    def __init__(self, vocab_size, dim, padding_idx):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, dim, padding_idx=padding_idx)
        self.lstm = nn.LSTM(dim, dim, batch_first=True)
        self.drop = nn.Dropout(0.1)
        self.decoder = nn.Linear(dim, vocab_size)

    def forward(self, tokens, state=None):
        h, state = self.lstm(self.embedding(tokens), state)
        return self.decoder(self.drop(h)), state


def run_epoch(model, loader, criterion, optimizer=None):
    """Mean loss of a word; trains if there is an optimizer."""
    model.train(optimizer is not None)
    total, words = 0.0, 0
    for batch in loader:
        inputs, targets = batch[:, :-1], batch[:, 1:]
        with torch.set_grad_enabled(optimizer is not None):
            logits, _ = model(inputs)
            loss = criterion(logits.reshape(-1, logits.size(-1)), targets.reshape(-1))
        if optimizer is not None:
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        n = int((targets != Vocabulary.pad).sum())
        total += loss.item() * n
        words += n
    return total / words


@torch.no_grad()
def sample(model, vocabulary, max_words=12):
    model.eval()
    token, state, words = torch.tensor([[Vocabulary.start]]), None, []
    for _ in range(max_words):
        logits, state = model(token, state)
        probabilities = torch.softmax(logits[0, -1], dim=-1)
        token = torch.multinomial(probabilities, 1).view(1, 1)
        if token.item() == Vocabulary.end:
            break
        words.append(vocabulary.words[token.item()])
    return " ".join(words)


def main(args):
    torch.manual_seed(args.seed)
    train, valid = make_sentences(600, 0), make_sentences(150, 1)
    vocabulary = Vocabulary(train + valid)

    def collate(sentences):
        return pad_sequence([vocabulary.encode(s) for s in sentences], batch_first=True, padding_value=Vocabulary.pad)

    train_loader = DataLoader(train, args.batch_size, shuffle=True, collate_fn=collate)
    valid_loader = DataLoader(valid, args.batch_size, collate_fn=collate)
    model = LanguageModel(len(vocabulary), args.dim, Vocabulary.pad)
    criterion = nn.CrossEntropyLoss(ignore_index=Vocabulary.pad)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.lr)
    for epoch in range(args.epochs):
        train_loss = run_epoch(model, train_loader, criterion, optimizer)
        valid_loss = run_epoch(model, valid_loader, criterion)
        print(f"{epoch}: train {train_loss:.3f}, perplexity {math.exp(valid_loss):.1f}")
    print(sample(model, vocabulary))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dim", type=int, default=48)
    parser.add_argument("--lr", type=float, default=5e-3)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    main(parser.parse_args([]))
