"""Focal losses in TensorFlow: cross-entropy that cares less for what is already right."""

from __future__ import annotations

import math

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.cross_entropy import (
    binary_log_probabilities,
    keep,
    label_weights,
    positive_share,
    smooth,
)
from lossbook.tensorflow.primitives import (
    Weights,
    along,
    at_label,
    at_least,
    finite,
    length,
    log_one_minus,
    mask,
    mean_over_last_axis,
    safe_log,
)


@checked
def binary_focal(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-7,
    pos_weight: Weights = None,
    axis: int = -1,
) -> tf.Tensor:
    r"""Binary focal loss: cross-entropy, turned down where the label already has a high probability.

    .. math:: \ell = -\alpha_t (1 - p_t)^\gamma \bigl(w_+\, y \log p + (1 - y) \log (1 - p)\bigr), \qquad
              p_t = y p + (1 - y)(1 - p), \qquad \alpha_t = y \alpha + (1 - y)(1 - \alpha)

    A positive costs :math:`w_+` times as much, its factor :math:`(1 - p)^\gamma` included. At γ = 0 and without α it is
    :func:`binary_cross_entropy` with the same ``pos_weight``. On labels of 0 and 1, ``alpha`` is the ``pos_weight``
    α/(1 − α), and all of that times 1 − α.

    Args:
        y_true: labels 0 or 1, or probabilities between, of the shape of ``y_pred``.
        y_pred: probabilities, or logits with ``from_logits``, any shape.
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: weight of positives in [0, 1]; negatives get 1 − alpha. None: no weighting.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``axis``.
        axis: the class axis, where ``pos_weight`` has one number for each class: 1 for images with channels first.

    Returns:
        One loss a sample in nats, averaged over the last axis: the inputs' shape without it; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> binary_focal([[1.0], [1.0]], [[0.6], [0.1]], gamma=2.0).numpy().round(4)
        array([0.0817, 1.8651], dtype=float32)

    References:
        Lin et al. (2017), equation 5.
    """
    y = smooth(y_true, label_smoothing, classes=2)
    log_p, log_q = binary_log_probabilities(y_pred, from_logits, eps)
    cross_entropy = -(positive_share(y, pos_weight, axis) * log_p + (1 - y) * log_q)
    factor = binary_factor(y, y_pred, (log_p, log_q), gamma, from_logits, eps)
    return mean_over_last_axis(binary_alpha(y, alpha) * factor * cross_entropy)


@checked
def categorical_focal(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    gamma: float = 2.0,
    alpha: Weights = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Categorical focal loss: each class's cross-entropy term, turned down where the class is already likely.

    .. math:: \ell = -\sum_c \alpha_c (1 - p_c)^\gamma\, y_c \log p_c

    Args:
        y_true: one-hot labels, or probabilities that sum to 1 along ``axis``, of the shape of ``y_pred``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: one weight for each class. A single number only scales the loss. None: no weighting.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.

    Returns:
        One loss a sample in nats: the inputs' shape without ``axis``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> categorical_focal(tf.eye(2), [[0.6, 0.4], [0.9, 0.1]]).numpy().round(4)
        array([0.0817, 1.8651], dtype=float32)

    References:
        Lin et al. (2017), equation 5, for one class out of several.
    """
    y = smooth(y_true, label_smoothing, length(y_true, axis))
    focal_log_p = class_focal_log(y_pred, gamma, from_logits, axis, eps)
    return -tf.reduce_sum((along(axis, alpha, y) * y * focal_log_p), axis)


@checked
def sparse_categorical_focal(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    gamma: float = 2.0,
    alpha: Weights = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Categorical focal loss on class indices.

    .. math:: \ell = -\alpha_y (1 - p_y)^\gamma \log p_y

    The value is that of :func:`categorical_focal` on one-hot labels, which are never built.

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``; whole numbers stored as
            floats too, since Keras hands labels over so.
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

    Returns:
        One loss a sample in nats, of the shape of ``y_true``; float32, or float64 for float64. Ignored positions give
        0 and carry Keras's mask, so that a Keras class divides by what is kept.

    Raises:
        ValueError: the shapes don't fit, a label or value is out of range (looked at eagerly on the CPU alone), or a
            parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> sparse_categorical_focal([0, 1], [[0.6, 0.4], [0.9, 0.1]]).numpy().round(4)
        array([0.0817, 1.8651], dtype=float32)

    References:
        Lin et al. (2017), equation 5, for one class out of several.
    """
    kept, labels = keep(y_true, ignore_index)
    weight = label_weights(alpha, labels, y_pred)
    loss = -weight * focal_log_at_label(y_pred, labels, gamma, from_logits, axis, eps)
    if label_smoothing > 0:
        of_all = along(axis, alpha, y_pred) * class_focal_log(y_pred, gamma, from_logits, axis, eps)
        loss = (1 - label_smoothing) * loss - label_smoothing * tf.reduce_mean(of_all, axis)
    return mask(loss, kept)


def binary_alpha(y: tf.Tensor, alpha: float | None) -> tf.Tensor | float:
    """The weight of each label: alpha for positives, 1 − alpha for negatives."""
    return 1.0 if alpha is None else y * alpha + (1 - y) * (1 - alpha)


def binary_factor(
    y: tf.Tensor,
    y_pred: tf.Tensor,
    logarithms: tuple[tf.Tensor, tf.Tensor],
    gamma: float,
    from_logits: bool,
    eps: float,
) -> tf.Tensor | float:
    """(1 − p_t)^γ; from logits by its logarithm, whose gradient is finite also for γ < 1."""
    if gamma == 0:
        return 1.0
    if not from_logits:
        return at_least(probability_of_wrong(y, y_pred), eps) ** gamma
    if gamma == 2:  # the usual one, a square, has no pole in any derivative and takes far fewer operations
        return tf.square(y * tf.sigmoid(-y_pred) + (1 - y) * tf.sigmoid(y_pred))
    return tf.exp(gamma * log_wrong(y, *logarithms))


def probability_of_wrong(y: tf.Tensor, p: tf.Tensor) -> tf.Tensor:
    """1 − p_t."""
    return y * (1 - p) + (1 - y) * p


def log_wrong(y: tf.Tensor, log_p: tf.Tensor, log_q: tf.Tensor) -> tf.Tensor:
    """log(1 − p_t): for a hard label one of the two, as it is; a soft one keeps 1 − p_t away from 0."""
    soft = (y > 0) & (y < 1)
    mixed = y * tf.exp(log_q) + (1 - y) * tf.exp(log_p)
    hard = y * log_q + (1 - y) * log_p
    return tf.where(soft, tf.math.log(tf.where(soft, mixed, tf.ones_like(mixed))), hard)


def focal_log_at_label(
    y_pred: tf.Tensor, labels: tf.Tensor, gamma: float, from_logits: bool, axis: int, eps: float
) -> tf.Tensor:
    """(1 − p_y)^γ log p_y.

    From logits p_y is the sigmoid of a margin: the label's logit less the log-sum-exp of the others. So this is the
    binary loss of the margin, and as safe.
    """
    at_labels = at_label(y_pred, labels, axis)
    if not from_logits:
        return at_least(1 - at_labels, eps) ** gamma * safe_log(at_labels, eps)
    is_label = tf.one_hot(labels, tf.shape(y_pred)[axis], True, False, axis % y_pred.shape.rank)  # a byte a logit
    others = finite(tf.where(is_label, tf.constant(-math.inf, y_pred.dtype), y_pred))
    margin = at_labels - tf.reduce_logsumexp(others, axis)
    factor = 1.0 if gamma == 0 else tf.exp(gamma * tf.math.log_sigmoid(-margin))
    return factor * tf.math.log_sigmoid(margin)


def class_factor(
    p: tf.Tensor, log_p: tf.Tensor, gamma: float, from_logits: bool, axis: int, eps: float
) -> tf.Tensor | float:
    """(1 − p_c)^γ for every class; from logits by its logarithm, whose gradient is finite also for γ < 1."""
    if gamma == 0:
        return 1.0
    if from_logits:
        return tf.exp(gamma * log_one_minus(log_p, axis))
    return at_least(1 - p, eps) ** gamma


def class_focal_log(y_pred: tf.Tensor, gamma: float, from_logits: bool, axis: int, eps: float) -> tf.Tensor:
    """(1 − p_c)^γ log p_c for every class."""
    log_p = tf.nn.log_softmax(y_pred, axis) if from_logits else safe_log(y_pred, eps)
    return class_factor(y_pred, log_p, gamma, from_logits, axis, eps) * finite(log_p)
