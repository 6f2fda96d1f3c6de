"""Cross-entropy losses in NumPy, each with its gradient: binary, categorical, and categorical on class indices."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.primitives import (
    Array,
    add_at_label,
    along,
    at_label,
    finite,
    log_sigmoid,
    log_sigmoids,
    log_softmax,
    reduce,
    reduce_grad,
    safe_log,
    safe_log_complement,
)


@checked
def binary_cross_entropy(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: ArrayLike | None = None,
    eps: float = 1e-7,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Binary cross-entropy: minus the log-likelihood of independent yes-or-no labels.

    .. math:: \ell = -\bigl(w_+\, y \log p + (1 - y) \log (1 - p)\bigr)

    Args:
        y_true: labels 0 or 1, or probabilities between, any shape.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``axis``.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        axis: the class axis, where ``pos_weight`` has one number for each class: 1 for images with channels first.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(binary_cross_entropy([1, 0], [0.9, 0.2]), 4)
        0.1643
        >>> binary_cross_entropy([1, 1], [0.0, -200.0], from_logits=True, reduction="none").round(4)
        array([  0.6931, 200.    ])
        >>> p = np.full((1, 2, 3), 0.5)  # two classes, and behind them three places
        >>> binary_cross_entropy(np.ones((1, 2, 3)), p, pos_weight=[1, 10], axis=1, reduction="none").round(2)
        array([[[0.69, 0.69, 0.69],
                [6.93, 6.93, 6.93]]])

    References:
        Goodfellow et al. (2016), section 6.2.2.2. Label smoothing: Szegedy et al. (2016), section 7.
    """
    y = smooth(y_true, label_smoothing, classes=2)
    if from_logits:
        loss = binary_of_logits(y, y_pred, pos_weight, axis)
    else:
        yes = positive_share(y, pos_weight, axis)
        loss = -(yes * safe_log(y_pred, eps) + (1 - y) * safe_log_complement(y_pred, eps))
    return reduce(loss, sample_weight, reduction, label_weight=positive_weights(y_true, pos_weight, axis))


@checked
def binary_cross_entropy_grad(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: ArrayLike | None = None,
    eps: float = 1e-7,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`binary_cross_entropy` by ``y_pred``.

    From logits it is :math:`(1 - y)\, p - w_+\, y\, (1 - p)`, which is :math:`p - y` without weights; from
    probabilities :math:`(1 - y) / (1 - p) - w_+\, y / p`, and 0 for a term that is clipped.
    """
    y = smooth(y_true, label_smoothing, classes=2)
    yes = positive_share(y, pos_weight, axis)
    if from_logits:
        grad = (1 - y) * np.exp(log_sigmoid(y_pred)) - yes * np.exp(log_sigmoid(-y_pred))
    else:
        grad = (1 - y) * reciprocal(1 - y_pred, eps) - yes * reciprocal(y_pred, eps)
    return reduce_grad(grad, sample_weight, reduction, label_weight=positive_weights(y_true, pos_weight, axis))


@checked
def categorical_cross_entropy(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Categorical cross-entropy: minus the log-probability of the label, averaged over a soft one.

    .. math:: \ell = -\sum_c w_c\, y_c \log p_c

    Args:
        y_true: one-hot labels, or probabilities that sum to 1 along ``axis``.
        y_pred: probabilities, or logits with ``from_logits``, of the shape of ``y_true``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        class_weight: one weight w for each class.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean divides by the class
            weights of the labels before smoothing, times the sample weights.

    Returns:
        The loss in nats: a float, or for ``"none"`` an array of the inputs' shape without ``axis``.

    Raises:
        ValueError: the shapes differ, a value lies outside its range, rows don't sum to 1, or a parameter or the
            reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> p = [[0.9, 0.05, 0.05], [0.05, 0.89, 0.06], [0.05, 0.01, 0.94]]
        >>> round(categorical_cross_entropy(np.eye(3), p), 7)
        0.0945899

    References:
        Goodfellow et al. (2016), section 6.2.2.3. Label smoothing: Szegedy et al. (2016), section 7.
    """
    y = smooth(y_true, label_smoothing, y_true.shape[axis])
    weight = along(axis, class_weight, y)
    log_p = log_softmax(y_pred, axis) if from_logits else safe_log(y_pred, eps)
    loss = -(weight * y * finite(log_p)).sum(axis)
    return reduce(loss, sample_weight, reduction, label_weight=soft_label_weights(class_weight, y_true, axis))


@checked
def categorical_cross_entropy_grad(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`categorical_cross_entropy` by ``y_pred``.

    From logits it is :math:`p_c \sum_k w_k y_k - w_c y_c`, which is :math:`p - y` without weights; from probabilities
    :math:`-w_c y_c / p_c`, and 0 for a term that is clipped.
    """
    weight = along(axis, class_weight, y_pred)
    y = weight * smooth(y_true, label_smoothing, y_true.shape[axis])
    if from_logits:
        grad = np.exp(log_softmax(y_pred, axis)) * y.sum(axis, keepdims=True) - y
    else:
        grad = -y * reciprocal(y_pred, eps)
    return reduce_grad(
        grad, sample_weight, reduction, axis=axis, label_weight=soft_label_weights(class_weight, y_true, axis)
    )


@checked
def sparse_categorical_cross_entropy(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Categorical cross-entropy on class indices: minus the log-probability of the label.

    .. math:: \ell = -w_y \log p_y

    The value is that of :func:`categorical_cross_entropy` on one-hot labels, which are never built.

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label, unless labels are smoothed.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. PyTorch's mean with class weights is
            ``"weighted_mean"``.

    Returns:
        The loss in nats: a float, or an array of the shape of ``y_true`` for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a label or value lies outside its range, or a parameter or the reduction is
            unknown.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> p = [[0.9, 0.05, 0.05], [0.05, 0.89, 0.06], [0.05, 0.01, 0.94]]
        >>> round(sparse_categorical_cross_entropy([0, 1, 2], p), 7)
        0.0945899

    References:
        Goodfellow et al. (2016), section 6.2.2.3. Label smoothing: Szegedy et al. (2016), section 7.
    """
    kept, labels = keep(y_true, ignore_index)
    weight = label_weights(class_weight, labels, y_pred)
    if label_smoothing == 0:
        loss = -weight * label_log_probability(y_pred, labels, from_logits, axis, eps)
    else:
        log_p = log_softmax(y_pred, axis) if from_logits else safe_log(y_pred, eps)
        loss = -at_label_smoothed(log_p, labels, class_weight, label_smoothing, axis)
    return reduce(loss, sample_weight, reduction, label_weight=weight, kept=kept)


@checked
def sparse_categorical_cross_entropy_grad(
    y_true: Array,
    y_pred: Array,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`sparse_categorical_cross_entropy` by ``y_pred``.

    With the smoothed label y it is that of :func:`categorical_cross_entropy`: :math:`p_c \sum_k w_k y_k - w_c y_c`
    from logits, :math:`-w_c y_c / p_c` from probabilities.
    """
    kept, labels = keep(y_true, ignore_index)
    label_weight = label_weights(class_weight, labels, y_pred) * np.ones(labels.shape, y_pred.dtype)
    smoothing = label_smoothing / y_pred.shape[axis] * np.broadcast_to(along(axis, class_weight, y_pred), y_pred.shape)
    if from_logits:
        total = (1 - label_smoothing) * label_weight + smoothing.sum(axis)
        grad = np.exp(log_softmax(y_pred, axis)) * np.expand_dims(total, axis) - smoothing
        grad = add_at_label(grad, labels, axis, (label_smoothing - 1) * label_weight)
    else:
        grad = add_at_label(-smoothing, labels, axis, (label_smoothing - 1) * label_weight) * reciprocal(y_pred, eps)
    return reduce_grad(grad, sample_weight, reduction, axis=axis, label_weight=label_weight, kept=kept)


@checked
def generalized_cross_entropy(
    y_true: Array,
    y_pred: Array,
    *,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Generalised cross-entropy: a bridge from cross-entropy to the absolute error, for labels that may be wrong.

    .. math:: \ell = w_y\, \frac{1 - p_y^q}{q}

    The gradient by the logits is that of cross-entropy times :math:`p_y^q`, so that a sample whose label looks wrong
    pulls little. Towards q = 0 it becomes cross-entropy; with q = 1 it is :math:`1 - p_y`, half the absolute error
    between p and the one-hot label.

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        q: in (0, 1]: the larger, the less a confidently contradicted label counts.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps``.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, from 0 to 1/q (times w), without unit: a float, or an array of the shape of ``y_true`` for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a label or value lies outside its range, or a parameter or the reduction is
            unknown.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> generalized_cross_entropy([0, 1], [[0.6, 0.4], [0.9, 0.1]], q=0.5, reduction="none").round(4)
        array([0.4508, 1.3675])

    References:
        Zhang and Sabuncu (2018).
    """
    kept, labels = keep(y_true, ignore_index)
    log_p = label_log_probability(y_pred, labels, from_logits, axis, eps)
    weight = label_weights(class_weight, labels, log_p)
    loss = weight * (-np.expm1(q * log_p) / q)
    return reduce(loss, sample_weight, reduction, label_weight=weight, kept=kept)


@checked
def generalized_cross_entropy_grad(
    y_true: Array,
    y_pred: Array,
    *,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`generalized_cross_entropy` by ``y_pred``.

    By :math:`\log p_y` it is :math:`-w_y\, p_y^q`. By the logits that is multiplied by :math:`y_c - p_c`, and by
    :math:`y_c / p_c` by the probabilities.
    """
    kept, labels = keep(y_true, ignore_index)
    log_p = label_log_probability(y_pred, labels, from_logits, axis, eps)
    weight = label_weights(class_weight, labels, log_p)
    grad = from_label_slope(weight * (-np.exp(q * log_p)), y_pred, labels, from_logits, axis, eps)
    return reduce_grad(grad, sample_weight, reduction, axis=axis, label_weight=weight, kept=kept)


@checked
def poly_cross_entropy(
    y_true: Array,
    y_pred: Array,
    *,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Poly-1 cross-entropy: cross-entropy with another weight for the first term of its series in 1 − p.

    .. math:: \ell = w_y \bigl(-\log p_y + \epsilon (1 - p_y)\bigr), \qquad
              -\log p = (1 - p) + \tfrac12 (1 - p)^2 + \dots

    With ``epsilon`` above 0 samples that are nearly right keep pulling, below 0 they pull less; 0 is cross-entropy.

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``.
        epsilon: ϵ, from −1 up, where the term cancels out; which is best depends on the task.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps``.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or an array of the shape of ``y_true`` for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a label or value lies outside its range, or a parameter or the reduction is
            unknown.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> poly_cross_entropy([0, 1], [[0.6, 0.4], [0.9, 0.1]], epsilon=1.0, reduction="none").round(4)
        array([0.9108, 3.2026])

    References:
        Leng et al. (2022).
    """
    kept, labels = keep(y_true, ignore_index)
    log_p = label_log_probability(y_pred, labels, from_logits, axis, eps)
    weight = label_weights(class_weight, labels, log_p)
    loss = weight * (-log_p - epsilon * np.expm1(log_p))
    return reduce(loss, sample_weight, reduction, label_weight=weight, kept=kept)


@checked
def poly_cross_entropy_grad(
    y_true: Array,
    y_pred: Array,
    *,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`poly_cross_entropy` by ``y_pred``.

    By :math:`\log p_y` it is :math:`-w_y (1 + \epsilon\, p_y)`. By the logits that is multiplied by
    :math:`y_c - p_c`, and by :math:`y_c / p_c` by the probabilities.
    """
    kept, labels = keep(y_true, ignore_index)
    log_p = label_log_probability(y_pred, labels, from_logits, axis, eps)
    weight = label_weights(class_weight, labels, log_p)
    grad = from_label_slope(weight * (-1 - epsilon * np.exp(log_p)), y_pred, labels, from_logits, axis, eps)
    return reduce_grad(grad, sample_weight, reduction, axis=axis, label_weight=weight, kept=kept)


def smooth(y_true: Array, label_smoothing: float, classes: int) -> Array:
    """Labels that leave ``label_smoothing`` to be shared by all classes."""
    return y_true if label_smoothing == 0 else y_true * (1 - label_smoothing) + label_smoothing / classes


def positive_share(y: Array, pos_weight: ArrayLike | None, axis: int) -> Array:
    """What the positive term is multiplied by: the label, times its weight."""
    return y if pos_weight is None else along(axis, pos_weight, y) * y


def positive_weights(y: Array, pos_weight: ArrayLike | None, axis: int) -> Array | float:
    """What a label weighs: ``pos_weight`` for the positive share, 1 for the rest."""
    return 1.0 if pos_weight is None else 1 + (along(axis, pos_weight, y) - 1) * y


def binary_of_logits(y: Array, logits: Array, pos_weight: ArrayLike | None, axis: int) -> Array:
    """w y log(1 + e^−z) + (1 − y) log(1 + e^z), where log(1 + e^z) = max(z, 0) + log(1 + e^−|z|)."""
    size = np.abs(logits)
    tail = np.negative(size)
    np.log1p(np.exp(tail, out=tail), out=tail)  # in place, since new memory costs more than the arithmetic
    wrong = np.abs(y - (logits > 0))  # the share of the label on the other side of 0
    if pos_weight is not None:
        wrong *= np.where(logits > 0, 1, along(axis, pos_weight, y))
        tail *= positive_weights(y, pos_weight, axis)
    return np.minimum(size, np.finfo(size.dtype).max) * wrong + tail  # 0 · ∞ is NaN


def binary_log_probabilities(y_pred: Array, from_logits: bool, eps: float) -> tuple[Array, Array]:
    """log p and log(1 − p)."""
    if from_logits:
        log_p, log_q = log_sigmoids(y_pred)
        return finite(log_p), finite(log_q)
    return safe_log(y_pred, eps), safe_log_complement(y_pred, eps)


def reciprocal(p: Array, eps: float) -> Array:
    """The derivative of log max(p, eps): 1/p, and 0 where clipped."""
    eps = p.dtype.type(eps)
    return np.where(p > eps, 1 / np.maximum(p, eps), 0)


def keep(labels: Array, ignore_index: int | None) -> tuple[Array | None, Array]:
    """Which positions count (None: all), and labels that can be looked up everywhere."""
    if ignore_index is None:
        return None, labels
    kept = labels != ignore_index
    return kept, np.where(kept, labels, 0)


def at_label_smoothed(
    values: Array, labels: Array, class_weight: ArrayLike | None, label_smoothing: float, axis: int
) -> Array:
    """The weighed value of each row's label, averaged with those of all classes when labels are smoothed."""
    at_labels = label_weights(class_weight, labels, values) * at_label(values, labels, axis)
    if label_smoothing == 0:  # the logarithm of a class that is ruled out is −∞, and 0 · −∞ is NaN
        return at_labels
    return (1 - label_smoothing) * at_labels + label_smoothing * (along(axis, class_weight, values) * values).mean(axis)


def label_weights(class_weight: ArrayLike | None, labels: Array, like: Array) -> Array | float:
    """The class weight of each label, in the dtype of ``like``."""
    if class_weight is None:
        return 1.0
    weight = np.asarray(class_weight, dtype=like.dtype)
    return weight if weight.ndim == 0 else weight[labels]


def soft_label_weights(class_weight: ArrayLike | None, y_true: Array, axis: int) -> Array | float:
    """The class weight of each one-hot or soft label."""
    return 1.0 if class_weight is None else (along(axis, class_weight, y_true) * y_true).sum(axis)


def label_log_probability(y_pred: Array, labels: Array, from_logits: bool, axis: int, eps: float) -> Array:
    """log p of each row's label."""
    if from_logits:
        return at_label(log_softmax(y_pred, axis), labels, axis)
    return safe_log(at_label(y_pred, labels, axis), eps)


def from_label_slope(slope: Array, y_pred: Array, labels: Array, from_logits: bool, axis: int, eps: float) -> Array:
    """The gradient by ``y_pred`` of what depends on the label's log p alone, given its slope by that."""
    if from_logits:
        return add_at_label(-np.exp(log_softmax(y_pred, axis)) * np.expand_dims(slope, axis), labels, axis, slope)
    return add_at_label(np.zeros_like(y_pred), labels, axis, slope * at_label(reciprocal(y_pred, eps), labels, axis))
