"""The exercises of chapter 3, KL divergence."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import js_divergence, kl_divergence, kl_divergence_grad
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, marks_unwritten, number


@exercise("kl-thousandfold")
def thousandfold(answer: Any) -> None:
    """How many races make a thousand coins of one."""
    truth, odds = np.array([0.4, 0.4, 0.2]), np.array([0.5, 0.3, 0.2])
    nats, bits, thousand = kl_divergence(truth, odds), kl_divergence(truth, odds, base=2), math.log(1000)
    races = number(answer)
    if races == math.ceil(thousand / nats):  # nobody runs a part of a race
        return
    compare(
        races,
        thousand / nats,
        {
            "after so many whole races it is not quite a thousandfold; after one more it is": math.floor(
                thousand / nats
            ),
            "truth and odds are swapped; what happens decides how often, and you know the truth": thousand
            / kl_divergence(odds, truth),
            "bits and nats are mixed; take both logarithms to one base": thousand / nats / math.log(2),
            "nats and bits are mixed; take both logarithms to one base": thousand / bits,
            "that is how often the money doubles in one race; how many races make it a thousandfold?": bits,
            "that is the growth of one race, in nats; how many races make a thousandfold?": nats,
            "that is after how many races the money has doubled; a thousand is about ten doublings": 1 / bits,
            "that is after how many races the money has grown e-fold; a thousand is e to the power of what?": 1 / nats,
            "that many doublings are needed; how many races does one take?": math.log2(1000),
            "growth multiplies: take the logarithm of the thousand": 1000 / bits,
            "growth multiplies, so take the logarithm of the thousand": 1000 / nats,
            "that multiplies; a race brings so much, so divide": thousand * nats,
            "that multiplies; a race brings so many doublings, so divide": math.log2(1000) * bits,
            "that lets the mean fortune grow; the mean growth is the mean of the logarithm": thousand
            / math.log((truth**2 / odds).sum()),
            "that has the cross-entropy in it; what you earn is its excess over the entropy": thousand
            / (nats - (truth * np.log(truth)).sum()),
        },
        otherwise="the money doubles D(P‖Q) times a race, in bits; a thousand is log2(1000) doublings",
    )


@exercise("kl-zeros")
def zeros(answer: Any) -> None:
    """A divergence that takes zeros on either side."""
    examples = (
        ([0.36, 0.48, 0.16], [0.2, 0.3, 0.5]),
        ([0.25, 0.75], [0.5, 0.5]),
        ([0.5, 0.5, 0.0], [0.25, 0.25, 0.5]),
        ([1.0, 0.0], [0.8, 0.2]),
        ([0.5, 0.5, 0.0], [0.5, 0.5, 0.0]),
    )
    for p, q in examples:
        value, right = _divergence_by(answer, p, q), kl_divergence(p, q)
        happens = np.array(p) > 0
        log_p, log_q = (np.log(np.array(side)[happens]) for side in (p, q))
        compare(
            value,
            right,
            {
                "that is in bits; np.log gives nats": kl_divergence(p, q, base=2),
                "that is D(Q‖P); the truth stands first and is averaged over": kl_divergence(q, p),
                "that is the mean over the outcomes; weigh each by its probability and sum": right / len(p),
                "that is the cross-entropy; subtract the entropy of p": -np.array(p)[happens] @ log_q,
                "that is the entropy of p; where does q come in?": -np.array(p)[happens] @ log_p,
                "each logarithm has to be weighed by p": (log_p - log_q).sum(),
                "that weighs by q; what happens, happens as often as p says": np.array(q)[happens] @ (log_p - log_q),
            },
            otherwise=f"for p = {p} and q = {q} it gives {value:.4g}",
        )
    for p, q in (([0.5, 0.5], [1.0, 0.0]), ([0.5, 0.5, 0.0], [1.0, 0.0, 0.0])):
        value = _divergence_by(answer, p, q)
        if math.isnan(value):
            raise NotYet(f"for p = {p} and q = {q} it gives NaN; leave out what never happens before you divide")
        if not value == math.inf:
            raise NotYet(f"q calls impossible what happens half of the time: that costs np.inf, and not {value:.4g}")


@exercise("kl-gaussians")
def gaussians(answer: Any) -> None:
    """The divergence of two Gaussians in closed form."""
    pairs = ((0.0, 1.5), (2.0, 3.0)), ((0.0, 2.0), (1.0, 1.0)), ((1.0, 1.0), (-1.0, 1.0)), ((2.0, 1.5), (2.0, 1.5))
    for first, second in pairs:
        right = _between_gaussians(first, second)
        (m1, s1), (m2, s2) = first, second
        logarithm, spread = math.log(s2 / s1), (s1**2 + (m1 - m2) ** 2) / s2**2
        value = number(call(answer, *first, *second))
        compare(
            value,
            right,
            {
                "that is D of the second from the first; the truth comes first": _between_gaussians(second, first),
                "that is in bits; the natural logarithm gives nats": right / math.log(2),
                "that is twice the divergence": 2 * right,
                "where is the ½ of the Gaussian's exponent?": right + spread / 2 - 0.5,
                "where is the ½ in the exponent of Q?": right + spread / 2,
                "one term is off by ½: where both are equal the divergence is 0": right + 0.5,
                "one term is off by 1: where both are equal the divergence is 0": right + 1,
                "the constants before the exponentials differ too; they bring the logarithm of s2 / s1": right
                - logarithm,
                "the logarithm has the wrong sign; it grows with the width of Q": right - 2 * logarithm,
                "the logarithm is that of the widths, and it counts once": right + logarithm,
                "the logarithm of the widths counts whole, and not half": right - logarithm / 2,
                "the mean of (x − m2)² over P has the spread of P in it too": right - (s1 / s2) ** 2 / 2 + 0.5,
                "what stands under (x − m2)² is the width of Q": logarithm + spread * (s2 / s1) ** 2 / 2 - 0.5,
                "that takes the widths for variances; square them": _between_gaussians(
                    (m1, math.sqrt(s1)), (m2, math.sqrt(s2))
                ),
            },
            otherwise=f"between N{first} and N{second} numeric integration gives {right:.4f}, and yours {value:.4f}",
            rtol=1e-4,
        )


@exercise("kl-distillation")
def distillation_gradient(answer: Any) -> None:
    """The gradient of the distillation loss by the student's logits."""
    z = np.array([[2.0, 0.0, -1.0], [0.5, 1.5, 0.0], [0.0, 0.0, 0.0], [3.0, -2.0, 1.0]])
    teacher = np.array([[1.0, 1.0, -3.0], [0.0, 4.0, 1.0], [2.0, 0.0, 1.0], [-1.0, 0.0, 1.0]])
    for T in (2.5, 1.0):
        student, soft = _softmax(z / T), _softmax(teacher / T)
        right = T * kl_divergence_grad(soft, z / T, from_logits=True)
        gradient = array(call(answer, z, teacher, T), z.shape)
        log_ratio = np.log(student / soft)
        backwards = T * student * (log_ratio - (student * log_ratio).sum(axis=1, keepdims=True)) / len(z)
        compare(
            gradient,
            right,
            {
                "that is the gradient of the sum; the mean divides by the number of samples": right * len(z),
                "the mean is over the samples; that divides by the number of classes too": right / z.shape[1],
                "that divides by the number of classes; the mean is over the samples": right * len(z) / z.shape[1],
                "the factor T² is missing": right / T**2,
                "the chain rule through z / T brings a factor 1 / T": right * T,
                "T² and the 1 / T of the chain rule leave one T": right / T,
                "the student has to be softened by T as well": T * (_softmax(z) - soft) / len(z),
                "the teacher has to be softened by T as well": T * (student - _softmax(teacher)) / len(z),
                "nobody is softened: divide both by T, before the softmax": T
                * (_softmax(z) - _softmax(teacher))
                / len(z),
                "where is T? It divides the logits, before the softmax; dividing the probabilities leaves no trace": (
                    _softmax(z) - _softmax(teacher)
                )
                / len(z),
                "a temperature divides the logits, and you multiply": T
                * (_softmax(z * T) - _softmax(teacher * T))
                / len(z),
                "the teacher's answer is a softmax too, and not its logits": T * (student - teacher / T) / len(z),
                "that is the gradient of the other direction; the teacher is the truth and stands first": backwards,
                "that is the teacher less the student: the sign is wrong, or z and t are swapped": -right,
            },
            otherwise=f"at T = {T:g} it is off; begin with the gradient by z / T, then the chain rule, T² and the mean",
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
                "the index is the sum of the two directions and not their difference": forward - backward,
                "in the other order, and the index is the sum of the two and not their difference": backward - forward,
                "that is the Jensen–Shannon divergence; the index needs no mixture": js_divergence(P, Q),
                "that is in bits; the customary limits are for nats": (forward + backward) / math.log(2),
                "half a count has to be added to each bin first": _symmetric(*plain),
                "half a count to each bin, and not a whole one": _symmetric(_shares(before, 1), _shares(now, 1)),
                "the half belongs to the counts, before they become shares": _symmetric(*(s + 0.5 for s in plain)),
                "the half belongs to the counts, and not to the shares": _symmetric(
                    *((s + 0.5) / (s + 0.5).sum() for s in plain)
                ),
                "the counts have to become shares": _symmetric(*(np.add(c, 0.5) for c in (before, now))),
                "the shares have to sum to 1: divide by the total with the halves in it": _symmetric(
                    *(np.add(c, 0.5) / np.sum(c) for c in (before, now))
                ),
            },
            otherwise=f"for the counts {before} and {now} it gives {value:.4g}, and not {forward + backward:.4g}",
        )
    value = _index_by(answer, [10, 10, 0], [10, 0, 10])
    if not math.isfinite(value):
        raise NotYet("an empty bin makes it infinite or NaN; add half a count to each bin first")
    compare(value, _symmetric(_shares([10, 10, 0]), _shares([10, 0, 10])), otherwise="right except for empty bins")


def _divergence_by(answer: Any, p: list[float], q: list[float]) -> float:
    with np.errstate(all="ignore"):
        return number(call(answer, marks_unwritten(np.array(p)), marks_unwritten(np.array(q))))


def _index_by(answer: Any, before: list[int], now: list[int]) -> float:
    with np.errstate(all="ignore"):
        return number(call(answer, marks_unwritten(np.array(before)), marks_unwritten(np.array(now))))


def _shares(counts: list[int], start: float = 0.5) -> NDArray[np.float64]:
    """Shares of the counts, half a count added to each."""
    total = np.add(counts, start)
    return total / total.sum()


def _symmetric(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """The divergences of two tables both ways, added; the tables need not sum to 1, as mistakes do not."""
    return float(((first - second) * np.log(first / second)).sum())


def _softmax(z: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.exp(z - z.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def _between_gaussians(first: tuple[float, float], second: tuple[float, float]) -> float:
    """The divergence of two Gaussians, given as (mean, width), by numeric integration."""
    x = np.linspace(-40, 40, 8001)
    log_first, log_second = (-0.5 * ((x - mean) / width) ** 2 for mean, width in (first, second))
    log_first -= np.log(np.exp(log_first).sum())
    return kl_divergence(log_first, log_second, from_logits=True, log_target=True)
