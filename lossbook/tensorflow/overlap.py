"""Overlap losses in TensorFlow: how much of two masks is common, for a sample as a whole."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.primitives import Weights, along


@checked
def dice(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: Weights = None,
    axis: int | None = None,
) -> tf.Tensor:
    r"""Soft Dice loss: one minus twice the common part of two masks over the size of both.

    .. math:: \ell = 1 - \frac{2 \sum y p + s}{\sum y + \sum p + s}
              = \frac{\sum y (1 - p) + \sum (1 - y) p}{\sum y + \sum p + s}

    The sums go over all axes but the first. The second form is what is computed: it keeps its digits where the masks
    agree. An empty mask that is predicted empty costs 0. For a metric, round the predictions to 0 and 1 first.

    With a class axis it is done for each class, and the loss of a sample is the mean over its classes,
    :math:`\sum_c w_c \ell_c / \sum_c w_c`. A class that is in neither mask costs 0, and counts in the mean. A pixel
    that is 0 in both masks counts nowhere: where nobody knows the class, set both to 0, the prediction behind its
    softmax.

    Args:
        y_true: masks of the shape of ``y_pred``: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, one mask for each index of axis 0.
        from_logits: take ``y_pred`` as logits x, with p = σ(x), or with p = softmax(x) along ``axis`` if that is given;
            never clipped.
        smooth: s above 0, in pixels. It decides what an empty mask asks for: with the small default any predicted
            pixel costs 1 and pulls little, with 1, one costs 1/2, three 3/4, and each pulls.
        class_weight: one weight w for each class along ``axis``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        axis: the class axis, −1 for images with channels last; never that of the samples, 0.
            None: all that belongs to a sample is one mask.

    Returns:
        One loss for each index of axis 0, a share from 0 to 1 without unit; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> dice([[1, 1, 0, 0], [0, 0, 0, 0]], [[1.0, 0.5, 0.5, 0.0], [0.0, 0.0, 0.0, 0.0]]).numpy().round(4)
        array([0.25, 0.  ], dtype=float32)
        >>> y, p = [[[1, 1, 0, 0], [0, 0, 1, 1]]], [[[1.0, 0.5, 0.5, 0.0], [0.0, 0.5, 0.5, 1.0]]]
        >>> dice(y, p, axis=1).numpy()  # two classes, each with a mask of four pixels
        array([0.25], dtype=float32)

    References:
        Milletari et al. (2016), section 3, without the squares in the denominator.
    """
    hits, false_positives, false_negatives = overlap(y_true, y_pred, from_logits, axis)
    wrong = false_positives + false_negatives
    return mean_of_classes(wrong / (2 * hits + wrong + smooth), class_weight, axis)


@checked
def tversky(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: Weights = None,
    axis: int | None = None,
) -> tf.Tensor:
    r"""Tversky loss: Dice's with a price of its own for each kind of error.

    .. math:: \ell = 1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}, \qquad
              \mathrm{TP} = \sum y p, \quad \mathrm{FP} = \sum (1 - y) p, \quad \mathrm{FN} = \sum y (1 - p)

    The sums go over all axes but the first. With ``alpha`` and ``beta`` both 0.5 it is :func:`dice` (at twice the
    ``smooth``), with both 1 one minus the Jaccard index, also called IoU.

    With a class axis it is done for each class, and the mean over them is that of :func:`dice`.

    Args:
        y_true: masks of the shape of ``y_pred``: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, one mask for each index of axis 0.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives; above α it raises recall at the cost of precision.
        from_logits: take ``y_pred`` as logits x, with p = σ(x), or with p = softmax(x) along ``axis`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        class_weight: one weight w for each class along ``axis``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        axis: the class axis, −1 for images with channels last; never that of the samples, 0.
            None: all that belongs to a sample is one mask.

    Returns:
        One loss for each index of axis 0, a share from 0 to 1 without unit; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> tversky([[1, 1, 1, 0]], [[1.0, 0.0, 0.0, 0.0]], alpha=0.3, beta=0.7).numpy().round(4)
        array([0.5833], dtype=float32)

    References:
        Salehi et al. (2017), whose best results on small lesions had an α of 0.3 and a β of 0.7.
    """
    wrong = tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth, axis)
    return mean_of_classes(wrong, class_weight, axis)


@checked
def focal_tversky(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 4 / 3,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: Weights = None,
    axis: int | None = None,
) -> tf.Tensor:
    r"""Focal Tversky loss: a root of the Tversky loss, which bends what a mask costs by how right it is already.

    .. math:: \ell = \left(1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}
              \right)^{1 / \gamma}

    TP, FP and FN are those of :func:`tversky`. Note that the exponent is 1/γ, as in the paper: a γ above 1 keeps the
    slope up for masks that are nearly right, and a γ below 1 lets it fade for them, as focal loss does.

    With a class axis the root is taken for each class, and the mean over them is that of :func:`dice`.

    Args:
        y_true: masks of the shape of ``y_pred``: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, one mask for each index of axis 0.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives. (The paper swaps the names of the two.)
        gamma: γ above 0; 1 is :func:`tversky`.
        from_logits: take ``y_pred`` as logits x, with p = σ(x), or with p = softmax(x) along ``axis`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        class_weight: one weight w for each class along ``axis``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        axis: the class axis, −1 for images with channels last; never that of the samples, 0.
            None: all that belongs to a sample is one mask.

    Returns:
        One loss for each index of axis 0, from 0 to 1 without unit; float32, or float64 for float64. At a perfect
        mask, where the root has a cusp, the gradient is 0.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> focal_tversky([[1, 1, 0, 0]], [[1.0, 0.5, 0.5, 0.0]], gamma=2.0).numpy().round(4)
        array([0.5], dtype=float32)

    References:
        Abraham and Khan (2019).
    """
    wrong = tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth, axis)
    return mean_of_classes(root(wrong, gamma), class_weight, axis)


def probabilities(y_pred: tf.Tensor, from_logits: bool, axis: int | None) -> tuple[tf.Tensor, tf.Tensor]:
    """p and 1 − p; from logits by a softmax over the classes, or without classes by a sigmoid."""
    if not from_logits:
        return y_pred, 1 - y_pred
    if axis is None:
        return tf.sigmoid(y_pred), tf.sigmoid(-y_pred)
    p = tf.nn.softmax(y_pred, axis)
    likely, nothing = p > 0.5, tf.zeros_like(p)  # one class at most, and its 1 − p is the sum of the others
    return p, tf.where(likely, tf.reduce_sum(tf.where(likely, nothing, p), axis, keepdims=True), 1 - p)


def overlap(
    y: tf.Tensor, y_pred: tf.Tensor, from_logits: bool, axis: int | None
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """True positives, false positives and false negatives of each mask: one a sample, or one a sample and class."""
    p, q = probabilities(y_pred, from_logits, axis)
    pixels = [a for a in range(1, y.shape.rank) if axis is None or a != axis % y.shape.rank]
    return tuple(tf.reduce_sum(x, pixels) for x in (y * p, (1 - y) * p, y * q))


def tversky_share(
    y: tf.Tensor, y_pred: tf.Tensor, alpha: float, beta: float, from_logits: bool, smooth: float, axis: int | None
) -> tf.Tensor:
    """What is wrong with each mask, as a share."""
    hits, false_positives, false_negatives = overlap(y, y_pred, from_logits, axis)
    wrong = alpha * false_positives + beta * false_negatives
    return wrong / (hits + wrong + smooth)


def mean_of_classes(losses: tf.Tensor, class_weight: Weights, axis: int | None) -> tf.Tensor:
    """One value a sample, from one for each of its classes, if there are classes."""
    if axis is None:
        return losses
    weights = tf.ones_like(losses) * along(1, class_weight, losses)
    return tf.math.divide_no_nan(tf.reduce_sum(weights * losses, 1), tf.reduce_sum(weights, 1))


def root(wrong: tf.Tensor, gamma: float) -> tf.Tensor:
    """The γ-th root, with gradient 0 at the cusp and where the square, which a second derivative needs, underflows."""
    flat = wrong <= wrong.dtype.as_numpy_dtype(np.finfo(wrong.dtype.as_numpy_dtype).tiny ** 0.5)
    safe = tf.where(flat, tf.ones_like(wrong), wrong)
    return tf.where(flat, tf.stop_gradient(wrong) ** (1 / gamma), safe ** (1 / gamma))
