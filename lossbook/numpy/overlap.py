"""Overlap losses in NumPy, each with its gradient: how much of two masks is common, for a sample as a whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.numpy.arguments import checked
from lossbook.numpy.primitives import reduce, reduce_grad


@checked
def dice(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    smooth: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Soft Dice loss: one minus twice the common part of two masks over the size of both.

    .. math:: \ell = 1 - \frac{2 \sum y p + s}{\sum y + \sum p + s}
              = \frac{\sum y (1 - p) + \sum (1 - y) p}{\sum y + \sum p + s}

    The sums go over all axes but the first. The second form is what is computed: it keeps its digits where the masks
    agree. An empty mask that is predicted empty costs 0. For a metric, round the predictions to 0 and 1 first.

    Args:
        y_true: masks, one for each index of axis 0: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        smooth: s above 0, in pixels. It decides what an empty mask asks for: with the small default any predicted
            pixel costs 1 and pulls little, with 1 a few wrong pixels are forgiven.
        sample_weight: one weight for each index of axis 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, a share from 0 to 1 without unit: a float, or one for each index of axis 0 for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> dice([[1, 1, 0, 0], [0, 0, 0, 0]], [[1.0, 0.5, 0.5, 0.0], [0.0, 0.0, 0.0, 0.0]], reduction="none").round(4)
        array([0.25, 0.  ])

    References:
        Milletari et al. (2016), section 3, without the squares in the denominator.
    """
    hits, false_positives, false_negatives = overlap(y_true, y_pred, from_logits)
    wrong = false_positives + false_negatives
    return reduce(wrong / (2 * hits + wrong + smooth), sample_weight, reduction)


@checked
def dice_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    smooth: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`dice` by ``y_pred``.

    By p, with the size :math:`D = \sum y + \sum p + s`, it is :math:`\bigl((2 \sum y p + s) / D - 2 y\bigr) / D`; from
    logits that is multiplied by p(1 − p).
    """
    hits, false_positives, false_negatives = overlap(y_true, y_pred, from_logits)
    size = 2 * hits + false_positives + false_negatives + smooth
    common = (2 * hits + smooth) / size
    grad = (spread(common, y_true) - 2 * y_true) / spread(size, y_true)
    return reduce_mask_grad(grad, y_pred, from_logits, sample_weight, reduction)


@checked
def tversky(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Tversky loss: Dice's with a price of its own for each kind of error.

    .. math:: \ell = 1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}, \qquad
              \mathrm{TP} = \sum y p, \quad \mathrm{FP} = \sum (1 - y) p, \quad \mathrm{FN} = \sum y (1 - p)

    The sums go over all axes but the first. With ``alpha`` and ``beta`` both 0.5 it is :func:`dice` (at twice the
    ``smooth``), with both 1 one minus the Jaccard index, also called IoU.

    Args:
        y_true: masks, one for each index of axis 0: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives; above α it raises recall at the cost of precision.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        sample_weight: one weight for each index of axis 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, a share from 0 to 1 without unit: a float, or one for each index of axis 0 for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(tversky([[1, 1, 0, 0]], [[1.0, 0.5, 0.5, 0.0]], alpha=0.3, beta=0.7), 4)
        0.25
        >>> round(tversky([[1, 1, 1, 0]], [[1.0, 0.0, 0.0, 0.0]], alpha=0.3, beta=0.7), 4)
        0.5833

    References:
        Salehi et al. (2017), whose best results on small lesions had an α of 0.3 and a β of 0.7.
    """
    wrong = tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth)
    return reduce(wrong, sample_weight, reduction)


@checked
def tversky_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`tversky` by ``y_pred``.

    By p, with D the denominator, it is
    :math:`\bigl((\alpha (1 - y) - \beta y)(\mathrm{TP} + s) / D - \ell y\bigr) / D`; from logits that is multiplied
    by p(1 − p).
    """
    grad = tversky_slope(y_true, y_pred, alpha, beta, from_logits, smooth)
    return reduce_mask_grad(grad, y_pred, from_logits, sample_weight, reduction)


@checked
def focal_tversky(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 4 / 3,
    from_logits: bool = False,
    smooth: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Focal Tversky loss: a root of the Tversky loss, which bends what a mask costs by how right it is already.

    .. math:: \ell = \left(1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}
              \right)^{1 / \gamma}

    TP, FP and FN are those of :func:`tversky`. Note that the exponent is 1/γ, as in the paper: a γ above 1 keeps the
    slope up for masks that are nearly right, and a γ below 1 lets it fade for them, as focal loss does.

    Args:
        y_true: masks, one for each index of axis 0: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives. (The paper swaps the names of the two.)
        gamma: γ above 0; 1 is :func:`tversky`.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        sample_weight: one weight for each index of axis 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, from 0 to 1 without unit: a float, or one for each index of axis 0 for ``"none"``. At a perfect mask,
        where the root has a cusp, the gradient is 0.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(focal_tversky([[1, 1, 0, 0]], [[1.0, 0.5, 0.5, 0.0]], gamma=2.0), 4)
        0.5

    References:
        Abraham and Khan (2019).
    """
    wrong = tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth)
    return reduce(wrong ** (1 / gamma), sample_weight, reduction)


@checked
def focal_tversky_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 4 / 3,
    from_logits: bool = False,
    smooth: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`focal_tversky` by ``y_pred``: :func:`tversky`'s times :math:`T^{1/\gamma - 1} / \gamma`.

    T is the Tversky loss. Where it is 0, or so small that its square underflows, the gradient is 0.
    """
    wrong = tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth)
    uneven = wrong > np.sqrt(np.finfo(wrong.dtype).tiny)
    outer = np.where(uneven, np.where(uneven, wrong, 1) ** (1 / gamma - 1) / gamma, 0)
    grad = spread(outer, y_true) * tversky_slope(y_true, y_pred, alpha, beta, from_logits, smooth)
    return reduce_mask_grad(grad, y_pred, from_logits, sample_weight, reduction)


def sigmoid(x: NDArray) -> NDArray:
    """σ(x), exact to a few units in the last place on both sides. Note that 1 − σ(x) is ``sigmoid(-x)``."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def overlap(y: NDArray, y_pred: NDArray, from_logits: bool) -> tuple[NDArray, NDArray, NDArray]:
    """True positives, false positives and false negatives of each mask."""
    p, q = (sigmoid(y_pred), sigmoid(-y_pred)) if from_logits else (y_pred, 1 - y_pred)
    pixels = tuple(range(1, y.ndim))
    return (y * p).sum(pixels), ((1 - y) * p).sum(pixels), (y * q).sum(pixels)


def tversky_share(y: NDArray, y_pred: NDArray, alpha: float, beta: float, from_logits: bool, smooth: float) -> NDArray:
    """What is wrong with each mask, as a share."""
    hits, false_positives, false_negatives = overlap(y, y_pred, from_logits)
    wrong = alpha * false_positives + beta * false_negatives
    return wrong / (hits + wrong + smooth)


def tversky_slope(y: NDArray, y_pred: NDArray, alpha: float, beta: float, from_logits: bool, smooth: float) -> NDArray:
    """The derivative of :func:`tversky_share` by each probability."""
    hits, false_positives, false_negatives = overlap(y, y_pred, from_logits)
    wrong = alpha * false_positives + beta * false_negatives
    size = hits + wrong + smooth
    of_wrong = (alpha * (1 - y) - beta * y) * spread((hits + smooth) / size, y)
    return (of_wrong - spread(wrong / size, y) * y) / spread(size, y)


def spread(values: NDArray, like: NDArray) -> NDArray:
    """One value a mask, shaped to meet every pixel of its mask."""
    return values.reshape(values.shape + (1,) * (like.ndim - 1))


def reduce_mask_grad(
    grad: NDArray, y_pred: NDArray, from_logits: bool, sample_weight: ArrayLike | None, reduction: str
) -> NDArray:
    """Gradient by ``y_pred`` of the reduced loss, given that of each mask's own by its probabilities."""
    if from_logits:
        grad = grad * sigmoid(y_pred) * sigmoid(-y_pred)
    masks = grad.reshape(len(grad), -1) if grad.size else grad.reshape(len(grad), 0)
    return reduce_grad(masks, sample_weight, reduction, axis=1).reshape(grad.shape)
