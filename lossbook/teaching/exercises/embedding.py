"""The exercises of chapter 6, similarity and embedding losses."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import cosine_similarity, info_nce
from lossbook.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("embedding-start")
def before_the_first_step(answer: Any) -> None:
    """The loss of 4096 pairs whose vectors are all the same."""
    expected = info_nce(np.ones((4096, 2)), np.ones((4096, 2)))
    compare(
        number(answer),
        expected,
        {
            "that is in bits; the library's losses are in nats": expected / np.log(2),
            "that is the loss of a triplet that has collapsed; here 4096 keys compete": 1.0,
            "the temperature divides all cosines alike, and equal ones stay equal": expected / 0.1,
        },
        otherwise="4096 equal rows for queries and for keys; any temperature",
    )


@exercise("embedding-both-ways")
def both_ways(answer: Any) -> None:
    """InfoNCE from queries to keys and back, averaged."""
    rng = np.random.default_rng(3)
    images, captions = rng.normal(size=(2, 5, 4)) * rng.uniform(0.5, 3, size=(2, 5, 1))
    there, back = (info_nce(*pair, temperature=0.2) for pair in ((images, captions), (captions, images)))
    products = _both_ways(images @ captions.T / 0.2)
    cosines = _unit(images) @ _unit(captions).T
    compare(
        number(call(answer, images, captions, 0.2)),
        (there + back) / 2,
        {
            "that is one direction, from images to captions; average it with the other": there,
            "that is one direction, from captions to images; average it with the other": back,
            "that is the sum of the two directions; halve it": there + back,
            "is the temperature passed on? That is the loss at the default of 0.1": _both_ways(cosines / 0.1),
            "those are dot products and not cosines; divide by the lengths": products,
            "that multiplies by the temperature; it divides": _both_ways(cosines * 0.2),
        },
        otherwise="the mean of info_nce(images, captions) and info_nce(captions, images)",
    )


@exercise("embedding-semi-hard")
def semi_hard(answer: Any) -> None:
    """The nearest stranger who is farther away than the partner."""
    cases = [
        (1.0, [0.5, 2.0, 1.2, 3.0, 0.9]),
        (0.4, [0.5, 2.0, 1.2, 3.0, 0.9]),
        (1.5, [1.4, 1.5, 9.0, 1.6]),
    ]
    for near, strangers in cases:
        far = np.array(strangers)
        picked = _index(call(answer, near, far), far)
        if picked == np.where(far > near, far, np.inf).argmin():
            continue
        if picked == far.argmin():
            raise NotYet("that is the hardest negative; it lies nearer than the positive")
        if picked == far.argmax():
            raise NotYet("that is the easiest negative; take the nearest of those beyond the positive")
        if far[picked] == near:
            raise NotYet("that one is as near as the positive; a semi-hard one is farther")
        raise NotYet(f"with a positive at {near} and negatives at {strangers}, not number {picked}")

    far = np.array([0.5, 0.8, 0.2])
    picked = _index(call(answer, 1.0, far), far)
    if picked != far.argmax():
        raise NotYet("right where there is a semi-hard one; where there is none, take the farthest")


@exercise("embedding-reader")
def reader(answer: Any) -> None:
    """The label of the example with the largest cosine."""
    rng = np.random.default_rng(5)
    directions = np.array([[1.0, 0.2], [0.4, 1.0], [-1.0, 0.6]])
    labels = np.repeat([7, 4, 9], 4)
    lengths = np.repeat([0.5, 20.0, 3.0], 4)[:, None] * rng.uniform(0.5, 2, (12, 1))  # each kind has its own
    examples = (directions.repeat(4, axis=0) + rng.normal(0, 0.05, (12, 2))) * lengths
    truth = rng.integers(0, 3, 40)
    queries = (directions[truth] + rng.normal(0, 0.3, (40, 2))) * rng.uniform(0.3, 20, (40, 1))
    found = array(call(answer, examples, labels, queries), (40,))

    pairs = (np.broadcast_to(each, (40, 12, 2)) for each in (queries[:, None], examples))
    cosines = -cosine_similarity(*pairs, reduction="none")
    distances = ((queries[:, None] - examples) ** 2).sum(axis=-1)
    if np.array_equal(found, labels[cosines.argmax(axis=1)]):
        return
    mistakes = {
        "those are positions among the examples; which label stands there?": cosines.argmax(axis=1),
        "those are the most *dissimilar*; a loss is small, a similarity large": labels[cosines.argmin(axis=1)],
        "that is the nearest by distance; the examples' lengths differ, and only angles count here": labels[
            distances.argmin(axis=1)
        ],
        "that is the largest dot product, which the longest examples win; divide by their lengths": labels[
            (queries @ examples.T).argmax(axis=1)
        ],
    }
    for hint, wrong in mistakes.items():
        if np.array_equal(found, wrong):
            raise NotYet(hint)
    raise NotYet(f"{np.mean(found == labels[cosines.argmax(axis=1)]):.0%} of the answers are right")


@exercise("embedding-suspects")
def suspects(answer: Any) -> None:
    """The samples whose label does not fit where they lie."""
    rng = np.random.default_rng(7)
    truth = np.repeat([0, 1, 2], [60, 30, 10])
    points = np.array([[4.0, 0.0, 1.0], [0.0, 3.0, 1.0], [-2.0, -2.0, 1.0]])[truth]
    points = (points + rng.normal(0, 0.3, points.shape)) * rng.uniform(0.5, 2, (100, 1))
    wrong = np.array([3, 17, 64, 71, 95])
    labels = truth.copy()
    labels[wrong] = (labels[wrong] + 1) % 3
    found = array(call(answer, points, labels, 5), (5,))
    right = len(np.intersect1d(found, wrong))
    if right == 5:
        return
    if np.array_equal(np.sort(found), np.sort(labels[wrong])):
        raise NotYet("those are labels; positions are wanted")
    if not np.isin(found, np.arange(100)).all() or len(np.unique(found)) < 5:
        raise NotYet("five different positions are wanted, from 0 to the number of samples less one")
    if right == 0:
        raise NotYet("not one of the five is mislabelled; are these the best fits? Sort the other way")
    raise NotYet(f"{right} of 5 are found; compare how well a sample fits its own label with how well it fits another")


def _index(answer: Any, far: NDArray) -> int:
    """The answer as a position in ``far``."""
    picked = number(answer)
    if picked not in range(len(far)):
        hint = "; that is a distance" if picked in far else ""
        raise NotYet(f"a position is wanted, from 0 to {len(far) - 1}{hint}")
    return int(picked)


def _unit(vectors: NDArray) -> NDArray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _both_ways(scores: NDArray) -> float:
    """Mean of the cross-entropies of the rows and of the columns, the diagonal being the labels."""
    there, back = (np.diagonal(np.log(np.exp(s).sum(axis=1)) - s.T).mean() for s in (scores, scores.T))
    return float((there + back) / 2)
