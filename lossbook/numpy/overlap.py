"""Overlap losses in NumPy, each with its gradient: how much of two masks is common, for a sample as a whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.primitives import Array, along, log_softmax, reduce, reduce_grad


@checked
def dice(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
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
        y_true: masks, one for each index of axis 0: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        from_logits: take ``y_pred`` as logits x, with p = σ(x), or with p = softmax(x) along ``axis`` if that is given;
            never clipped.
        smooth: s above 0, in pixels. It decides what an empty mask asks for: with the small default any predicted
            pixel costs 1 and pulls little, with 1, one costs 1/2, three 3/4, and each pulls.
        class_weight: one weight w for each class along ``axis``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        axis: the class axis, 1 for images with channels first; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
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
        >>> y, p = [[[1, 1, 0, 0], [0, 0, 1, 1]]], [[[1.0, 0.5, 0.5, 0.0], [0.0, 0.5, 0.5, 1.0]]]
        >>> round(dice(y, p, axis=1), 4)  # two classes, each with a mask of four pixels
        0.25

    References:
        Milletari et al. (2016), section 3, without the squares in the denominator.
    """
    hits, false_positives, false_negatives = overlap(y_true, y_pred, from_logits, axis)
    wrong = false_positives + false_negatives
    losses = mean_of_classes(wrong / (2 * hits + wrong + smooth), class_weight, axis)
    return reduce(losses, sample_weight, reduction)


@checked
def dice_grad(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`dice` by ``y_pred``.

    By p, with the size :math:`D = \sum y + \sum p + s`, it is :math:`\bigl((2 \sum y p + s) / D - 2 y\bigr) / D`, times
    the share of the class in the mean over the classes; from logits that is multiplied by p(1 − p), or goes back
    through the softmax.
    """
    hits, false_positives, false_negatives = overlap(y_true, y_pred, from_logits, axis)
    size = 2 * hits + false_positives + false_negatives + smooth
    common = (2 * hits + smooth) / size
    grad = (common - 2 * y_true) / size
    return reduce_mask_grad(grad, y_pred, class_weight, from_logits, axis, sample_weight, reduction)


@checked
def tversky(
    y_true: Array,
    y_pred: Array,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Tversky loss: Dice's with a price of its own for each kind of error.

    .. math:: \ell = 1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}, \qquad
              \mathrm{TP} = \sum y p, \quad \mathrm{FP} = \sum (1 - y) p, \quad \mathrm{FN} = \sum y (1 - p)

    The sums go over all axes but the first. With ``alpha`` and ``beta`` both 0.5 it is :func:`dice` (at twice the
    ``smooth``), with both 1 one minus the Jaccard index, also called IoU.

    With a class axis it is done for each class, and the mean over them is that of :func:`dice`.

    Args:
        y_true: masks, one for each index of axis 0: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives; above α it raises recall at the cost of precision.
        from_logits: take ``y_pred`` as logits x, with p = σ(x), or with p = softmax(x) along ``axis`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        class_weight: one weight w for each class along ``axis``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        axis: the class axis, 1 for images with channels first; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
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
    wrong = tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth, axis)
    return reduce(mean_of_classes(wrong, class_weight, axis), sample_weight, reduction)


@checked
def tversky_grad(
    y_true: Array,
    y_pred: Array,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`tversky` by ``y_pred``.

    By p, with D the denominator, it is
    :math:`\bigl((\alpha (1 - y) - \beta y)(\mathrm{TP} + s) / D - \ell y\bigr) / D`, times the share of the
    class in the mean over the classes; from logits that is multiplied by p(1 − p), or goes back through the softmax.
    """
    grad = tversky_slope(y_true, y_pred, alpha, beta, from_logits, smooth, axis)
    return reduce_mask_grad(grad, y_pred, class_weight, from_logits, axis, sample_weight, reduction)


@checked
def focal_tversky(
    y_true: Array,
    y_pred: Array,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 4 / 3,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Focal Tversky loss: a root of the Tversky loss, which bends what a mask costs by how right it is already.

    .. math:: \ell = \left(1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}
              \right)^{1 / \gamma}

    TP, FP and FN are those of :func:`tversky`. Note that the exponent is 1/γ, as in the paper: a γ above 1 keeps the
    slope up for masks that are nearly right, and a γ below 1 lets it fade for them, as focal loss does.

    With a class axis the root is taken for each class, and the mean over them is that of :func:`dice`.

    Args:
        y_true: masks, one for each index of axis 0: 0 or 1 for each pixel, or probabilities between.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives. (The paper swaps the names of the two.)
        gamma: γ above 0; 1 is :func:`tversky`.
        from_logits: take ``y_pred`` as logits x, with p = σ(x), or with p = softmax(x) along ``axis`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        class_weight: one weight w for each class along ``axis``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        axis: the class axis, 1 for images with channels first; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
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
    wrong = tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth, axis)
    return reduce(mean_of_classes(wrong ** (1 / gamma), class_weight, axis), sample_weight, reduction)


@checked
def focal_tversky_grad(
    y_true: Array,
    y_pred: Array,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 4 / 3,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`focal_tversky` by ``y_pred``: :func:`tversky`'s times :math:`T^{1/\gamma - 1} / \gamma`.

    T is the Tversky loss. Where it is 0, or so small that its square underflows, the gradient is 0.
    """
    wrong = tversky_share(y_true, y_pred, alpha, beta, from_logits, smooth, axis)
    uneven = wrong > np.sqrt(np.finfo(wrong.dtype).tiny)
    outer = np.where(uneven, np.where(uneven, wrong, 1) ** (1 / gamma - 1) / gamma, 0)
    grad = outer * tversky_slope(y_true, y_pred, alpha, beta, from_logits, smooth, axis)
    return reduce_mask_grad(grad, y_pred, class_weight, from_logits, axis, sample_weight, reduction)


def sigmoid(x: Array) -> Array:
    """σ(x), exact to a few units in the last place on both sides. Note that 1 − σ(x) is ``sigmoid(-x)``."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def probabilities(y_pred: Array, from_logits: bool, axis: int | None) -> tuple[Array, Array]:
    """p and 1 − p; from logits by a softmax over the classes, or without classes by a sigmoid."""
    if not from_logits:
        return y_pred, 1 - y_pred
    if axis is None:
        return sigmoid(y_pred), sigmoid(-y_pred)
    p = np.exp(log_softmax(y_pred, axis))
    likely = p > 0.5  # one class at most, and its 1 − p is the sum of the others
    return p, np.where(likely, np.where(likely, 0, p).sum(axis, keepdims=True), 1 - p)


def overlap(y: Array, y_pred: Array, from_logits: bool, axis: int | None) -> tuple[Array, Array, Array]:
    """True positives, false positives and false negatives of each mask, with the axes of its pixels kept."""
    p, q = probabilities(y_pred, from_logits, axis)
    pixels = tuple(a for a in range(1, y.ndim) if axis is None or a != axis % y.ndim)
    return tuple(x.sum(pixels, keepdims=True) for x in (y * p, (1 - y) * p, y * q))


def tversky_share(
    y: Array, y_pred: Array, alpha: float, beta: float, from_logits: bool, smooth: float, axis: int | None
) -> Array:
    """What is wrong with each mask, as a share."""
    hits, false_positives, false_negatives = overlap(y, y_pred, from_logits, axis)
    wrong = alpha * false_positives + beta * false_negatives
    return wrong / (hits + wrong + smooth)


def tversky_slope(
    y: Array, y_pred: Array, alpha: float, beta: float, from_logits: bool, smooth: float, axis: int | None
) -> Array:
    """The derivative of :func:`tversky_share` by each probability."""
    hits, false_positives, false_negatives = overlap(y, y_pred, from_logits, axis)
    wrong = alpha * false_positives + beta * false_negatives
    size = hits + wrong + smooth
    of_wrong = (alpha * (1 - y) - beta * y) * ((hits + smooth) / size)
    return (of_wrong - wrong / size * y) / size


def class_shares(losses: Array, class_weight: ArrayLike | None, axis: int | None) -> Array | float:
    """How much each class counts in the mean over the classes; without classes, all."""
    if axis is None:
        return 1.0
    weights = np.broadcast_to(along(axis, class_weight, losses), losses.shape)
    total = weights.sum(axis, keepdims=True)
    return weights / np.where(total == 0, 1, total)


def mean_of_classes(losses: Array, class_weight: ArrayLike | None, axis: int | None) -> Array:
    """One value a sample, from one for each mask."""
    return (losses * class_shares(losses, class_weight, axis)).sum(tuple(range(1, losses.ndim)))


def reduce_mask_grad(
    grad: Array,
    y_pred: Array,
    class_weight: ArrayLike | None,
    from_logits: bool,
    axis: int | None,
    sample_weight: ArrayLike | None,
    reduction: Reduction,
) -> Array:
    """Gradient by ``y_pred`` of the reduced loss, given that of each mask's own by its probabilities."""
    grad = grad * class_shares(grad, class_weight, axis)
    if from_logits:
        grad = by_logits(grad, y_pred, axis)
    masks = grad.reshape(len(grad), -1) if grad.size else grad.reshape(len(grad), 0)
    return reduce_grad(masks, sample_weight, reduction, axis=1).reshape(grad.shape)


def by_logits(slope: Array, logits: Array, axis: int | None) -> Array:
    """The gradient by logits, given that by their probabilities: s p (1 − p), or of a softmax p (s − Σ s p)."""
    p, q = probabilities(logits, True, axis)
    if axis is None:
        return slope * p * q
    grad = p * (slope - (p * slope).sum(axis, keepdims=True))
    likely = p > 0.5  # the gradients of all classes sum to 0: that of the likely one from the others keeps its digits
    return np.where(likely, -np.where(likely, 0, grad).sum(axis, keepdims=True), grad)
