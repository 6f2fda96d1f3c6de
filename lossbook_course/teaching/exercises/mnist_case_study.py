"""The exercises of the MNIST case study."""

from __future__ import annotations

import math
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import sparse_categorical_cross_entropy, sparse_categorical_focal
from lossbook_course.datasets import load_mnist
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, number


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
            "training digits are counted there; accuracy is measured on the test digits": train[favourite]
            / train.sum(),
            "that is how many it gets right; divide by how many there are": test[favourite],
            "that is how many training digits are of that kind; how many test digits are, and what share?": train[
                favourite
            ],
            "divide by how many test digits there are, and not training digits": test[favourite] / train.sum(),
            "that is the digit; how often is it right?": favourite,
            "that is for the rarest digit": test[train.argmin()] / test.sum(),
            "that is the share of errors; accuracy is the share of right answers": 1 - test[favourite] / test.sum(),
            "that is for guessing at random; the commonest digit is a little better": 0.1,
        },
        otherwise="which digit is the commonest in training, and what share of the test digits is it?",
        rtol=5e-3,  # three places are enough
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
            "the factor is (1 − p) squared, and not 1 − p squared": 0.99 * cross_entropy,
            "gamma is a power and no factor": 2 * cross_entropy,
            "the logarithm is that of p, the probability of the true class": -0.81 * math.log(0.9),
            "there is no alpha here": 0.25 * cross_entropy,
            "the focus is right, and there is no alpha here": 0.25 * 0.81 * cross_entropy,
            "that is for two classes; here are ten": 0.25 * math.log(2),
        },
        otherwise="no opinion is p = 1/10 for each class; put it into the definition",
        rtol=3e-3,  # three digits
    )


@exercise("mnist-recall")
def recall(answer: Any) -> None:
    """Recall of each class, as a function."""
    labels = np.array([0, 0, 0, 0, 1, 1, 2, 2, 2, 2])
    answers = np.array([0, 0, 0, 1, 1, 1, 2, 1, 0, 2])
    found, right = array(call(answer, labels, answers, 3), (3,)), np.array([3 / 4, 1.0, 1 / 2])
    if np.allclose(found[:-1], right[1:]):
        raise NotYet("the classes are counted from 0 and not from 1")
    compare(
        found,
        right,
        {
            "that is precision: the share of the *answers* c that are right; "
            "recall is the share of the *true* c that are found": np.array([3 / 4, 1 / 2, 1.0]),
            "those are counts; divide by how many of the class there are": np.array([3, 2, 2]),
            "you divide by all digits; divide by those of the class": np.array([0.3, 0.2, 0.2]),
            "those are in per cent; recall is a share": 100 * right,
            "that is the share that was missed": 1 - right,
            "that is the accuracy, for each class the same; which digits are of the class?": np.full(3, 0.7),
            "that is the accuracy of 'c or not c', in which the other classes count too": np.array([0.8, 0.8, 0.8]),
            "that counts the answers c, without asking whether it is right": np.array([1.0, 2.0, 0.5]),
            "`table[labels, answers] += 1` counts each pair once; `np.add.at` counts all": np.array([1 / 2, 1, 1 / 3]),
        },
        otherwise="for each class c: among the digits whose label is c, what share has the answer c?",
    )
    never_found = call(answer, np.array([0, 1, 2, 3]), np.array([0, 1, 2, 2]), 4)
    if not np.allclose(array(never_found, (4,)), [1, 1, 1, 0]):
        raise NotYet("right so far; and if no digit of the last class is found, its recall is 0")


@exercise("mnist-interval")
def interval(answer: Any) -> None:
    """Half-width of a 95 % interval of an accuracy."""
    p, n = 0.98, 10_000
    error, value = math.sqrt(p * (1 - p) / n), number(answer)
    if math.isclose(value, 1.96 * math.sqrt((1 - p) / n), rel_tol=1e-3):
        raise NotYet("the variance of one coin is p (1 − p); you took 1 − p")
    ends = [end for end in (p - 1.96 * error, p + 1.96 * error) if abs(value - end) < 2e-4]
    compare(
        value,
        1.96 * error,
        {
            "that is one standard error; a 95 % interval reaches 1.96 of them each way": error,
            "that is the width from end to end; how far does it reach each way?": 2 * 1.96 * error,
            "that is the variance; take the square root": p * (1 - p) / n,
            "that is the spread of one digit; the mean of n digits has 1/√n of it": math.sqrt(p * (1 - p)),
            "in per cent, or for a single digit (here the same); the share for the mean of n is wanted": 1.96
            * math.sqrt(p * (1 - p)),
            "that is 1.96 variances; take the square root first": 1.96 * p * (1 - p) / n,
            "divide by the root of n: the mean of n digits has an n-th of the *variance*": 1.96
            * math.sqrt(p * (1 - p))
            / n,
            "that is in digits; divide by how many there are": 1.96 * error * n,
            "that is for a fair coin, p = 0.5; this one has p = 0.98": 1.96 * 0.5 / math.sqrt(n),
            "that is for a 90 % interval; 1.96 is for 95 %": 1.645 * error,
            "that is for a 99 % interval; 1.96 is for 95 %": 2.576 * error,
            "n is how many digits were read, the test digits": 1.96 * math.sqrt(p * (1 - p) / 60_000),
            "that is an end of the interval; how far is it from 0.98?": ends[0] if ends else math.inf,
        },
        otherwise="the standard error of a share p of n is √(p (1 − p) / n)",
        rtol=0.025,  # 1.96 or 2: both are taught
    )


def student_quantile(share: float, degrees: float) -> float:
    """The value that Student's t stays below with a probability of ``share``: SciPy's ``stats.t.ppf``."""
    angles, shares = _student(degrees)
    return math.sqrt(degrees) * math.tan(np.interp(share, shares, angles))


def student_share(value: float, degrees: float) -> float:
    """How probable it is that Student's t stays below a value."""
    angles, shares = _student(degrees)
    return float(np.interp(math.atan(value / math.sqrt(degrees)), angles, shares))


@cache
def _student(degrees: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Angles θ, and the share of Student's t with ν degrees of freedom that lies below √ν tan θ.

    The density over θ is cos(θ)^(ν − 1) but for a factor, on an interval of finite length: a plain sum integrates it.
    """
    angles = np.linspace(-math.pi / 2, math.pi / 2, 100_001)
    density = np.cos(angles) ** (degrees - 1)
    below = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    return angles, below / below[-1]


@exercise("mnist-paired")
def paired(answer: Any) -> None:
    """Mean difference over the seeds, with a paired 95 % interval."""
    a, b = np.array([0.95, 0.90, 0.93, 0.88, 0.94]), np.array([0.94, 0.91, 0.91, 0.87, 0.93])
    d, n = a - b, 5
    t = student_quantile(0.975, n - 1)
    spread = d.std(ddof=1)
    unpaired = student_quantile(0.975, 2 * n - 2) * math.sqrt((a.var(ddof=1) + b.var(ddof=1)) / n)

    def right(half: float, mean: float = d.mean()) -> np.ndarray:
        return np.array([mean, half])

    half, mean = t * spread / math.sqrt(n), d.mean()
    p_value = 2 - 2 * student_share(abs(mean) / (spread / math.sqrt(n)), n - 1)
    apart = abs(a.std(ddof=1) - b.std(ddof=1))
    compare(
        array(call(answer, a, b, student_quantile), (2,)),
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
            "the quantile at 0.95 leaves 5 % on one side; leave 2.5 % on each": right(
                student_quantile(0.95, n - 1) * spread / math.sqrt(n)
            ),
            "n differences have n − 1 degrees of freedom": right(student_quantile(0.975, n) * spread / math.sqrt(n)),
            "divide by the root of n, and not by n": right(t * spread / n),
            "s is the root of the variance": right(t * spread**2 / math.sqrt(n)),
            "s is the standard deviation of the differences, and not the difference of two": right(
                t * apart / math.sqrt(n)
            ),
            "keep the signs: a difference below 0 counts against a": np.array(
                [np.abs(d).mean(), t * np.abs(d).std(ddof=1) / math.sqrt(n)]
            ),
            "those are the two ends; wanted are the mean and how far it is to an end": np.array(
                [mean - half, mean + half]
            ),
            "that is the width from end to end; how far does it reach each way?": right(2 * half),
            "first the mean, then how far the interval reaches": np.array([half, mean]),
            "in points; leave the differences as shares": 100 * right(half),
            "that is the p-value; how far does the interval reach?": right(p_value),
        },
        otherwise="d = a − b; its mean, and t · s / √n with s the standard deviation of d",
    )


@exercise("mnist-centroids")
def centroids(answer: Any) -> None:
    """A classifier without a step of training: the nearest average digit."""
    images, truth, expected = _nearest_averages()
    answers = array(call(answer, images), (len(images),))

    def says(other: np.ndarray) -> bool:
        return (answers == other).mean() > 0.99

    if says(expected):
        return
    if np.all(answers == answers[0]):
        raise NotYet("the same answer for every image; look at the ten distances of two of them")
    for hint, other in _other_answers().items():
        if says(other):
            raise NotYet(hint)
    right, wanted = ((found == truth).mean() for found in (answers, expected))
    raise NotYet(
        f"{right:.1%} right, where the nearest average gets {wanted:.1%}: for each image, take the ten sums of squared "
        "differences, and the class of the smallest"
    )


@cache
def _nearest_averages() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Some test images in [0, 1], their labels, and for each the class whose average image is nearest."""
    images, labels = (array[:500] for array in load_mnist("test"))
    images = images.astype(np.float32) / 255
    return images, labels, _distances(images, _averages("train")).argmin(axis=1)


def _averages(split: Literal["train", "test"]) -> np.ndarray:
    images, labels = load_mnist(split)
    return np.stack([images[labels == digit].mean(axis=0) for digit in range(10)]).reshape(10, -1) / 255


def _distances(images: np.ndarray, averages: np.ndarray) -> np.ndarray:
    return ((images.reshape(len(images), 1, -1) - averages) ** 2).sum(axis=2)


@cache
def _other_answers() -> dict[str, np.ndarray]:
    """What well-known mistakes answer to the same images."""
    images, _, expected = _nearest_averages()
    averages = _averages("train")
    products = images.reshape(500, -1) @ averages.T
    return {
        "those are labels counted from 1; the digit 0 has the label 0": expected + 1,
        "that is the farthest average; take the smallest distance": _distances(images, averages).argmax(axis=1),
        "the sum of absolute differences; square them": np.abs(images.reshape(500, 1, -1) - averages)
        .sum(axis=2)
        .argmin(axis=1),
        "that is the largest scalar product, which is all that counts if only the images go up to 255; "
        "the length of an average has to count too": products.argmax(axis=1),
        "that is the smallest angle, which forgets how much ink an average has": (
            products / np.linalg.norm(averages, axis=1)
        ).argmax(axis=1),
        "take the averages of the training digits, and not of the test digits": _distances(
            images, _averages("test")
        ).argmin(axis=1),
    }
