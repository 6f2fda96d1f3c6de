"""Focal losses in NumPy, each with its gradient: cross-entropy that cares less for what is already right."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.cross_entropy import (
    binary_log_probabilities,
    keep,
    label_weights,
    positive_share,
    positive_weights,
    reciprocal,
    smooth,
    soft_label_weights,
)
from lossbook.numpy.primitives import (
    Array,
    add_at_label,
    along,
    at_label,
    finite,
    log_one_minus,
    log_sigmoid,
    log_softmax,
    log_sum_exp,
    reduce,
    reduce_grad,
    safe_log,
)


@checked
def binary_focal(
    y_true: Array,
    y_pred: Array,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-7,
    pos_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Binary focal loss: cross-entropy, turned down where the label already has a high probability.

    .. math:: \ell = -\alpha_t (1 - p_t)^\gamma \bigl(w_+\, y \log p + (1 - y) \log (1 - p)\bigr), \qquad
              p_t = y p + (1 - y)(1 - p), \qquad \alpha_t = y \alpha + (1 - y)(1 - \alpha)

    A positive costs :math:`w_+` times as much, its factor :math:`(1 - p)^\gamma` included. At γ = 0 and without α it is
    :func:`binary_cross_entropy` with the same ``pos_weight``. On labels of 0 and 1, ``alpha`` is the ``pos_weight``
    α/(1 − α), and all of that times 1 − α.

    Args:
        y_true: labels 0 or 1, or probabilities between, any shape.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: weight of positives in [0, 1]; negatives get 1 − alpha. None: no weighting.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``axis``.
        axis: the class axis, where ``pos_weight`` has one number for each class: 1 for images with channels first.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> binary_focal([1, 1], [0.6, 0.1], gamma=2.0, reduction="none").round(4)
        array([0.0817, 1.8651])

    References:
        Lin et al. (2017), equation 5.
    """
    y = smooth(y_true, label_smoothing, classes=2)
    log_p, log_q = binary_log_probabilities(y_pred, from_logits, eps)
    yes = positive_share(y, pos_weight, axis)
    cross_entropy = -(yes * log_p + (1 - y) * log_q)
    factor = binary_factor(y, y_pred, gamma, from_logits, eps)
    loss = binary_alpha(y, alpha) * factor * cross_entropy
    return reduce(loss, sample_weight, reduction, label_weight=binary_weights(y_true, alpha, pos_weight, axis))


@checked
def binary_focal_grad(
    y_true: Array,
    y_pred: Array,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-7,
    pos_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`binary_focal` by ``y_pred``, by the product rule.

    .. math:: \alpha_t (1 - p_t)^\gamma \bigl(\mathrm{BCE}' + \gamma\, \mathrm{BCE} \cdot (\log (1 - p_t))'\bigr)

    BCE and BCE′ are :func:`binary_cross_entropy` with ``pos_weight`` and its gradient.
    """
    y = smooth(y_true, label_smoothing, classes=2)
    log_p, log_q = binary_log_probabilities(y_pred, from_logits, eps)
    yes = positive_share(y, pos_weight, axis)
    cross_entropy = -(yes * log_p + (1 - y) * log_q)
    if from_logits:
        cross_entropy_slope = (1 - y) * np.exp(log_p) - yes * np.exp(log_q)
        log_wrong_slope = (1 - 2 * y) * np.exp(log_p + log_q - log_wrong(y, y_pred))
    else:
        cross_entropy_slope = (1 - y) * reciprocal(1 - y_pred, eps) - yes * reciprocal(y_pred, eps)
        log_wrong_slope = (1 - 2 * y) * reciprocal(probability_of_wrong(y, y_pred), eps)
    factor = binary_factor(y, y_pred, gamma, from_logits, eps)
    grad = binary_alpha(y, alpha) * factor * (cross_entropy_slope + gamma * cross_entropy * log_wrong_slope)
    return reduce_grad(grad, sample_weight, reduction, label_weight=binary_weights(y_true, alpha, pos_weight, axis))


@checked
def categorical_focal(
    y_true: Array,
    y_pred: Array,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Categorical focal loss: each class's cross-entropy term, turned down where the class is already likely.

    .. math:: \ell = -\sum_c \alpha_c (1 - p_c)^\gamma\, y_c \log p_c

    Args:
        y_true: one-hot labels, or probabilities that sum to 1 along ``axis``.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: one weight for each class. A single number only scales the loss. None: no weighting.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean counts ``alpha``.

    Returns:
        The loss in nats: a float, or for ``"none"`` an array of the inputs' shape without ``axis``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, rows don't sum to 1, or a parameter or the
            reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> categorical_focal(np.eye(2), [[0.6, 0.4], [0.9, 0.1]], reduction="none").round(4)
        array([0.0817, 1.8651])

    References:
        Lin et al. (2017), equation 5, for one class out of several.
    """
    y = smooth(y_true, label_smoothing, y_true.shape[axis])
    weight = along(axis, alpha, y)
    focal_log_p = class_focal_log(y_pred, gamma, from_logits, axis, eps)
    loss = -(weight * y * focal_log_p).sum(axis)
    return reduce(loss, sample_weight, reduction, label_weight=soft_label_weights(alpha, y_true, axis))


@checked
def categorical_focal_grad(
    y_true: Array,
    y_pred: Array,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`categorical_focal` by ``y_pred``.

    From logits, with :math:`s_c = (1 - p_c)^\gamma \bigl(1 - \gamma\, p_c \log p_c / (1 - p_c)\bigr)`, it is
    :math:`p_c \sum_k \alpha_k y_k s_k - \alpha_c y_c s_c`: the gradient of cross-entropy with each label weighed by s.
    """
    weight = along(axis, alpha, y_pred)
    slopes = class_focal_slope(y_pred, gamma, from_logits, axis, eps)
    pull = weight * smooth(y_true, label_smoothing, y_true.shape[axis]) * slopes
    grad = from_class_slopes(pull, y_pred, from_logits, axis)
    return reduce_grad(grad, sample_weight, reduction, axis=axis, label_weight=soft_label_weights(alpha, y_true, axis))


@checked
def sparse_categorical_focal(
    y_true: Array,
    y_pred: Array,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Categorical focal loss on class indices.

    .. math:: \ell = -\alpha_y (1 - p_y)^\gamma \log p_y

    The value is that of :func:`categorical_focal` on one-hot labels, which are never built.

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: one weight for each class. A single number only scales the loss. None: no weighting.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label, unless labels are smoothed.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean counts ``alpha``.

    Returns:
        The loss in nats: a float, or an array of the shape of ``y_true`` for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a label or value lies outside its range, or a parameter or the reduction is
            unknown.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> sparse_categorical_focal([0, 1], [[0.6, 0.4], [0.9, 0.1]], reduction="none").round(4)
        array([0.0817, 1.8651])

    References:
        Lin et al. (2017), equation 5, for one class out of several.
    """
    kept, labels = keep(y_true, ignore_index)
    weight = label_weights(alpha, labels, y_pred)
    loss = -weight * focal_log_at_label(y_pred, labels, gamma, from_logits, axis, eps)
    if label_smoothing > 0:
        of_all = along(axis, alpha, y_pred) * class_focal_log(y_pred, gamma, from_logits, axis, eps)
        loss = (1 - label_smoothing) * loss - label_smoothing * of_all.mean(axis)
    return reduce(loss, sample_weight, reduction, label_weight=weight, kept=kept)


@checked
def sparse_categorical_focal_grad(
    y_true: Array,
    y_pred: Array,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`sparse_categorical_focal` by ``y_pred``: :func:`categorical_focal`'s, label by label."""
    kept, labels = keep(y_true, ignore_index)
    slopes = along(axis, alpha, y_pred) * class_focal_slope(y_pred, gamma, from_logits, axis, eps)
    of_labels = (1 - label_smoothing) * at_label(slopes, labels, axis)
    pull = add_at_label(label_smoothing / y_pred.shape[axis] * slopes, labels, axis, of_labels)
    grad = from_class_slopes(pull, y_pred, from_logits, axis)
    label_weight = label_weights(alpha, labels, grad)
    return reduce_grad(grad, sample_weight, reduction, axis=axis, label_weight=label_weight, kept=kept)


def binary_alpha(y: Array, alpha: float | None) -> Array | float:
    """The weight of each label: alpha for positives, 1 − alpha for negatives."""
    return 1.0 if alpha is None else y * alpha + (1 - y) * (1 - alpha)


def binary_weights(y: Array, alpha: float | None, pos_weight: ArrayLike | None, axis: int) -> Array | float:
    """What a label weighs by both."""
    weight = binary_alpha(y, alpha)
    return weight if pos_weight is None else weight * positive_weights(y, pos_weight, axis)


def probability_of_wrong(y: Array, p: Array) -> Array:
    """1 − p_t."""
    return y * (1 - p) + (1 - y) * p


def log_wrong(y: Array, logits: Array) -> Array:
    """log(1 − p_t) from logits: by log-sigmoid for a hard label; a soft one keeps 1 − p_t away from 0."""
    soft = (y > 0) & (y < 1)
    mixed = probability_of_wrong(y, np.exp(log_sigmoid(logits)))
    return np.where(soft, np.log(np.where(soft, mixed, 1)), finite(log_sigmoid((1 - 2 * y) * logits)))


def binary_factor(y: Array, y_pred: Array, gamma: float, from_logits: bool, eps: float) -> Array | float:
    """(1 − p_t)^γ."""
    if gamma == 0:
        return 1.0
    if from_logits:
        return power(log_wrong(y, y_pred), gamma)
    return np.maximum(probability_of_wrong(y, y_pred), eps) ** gamma


def focal_log_at_label(y_pred: Array, labels: Array, gamma: float, from_logits: bool, axis: int, eps: float) -> Array:
    """(1 − p_y)^γ log p_y.

    From logits p_y is the sigmoid of a margin: the label's logit less the log-sum-exp of the others. So this is the
    binary loss of the margin, and as safe.
    """
    at_labels = at_label(y_pred, labels, axis)
    if not from_logits:
        return np.maximum(1 - at_labels, eps) ** gamma * safe_log(at_labels, eps)
    others = y_pred.copy()
    np.put_along_axis(others, np.expand_dims(labels, axis), -np.inf, axis)
    margin = at_labels - log_sum_exp(finite(others), axis).squeeze(axis)
    return power(log_sigmoid(-margin), gamma) * log_sigmoid(margin)


def power(log_base: Array, exponent: float) -> Array:
    """A base raised to an exponent, given the base's logarithm."""
    with np.errstate(over="ignore"):  # γ times the lowest number is −∞, whose exp is the 0 that is wanted
        return np.exp(exponent * log_base)


def class_factor(p: Array, log_p: Array, gamma: float, from_logits: bool, axis: int, eps: float) -> Array | float:
    """(1 − p_c)^γ for every class."""
    if gamma == 0:
        return 1.0
    return power(log_one_minus(log_p, axis), gamma) if from_logits else np.maximum(1 - p, eps) ** gamma


def class_focal_log(y_pred: Array, gamma: float, from_logits: bool, axis: int, eps: float) -> Array:
    """(1 − p_c)^γ log p_c for every class."""
    log_p = log_softmax(y_pred, axis) if from_logits else safe_log(y_pred, eps)
    return class_factor(y_pred, log_p, gamma, from_logits, axis, eps) * finite(log_p)


def class_focal_slope(y_pred: Array, gamma: float, from_logits: bool, axis: int, eps: float) -> Array:
    """The derivative of (1 − p_c)^γ log p_c by log p_c from logits, by p_c from probabilities."""
    if not from_logits:
        factor = class_factor(y_pred, y_pred, gamma, from_logits, axis, eps)
        log_p = safe_log(y_pred, eps)
        return factor * (reciprocal(y_pred, eps) - gamma * log_p * reciprocal(1 - y_pred, eps))
    log_p = log_softmax(y_pred, axis)
    log_q = log_one_minus(log_p, axis)
    q = np.exp(log_q)
    surprise = np.where(q < 0.5, -np.log1p(-np.minimum(q, 0.5)), np.minimum(-log_p, np.finfo(q.dtype).max))
    odds_times_surprise = np.exp(log_p) * np.divide(surprise, q, out=np.ones_like(q), where=q > 0)  # at most 1
    return power(log_q, gamma) * (1 + gamma * odds_times_surprise)


def from_class_slopes(pull: Array, y_pred: Array, from_logits: bool, axis: int) -> Array:
    """The gradient by ``y_pred`` of −Σ y log p, given each class's share in it."""
    if not from_logits:
        return -pull
    return np.exp(log_softmax(y_pred, axis)) * pull.sum(axis, keepdims=True) - pull
