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
from lossbook.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("cross-entropy-chance")
def knowing_nothing(answer: Any) -> None:
    """The loss of a thousand equal guesses."""
    expected = sparse_categorical_cross_entropy([0], np.zeros((1, 1000)), from_logits=True)
    compare(
        number(answer),
        expected,
        {
            "that is in bits; the library's losses are in nats": expected / np.log(2),
            "that is the loss for ten classes; here are a thousand": np.log(10),
            "that is the probability of each class; what does it cost?": 1 / 1000,
        },
        otherwise="a zero logit for each of the 1000 classes, any label, from_logits=True",
    )


@exercise("cross-entropy-stable")
def stable_loss(answer: Any) -> None:
    """Binary cross-entropy from logits that never overflows."""
    y = np.array([1.0, 0.0, 1.0, 0.3])
    z = np.array([0.5, -2.0, 3.0, 0.7])
    values = array(call(answer, y, z), y.shape)
    expected = binary_cross_entropy(y, z, from_logits=True, reduction="none")
    as_probabilities = -(y * np.log(1 / (1 + np.exp(z))) + (1 - y) * np.log(1 / (1 + np.exp(-z))))
    compare(
        values,
        expected,
        {"that is the loss of the opposite answer; check the sign of z": as_probabilities},
        otherwise="already wrong for small logits; compare it with -log of the sigmoid for y = 1",
    )

    y, z = np.array([1.0, 0.0, 1.0, 0.0]), np.array([1000.0, 1000.0, -1000.0, -1000.0])
    with np.errstate(all="ignore"):
        values = array(call(answer, y, z), y.shape)
    expected = binary_cross_entropy(y, z, from_logits=True, reduction="none")
    if not np.allclose(values, expected):
        raise NotYet("right for small logits and wrong at 1000 or -1000; which exponential overflows?")


@exercise("cross-entropy-undo")
def undo_the_weight(answer: Any) -> None:
    """The probability behind a prediction trained with a positive weight."""
    for rate, weight in ((0.1, 9.0), (0.3, 4.0), (0.5, 0.5), (0.2, 1.0)):
        trained = _with_weight(rate, weight)
        compare(
            number(call(answer, trained, weight)),
            rate,
            {
                "that applies the weight once more; it has to come off": _with_weight(trained, weight),
                "dividing the probability is not enough; the weight multiplied the odds p / (1 - p)": trained / weight,
            },
            otherwise=f"for a real probability of {rate} and a weight of {weight} the model says {trained:.3f}",
        )


@exercise("cross-entropy-gradient")
def gradient_from_a_blank_page(answer: Any) -> None:
    """The gradient of sparse categorical cross-entropy by the logits."""
    labels = np.array([2, 0, 1, 1])
    z = np.array([[0.2, -1.0, 3.0], [0.0, 0.0, 0.0], [2.0, 1.0, -1.0], [0.5, 4.0, 0.5]])
    gradient = array(call(answer, labels, z), z.shape)
    expected = sparse_categorical_cross_entropy_grad(labels, z, from_logits=True)
    compare(
        gradient,
        expected,
        {"that is the gradient of the sum; the mean divides by the number of samples": expected * len(labels)},
        otherwise="softmax of each row, minus 1 at the label, all over N; do your rows sum to 0?",
    )

    with np.errstate(all="ignore"):
        gradient = array(call(answer, labels, 500 * z), z.shape)
    if not np.allclose(gradient, sparse_categorical_cross_entropy_grad(labels, 500 * z, from_logits=True)):
        raise NotYet("right for small logits; large ones overflow the exponential, so subtract the row's largest first")


@exercise("cross-entropy-temperature")
def one_temperature(answer: Any) -> None:
    """The temperature with the lowest cross-entropy."""
    for logits, labels, best in _uncalibrated_models():
        found = number(call(answer, logits, labels))
        if not found > 0:
            raise NotYet("a temperature is positive")

        def loss(temperature: float, logits: NDArray = logits, labels: NDArray = labels) -> float:
            return sparse_categorical_cross_entropy(labels, logits / temperature, from_logits=True)

        compare(  # the losses, since temperatures near the best one are as good
            loss(found),
            loss(best),
            {
                "is the loss computed on logits / T? At your T it is that of the logits as they were": loss(1.0),
                "that T multiplies the logits, it seems; a temperature divides them": loss(1 / best),
            },
            otherwise="another temperature gives a lower cross-entropy",
        )


def _with_weight(rate: float, weight: float) -> float:
    """The best constant answer when a share ``rate`` of the labels is positive and has this weight."""
    return weight * rate / (weight * rate + 1 - rate)


def _uncalibrated_models() -> Iterator[tuple[NDArray, NDArray, float]]:
    """Logits, labels and the best temperature, of a model that is too sure and of one that is too modest."""
    for scale in (3.0, 0.5):
        rng = np.random.default_rng(0)
        honest = rng.normal(size=(400, 5))
        labels = (honest + rng.gumbel(size=honest.shape)).argmax(axis=1)  # drawn from softmax(honest)
        logits = scale * honest
        candidates = np.geomspace(0.1, 10, 1001)
        losses = [sparse_categorical_cross_entropy(labels, logits / T, from_logits=True) for T in candidates]
        yield logits, labels, candidates[np.argmin(losses)]
