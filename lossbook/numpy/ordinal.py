"""Losses for classes in order in NumPy, each with its gradient: a miss by one costs less than a miss by four."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.cross_entropy import keep, reciprocal
from lossbook.numpy.primitives import (
    Array,
    is_above,
    log_sigmoid,
    log_softmax,
    reduce,
    reduce_grad,
    safe_log,
    safe_log_complement,
)


@checked
def ordinal_cross_entropy(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-7,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Ordinal cross-entropy: one yes-or-no question for each step between two classes in order.

    .. math:: \ell = -\frac{1}{K - 1} \sum_{k=0}^{K-2} \bigl([y > k] \log p_k + [y \le k] \log (1 - p_k)\bigr)

    Of K classes in order, as stars or grades, the k-th question is 'is it above class k?'. A label y answers yes to the
    first y questions, so a guess that is four classes off is wrong in four of them, and one that is next to it in one.
    The grade that a model gives is the number of probabilities above 1/2, of logits above 0.

    Args:
        y_true: class indices from 0, the lowest, to K − 1, of the shape of ``y_pred`` without ``axis``.
        y_pred: K − 1 probabilities along ``axis``, of a class above the k-th, or logits with ``from_logits``. They are
            one less than the classes: with K of them, nothing would ever be above the last step.
        from_logits: take ``y_pred`` as logits z with p = σ(z); never clipped.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        axis: the axis of the K − 1 steps.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats, a mean over the steps: a float, or an array of the shape of ``y_true`` for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a label or value lies outside its range, or a parameter or the reduction is
            unknown.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> z = [[2.0, -1.0], [2.0, -1.0]]  # above the lowest of three classes, and not above the middle one
        >>> ordinal_cross_entropy([1, 0], z, from_logits=True, reduction="none").round(4)
        array([0.2201, 1.2201])

    References:
        Cao et al. (2020), who call it CORAL, sum over the steps, and let all logits but for their biases share weights.
    """
    kept, labels = keep(y_true, ignore_index)
    above = is_above(labels, y_pred, axis)
    if from_logits:
        log_right = log_sigmoid(np.where(above, y_pred, -y_pred))
    else:
        log_right = np.where(above, safe_log(y_pred, eps), safe_log_complement(y_pred, eps))
    return reduce(-log_right.mean(axis), sample_weight, reduction, kept=kept)


@checked
def ordinal_cross_entropy_grad(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-7,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`ordinal_cross_entropy` by ``y_pred``.

    From logits it is :math:`(p_k - [y > k]) / (K - 1)`; from probabilities :math:`-1 / p_k` where the answer is yes and
    :math:`1 / (1 - p_k)` where it is no, over K − 1, and 0 where that is clipped.
    """
    kept, labels = keep(y_true, ignore_index)
    above = is_above(labels, y_pred, axis)
    if from_logits:
        size = np.exp(log_sigmoid(np.where(above, -y_pred, y_pred)))
    else:
        size = np.where(above, reciprocal(y_pred, eps), reciprocal(1 - y_pred, eps))
    grad = np.where(above, -size, size) / y_pred.shape[axis]
    return reduce_grad(grad, sample_weight, reduction, axis=axis, kept=kept)


@checked
def squared_emd(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Squared earth mover's distance: how far two cumulative distributions over classes in order lie apart.

    .. math:: \ell = \sum_k (P_k - Y_k)^2, \qquad P_k = \sum_{c \le k} p_c, \quad Y_k = \sum_{c \le k} y_c

    Probability that is two classes away from where it should be has two steps to go. The earth mover's distance itself
    is the sum of the sizes of the differences, where this has their squares. For one-hot targets it is the ranked
    probability score.

    Args:
        y_true: one-hot labels, or probabilities that sum to 1 along ``axis``, the lowest class first.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        axis: the class axis.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, from 0 to K − 1 for K classes, without unit: a float, or for ``"none"`` an array of the inputs' shape
        without ``axis``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, rows don't sum to 1, or a parameter or the
            reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> target, near, far = [1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.5, 0.0, 0.5]
        >>> squared_emd([target, target], [near, far], reduction="none")
        array([0.25, 0.5 ])

    References:
        Hou et al. (2016).
    """
    y, p = np.moveaxis(y_true, axis, -1), np.moveaxis(y_pred, axis, -1)
    apart = steps_of_logits(y, p)[0] if from_logits else (p - y).cumsum(-1)
    return reduce((apart**2).sum(-1), sample_weight, reduction)


@checked
def squared_emd_grad(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`squared_emd` by ``y_pred``, with the differences :math:`S_k = P_k - Y_k`.

    From probabilities it is :math:`2 \sum_{k \ge c} S_k`, from logits
    :math:`2 p_c \bigl(\sum_{k \ge c} S_k (1 - P_k) - \sum_{k < c} S_k P_k\bigr)`.
    """
    y, p = np.moveaxis(y_true, axis, -1), np.moveaxis(y_pred, axis, -1)
    if from_logits:
        apart, p, up_to, beyond = steps_of_logits(y, p)
        from_here = apart * beyond + sum_behind(apart * beyond)
        grad = 2 * p * (from_here - sum_behind((apart * up_to)[..., ::-1])[..., ::-1])
    else:
        apart = (p - y).cumsum(-1)
        grad = 2 * (apart + sum_behind(apart))
    return reduce_grad(np.moveaxis(grad, -1, axis), sample_weight, reduction, axis=axis)


def steps_of_logits(y: Array, logits: Array) -> tuple[Array, Array, Array, Array]:
    """P − Y along the last axis, p, P, and 1 − P as the sum of what lies beyond.

    Where P is near 1, as where a model is right and sure, the difference keeps its digits as that of the complements.
    """
    p = np.exp(log_softmax(logits, -1))
    up_to, beyond, truth = p.cumsum(-1), sum_behind(p), y.cumsum(-1)
    return np.where(up_to > 0.5, (1 - truth) - beyond, up_to - truth), p, up_to, beyond


def sum_behind(values: Array) -> Array:
    """For each place of the last axis the sum of all values behind it."""
    sums = np.zeros_like(values)
    sums[..., :-1] = values[..., :0:-1].cumsum(-1)[..., ::-1]
    return sums
