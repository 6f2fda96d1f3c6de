"""The exercises of chapter 3, KL divergence."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import kl_divergence, kl_divergence_grad
from lossbook.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("kl-thousandfold")
def thousandfold(answer: Any) -> None:
    """How many races make a thousand coins of one."""
    truth, odds = [0.4, 0.4, 0.2], [0.5, 0.3, 0.2]
    bits = kl_divergence(truth, odds, base=2)
    compare(
        number(answer),
        math.log2(1000) / bits,
        {
            "truth and odds are swapped; what happens decides how often, and you know the truth": math.log2(1000)
            / kl_divergence(odds, truth, base=2),
            "bits and nats are mixed; take both logarithms to one base": math.log2(1000) / kl_divergence(truth, odds),
            "that is how often the money doubles in one race; how many races make it a thousandfold?": bits,
            "that is after how many races the money has doubled; a thousand is about ten doublings": 1 / bits,
            "that many doublings are needed; how many races does one take?": math.log2(1000),
        },
        otherwise="the money doubles D(P‖Q) times a race, in bits; a thousand is log2(1000) doublings",
    )


@exercise("kl-zeros")
def zeros(answer: Any) -> None:
    """A divergence that takes zeros on either side."""
    examples = (
        ([0.25, 0.75], [0.5, 0.5]),
        ([0.36, 0.48, 0.16], [0.2, 0.3, 0.5]),
        ([0.5, 0.5, 0.0], [0.25, 0.25, 0.5]),
        ([1.0, 0.0], [0.8, 0.2]),
        ([0.5, 0.5, 0.0], [0.5, 0.5, 0.0]),
    )
    for p, q in examples:
        value = _divergence_by(answer, p, q)
        compare(
            value,
            kl_divergence(p, q),
            {
                "that is in bits; np.log gives nats": kl_divergence(p, q, base=2),
                "that is D(Q‖P); the truth stands first and is averaged over": kl_divergence(q, p),
                "that is the mean over the outcomes; weigh each by its probability and sum": kl_divergence(p, q)
                / len(p),
                "that is the cross-entropy; subtract the entropy of p": kl_divergence(p, q)
                + math.log(len(p))
                - kl_divergence(p, np.full(len(p), 1 / len(p))),
            },
            otherwise=f"for p = {p} and q = {q} it gives {value:.4g}",
        )
    value = _divergence_by(answer, [0.5, 0.5], [1.0, 0.0])
    if not value == math.inf:
        raise NotYet(f"q calls impossible what happens half of the time: that costs np.inf, and not {value:.4g}")


@exercise("kl-gaussians")
def gaussians(answer: Any) -> None:
    """The divergence of two Gaussians in closed form."""
    pairs = ((0, 1), (1, 2)), ((0, 2), (1, 1)), ((1, 1), (-1, 1)), ((0, 0.5), (0, 1.5)), ((2, 1), (2, 1))
    for first, second in pairs:
        right = _between_gaussians(first, second)
        compare(
            number(call(answer, *first, *second)),
            right,
            {
                "that is D of the second from the first; the truth comes first": _between_gaussians(second, first),
                "half of that is wanted; where is the ½ of the Gaussian's exponent?": 2 * right,
                "one term is off by ½: where both are equal the divergence is 0": right + 0.5,
                "that takes the widths for variances; square them": _between_gaussians(
                    (first[0], math.sqrt(first[1])), (second[0], math.sqrt(second[1]))
                ),
            },
            otherwise=f"between N{first} and N{second} numeric integration gives {right:.4f}",
            rtol=1e-4,
        )


@exercise("kl-distillation")
def distillation_gradient(answer: Any) -> None:
    """The gradient of the distillation loss by the student's logits."""
    z = np.array([[2.0, 0.0, -1.0], [0.5, 1.5, 0.0], [0.0, 0.0, 0.0], [3.0, -2.0, 1.0]])
    teacher = np.array([[1.0, 1.0, -3.0], [0.0, 4.0, 1.0], [2.0, 0.0, 1.0], [-1.0, 0.0, 1.0]])
    for T in (1.0, 3.0):
        right = T * kl_divergence_grad(_softmax(teacher / T), z / T, from_logits=True)
        gradient = array(call(answer, z, teacher, T), z.shape)
        compare(
            gradient,
            right,
            {
                "that is the gradient of the sum; the mean divides by the number of samples": right * len(z),
                "the factor T² is missing": right / T**2,
                "the chain rule through z / T brings a factor 1 / T": right * T,
                "T² and the 1 / T of the chain rule leave one T": right / T,
                "the student has to be softened by T as well": T * (_softmax(z) - _softmax(teacher / T)) / len(z),
                "the teacher has to be softened by T as well": T * (_softmax(z / T) - _softmax(teacher)) / len(z),
            },
            otherwise=f"at T = {T:g} it is off; softmax(z / T) − softmax(teacher / T), times what, over what?",
        )


@exercise("kl-drift")
def population_stability(answer: Any) -> None:
    """The population stability index of two tables of counts."""
    for before, now in (([50, 30, 20], [30, 30, 40]), ([400, 300, 200, 100], [40, 35, 15, 10]), ([9, 1], [5, 5])):
        value = _index_by(answer, before, now)
        P, Q = _shares(before), _shares(now)
        forward, backward = kl_divergence(P, Q), kl_divergence(Q, P)
        plain = [np.divide(counts, np.sum(counts)) for counts in (before, now)]
        compare(
            value,
            forward + backward,
            {
                "that is one direction; the index adds both": forward,
                "that is one direction, from now to before; the index adds both": backward,
                "the index is the sum of the two directions and not their mean": (forward + backward) / 2,
                "that is in bits; the customary limits are for nats": (forward + backward) / math.log(2),
                "half a count has to be added to each bin first": kl_divergence(*plain) + kl_divergence(*plain[::-1]),
            },
            otherwise=f"for the counts {before} and {now} it gives {value:.4g}",
        )
    value = _index_by(answer, [10, 10, 0], [10, 0, 10])
    if not math.isfinite(value):
        raise NotYet("an empty bin makes it infinite or NaN; add half a count to each bin first")
    expected = [_shares(counts) for counts in ([10, 10, 0], [10, 0, 10])]
    compare(value, kl_divergence(*expected) + kl_divergence(*expected[::-1]), otherwise="right but for empty bins")


def _divergence_by(answer: Any, p: list[float], q: list[float]) -> float:
    with np.errstate(all="ignore"):
        return number(call(answer, np.array(p), np.array(q)))


def _index_by(answer: Any, before: list[int], now: list[int]) -> float:
    with np.errstate(all="ignore"):
        return number(call(answer, np.array(before), np.array(now)))


def _shares(counts: list[int]) -> NDArray:
    """Shares of the counts, half a count added to each."""
    counts = np.asarray(counts) + 0.5
    return counts / counts.sum()


def _softmax(z: NDArray) -> NDArray:
    weights = np.exp(z - z.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def _between_gaussians(first: tuple[float, float], second: tuple[float, float]) -> float:
    """The divergence of two Gaussians, given as (mean, width), by numeric integration."""
    x = np.linspace(-40, 40, 8001)
    log_first, log_second = (-0.5 * ((x - mean) / width) ** 2 for mean, width in (first, second))
    log_first -= np.log(np.exp(log_first).sum())
    return kl_divergence(log_first, log_second, from_logits=True, log_target=True)
