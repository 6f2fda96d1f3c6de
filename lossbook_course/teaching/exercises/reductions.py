"""The exercises of chapter 7, reductions and weights."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from numbers import Rational
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import mean_absolute_error, sparse_categorical_cross_entropy
from lossbook_course.teaching.exercises import NotAnswered, NotYet, array, call, compare, exercise, number

Share = tuple[NDArray[np.float64], NDArray[np.float64]]  # of one process: its losses and their weights
MOST_SUMS = 100
ROUNDED = 6e-4  # what three decimals of a weight leave


@exercise("reductions-pieces")
def three_pieces(answer: Any) -> None:
    """The loss of a batch from the means of its pieces."""
    tokens, means = np.array([30, 6, 4]), np.array([2.0, 5.0, 1.0])
    losses = np.repeat(means, tokens)
    compare(
        number(float(answer) if isinstance(answer, Rational) else answer),
        _mean(losses),
        {
            "that is the mean of the three means; do 4 tokens count as much as 30?": _mean(means),
            "that is the sum; by how many tokens is it divided?": losses.sum(),
            "that divides the sum of all losses by the number of pieces": losses.sum() / len(tokens),
            "that is the sum of the three means; they have to become sums before they are added": means.sum(),
            "that adds the means as if they were sums": means.sum() / tokens.sum(),
            "that divides the means by the counts once more; they are means already": _mean(means / tokens),
            "that divides by 12, the tokens of the example on the page": losses.sum() / 12,
            "that is rounded to two digits; three are wanted": round(_mean(losses), 1),
        },
        otherwise="turn each mean into a sum, add the sums, and divide by the number of all tokens",
        rtol=2e-3,
    )


@exercise("reductions-mask")
def masked_mean(answer: Any) -> None:
    """The mean of what a mask keeps."""
    losses, mask = np.array([1.2, 5.0, 3.4, 8.0, 7.0, 2.5]), np.array([True, False, True, False, False, False])
    kept = losses[mask]
    compare(
        number(call(answer, losses, mask)),
        _mean(kept),
        {
            "that divides by all places; how many does the mask keep?": kept.sum() / len(losses),
            "that is the sum of what is kept; divide it by how many there are": kept.sum(),
            "that is the mean of all; where does the mask come in?": _mean(losses),
            "that is the mean of what the mask throws away": _mean(losses[~mask]),
            "that divides by one more than the mask keeps; only a divisor of 0 needs help": kept.sum() / 3,
            "that divides the sum of all losses by how many are kept; leave out the others": losses.sum() / 2,
            "that divides by how many are thrown away": kept.sum() / 4,
        },
        otherwise="for losses 1.2, 5, 3.4, 8, 7, 2.5 and a mask that keeps the first and the third it should be 2.3",
    )
    with np.errstate(all="ignore"):
        table = _right_until("the losses are a table", answer, losses[[0, 2, 0, 0, 2, 0]].reshape(2, 3), TABLE)
        spoiled = _right_until("a loss outside the mask is NaN", answer, np.where(mask, losses, np.nan), mask)
        nothing = _right_until("the mask keeps nothing", answer, losses, np.zeros(6, dtype=bool))
    if not np.isclose(table, 5.8 / 3, rtol=2e-3):
        raise NotYet("right, until the losses are a table: then one mean of all that is kept is wanted")
    if np.isnan(spoiled):
        raise NotYet("right, until a loss outside the mask is NaN: 0 times NaN is NaN, so choose and don't multiply")
    if not np.isclose(spoiled, _mean(kept), rtol=2e-3):
        raise NotYet(f"right, until a loss outside the mask is NaN: it should stay 2.3, and yours is {spoiled:.4g}")
    if nothing != 0:
        raise NotYet(f"right, until the mask keeps nothing: then it should be 0, and yours is {nothing:.4g}")


TABLE = np.array([[True, True, True], [False, False, False]])


def _right_until(case: str, answer: Any, *arguments: Any) -> float:
    """What the learner's function gives in a case that it may not have thought of."""
    try:
        return number(call(answer, *arguments))
    except NotYet as problem:
        raise NotYet(f"right, until {case}: {problem}") from None


@exercise("reductions-port")
def from_torch_to_keras(answer: Any) -> None:
    """A class-weighted loss with another divisor."""
    for classes, per_class in (([0, 0, 1, 0], [1.0, 9.0]), ([2, 1, 2, 0, 2], [0.5, 1.0, 4.0])):
        labels, weights = np.array(classes), np.array(per_class)
        z = np.random.default_rng(0).normal(size=(len(labels), len(weights)))
        loss = partial(sparse_categorical_cross_entropy, labels, z, from_logits=True, class_weight=weights)
        by_torch, by_keras = loss(reduction="weighted_mean"), loss(reduction="mean")
        total, count = weights[labels].sum(), len(labels)
        compare(
            number(call(answer, by_torch, labels, weights)),
            by_keras,
            {
                "that is still PyTorch's value": by_torch,
                "that is the sum of the weighted losses; Keras divides it by the number of samples": by_torch * total,
                "the other way round: that turns Keras's value into PyTorch's": by_torch * count / total,
                "that uses the mean weight of a class; what counts is the mean weight of a sample": by_torch
                * weights.mean(),
                "that uses the sum of the class weights; PyTorch divided by the sum of the samples' weights": by_torch
                * weights.sum()
                / count,
                "PyTorch did not divide by the number of samples; undo its own divisor first": by_torch / count,
                "that divides by the number of classes; Keras divides by the number of samples": by_torch
                * total
                / len(weights),
                "PyTorch's divisor is the sum of the weights, and not the number of samples": by_torch * count,
                "that divides by the sum of the weights once more": by_torch / total,
            },
            otherwise="multiply by what PyTorch divided by, and divide by what Keras divides by",
        )


@exercise("reductions-balanced")
def class_balanced_weights(answer: Any) -> None:
    """Weights of classes by their effective numbers of samples."""
    counts = np.array([5000, 200, 10])
    for beta in (0.9, 0.999, 0.0):
        expected = _scaled(1 / _effective_number(counts, beta))
        with np.errstate(all="ignore"):
            weights = array(call(answer, counts, beta), counts.shape)
            proportions = _scaled(weights)
        if np.allclose(weights, expected, rtol=1e-3, atol=ROUNDED):
            continue
        if np.allclose(proportions, expected, rtol=1e-3):
            total = f"{weights.sum():.4g}"
            raise NotYet(f"right up to a factor: they should sum to the number of classes, 3, and they sum to {total}")
        compare(
            proportions,
            expected,
            {
                "those are the effective numbers, or grow with them; a weight is one over it": _scaled(
                    _effective_number(counts, beta)
                ),
                "those are in proportion to one over the counts; where does beta come in?": _scaled(1 / counts),
                "those grow with the counts; a rare class weighs more": _scaled(counts),
                "those are equal weights, which beta = 0 gives; what do the counts do?": np.ones(3),
                "n is the exponent, and beta what is raised to it": _scaled(1 / (1 - counts**beta))
                if beta
                else expected,
                "the exponent is n, and not n - 1": _scaled(1 / _effective_number(counts - 1, beta)),
                "the exponent is n, and not n + 1": _scaled(1 / _effective_number(counts + 1, beta)),
                "those are in proportion to one over the square root of the counts; where does beta come in?": _scaled(
                    counts**-0.5
                ),
            },
            otherwise=f"not the weights for beta = {beta}; compute 1 / E_n first, then scale",
        )
    last = "right for beta below 1; for beta = 1 the formula says 0 / 0, and E_n tends to n"
    with np.errstate(all="ignore"):
        try:
            weights = array(call(answer, counts, 1.0), counts.shape)
        except NotYet as problem:
            raise NotYet(f"{last}; {problem}") from None
    if not np.allclose(weights, _scaled(1 / counts), rtol=1e-3, atol=ROUNDED):
        raise NotYet(last)


@exercise("reductions-project")
def one_process_among_many(answer: Any) -> None:
    """A loss whose gradients, averaged plainly over the processes, are those of the weighted mean of all."""
    rng = np.random.default_rng(0)
    shares = [(rng.exponential(size=k), rng.uniform(0.5, 3, size=k)) for k in (10, 2, 0, 5)]
    n = len(shares)
    returned, sums = _together(answer, shares)
    results = np.array(returned)
    losses, weights = (np.concatenate(side) for side in zip(*shares, strict=True))
    truth = mean_absolute_error(np.zeros(losses.shape), losses, sample_weight=weights, reduction="weighted_mean")
    own = np.array([(w * ls).sum() / w.sum() if len(w) else 0 for ls, w in shares])
    total = (weights * losses).sum()
    if np.isnan(results[2]) and not np.allclose(results[[0, 1, 3]], own[[0, 1, 3]]):
        raise NotYet("the process with nothing to do returns NaN; did it divide 0 by 0?")
    compare(
        float(np.nanmean(results)) if np.isnan(results[2]) else float(results.mean()),
        truth,
        {
            "each process divides by its own weights; their average is a mean of means": own.mean(),
            "each process divides by its own weights, and the idle one 0 by 0; an average of that is a mean of "
            "means": own[[0, 1, 3]].mean(),
            "too small by the number of processes: the averaging divides once more": truth / n,
            "too large by the number of processes": truth * n,
            "that divides by the number of processes, and so does the averaging; multiply": truth / n**2,
            "that divides by the number of samples; the weighted mean divides by the sum of the weights": total
            / len(losses),
            "do the weights come in?": losses.mean(),
            "the weights are only in the divisor; each loss is multiplied by its own first": losses.sum()
            / weights.sum(),
            "that is a sum; divide it by the sum of all weights": total / n,
            "that is a sum of all; divide it by the sum of all weights": total,
            "the weights are squared in the divisor": total / np.square(weights).sum(),
        },
        otherwise="the average over the processes is not the weighted mean of the whole batch",
    )
    slopes = np.concatenate([_slopes(answer, share, sums, n) for share in shares])
    if not np.allclose(slopes / n, weights / weights.sum(), rtol=1e-3, atol=1e-6):
        raise NotYet(
            "right as a value. But gradients are what is averaged, and what all_sum gave is a plain number without "
            "one; let a process return something that depends on its own losses"
        )
    light = [(ls, w / 100) for ls, w in shares]
    if not np.isclose(np.mean(_together(answer, light)[0]), truth, rtol=1e-3):
        raise NotYet("right, until the weights are small: divide by their sum itself, also where it is below 1")
    nobody = [(np.empty(0), np.empty(0)), (np.ones(3), np.zeros(3))]
    try:
        idle, _ = _together(answer, nobody)
    except NotYet as problem:
        raise NotYet(f"right, until all weights are 0 and the loss should be 0: {problem}") from None
    if not np.allclose(idle, 0):
        raise NotYet("right, until all weights are 0: the loss should then be 0")


def _mean(losses: NDArray[np.float64]) -> float:
    return mean_absolute_error(np.zeros(losses.shape), losses)


def _scaled(weights: NDArray[Any]) -> NDArray[np.float64]:
    """The weights with a sum of their number."""
    return len(weights) * weights / weights.sum()


def _effective_number(counts: NDArray[np.int64], beta: float) -> NDArray[np.floating]:
    return (1 - beta**counts) / (1 - beta)


class _Waits(BaseException):
    """Leaves a process at a sum that nobody can know yet, with the value that it adds."""

    def __init__(self, value: float) -> None:
        self.value = value


def _slopes(answer: Any, share: Share, heard: Sequence[float], processes: int) -> NDArray[np.float64]:
    """What a process returns, differentiated by its own losses; what ``all_sum`` gave stays as it was."""
    losses, weights = share

    def returned(moved: NDArray[np.float64]) -> float:
        again = iter(heard)
        return number(answer(moved, weights.copy(), lambda value: next(again), processes))

    steps = 1e-3 * np.eye(len(losses))
    return np.array([(returned(losses + step) - returned(losses - step)) / 2e-3 for step in steps])


def _together(answer: Any, shares: list[Share]) -> tuple[list[float], list[float]]:
    """What the learner's function returns in each process, as if all ran at once, and the sums that they heard.

    Each process runs until it asks for a sum that is not known. When all have said their value, it is, and all run anew
    from the start.
    """
    if not callable(answer):
        raise NotYet("a function is wanted; pass it without calling it")
    sums: list[float] = []
    while len(sums) < MOST_SUMS:
        results = [_run(answer, share, sums, len(shares)) for share in shares]
        waiting = [result.value for result in results if isinstance(result, _Waits)]
        if not waiting:
            return [result for result in results if not isinstance(result, _Waits)], sums
        if len(waiting) < len(shares):
            raise NotYet("a process waits for ever: all have to call all_sum, also those without samples")
        sums.append(sum(waiting))
    raise NotYet("all_sum is called without end; once is enough")


def _run(answer: Any, share: Share, sums: Sequence[float], processes: int) -> float | _Waits:
    """What one process returns, or where it waits."""
    losses, weights = (side.copy() for side in share)
    known = iter(sums)

    def all_sum(value: float) -> float:
        if np.size(value) != 1:
            raise NotYet("all_sum adds up one number of each process; the arrays differ in length, so sum first")
        for total in known:
            return total
        raise _Waits(value)

    try:
        with np.errstate(all="ignore"):
            returned = answer(losses, weights, all_sum, processes)
        if returned is None or returned is ...:
            raise NotAnswered
        return number(returned)
    except _Waits as waits:
        return waits
    except (NotYet, NotAnswered):
        raise
    except Exception as error:
        where = "" if len(losses) else "in the process with nothing to do, "
        raise NotYet(f"{where}your function raised {type(error).__name__}: {error}") from error
