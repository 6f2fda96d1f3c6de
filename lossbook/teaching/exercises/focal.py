"""The exercises of chapter 9, focal loss."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import binary_cross_entropy, binary_focal, binary_focal_grad, sparse_categorical_focal
from lossbook.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("focal-thousand")
def a_thousand_times_cheaper(answer: Any) -> None:
    """The probability of the truth at which the focal loss is a thousandth of cross-entropy."""
    grid = np.linspace(0.9, 0.9999, 10_000)
    truth = np.ones_like(grid)
    discount = binary_cross_entropy(truth, grid, reduction="none") / binary_focal(
        truth, grid, gamma=2.0, reduction="none"
    )
    expected = np.interp(1000, discount, grid)
    compare(
        number(answer),
        expected,
        {
            "that is 1 − p, how wrong the model is; how sure is it?": 1 - expected,
            "that is the answer for γ = 1; here γ is 2": 0.999,
            "in per cent; a probability lies between 0 and 1": 100 * expected,
            "there the loss is a hundred times smaller": 0.9,
        },
        otherwise="the two losses differ by the factor (1 − p)²; set it to a thousandth",
        rtol=5e-4,
    )


@exercise("focal-prior")
def start_at_the_prior(answer: Any) -> None:
    """The bias with which a detector starts, from counts."""
    for positives, negatives in ((1, 99), (3, 30_000), (50, 50), (900, 100)):
        expected = np.log(positives / negatives)
        share = positives / (positives + negatives)
        compare(
            number(call(answer, positives, negatives)),
            expected,
            {
                "the sign is turned: with rare positives the bias is far below zero": -expected,
                "that is a share; the bias is a logit": share,
                "that is the logarithm of a share; the logit is the logarithm of the odds": np.log(share),
                "that is in powers of ten; the sigmoid wants the natural logarithm": np.log10(positives / negatives),
            },
            otherwise=f"with {positives} positives and {negatives} negatives the sigmoid of it should be {share:.4g}",
        )


@exercise("focal-gradient")
def gradient_of_the_focal_loss(answer: Any) -> None:
    """The gradient of the binary focal loss by the logit, finite everywhere."""
    y = np.array([1.0, 0.0, 1.0, 0.0, 1.0])
    z = np.array([0.5, -2.0, -3.0, 0.7, 2.0])

    def expected(y: NDArray, z: NDArray, gamma: float) -> NDArray:
        return binary_focal_grad(y, z, gamma=gamma, from_logits=True, reduction="none")

    p_t = 1 / (1 + np.exp(-np.where(y == 1, z, -z)))
    for gamma in (2.0, 0.5, 0.0):
        right = expected(y, z, gamma)
        compare(
            array(call(answer, y, z, gamma), y.shape),
            right,
            {
                "right for positives; for a negative the slope has the other sign": -np.abs(right),
                "the factor depends on z too: the product rule gives a second term, γ p log p": (1 - p_t) ** gamma
                * expected(y, z, 0.0),
                "that is the gradient of the mean; one value an element is wanted": right / len(y),
                "that is the slope by the probability; dp/dz = p(1 − p) is missing": right / (p_t * (1 - p_t)),
            },
            otherwise="already wrong for small logits; compare it with the slope that this page derives, term by term",
        )
    far_y, far_z = np.array([1.0, 0.0, 1.0, 0.0]), np.array([1000.0, 1000.0, -1000.0, -1000.0])
    with np.errstate(all="ignore"):
        gradient = array(call(answer, far_y, far_z, 0.5), far_y.shape)
    if not np.allclose(gradient, expected(far_y, far_z, 0.5)):
        raise NotYet("right for small logits and wrong at 1000 or -1000; write 1 − p as a sigmoid, and stay in logs")


@exercise("focal-alpha")
def one_weight_a_class(answer: Any) -> None:
    """Weights under which every class has the same say at the start."""
    for counts in (np.array([5000, 500, 50]), np.array([10, 10, 80, 100])):
        samples, classes = counts.sum(), len(counts)
        expected = samples / (classes * counts)
        weights = array(call(answer, counts), counts.shape)
        compare(
            weights,
            expected,
            {
                "that makes the frequent classes heavier; turn it over": counts / samples,
                "the classes are balanced, and the mean weight of a sample is not 1": 1 / counts,
                "balanced, but these add up to 1; their mean over all *samples* should be 1": expected / expected.sum(),
                "balanced; it is still too large by the number of classes": samples / counts,
                "one weight for all classes balances nothing": np.ones(classes),
            },
            otherwise=_who_pays(counts, weights),
        )


@exercise("focal-honest")
def honest_probabilities(answer: Any) -> None:
    """The probability behind the logit of a model that was trained with focal loss."""
    rates = np.array([0.02, 0.3, 0.5, 0.9, 0.99])
    for gamma, alpha in ((0.0, None), (2.0, None), (1.0, None), (2.0, 0.25), (3.0, 0.75)):
        logits = np.array([_best_logit(rate, gamma, alpha) for rate in rates])
        without_alpha = _behind(logits, gamma, None)
        compare(
            array(call(answer, logits, gamma, alpha), rates.shape),
            rates,
            {
                "that is what the model says: the sigmoid, nothing undone": 1 / (1 + np.exp(-logits)),
                "that is the probability of a negative; swap the two slopes": 1 - rates,
                "right without α; pass α to the gradient as well": without_alpha,
            },
            otherwise=f"for γ = {gamma:g} and α = {alpha} a model that says the logit {logits[3]:.3f} has seen "
            f"{rates[3]:.2f}",
        )


def _slopes(logits: NDArray, gamma: float, alpha: float | None) -> tuple[NDArray, NDArray]:
    """The focal loss's slopes by the logit, for a positive and for a negative."""
    positive, negative = (
        binary_focal_grad(np.full_like(logits, y), logits, gamma=gamma, alpha=alpha, from_logits=True, reduction="none")
        for y in (1.0, 0.0)
    )
    return positive, negative


def _behind(logits: NDArray, gamma: float, alpha: float | None) -> NDArray:
    """The share of positives at which each logit is the best answer."""
    positive, negative = _slopes(logits, gamma, alpha)
    return negative / (negative - positive)


def _best_logit(rate: float, gamma: float, alpha: float | None) -> float:
    """The logit with the least expected focal loss where a share ``rate`` is positive: its slope is 0, by bisection."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        positive, negative = _slopes(np.array([middle]), gamma, alpha)
        if rate * positive[0] + (1 - rate) * negative[0] < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _who_pays(counts: NDArray, weights: NDArray) -> str:
    """What the weights do to each class's share of the loss of a model that knows nothing."""
    if np.any(weights < 0) or not weights.sum() > 0:
        return "a weight is not negative, and not all are 0"
    labels = np.arange(len(counts))
    nothing = np.zeros((len(counts), len(counts)))
    one_sample = sparse_categorical_focal(labels, nothing, alpha=weights, from_logits=True, reduction="none")
    shares = counts * one_sample / (counts * one_sample).sum()
    told = ", ".join(f"{share:.0%}" for share in shares)
    return f"with your weights the classes pay {told} of the first loss; each should pay the same"
