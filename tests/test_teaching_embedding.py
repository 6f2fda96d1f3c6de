"""The exercises on embeddings."""

import math

import numpy as np
import pytest

from lossbook.numpy import info_nce
from lossbook.teaching.exercises import judge


def both_ways(images, captions, temperature):
    return 0.5 * sum(info_nce(*pair, temperature=temperature) for pair in ((images, captions), (captions, images)))


def choose(near, far):
    return np.where(far > near, far, np.inf).argmin() if np.any(far > near) else far.argmax()


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def by_angle(examples, labels, queries):
    return labels[(queries @ unit(examples).T).argmax(axis=1)]


def suspicion(embedding, labels):
    """How much better the best other kind fits than one's own."""
    kinds = np.unique(labels)
    fit = unit(embedding) @ unit(np.stack([unit(embedding)[labels == kind].mean(axis=0) for kind in kinds])).T
    own = labels[:, None] == kinds
    return np.where(own, -np.inf, fit).max(axis=1) - fit[own]


def suspects(embedding, labels, count):
    return np.argsort(-suspicion(embedding, labels))[:count]


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("embedding-start", math.log(4096), None),
        ("embedding-start", 12, "bits"),
        ("embedding-start", 1.0, "collapsed"),
        ("embedding-start", math.log(4096) / 0.1, "temperature"),
        ("embedding-start", 0.0, "equal rows"),
        ("embedding-both-ways", both_ways, None),
        ("embedding-both-ways", lambda q, k, t: info_nce(q, k, temperature=t), "images to captions"),
        ("embedding-both-ways", lambda q, k, t: info_nce(k, q, temperature=t), "captions to images"),
        ("embedding-both-ways", lambda q, k, t: 2 * both_ways(q, k, t), "halve"),
        ("embedding-both-ways", lambda q, k, t: both_ways(q, k, 0.1), "passed on"),
        ("embedding-both-ways", lambda q, k, t: both_ways(q, k, 1 / t), "it divides"),
        ("embedding-both-ways", lambda q, k, t: dot_products(q, k, t), "lengths"),
        ("embedding-both-ways", lambda q, k, t: info_nce(q, k, temperature=t, reduction="none"), "this has 5"),
        ("embedding-semi-hard", choose, None),
        ("embedding-semi-hard", lambda near, far: far.argmin(), "hardest"),
        ("embedding-semi-hard", lambda near, far: far.argmax(), "easiest"),
        ("embedding-semi-hard", lambda near, far: np.where(far > near, far, np.inf).argmin(), "take the farthest"),
        ("embedding-semi-hard", lambda near, far: np.where(far >= near, far, np.inf).argmin(), "as near as"),
        ("embedding-semi-hard", lambda near, far: far[choose(near, far)], "is a distance"),
        ("embedding-semi-hard", lambda near, far: 1, "not number 1"),
        ("embedding-reader", by_angle, None),
        ("embedding-reader", lambda e, y, q: by_angle(e, y, -q), "dissimilar"),
        ("embedding-reader", lambda e, y, q: (q @ unit(e).T).argmax(axis=1), "positions"),
        ("embedding-reader", lambda e, y, q: y[(q @ e.T).argmax(axis=1)], "dot product"),
        ("embedding-reader", lambda e, y, q: y[((q[:, None] - e) ** 2).sum(-1).argmin(axis=1)], "by distance"),
        ("embedding-reader", lambda e, y, q: np.full(len(q), 7), "% of the answers"),
        ("embedding-reader", lambda e, y, q: y[0], "shape (40,)"),
        ("embedding-suspects", suspects, None),
        ("embedding-suspects", lambda e, y, n: np.argsort(suspicion(e, y))[:n], "other way"),
        ("embedding-suspects", lambda e, y, n: y[suspects(e, y, n)], "positions are wanted"),
        ("embedding-suspects", lambda e, y, n: np.full(n, 3), "different positions"),
        ("embedding-suspects", lambda e, y, n: np.r_[suspects(e, y, n)[:3], 0, 1], "3 of 5"),
        ("embedding-suspects", lambda e, y, n: suspicion(e, y), "shape (5,)"),
    ],
)
def test_the_exercises_know_right_from_wrong(name, answer, hint):
    verdict, said = judge(name, answer)
    assert (verdict, hint or "") == (("not yet", hint) if hint else ("correct", ""))
    assert (hint or "") in said


def dot_products(queries, keys, temperature):
    scores = queries @ keys.T / temperature
    directions = (np.log(np.exp(s).sum(axis=1)) - np.diagonal(s) for s in (scores, scores.T))
    return np.mean([each.mean() for each in directions])
