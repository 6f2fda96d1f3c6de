"""Losses for classes in order in TensorFlow: a miss by one costs less than a miss by four."""

from __future__ import annotations

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.cross_entropy import keep
from lossbook.tensorflow.primitives import last, mask, safe_log, safe_log_complement


@checked
def ordinal_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-7,
    axis: int = -1,
) -> tf.Tensor:
    r"""Ordinal cross-entropy: one yes-or-no question for each step between two classes in order.

    .. math:: \ell = -\frac{1}{K - 1} \sum_{k=0}^{K-2} \bigl([y > k] \log p_k + [y \le k] \log (1 - p_k)\bigr)

    Of K classes in order, as stars or grades, the k-th question is 'is it above class k?'. A label y answers yes to the
    first y questions, so a guess that is four classes off is wrong in four of them, and one that is next to it in one.
    The grade that a model gives is the number of probabilities above 1/2, of logits above 0.

    Args:
        y_true: class indices from 0, the lowest, to K − 1, of the shape of ``y_pred`` without ``axis``; whole numbers
            stored as floats too, since Keras hands labels over so.
        y_pred: K − 1 probabilities along ``axis``, of a class above the k-th, or logits with ``from_logits``. They are
            one less than the classes: with K of them, nothing would ever be above the last step.
        from_logits: take ``y_pred`` as logits z with p = σ(z); never clipped.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        axis: the axis of the K − 1 steps.

    Returns:
        One loss a sample in nats, a mean over the steps, of the shape of ``y_true``; float32, or float64 for float64.
        Ignored positions give 0 and carry Keras's mask, so that a Keras class divides by what is kept.

    Raises:
        ValueError: the shapes don't fit, a label or value is out of range (looked at eagerly on the CPU alone), or a
            parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> z = [[2.0, -1.0], [2.0, -1.0]]  # above the lowest of three classes, and not above the middle one
        >>> ordinal_cross_entropy([1, 0], z, from_logits=True).numpy().round(4)
        array([0.2201, 1.2201], dtype=float32)

    References:
        Cao et al. (2020), who call it CORAL, sum over the steps, and let all logits but for their biases share weights.
    """
    kept, labels = keep(y_true, ignore_index)
    above = is_above(labels, y_pred, axis)
    if from_logits:
        log_right = tf.math.log_sigmoid(tf.where(above, y_pred, -y_pred))
    else:
        log_right = tf.where(above, safe_log(y_pred, eps), safe_log_complement(y_pred, eps))
    return mask(-tf.reduce_mean(log_right, axis), kept)


@checked
def squared_emd(y_true: tf.Tensor, y_pred: tf.Tensor, from_logits: bool = False, axis: int = -1) -> tf.Tensor:
    r"""Squared earth mover's distance: how far two cumulative distributions over classes in order lie apart.

    .. math:: \ell = \sum_k (P_k - Y_k)^2, \qquad P_k = \sum_{c \le k} p_c, \quad Y_k = \sum_{c \le k} y_c

    Probability that is two classes away from where it should be has two steps to go. The earth mover's distance itself
    is the sum of the sizes of the differences, where this has their squares. For one-hot targets it is the ranked
    probability score.

    Args:
        y_true: one-hot labels, or probabilities that sum to 1 along ``axis``, the lowest class first, of the shape of
            ``y_pred``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        axis: the class axis.

    Returns:
        One loss a sample, from 0 to K − 1 for K classes, without unit: the inputs' shape without ``axis``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> target, near, far = [1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.5, 0.0, 0.5]
        >>> squared_emd([target, target], [near, far]).numpy()
        array([0.25, 0.5 ], dtype=float32)

    References:
        Hou et al. (2016).
    """
    y, p = last(y_true, axis), last(y_pred, axis)
    apart = steps_of_logits(y, p) if from_logits else tf.cumsum(p - y, -1)
    return tf.reduce_sum(tf.square(apart), -1)


def is_above(labels: tf.Tensor, steps: tf.Tensor, axis: int) -> tf.Tensor:
    """Whether each row's label lies above each of the steps, which are numbered along ``axis``."""
    numbers = tf.range(tf.shape(steps, labels.dtype)[axis])
    behind = steps.shape.rank - 1 - axis % steps.shape.rank
    return tf.expand_dims(labels, axis) > tf.reshape(numbers, [-1] + [1] * behind)


def steps_of_logits(y: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """The differences of the cumulative distributions, of p and y, along the last axis.

    Where that of p is near 1, as where a model is right and sure, they keep their digits as those of the complements.
    """
    p = tf.nn.softmax(logits, -1)
    up_to, beyond, truth = tf.cumsum(p, -1), tf.cumsum(p, -1, exclusive=True, reverse=True), tf.cumsum(y, -1)
    return tf.where(up_to > 0.5, (1 - truth) - beyond, up_to - truth)
