"""The few numerical pieces that the NumPy losses are made of: safe logarithms, and the reduction."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.arguments import Reduction

Array = NDArray[Any]  # what the front door makes of a list, a number or an array of any kind


def safe_log(p: Array, eps: float) -> Array:
    """log max(p, eps)."""
    return np.log(np.maximum(p, p.dtype.type(eps)))


def safe_log_complement(p: Array, eps: float) -> Array:
    """log max(1 − p, eps), by log1p: 1 − p forgets the digits of a small p."""
    eps = p.dtype.type(eps)
    below_one = 1 - np.finfo(p.dtype).epsneg  # the largest number, so that the road not taken has no log 0
    return np.where(1 - p > eps, np.log1p(-np.minimum(p, below_one)), np.log(eps))


def log_sigmoid(x: Array) -> Array:
    """log σ(x). Note that log(1 − σ(x)) is ``log_sigmoid(-x)``."""
    return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))


def log_sigmoids(x: Array) -> tuple[Array, Array]:
    """Log σ(x) and log(1 − σ(x)), which share the costly part."""
    tail = np.log1p(np.exp(-np.abs(x)))
    return np.minimum(x, 0) - tail, np.minimum(-x, 0) - tail


def log_softmax(logits: Array, axis: int) -> Array:
    """Log-probabilities from logits; the shift by the largest keeps exp from overflowing."""
    shifted = logits - logits.max(axis, keepdims=True, initial=-np.inf)  # the batch may have no row to compare with
    return shifted - np.log(np.exp(shifted).sum(axis, keepdims=True))


def log_sum_exp(values: Array, axis: int) -> Array:
    """Log Σ exp, with the axis kept; the shift by the largest keeps exp from overflowing."""
    shift = values.max(axis, keepdims=True)
    return shift + np.log(np.exp(values - shift).sum(axis, keepdims=True))


def log_one_minus(log_p: Array, axis: int) -> Array:
    """log(1 − p) from log-probabilities, also where p rounds to 1.

    At most one class has p > 1/2. There 1 − p is the sum of the others, and the log of that sum is taken with a shift;
    elsewhere log1p(−p) is exact enough.
    """
    confident = log_p > -np.log(2)
    others = log_sum_exp(finite(np.where(confident, -np.inf, log_p)), axis)
    return np.where(confident, others, np.log1p(-np.exp(np.where(confident, -1, log_p))))


def finite(log_p: Array) -> Array:
    """log p with the lowest number for −∞: 0 · −∞ is NaN."""
    return np.maximum(log_p, np.finfo(log_p.dtype).min)


def at_label(values: Array, labels: Array, axis: int) -> Array:
    """The entry of each row that its label points at; ``axis`` is gone."""
    return np.take_along_axis(values, np.expand_dims(labels, axis), axis).squeeze(axis)


def is_above(labels: Array, steps: Array, axis: int) -> Array:
    """Whether each row's label lies above each of the steps, which are numbered along ``axis``."""
    numbers = np.arange(steps.shape[axis])
    return np.expand_dims(labels, axis) > numbers.reshape(-1, *[1] * (steps.ndim - 1 - axis % steps.ndim))


def add_at_label(values: Array, labels: Array, axis: int, amount: Array) -> Array:
    """``values`` with ``amount`` added to the entry of each row that its label points at."""
    index = np.expand_dims(labels, axis)
    changed = np.take_along_axis(values, index, axis) + np.expand_dims(amount, axis)
    np.put_along_axis(values, index, changed, axis)
    return values


def along(axis: int, weights: ArrayLike | None, like: Array) -> Array:
    """One weight a class, shaped to multiply ``like`` along ``axis``; None weighs 1."""
    weights = np.asarray(1 if weights is None else weights, dtype=like.dtype)
    if weights.ndim == 0:
        return weights
    return weights.reshape([-1 if a == axis % like.ndim else 1 for a in range(like.ndim)])


def reduce(
    loss: Array,
    sample_weight: ArrayLike | None,
    reduction: Reduction,
    *,
    label_weight: Array | float = 1.0,
    kept: Array | None = None,
) -> float | Array:
    """Weigh each sample's loss and put the batch together.

    Args:
        loss: one value a sample.
        sample_weight: weights of the shape of ``loss``, or of its leading axes.
        reduction: ``"mean"`` divides by the number of samples kept, ``"weighted_mean"`` by the sum of all weights,
            ``"sum"`` by nothing; ``"none"`` gives an array.
        label_weight: the weight that the label brought, already in ``loss``; it counts in the sum of all weights.
        kept: False for ignored samples, which count for nothing.
    """
    weights = _weights(sample_weight, loss.ndim, loss.dtype)
    if kept is not None:
        loss = np.where(kept, loss, 0)
    if weights is not None:
        loss = np.multiply(weights, loss, where=weights != 0, out=np.zeros_like(loss))  # 0 · ∞ is 0 here
    if reduction == "none":
        return loss
    return float(loss.sum() / _divisor(loss.shape, weights, reduction, label_weight, kept))


def reduce_grad(
    grad: Array,
    sample_weight: ArrayLike | None,
    reduction: Reduction,
    *,
    axis: int | tuple[int, ...] | None = None,
    label_weight: Array | float = 1.0,
    kept: Array | None = None,
) -> Array:
    """Gradient of :func:`reduce`, given each sample's own gradient; ``axis`` is what ``grad`` has on top.

    A reduction is a weighted sum, so its gradient has the same weights. ``"none"`` gives each sample's gradient.
    """
    shape = grad.shape if axis is None else tuple(np.delete(grad.shape, axis))
    weights = _weights(sample_weight, len(shape), grad.dtype)
    divisor = _divisor(shape, weights, reduction, label_weight, kept)
    for factor in (weights, kept):
        if factor is not None:
            grad = grad * (factor if axis is None else np.expand_dims(factor, axis))
    return grad if divisor == 1 else grad / grad.dtype.type(divisor)


def _weights(sample_weight: ArrayLike | None, axes: int, dtype: np.dtype) -> Array | None:
    """Sample weights with as many axes as the loss; None where all are 1."""
    if sample_weight is None:
        return None
    weights = np.asarray(sample_weight, dtype=dtype)
    if not np.all((weights >= 0) & (weights < np.inf)):
        raise ValueError("sample_weight needs finite non-negative numbers, got others")
    return weights.reshape(weights.shape + (1,) * (axes - weights.ndim))


def _divisor(
    shape: tuple[int, ...],
    weights: Array | None,
    reduction: Reduction,
    label_weight: Array | float,
    kept: Array | None,
) -> float:
    """What the sum of the weighed losses is divided by; where nothing is kept, ∞: the loss is then 0."""
    if reduction == "mean":
        count = math.prod(shape) if kept is None else int(kept.sum())
        return count or math.inf
    if reduction == "weighted_mean":
        counted = np.ones(shape) if kept is None else kept
        total = float((counted * (1.0 if weights is None else weights) * label_weight).sum())
        return total or math.inf
    return 1
