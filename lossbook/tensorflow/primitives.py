"""The few numerical pieces that the TensorFlow losses are made of: safe logarithms, and one value a sample.

A ``tf.where`` stops a value and not a gradient: 0 · ∞ on the road not taken is NaN. So the argument of a logarithm is
made safe first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lossbook.tensorflow import batch

Weights: TypeAlias = tf.Tensor | Sequence[float] | float | None


def can_look_at(tensor: tf.Tensor) -> bool:
    """On the CPU and run at once: there a look costs no wait."""
    return tf.executing_eagerly() and "CPU" in tensor.device


def view(tensor: tf.Tensor) -> NDArray[Any]:
    """The numbers of a tensor that can be looked at, where they are."""
    return np.asarray(memoryview(tensor))


def safe_log(p: tf.Tensor, eps: float) -> tf.Tensor:
    """log max(p, eps), with gradient 0 where clipped."""
    return tf.math.log(at_least(p, eps))


def safe_log_complement(p: tf.Tensor, eps: float) -> tf.Tensor:
    """log max(1 − p, eps), by log1p: 1 − p forgets the digits of a small p."""
    if can_look_at(p) and 1 - view(p).max(initial=0) > eps:
        return tf.math.log1p(-p)
    clipped = 1 - p <= tf.constant(eps, p.dtype)
    return tf.where(
        clipped, tf.constant(math.log(eps), p.dtype), tf.math.log1p(-tf.where(clipped, tf.zeros_like(p), p))
    )


def at_least(p: tf.Tensor, eps: float) -> tf.Tensor:
    """max(p, eps), with gradient 0 where both are equal: ``tf.maximum`` gives 1 there."""
    if can_look_at(p) and view(p).min(initial=math.inf) > eps:  # there is nothing to choose
        return p
    return tf.where(p <= tf.constant(eps, p.dtype), tf.constant(eps, p.dtype), p)  # a NaN stays one


def largest(values: tf.Tensor, axis: int) -> tf.Tensor:
    """The maximum along ``axis``, NaN if one of them is: XLA's own passes it over."""
    found = tf.reduce_max(values, axis)
    if tf.executing_eagerly():
        return found
    return tf.where(tf.reduce_any(tf.math.is_nan(values), axis), tf.constant(math.nan, values.dtype), found)


def log_one_minus(log_p: tf.Tensor, axis: int) -> tf.Tensor:
    """log(1 − p) from log-probabilities, also where p rounds to 1.

    At most one class has p > 1/2. There 1 − p is the sum of the others, and the log of that sum is taken with a shift;
    elsewhere log1p(−p) is exact enough.
    """
    confident = log_p > tf.constant(-math.log(2), log_p.dtype)
    without = finite(tf.where(confident, tf.constant(-math.inf, log_p.dtype), log_p))
    others = tf.reduce_logsumexp(without, axis, keepdims=True)
    return tf.where(confident, others, tf.math.log1p(-tf.exp(tf.where(confident, -tf.ones_like(log_p), log_p))))


def finite(log_p: tf.Tensor) -> tf.Tensor:
    """log p with the lowest number for −∞: 0 · −∞ is NaN, in a value or on the way back."""
    return tf.maximum(log_p, log_p.dtype.min)


def between_infinities(logits: tf.Tensor) -> tf.Tensor:
    """A logit, with the largest numbers for ±∞, for the same reason."""
    if can_look_at(logits) and not np.isinf(view(logits)).any():
        return logits
    clipped = tf.clip_by_value(logits, logits.dtype.min, logits.dtype.max)
    return tf.where(tf.math.is_inf(logits), clipped, logits)  # a clip gives a NaN the gradient 0


def at_label(values: tf.Tensor, labels: tf.Tensor, axis: int) -> tf.Tensor:
    """The entry of each row that its label points at; ``axis`` is gone."""
    values = last(values, axis)  # tf.gather looks up along the last axis
    return tf.gather(values, labels, axis=-1, batch_dims=values.shape.rank - 1)


def length(values: tf.Tensor, axis: int) -> tf.Tensor | int:
    """How long an axis is, when the graph runs if not before."""
    known = values.shape[axis]
    return tf.cast(tf.shape(values)[axis], values.dtype) if known is None else known


def last(values: tf.Tensor, axis: int) -> tf.Tensor:
    """``values`` with ``axis`` moved to the end."""
    rank = values.shape.rank
    if axis % rank == rank - 1:
        return values
    return tf.transpose(values, [a for a in range(rank) if a != axis % rank] + [axis % rank])


def along(axis: int, weights: Weights, like: tf.Tensor) -> tf.Tensor:
    """One weight a class, shaped to multiply ``like`` along ``axis``; None weighs 1."""
    factors = tf.convert_to_tensor(1.0 if weights is None else weights, dtype=like.dtype)
    if factors.shape.rank == 0:
        return factors
    rank = like.shape.rank
    return tf.reshape(factors, [-1 if a == axis % rank else 1 for a in range(rank)])


def mean_over_last_axis(loss: tf.Tensor) -> tf.Tensor:
    """One value a sample from one value an element, as Keras's own functions give; 0 for no element.

    A Keras class that was given a weight for each element gets one value an element, and averages them itself.
    """
    current = batch.current()
    if current and current.is_by_element(loss.shape.rank):
        return loss
    count = tf.cast(tf.maximum(tf.shape(loss)[-1], 1), loss.dtype)
    return tf.reduce_sum(loss, -1) / count


def mask(loss: tf.Tensor, kept: tf.Tensor | None) -> tf.Tensor:
    """0 for ignored samples, with Keras's mask attached, so that a Keras loss class divides by what is kept."""
    if kept is None:
        return loss
    loss = tf.where(kept, loss, tf.zeros_like(loss))
    loss._keras_mask = kept  # what Keras's own losses do with ignore_class
    return loss
