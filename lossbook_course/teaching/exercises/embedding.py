"""The exercises of chapter 6, similarity and embedding losses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, SupportsFloat

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import cosine_similarity, info_nce
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("embedding-start")
def before_the_first_step(answer: Any) -> None:
    """The loss of 4096 pairs whose vectors are all the same."""
    pairs = 4096
    expected = info_nce(np.ones((pairs, 2)), np.ones((pairs, 2)))
    value = number(answer)
    if np.isclose(value, np.log(pairs - 1), rtol=1e-6):  # three digits do not tell it from the right one
        raise NotYet("the query's own key is a candidate too: there are 4096, and not 4095")
    compare(
        value,
        expected,
        {
            "that is in bits; the library's losses are in nats": expected / np.log(2),
            "that is a decimal logarithm; the library's losses are in nats": np.log10(pairs),
            "1 is the cosine of any two of them, or nearly a probability; the loss is a logarithm, over 4096 keys": 1.0,
            "the temperature divides all cosines alike, and equal ones stay equal": expected / 0.1,
            "equal cosines stay equal, whatever multiplies them: the temperature changes nothing": expected * 0.1,
            "all cosines are 1, also those of the wrong keys; then the right one does not stand out": 0.0,
            "that is the probability of the right key; the loss is minus its logarithm": 1 / pairs,
            "that is how many keys there are; the loss is a logarithm": pairs,
            "that is the sum over the batch; the training reports the mean": expected * pairs,
            "for each query the keys compete, and not the other queries too": np.log(2 * pairs),
            "that is twice as much as it should be; each query chooses once, among 4096 keys": 2 * expected,
            "that is for ten keys; how many are in the batch?": np.log(10),
            "the right key's logit is taken off once; log N has it off already": expected - 1 / 0.1,
            "that is the logarithm of the sum; take off the logit of the right key": expected + 1 / 0.1,
        },
        otherwise="4096 equal rows for queries and for keys; any temperature",
    )


@exercise("embedding-both-ways")
def both_ways(answer: Any) -> None:
    """InfoNCE from queries to keys and back, averaged."""
    rng = np.random.default_rng(3)
    images, captions = rng.normal(size=(2, 5, 4)) * rng.uniform(0.5, 3, size=(2, 5, 1))

    def ways(there: float, back: float) -> tuple[float, float]:
        return (
            info_nce(images, captions, temperature=there),
            info_nce(captions, images, temperature=back),
        )

    there, back = ways(0.2, 0.2)
    cosines = _unit(images) @ _unit(captions).T
    columns = (images / np.linalg.norm(images, axis=0)) @ (captions / np.linalg.norm(captions, axis=0)).T
    stacked = np.concatenate([images, captions]), np.concatenate([captions, images])
    compare(
        number(call(answer, images, captions, 0.2)),
        (there + back) / 2,
        {
            "that is one direction, from images to captions; average it with the other": there,
            "that is one direction, from captions to images; average it with the other": back,
            "that is the sum of the two directions; halve it": there + back,
            "only the second direction is halved; put the sum in brackets": there + back / 2,
            "only the first direction is halved; halve the sum": there / 2 + back,
            "that is the difference of the two directions, halved; add them": (there - back) / 2,
            "is the temperature passed on? That is the loss at the default of 0.1": np.mean(ways(0.1, 0.1)),
            "the second direction does not get the temperature": np.mean(ways(0.2, 0.1)),
            "the first direction does not get the temperature": np.mean(ways(0.1, 0.2)),
            "that is the loss at a temperature of 1": np.mean(ways(1, 1)),
            "those are dot products and not cosines; divide by the lengths": _both_ways(images @ captions.T / 0.2),
            "those are dot products and not cosines, without a temperature": _both_ways(images @ captions.T),
            "each row has to have length one; that divides by the lengths of the columns": _both_ways(columns / 0.2),
            "that multiplies by the temperature; it divides": _both_ways(cosines * 0.2),
            "that is one batch of twice the size; each caption should compete with the captions alone": info_nce(
                *stacked, temperature=0.2
            ),
            "that averages the two matrices and takes one loss; take two losses and average them": _one_way(
                (cosines + cosines.T) / 2 / 0.2
            ),
            "that is one direction, from images to captions, at the default temperature of 0.1": ways(0.1, 0.1)[0],
        },
        otherwise="the mean of info_nce(images, captions) and info_nce(captions, images)",
    )


SEMI_HARD = (
    (1.0, (0.9, 3.0, 0.5, 2.0, 1.2, 0.7)),
    (0.4, (0.8, 0.5, 2.0, 1.2, 3.0)),
    (1.5, (1.4, 1.5, 9.0, 1.6, 1.3)),
    (0.5, (0.3, 4.0, 0.2, 2.5, 0.4)),
    (2.0, (5.0, 1.2, 2.1, 0.6)),
    (0.5, (0.2, 9.0, 4.0, 0.4)),
)
NONE_BEYOND = (1.0, (0.5, 0.2, 0.8, 0.7))


@exercise("embedding-semi-hard")
def semi_hard(answer: Any) -> None:
    """The nearest stranger who is farther away than the partner."""
    cases = [(near, np.array(strangers)) for near, strangers in SEMI_HARD]
    picked = [number(call(answer, near, far)) for near, far in cases]
    expected = [_nearest(far, far > near) for near, far in cases]
    if picked != expected:
        for hint, rule in WRONG_RULES.items():
            if picked == [rule(near, far) for near, far in cases]:
                raise NotYet(hint)
        place = next(i for i, pick in enumerate(picked) if pick != expected[i])
        near, far = cases[place]
        if picked[place] not in range(len(far)):
            raise NotYet(f"a position is wanted, from 0 to {len(far) - 1}")
        raise NotYet(f"with a positive at {near} and negatives at {far.tolist()}, not number {picked[place]:g}")

    near, far = NONE_BEYOND[0], np.array(NONE_BEYOND[1])
    last = "right where there is a semi-hard one; where there is none, take the farthest"
    try:
        found = number(call(answer, near, far))
    except NotYet as problem:
        raise NotYet(f"{last}, and not: {problem}") from None
    if found != _nearest(far, far > near):
        raise NotYet(last)


def _nearest(far: NDArray[np.float64], allowed: NDArray[np.bool_]) -> int:
    """The position of the nearest that is allowed, or of the farthest of all where none is."""
    return int(np.where(allowed, far, np.inf).argmin() if allowed.any() else far.argmax())


WRONG_RULES: Mapping[str, Callable[[float, NDArray[np.float64]], SupportsFloat]] = {
    "that is the hardest negative; it may lie nearer than the positive": lambda near, far: far.argmin(),
    "that is the easiest negative; take the nearest of those beyond the positive": lambda near, far: far.argmax(),
    "a position is wanted, and that is a distance": lambda near, far: far[_nearest(far, far > near)],
    "that is the position among those beyond the positive; where do they stand in far?": (
        lambda near, far: far[far > near].argmin()
    ),
    "positions are counted from 0": lambda near, far: _nearest(far, far > near) + 1,
    "that one is as near as the positive; a semi-hard one is farther": lambda near, far: _nearest(far, far >= near),
    "that is the first beyond the positive; take the nearest of them": lambda near, far: (far > near).argmax(),
    "that is the closest to the positive on either side; a semi-hard one is farther": (
        lambda near, far: np.abs(far - near).argmin()
    ),
    "that is the farthest of those nearer than the positive; a semi-hard one is farther": (
        lambda near, far: np.where(far < near, far, -np.inf).argmax() if np.any(far < near) else far.argmin()
    ),
    "a distance of 0 is the smallest of all; give what does not count an infinite one": (
        lambda near, far: (far * (far > near)).argmin()
    ),
    "below 0 is smaller than any distance; give what does not count an infinite one": (
        lambda near, far: np.where(far > near, far, -far).argmin()
    ),
    "no margin is asked for: a semi-hard one may be farther than the positive by any amount": (
        lambda near, far: _nearest(far, (far > near) & (far < near + 1))
    ),
    "no margin is asked for, and 0.2 is one: a semi-hard one may be farther by any amount": (
        lambda near, far: _nearest(far, (far > near) & (far < near + 0.2))
    ),
}


@exercise("embedding-reader")
def reader(answer: Any) -> None:
    """The label of the example with the largest cosine."""
    rng = np.random.default_rng(5)
    kinds = np.repeat([0, 1, 2], 20)
    labels = np.array([7, 4, 9])[kinds]
    lengths = np.array([0.5, 20.0, 3.0])[kinds, None] * rng.uniform(0.5, 2, (60, 1))  # each kind has its own
    examples = (DIRECTIONS[kinds] + rng.normal(0, 0.4, (60, 2))) * lengths
    queries = (DIRECTIONS[rng.integers(0, 3, 40)] + rng.normal(0, 0.4, (40, 2))) * rng.uniform(0.3, 20, (40, 1))
    found = call(answer, examples, labels, queries)
    if np.shape(found) == (60,):
        raise NotYet("that is one answer for each example; give one for each query")
    found = array(found, (40,))

    pairs = (np.broadcast_to(each, (40, 60, 2)) for each in (queries[:, None], examples))
    cosines = -cosine_similarity(*pairs, reduction="none")
    right = labels[cosines.argmax(axis=1)]
    if np.array_equal(found, right):
        return
    products, long = queries @ examples.T, np.linalg.norm(examples, axis=1)
    columns = (queries / np.linalg.norm(queries, axis=0)) @ (examples / np.linalg.norm(examples, axis=0)).T
    centres = np.stack([_unit(examples)[labels == kind].mean(axis=0) for kind in np.unique(labels)])
    mistakes = {
        "those are positions among the examples; which label stands there?": cosines.argmax(axis=1),
        "those are the most *dissimilar*; a loss is small, a similarity large": labels[cosines.argmin(axis=1)],
        "that is the nearest by distance; the examples' lengths differ, and only angles count here": labels[
            ((queries[:, None] - examples) ** 2).sum(axis=-1).argmin(axis=1)
        ],
        "that is the largest dot product, which long examples win too often; divide by their lengths": labels[
            products.argmax(axis=1)
        ],
        "that divides by the squared lengths of the examples; divide by the lengths": labels[
            (products / long**2).argmax(axis=1)
        ],
        "that divides by the lengths of the columns; a vector is a row": labels[columns.argmax(axis=1)],
        "opposite directions are not near: leave the sign of the cosine": labels[np.abs(cosines).argmax(axis=1)],
        "that is the nearest mean direction of a kind; find the nearest example": np.unique(labels)[
            (queries @ _unit(centres).T).argmax(axis=1)
        ],
        "that compares with the mean of a kind's directions, by dot products; find the nearest example": np.unique(
            labels
        )[(queries @ centres.T).argmax(axis=1)],
    }
    for hint, wrong in mistakes.items():
        if np.array_equal(found, wrong):
            raise NotYet(hint)
    raise NotYet(f"{np.mean(found == right):.0%} of the answers are right")


DIRECTIONS = np.array([[1.0, 0.2], [0.4, 1.0], [-1.0, 0.6]]) * [4, 1]


@exercise("embedding-suspects")
def suspects(answer: Any) -> None:
    """The samples whose label does not fit where they lie."""
    points, labels, wrong = _spoiled()
    given = call(answer, points, labels, 5)
    if np.shape(given) == labels.shape:
        if np.asarray(given).dtype == bool:
            raise NotYet("that is a mask; positions are wanted, the most suspicious first")
        if np.array_equal(np.sort(array(given, labels.shape)), np.arange(len(labels))):
            raise NotYet("those are all positions; as many are wanted as count says")
    found = array(given, (5,))
    right = len(np.intersect1d(found, wrong))
    if right < 5:
        if np.array_equal(np.sort(found), np.sort(labels[wrong])):
            raise NotYet("those are labels; positions are wanted")
        if not np.isin(found, np.arange(len(labels))).all() or len(np.unique(found)) < 5:
            raise NotYet("five different positions are wanted, from 0 to the number of samples less one")
        all_but_five = np.ravel(call(answer, points, labels, len(labels) - 5))
        if len(all_but_five) == len(labels) - 5 and not np.isin(wrong, all_but_five).any():
            raise NotYet("those are the least suspicious; take the other end")
        raise NotYet(
            f"{right} of 5 are found; compare how well a sample fits its own label with how well it fits another"
        )
    for count in range(1, 5):
        if not np.array_equal(array(call(answer, points, labels, count), (count,)), found[:count]):
            raise NotYet("the right five, but not the most suspicious first: asked for fewer, you name others first")


def _spoiled() -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Points of three kinds, their labels, and the positions of the five labels that are wrong.

    The mislabelled ones lie far out in the right direction. So do some of those whose label is right, farther still;
    others lie where two kinds meet, and two in a direction that is far from every kind, from their own the least. So
    the mislabelled ones are told neither by the distance from their own kind, nor by the angle to it.
    """
    rng = np.random.default_rng(7)
    truth = np.repeat([0, 1, 2], [60, 30, 10])
    centres = np.array([[4.0, 0.0, 1.0], [0.0, 3.0, 1.0], [-2.0, -2.0, 1.0]])
    points = (centres[truth] + rng.normal(0, 0.3, (100, 3))) * rng.uniform(0.8, 1.5, (100, 1))
    wrong = np.array([3, 17, 64, 71, 95])
    labels = truth.copy()
    labels[wrong] = (labels[wrong] + [1, 2, 1, 2, 1]) % 3
    points[wrong] *= 1.3
    points[[20, 30]] *= 5  # right and far out
    points[[50, 51]] = np.array([1.8, -0.6, -9.0]) + rng.normal(0, 0.3, (2, 3))  # right and far from all
    points[[40, 41, 42, 43, 44]] = np.array([2.7, 1.6, 1.1]) + rng.normal(0, 0.05, (5, 3))  # right and near the others
    return points, labels, wrong


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _one_way(scores: NDArray[np.float64]) -> float:
    """Mean of the cross-entropies of the rows, the diagonal being the labels."""
    return float((np.log(np.exp(scores).sum(axis=1)) - np.diagonal(scores)).mean())


def _both_ways(scores: NDArray[np.float64]) -> float:
    """The same, averaged with that of the columns."""
    return (_one_way(scores) + _one_way(scores.T)) / 2
