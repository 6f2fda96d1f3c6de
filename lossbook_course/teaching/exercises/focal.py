"""The exercises of chapter 9, focal loss."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import binary_cross_entropy, binary_focal, binary_focal_grad, sparse_categorical_focal
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("focal-thousand")
def a_thousand_times_cheaper(answer: Any) -> None:
    """The probability of the truth at which the focal loss is a thousandth of cross-entropy."""
    grid = np.linspace(0.9, 0.9999, 10_000)
    truth = np.ones_like(grid)
    discount = binary_cross_entropy(truth, grid, reduction="none") / binary_focal(
        truth, grid, gamma=2.0, reduction="none"
    )
    expected, given = np.interp(1000, discount, grid), number(answer)
    if abs(given - 0.999) < 1e-5:
        raise NotYet("there 1 − p is a thousandth; with γ = 2 it is the square of 1 − p that should be")
    compare(
        given,
        expected,
        {
            "that is 1 − p, how wrong the model is; how sure is it?": 1 - expected,
            "in per cent; a probability lies between 0 and 1": 100 * expected,
            "there the loss is a hundred times smaller": 0.9,
            "that is the other root; a probability is at most 1": 2 - expected,
            "there 1 − p is a hundredth, and the loss ten thousand times smaller": 0.99,
        },
        otherwise="the two losses differ by the factor (1 − p)²; set it to a thousandth",
        rtol=5e-4,
    )


@exercise("focal-prior")
def start_at_the_prior(answer: Any) -> None:
    """The bias with which a detector starts, from counts."""
    for positives, negatives in ((1, 99), (3, 30_000), (50, 50), (900, 100)):
        odds, share = positives / negatives, positives / (positives + negatives)
        mistakes = {
            "the sign is turned: with rare positives the bias is far below zero": -np.log(odds),
            "that is a share; the bias is a logit": share,
            "those are the odds; the bias is their logarithm": odds,
            "that is the logarithm of a share; the logit is the logarithm of the odds": np.log(share),
            "that is in powers of ten; the sigmoid wants the natural logarithm": np.log10(odds),
            "that is in powers of two; the sigmoid wants the natural logarithm": np.log2(odds),
            "that is the sigmoid of the share; the bias is the logit, its inverse": 1 / (1 + np.exp(-share)),
        }
        if odds < 1:
            mistakes["that takes the second number for all; it counts the negatives"] = np.log(odds / (1 - odds))
        compare(
            number(call(answer, positives, negatives)),
            np.log(odds),
            mistakes,
            otherwise=f"with {positives} positives and {negatives} negatives the sigmoid of it should be {share:.4g}",
        )


@exercise("focal-gradient")
def gradient_of_the_focal_loss(answer: Any) -> None:
    """The gradient of the binary focal loss by the logit, finite everywhere."""
    y = np.array([1.0, 0.0, 1.0, 0.0, 1.0])
    z = np.array([0.5, -2.0, -3.0, 0.7, 2.0])

    def expected(y: NDArray[np.float64], z: NDArray[np.float64], gamma: float) -> NDArray[np.float64]:
        return binary_focal_grad(y, z, gamma=gamma, from_logits=True, reduction="none")

    sign, p_t = 2 * y - 1, 1 / (1 + np.exp(-np.where(y == 1, z, -z)))
    for gamma in (2.0, 0.5, 0.0):
        right, plain = expected(y, z, gamma), expected(y, z, 0.0)
        factor, first, second = sign * (1 - p_t) ** gamma, gamma * p_t * np.log(p_t), 1 - p_t
        mistakes = {
            "right for positives; for a negative the slope has the other sign": -np.abs(right),
            "right for positives; a negative at z is a positive at −z, with the sign turned": expected(y**0, z, gamma),
            "the factor depends on z too: the product rule gives a second term, γ p log p": factor * -second,
            "that is cross-entropy's slope; where does γ come in?": plain,
            "between the two terms stands a minus": factor * (first + second),
            "log p is below 0; np.logaddexp(0, −z) is minus that": factor * (-first - second),
            "that is the gradient of the mean; one value an element is wanted": right / len(y),
            "that is the slope by the probability; dp/dz = p(1 − p) is missing": right / (p_t * (1 - p_t)),
            "that is the loss; its slope by the logit is wanted": binary_focal(
                y, z, gamma=gamma, from_logits=True, reduction="none"
            ),
            f"that is the gradient for γ = 2; here γ is {gamma:g}": expected(y, z, 2.0),
        }
        compare(
            array(call(answer, y, z, gamma), y.shape),
            right,
            mistakes,
            otherwise="already wrong for small logits; compare it with the slope that this page derives, term by term",
        )
    far_y, far_z = np.array([1.0, 0.0, 1.0, 0.0]), np.array([1000.0, 1000.0, -1000.0, -1000.0])
    with np.errstate(all="ignore"):
        gradient = array(call(answer, far_y, far_z, 0.5), far_y.shape)
        between = array(call(answer, np.ones(1), np.full(1, 20.0), 0.5), (1,))
    if not np.allclose(gradient, expected(far_y, far_z, 0.5)):
        raise NotYet("right for small logits and wrong at 1000 or -1000; write 1 − p as a sigmoid, and stay in logs")
    if not np.allclose(between, expected(np.ones(1), np.full(1, 20.0), 0.5), rtol=1e-3, atol=0):
        raise NotYet(
            f"right at 1000, where the slope is 0, and wrong at 20: there a positive with γ = 0.5 gets {between[0]:.2g}"
        )


@exercise("focal-alpha")
def one_weight_a_class(answer: Any) -> None:
    """Weights under which every class has the same say at the start."""
    for counts in (np.array([5000, 500, 50]), np.array([10, 10, 80, 100])):
        samples, classes = counts.sum(), len(counts)
        expected = samples / (classes * counts)
        weights = array(call(answer, counts), counts.shape)
        if np.ptp(weights) == 0:
            raise NotYet("one weight for all classes balances nothing")
        if np.allclose(weights / weights.sum(), counts / samples):
            raise NotYet("that makes the frequent classes heavier; turn it over")
        compare(
            weights,
            expected,
            {
                "the classes are balanced, and the mean weight of a sample is not 1": 1 / counts,
                "balanced, but these add up to 1; their mean over all *samples* should be 1": expected / expected.sum(),
                "balanced; their mean over the *classes* is 1, and that over all samples should be": expected
                / expected.mean(),
                "balanced; it is still too large by the number of classes": samples / counts,
                "a whole number is too coarse here; divide with / and not with //": samples // (classes * counts),
            },
            otherwise=_who_pays(counts, weights),
        )


@exercise("focal-honest")
def honest_probabilities(answer: Any) -> None:
    """The probability behind the logit of a model that was trained with focal loss."""
    rates = np.array([0.02, 0.3, 0.5, 0.9, 0.99])
    for gamma, alpha in ((0.0, None), (2.0, None), (1.0, None), (2.0, 0.25), (3.0, 0.75)):
        logits = np.array([_best_logit(rate, gamma, alpha) for rate in rates])
        case = f"for γ = {gamma:g} and α = {alpha}"
        says = 1 / (1 + np.exp(-logits))
        mistakes = {
            f"{case} that is what the model says: the sigmoid, nothing undone": says,
            "that is the probability of a negative; swap the two slopes": 1 - rates,
            "right without α; pass α to the gradient as well": _behind(logits, gamma, None),
            f"{case} those are the probabilities for γ = 2": _behind(logits, 2.0, alpha),
            "those are logits; probabilities are wanted": np.log(rates / (1 - rates)),
        }
        if alpha is None:
            mistakes[f"{case} that is right for α = 0.25; None means no weights"] = _behind(logits, gamma, 0.25)
        else:
            weight = alpha / (1 - alpha)
            mistakes |= {
                f"{case} the weight goes the wrong way round; α is the positives', and is to be undone": _behind(
                    logits, gamma, 1 - alpha
                ),
                f"{case} the weight is undone and the focus is not": says / (says + weight * (1 - says)),
            }
        compare(
            array(call(answer, logits, gamma, alpha), rates.shape),
            rates,
            mistakes,
            otherwise=f"{case} a model that says the logit {logits[3]:.3f} has seen {rates[3]:.2f}",
            atol=1.5e-3,  # a search on a grid is as good
        )


def _slopes(
    logits: NDArray[np.float64], gamma: float, alpha: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The focal loss's slopes by the logit, for a positive and for a negative."""
    positive, negative = (
        binary_focal_grad(np.full_like(logits, y), logits, gamma=gamma, alpha=alpha, from_logits=True, reduction="none")
        for y in (1.0, 0.0)
    )
    return positive, negative


def _behind(logits: NDArray[np.float64], gamma: float, alpha: float | None) -> NDArray[np.float64]:
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


def _who_pays(counts: NDArray[np.int64], weights: NDArray[np.float64]) -> str:
    """What the weights do to each class's share of the loss of a model that knows nothing."""
    if np.any(weights < 0) or not weights.sum() > 0:
        return "a weight is not negative, and not all are 0"
    labels = np.arange(len(counts))
    nothing = np.zeros((len(counts), len(counts)))
    one_sample = sparse_categorical_focal(labels, nothing, alpha=weights, from_logits=True, reduction="none")
    shares = counts * one_sample / (counts * one_sample).sum()
    if np.allclose(shares, 1 / len(counts)):
        mean = (counts * weights).sum() / counts.sum()
        return f"the classes are balanced; the mean weight of a sample is {mean:.4g}, and should be 1"
    told = ", ".join(f"{share:.0%}" for share in shares)
    return f"with your weights the classes pay {told} of the first loss; each should pay the same"
