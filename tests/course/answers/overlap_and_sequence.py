"""Masks and sequences: what people answer to its exercises, and what they are told."""

import re
from itertools import groupby, product
from math import comb

import numpy as np
import torch

from lossbook.numpy import ctc, dice, focal_tversky, tversky


def read(path):
    return [symbol for symbol, run in groupby(path) if symbol != 0]


def count(frames, label, symbols=3):
    return sum(read(path) == label for path in product(range(symbols), repeat=frames))


def matching(pattern):
    """Paths over six frames, written with - for the blank, that look like the pattern."""
    return sum(bool(re.fullmatch(pattern, "".join(path))) for path in product("-ab", repeat=6))


def by_ctc():
    even = np.full((1, 6, 3), np.log(1 / 3))
    return 3**6 * np.exp(-ctc(even, [[1, 2, 1]], [6], [3]))


def drops_first():
    letters = ([symbol for symbol in path if symbol] for path in product(range(3), repeat=6))
    return sum([symbol for symbol, run in groupby(path)] == [1, 2, 1] for path in letters)


def parts(y, p, axes=(1, 2)):
    return (y * p).sum(axes), ((1 - y) * p).sum(axes), (y * (1 - p)).sum(axes)


def my_tversky(y, p, alpha, beta, axes=(1, 2)):
    """The solution of the page."""
    hits, too_much, missed = parts(y, p, axes)
    return 1 - hits / (hits + alpha * too_much + beta * missed)


def by_sizes(y, p, alpha, beta, s=1e-7):
    hits = np.einsum("nhw,nhw->n", y, p)
    extra, missed = p.sum(axis=(1, 2)) - hits, y.sum(axis=(1, 2)) - hits
    return 1 - (hits + s) / (hits + alpha * extra + beta * missed + s)


def one_fraction(y, p, alpha, beta):
    y, p = y.reshape(len(y), -1), p.reshape(len(p), -1)
    hits, extra, missed = parts(y, p, 1)
    return (alpha * extra + beta * missed) / (hits + alpha * extra + beta * missed)


def in_a_loop(y, p, alpha, beta):
    return [
        1 - (a * b).sum() / ((a * b).sum() + alpha * ((1 - a) * b).sum() + beta * (a * (1 - b)).sum())
        for a, b in zip(y, p, strict=True)
    ]


def in_torch(y, p, alpha, beta):
    return my_tversky(torch.tensor(y), torch.tensor(p), alpha, beta)


def in_float32(y, p, alpha, beta):
    return my_tversky(np.float32(y), np.float32(p), alpha, beta)


def price_of_sizes(y, p, alpha, beta):
    hits = (y * p).sum((1, 2))
    return 1 - hits / (hits + alpha * p.sum((1, 2)) + beta * y.sum((1, 2)))


def no_brackets(y, p, alpha, beta):
    hits, extra, missed = parts(y, p)
    return 1 - hits / hits + alpha * extra + beta * missed


def twice(y, p, alpha, beta):
    hits, extra, missed = parts(y, p)
    return 1 - 2 * hits / (hits + alpha * extra + beta * missed)


def without_hits(y, p, alpha, beta):
    hits, extra, missed = parts(y, p)
    return 1 - hits / (alpha * extra + beta * missed)


def errors_alone(y, p, alpha, beta):
    _, extra, missed = parts(y, p)
    return alpha * extra + beta * missed


def squares(y, p, alpha, beta):
    hits = (y * p).sum((1, 2))
    return 1 - hits / (hits + alpha * ((1 - y) * p**2).sum((1, 2)) + beta * (y * (1 - p) ** 2).sum((1, 2)))


LIST_THEM = "list all 729 paths"
NEUTRAL = "taken from 1, for each sample"
ANSWERS = {
    "sequence-paths": [
        (84, None),
        (84.0, None),
        (np.int64(84), None),
        (torch.tensor(84), None),
        ([84], None),
        (count(6, [1, 2, 1]), None),
        (count(6, [1, 2, 1], symbols=4), None),
        (comb(6 + 3, 2 * 3), None),
        (by_ctc(), None),
        (count(4, [1, 2]), "over four frames that read 'ab'"),
        (count(6, [1, 2]), "read 'ab'; the label is 'aba'"),
        (count(6, [1, 1]), "read 'aa'"),
        (count(5, [1, 2]), "'ab' over five"),
        (count(4, [1, 2, 1]), "'aba' over four frames; there are six"),
        (matching("-*a+-+b+-+a+-*"), "only equal neighbours need a blank"),
        (matching("a+-*b+-*a+"), "blanks before, between and behind"),
        (matching("-*a+b+a+-*"), "blanks before, between and behind"),
        (count(5, [1, 2, 1]), "'aba' over five frames"),
        (count(6, [1, 1, 2]), "'aab' over six"),
        (count(7, [1, 2, 1]), "over seven frames"),
        (3**6, "whatever they read"),
        (2**6, "the blank is the third"),
        (count(6, [1, 2, 1], symbols=2), "all among your symbols"),
        (count(6, (1, 2, 1)), "is a list compared"),
        (count(6, "aba"), "is a list compared"),
        (comb(5, 2), "did you only stretch"),
        (comb(6, 3), "did you only put blanks in"),
        (drops_first(), "first join what repeats"),
        (84 / 3**6, "how many of the 729"),
        (round(84 / 3**6, 3), "how many of the 729"),
        (comb(6, 3) + comb(5, 2), LIST_THEM),
        (comb(6, 3) * 2**3, LIST_THEM),
        (83, LIST_THEM),
        (85, LIST_THEM),
        (-np.log(84 / 3**6), LIST_THEM),
    ],
    "overlap-tversky": [
        (my_tversky, None),
        (by_sizes, None),
        (one_fraction, None),
        (in_a_loop, None),
        (in_torch, None),
        (in_float32, None),
        (lambda *answer: np.round(my_tversky(*answer), 3), None),
        (lambda y, p, a, b: tversky(y, p, alpha=a, beta=b, reduction="none"), None),
        (lambda y, p, a, b: my_tversky(y, p, b, a), "changed places"),
        (lambda p, y, a, b: my_tversky(y, p, a, b), "changed places"),
        (lambda *answer: 1 - my_tversky(*answer), "one minus it"),
        (lambda *answer: my_tversky(*answer) - 1, "minus the share"),
        (lambda y, p, a, b: my_tversky(y, p, 0.5, 0.5), "that is Dice"),
        (lambda y, p, a, b: dice(y, p, reduction="none"), "that is Dice"),
        (twice, "the 2 is Dice's"),
        (without_hits, "into the denominator"),
        (price_of_sizes, "sizes of the masks"),
        (no_brackets, "brackets"),
        (errors_alone, "divide them by TP"),
        (lambda y, p, a, b: my_tversky(y, p > 0.5, a, b), "round p"),
        (lambda y, p, a, b: by_sizes(y, p, a, b, s=1.0), "not tiny"),
        (lambda y, p, a, b: by_sizes(y, p, a, b, s=0.1), "an s of 0.1"),
        (lambda y, p, a, b: by_sizes(y, p, a, b, s=0.01), "an s of 0.01"),
        (lambda y, p, a, b: by_sizes(y, p, a, b, s=1e-3), None),
        (lambda y, p, a, b: my_tversky(y, p, a, 1 - a), "did you take beta"),
        (lambda y, p, a, b: my_tversky(y, p, 1 - b, b), "did you take alpha"),
        (lambda y, p, a, b: focal_tversky(y, p, alpha=a, beta=b, reduction="none"), "no power"),
        (lambda y, p, a, b: tversky(y[None], p[None], alpha=a, beta=b), "the batch for one mask"),
        (lambda *answer: my_tversky(*answer, axes=(0, 1, 2)), "the batch for one mask"),
        (lambda *answer: my_tversky(*answer).mean(), "not their mean"),
        (lambda *answer: my_tversky(*answer).sum(), "not their sum"),
        (lambda *answer: my_tversky(*answer)[0], "samples is wanted"),
        (lambda *answer: my_tversky(*answer, axes=-1), "all axes but the first"),
        (lambda *answer: my_tversky(*answer, axes=(0, 1)), "all axes but the first"),
        (lambda *answer: my_tversky(*answer)[:, None], "shape (3, 1)"),
        (squares, NEUTRAL),
        (lambda y, p, a, b: my_tversky(y, p, 0.3, 0.7), NEUTRAL),
        (lambda y, p, a: my_tversky(y, p, a, a), "TypeError"),
        (0.5, "a function is wanted"),
    ],
}
