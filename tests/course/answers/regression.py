"""Chapter 4: what people answer to its exercises, and what they are told."""

import math
from fractions import Fraction

import numpy as np

import lossbook.numpy as lb

LATE = np.array([1.0, 2.0, 3.0, 4.0, 100.0])


def pinball(y, y_pred, q):
    """The solution of the page."""
    return np.maximum(q * (y - y_pred), (q - 1) * (y - y_pred))


def pinball_in_torch(y, y_pred, q):
    import torch

    low = torch.tensor(y) - torch.tensor(y_pred, requires_grad=True)
    return torch.maximum(q * low, (q - 1) * low)


def log_cosh(r):
    """The solution of the page."""
    return np.abs(r) + np.log1p(np.exp(-2 * np.abs(r))) - np.log(2)


def one_at_a_time(r):
    return [abs(x) + math.log1p(math.exp(-2 * abs(x))) - math.log(2) for x in r.tolist()]


def order(demand, cost, price):
    """The solution of the page."""
    return np.quantile(demand, (price - cost) / price)


def profits(demand, cost, price):
    orders = np.arange(demand.max() + 1)
    return price * np.minimum(orders[:, np.newaxis], demand).mean(axis=1) - cost * orders


def counted_off(demand, cost, price):
    return np.sort(demand)[math.ceil((price - cost) / price * len(demand)) - 1]


def as_if_gaussian(demand, cost, price):
    from scipy.stats import norm

    return demand.mean() + demand.std() * norm.ppf((price - cost) / price)


ANSWERS = {
    "regression-unit": [
        (30, None),
        (math.sqrt(0.25) * 60, None),
        (math.sqrt(0.25 * 60**2), None),
        (np.float32(30), None),
        (np.array(30.0), None),
        ([30], None),
        (Fraction(30), None),
        (0.5, "hours; an hour"),
        (15, "take the root before"),
        (900, "squared minutes"),
        (math.sqrt(15), "root comes first"),
        (3.87, "root comes first"),
        (1800, "in seconds"),
        (0.25, "the mean squared error"),
        (3.75, "square once more"),
        (0.5 / 60, "from hours to minutes"),
        (-30, "sign"),
        (60, "how many minutes"),
        (50, "how many minutes"),
        (30 * math.sqrt(2 / math.pi), "how many minutes"),
        (29.5, "not close enough"),
        ("30 minutes", "type str"),
        (np.array([30.0, 0.5]), "this has 2"),
    ],
    "regression-delta": [
        (30, None),
        (9 + 8 + 7 + 6.0, None),
        (np.sum(10 - LATE[:4]), None),
        (np.int64(30), None),
        (29.99, None),
        (Fraction(30), None),
        (10, "number on the board"),
        (7.5, "mean pull"),
        (40, "leaves out the delays"),
        (90, "whole error"),
        (120, "all five"),
        (230, "squared distances"),
        (115, "those are losses"),
        (60, "twice too much"),
        (15, "half of it"),
        (-30, "positive"),
        (0, "positive"),
        (9, "sum to 21"),
        (6, "sum to 18"),
        (20, "sum to 10"),
        (24, "sum to 6"),
        (22.5, "sum to 7.5"),
        (18, "sum to 12"),
        (31, "sum to -1"),
        (78, "sum to -48"),
        (30.2, "not close enough"),
        ([9, 8, 7, 6], "this has 4"),
    ],
    "regression-quantile": [
        (pinball, None),
        (lambda y, p, q: q * np.maximum(y - p, 0) + (1 - q) * np.maximum(p - y, 0), None),
        (lambda y, p, q: np.where(p > y, (1 - q) * (p - y), q * (y - p)), None),
        (lambda y, p, q: np.maximum(p - y, 0) - q * (p - y), None),
        (lambda y, p, q: (y - p) * (q - (y < p)), None),
        (lambda y, p, q: np.abs(y - p) / 2 + (q - 0.5) * (y - p), None),
        (lambda y, p, q: [max(q * (a - b), (q - 1) * (a - b)) for a, b in zip(y, p, strict=True)], None),
        (lambda y, p, q: np.float32(pinball(y, p, q)), None),
        (lambda y, p, q: lb.quantile(y, p, q=q, reduction="none"), None),
        (pinball_in_torch, None),
        (lambda y, p, q: pinball(y, p, 1 - q), "changed places"),
        (lambda p, y, q: pinball(y, p, q), "or y and ŷ"),
        (lambda y, p, q: 2 * pinball(y, p, q), "twice"),
        (lambda y, p, q: np.abs(y - p), "absolute error"),
        (lambda y, p, q: q * np.abs(y - p), "q on both sides"),
        (lambda y, p, q: q * (y - p), "not negative"),
        (lambda y, p, q: q * np.maximum(y - p, 0), "not nothing"),
        (lambda y, p, q: np.maximum(q * (y - p), (1 - q) * (y - p)), "slope q − 1"),
        (lambda y, p, q: np.minimum(q * (y - p), (q - 1) * (y - p)), "smaller of the two"),
        (lambda y, p, q: pinball(y, p, q) * np.abs(y - p), "squares"),
        (lambda y, p, q: lb.quantile_grad(y, p, q=q, reduction="none"), "that is the gradient"),
        (lambda y, p, q: np.where(p > y, 1 - q, -q), "that is the gradient"),
        (lambda y, p, q: -pinball(y, p, q), "sign"),
        (lambda y, p, q: pinball(y, p, 0.9), "already wrong for q = 0.25"),
        (lambda y, p, q: pinball(y, p, q / 100), "already wrong for q = 0.9"),
        (lambda y, p, q: pinball(y, p, q).mean(), "shape (4,) is wanted"),
        (lambda y, p, q: max(q * (y - p), (q - 1) * (y - p)), "ValueError"),
        (lambda y, p, q: np.quantile(y - p, q), "shape (4,) is wanted"),
    ],
    "regression-log-cosh": [
        (log_cosh, None),
        (lambda r: np.logaddexp(r, -r) - np.log(2), None),
        (lambda r: np.abs(r) + np.log((1 + np.exp(-2 * np.abs(r))) / 2), None),
        (lambda r: r + np.logaddexp(0, -2 * r) - math.log(2), None),
        (lambda r: np.where(np.abs(r) > 100, np.abs(r) - np.log(2), np.log(np.cosh(r))), None),
        (lambda r: lb.log_cosh(np.zeros_like(r), r, reduction="none"), None),
        (lambda r: log_cosh(np.float32(r)), None),
        (one_at_a_time, None),
        (lambda r: np.log(np.cosh(r)), "wrong at 1000 or −1000"),
        (lambda r: np.log((np.exp(r) + np.exp(-r)) / 2), "wrong at 1000 or −1000"),
        (lambda r: np.log(np.cosh(np.clip(r, -700, 700))), "wrong at 1000 or −1000"),
        (lambda r: np.nan_to_num(np.log(np.cosh(r)), posinf=1000.0), "wrong at 1000 or −1000"),
        (lambda r: r + np.log1p(np.exp(-2 * r)) - np.log(2), "right at 1000 and wrong at −1000"),
        (lambda r: np.logaddexp(r, -r), "log 2 is missing"),
        (lambda r: log_cosh(r) + 2 * np.log(2), "wrong sign"),
        (lambda r: np.abs(r) - np.log(2), "limit for large"),
        (lambda r: r**2 / 2, "limit for small"),
        (lambda r: np.abs(r) + np.log1p(np.exp(-np.abs(r))) - np.log(2), "the 2 is missing"),
        (np.tanh, "that is the gradient"),
        (lambda r: log_cosh(r) / np.log(2), "base 2"),
        (lambda r: -log_cosh(r), "sign"),
        (lambda r: np.cosh(r), "already wrong for small errors"),
        (lambda r: np.sqrt(1 + r**2) - 1, "already wrong for small errors"),
        (lambda r: log_cosh(r).mean(), "shape (4,) is wanted"),
        (lambda r: math.log(math.cosh(r)), "TypeError"),
    ],
    "regression-newspapers": [
        (order, None),
        (lambda d, c, p: round(order(d, c, p)), None),
        (lambda d, c, p: int(np.quantile(d, 1 - c / p, method="higher")), None),
        (lambda d, c, p: np.percentile(d, 100 * (p - c) / p), None),
        (lambda d, c, p: profits(d, c, p).argmax(), None),
        (lambda d, c, p: min(d, key=lambda n: lb.quantile(d, np.full(d.shape, n), q=1 - c / p)), None),
        (counted_off, None),
        (lambda d, c, p: float(np.float32(order(d, c, p))), None),
        (lambda d, c, p: np.quantile(d, c / p), "other side"),
        (lambda d, c, p: np.quantile(d, p / (p + c)), "less* the cost"),
        (lambda d, c, p: np.quantile(d, min((p - c) / c, 1)), "by the sum of the two"),
        (lambda d, c, p: d.mean(), "mean demand"),
        (lambda d, c, p: np.median(d), "the median"),
        (lambda d, c, p: d.max(), "carry much of it home"),
        (lambda d, c, p: (p - c) / p, "that is q"),
        (lambda d, c, p: np.percentile(d, (p - c) / p), "counts in per cent"),
        (lambda d, c, p: d.mean() * (p - c) / p, "q of the mean"),
        (lambda d, c, p: np.quantile(d, c / (c + p)), "would cost less"),
        (lambda d, c, p: np.quantile(d, max(0, (c - p) / c)), "would cost less"),
        (lambda d, c, p: d[int((p - c) / p * len(d))], "would cost less"),
        (lambda d, c, p: profits(d, c, p).max(), "would cost less"),
        (as_if_gaussian, "would cost less"),
        (lambda d, c, p: d.min(), "would cost less"),
        (lambda d, c, p: np.nan, "you order nan"),
        (lambda d, c, p: np.sort(d), "this has 1000"),
        (lambda d, c, p: np.quantile(d, p - c), "ValueError"),
    ],
}
