"""Overlap losses in PyTorch: how much of two masks is common, for a sample as a whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.arguments import Reduction
from lossbook.torch import by_hand
from lossbook.torch.arguments import checked
from lossbook.torch.primitives import Weights, along, levelled, reduce


@checked
def dice(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: Weights = None,
    dim: int | None = None,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Soft Dice loss: one minus twice the common part of two masks over the size of both.

    .. math:: \ell = 1 - \frac{2 \sum y p + s}{\sum y + \sum p + s}
              = \frac{\sum y (1 - p) + \sum (1 - y) p}{\sum y + \sum p + s}

    The sums go over all dimensions but the first. The second form is what is computed: it keeps its digits where the
    masks agree. An empty mask that is predicted empty costs 0. For a metric, round the predictions to 0 and 1 first.

    With a class dimension it is done for each class, and the loss of a sample is the mean over its classes,
    :math:`\sum_c w_c \ell_c / \sum_c w_c`. A class that is in neither mask costs 0, and counts in the mean. A pixel
    that is 0 in both masks counts nowhere: where nobody knows the class, set both to 0, the prediction behind its
    softmax.

    Args:
        input: probabilities, or logits with ``from_logits``, one mask for each index of dimension 0.
        target: masks of the shape of ``input``: 0 or 1 for each pixel, or probabilities between.
        from_logits: take ``input`` as logits x, with p = σ(x), or with p = softmax(x) along ``dim`` if that is given;
            never clipped.
        smooth: s above 0, in pixels. It decides what an empty mask asks for: with the small default any predicted
            pixel costs 1 and pulls little, with 1, one costs 1/2, three 3/4, and each pulls.
        class_weight: one weight w for each class along ``dim``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        dim: the class dimension, 1 for images, which have channels first; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
        sample_weight: one weight for each index of dimension 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, a share from 0 to 1 without unit: a scalar, or one value for each index of dimension 0 for
        ``"none"``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> dice(torch.tensor([[1.0, 0.5, 0.5, 0.0]]), torch.tensor([[1, 1, 0, 0]]))
        tensor(0.2500)
        >>> p, y = torch.tensor([[[1.0, 0.5], [0.0, 0.5]]]), torch.tensor([[[1, 0], [0, 1]]])
        >>> dice(p, y, dim=1)  # two classes, each with a mask of two pixels
        tensor(0.2667)

    References:
        Milletari et al. (2016), section 3, without the squares in the denominator.
    """

    def formula(input: Tensor, y: Tensor) -> Tensor:
        hits, false_positives, false_negatives = overlap(y, input, from_logits, dim)
        return share(false_positives + false_negatives, 2 * hits + smooth)

    wrong = share_by_hand(formula, input, target, 0.5, 0.5, from_logits, smooth / 2, dim)
    return reduce(mean_of_classes(wrong, class_weight, dim), sample_weight, reduction)


@checked
def tversky(
    input: Tensor,
    target: Tensor,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: Weights = None,
    dim: int | None = None,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Tversky loss: Dice's with a price of its own for each kind of error.

    .. math:: \ell = 1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}, \qquad
              \mathrm{TP} = \sum y p, \quad \mathrm{FP} = \sum (1 - y) p, \quad \mathrm{FN} = \sum y (1 - p)

    The sums go over all dimensions but the first. With ``alpha`` and ``beta`` both 0.5 it is :func:`dice` (at twice
    the ``smooth``), with both 1 one minus the Jaccard index, also called IoU.

    With a class dimension it is done for each class, and the mean over them is that of :func:`dice`.

    Args:
        input: probabilities, or logits with ``from_logits``, one mask for each index of dimension 0.
        target: masks of the shape of ``input``: 0 or 1 for each pixel, or probabilities between.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives; above α it raises recall at the cost of precision.
        from_logits: take ``input`` as logits x, with p = σ(x), or with p = softmax(x) along ``dim`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        class_weight: one weight w for each class along ``dim``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        dim: the class dimension, 1 for images, which have channels first; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
        sample_weight: one weight for each index of dimension 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, a share from 0 to 1 without unit: a scalar, or one value for each index of dimension 0 for
        ``"none"``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> tversky(torch.tensor([[1.0, 0.0, 0.0, 0.0]]), torch.tensor([[1, 1, 1, 0]]), alpha=0.3, beta=0.7)
        tensor(0.5833)

    References:
        Salehi et al. (2017), whose best results on small lesions had an α of 0.3 and a β of 0.7.
    """
    wrong = tversky_share(target, input, alpha, beta, from_logits, smooth, dim)
    return reduce(mean_of_classes(wrong, class_weight, dim), sample_weight, reduction)


@checked
def focal_tversky(
    input: Tensor,
    target: Tensor,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 4 / 3,
    from_logits: bool = False,
    smooth: float = 1e-7,
    class_weight: Weights = None,
    dim: int | None = None,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Focal Tversky loss: a root of the Tversky loss, which bends what a mask costs by how right it is already.

    .. math:: \ell = \left(1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}
              \right)^{1 / \gamma}

    TP, FP and FN are those of :func:`tversky`. Note that the exponent is 1/γ, as in the paper: a γ above 1 keeps the
    slope up for masks that are nearly right, and a γ below 1 lets it fade for them, as focal loss does.

    With a class dimension the root is taken for each class, and the mean over them is that of :func:`dice`.

    Args:
        input: probabilities, or logits with ``from_logits``, one mask for each index of dimension 0.
        target: masks of the shape of ``input``: 0 or 1 for each pixel, or probabilities between.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives. (The paper swaps the names of the two.)
        gamma: γ above 0; 1 is :func:`tversky`.
        from_logits: take ``input`` as logits x, with p = σ(x), or with p = softmax(x) along ``dim`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        class_weight: one weight w for each class along ``dim``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        dim: the class dimension, 1 for images, which have channels first; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
        sample_weight: one weight for each index of dimension 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, from 0 to 1 without unit: a scalar, or one value for each index of dimension 0 for ``"none"``;
        float32, or float64 for float64. At a perfect mask, where the root has a cusp, the gradient is 0.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> focal_tversky(torch.tensor([[1.0, 0.5, 0.5, 0.0]]), torch.tensor([[1, 1, 0, 0]]), gamma=2.0)
        tensor(0.5000)

    References:
        Abraham and Khan (2019).
    """
    wrong = tversky_share(target, input, alpha, beta, from_logits, smooth, dim)
    return reduce(mean_of_classes(root(wrong, gamma), class_weight, dim), sample_weight, reduction)


def probabilities(input: Tensor, from_logits: bool, dim: int | None) -> tuple[Tensor, Tensor]:
    """p and 1 − p; from logits by a softmax over the classes, or without classes by a sigmoid."""
    if not from_logits:
        return input, 1 - input
    if dim is None:  # the derivative of a sigmoid near 1 has no digits left; by its logarithm it has
        return F.logsigmoid(input).exp(), F.logsigmoid(-input).exp()
    p = levelled(input, dim).softmax(dim)
    likely = p > 0.5  # one class at most, and its 1 − p is the sum of the others
    return p, torch.where(likely, torch.where(likely, 0, p).sum(dim, keepdim=True), 1 - p)


def overlap(y: Tensor, input: Tensor, from_logits: bool, dim: int | None) -> tuple[Tensor, Tensor, Tensor]:
    """True positives, false positives and false negatives of each mask: one a sample, or one a sample and class."""
    p, q = probabilities(input, from_logits, dim)
    return sum_mask(y * p, dim), sum_mask((1 - y) * p, dim), sum_mask(y * q, dim)


def pixels(values: Tensor, dim: int | None) -> tuple[int, ...]:
    """All dimensions but the first and that of the classes."""
    return tuple(d for d in range(1, values.ndim) if dim is None or d != dim % values.ndim)


def sum_mask(values: Tensor, dim: int | None) -> Tensor:
    """The sum over the pixels; without any dimension of pixels, each value is a mask."""
    over = pixels(values, dim)
    return values.sum(over) if over else values


def share(part: Tensor, rest: Tensor) -> Tensor:
    """part / (part + rest), by the ratio of the smaller to the larger: the slopes keep their digits near 0 and 1."""
    smaller = part <= rest
    ratio = torch.where(smaller, part, rest) / torch.where(smaller, rest, part)
    return torch.where(smaller, ratio, 1) / (1 + ratio)


def tversky_share(
    y: Tensor, input: Tensor, alpha: float, beta: float, from_logits: bool, smooth: float, dim: int | None
) -> Tensor:
    """What is wrong with each mask, as a share."""

    def formula(input: Tensor, y: Tensor) -> Tensor:
        hits, false_positives, false_negatives = overlap(y, input, from_logits, dim)
        return share(alpha * false_positives + beta * false_negatives, hits + smooth)

    return share_by_hand(formula, input, y, alpha, beta, from_logits, smooth, dim)


def share_by_hand(
    formula: Callable[..., Tensor],
    input: Tensor,
    y: Tensor,
    alpha: float,
    beta: float,
    from_logits: bool,
    smooth: float,
    dim: int | None,
) -> Tensor:
    """The formula of a share, differentiated by hand where a mask has more than one pixel, and but for a softmax."""
    over = pixels(input, dim)
    quick = partial(by_hand.overlap_share, alpha=alpha, beta=beta, smooth=smooth, dims=over, from_logits=from_logits)
    by_softmax = from_logits and dim is not None
    return by_hand.apply(quick if over and not by_softmax else None, formula, input, y, dim=over)


def mean_of_classes(losses: Tensor, class_weight: Weights, dim: int | None) -> Tensor:
    """One value a sample, from one for each of its classes, if there are classes."""
    if dim is None:
        return losses
    weights = torch.ones_like(losses) * along(1, class_weight, losses)
    total = weights.sum(1)
    return (weights * losses).sum(1) / torch.where(total == 0, 1, total)


def root(wrong: Tensor, gamma: float) -> Tensor:
    """The γ-th root, with gradient 0 at the cusp and where the square, which a second derivative needs, underflows."""
    even = wrong <= torch.finfo(wrong.dtype).tiny ** 0.5
    return torch.where(even, wrong.detach() ** (1 / gamma), torch.where(even, 1, wrong) ** (1 / gamma))
