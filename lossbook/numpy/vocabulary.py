"""Cross-entropy over a large vocabulary in NumPy, with its gradients, and never all logits at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.numpy.arguments import checked
from lossbook.numpy.cross_entropy import at_label_smoothed, keep
from lossbook.numpy.primitives import add_at_label, log_softmax, reduce, reduce_grad

LOGITS_AT_ONCE = 2**24  # 64 MB of float32: large enough for a fast matrix product, small beside the weight's gradient


@checked
def linear_cross_entropy(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Cross-entropy of a linear layer's logits, for vocabularies whose logits would fill the memory.

    .. math:: \ell = -\log p_y, \qquad p = \mathrm{softmax}(W x + b)

    The value is that of :func:`sparse_categorical_cross_entropy` from the logits ``features @ weight.T + bias``. They
    are made for a few rows at a time.

    Args:
        features: what the last layer is given, of shape (N, D).
        weight: the layer's weight W, of shape (C, D) for C classes.
        labels: class indices from 0 to C − 1, of shape (N,).
        bias: the layer's bias b, of shape (C,); None: none.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        sample_weight: one weight for each row, of shape (N,).
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or an array of shape (N,) for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a label is out of range, a number is NaN or infinite, or a parameter or the
            reduction is unknown.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> features, weight = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[2.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
        >>> linear_cross_entropy(features, weight, [0, 1], reduction="none").round(4)
        array([0.2395, 0.2395])

    References:
        Wijmans et al. (2025): the memory that logits take. A few rows at a time: Hsu et al. (2024).
    """
    kept, labels = keep(labels, ignore_index)
    loss = np.zeros(labels.shape, features.dtype)
    for rows, log_p in log_probabilities_by_rows(features, weight, bias):
        loss[rows] = -at_label_smoothed(log_p, labels[rows], None, label_smoothing, -1)
    return reduce(loss, sample_weight, reduction, kept=kept)


@checked
def linear_cross_entropy_grad(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> tuple[NDArray, ...]:
    r"""Gradients of :func:`linear_cross_entropy` by ``features``, ``weight`` and, if there is one, ``bias``.

    By the logits it is :math:`g = p - y`, with y the smoothed label. By the features it is :math:`W^\top g`, by the
    weight the sum of :math:`g x^\top` over the rows, by the bias the sum of g.
    """
    kept, labels = keep(labels, ignore_index)
    shares = reduce_grad(np.ones(labels.shape, features.dtype), sample_weight, reduction, kept=kept)
    by_features, by_weight = np.zeros_like(features), np.zeros_like(weight)
    by_bias = np.zeros(len(weight), features.dtype)
    for rows, log_p in log_probabilities_by_rows(features, weight, bias):
        p, certain = np.exp(log_p, out=log_p), np.full(len(log_p), label_smoothing - 1, log_p.dtype)
        g = add_at_label(p - label_smoothing / len(weight), labels[rows], -1, certain) * shares[rows, None]
        by_features[rows] = g @ weight
        by_weight += g.T @ features[rows]
        by_bias += g.sum(0)
    return (by_features, by_weight) if bias is None else (by_features, by_weight, by_bias)


def log_probabilities_by_rows(
    features: NDArray, weight: NDArray, bias: NDArray | None
) -> Iterator[tuple[slice, NDArray]]:
    """Log-probabilities of a few rows at a time, and which rows they are."""
    step = max(1, LOGITS_AT_ONCE // len(weight))
    for start in range(0, len(features), step):
        rows = slice(start, start + step)
        logits = features[rows] @ weight.T
        yield rows, log_softmax(logits if bias is None else logits + bias, -1)
