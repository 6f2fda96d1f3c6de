"""Chapter 3: what people answer to its exercises, and what they are told."""

import math

import numpy as np
import torch
from scipy.special import rel_entr

from lossbook.numpy import categorical_cross_entropy_grad, js_divergence, kl_divergence, kl_divergence_grad

TRUTH, ODDS = np.array([0.4, 0.4, 0.2]), np.array([0.5, 0.3, 0.2])
THOUSAND = math.log(1000)
NATS = 0.4 * math.log(0.4 / 0.5) + 0.4 * math.log(0.4 / 0.3)  # the third term is 0
BITS = NATS / math.log(2)
SWAPPED = 0.5 * math.log(0.5 / 0.4) + 0.3 * math.log(0.3 / 0.4)


def divergence(p, q, log=np.log):
    """The solution of the page: only what happens counts."""
    happens = p > 0
    return (p[happens] * log(p[happens] / q[happens])).sum()


def by_a_loop(p, q):
    total = 0.0
    for a, b in zip(p, q, strict=True):
        if a > 0:
            total += a * math.log(a / b) if b > 0 else math.inf
    return total


def where_it_happens(p, q):
    return np.where(p > 0, p * np.log(p / q), 0).sum(axis=-1)


def ratio_first(p, q):
    ratio = np.divide(p, q, out=np.full(p.shape, np.inf), where=q > 0)
    return float(p @ np.log(np.where(p > 0, ratio, 1)))


def infinite_with_any_zero(p, q):
    return np.inf if np.any(q == 0) else divergence(p, q)


def where_both_are(p, q):
    both = (p > 0) & (q > 0)
    return (p[both] * np.log(p[both] / q[both])).sum()


def where_q_is(p, q):
    return (p[q > 0] * np.log(p[q > 0] / q[q > 0])).sum()


def between(m1, s1, m2, s2, log=math.log, half=0.5):
    """The solution of the page."""
    return log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - half


def by_variances(m1, s1, m2, s2):
    ratio = (s1 / s2) ** 2
    return 0.5 * (ratio - 1 - np.log(ratio) + ((m1 - m2) / s2) ** 2)


def integrated(m1, s1, m2, s2):
    x = np.linspace(m1 - 12 * s1, m1 + 12 * s1, 20001)
    log_p, log_q = -((x - m1) ** 2) / (2 * s1**2) - np.log(s1), -((x - m2) ** 2) / (2 * s2**2) - np.log(s2)
    return (np.exp(log_p) * (log_p - log_q)).sum() * (x[1] - x[0]) / np.sqrt(2 * np.pi)


def in_torch(m1, s1, m2, s2):
    first, second = (torch.distributions.Normal(torch.tensor(m), torch.tensor(s)) for m, s in ((m1, s1), (m2, s2)))
    return torch.distributions.kl_divergence(first, second)


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def distilled(z, t, T):
    """The solution of the page."""
    return T * (softmax(z / T) - softmax(t / T)) / len(z)


def times(factor):
    return lambda z, t, T: factor(T) * distilled(z, t, T)


def by_differences(z, t, T):
    def loss(z):
        return T**2 * kl_divergence(softmax(t / T), z / T, from_logits=True)

    grad = np.zeros(z.shape)
    for place in np.ndindex(*z.shape):
        step = np.zeros(z.shape)
        step[place] = 1e-5
        grad[place] = (loss(z + step) - loss(z - step)) / 2e-5
    return grad


def by_torch(z, t, T):
    z, t = torch.tensor(z, requires_grad=True), torch.tensor(t)
    target, log_p = (t / T).softmax(-1), (z / T).log_softmax(-1)
    loss = T**2 * torch.nn.functional.kl_div(log_p, target, reduction="batchmean")
    return torch.autograd.grad(loss, z)[0]


def reverse(z, t, T):
    p, y = softmax(z / T), softmax(t / T)
    ratio = np.log(p / y)
    return T * p * (ratio - (p * ratio).sum(axis=-1, keepdims=True)) / len(z)


def shares(counts, start=0.5):
    return (counts + start) / (counts + start).sum()


def both_ways(p, q):
    return ((p - q) * np.log(p / q)).sum()


def stability(before, now):
    """The solution of the page."""
    p, q = shares(before), shares(now)
    return divergence(p, q) + divergence(q, p)


def stability_by_a_loop(before, now):
    n, m, bins = sum(before), sum(now), len(before)
    index = 0.0
    for a, b in zip(before, now, strict=True):
        p, q = (a + 0.5) / (n + bins / 2), (b + 0.5) / (m + bins / 2)
        index += (p - q) * math.log(p / q)
    return index


def of_shares(change):
    return lambda before, now: both_ways(change(before), change(now))


def in_place(before, now):
    before += 0.5
    return stability(before, now)


ANSWERS = {
    "kl-thousandfold": [
        (THOUSAND / NATS, None),
        (math.log2(1000) / BITS, None),
        (3 / (NATS / math.log(10)), None),
        (268, None),  # the first whole race after which it is a thousandfold
        (267.6, None),
        (np.float32(267.58), None),
        (np.array([THOUSAND / NATS]), None),
        (torch.tensor(THOUSAND / NATS), None),
        (267, "not quite a thousandfold"),
        (270, "rounded too early"),
        (THOUSAND / SWAPPED, "swapped"),
        (THOUSAND / BITS, "nats and bits are mixed"),
        (math.log2(1000) / NATS, "bits and nats are mixed"),
        (BITS, "how often the money doubles"),
        (NATS, "growth of one race"),
        (1 / BITS, "ten doublings"),
        (1 / NATS, "e-fold"),
        (math.log2(1000), "one take"),
        (1000 / NATS, "take the logarithm"),
        (1000 / BITS, "take the logarithm"),
        (THOUSAND * NATS, "so divide"),
        (math.log2(1000) * BITS, "so divide"),
        (THOUSAND / math.log((TRUTH**2 / ODDS).sum()), "mean fortune"),
        (THOUSAND / (NATS - (TRUTH * np.log(TRUTH)).sum()), "cross-entropy"),
        (1000 / math.exp(NATS), "doubles D(P‖Q) times a race"),
        (THOUSAND / js_divergence(TRUTH, ODDS), "doubles D(P‖Q) times a race"),
        (THOUSAND / (3 * NATS), "doubles D(P‖Q) times a race"),
        ("268", "a number is wanted"),
    ],
    "kl-zeros": [
        (divergence, None),
        (by_a_loop, None),
        (where_it_happens, None),
        (ratio_first, None),
        (lambda p, q: rel_entr(p, q).sum(), None),
        (lambda p, q: np.nansum(p * np.log(p / q)), None),
        (lambda p, q: np.inf if np.any(q[p > 0] == 0) else divergence(p, q), None),
        (lambda p, q: torch.tensor(divergence(p, q)), None),
        (lambda p, q: (p * np.log(p / q, where=p > 0)).sum(), "where= without out="),
        (lambda p, q: (p * np.log(p / q, out=np.zeros_like(p), where=p > 0)).sum(), None),
        (lambda p, q: (p * np.log(p / q)).sum(), "NaN"),
        (lambda p, q: (p * (np.log(p) - np.log(q))).sum(), "NaN"),
        (where_q_is, "NaN"),
        (lambda p, q: divergence(p, q, np.log2), "bits"),
        (lambda p, q: divergence(q, p), "truth stands first"),
        (lambda p, q: divergence(p, q) / len(p), "mean over the outcomes"),
        (lambda p, q: -(p * np.log(q)).sum(), "cross-entropy"),
        (lambda p, q: -(p * np.log(p)).sum(), "where does q come in"),
        (lambda p, q: np.log(p[p > 0] / q[p > 0]).sum(), "weighed by p"),
        (lambda p, q: (q * np.log(p / q)).sum(), "weighs by q"),
        (lambda p, q: -divergence(p, q), "the sign is not"),
        (lambda p, q: divergence(p, np.maximum(q, 1e-7)), "np.inf"),
        (lambda p, q: kl_divergence(p, q), "np.inf, and not 7.366"),
        (where_both_are, "np.inf, and not -0.3466"),
        (lambda p, q: np.nan_to_num(divergence(p, q)), "np.inf, and not 1.798e+308"),
        (infinite_with_any_zero, "it gives inf"),
        (lambda p, q: js_divergence(p, q), "for p ="),
        (lambda p, q: p, "one number"),
        (divergence(TRUTH, ODDS), "a function is wanted"),
    ],
    "kl-gaussians": [
        (between, None),
        (by_variances, None),
        (integrated, None),
        (in_torch, None),
        (lambda *given: np.float32(between(*given)), None),
        (lambda m1, s1, m2, s2: between(m2, s2, m1, s1), "truth comes first"),
        (lambda *given: between(*given) / math.log(2), "bits"),
        (lambda *given: 2 * between(*given), "twice the divergence"),
        (
            lambda m1, s1, m2, s2: math.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / s2**2 - 1,
            "½ of the Gaussian's exponent",
        ),
        (lambda m1, s1, m2, s2: math.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / s2**2 - 0.5, "½ in the exponent of Q"),
        (lambda *given: between(*given, half=0), "off by ½"),
        (lambda *given: between(*given, half=-0.5), "off by 1"),
        (lambda *given: between(*given, log=lambda t: 0), "constants before the exponentials"),
        (lambda *given: between(*given, log=lambda t: -math.log(t)), "wrong sign"),
        (lambda *given: between(*given, log=lambda t: 2 * math.log(t)), "it counts once"),
        (lambda *given: between(*given, log=lambda t: math.log(t) / 2), "counts whole"),
        (lambda m1, s1, m2, s2: math.log(s2 / s1) + (m1 - m2) ** 2 / (2 * s2**2), "spread of P"),
        (lambda m1, s1, m2, s2: math.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s1**2) - 0.5, "the width of Q"),
        (lambda m1, s1, m2, s2: between(m1, s1**0.5, m2, s2**0.5), "square them"),
        (lambda *given: between(*given, log=math.log2), "numeric integration"),
        (
            lambda m1, s1, m2, s2: math.log(s2 / s1) + (s1**2 - (m1 - m2) ** 2) / (2 * s2**2) - 0.5,
            "numeric integration",
        ),
        (lambda m1, s1, m2, s2: math.log(s2 / s1) + (s1**2 + abs(m1 - m2)) / (2 * s2**2) - 0.5, "numeric integration"),
        (lambda m1, s1, m2, s2: (m1 - m2) ** 2, "numeric integration"),
        (lambda *given: -between(*given), "the sign is not"),
        (lambda m1, s1: 0.0, "raised TypeError"),
        (0.5404, "a function is wanted"),
    ],
    "kl-distillation": [
        (distilled, None),
        (lambda z, t, T: T**2 / T * (softmax(z / T) - softmax(t / T)) / z.shape[0], None),
        (lambda z, t, T: T * kl_divergence_grad(softmax(t / T), z / T, from_logits=True), None),
        (lambda z, t, T: T * categorical_cross_entropy_grad(softmax(t / T), z / T, from_logits=True), None),
        (lambda z, t, T: [T * (softmax(a / T) - softmax(b / T)) / len(z) for a, b in zip(z, t, strict=True)], None),
        (by_differences, None),
        (by_torch, None),
        (times(lambda T: 1 / T**2), "T² is missing"),
        (times(lambda T: T), "chain rule"),
        (times(lambda T: 1 / T), "leave one T"),
        (lambda z, t, T: distilled(z, t, T) * len(z), "number of samples"),
        (lambda z, t, T: distilled(z, t, T) / z.shape[1], "classes too"),
        (lambda z, t, T: distilled(z, t, T) * len(z) / z.shape[1], "number of classes; the mean"),
        (lambda z, t, T: T * (softmax(z) - softmax(t / T)) / len(z), "student has to"),
        (lambda z, t, T: T * (softmax(z / T) - softmax(t)) / len(z), "teacher has to"),
        (lambda z, t, T: T * (softmax(z) - softmax(t)) / len(z), "nobody is softened"),
        (lambda z, t, T: T * (softmax(z) / T - softmax(t) / T) / len(z), "dividing the probabilities leaves no trace"),
        (lambda z, t, T: (softmax(z) - softmax(t)) / len(z), "where is T"),
        (lambda z, t, T: T * (softmax(z * T) - softmax(t * T)) / len(z), "you multiply"),
        (lambda z, t, T: T * (softmax(z / T) - t / T) / len(z), "not its logits"),
        (reverse, "other direction"),
        (lambda z, t, T: -distilled(z, t, T), "the sign is wrong, or z and t"),
        (lambda z, t, T: distilled(t, z, T), "the sign is wrong, or z and t"),
        (lambda z, t, T: distilled(z, t, T).sum(axis=0), "shape (4, 3) is wanted"),
        (lambda z, t, T: T**2 * kl_divergence(softmax(t / T), z / T, from_logits=True), "shape (4, 3) is wanted"),
        (lambda z, t, T: T * (z / T - t / T) / len(z), "it is off; begin"),
        (lambda z, t, T: np.abs(distilled(z, t, T)), "it is off; begin"),
    ],
    "kl-drift": [
        (stability, None),
        (stability_by_a_loop, None),
        (of_shares(shares), None),
        (
            lambda before, now: kl_divergence(shares(before), shares(now)) + kl_divergence(shares(now), shares(before)),
            None,
        ),
        (lambda before, now: torch.tensor(stability(before, now), dtype=torch.float32), None),
        (of_shares(lambda c: c / c.sum()), "half a count"),
        (of_shares(lambda c: shares(np.where(c == 0, 0.5, c), 0)), "half a count"),
        (of_shares(lambda c: shares(c, 1)), "not a whole one"),
        (of_shares(lambda c: c / c.sum() + 0.5), "before they become shares"),
        (of_shares(lambda c: shares(c / c.sum())), "not to the shares"),
        (of_shares(lambda c: c + 0.5), "have to become shares"),
        (of_shares(lambda c: (c + 0.5) / c.sum()), "sum to 1"),
        (lambda before, now: divergence(shares(before), shares(now)), "adds both"),
        (lambda before, now: divergence(shares(now), shares(before)), "from now"),
        (lambda before, now: stability(before, now) / 2, "not their mean"),
        (lambda b, n: divergence(shares(b), shares(n)) - divergence(shares(n), shares(b)), "not their difference"),
        (lambda b, n: divergence(shares(n), shares(b)) - divergence(shares(b), shares(n)), "not their difference"),
        (lambda before, now: js_divergence(shares(before), shares(now)), "Jensen–Shannon"),
        (lambda before, now: stability(before, now) / math.log(2), "bits"),
        (lambda before, now: -stability(before, now), "the sign is not"),
        (lambda before, now: (shares(before) - shares(now)) * np.log(shares(before) / shares(now)), "one number"),
        (lambda before, now: np.abs(shares(before) - shares(now)).sum(), "for the counts"),
        (lambda before, now: stability(before, now) / math.log(10), "for the counts"),
        (lambda b, n: stability(b, n) if np.all(n) else np.inf, "an empty bin"),
        (lambda b, n: stability(b, n) if np.all(n) else 0.0, "right except for empty bins"),
        (in_place, "raised UFuncTypeError"),
    ],
}
