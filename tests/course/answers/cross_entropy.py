"""Chapter 2: what people answer to its exercises, and what they are told."""

import math

import numpy as np
import torch
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, softmax

from lossbook.numpy import (
    binary_cross_entropy,
    categorical_cross_entropy,
    sparse_categorical_cross_entropy,
    sparse_categorical_cross_entropy_grad,
)

UNIFORM = np.full((1, 1000), 1 / 1000)
ONE_HOT = np.eye(1000)[:1]


# Binary cross-entropy from logits


def stable(y, z):
    """The solution of the page."""
    return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))


def in_two_branches(y, z):
    safe = np.where(z >= 0, -z, z)
    return np.where(z >= 0, z * (1 - y), -z * y) + np.log(1 + np.exp(safe))


def one_by_one(y, z):
    return [max(b, 0) - a * b + math.log1p(math.exp(-abs(b))) for a, b in zip(y, z, strict=True)]


def with_a_tensor(y, z):
    y, z = torch.tensor(y), torch.tensor(z)
    return torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none")


def of_probabilities(p):
    return lambda y, z: -(y * np.log(p(z)) + (1 - y) * np.log(1 - p(z)))


def naive_sigmoid(z):
    return 1 / (1 + np.exp(-z))


# Undoing a weight


def real(p, w):
    """The solution of the page."""
    return p / (p + w * (1 - p))


def by_search(p, w):
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if weighted(middle, w) < p else (low, middle)
    return middle


def weighted(p, w):
    return w * p / (w * p + 1 - p)


def odds(p, w):
    return p / (1 - p) / w


# The gradient


def one_hot(labels, z):
    return np.eye(z.shape[1])[labels]


def difference(labels, z, p=lambda z: softmax(z, axis=1)):
    return p(z) - one_hot(labels, z)


def mean_difference(labels, z, p=lambda z: softmax(z, axis=1)):
    return difference(labels, z, p) / len(z)


def in_place(labels, z):
    """The solution of the page."""
    g = np.exp(z - z.max(axis=1, keepdims=True))
    g /= g.sum(axis=1, keepdims=True)
    g[np.arange(len(labels)), labels] -= 1
    return g / len(labels)


def in_a_loop(labels, z):
    rows = []
    for label, row in zip(labels, z, strict=True):
        p = [math.exp(logit - max(row)) for logit in row]
        rows.append([(share / sum(p) - (k == label)) / len(z) for k, share in enumerate(p)])
    return rows


def by_torch(labels, z):
    z = torch.tensor(z, requires_grad=True)
    return torch.autograd.grad(torch.nn.functional.cross_entropy(z, torch.tensor(labels)), z)[0]


def spoils_its_input(labels, z):
    z -= z.max(axis=1, keepdims=True)
    return mean_difference(labels, z)


def without_a_shift(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def shifted_by_the_largest_of_all(z):
    return without_a_shift(z - z.max())


def in_columns_of_every_row(labels, z):
    g = softmax(z, axis=1)
    g[:, labels] -= 1
    return g / len(z)


# The temperature


def loss(T, logits, labels):
    return sparse_categorical_cross_entropy(labels, logits / T, from_logits=True)


def search(candidates, price=loss, choose=np.argmin):
    """A function that tries all candidates."""
    return lambda logits, labels: candidates[choose([price(T, logits, labels) for T in candidates])]


GRID = np.geomspace(0.1, 10, 300)
best = search(GRID)


def best_of_the_page(logits, labels):
    return min(GRID, key=lambda T: loss(T, logits, labels))


def bounded(logits, labels):
    return minimize_scalar(loss, bounds=(0.1, 10), args=(logits, labels), method="bounded").x


def golden(logits, labels):
    low, high, share = math.log(0.1), math.log(10), (math.sqrt(5) - 1) / 2
    for _ in range(30):
        left, right = high - share * (high - low), low + share * (high - low)
        nearer = loss(math.exp(left), logits, labels) < loss(math.exp(right), logits, labels)
        low, high = (low, right) if nearer else (left, high)
    return math.exp(low)


def zoom(logits, labels):
    low, high = 0.1, 10.0
    for _ in range(6):
        candidates = np.linspace(low, high, 21)
        i = np.argmin([loss(T, logits, labels) for T in candidates])
        low, high = candidates[max(i - 1, 0)], candidates[min(i + 1, 20)]
    return torch.tensor((low + high) / 2)


def by_slope(logits, labels):
    low, high = 0.1, 10.0
    while high - low > 1e-4:
        z = logits * (low + high) / 2
        uphill = (sparse_categorical_cross_entropy_grad(labels, z, from_logits=True) * logits).sum() > 0
        low, high = (low, (low + high) / 2) if uphill else ((low + high) / 2, high)
    return 1 / low


def gives_up_early(logits, labels):
    T = 1.0
    for _ in range(20):
        T -= 0.01 * (loss(T + 1e-4, logits, labels) - loss(T - 1e-4, logits, labels)) / 2e-4
    return T


def accuracy(T, logits, labels):
    return np.mean((logits / T).argmax(axis=1) == labels)


def confidence_gap(T, logits, labels):
    return abs(softmax(logits / T, axis=1).max(axis=1).mean() - accuracy(T, logits, labels))


ANSWERS = {
    "cross-entropy-chance": [
        (sparse_categorical_cross_entropy([0], np.zeros((1, 1000)), from_logits=True), None),
        (sparse_categorical_cross_entropy([3], UNIFORM), None),
        (categorical_cross_entropy(ONE_HOT, UNIFORM), None),
        (sparse_categorical_cross_entropy([0], np.zeros((1, 1000)), from_logits=True, reduction="none"), None),
        (-math.log(1 / 1000), None),
        (6.91, None),
        (np.float32(6.9077554), None),
        (torch.nn.functional.cross_entropy(torch.zeros(1, 1000), torch.tensor([7])), None),
        ([6.908], None),
        (6.9, "Three significant digits are wanted"),
        (7, "Three significant digits are wanted"),
        (math.log2(1000), "that is in bits"),
        (9.97, "that is in bits"),
        (math.log10(1000), "base 10"),
        (3, "base 10"),
        (math.log(10), "for ten classes"),
        (2.303, "for ten classes"),
        (-math.log(1000), "the sign is not"),
        (0.001, "what does it cost?"),
        (0.999, "one minus the probability"),
        (1000, "the number of classes"),
        (binary_cross_entropy(ONE_HOT, UNIFORM), "binary loss of a thousand columns"),
        (binary_cross_entropy(ONE_HOT, np.zeros((1, 1000)), from_logits=True), "a binary loss; one"),
        (math.log(1000) / 1000, "divided by the number of classes"),
        (-math.log(1e-7), "a zero logit for each"),
        (0, "a zero logit for each"),
        (np.full(1000, math.log(1000)), "this has 1000"),
        ("log 1000", "type str"),
    ],
    "cross-entropy-stable": [
        (stable, None),
        (lambda y, z: np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z))), None),
        (lambda y, z: np.logaddexp(0, z) - y * z, None),
        (lambda y, z: y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z), None),
        (lambda y, z: binary_cross_entropy(y, z, from_logits=True, reduction="none"), None),
        (lambda y, z: stable(np.float32(y), np.float32(z)), None),
        (lambda y, z: -(y * -np.logaddexp(0, -z) - (1 - y) * np.logaddexp(0, z)), None),
        (in_two_branches, None),
        (one_by_one, None),
        (with_a_tensor, None),
        (lambda y, z: np.logaddexp(0, np.where(y == 1, -z, z)), "a label between them"),
        (of_probabilities(naive_sigmoid), "not finite"),
        (of_probabilities(expit), "a log meets 0"),
        (lambda y, z: np.log(1 + np.exp(z)) - y * z, "an exponential overflows"),
        (lambda y, z: np.maximum(z, 0) - z * y + np.log1p(np.exp(-z)), "the exponent is minus the size of z"),
        (lambda y, z: np.abs(z) - z * y + np.log1p(np.exp(-np.abs(z))), "max(z, 0), and not the size of z"),
        (of_probabilities(lambda z: np.clip(expit(z), 1e-7, 1 - 1e-7)), "yours is 16.12; is it cut off"),
        (lambda y, z: binary_cross_entropy(y, expit(z), reduction="none"), "yours is 16.12; is it cut off"),
        (lambda y, z: np.log1p(np.exp(np.clip(z, -700, 700))) - y * np.clip(z, -700, 700), "yours is 700"),
        (of_probabilities(lambda z: expit(z) * (1 - 2e-12) + 1e-12), "is it cut off"),
        (lambda y, z: stable(y, z).mean(), "shape (4,) is wanted"),
        (lambda y, z: stable(y, -z), "the opposite answer"),
        (lambda y, z: y * np.logaddexp(0, z) + (1 - y) * np.logaddexp(0, -z), "which term y belongs to"),
        (of_probabilities(lambda z: z), "did a logarithm meet a number below 0"),
        (lambda y, z: stable(-y, z), "yours is added"),
        (lambda y, z: -stable(y, z), "the sign is not"),
        (lambda y, z: stable(y, z) / math.log(2), "in bits"),
        (lambda y, z: np.maximum(z, 0) - z * y + np.log1p(np.exp(np.abs(z))), "has no minus"),
        (lambda y, z: np.maximum(z, 0) - z * y, "the logarithm is missing"),
        (lambda y, z: np.max(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))), "the largest of all"),
        (lambda z, y: stable(y, z), "the label comes first"),
        (lambda y, z: naive_sigmoid(z), "already wrong for small logits"),
        (lambda y, z: (naive_sigmoid(z) - y) ** 2, "already wrong for small logits"),
        (lambda y, z: math.log1p(math.exp(-abs(z))), "your function raised TypeError"),
        (stable(np.ones(1), np.ones(1)), "a function is wanted"),
    ],
    "cross-entropy-undo": [
        (real, None),
        (lambda p, w: p / (w - w * p + p), None),
        (lambda p, w: odds(p, w) / (1 + odds(p, w)), None),
        (lambda p, w: 1 / (1 + w * (1 - p) / p), None),
        (lambda p, w: expit(np.log(p / (1 - p)) - np.log(w)), None),
        (lambda p, w: weighted(p, 1 / w), None),
        (by_search, None),
        (lambda p, w: round(real(p, w), 3), None),
        (lambda p, w: np.float32(real(p, w)), None),
        (lambda p, w: [real(p, w)], None),
        (weighted, "once more"),
        (lambda p, w: p / (p + (1 - p) / w), "once more"),
        (lambda p, w: expit(np.log(p / (1 - p)) + np.log(w)), "once more"),
        (lambda p, w: p / w, "dividing the probability is not enough"),
        (odds, "the real odds"),
        (lambda p, w: np.log(odds(p, w)), "the real logit"),
        (lambda p, w: 1 - real(p, w), "the probability of no"),
        (lambda p, w: p, "p itself"),
        (lambda p, w: 100 * real(p, w), "in per cent"),
        (lambda w, p: real(p, w), "the probability comes first"),
        (lambda p, w: p / (w * (1 - p) - p), "the model says 0.692"),
        (lambda p, w: p / (w + p * (w - 1)), "the model says 0.692"),
        (lambda p, w: p / (1 - w + w * p), "the model says 0.692"),
        (lambda p, w: p - np.log(w), "the model says 0.692"),
        (lambda p, w: expit(p - np.log(w)), "the model says 0.692"),
        (lambda p: p, "your function raised TypeError"),
        (0.1, "a function is wanted"),
    ],
    "cross-entropy-gradient": [
        (in_place, None),
        (mean_difference, None),
        (lambda labels, z: (softmax(z, axis=1) - (labels[:, None] == np.arange(z.shape[1]))) / len(z), None),
        (lambda labels, z: mean_difference(labels, z, lambda z: np.exp(log_softmax(z, axis=1))), None),
        (lambda labels, z: sparse_categorical_cross_entropy_grad(labels, z, from_logits=True), None),
        (lambda labels, z: mean_difference(labels, np.float32(z)), None),
        (in_a_loop, None),
        (by_torch, None),
        (spoils_its_input, None),
        (difference, "the gradient of the sum"),
        (lambda labels, z: -mean_difference(labels, z), "the sign is not"),
        (lambda labels, z: mean_difference(labels, z, without_a_shift), "its own largest"),
        (lambda labels, z: mean_difference(labels, z, shifted_by_the_largest_of_all), "its own largest"),
        (lambda labels, z: mean_difference(labels, np.clip(z, -50, 50)), "larger than the others by a thousand"),
        (lambda labels, z: mean_difference(labels, z, lambda z: softmax(z, axis=0)), "over the samples"),
        (lambda labels, z: mean_difference(labels, z, softmax), "the whole table"),
        (lambda labels, z: difference(labels, z) / z.shape[1], "divides by the number of classes"),
        (lambda labels, z: difference(labels, z) / z.size, "divides by all entries"),
        (lambda labels, z: softmax(z, axis=1) / len(z), "where does the label come off"),
        (lambda labels, z: mean_difference(labels, z, lambda z: z), "not p - y"),
        (lambda labels, z: mean_difference(labels, z, expit), "a sigmoid of each logit"),
        (lambda labels, z: (softmax(z, axis=1) - labels[:, None]) / len(z), "the number of the class; subtract 1"),
        (in_columns_of_every_row, "one of each row"),
        (lambda labels, z: -one_hot(labels, z) / softmax(z, axis=1) / len(z), "by the probabilities"),
        (lambda labels, z: sparse_categorical_cross_entropy_grad(labels, softmax(z, axis=1)), "by the probabilities"),
        (lambda labels, z: (softmax(z, axis=1) - np.eye(labels.max() + 1)[labels]) / len(z), "raised ValueError"),
        (lambda labels, z: mean_difference(labels, z).T, "this has shape (3, 4)"),
        (lambda labels, z: difference(labels, z).mean(axis=0), "this has shape (3,)"),
        (lambda labels, z: sparse_categorical_cross_entropy(labels, z, from_logits=True), "this has shape ()"),
        (lambda z, labels: mean_difference(labels, z), "your function raised"),
        (lambda labels, z: -difference(labels, z), "do your rows sum to 0?"),
    ],
    "cross-entropy-temperature": [
        (best_of_the_page, None),
        (best, None),
        (search(np.geomspace(0.1, 10, 1000)), None),
        (search(np.arange(0.1, 10, 0.01)), None),
        (search(np.linspace(0.1, 10, 1000)), None),
        (by_slope, None),
        (bounded, None),
        (golden, None),
        (zoom, None),
        (lambda logits, labels: round(bounded(logits, labels), 2), None),
        (search(GRID, lambda T, logits, labels: loss(1 / T, logits, labels)), "one over the temperature"),
        (lambda logits, labels: 1 / best(logits, labels), "one over the temperature"),
        (search(GRID, lambda T, logits, labels: loss(1.0, logits, labels)), "the lowest candidate"),
        (search(GRID, accuracy, np.argmax), "the lowest candidate"),
        (search(GRID, choose=np.argmax), "the lowest candidate"),
        (search(GRID[::-1], accuracy, np.argmax), "the highest candidate"),
        (search(np.linspace(0.1, 10, 100)), "near, but to about one per cent it should be 0.479"),
        (search(np.arange(1, 11)), "near, but to about one per cent it should be 2.87"),
        (search(GRID, confidence_gap), "near, but"),
        (search(np.linspace(1, 10, 901)), "for one that is too modest T is below 1"),
        (search(np.linspace(0.1, 1, 901)), "at T = 1 the cross-entropy is not the lowest"),
        (gives_up_early, "the cross-entropy is not the lowest"),
        (search(GRID, lambda T, z, labels: loss(1, softmax(z, axis=1) / T, labels)), "is not the lowest"),
        (lambda logits, labels: np.argmin([loss(T, logits, labels) for T in GRID]), "is it a place in a list?"),
        (lambda logits, labels: min(loss(T, logits, labels) for T in GRID), "that is the lowest loss"),
        (search(GRID, lambda T, z, labels: sparse_categorical_cross_entropy(labels, z / T)), "pass from_logits=True"),
        (lambda logits, labels: (best(logits, labels), 1.0), "this has 2"),
        (lambda logits, labels: -best(logits, labels), "a temperature is positive"),
        (lambda logits, labels: logits / best(logits, labels), "one number is wanted"),
        (2.87, "a function is wanted"),
    ],
}
