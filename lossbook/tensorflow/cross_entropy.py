"""Cross-entropy losses in TensorFlow: binary, categorical, and on class indices."""

from __future__ import annotations

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.primitives import (
    Weights,
    along,
    at_label,
    between_infinities,
    finite,
    last,
    length,
    mask,
    mean_over_last_axis,
    safe_log,
    safe_log_complement,
)


@checked
def binary_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: Weights = None,
    eps: float = 1e-7,
    axis: int = -1,
) -> tf.Tensor:
    r"""Binary cross-entropy: minus the log-likelihood of independent yes-or-no labels.

    .. math:: \ell = -\bigl(w_+\, y \log p + (1 - y) \log (1 - p)\bigr)

    Args:
        y_true: labels 0 or 1, or probabilities between, of the shape of ``y_pred``.
        y_pred: probabilities, or logits with ``from_logits``, any shape.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``axis``.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        axis: the class axis, where ``pos_weight`` has one number for each class: 1 for images with channels first.

    Returns:
        One loss a sample in nats, averaged over the last axis: the inputs' shape without it; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> binary_cross_entropy([[1.0, 0.0], [1.0, 1.0]], [[0.9, 0.2], [0.5, 0.5]]).numpy().round(4)
        array([0.1643, 0.6931], dtype=float32)

    References:
        Goodfellow et al. (2016), section 6.2.2.2. Label smoothing: Szegedy et al. (2016), section 7.
    """
    y = smooth(y_true, label_smoothing, classes=2)
    if from_logits and pos_weight is None:  # TensorFlow's own is one kernel, and exact on both sides
        return mean_over_last_axis(tf.nn.sigmoid_cross_entropy_with_logits(y, between_infinities(y_pred)))
    log_p, log_q = binary_log_probabilities(y_pred, from_logits, eps)
    loss = -(positive_share(y, pos_weight, axis) * log_p + (1 - y) * log_q)
    return mean_over_last_axis(loss)


@checked
def categorical_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    axis: int = -1,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Categorical cross-entropy: minus the log-probability of the label, averaged over a soft one.

    .. math:: \ell = -\sum_c w_c\, y_c \log p_c

    Args:
        y_true: one-hot labels, or probabilities that sum to 1 along ``axis``, of the shape of ``y_pred``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        class_weight: one weight w for each class.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.

    Returns:
        One loss a sample in nats: the inputs' shape without ``axis``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> p = [[0.9, 0.05, 0.05], [0.05, 0.89, 0.06], [0.05, 0.01, 0.94]]
        >>> categorical_cross_entropy(tf.eye(3), p).numpy().round(4)
        array([0.1054, 0.1165, 0.0619], dtype=float32)

    References:
        Goodfellow et al. (2016), section 6.2.2.3. Label smoothing: Szegedy et al. (2016), section 7.
    """
    y = smooth(y_true, label_smoothing, length(y_true, axis))
    log_p = tf.nn.log_softmax(y_pred, axis) if from_logits else safe_log(y_pred, eps)
    return -tf.reduce_sum((along(axis, class_weight, y) * y * finite(log_p)), axis)


@checked
def sparse_categorical_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Categorical cross-entropy on class indices: minus the log-probability of the label.

    .. math:: \ell = -w_y \log p_y

    The value is that of :func:`categorical_cross_entropy` on one-hot labels, which are never built.

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``; whole numbers stored as
            floats too, since Keras hands labels over so.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label, unless labels are smoothed.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.

    Returns:
        One loss a sample in nats, of the shape of ``y_true``; float32, or float64 for float64. Ignored positions give
        0 and carry Keras's mask, so that a Keras class divides by what is kept.

    Raises:
        ValueError: the shapes don't fit, a label or value is out of range (looked at eagerly on the CPU alone), or a
            parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> p = [[0.9, 0.05, 0.05], [0.05, 0.89, 0.06], [0.05, 0.01, 0.94]]
        >>> sparse_categorical_cross_entropy([0, 1, 2], p).numpy().round(4)
        array([0.1054, 0.1165, 0.0619], dtype=float32)

    References:
        Goodfellow et al. (2016), section 6.2.2.3. Label smoothing: Szegedy et al. (2016), section 7.
    """
    kept, labels = keep(y_true, ignore_index)
    weight = label_weights(class_weight, labels, y_pred)
    loss = -weight * label_log_probability(y_pred, labels, from_logits, axis, eps)
    if label_smoothing > 0:
        log_p = tf.nn.log_softmax(y_pred, axis) if from_logits else safe_log(y_pred, eps)
        of_all = tf.reduce_mean(along(axis, class_weight, log_p) * log_p, axis)
        loss = (1 - label_smoothing) * loss - label_smoothing * of_all
    return mask(loss, kept)


@checked
def generalized_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Generalised cross-entropy: a bridge from cross-entropy to the absolute error, for labels that may be wrong.

    .. math:: \ell = w_y\, \frac{1 - p_y^q}{q}

    The gradient by the logits is that of cross-entropy times :math:`p_y^q`, so that a sample whose label looks wrong
    pulls little. Towards q = 0 it becomes cross-entropy; with q = 1 it is :math:`1 - p_y`, half the absolute error
    between p and the one-hot label.

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``; whole numbers stored as
            floats too, since Keras hands labels over so.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        q: in (0, 1]: the larger, the less a confidently contradicted label counts.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps``.

    Returns:
        The loss, from 0 to 1/q (times w), without unit: one a sample, of the shape of ``y_true``; float32, or float64
        for float64. Ignored positions give 0 and carry Keras's mask, so that a Keras class divides by what is kept.

    Raises:
        ValueError: the shapes don't fit, a label or value is out of range (looked at eagerly on the CPU alone), or a
            parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> generalized_cross_entropy([0, 1], [[0.6, 0.4], [0.9, 0.1]], q=0.5).numpy().round(4)
        array([0.4508, 1.3675], dtype=float32)

    References:
        Zhang and Sabuncu (2018).
    """
    kept, labels = keep(y_true, ignore_index)
    log_p = label_log_probability(y_pred, labels, from_logits, axis, eps)
    weight = label_weights(class_weight, labels, log_p)
    return mask(weight * (-tf.math.expm1(q * log_p) / q), kept)


@checked
def poly_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Poly-1 cross-entropy: cross-entropy with another weight for the first term of its series in 1 − p.

    .. math:: \ell = w_y \bigl(-\log p_y + \epsilon (1 - p_y)\bigr), \qquad
              -\log p = (1 - p) + \tfrac12 (1 - p)^2 + \dots

    With ``epsilon`` above 0 samples that are nearly right keep pulling, below 0 they pull less; 0 is cross-entropy.

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``; whole numbers stored as
            floats too, since Keras hands labels over so.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        epsilon: ϵ, from −1 up, where the term cancels out; which is best depends on the task.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps``.

    Returns:
        The loss in nats: one a sample, of the shape of ``y_true``; float32, or float64 for
        float64. Ignored positions give 0 and carry Keras's mask, so that a Keras class divides by what is kept.

    Raises:
        ValueError: the shapes don't fit, a label or value is out of range (looked at eagerly on the CPU alone), or a
            parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> poly_cross_entropy([0, 1], [[0.6, 0.4], [0.9, 0.1]], epsilon=1.0).numpy().round(4)
        array([0.9108, 3.2026], dtype=float32)

    References:
        Leng et al. (2022).
    """
    kept, labels = keep(y_true, ignore_index)
    log_p = label_log_probability(y_pred, labels, from_logits, axis, eps)
    weight = label_weights(class_weight, labels, log_p)
    return mask(weight * (-log_p - epsilon * tf.math.expm1(log_p)), kept)


def smooth(y_true: tf.Tensor, label_smoothing: float, classes: tf.Tensor | int) -> tf.Tensor:
    """Labels that leave ``label_smoothing`` to be shared by all classes."""
    return y_true if label_smoothing == 0 else y_true * (1 - label_smoothing) + label_smoothing / classes


def positive_share(y: tf.Tensor, pos_weight: Weights, axis: int) -> tf.Tensor:
    """What the positive term is multiplied by: the label, times its weight."""
    return y if pos_weight is None else along(axis, pos_weight, y) * y


def binary_log_probabilities(y_pred: tf.Tensor, from_logits: bool, eps: float) -> tuple[tf.Tensor, tf.Tensor]:
    """log p and log(1 − p)."""
    if from_logits:
        return finite(tf.math.log_sigmoid(y_pred)), finite(tf.math.log_sigmoid(-y_pred))
    return safe_log(y_pred, eps), safe_log_complement(y_pred, eps)


def keep(labels: tf.Tensor, ignore_index: int | None) -> tuple[tf.Tensor | None, tf.Tensor]:
    """Which positions count (None: all), and labels that can be looked up everywhere."""
    if ignore_index is None:
        return None, labels
    kept = labels != ignore_index
    return kept, tf.where(kept, labels, tf.zeros_like(labels))


def label_weights(class_weight: Weights, labels: tf.Tensor, like: tf.Tensor) -> tf.Tensor:
    """The class weight of each label, in the dtype of ``like``."""
    weight = tf.convert_to_tensor(1.0 if class_weight is None else class_weight, dtype=like.dtype)
    return weight if weight.shape.rank == 0 else tf.gather(weight, labels)


def label_log_probability(y_pred: tf.Tensor, labels: tf.Tensor, from_logits: bool, axis: int, eps: float) -> tf.Tensor:
    """log p of each row's label."""
    if from_logits:  # one kernel, where a look-up of log-softmax would scatter on the way back
        return -tf.nn.sparse_softmax_cross_entropy_with_logits(labels, last(y_pred, axis))
    return safe_log(at_label(y_pred, labels, axis), eps)
