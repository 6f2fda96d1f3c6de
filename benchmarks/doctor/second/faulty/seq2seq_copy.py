import torch
import torch.nn as nn
from torch.nn.utils.rnn import pad_sequence

PAD, SOS, EOS = 0, 1, 2
VOCAB = 50


def get_batch(n=32):
    seqs = [torch.cat([torch.randint(3, VOCAB, (int(torch.randint(2, 15, (1,))),)), torch.tensor([EOS])])
            for _ in range(n)]
    return pad_sequence(seqs, batch_first=True, padding_value=PAD)


class Encoder(nn.Module):
    def __init__(self, dim):
        super(Encoder, self).__init__()
        self.emb = nn.Embedding(VOCAB, dim, padding_idx=PAD)
        self.rnn = nn.GRU(dim, dim, batch_first=True)

    def forward(self, x):
        return self.rnn(self.emb(x))[1]


class Decoder(nn.Module):
    def __init__(self, dim):
        super(Decoder, self).__init__()
        self.emb = nn.Embedding(VOCAB, dim, padding_idx=PAD)
        self.rnn = nn.GRU(dim, dim, batch_first=True)
        self.out = nn.Linear(dim, VOCAB)

    def forward(self, y, h):
        o, h = self.rnn(self.emb(y), h)
        return self.out(o)


enc, dec = Encoder(32), Decoder(32)
params = list(enc.parameters()) + list(dec.parameters())
optimizer = torch.optim.Adam(params, lr=1e-3)
criterion = nn.CrossEntropyLoss()

for it in range(20):
    src = get_batch()
    tgt_in = torch.cat([torch.full((src.size(0), 1), SOS), src[:, :-1]], dim=1)
    logits = dec(tgt_in, enc(src))
    loss = criterion(logits.reshape(-1, VOCAB), src.reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(params, 1.0)
    optimizer.step()
print(loss.item())
