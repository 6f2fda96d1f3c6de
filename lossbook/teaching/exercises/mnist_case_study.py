"""The exercises of the MNIST case study."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
from scipy import stats

from lossbook.datasets import load_mnist
from lossbook.numpy import sparse_categorical_cross_entropy, sparse_categorical_focal
from lossbook.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("mnist-baseline")
def baseline(answer: Any) -> None:
    """The accuracy of always giving the same answer."""
    train, test = (np.bincount(load_mnist(split)[1]) for split in ("train", "test"))
    favourite = train.argmax()
    compare(
        number(answer),
        test[favourite] / test.sum(),
        {
            "that is in per cent; accuracy is a share": 100 * test[favourite] / test.sum(),
            "that is its share of the training digits; accuracy is measured on the test digits": train[favourite]
            / train.sum(),
            "that is how many it gets right; divide by how many there are": test[favourite],
            "that is the digit; how often is it right?": favourite,
            "that is for guessing at random; the commonest digit is a little better": 0.1,
        },
        otherwise="which digit is the commonest in training, and what share of the test digits is it?",
    )


@exercise("mnist-first-loss")
def first_loss(answer: Any) -> None:
    """Focal loss of a network that has no opinion."""
    no_opinion = np.zeros((1, 10))
    cross_entropy = sparse_categorical_cross_entropy([0], no_opinion, from_logits=True)
    compare(
        number(answer),
        sparse_categorical_focal([0], no_opinion, gamma=2.0, from_logits=True),
        {
            "that is the cross-entropy; focal loss multiplies it by something": cross_entropy,
            "the factor is (1 − p) squared; you took it to the power 1": 0.9 * cross_entropy,
            "the factor is (1 − p) squared and not p squared": 0.01 * cross_entropy,
            "that is the factor; what does it multiply?": 0.81,
            "that is in bits; the natural logarithm gives nats": 0.81 * math.log2(10),
        },
        otherwise="no opinion is p = 1/10 for each class; put it into the definition",
    )


@exercise("mnist-recall")
def recall(answer: Any) -> None:
    """Recall of each class, as a function."""
    labels = np.array([0, 0, 0, 0, 1, 1, 2, 2, 2, 2])
    answers = np.array([0, 0, 0, 1, 1, 1, 2, 1, 0, 2])
    compare(
        array(call(answer, labels, answers, 3), (3,)),
        np.array([3 / 4, 1.0, 1 / 2]),
        {
            "that is precision: the share of the *answers* c that are right; "
            "recall is the share of the *true* c that are found": np.array([3 / 4, 1 / 2, 1.0]),
            "those are counts; divide by how many of the class there are": np.array([3, 2, 2]),
            "you divide by all digits; divide by those of the class": np.array([0.3, 0.2, 0.2]),
        },
        otherwise="for each class c: among the digits whose label is c, what share has the answer c?",
    )


@exercise("mnist-interval")
def interval(answer: Any) -> None:
    """Half-width of a 95 % interval of an accuracy."""
    p, n = 0.98, 10_000
    error = math.sqrt(p * (1 - p) / n)
    compare(
        number(answer),
        1.96 * error,
        {
            "that is one standard error; a 95 % interval reaches 1.96 of them each way": error,
            "that is the width from end to end; how far does it reach each way?": 2 * 1.96 * error,
            "that is the variance; take the square root": p * (1 - p) / n,
            "that is the spread of one digit; the mean of n digits has 1/√n of it": math.sqrt(p * (1 - p)),
            "that is in digits; divide by how many there are": 1.96 * error * n,
        },
        otherwise="the standard error of a share p of n is √(p (1 − p) / n)",
        rtol=0.025,  # 1.96 or 2: both are taught
    )


@exercise("mnist-paired")
def paired(answer: Any) -> None:
    """Mean difference over the seeds, with a paired 95 % interval."""
    a, b = np.array([0.95, 0.90, 0.93, 0.88, 0.94]), np.array([0.94, 0.90, 0.91, 0.87, 0.93])
    d, n = a - b, 5
    t = stats.t.ppf(0.975, n - 1)
    spread = d.std(ddof=1)
    unpaired = stats.t.ppf(0.975, 2 * n - 2) * math.sqrt((a.var(ddof=1) + b.var(ddof=1)) / n)

    def right(half: float, mean: float = d.mean()) -> np.ndarray:
        return np.array([mean, half])

    half = t * spread / math.sqrt(n)
    compare(
        array(call(answer, a, b), (2,)),
        right(half),
        {
            "the difference is a minus b": right(half, -d.mean()),
            "1.96 is for many seeds; with five, take the t-distribution with n − 1 degrees of freedom": right(
                1.96 * spread / math.sqrt(n)
            ),
            "that is how far single seeds spread; the mean of n of them spreads 1/√n of it": right(t * spread),
            "divide the squares by n − 1 (`ddof=1`): the mean was estimated from the same seeds": right(
                t * d.std() / math.sqrt(n)
            ),
            "that treats the two as if they had different seeds; subtract first, seed by seed": right(unpaired),
            "`ppf(0.95)` leaves 5 % on one side; leave 2.5 % on each": right(
                stats.t.ppf(0.95, n - 1) * spread / math.sqrt(n)
            ),
        },
        otherwise="d = a − b; its mean, and t · s / √n with s the standard deviation of d",
    )


@exercise("mnist-centroids")
def centroids(answer: Any) -> None:
    """A classifier without any training: the nearest average digit."""
    images, truth, expected = _nearest_averages()
    answers = np.asarray(array(call(answer, images), (len(images),)))
    accuracy = (answers == truth).mean()
    if (answers == expected).mean() > 0.99:
        return
    if accuracy > (expected == truth).mean():
        raise NotYet(f"better than asked for ({accuracy:.1%})! But is it the nearest average?")
    raise NotYet(
        f"{accuracy:.1%} right where the nearest average gets {(expected == truth).mean():.1%}; "
        "is the distance squared before it is summed over the pixels?"
    )


@cache
def _nearest_averages() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Some test images in [0, 1], their labels, and for each the class whose average image is nearest."""
    images, labels = load_mnist("train")
    averages = np.stack([images[labels == digit].mean(axis=0) for digit in range(10)]).reshape(10, -1) / 255
    images, labels = load_mnist("test")
    images, labels = images[:500].astype(np.float32) / 255, labels[:500]
    distances = ((images.reshape(500, 1, -1) - averages) ** 2).sum(axis=2)
    return images, labels, distances.argmin(axis=1)
