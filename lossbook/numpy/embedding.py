"""Embedding losses in NumPy, each with its gradient: vectors that belong together point the same way, or lie close."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.primitives import (
    Array,
    add_at_label,
    at_label,
    finite,
    log_sigmoid,
    log_softmax,
    log_sum_exp,
    reduce,
    reduce_grad,
)


@checked
def cosine_similarity(
    y_true: Array,
    y_pred: Array,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Cosine similarity as a loss: minus the cosine of the angle between prediction and target.

    .. math:: \ell = -\cos(y, \hat y) = -\frac{\sum_i y_i \hat y_i}{\lVert y \rVert\, \lVert \hat y \rVert}

    As in Keras it is negative where the two agree: −1 is the best, 1 the worst. Only directions count. The zero vector
    has none: cosine 0, gradient 0.

    Args:
        y_true: vectors along ``axis``, any real numbers.
        y_pred: vectors of the shape of ``y_true``.
        axis: the axis along which a vector lies.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, from −1 to 1 without unit: a float, or for ``"none"`` an array of the inputs' shape without ``axis``.

    Raises:
        ValueError: the shapes differ, a value is not finite, or the reduction is unknown.
        TypeError: the inputs are not numbers.

    Examples:
        >>> cosine_similarity([[3, 4], [3, 4], [3, 4]], [[6, 8], [-4, 3], [0, 0]], reduction="none").round(4) + 0.0
        array([-1.,  0.,  0.])

    References:
        Salton and McGill (1983).
    """
    loss = -cosine(y_true, y_pred, axis)
    return reduce(loss, sample_weight, reduction)


@checked
def cosine_similarity_grad(
    y_true: Array,
    y_pred: Array,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`cosine_similarity` by ``y_pred``: what points at the target, less its part along ``y_pred``.

    With unit vectors u of the target and v of the prediction: :math:`-(u - (u \cdot v) v) / \lVert \hat y \rVert`.
    """
    grad = -from_unit(unit(y_true, axis), y_pred, axis)
    return reduce_grad(grad, sample_weight, reduction, axis=axis)


@checked
def cosine_embedding(
    x1: Array,
    x2: Array,
    target: Array,
    *,
    margin: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Cosine embedding loss: pairs that belong together cost 1 less their cosine, others their cosine.

    .. math:: \ell = 1 - \cos(x_1, x_2) \text{ for } y = 1, \qquad
              \max\bigl(0,\; \cos(x_1, x_2) - \mathrm{margin}\bigr) \text{ for } y = -1

    The zero vector has cosine 0 and gradient 0.

    Args:
        x1: vectors along ``axis``, any real numbers.
        x2: vectors of the shape of ``x1``.
        target: y: 1 for a pair that belongs together, −1 for one that does not; the shape of ``x1`` without ``axis``.
        margin: the cosine that pairs which don't belong together may have, in [−1, 1].
        axis: the axis along which a vector lies.
        sample_weight: the shape of ``target``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, from 0 to 2 without unit: a float, or an array of the shape of ``target`` for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a target is neither −1 nor 1, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> pairs = [[3, 4], [3, 4]], [[4, 3], [4, 3]]
        >>> cosine_embedding(*pairs, [1, -1], reduction="none").round(4)
        array([0.04, 0.96])

    References:
        PyTorch's CosineEmbeddingLoss; Bromley et al. (1993) compare signatures so.
    """
    together = cosine_distance(x1, x2, axis)
    apart = np.maximum(1 - together - margin, 0)
    return reduce(np.where(target > 0, together, apart), sample_weight, reduction)


@checked
def cosine_embedding_grad(
    x1: Array,
    x2: Array,
    target: Array,
    *,
    margin: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]:
    """Gradients of :func:`cosine_embedding` by ``x1`` and ``x2``: the cosine's times −1, 1 or, beyond the margin, 0."""
    sign = np.where(target > 0, -1, np.where(1 - cosine_distance(x1, x2, axis) > margin, 1, 0))
    grads = (from_unit(unit(x2, axis), x1, axis), from_unit(unit(x1, axis), x2, axis))
    signed = (np.expand_dims(sign, axis).astype(x1.dtype) * grad for grad in grads)
    return tuple(reduce_grad(grad, sample_weight, reduction, axis=axis) for grad in signed)


@checked
def triplet_margin(
    anchor: Array,
    positive: Array,
    negative: Array,
    *,
    margin: float = 1.0,
    p: float = 2.0,
    swap: bool = False,
    distance: str | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Triplet margin loss: an anchor has to be closer to what it belongs with than to another, by ``margin``.

    .. math:: \ell = \max\bigl(0,\; \mathrm{margin} + d(a, p) - d(a, n)\bigr), \qquad
              d(x, y) = \Bigl(\sum_i |x_i - y_i|^p\Bigr)^{1/p}

    Where two vectors are equal the p-norm has a kink: its gradient is 0 there.

    Args:
        anchor: vectors a along ``axis``, any real numbers.
        positive: vectors that belong with the anchor, of its shape.
        negative: vectors that do not, of its shape.
        margin: by how much closer, in units of the distance, from 0 up.
        p: the norm, from 1 up: 2 is the Euclidean distance, 1 the sum of absolute differences.
        swap: measure the negative from the positive where that is closer to it than the anchor is.
        distance: None for the p-norm, ``"squared_euclidean"``, or ``"cosine"`` for 1 − cos.
        axis: the axis along which a vector lies.
        sample_weight: the inputs' shape without ``axis``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the distance: a float, or for ``"none"`` an array of the inputs' shape without ``axis``.

    Raises:
        ValueError: the shapes differ, a value is not finite, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> triplet_margin([[0, 0], [0, 0]], [[3, 4], [0, 1]], [[0, 1], [3, 4]], reduction="none")
        array([5., 0.])

    References:
        Schroff et al. (2015), with squared distances; the swap: Balntas et al. (2016).
    """
    near = distance_between(anchor, positive, p, distance, axis)
    far = distance_between(anchor, negative, p, distance, axis)
    if swap:
        far = np.minimum(far, distance_between(positive, negative, p, distance, axis))
    return reduce(np.maximum(margin + (near - far), 0), sample_weight, reduction)


@checked
def triplet_margin_grad(
    anchor: Array,
    positive: Array,
    negative: Array,
    *,
    margin: float = 1.0,
    p: float = 2.0,
    swap: bool = False,
    distance: str | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]:
    """Gradients of :func:`triplet_margin` by its three inputs: the slopes of the distances, 0 where the margin is kept.

    Of two distances that tie under ``swap`` the anchor's counts.
    """
    near, far, between = (
        distance_between(x, y, p, distance, axis)
        for x, y in ((anchor, positive), (anchor, negative), (positive, negative))
    )
    swapped = swap & (between < far)
    costs = np.expand_dims(margin + (near - np.where(swapped, between, far)) > 0, axis)
    swapped = np.expand_dims(swapped, axis)
    pulled = distance_slopes(anchor, positive, p, distance, axis)
    pushed = distance_slopes(anchor, negative, p, distance, axis)
    crossed = distance_slopes(positive, negative, p, distance, axis)
    grads = (
        pulled[0] - np.where(swapped, 0, pushed[0]),
        pulled[1] - np.where(swapped, crossed[0], 0),
        -np.where(swapped, crossed[1], pushed[1]),
    )
    return tuple(reduce_grad(np.where(costs, grad, 0), sample_weight, reduction, axis=axis) for grad in grads)


@checked
def info_nce(
    queries: Array,
    keys: Array,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""InfoNCE: cross-entropy of each query's similarities to all keys of the batch, its own key being the label.

    .. math:: \ell_i = -\log \frac{\exp(\cos(q_i, k_i) / \tau)}{\sum_j \exp(\cos(q_i, k_j) / \tau)}

    Which variant: cosines; one direction, from queries to keys, so that the negatives of a query are the other keys of
    the batch and not the other queries, which :func:`nt_xent` counts too. For the symmetric loss of CLIP, average
    ``info_nce(queries, keys)`` and ``info_nce(keys, queries)``. A sample's loss depends on the whole batch: each
    further key adds to it, and keys that tell nothing cost log N.

    Args:
        queries: one vector a row, shape (N, D), any real numbers. The zero vector has cosine 0 and gradient 0.
        keys: row i belongs with row i of ``queries``; of their shape.
        temperature: τ above 0: the smaller, the more the closest negatives count.
        sample_weight: one weight for each row; one of weight 0 is left out, its key among the negatives too.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or one for each query for ``"none"``.

    Raises:
        ValueError: the shapes differ or are not (N, D), a value is not finite, or a parameter or the reduction is
            unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> info_nce(np.eye(2), np.eye(2), temperature=1.0, reduction="none").round(4)
        array([0.3133, 0.3133])

    References:
        van den Oord et al. (2018).
    """
    similarity = similarities(queries, keys, temperature, sample_weight)
    return reduce(-np.diagonal(log_softmax(similarity, 1)), sample_weight, reduction)


@checked
def info_nce_grad(
    queries: Array,
    keys: Array,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]:
    r"""Gradients of :func:`info_nce` by ``queries`` and ``keys``.

    By the cosines it is :math:`(p_{ij} - [i = j]) / \tau`. ``"none"`` gives the gradient of the sum: a key has a part
    in every query's loss.
    """
    similarity = similarities(queries, keys, temperature, sample_weight)
    slope = np.exp(log_softmax(similarity, 1))
    slope = add_at_label(slope, np.arange(len(slope)), 1, np.full(len(slope), -1, slope.dtype)) / temperature
    slope = reduce_grad(slope, sample_weight, reduction, axis=1)
    return from_unit(slope @ unit(keys, 1), queries, 1), from_unit(slope.T @ unit(queries, 1), keys, 1)


@checked
def nt_xent(
    x1: Array,
    x2: Array,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""NT-Xent, the loss of SimCLR: each view of a sample has to find the other among all other views of the batch.

    .. math:: \ell_n = \frac{\ell(z_n, z_{N + n}) + \ell(z_{N + n}, z_n)}{2}, \qquad
              \ell(z_i, z_j) = -\log \frac{\exp(\cos(z_i, z_j) / \tau)}{\sum_{k \ne i} \exp(\cos(z_i, z_k) / \tau)}

    The z are the 2N rows of both inputs, those of ``x2`` behind those of ``x1``. The name is short for normalized
    temperature-scaled cross-entropy. One value a pair, the mean of its two rows; the mean of these is the mean of all
    rows, as published. In :func:`info_nce` a row of one input competes with the rows of the other alone. Views that
    tell nothing cost log(2N − 1).

    Args:
        x1: one view of each sample, one vector a row, shape (N, D), any real numbers. The zero vector has cosine 0 and
            gradient 0.
        x2: another view of each: row n belongs with row n of ``x1``; of its shape.
        temperature: τ above 0: the smaller, the more the closest negatives count.
        sample_weight: one weight for each pair; one of weight 0 is left out, both its rows among the negatives too.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or one for each pair for ``"none"``.

    Raises:
        ValueError: the shapes differ or are not (N, D), a value is not finite, or a parameter or the reduction is
            unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> nt_xent(np.eye(2), np.eye(2), temperature=1.0, reduction="none").round(4)
        array([0.5514, 0.5514])

    References:
        Chen et al. (2020).
    """
    log_p = log_p_of_views(views(x1, x2), temperature, sample_weight)
    loss = -at_label(log_p, other_view(log_p), 1).reshape(-1, 2).mean(1)
    return reduce(loss, sample_weight, reduction)


@checked
def nt_xent_grad(
    x1: Array,
    x2: Array,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]:
    r"""Gradients of :func:`nt_xent` by ``x1`` and ``x2``.

    By the cosines of a row it is :math:`(p_{ik} - [k = j]) / \tau`, j being the row's other view. ``"none"`` gives the
    gradient of the sum: a row has a part in every row's loss.
    """
    rows = views(x1, x2)
    slope = np.exp(log_p_of_views(rows, temperature, sample_weight))
    slope = add_at_label(slope, other_view(slope), 1, np.full(len(slope), -1, slope.dtype)) / (2 * temperature)
    of_pairs = slope.reshape(len(x1), 2, len(rows))
    slope = reduce_grad(of_pairs, sample_weight, reduction, axis=(1, 2)).reshape(slope.shape)
    grad = through_cosines(slope, rows)
    return grad[0::2], grad[1::2]


@checked
def sup_con(
    features: Array,
    labels: Array,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Supervised contrastive loss: each row has to find every other row of its label among all others of the batch.

    .. math:: \ell_i = -\frac{1}{|P(i)|} \sum_{p \in P(i)}
              \log \frac{\exp(\cos(z_i, z_p) / \tau)}{\sum_{k \ne i} \exp(\cos(z_i, z_k) / \tau)}

    P(i) are the other rows with the label of row i, its positives. The mean over them stands outside the logarithm, so
    that each should get the same share, and one that gets more is pushed away; the paper calls this form
    :math:`L_{out}`. A row that is alone with its label has nothing to find: its loss is 0 and is not counted, as if it
    were ignored, while for the other rows it is one more to tell apart. With two rows a label it is :func:`nt_xent`,
    one value a row.

    Args:
        features: one vector a row, shape (N, D), any real numbers. The zero vector has cosine 0 and gradient 0.
        labels: any integers, shape (N,): rows with the same one belong together.
        temperature: τ above 0: the smaller, the more the closest rows count.
        sample_weight: one weight for each row; one of weight 0 is left out, among positives and negatives too.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or one for each row for ``"none"``.

    Raises:
        ValueError: the shapes are not (N, D) and (N,), a value is not finite, or a parameter or the reduction is
            unknown.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> east, north = [1.0, 0.0], [0.0, 1.0]
        >>> sup_con([east, east, north], [0, 0, 1], temperature=1.0, reduction="none").round(4)
        array([0.3133, 0.3133, 0.    ])

    References:
        Khosla et al. (2020).
    """
    log_p, share, kept = matched(features, labels, temperature, sample_weight)
    loss = -(share * finite(log_p)).sum(1)
    return reduce(loss, sample_weight, reduction, kept=kept)


@checked
def sup_con_grad(
    features: Array,
    labels: Array,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`sup_con` by ``features``.

    By the cosines of a row it is :math:`(p_{ik} - [k \in P(i)] / |P(i)|) / \tau`. ``"none"`` gives the gradient of the
    sum: a row has a part in every row's loss.
    """
    log_p, share, kept = matched(features, labels, temperature, sample_weight)
    slope = reduce_grad((np.exp(log_p) - share) / temperature, sample_weight, reduction, axis=1, kept=kept)
    return through_cosines(slope, features)


@checked
def circle(
    y_true: Array,
    y_pred: Array,
    *,
    margin: float = 0.4,
    scale: float = 80.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Circle loss on class labels: similarity to one's own class to 1, to the others to 0, the worst first.

    .. math:: \ell = \log\Bigl(1 + \sum_{c \ne y} e^{\gamma [s_c + m]_+ (s_c - m)}\;
              e^{-\gamma (1 + m - s_y)(s_y - 1 + m)}\Bigr)

    It takes labels and similarities, as a sparse cross-entropy takes labels and logits, and not embeddings and pair
    masks: what the similarities are taken to, class weights or the batch's own proxies, is the model's choice, and the
    loss stays one value a sample. The gradient is that of the formula; much code for PyTorch holds the factors
    :math:`[s_c + m]_+` and :math:`1 + m - s_y` constant on the way back.

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``.
        y_pred: cosine similarities to each class along ``axis``, from −1 to 1.
        margin: m in [0, 1]: the exponent is 0 where one's own similarity is 1 − m and another one is m; both are
            pulled on from there, and another one from −m down is left alone.
        scale: γ above 0.
        axis: the class axis.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or an array of the shape of ``y_true`` for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a label or value lies outside its range, or a parameter or the reduction is
            unknown.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> circle([0, 0], [[0.6, 0.4], [0.5, 0.5]], scale=10.0, reduction="none").round(4)
        array([0.6931, 1.953 ])

    References:
        Sun et al. (2020), equations 5 and 6.
    """
    push, pull = circle_exponents(y_true, y_pred, margin, scale, axis)
    loss = -log_sigmoid(pull - log_sum_exp(push, axis).squeeze(axis))
    return reduce(loss, sample_weight, reduction)


@checked
def circle_grad(
    y_true: Array,
    y_pred: Array,
    *,
    margin: float = 0.4,
    scale: float = 80.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`circle` by ``y_pred``.

    With :math:`z` the logarithm of what is added to 1, it is :math:`\sigma(z)` times :math:`-2 \gamma (1 - s_y)` for
    the label and :math:`2 \gamma s_c` times the class's share in the sum for the others, 0 from −m down.
    """
    push, pull = circle_exponents(y_true, y_pred, margin, scale, axis)
    total = log_sum_exp(push, axis)
    wrong = np.exp(log_sigmoid(total - np.expand_dims(pull, axis)))
    grad = wrong * np.exp(push - total) * np.where(y_pred > -margin, 2 * scale * y_pred, 0)
    of_label = -2 * scale * (1 - at_label(y_pred, y_true, axis)) * wrong.squeeze(axis)
    grad = add_at_label(grad, y_true, axis, of_label - at_label(grad, y_true, axis))
    return reduce_grad(grad, sample_weight, reduction, axis=axis)


def length(x: Array, axis: int) -> Array:
    """The Euclidean length, with ``axis`` kept; squares of tiny or huge numbers would leave the dtype."""
    largest = np.abs(x).max(axis, keepdims=True)
    return largest * np.sqrt(np.square(x / np.where(largest > 0, largest, 1)).sum(axis, keepdims=True))


def unit(x: Array, axis: int) -> Array:
    """The vector of length 1 in the direction of ``x``; zero stays zero."""
    size = length(x, axis)
    return x / np.where(size > 0, size, 1)


def from_unit(grad: Array, x: Array, axis: int) -> Array:
    """The gradient by ``x``, given that by ``unit(x)``: its part across ``x``, over the length; 0 for zero."""
    size, u = length(x, axis), unit(x, axis)
    across = grad - u * (grad * u).sum(axis, keepdims=True)
    return np.where(size > 0, across / np.where(size > 0, size, 1), 0)


def cosine(x: Array, y: Array, axis: int) -> Array:
    """The cosine of the angle between two vectors, 0 if one of them is zero."""
    return (unit(x, axis) * unit(y, axis)).sum(axis)


def cosine_distance(x: Array, y: Array, axis: int) -> Array:
    """1 − cos as half the squared distance of the unit vectors, which keeps its digits for a small angle."""
    u, v = unit(x, axis), unit(y, axis)
    defined = u.any(axis) & v.any(axis)
    return np.where(defined, np.square(u - v).sum(axis) / 2, 1)


def distance_between(x: Array, y: Array, p: float, distance: str | None, axis: int) -> Array:
    """The distance of two vectors."""
    if distance == "cosine":
        return cosine_distance(x, y, axis)
    if distance == "squared_euclidean":
        return np.square(x - y).sum(axis)
    size = np.abs(x - y)
    largest = size.max(axis, keepdims=True)
    total = ((size / np.where(largest > 0, largest, 1)) ** p).sum(axis)
    return largest.squeeze(axis) * total ** (1 / p)


def distance_slopes(x: Array, y: Array, p: float, distance: str | None, axis: int) -> tuple[Array, ...]:
    """The gradients of :func:`distance_between` by both vectors."""
    if distance == "cosine":
        return -from_unit(unit(y, axis), x, axis), -from_unit(unit(x, axis), y, axis)
    if distance == "squared_euclidean":
        return 2 * (x - y), 2 * (y - x)
    whole = np.expand_dims(distance_between(x, y, p, distance, axis), axis)
    slope = np.sign(x - y) * (np.abs(x - y) / np.where(whole > 0, whole, 1)) ** (p - 1)
    return slope, -slope


def similarities(queries: Array, keys: Array, temperature: float, sample_weight: ArrayLike | None) -> Array:
    """Cosines over the temperature, of each query with each key; −∞ with the keys of rows that are left out."""
    similarity = unit(queries, 1) @ unit(keys, 1).T / temperature
    if sample_weight is not None:
        out = np.broadcast_to(np.equal(sample_weight, 0), len(keys))
        similarity[:, out] = -np.inf
        similarity[out, out] = 0  # such a row itself keeps a finite loss, which its weight takes away
    return similarity


def left_out(sample_weight: ArrayLike | None, count: int) -> Array:
    """True for each row that weighs nothing."""
    return np.broadcast_to(np.equal(1 if sample_weight is None else sample_weight, 0), count)


def among_others(rows: Array, temperature: float, out: Array, idle: Array) -> Array:
    """Cosines over the temperature, of each row with each: −∞ with itself, and with those that are left out.

    A row that has nothing to find gets zeros, so that what becomes of it is finite; it does not count.
    """
    similarity = unit(rows, 1) @ unit(rows, 1).T / temperature
    similarity[:, out] = -np.inf
    np.fill_diagonal(similarity, -np.inf)
    similarity[idle] = 0
    return similarity


def views(x1: Array, x2: Array) -> Array:
    """The rows of both inputs, the two of a pair below each other."""
    return np.stack([x1, x2], 1).reshape(-1, x1.shape[1])


def other_view(rows: Array) -> Array:
    """For each of these rows, where the other one of its pair is."""
    return np.arange(len(rows)) ^ 1


def log_p_of_views(rows: Array, temperature: float, sample_weight: ArrayLike | None) -> Array:
    """How probable each row finds each other one to be the other view; a pair has one weight."""
    out = np.repeat(left_out(sample_weight, len(rows) // 2), 2)
    return log_softmax(among_others(rows, temperature, out, out), 1)


def matched(features: Array, labels: Array, temperature: float, sample_weight: ArrayLike | None) -> tuple[Array, ...]:
    """How probable each row finds each other one, the equal shares of its positives, and which rows are kept."""
    out = left_out(sample_weight, len(labels))
    positive = (labels[:, None] == labels) & ~out
    np.fill_diagonal(positive, False)
    count = positive.sum(1, keepdims=True, dtype=features.dtype)
    alone = ~positive.any(1)
    log_p = log_softmax(among_others(features, temperature, out, alone | out), 1)
    return log_p, positive / np.maximum(count, 1), ~alone | out


def through_cosines(slope: Array, rows: Array) -> Array:
    """The gradient by the rows, given that by the cosine of each row with each: a row stands on both sides."""
    return from_unit((slope + slope.T) @ unit(rows, 1), rows, 1)


def circle_exponents(labels: Array, similarity: Array, margin: float, scale: float, axis: int) -> tuple[Array, ...]:
    """What the other classes push with, the label's entry taken out, and what the label pulls with."""
    push = scale * np.maximum(similarity + margin, 0) * (similarity - margin)
    np.put_along_axis(push, np.expand_dims(labels, axis), -np.inf, axis)
    own = at_label(similarity, labels, axis)
    return finite(push), scale * (1 + margin - own) * (own - 1 + margin)
