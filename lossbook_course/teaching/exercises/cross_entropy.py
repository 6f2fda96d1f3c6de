"""The exercises of chapter 2, cross-entropy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import (
    binary_cross_entropy,
    sparse_categorical_cross_entropy,
    sparse_categorical_cross_entropy_grad,
)
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("cross-entropy-chance")
def knowing_nothing(answer: Any) -> None:
    """The loss of a thousand equal guesses."""
    expected = sparse_categorical_cross_entropy([0], np.zeros((1, 1000)), from_logits=True)
    as_columns = binary_cross_entropy(np.eye(1000)[:1], np.full((1, 1000), 1 / 1000))
    compare(
        number(answer),
        expected,
        {
            "that is in bits; the library's losses are in nats": expected / np.log(2),
            "that is the logarithm to base 10; a nat belongs to the natural logarithm": np.log10(1000),
            "that is the loss for ten classes; here are a thousand": np.log(10),
            "that is the probability of each class; what does it cost?": 1 / 1000,
            "that is one minus the probability; the fine is its logarithm, with a minus": 1 - 1 / 1000,
            "that is the number of classes, which is e to the loss": 1000,
            "that is a binary loss; one of a thousand classes wants a categorical one": np.log(2),
            "that is the binary loss of a thousand columns; one of a thousand wants a categorical loss": as_columns,
            "that is divided by the number of classes; a mean is over samples": expected / 1000,
        },
        otherwise="a zero logit for each of the 1000 classes, any label, from_logits=True",
    )


@exercise("cross-entropy-stable")
def stable_loss(answer: Any) -> None:
    """Binary cross-entropy from logits that never overflows."""
    y = np.array([1.0, 0.0, 1.0, 0.0])
    z = np.array([0.5, -2.0, 3.0, 0.7])
    size = np.abs(z)
    expected = binary_cross_entropy(y, z, from_logits=True, reduction="none")
    opposite = binary_cross_entropy(1 - y, z, from_logits=True, reduction="none")
    values = array(call(answer, y, z), y.shape)
    if np.isnan(values).any():
        raise NotYet("there is a NaN in it; did a logarithm meet a number below 0? z is a logit and not a probability")
    compare(
        values,
        expected,
        {
            "that is the loss of the opposite answer; check the signs, and which term y belongs to": opposite,
            "z y is subtracted, and yours is added": np.maximum(z, 0) + z * y + np.log1p(np.exp(-size)),
            "that is in bits; the library's losses are in nats": expected / np.log(2),
            "the label comes first: y, then z": np.maximum(y, 0) - z * y + np.log1p(np.exp(-np.abs(y))),
            "that is max(z, 0) - z y; the logarithm is missing": np.maximum(z, 0) - z * y,
            "too much for z below 0: it is max(z, 0), and not the size of z, and the exponent is minus the size of z": (
                np.maximum(z, 0) - z * y + np.log1p(np.exp(-z))
            ),
            "the exponent is minus the size of z, and yours has no minus": np.maximum(z, 0)
            - z * y
            + np.log1p(np.exp(size)),
            "np.max(z, 0) is the largest of all; np.maximum(z, 0) compares each with 0": z.max()
            - z * y
            + np.log1p(np.exp(-size)),
        },
        otherwise="already wrong for small logits; compare it with -log of the sigmoid for y = 1",
    )

    between = np.array([0.3, 0.9, 0.5, 0.0])
    if not _agrees(answer, between, z):
        raise NotYet("right for labels 0 and 1, and wrong for a label between them, such as 0.3")

    y, z = np.array([1.0, 0.0, 1.0, 0.0]), np.array([1000.0, 1000.0, -1000.0, -1000.0])
    with np.errstate(all="ignore"):
        values = array(call(answer, y, z), y.shape)
    expected = binary_cross_entropy(y, z, from_logits=True, reduction="none")
    if np.allclose(values, expected):
        return
    if not np.isfinite(values).all():
        raise NotYet("right for small logits, not finite at 1000 or -1000: an exponential overflows, or a log meets 0")
    wrong = np.abs(values - expected).argmax()
    cut = "; is it cut off on the way?" if values[wrong] < expected[wrong] else ""
    raise NotYet(
        f"right for small logits; for y = {y[wrong]:g} and z = {z[wrong]:g} the loss is {expected[wrong]:g}, "
        f"and yours is {values[wrong]:.4g}{cut}"
    )


@exercise("cross-entropy-undo")
def undo_the_weight(answer: Any) -> None:
    """The probability behind a prediction trained with a weight on the positives."""
    for rate, weight in ((0.2, 9.0), (0.3, 4.0), (0.5, 0.5), (0.1, 1.0)):
        trained = _with_weight(rate, weight)
        compare(
            number(call(answer, trained, weight)),
            rate,
            {
                "that applies the weight once more; it has to come off": _with_weight(trained, weight),
                "dividing the probability is not enough; the weight multiplied the odds p / (1 - p)": trained / weight,
                "those are the real odds; the probability is odds / (1 + odds)": rate / (1 - rate),
                "that is the real logit; its sigmoid is the probability": np.log(rate / (1 - rate)),
                "the probability comes first: p, then w": weight / (weight + trained * (1 - weight)),
                "that is the probability of no; the one of yes is wanted": 1 - rate,
                "that is p itself; the weight has to come off": trained,
                "that is in per cent; a probability lies between 0 and 1": 100 * rate,
            },
            otherwise=f"for a real probability of {rate} and a weight of {weight:g} the model says {trained:.3f}",
        )


@exercise("cross-entropy-gradient")
def gradient_from_a_blank_page(answer: Any) -> None:
    """The gradient of sparse categorical cross-entropy by the logits."""
    labels = np.array([2, 0, 1, 1])
    z = np.array([[0.2, -1.0, 3.0], [0.0, 0.0, 0.0], [2.0, 1.0, -1.0], [0.5, 4.0, 0.5]])
    n, classes = z.shape
    y, exponentials = np.eye(classes)[labels], np.exp(z)
    p = exponentials / exponentials.sum(axis=1, keepdims=True)
    expected = sparse_categorical_cross_entropy_grad(labels, z, from_logits=True)
    compare(
        array(call(answer, labels, z), z.shape),
        expected,
        {
            "that is the gradient of the sum; the mean divides by the number of samples": expected * n,
            "that divides by the number of classes; the mean divides by that of the samples": expected * n / classes,
            "that divides by all entries of z; the mean divides by the number of samples": expected / classes,
            "that is p / N; where does the label come off?": p / n,
            "that is z - y and not p - y; a softmax makes p of z": (z - y) / n,
            "that takes a sigmoid of each logit; p is the softmax of the row": (1 / (1 + np.exp(-z)) - y) / n,
            "that takes the softmax over the samples; a row of z is one sample": (
                exponentials / exponentials.sum(axis=0) - y
            )
            / n,
            "that divides by the sum of the whole table; each row has its own softmax": (
                exponentials / exponentials.sum() - y
            )
            / n,
            "that subtracts the number of the class; subtract 1 in the column of the class": (p - labels[:, None]) / n,
            "g[:, labels] means these columns in every row; g[np.arange(N), labels] is one of each row": (p - 1) / n,
            "that is the gradient by the probabilities; by the logits it is p - y": -y / p / n,
        },
        otherwise="softmax of each row, minus 1 at the label, all over N; do your rows sum to 0?",
    )

    labels = np.array([1, 0, 1, 1])  # the last class is nobody's
    with np.errstate(all="ignore"):
        gradient = array(call(answer, labels, 500 * z), z.shape)
    if not np.isfinite(gradient).all():
        raise NotYet(
            "right for small logits; with large ones the exponentials overflow, or those of a whole row are 0: "
            "subtract from each row its own largest logit first"
        )
    if not np.allclose(gradient, sparse_categorical_cross_entropy_grad(labels, 500 * z, from_logits=True)):
        raise NotYet("right for small logits, and wrong where one logit is larger than the others by a thousand")


@exercise("cross-entropy-temperature")
def one_temperature(answer: Any) -> None:
    """The temperature with the lowest cross-entropy, to about one per cent."""
    for sure, (logits, labels) in zip((True, False), _uncalibrated_models(), strict=True):
        found = number(call(answer, logits, labels))
        if not found > 0:
            raise NotYet(f"a temperature is positive, and this is {found:.4g}")
        best = _best_temperature(logits, labels)
        lowest = sparse_categorical_cross_entropy(labels, logits / best, from_logits=True)
        hints = {
            "that is one over the temperature, it seems: a temperature divides the logits": 1 / best,
            "that is the lowest loss; the temperature that gives it is wanted": lowest,
            "that is the lowest candidate: compare the losses of logits / T, and take the T of the smallest": 0.1,
            "that is the highest candidate: compare the losses of logits / T, and take the T of the smallest": 10.0,
        }
        if not sure:
            hints["right for a model that is too sure; for one that is too modest T is below 1"] = 1.0
        if abs(found / best - 1) < 0.15:
            otherwise = f"near, but to about one per cent it should be {best:.3g} here, and yours is {found:.4g}"
        elif found > 10:
            otherwise = f"T should lie between 0.1 and 10, and this is {found:.4g}; is it a place in a list?"
        else:
            otherwise = f"at T = {found:.3g} the cross-entropy is not the lowest"
        if abs(found / best - 1) > 0.015:
            for hint, value in hints.items():
                if abs(found / value - 1) < 0.005:
                    raise NotYet(hint)
            raise NotYet(otherwise)


def _agrees(answer: Any, y: NDArray[np.float64], z: NDArray[np.float64]) -> bool:
    """Whether a learner's binary loss from logits is that of the library."""
    expected = binary_cross_entropy(y, z, from_logits=True, reduction="none")
    return np.allclose(array(call(answer, y, z), y.shape), expected, rtol=1e-3)


def _with_weight(rate: float, weight: float) -> float:
    """The best constant answer when a share ``rate`` of the labels is positive and has this weight."""
    return weight * rate / (weight * rate + 1 - rate)


def _uncalibrated_models() -> Iterator[tuple[NDArray[np.float64], NDArray[np.int64]]]:
    """Logits and labels, of a model that is too sure and of one that is too modest."""
    for scale in (3.0, 0.5):
        rng = np.random.default_rng(0)
        honest = rng.normal(size=(400, 5))
        labels = (honest + rng.gumbel(size=honest.shape)).argmax(axis=1)  # drawn from softmax(honest)
        yield scale * honest, labels


def _best_temperature(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Where the loss has no slope; in 1 / T it is convex."""
    low, high = 0.1, 10.0
    for _ in range(50):
        inverse = (low + high) / 2
        slope = logits * sparse_categorical_cross_entropy_grad(labels, inverse * logits, from_logits=True)
        low, high = (low, inverse) if slope.sum() > 0 else (inverse, high)
    return 1 / inverse
