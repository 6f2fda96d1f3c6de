"""Margin losses in NumPy, each with its gradient: being right is not enough, it has to be right by a margin."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.cross_entropy import label_weights
from lossbook.numpy.primitives import Array, add_at_label, along, at_label, log_sigmoid, reduce, reduce_grad

PAIRS_AT_ONCE = 2**18  # of two classes of a row: they stay near the processor


@checked
def hinge(
    y_true: Array, y_pred: Array, *, sample_weight: ArrayLike | None = None, reduction: Reduction = "mean"
) -> float | Array:
    r"""Hinge loss: nothing once the score is on the label's side by 1 or more, linear in what is missing.

    .. math:: \ell = \max(0,\; 1 - y \hat y)

    Args:
        y_true: labels −1 or 1, any shape. Labels 0 or 1 are taken as −1 or 1.
        y_pred: scores, any real numbers, of the shape of ``y_true``.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a label is none of these or −1 and 0 come together, a score is not finite, or
            the reduction is unknown.
        TypeError: the inputs are not numbers.

    Examples:
        >>> hinge([-1, 1, 1], [0.5, 0.25, 3.0], reduction="none")
        array([1.5 , 0.75, 0.  ])
        >>> hinge([0, 1, 1], [0.5, 0.25, 3.0], reduction="none")
        array([1.5 , 0.75, 0.  ])

    References:
        Cortes and Vapnik (1995).
    """
    y = signs(y_true)
    return reduce(np.maximum(1 - y * y_pred, 0), sample_weight, reduction)


@checked
def hinge_grad(
    y_true: Array, y_pred: Array, *, sample_weight: ArrayLike | None = None, reduction: Reduction = "mean"
) -> Array:
    r"""Gradient of :func:`hinge` by ``y_pred``: :math:`-y` where :math:`y \hat y < 1`, and 0 elsewhere."""
    y = signs(y_true)
    return reduce_grad(np.where(y * y_pred < 1, -y, 0), sample_weight, reduction)


@checked
def squared_hinge(
    y_true: Array, y_pred: Array, *, sample_weight: ArrayLike | None = None, reduction: Reduction = "mean"
) -> float | Array:
    r"""Squared hinge loss: the square of :func:`hinge`, smooth where that has its kink and harder on what is far off.

    .. math:: \ell = \max(0,\; 1 - y \hat y)^2

    Args:
        y_true: labels −1 or 1, any shape. Labels 0 or 1 are taken as −1 or 1.
        y_pred: scores, any real numbers, of the shape of ``y_true``.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in squared units of the score: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a label is none of these or −1 and 0 come together, a score is not finite, or
            the reduction is unknown.
        TypeError: the inputs are not numbers.

    Examples:
        >>> squared_hinge([-1, 1, 1], [0.5, 0.25, 3.0], reduction="none")
        array([2.25  , 0.5625, 0.    ])

    References:
        Lee and Mangasarian (2001).
    """
    y = signs(y_true)
    return reduce(np.maximum(1 - y * y_pred, 0) ** 2, sample_weight, reduction)


@checked
def squared_hinge_grad(
    y_true: Array, y_pred: Array, *, sample_weight: ArrayLike | None = None, reduction: Reduction = "mean"
) -> Array:
    r"""Gradient of :func:`squared_hinge` by ``y_pred``: :math:`-2 y \max(0, 1 - y \hat y)`."""
    y = signs(y_true)
    return reduce_grad(-2 * y * np.maximum(1 - y * y_pred, 0), sample_weight, reduction)


@checked
def categorical_hinge(
    y_true: Array,
    y_pred: Array,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Categorical hinge loss, as Keras defines it: the label's score against the best of what the label leaves.

    .. math:: \ell = \max\Bigl(0,\; 1 + \max_c (1 - y_c)\, \hat y_c - \sum_c y_c \hat y_c\Bigr)

    The inner maximum runs over the true class too, where :math:`1 - y_c = 0`: if all other scores are negative, the
    label is compared with 0 and not with the best of them. :func:`crammer_singer` has no such zero.

    Args:
        y_true: one-hot labels, or probabilities that sum to 1 along ``axis``.
        y_pred: scores, any real numbers, of the shape of ``y_true``.
        axis: the class axis.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a float, or for ``"none"`` an array of the inputs' shape without ``axis``.

    Raises:
        ValueError: the shapes differ, labels don't sum to 1, a score is not finite, or the reduction is unknown.
        TypeError: the inputs are not numbers.

    Examples:
        >>> categorical_hinge(np.eye(2), [[0.5, 0.25], [-3.0, -2.0]], reduction="none")
        array([0.75, 3.  ])

    References:
        Keras, after Crammer and Singer (2001).
    """
    positive = (y_true * y_pred).sum(axis)
    negative = ((1 - y_true) * y_pred).max(axis)
    return reduce(np.maximum(1 + (negative - positive), 0), sample_weight, reduction)


@checked
def categorical_hinge_grad(
    y_true: Array,
    y_pred: Array,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`categorical_hinge` by ``y_pred``.

    Where the loss is above 0 it is :math:`(1 - y_c)\, s_c - y_c`, with :math:`s_c = 1` for the class of the inner
    maximum and 0 for the others; classes that tie for the maximum share the 1 evenly.
    """
    left = (1 - y_true) * y_pred
    violation = 1 + (left.max(axis) - (y_true * y_pred).sum(axis))
    grad = (1 - y_true) * share_of_maximum(left, axis) - y_true
    return reduce_grad(np.expand_dims(violation > 0, axis) * grad, sample_weight, reduction, axis=axis)


@checked
def crammer_singer(
    y_true: Array,
    y_pred: Array,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Multi-class hinge loss of Crammer and Singer: the label's score has to beat the best other one by 1.

    .. math:: \ell = \max\bigl(0,\; 1 + \max_{c \ne y} \hat y_c - \hat y_y\bigr)

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``.
        y_pred: scores along ``axis``, any real numbers.
        axis: the class axis.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a float, or an array of the shape of ``y_true`` for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a label is out of range, a score is not finite, or the reduction is unknown.
        TypeError: the labels are not integers.

    Examples:
        >>> crammer_singer([0, 1], [[0.5, 0.25], [-4.0, -2.0]], reduction="none")
        array([0.75, 0.  ])

    References:
        Crammer and Singer (2001).
    """
    rival = without_label(y_pred, y_true, axis).max(axis)
    violation = 1 + (rival - at_label(y_pred, y_true, axis))
    return reduce(np.maximum(violation, 0), sample_weight, reduction)


@checked
def crammer_singer_grad(
    y_true: Array,
    y_pred: Array,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    """Gradient of :func:`crammer_singer` by ``y_pred``.

    Where the loss is above 0 it is −1 for the label and 1 for the best other class; classes that tie for best share the
    1 evenly.
    """
    others = without_label(y_pred, y_true, axis)
    violation = 1 + (others.max(axis) - at_label(y_pred, y_true, axis))
    grad = add_at_label(share_of_maximum(others, axis), y_true, axis, -np.ones_like(violation))
    return reduce_grad(np.expand_dims(violation > 0, axis) * grad, sample_weight, reduction, axis=axis)


@checked
def multi_margin(
    y_true: Array,
    y_pred: Array,
    *,
    p: int = 1,
    margin: float = 1.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Multi-class margin loss: the label's score has to beat every other one by ``margin``.

    .. math:: \ell = \frac{w_y}{C} \sum_{c \ne y} \max\bigl(0,\; \mathrm{margin} + \hat y_c - \hat y_y\bigr)^p

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``.
        y_pred: scores along ``axis``, any real numbers.
        p: 1, or 2 for squares.
        margin: by how much the label has to win, in units of the score, from 0 up.
        class_weight: one weight w for each class; that of the label counts.
        axis: the class axis.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score to the power ``p``: a float, or an array of the shape of ``y_true`` for
        ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a label is out of range, a score is not finite, or a parameter or the
            reduction is unknown.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> multi_margin([0, 1], [[0.5, 0.25], [-4.0, -2.0]], reduction="none")
        array([0.375, 0.   ])

    References:
        Weston and Watkins (1999).
    """
    violation = label_violations(y_pred, y_true, margin, axis)
    weight = label_weights(class_weight, y_true, y_pred)
    return reduce(weight * (violation**p).mean(axis), sample_weight, reduction, label_weight=weight)


@checked
def multi_margin_grad(
    y_true: Array,
    y_pred: Array,
    *,
    p: int = 1,
    margin: float = 1.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`multi_margin` by ``y_pred``.

    With the violations :math:`h_c = \max(0, \mathrm{margin} + \hat y_c - \hat y_y)` it is
    :math:`w_y\, p\, h_c^{p-1} / C` for a class with :math:`h_c > 0`, 0 for one without, and minus their sum for the
    label.
    """
    violation = label_violations(y_pred, y_true, margin, axis)
    pull = np.where(violation > 0, p * violation ** (p - 1), 0)
    weight = label_weights(class_weight, y_true, y_pred) * np.ones(y_true.shape, y_pred.dtype)
    grad = add_at_label(pull, y_true, axis, -pull.sum(axis)) * np.expand_dims(weight / y_pred.shape[axis], axis)
    return reduce_grad(grad, sample_weight, reduction, axis=axis, label_weight=weight)


@checked
def soft_margin(
    y_true: Array, y_pred: Array, *, sample_weight: ArrayLike | None = None, reduction: Reduction = "mean"
) -> float | Array:
    r"""Soft-margin loss, the logistic loss: a hinge without the kink.

    .. math:: \ell = \log\bigl(1 + e^{-y \hat y}\bigr)

    It is binary cross-entropy from logits, with the labels written as −1 and 1.

    Args:
        y_true: labels −1 or 1, any shape. Labels 0 or 1 are taken as −1 or 1.
        y_pred: scores, any real numbers, of the shape of ``y_true``.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a label is none of these or −1 and 0 come together, a score is not finite, or
            the reduction is unknown.
        TypeError: the inputs are not numbers.

    Examples:
        >>> soft_margin([-1, 1], [0.0, -1000.0], reduction="none").round(4)
        array([6.931e-01, 1.000e+03])

    References:
        Rosasco et al. (2004).
    """
    y = signs(y_true)
    return reduce(-log_sigmoid(y * y_pred), sample_weight, reduction)


@checked
def soft_margin_grad(
    y_true: Array, y_pred: Array, *, sample_weight: ArrayLike | None = None, reduction: Reduction = "mean"
) -> Array:
    r"""Gradient of :func:`soft_margin` by ``y_pred``: :math:`-y\, \sigma(-y \hat y)`."""
    y = signs(y_true)
    return reduce_grad(-y * np.exp(log_sigmoid(-y * y_pred)), sample_weight, reduction)


@checked
def multilabel_margin(
    y_true: Array,
    y_pred: Array,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Multi-label margin loss: every class that applies has to beat every class that does not by 1.

    .. math:: \ell = \frac{1}{C} \sum_{y_a = 1} \sum_{y_b = 0} \max\bigl(0,\; 1 + \hat y_b - \hat y_a\bigr)

    Args:
        y_true: 0 or 1 for each class along ``axis``, any number of them 1.
        y_pred: scores, any real numbers, of the shape of ``y_true``.
        axis: the class axis.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a float, or for ``"none"`` an array of the inputs' shape without ``axis``.

    Raises:
        ValueError: the shapes differ, a target is neither 0 nor 1, a score is not finite, or the reduction is unknown.
        TypeError: the inputs are not numbers.

    Examples:
        >>> multilabel_margin([[1, 0, 1]], [[0.5, 0.25, 2.0]], reduction="none")
        array([0.25])

    References:
        Elisseeff and Weston (2001).
    """
    loss = np.zeros_like(y_pred, shape=np.delete(y_pred.shape, axis))
    for rows, _, violation in pair_violations(y_true, y_pred, axis):
        loss.reshape(-1)[rows] += violation.sum((-2, -1)) / y_pred.shape[axis]
    return reduce(loss, sample_weight, reduction)


@checked
def multilabel_margin_grad(
    y_true: Array,
    y_pred: Array,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`multilabel_margin` by ``y_pred``.

    A class that does not apply is pushed down by :math:`1/C` for each class that it comes too close to, and a class
    that applies is pulled up by :math:`1/C` for each that comes too close to it.
    """
    last = np.moveaxis(y_pred, axis, -1)
    grad = np.zeros_like(last, order="C")
    for rows, labels, violation in pair_violations(y_true, y_pred, axis):
        violated = (violation > 0).astype(grad.dtype) / y_pred.shape[axis]
        grad.reshape(-1, grad.shape[-1])[rows] += violated.sum(-2)
        grad.reshape(-1, grad.shape[-1])[rows, labels] -= violated.sum(-1)
    return reduce_grad(np.moveaxis(grad, -1, axis), sample_weight, reduction, axis=axis)


@checked
def multilabel_soft_margin(
    y_true: Array,
    y_pred: Array,
    *,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Multi-label soft-margin loss: binary cross-entropy from logits, averaged over the classes.

    .. math:: \ell = -\frac{1}{C} \sum_c w_c \bigl(y_c \log \sigma(\hat y_c) + (1 - y_c) \log \sigma(-\hat y_c)\bigr)

    Args:
        y_true: 0 or 1 for each class along ``axis``, or probabilities between.
        y_pred: scores, any real numbers: logits of each class on its own, of the shape of ``y_true``.
        class_weight: one weight w for each class.
        axis: the class axis.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean counts the weights of all
            classes, so that doubling them changes nothing.

    Returns:
        The loss in nats: a float, or for ``"none"`` an array of the inputs' shape without ``axis``.

    Raises:
        ValueError: the shapes differ, a target lies outside [0, 1], a score is not finite, or a parameter or the
            reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> multilabel_soft_margin([[1, 0]], [[0.0, 2.0]], reduction="none").round(4)
        array([1.41])

    References:
        Nam et al. (2014).
    """
    log_likelihood = y_true * log_sigmoid(y_pred) + (1 - y_true) * log_sigmoid(-y_pred)
    weight = along(axis, class_weight, y_pred)
    return reduce(-(weight * log_likelihood).mean(axis), sample_weight, reduction, label_weight=weight.mean())


@checked
def multilabel_soft_margin_grad(
    y_true: Array,
    y_pred: Array,
    *,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`multilabel_soft_margin` by ``y_pred``: :math:`w_c (\sigma(\hat y_c) - y_c) / C`."""
    excess = (1 - y_true) * np.exp(log_sigmoid(y_pred)) - y_true * np.exp(log_sigmoid(-y_pred))  # σ(x) − y, all digits
    weight = along(axis, class_weight, y_pred)
    grad = weight * excess / y_pred.shape[axis]
    return reduce_grad(grad, sample_weight, reduction, axis=axis, label_weight=weight.mean())


@checked
def hinge_embedding(
    y_true: Array,
    y_pred: Array,
    *,
    margin: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Hinge embedding loss: pairs that belong together cost their distance, others what they lack to ``margin``.

    .. math:: \ell = \hat y \text{ for } y = 1, \qquad \max(0,\; \mathrm{margin} - \hat y) \text{ for } y = -1

    Args:
        y_true: 1 for a pair that belongs together, −1 for one that does not, any shape.
        y_pred: distances, of the shape of ``y_true``. Negative ones are allowed: for a label of 1 they cost as little
            as they say, for −1 more than a distance of 0.
        margin: how far apart others have to be, in units of the distance, from 0 up.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the distance: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a label is neither −1 nor 1, a distance is not finite, or a parameter or the
            reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> hinge_embedding([1, -1, -1], [0.25, 0.25, 3.0], reduction="none")
        array([0.25, 0.75, 0.  ])

    References:
        Mobahi et al. (2009).
    """
    loss = np.where(y_true > 0, y_pred, np.maximum(margin - y_pred, 0))
    return reduce(loss, sample_weight, reduction)


@checked
def hinge_embedding_grad(
    y_true: Array,
    y_pred: Array,
    *,
    margin: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`hinge_embedding` by ``y_pred``: 1 together; else −1 within the margin and 0 beyond."""
    return reduce_grad(np.where((y_true > 0) | (y_pred < margin), y_true, 0), sample_weight, reduction)


@checked
def margin_ranking(
    x1: Array,
    x2: Array,
    target: Array,
    *,
    margin: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Margin ranking loss: of two scores the one that should rank higher has to, by ``margin``.

    .. math:: \ell = \max\bigl(0,\; \mathrm{margin} - y\, (x_1 - x_2)\bigr)

    Args:
        x1: scores of the first, any real numbers, any shape.
        x2: scores of the second, of the shape of ``x1``.
        target: y: 1 where the first should rank higher, −1 where the second should, of the shape of ``x1``.
        margin: by how much, in units of the score, from 0 up.
        sample_weight: the shape of ``x1``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a target is neither −1 nor 1, a score is not finite, or a parameter or the
            reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> margin_ranking([0.5, 0.5], [2.0, 2.0], [1, -1], margin=1.0, reduction="none")
        array([2.5, 0. ])

    References:
        Herbrich et al. (2000).
    """
    violation = margin - target * (x1 - x2)
    return reduce(np.maximum(violation, 0), sample_weight, reduction)


@checked
def margin_ranking_grad(
    x1: Array,
    x2: Array,
    target: Array,
    *,
    margin: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, Array]:
    """Gradients of :func:`margin_ranking` by ``x1`` and ``x2``: −y and y where the lead is below the margin, else 0."""
    violation = margin - target * (x1 - x2)
    grad = reduce_grad(np.where(violation > 0, -target, 0), sample_weight, reduction)
    return grad, -grad


def signs(labels: Array) -> Array:
    """Labels −1 and 1 as they are, and 0 as −1."""
    return labels if labels.size and labels.min() < 0 else np.sign(labels - 0.5)


def without_label(values: Array, labels: Array, axis: int) -> Array:
    """``values`` with −∞ where the label points, so that a maximum is one over the other classes."""
    others = values.copy()
    np.put_along_axis(others, np.expand_dims(labels, axis), -np.inf, axis)
    return others


def share_of_maximum(values: Array, axis: int) -> Array:
    """The gradient of a maximum: 1 for the largest value, shared evenly by those that tie."""
    largest = (values == values.max(axis, keepdims=True)).astype(values.dtype)
    return largest / largest.sum(axis, keepdims=True)


def label_violations(y_pred: Array, labels: Array, margin: float, axis: int) -> Array:
    """By how much each other class comes closer to the label's score than ``margin``; 0 for the label itself."""
    own = np.expand_dims(at_label(y_pred, labels, axis), axis)
    return np.maximum(margin + (without_label(y_pred, labels, axis) - own), 0)


def pair_violations(y_true: Array, y_pred: Array, axis: int) -> Iterator[tuple[slice, slice, Array]]:
    """By how much class b, which does not apply, comes closer than 1 to class a, which does, at [row, a, b]; else 0.

    For some rows and some classes a at a time, since a table of all pairs for all rows would fill the memory; which
    ones they are comes with it. A row is all that lies along ``axis``.
    """
    y, score = rows_along(y_true, axis), rows_along(y_pred, axis)
    classes = score.shape[-1]
    rows, some = max(1, PAIRS_AT_ONCE // classes**2), max(1, PAIRS_AT_ONCE // classes)
    for at in (slice(start, start + rows) for start in range(0, len(score), rows)):
        others = np.where(y[at] > 0, -np.inf, score[at])
        for of in (slice(start, start + some) for start in range(0, classes, some)):
            if not y[at, of].any():
                continue
            applies = np.where(y[at, of] > 0, score[at, of], np.inf)
            yield at, of, np.maximum(1 + (others[:, None, :] - applies[:, :, None]), 0)


def rows_along(values: Array, axis: int) -> Array:
    """The values with ``axis`` last and all others made one."""
    return np.moveaxis(values, axis, -1).reshape(-1, values.shape[axis])
