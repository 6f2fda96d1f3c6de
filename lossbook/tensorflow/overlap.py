"""Overlap losses in TensorFlow: how much of two masks is common, for a sample as a whole; functions and classes."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.loss import Loss


@checked
def dice(y_true: tf.Tensor, y_pred: tf.Tensor, from_logits: bool = False, smooth: float = 1e-7) -> tf.Tensor:
    r"""Soft Dice loss: one minus twice the common part of two masks over the size of both.

    .. math:: \ell = 1 - \frac{2 \sum y p + s}{\sum y + \sum p + s}
              = \frac{\sum y (1 - p) + \sum (1 - y) p}{\sum y + \sum p + s}

    The sums go over all axes but the first. The second form is what is computed: it keeps its digits where the masks
    agree. An empty mask that is predicted empty costs 0. For a metric, round the predictions to 0 and 1 first.

    Args:
        y_true: masks of the shape of ``y_pred``: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, one mask for each index of axis 0.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        smooth: s above 0, in pixels. It decides what an empty mask asks for: with the small default any predicted
            pixel costs 1 and pulls little, with 1 a few wrong pixels are forgiven.

    Returns:
        One loss for each index of axis 0, a share from 0 to 1 without unit; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> dice([[1, 1, 0, 0], [0, 0, 0, 0]], [[1.0, 0.5, 0.5, 0.0], [0.0, 0.0, 0.0, 0.0]]).numpy().round(4)
        array([0.25, 0.  ], dtype=float32)

    References:
        Milletari et al. (2016), section 3, without the squares in the denominator.
    """
    hits, false_positives, false_negatives = overlap(y_true, y_pred, from_logits)
    wrong = false_positives + false_negatives
    return wrong / (2 * hits + wrong + smooth)


class Dice(Loss):
    """Keras class of :func:`dice`."""

    def __init__(
        self,
        from_logits: bool = False,
        smooth: float = 1e-7,
        reduction: str = "sum_over_batch_size",
        name: str = "dice",
        dtype: str | None = None,
    ) -> None:
        super().__init__(dice, reduction, name, dtype, from_logits=from_logits, smooth=smooth)


@checked
def tversky(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-7,
) -> tf.Tensor:
    r"""Tversky loss: Dice's with a price of its own for each kind of error.

    .. math:: \ell = 1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}, \qquad
              \mathrm{TP} = \sum y p, \quad \mathrm{FP} = \sum (1 - y) p, \quad \mathrm{FN} = \sum y (1 - p)

    The sums go over all axes but the first. With ``alpha`` and ``beta`` both 0.5 it is :func:`dice` (at twice the
    ``smooth``), with both 1 one minus the Jaccard index, also called IoU.

    Args:
        y_true: masks of the shape of ``y_pred``: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, one mask for each index of axis 0.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives; above α it raises recall at the cost of precision.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.

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
    return tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth)


class Tversky(Loss):
    """Keras class of :func:`tversky`."""

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        from_logits: bool = False,
        smooth: float = 1e-7,
        reduction: str = "sum_over_batch_size",
        name: str = "tversky",
        dtype: str | None = None,
    ) -> None:
        super().__init__(
            tversky, reduction, name, dtype, alpha=alpha, beta=beta, from_logits=from_logits, smooth=smooth
        )


@checked
def focal_tversky(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 4 / 3,
    from_logits: bool = False,
    smooth: float = 1e-7,
) -> tf.Tensor:
    r"""Focal Tversky loss: a root of the Tversky loss, which bends what a mask costs by how right it is already.

    .. math:: \ell = \left(1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}
              \right)^{1 / \gamma}

    TP, FP and FN are those of :func:`tversky`. Note that the exponent is 1/γ, as in the paper: a γ above 1 keeps the
    slope up for masks that are nearly right, and a γ below 1 lets it fade for them, as focal loss does.

    Args:
        y_true: masks of the shape of ``y_pred``: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, one mask for each index of axis 0.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives. (The paper swaps the names of the two.)
        gamma: γ above 0; 1 is :func:`tversky`.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.

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
    wrong = tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth)
    return root(wrong, gamma)


class FocalTversky(Loss):
    """Keras class of :func:`focal_tversky`."""

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        gamma: float = 4 / 3,
        from_logits: bool = False,
        smooth: float = 1e-7,
        reduction: str = "sum_over_batch_size",
        name: str = "focal_tversky",
        dtype: str | None = None,
    ) -> None:
        super().__init__(
            focal_tversky,
            reduction,
            name,
            dtype,
            alpha=alpha,
            beta=beta,
            gamma=gamma,
            from_logits=from_logits,
            smooth=smooth,
        )


def overlap(y: tf.Tensor, y_pred: tf.Tensor, from_logits: bool) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """True positives, false positives and false negatives of each mask."""
    p, q = (tf.sigmoid(y_pred), tf.sigmoid(-y_pred)) if from_logits else (y_pred, 1 - y_pred)
    return sum_mask(y * p), sum_mask((1 - y) * p), sum_mask(y * q)


def sum_mask(values: tf.Tensor) -> tf.Tensor:
    """The sum over all axes but the first; of none, if there is no other."""
    return tf.reduce_sum(values, list(range(1, values.shape.rank)))


def tversky_share(
    y: tf.Tensor, y_pred: tf.Tensor, alpha: float, beta: float, from_logits: bool, smooth: float
) -> tf.Tensor:
    """What is wrong with each mask, as a share."""
    hits, false_positives, false_negatives = overlap(y, y_pred, from_logits)
    wrong = alpha * false_positives + beta * false_negatives
    return wrong / (hits + wrong + smooth)


def root(wrong: tf.Tensor, gamma: float) -> tf.Tensor:
    """The γ-th root, with gradient 0 at the cusp and where the square, which a second derivative needs, underflows."""
    flat = wrong <= wrong.dtype.as_numpy_dtype(np.finfo(wrong.dtype.as_numpy_dtype).tiny ** 0.5)
    safe = tf.where(flat, tf.ones_like(wrong), wrong)
    return tf.where(flat, tf.stop_gradient(wrong) ** (1 / gamma), safe ** (1 / gamma))
