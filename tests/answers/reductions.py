"""Chapter 7: what people answer to its exercises, and what they are told."""

import numpy as np


def masked(losses, mask):
    return np.where(mask, losses, 0).sum() / max(mask.sum(), 1)


def balanced(counts, beta):
    """The solution of the page."""
    return scaled(1 / (counts if beta == 1 else 1 - beta**counts))


def effective(counts, beta):
    return (1 - beta**counts) / np.float64(1 - beta)


def scaled(weights):
    return len(weights) * weights / weights.sum()


def in_a_cluster(losses, weights, all_sum, processes):
    """The solution of the page."""
    total = all_sum(weights.sum())
    return processes * (losses * weights).sum() / total if total else 0.0


def own_mean(losses, weights, all_sum, processes):
    return (losses * weights).sum() / weights.sum() if weights.sum() else 0.0


def impatient(losses, weights, all_sum, processes):
    """Leaves at once when it has nothing to do, and the others wait."""
    return in_a_cluster(losses, weights, all_sum, processes) if len(losses) else 0.0


ANSWERS = {
    "reductions-pieces": [
        (2.35, None),
        (8 / 3, "mean of the three means"),
        (94, "that is the sum"),
        (94 / 3, "number of pieces"),
        (2.0, "turn each mean"),
    ],
    "reductions-mask": [
        (masked, None),
        (lambda losses, mask: (losses * mask).mean(), "divides by all places"),
        (lambda losses, mask: (losses * mask).sum(), "that is the sum"),
        (lambda losses, mask: losses.mean(), "where does the mask"),
        (lambda losses, mask: losses[~mask].mean(), "throws away"),
        (lambda losses, mask: (losses * mask).sum() / max(mask.sum(), 1), "0 times NaN"),
        (lambda losses, mask: np.float64(losses[mask].sum()) / mask.sum(), "keeps nothing"),
    ],
    "reductions-port": [
        (lambda loss, labels, weights: loss * weights[labels].mean(), None),
        (lambda loss, labels, weights: loss, "still PyTorch's"),
        (lambda loss, labels, weights: loss * weights[labels].sum(), "number of samples"),
        (lambda loss, labels, weights: loss / weights[labels].mean(), "other way round"),
        (lambda loss, labels, weights: loss * weights.mean(), "mean weight of a class"),
    ],
    "reductions-balanced": [
        (balanced, None),
        (effective, "those are the effective numbers"),
        (lambda counts, beta: scaled(effective(counts, beta)), "grow with"),
        (lambda counts, beta: 1 / effective(counts, beta), "should sum to the number"),
        (lambda counts, beta: scaled(1 / effective(counts, beta)) / 3, "they sum to 1"),
        (lambda counts, beta: scaled(1 / counts), "where does beta"),
        (lambda counts, beta: scaled(1 / effective(counts, beta)), "tends to n"),
    ],
    "reductions-project": [
        (in_a_cluster, None),
        (own_mean, "mean of means"),
        (lambda *a: in_a_cluster(*a) / a[3], "number of processes"),
        (lambda ls, w, s, n: n * (ls * w).sum() / max(s(len(ls)), 1), "number of samples"),
        (lambda ls, w, s, n: n * ls.sum() / max(s(len(ls)), 1), "do the weights"),
        (impatient, "all have to call all_sum"),
        (lambda ls, w, s, n: n * (ls * w).sum() / s(w.sum()), "no process has anything"),
        (lambda *a: 1 / 0, "ZeroDivisionError"),
        (3.0, "a function is wanted"),
    ],
}
