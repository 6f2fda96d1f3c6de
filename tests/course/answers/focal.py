"""Chapter 9: what people answer to its exercises, and what they are told."""

import math

import numpy as np

from lossbook.numpy import binary_focal, binary_focal_grad

EACH = {"from_logits": True, "reduction": "none"}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def logit(p):
    return np.log(p / (1 - p))


def gradient(y, z, gamma, first=1, second=1):
    """The solution of the page; or with a term of another sign, or without it."""
    sign = 2 * y - 1
    log_p, log_wrong = -np.logaddexp(0, -sign * z), -np.logaddexp(0, sign * z)
    p, wrong = np.exp(log_p), np.exp(log_wrong)
    return sign * np.exp(gamma * log_wrong) * (first * gamma * p * log_p - second * wrong)


def one_at_a_time(y, z, gamma):
    return [gradient(*pair, gamma) for pair in zip(y, z, strict=True)]


def by_tanh(y, z, gamma):
    u = np.where(y == 1, z, -z)
    wrong = (1 - np.tanh(u / 2)) / 2
    return (2 * y - 1) * wrong**gamma * (-gamma * (1 - wrong) * np.logaddexp(0, -u) - wrong)


def by_autograd(y, z, gamma):
    import torch

    z = torch.tensor(z, requires_grad=True)
    u = z * torch.tensor(2 * y - 1)
    log_p, log_wrong = (torch.nn.functional.logsigmoid(side) for side in (u, -u))
    return torch.autograd.grad((-torch.exp(gamma * log_wrong) * log_p).sum(), z)[0]


def by_definition(y, z, gamma, clip=0.0):
    p = np.clip(sigmoid(z), clip, 1 - clip)
    p_t = np.where(y == 1, p, 1 - p)
    return (2 * y - 1) * (1 - p_t) ** gamma * (gamma * p_t * np.log(p_t) - (1 - p_t))


def not_multiplied_out(y, z, gamma):
    p = sigmoid(np.where(y == 1, z, -z))
    slope = p * (1 - p) * (gamma * (1 - p) ** (gamma - 1) * np.log(p) - (1 - p) ** gamma / p)
    return (2 * y - 1) * slope


def by_the_probability(y, z, gamma):
    p = sigmoid(np.where(y == 1, z, -z))
    return (2 * y - 1) * (gamma * (1 - p) ** (gamma - 1) * np.log(p) - (1 - p) ** gamma / p)


def scaled(weights, counts):
    return weights / np.average(weights, weights=counts)


def class_alpha(counts):
    """The solution of the page."""
    return counts.sum() / (len(counts) * counts)


def from_labels(counts):
    labels = np.repeat(np.arange(len(counts)), counts)
    weights = 1 / counts
    return weights / weights[labels].mean()


def honest(z, gamma, alpha, none=0.5):
    """The slopes weighed by hand."""
    g1, g0 = (binary_focal_grad(np.full_like(z, y), z, gamma=gamma, **EACH) for y in (1, 0))
    alpha = none if alpha is None else alpha
    return (1 - alpha) * g0 / ((1 - alpha) * g0 - alpha * g1)


def by_the_page(z, gamma, alpha):
    g1, g0 = (binary_focal_grad(np.full_like(z, y), z, gamma=gamma, alpha=alpha, **EACH) for y in (1, 0))
    return g0 / (g0 - g1)


def on_a_grid(z, gamma, alpha):
    """Each share's cheapest logit, read backwards: right to three places."""
    shares, logits = np.linspace(0.001, 0.999, 999), np.linspace(-12, 12, 6001)
    one, none = (binary_focal(np.full_like(logits, y), logits, gamma=gamma, alpha=alpha, **EACH) for y in (1, 0))
    cheapest = [logits[np.argmin(share * one + (1 - share) * none)] for share in shares]
    return np.interp(z, cheapest, shares)


def reweighed(p, alpha, power):
    weight = 1 if alpha is None else (alpha / (1 - alpha)) ** power
    return p / (p + weight * (1 - p))


def careless(z, gamma, alpha):
    g1, g0 = (binary_focal_grad(np.full_like(z, y), z, gamma=gamma, **EACH) for y in (1, 0))
    return (1 - alpha) * g0 / ((1 - alpha) * g0 - alpha * g1)


ANSWERS = {
    "focal-thousand": [
        (1 - math.sqrt(0.001), None),
        (1 - 10**-1.5, None),
        (0.968, None),
        (0.9684, None),
        (np.float32(0.96837722), None),
        ([0.968], None),
        (math.sqrt(0.001), "how sure"),
        (0.0316, "how sure"),
        (0.999, "there 1 − p is a thousandth"),
        (math.exp(-0.001), "there 1 − p is a thousandth"),
        (96.8, "per cent"),
        (0.9, "a hundred times"),
        (0.99, "ten thousand times"),
        (1 + math.sqrt(0.001), "other root"),
        (0.97, "rounded too early"),
        (0.969, "not close enough"),
        (0.967, "not close enough"),
        (0.5, "set it to a thousandth"),
        (0.9995, "set it to a thousandth"),
        (1 - 0.001**2, "set it to a thousandth"),
        (-0.0316, "set it to a thousandth"),
        (logit(0.968), "set it to a thousandth"),
        (0, "set it to a thousandth"),
        ("0.968", "type str"),
    ],
    "focal-prior": [
        (lambda p, n: np.log(p / n), None),
        (lambda p, n: math.log(p) - math.log(n), None),
        (lambda p, n: -np.log(n / p), None),
        (lambda p, n: logit(p / (p + n)), None),
        (lambda p, n: -np.log((1 - p / (p + n)) / (p / (p + n))), None),
        (lambda p, n: np.log(p / (p + n)) - np.log1p(-p / (p + n)), None),
        (lambda p, n: np.array([np.log(np.float32(p / n))]), None),
        (lambda p, n: np.log(n / p), "sign"),
        (lambda n, p: logit(p / (p + n)), "sign"),
        (lambda p, n: p / (p + n), "that is a share"),
        (lambda p, n: p / n, "those are the odds"),
        (lambda p, n: np.log(p / (p + n)), "logarithm of a share"),
        (lambda p, n: np.log10(p / n), "powers of ten"),
        (lambda p, n: np.log2(p / n), "powers of two"),
        (lambda p, n: sigmoid(p / (p + n)), "its inverse"),
        (lambda p, n: logit(p / n), "it counts the negatives"),
        (lambda p, n: np.log(0.01 / 0.99), "with 3 positives"),
        (lambda p, n: np.log((p + 0.5) / (n + 0.5)), "the sigmoid of it should be"),
        (lambda p, n: 0.0, "the sigmoid of it should be"),
        (lambda p, n: np.log(p), "the sigmoid of it should be"),
        (lambda p, n: n / p, "the sigmoid of it should be"),
        (lambda p, n: np.log([p, n]), "this has 2"),
        (lambda p, n: math.log(p // n), "ValueError"),
        (-4.595, "a function is wanted"),
    ],
    "focal-gradient": [
        (gradient, None),
        (lambda y, z, gamma: y * gradient(y**0, z, gamma) - (1 - y) * gradient(y**0, -z, gamma), None),
        (lambda y, z, gamma: binary_focal_grad(y, z, gamma=gamma, **EACH), None),
        (one_at_a_time, None),
        (by_tanh, None),
        (by_autograd, None),
        (by_definition, "wrong at 1000"),
        (not_multiplied_out, "wrong at 1000"),
        (lambda y, z, gamma: by_definition(y, z, gamma, clip=1e-7), "wrong at 20"),
        (lambda y, z, gamma: gradient(y, z, gamma, first=0), "product rule"),
        (lambda y, z, gamma: gradient(y, z, gamma, second=-1), "stands a minus"),
        (lambda y, z, gamma: gradient(y, z, gamma, first=-1), "is minus that"),
        (lambda y, z, gamma: -np.abs(gradient(y, z, gamma)), "other sign"),
        (lambda y, z, gamma: gradient(y**0, z, gamma), "a positive at −z"),
        (lambda y, z, gamma: -gradient(y, z, gamma), "the sign is not"),
        (lambda y, z, gamma: gradient(y, z, gamma) / len(y), "of the mean"),
        (by_the_probability, "by the probability"),
        (lambda y, z, gamma: sigmoid(z) - y, "where does γ come in"),
        (lambda y, z, gamma: binary_focal(y, z, gamma=gamma, **EACH), "that is the loss"),
        (lambda y, z, gamma: gradient(y, z, 2.0), "the gradient for γ = 2; here γ is 0.5"),
        (lambda y, z, gamma: z, "term by term"),
        (lambda y, z, gamma: gradient(y, z, gamma) * sigmoid(z), "term by term"),
        (lambda y, z, gamma: gradient(y, z, gamma).sum(), "shape (5,)"),
        (lambda y, z: gradient(y, z, 2.0), "TypeError"),
    ],
    "focal-alpha": [
        (class_alpha, None),
        (lambda n: scaled(1 / n, n), None),
        (lambda n: n.mean() / n, None),
        (from_labels, None),
        (lambda n: [sum(n) / (len(n) * each) for each in n], None),
        (lambda n: np.float32(class_alpha(n)), None),
        (lambda n: n / n.sum(), "turn it over"),
        (lambda n: n / n.mean(), "turn it over"),
        (lambda n: 1 / n, "mean weight of a sample is not 1"),
        (lambda n: (1 / n) / (1 / n).sum(), "add up to 1"),
        (lambda n: (1 / n) / (1 / n).mean(), "over the *classes*"),
        (lambda n: n.sum() / n, "number of classes"),
        (lambda n: len(n) * n.sum() / n, "mean weight of a sample is 9"),
        (lambda n: n.min() / n, "mean weight of a sample is 0.02703"),
        (lambda n: n.max() / n, "mean weight of a sample is 2.703"),
        (lambda n: n.sum() // (len(n) * n), "not with //"),
        (lambda n: np.ones(len(n)), "balances nothing"),
        (lambda n: [0.25] * len(n), "balances nothing"),
        (lambda n: 1 - n / n.sum(), "pay 50%, 45%, 5%"),
        (lambda n: scaled(1 / np.sqrt(n), n), "pay 71%, 22%, 7%"),
        (lambda n: scaled(1 / (1 - 0.999**n), n), "pay 69%, 17%, 14%"),
        (lambda n: scaled(1 / np.log(n), n), "pay 86%, 12%, 2%"),
        (lambda n: -1 / n, "not negative"),
        (lambda n: n.sum() / (2 * n[:2]), "shape (3,)"),
        (lambda n: n.mean(), "shape (3,)"),
    ],
    "focal-honest": [
        (honest, None),
        (by_the_page, None),
        (on_a_grid, None),
        (lambda z, gamma, alpha: reweighed(honest(z, gamma, None), alpha, 1), None),
        (lambda z, gamma, alpha: sigmoid(logit(by_the_page(z, gamma, alpha))), None),
        (lambda z, gamma, alpha: by_the_page(z, gamma, alpha).tolist(), None),
        (lambda z, gamma, alpha: np.float32(honest(z, gamma, alpha)), None),
        (lambda z, gamma, alpha: sigmoid(z), "nothing undone"),
        (lambda z, gamma, alpha: reweighed(sigmoid(z), alpha, 1), "for γ = 2 and α = None that is what the model says"),
        (lambda z, gamma, alpha: honest(z, gamma, None), "right without α"),
        (lambda z, gamma, alpha: 1 - honest(z, gamma, alpha), "swap the two slopes"),
        (lambda z, gamma, alpha: honest(z, 2.0, alpha), "those are the probabilities for γ = 2"),
        (lambda z, gamma, alpha: honest(z, gamma, alpha, none=0.25), "None means no weights"),
        (lambda z, gamma, alpha: logit(honest(z, gamma, alpha)), "those are logits"),
        (lambda z, gamma, alpha: honest(z, gamma, alpha and 1 - alpha), "the wrong way round"),
        (lambda z, gamma, alpha: reweighed(honest(z, gamma, None), alpha, -1), "the wrong way round"),
        (
            lambda z, gamma, alpha: reweighed(sigmoid(z), alpha, 1) if alpha else honest(z, gamma, alpha),
            "the focus is not",
        ),
        (lambda z, gamma, alpha: honest(z - logit(alpha or 0.5), gamma, None), "has seen 0.90"),
        (lambda z, gamma, alpha: honest(z, gamma, None) / (1 + (alpha or 0)), "has seen 0.90"),
        (lambda z, gamma, alpha: sigmoid(z / 0.37), "has seen 0.90"),
        (lambda z, gamma, alpha: np.full_like(z, 0.5), "has seen 0.90"),
        (lambda z, gamma, alpha: z, "those are logits"),
        (careless, "TypeError"),
        (lambda z, gamma, alpha: binary_focal_grad(np.ones_like(z), z, gamma=gamma), "ValueError"),
        (lambda z, gamma, alpha: honest(z, gamma, alpha).mean(), "shape (5,)"),
    ],
}
