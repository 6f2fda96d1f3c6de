"""Divergences in NumPy, each with its gradient: how far one distribution is from another."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.cross_entropy import reciprocal
from lossbook.numpy.primitives import Array, finite, log_softmax, reduce, reduce_grad, safe_log, safe_log_complement


@checked
def kl_divergence(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = math.e,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Kullback–Leibler divergence: what coding for the prediction costs on top, when events follow the target.

    .. math:: D(y \,\|\, p) = \sum_c y_c \log \frac{y_c}{p_c}

    It is cross-entropy less the entropy of the target: 0 where both agree, and above 0 elsewhere. It is not
    symmetric: the target stands first.

    Args:
        y_true: probabilities that sum to 1 along ``axis``, or their logarithms with ``log_target``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``, of the shape of ``y_true``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        log_target: take ``y_true`` as log-probabilities; never clipped.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The divergence in nats, or in units of ``base``: a float, or for ``"none"`` an array of the inputs' shape
        without ``axis``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, rows don't sum to 1, or a parameter or the
            reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(kl_divergence([0.36, 0.48, 0.16], [1 / 3, 1 / 3, 1 / 3]), 4)
        0.0853
        >>> round(kl_divergence([0.5, 0.5], [0.25, 0.75], base=2), 4)
        0.2075

    References:
        Kullback and Leibler (1951); Cover and Thomas (2006), section 2.3.
    """
    y, log_y = (np.exp(y_true), finite(y_true)) if log_target else (y_true, safe_log(y_true, eps))
    log_p = finite(log_softmax(y_pred, axis)) if from_logits else safe_log(y_pred, eps)
    loss = (y * (log_y - log_p)).sum(axis) / math.log(base)
    return reduce(loss, sample_weight, reduction)


@checked
def kl_divergence_grad(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = math.e,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`kl_divergence` by ``y_pred``.

    From logits it is :math:`p_c \sum_k y_k - y_c`, which is :math:`p - y`; from probabilities :math:`-y_c / p_c`, and 0
    where that is clipped. Both are divided by the logarithm of the base.
    """
    y = np.exp(y_true) if log_target else y_true
    if from_logits:
        grad = np.exp(log_softmax(y_pred, axis)) * y.sum(axis, keepdims=True) - y
    else:
        grad = -y * reciprocal(y_pred, eps)
    return reduce_grad(grad / math.log(base), sample_weight, reduction, axis=axis)


@checked
def elementwise_kl(
    y_true: Array,
    y_pred: Array,
    *,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""What each element adds to a Kullback–Leibler divergence, for sums that you take yourself.

    .. math:: \ell = y (\log y - \log p)

    An element is negative where y < p. Only the sum over all outcomes of two distributions is never below 0, so a mean
    over some of them says nothing: with a mask, add up each distribution's own elements first. An element with y = 0
    is 0.

    Args:
        y_true: probabilities y in [0, 1], or their logarithms with ``log_target``, any shape.
        y_pred: probabilities p in [0, 1], or their logarithms with ``log_input``, of the shape of ``y_true``.
        log_input: take ``y_pred`` as log p; never clipped.
        log_target: take ``y_true`` as log y; never clipped.
        eps: a probability below ``eps`` counts as ``eps`` in its logarithm.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> elementwise_kl([0.5, 0.5], [0.25, 0.75], reduction="none").round(4)
        array([ 0.3466, -0.2027])

    References:
        Kullback and Leibler (1951).
    """
    y, log_y = (np.exp(y_true), y_true) if log_target else (y_true, safe_log(y_true, eps))
    return reduce(y * (log_y - (y_pred if log_input else safe_log(y_pred, eps))), sample_weight, reduction)


@checked
def elementwise_kl_grad(
    y_true: Array,
    y_pred: Array,
    *,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`elementwise_kl` by ``y_pred``: :math:`-y / p`, 0 where clipped; by log p it is :math:`-y`."""
    y = np.exp(y_true) if log_target else y_true
    return reduce_grad(-y if log_input else -y * reciprocal(y_pred, eps), sample_weight, reduction)


@checked
def js_divergence(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    base: float = math.e,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Jensen–Shannon divergence: how far two distributions lie, on average, from their mixture.

    .. math:: \tfrac12 D(y \,\|\, m) + \tfrac12 D(p \,\|\, m), \qquad m = \tfrac12 (y + p)

    It is symmetric, and at most log 2, one bit, also for distributions that share no outcome.

    Args:
        y_true: probabilities that sum to 1 along ``axis``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``, of the shape of ``y_true``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        axis: the class axis.
        eps: from probabilities, y/m or p/m below ``eps`` counts as ``eps`` in its logarithm; from logits, y does.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The divergence in nats, or in units of ``base``: a float, or for ``"none"`` an array of the inputs' shape
        without ``axis``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, rows don't sum to 1, or a parameter or the
            reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(js_divergence([1.0, 0.0], [0.0, 1.0], base=2), 4)
        1.0
        >>> round(js_divergence([0.5, 0.5], [0.25, 0.75]), 4)
        0.0338

    References:
        Lin (1991).
    """
    p, log_y_to_m, log_p_to_m = over_mixture(y_true, y_pred, from_logits, axis, eps)
    loss = (y_true * log_y_to_m + p * log_p_to_m).sum(axis) / (2 * math.log(base))
    return reduce(loss, sample_weight, reduction)


@checked
def js_divergence_grad(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    base: float = math.e,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`js_divergence` by ``y_pred``.

    From probabilities it is :math:`g_c = \tfrac12 \log (p_c / m_c)` where nothing is clipped, from logits
    :math:`p_c \bigl(g_c - \sum_k p_k g_k\bigr)`. Both are divided by the logarithm of the base.
    """
    p, log_y_to_m, log_p_to_m = over_mixture(y_true, y_pred, from_logits, axis, eps)
    if from_logits:
        grad = p * (log_p_to_m - (p * log_p_to_m).sum(axis, keepdims=True))
    else:  # the slopes of the two logarithms cancel, unless one of them is clipped
        unclipped = (log_p_to_m > math.log(eps)).astype(p.dtype) - (log_y_to_m > math.log(eps))
        grad = log_p_to_m + unclipped * y_true / np.where(y_true > 0, y_true + p, 1)
    return reduce_grad(grad / (2 * math.log(base)), sample_weight, reduction, axis=axis)


def over_mixture(y_true: Array, y_pred: Array, from_logits: bool, axis: int, eps: float) -> tuple[Array, Array, Array]:
    """p, log(y / m) and log(p / m), with the mixture m = (y + p) / 2."""
    log_p = finite(log_softmax(y_pred, axis)) if from_logits else None
    p, happens = y_pred if log_p is None else np.exp(log_p), y_true > 0
    total = np.where(happens, y_true + p, 1)
    # y / m = 1 + t and p / m = 1 − t: where y and p are close, t has the digits that count
    t = np.where(happens, (y_true - p) / total, -1)
    if log_p is None:
        return p, safe_log_complement(-t, eps), safe_log_complement(t, eps)
    # Where y is 0, m is p / 2, and p may be too small for a float where its logarithm is not.
    log_m = np.where(happens, np.log(total), log_p) - math.log(2)
    close = (np.abs(t) < 0.5) & (y_true >= eps)
    t = np.where(close, t, 0)
    return p, np.where(close, np.log1p(t), safe_log(y_true, eps) - log_m), np.where(close, np.log1p(-t), log_p - log_m)
