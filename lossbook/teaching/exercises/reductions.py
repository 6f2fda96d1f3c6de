"""The exercises of chapter 7, reductions and weights."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import mean_absolute_error, sparse_categorical_cross_entropy
from lossbook.teaching.exercises import NotAnswered, NotYet, array, call, compare, exercise, number

Share = tuple[NDArray, NDArray]  # of one process: its losses and their weights
SECONDS = 1.0  # how long a process waits for the others


@exercise("reductions-pieces")
def three_pieces(answer: Any) -> None:
    """The loss of a batch from the means of its pieces."""
    tokens, means = np.array([30, 6, 4]), np.array([2.0, 5.0, 1.0])
    losses = np.repeat(means, tokens)
    compare(
        number(answer),
        _mean(losses),
        {
            "that is the mean of the three means; do 4 tokens count as much as 30?": _mean(means),
            "that is the sum; by how many tokens is it divided?": losses.sum(),
            "that divides the sum of all losses by the number of pieces": losses.sum() / len(tokens),
        },
        otherwise="turn each mean into a sum, add the sums, and divide by the number of all tokens",
    )


@exercise("reductions-mask")
def masked_mean(answer: Any) -> None:
    """The mean of what a mask keeps."""
    losses, mask = np.array([1.0, 5.0, 3.0, 8.0]), np.array([True, False, True, False])
    kept = losses[mask]
    compare(
        number(call(answer, losses, mask)),
        _mean(kept),
        {
            "that divides by all places; how many does the mask keep?": kept.sum() / len(losses),
            "that is the sum of what is kept; divide it by how many there are": kept.sum(),
            "that is the mean of all; where does the mask come in?": _mean(losses),
            "that is the mean of what the mask throws away": _mean(losses[~mask]),
        },
        otherwise="for losses 1, 5, 3, 8 and a mask that keeps the first and the third it should be 2",
    )
    with np.errstate(all="ignore"):
        spoiled = number(call(answer, np.where(mask, losses, np.nan), mask))
        nothing = number(call(answer, losses, np.zeros(4, dtype=bool)))
    if not np.isclose(spoiled, _mean(kept)):
        raise NotYet("right, until a loss outside the mask is NaN: 0 times NaN is NaN, so choose and don't multiply")
    if nothing != 0:
        raise NotYet(f"right, until the mask keeps nothing: then it should be 0, and yours is {nothing}")


@exercise("reductions-port")
def from_torch_to_keras(answer: Any) -> None:
    """A class-weighted loss with another divisor."""
    for labels, weights in (([0, 0, 1], [1.0, 9.0]), ([2, 1, 2, 0, 2], [0.5, 1.0, 4.0])):
        labels, weights = np.array(labels), np.array(weights)
        z = np.random.default_rng(0).normal(size=(len(labels), len(weights)))
        knobs = {"from_logits": True, "class_weight": weights}
        by_torch = sparse_categorical_cross_entropy(labels, z, reduction="weighted_mean", **knobs)
        by_keras = sparse_categorical_cross_entropy(labels, z, reduction="mean", **knobs)
        total = weights[labels].sum()
        compare(
            number(call(answer, by_torch, labels, weights)),
            by_keras,
            {
                "that is still PyTorch's value": by_torch,
                "that is the sum of the weighted losses; Keras divides it by the number of samples": by_torch * total,
                "the other way round: that turns Keras's value into PyTorch's": by_torch * len(labels) / total,
                "that uses the mean weight of a class; what counts is the mean weight of a sample": by_torch
                * weights.mean(),
            },
            otherwise="multiply by what PyTorch divided by, and divide by what Keras divides by",
        )


@exercise("reductions-balanced")
def class_balanced_weights(answer: Any) -> None:
    """Weights of classes by their effective numbers of samples."""
    counts = np.array([5000, 200, 10])
    for beta in (0.9, 0.999, 0.0):
        effective = _effective_number(counts, beta)
        weights = array(call(answer, counts, beta), counts.shape)
        compare(
            weights,
            _scaled(1 / effective),
            {
                "those are the effective numbers; a weight is one over it": effective,
                "those grow with the effective number; a weight is one over it": _scaled(effective),
                "right up to a factor: they should sum to the number of classes": 1 / effective,
                "right up to a factor: they sum to 1, and should sum to the number of classes": _scaled(1 / effective)
                / len(counts),
                "those are one over the counts; where does beta come in?": _scaled(1 / counts),
            },
            otherwise=f"not the weights for beta = {beta}; compute 1 / E_n first, then scale",
        )
    with np.errstate(all="ignore"):
        weights = array(call(answer, counts, 1.0), counts.shape)
    if not np.allclose(weights, _scaled(1 / counts)):
        raise NotYet("right for beta below 1; for beta = 1 the formula says 0 / 0, and E_n tends to n")


@exercise("reductions-project")
def one_process_among_many(answer: Any) -> None:
    """A loss whose plain average over processes is the weighted mean of all."""
    rng = np.random.default_rng(0)
    shares = [(rng.exponential(size=n), rng.uniform(0.5, 3, size=n)) for n in (10, 2, 0, 5)]
    results = _together(answer, shares)
    average = float(np.mean(results))
    losses, weights = (np.concatenate(side) for side in zip(*shares, strict=True))
    n = len(shares)
    truth = mean_absolute_error(np.zeros(losses.shape), losses, sample_weight=weights, reduction="weighted_mean")
    by_own = [(w * ls).sum() / max(w.sum(), 1e-300) for ls, w in shares]
    compare(
        average,
        truth,
        {
            "each process divides by its own weights; their average is a mean of means": np.mean(by_own),
            "too small by the number of processes: the averaging divides once more": truth / n,
            "that divides by the number of samples; the weighted mean divides by the sum of the weights": (
                weights * losses
            ).sum()
            / len(losses),
            "do the weights come in?": losses.mean(),
        },
        otherwise="the average over the processes is not the weighted mean of the whole batch",
    )
    idle = _together(answer, [(np.empty(0), np.empty(0))] * 2)
    if not np.allclose(idle, 0):
        raise NotYet("right, until no process has anything: the loss should then be 0")


def _mean(losses: NDArray) -> float:
    return mean_absolute_error(np.zeros(losses.shape), losses)


def _scaled(weights: NDArray) -> NDArray:
    """The weights with a sum of their number."""
    return len(weights) * weights / weights.sum()


def _effective_number(counts: NDArray, beta: float) -> NDArray:
    return (1 - beta**counts) / (1 - beta)


class _Everybody:
    """The sum over all processes, here threads: each waits until all have said their value."""

    def __init__(self, processes: int) -> None:
        self.values: list[float] = [0.0] * processes
        self.barrier = Barrier(processes)

    def all_sum(self, rank: int) -> Callable[[float], float]:
        """The function that process ``rank`` is given."""

        def all_sum(value: float) -> float:
            self.values[rank] = value
            self.barrier.wait(SECONDS)
            total = sum(self.values)
            self.barrier.wait(SECONDS)  # nobody writes again before all have read
            return total

        return all_sum


def _together(answer: Any, shares: list[Share]) -> list[float]:
    """What the learner's function returns in each process, all at once."""
    everybody = _Everybody(len(shares))
    results: list[Any] = [None] * len(shares)

    def run(rank: int) -> None:
        losses, weights = (side.copy() for side in shares[rank])
        try:
            with np.errstate(all="ignore"):
                returned = answer(losses, weights, everybody.all_sum(rank), len(shares))
            results[rank] = NotAnswered() if returned is None or returned is ... else number(returned)
        except BrokenBarrierError:
            results[rank] = NotYet("a process waits for ever: all have to call all_sum, also those without samples")
        except NotYet as hint:
            results[rank] = hint
        except BaseException as error:
            results[rank] = NotYet(f"your function raised {type(error).__name__}: {error}")
        if isinstance(results[rank], Exception):
            everybody.barrier.abort()  # the others need not wait

    if not callable(answer):
        raise NotYet("a function is wanted; pass it without calling it")
    threads = [Thread(target=run, args=(rank,), daemon=True) for rank in range(len(shares))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5 * SECONDS)
    failures = [result for result in results if isinstance(result, Exception)]
    if failures:  # a process that was only left waiting is not the one to blame
        raise min(failures, key=lambda failure: "waits for ever" in str(failure))
    if None in results:
        raise NotYet("your function takes too long")
    return results
