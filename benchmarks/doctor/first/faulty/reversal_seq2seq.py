import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

PAD, BOS, EOS = 0, 1, 2


class Seq2Seq(nn.Module):
    def __init__(self, vocab, dim=32):
        super().__init__()
        self.emb = nn.Embedding(vocab, dim, padding_idx=PAD)
        self.encoder = nn.GRU(dim, dim, batch_first=True)
        self.decoder = nn.GRU(dim, dim, batch_first=True)
        self.out = nn.Linear(dim, vocab)

    def forward(self, src, tgt):
        _, state = self.encoder(self.emb(src))
        h, _ = self.decoder(self.emb(tgt), state)
        return self.out(h)


def make_pairs(n, vocab):
    src, tgt = [], []
    for _ in range(n):
        words = torch.randint(3, vocab, (int(torch.randint(2, 12, (1,))),))
        src.append(words)
        tgt.append(torch.cat([torch.tensor([BOS]), words.flip(0), torch.tensor([EOS])]))
    return pad_sequence(src, batch_first=True), pad_sequence(tgt, batch_first=True)


torch.manual_seed(24)
src, tgt = make_pairs(120, 20)
model = Seq2Seq(20)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
for epoch in range(10):
    logits = model(src, tgt[:, :-1])
    loss = criterion(logits.reshape(-1, logits.size(-1)), tgt[:, 1:].reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    print(epoch, round(loss.item(), 3))
