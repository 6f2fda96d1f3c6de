"""Cross-entropy over a large vocabulary in NumPy, with its gradients, and never all logits at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.cross_entropy import at_label_smoothed, keep, label_weights, smooth
from lossbook.numpy.primitives import Array, add_at_label, log_softmax, reduce, reduce_grad

LOGITS_AT_ONCE = 2**24  # 64 MB of float32: large enough for a fast matrix product, small beside the weight's gradient


@checked
def linear_cross_entropy(
    features: Array,
    weight: Array,
    labels: Array,
    bias: Array | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Cross-entropy of a linear layer's logits, for vocabularies whose logits would fill the memory.

    .. math:: \ell = -w_y \log p_y + \zeta \Bigl(\log \sum_c e^{z_c}\Bigr)^2, \qquad p = \mathrm{softmax}(z),
              \qquad z = W x + b

    Without ``softcap`` and ``z_loss`` the value is that of :func:`sparse_categorical_cross_entropy` from the logits
    ``features @ weight.T + bias``. They are made for a few rows at a time.

    Args:
        features: what the last layer is given, of shape (…, D): (N, D), or (B, T, D) for B sequences of T positions.
        weight: the layer's weight W, of shape (C, D) for C classes.
        labels: class indices from 0 to C − 1, of the shape of ``features`` without its last axis.
        bias: the layer's bias b, of shape (C,); None: none.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        class_weight: one weight w for each class. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.
        sample_weight: the shape of ``labels``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean divides by the class
            weights of the labels, times the sample weights.

    Returns:
        The loss in nats: a float, or an array of the shape of ``labels`` for ``"none"``.

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
        ``softcap``: Riviere et al. (2024), the report on Gemma 2. ``z_loss``: Chowdhery et al. (2023).
    """
    kept, labels = keep(labels, ignore_index)
    flat = labels.ravel()

    def cross_entropy(log_p: Array, rows: slice) -> Array:
        return -at_label_smoothed(log_p, flat[rows], class_weight, label_smoothing, -1)

    loss = losses_by_rows(features, weight, bias, softcap, z_loss, cross_entropy)
    return reduce(loss, sample_weight, reduction, label_weight=label_weights(class_weight, labels, loss), kept=kept)


@checked
def linear_cross_entropy_grad(
    features: Array,
    weight: Array,
    labels: Array,
    bias: Array | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]:
    r"""Gradients of :func:`linear_cross_entropy` by ``features``, ``weight`` and, if there is one, ``bias``.

    With the smoothed label y it is :math:`g_c = p_c \bigl(\sum_k w_k y_k + 2 \zeta \log \sum_k e^{z_k}\bigr) - w_c y_c`
    by a logit, times :math:`1 - (z_c / s)^2` where there is a softcap s. By the features it is
    :math:`W^\top g`, by the weight the sum of :math:`g x^\top` over the rows, by the bias the sum of g.
    """
    kept, labels = keep(labels, ignore_index)
    flat, ones = labels.ravel(), np.ones(labels.shape, features.dtype)
    label_weight = label_weights(class_weight, labels, features) * ones
    shares = reduce_grad(ones, sample_weight, reduction, label_weight=label_weight, kept=kept)
    at_label = (1 - label_smoothing) * label_weight.ravel()
    everywhere = label_smoothing / len(weight) * weights_of_classes(class_weight, weight)

    def minus_label(g: Array, rows: slice) -> Array:
        if label_smoothing > 0:
            g -= everywhere
        return add_at_label(g, flat[rows], -1, -at_label[rows])

    totals = at_label + everywhere.sum()
    return gradients_by_rows(features, weight, bias, softcap, z_loss, shares, totals, minus_label)


@checked
def soft_linear_cross_entropy(
    features: Array,
    weight: Array,
    targets: Array,
    bias: Array | None = None,
    *,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Cross-entropy of a linear layer's logits with soft labels, such as what another model says.

    .. math:: \ell = -\sum_c w_c\, y_c \log p_c + \zeta \Bigl(\log \sum_c e^{z_c}\Bigr)^2,
              \qquad p = \mathrm{softmax}(z), \qquad z = W x + b

    Without ``softcap`` and ``z_loss`` the value is that of :func:`categorical_cross_entropy` from the logits
    ``features @ weight.T + bias``. They are made for a few rows at a time. For one class a position
    :func:`linear_cross_entropy` needs no targets as large as the logits.

    Args:
        features: what the last layer is given, of shape (…, D): (N, D), or (B, T, D) for B sequences of T positions.
        weight: the layer's weight W, of shape (C, D) for C classes.
        targets: probabilities that sum to 1 along the last axis, of shape (…, C).
        bias: the layer's bias b, of shape (C,); None: none.
        label_smoothing: ε in [0, 1]; targets become y(1 − ε) + ε/C.
        class_weight: one weight w for each class. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.
        sample_weight: the shape of ``features`` without its last axis, or the leading ones of these axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean divides by the class
            weights of the targets before smoothing, times the sample weights.

    Returns:
        The loss in nats: a float, or for ``"none"`` an array of the shape of ``features`` without its last axis.

    Raises:
        ValueError: the shapes don't fit, targets are negative or don't sum to 1, a number is NaN or infinite, or a
            parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> features, weight = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[2.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
        >>> soft_linear_cross_entropy(features, weight, [[0.5, 0.5, 0], [0, 1, 0]], reduction="none").round(4)
        array([1.2395, 0.2395])

    References:
        Wijmans et al. (2025): the memory that logits take. Soft labels: Hinton et al. (2015).
        ``softcap``: Riviere et al. (2024), the report on Gemma 2. ``z_loss``: Chowdhery et al. (2023).
    """
    y, w = in_rows(targets), weights_of_classes(class_weight, weight)

    def cross_entropy(log_p: Array, rows: slice) -> Array:
        return -(w * smooth(y[rows], label_smoothing, len(weight)) * log_p).sum(-1)

    loss = losses_by_rows(features, weight, bias, softcap, z_loss, cross_entropy)
    return reduce(loss, sample_weight, reduction, label_weight=1.0 if class_weight is None else targets @ w)


@checked
def soft_linear_cross_entropy_grad(
    features: Array,
    weight: Array,
    targets: Array,
    bias: Array | None = None,
    *,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]:
    r"""Gradients of :func:`soft_linear_cross_entropy` by ``features``, ``weight`` and, if there is one, ``bias``.

    They are those of :func:`linear_cross_entropy_grad`, with y the smoothed target.
    """
    y, w = in_rows(targets), weights_of_classes(class_weight, weight)
    ones, label_weight = np.ones(targets.shape[:-1], features.dtype), 1.0 if class_weight is None else targets @ w
    shares = reduce_grad(ones, sample_weight, reduction, label_weight=label_weight)

    def minus_label(g: Array, rows: slice) -> Array:
        g -= w * smooth(y[rows], label_smoothing, len(weight))
        return g

    totals = (1 - label_smoothing) * (y @ w) + label_smoothing * w.mean()
    return gradients_by_rows(features, weight, bias, softcap, z_loss, shares, totals, minus_label)


def weights_of_classes(class_weight: ArrayLike | None, weight: Array) -> Array:
    """One weight for each class, in the dtype of the loss."""
    return np.ones(len(weight), weight.dtype) if class_weight is None else np.asarray(class_weight, weight.dtype)


def in_rows(values: Array) -> Array:
    """One vector a row, whatever axes the samples have."""
    return values.reshape(math.prod(values.shape[:-1]), values.shape[-1])


def losses_by_rows(
    features: Array,
    weight: Array,
    bias: Array | None,
    softcap: float | None,
    z_loss: float,
    cross_entropy: Callable[[Array, slice], Array],
) -> Array:
    """One loss a position, given the cross-entropy of some rows with these log-probabilities."""
    x = in_rows(features)
    loss = np.zeros(len(x), features.dtype)
    for rows, logits in logits_by_rows(x, weight, bias, softcap):
        log_p = log_softmax(logits, -1)
        loss[rows] = cross_entropy(log_p, rows)
        if z_loss > 0:
            loss[rows] += z_loss * log_normalizer(logits, log_p) ** 2
    return loss.reshape(features.shape[:-1])


def gradients_by_rows(
    features: Array,
    weight: Array,
    bias: Array | None,
    softcap: float | None,
    z_loss: float,
    shares: Array,
    totals: Array,
    minus_label: Callable[[Array, slice], Array],
) -> tuple[Array, ...]:
    """Gradients of the sum of all losses with these shares.

    By a capped logit it is p (Σ y + 2 ζ log Σ exp z) − y. ``totals`` are Σ y, the weighed and smoothed label's;
    ``minus_label`` subtracts y from some rows.
    """
    x, shares = in_rows(features), shares.ravel()
    by_x, by_weight, by_bias = np.zeros_like(x), np.zeros_like(weight), np.zeros(len(weight), x.dtype)
    for rows, logits in logits_by_rows(x, weight, bias, softcap):
        log_p, factor = log_softmax(logits, -1), totals[rows]
        if z_loss > 0:
            factor = factor + 2 * z_loss * log_normalizer(logits, log_p)
        g = np.exp(log_p, out=log_p)
        g *= factor[:, None]
        g = minus_label(g, rows)
        g *= shares[rows, None]
        if softcap is not None:
            g *= 1 - (logits / softcap) ** 2
        by_x[rows] = g @ weight
        by_weight += g.T @ x[rows]
        by_bias += g.sum(0)
    by_features = by_x.reshape(features.shape)
    return (by_features, by_weight) if bias is None else (by_features, by_weight, by_bias)


def logits_by_rows(x: Array, weight: Array, bias: Array | None, softcap: float | None) -> Iterator[tuple[slice, Array]]:
    """The logits of a few rows at a time, and which rows they are."""
    step = max(1, LOGITS_AT_ONCE // len(weight))
    for start in range(0, len(x), step):
        rows = slice(start, start + step)
        logits = x[rows] @ weight.T
        if bias is not None:
            logits += bias
        yield rows, logits if softcap is None else softcap * np.tanh(logits / softcap)


def log_normalizer(logits: Array, log_p: Array) -> Array:
    """Log Σ exp of each row: how far the largest logit lies above its log-probability."""
    return logits.max(-1) - log_p.max(-1)
