"""Overlap losses in PyTorch: how much of two masks is common, for a sample as a whole; functions and modules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.torch import by_hand
from lossbook.torch.arguments import checked
from lossbook.torch.module import Loss
from lossbook.torch.primitives import Weights, reduce


@checked
def dice(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    smooth: float = 1e-7,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Soft Dice loss: one minus twice the common part of two masks over the size of both.

    .. math:: \ell = 1 - \frac{2 \sum y p + s}{\sum y + \sum p + s}
              = \frac{\sum y (1 - p) + \sum (1 - y) p}{\sum y + \sum p + s}

    The sums go over all dimensions but the first. The second form is what is computed: it keeps its digits where the
    masks agree. An empty mask that is predicted empty costs 0. For a metric, round the predictions to 0 and 1 first.

    Args:
        input: probabilities, or logits with ``from_logits``, one mask for each index of dimension 0.
        target: masks of the shape of ``input``: 0 or 1 for each pixel, or probabilities between.
        from_logits: take ``input`` as logits x with p = σ(x); never clipped.
        smooth: s above 0, in pixels. It decides what an empty mask asks for: with the small default any predicted
            pixel costs 1 and pulls little, with 1 a few wrong pixels are forgiven.
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

    References:
        Milletari et al. (2016), section 3, without the squares in the denominator.
    """

    def formula(input: Tensor, y: Tensor) -> Tensor:
        hits, false_positives, false_negatives = overlap(y, input, from_logits)
        return share(false_positives + false_negatives, 2 * hits + smooth)

    loss = share_by_hand(formula, input, target, 0.5, 0.5, from_logits, smooth / 2)
    return reduce(loss, sample_weight, reduction)


class DiceLoss(Loss):
    """Module form of :func:`dice`."""

    def __init__(self, from_logits: bool = False, smooth: float = 1e-7, reduction: str = "mean") -> None:
        super().__init__(dice, reduction, from_logits=from_logits, smooth=smooth)


@checked
def tversky(
    input: Tensor,
    target: Tensor,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-7,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Tversky loss: Dice's with a price of its own for each kind of error.

    .. math:: \ell = 1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}, \qquad
              \mathrm{TP} = \sum y p, \quad \mathrm{FP} = \sum (1 - y) p, \quad \mathrm{FN} = \sum y (1 - p)

    The sums go over all dimensions but the first. With ``alpha`` and ``beta`` both 0.5 it is :func:`dice` (at twice
    the ``smooth``), with both 1 one minus the Jaccard index, also called IoU.

    Args:
        input: probabilities, or logits with ``from_logits``, one mask for each index of dimension 0.
        target: masks of the shape of ``input``: 0 or 1 for each pixel, or probabilities between.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives; above α it raises recall at the cost of precision.
        from_logits: take ``input`` as logits x with p = σ(x); never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
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
    wrong = tversky_share(target, input, alpha, beta, from_logits, smooth)
    return reduce(wrong, sample_weight, reduction)


class TverskyLoss(Loss):
    """Module form of :func:`tversky`."""

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        from_logits: bool = False,
        smooth: float = 1e-7,
        reduction: str = "mean",
    ) -> None:
        super().__init__(tversky, reduction, alpha=alpha, beta=beta, from_logits=from_logits, smooth=smooth)


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
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Focal Tversky loss: a root of the Tversky loss, which bends what a mask costs by how right it is already.

    .. math:: \ell = \left(1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}
              \right)^{1 / \gamma}

    TP, FP and FN are those of :func:`tversky`. Note that the exponent is 1/γ, as in the paper: a γ above 1 keeps the
    slope up for masks that are nearly right, and a γ below 1 lets it fade for them, as focal loss does.

    Args:
        input: probabilities, or logits with ``from_logits``, one mask for each index of dimension 0.
        target: masks of the shape of ``input``: 0 or 1 for each pixel, or probabilities between.
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives. (The paper swaps the names of the two.)
        gamma: γ above 0; 1 is :func:`tversky`.
        from_logits: take ``input`` as logits x with p = σ(x); never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
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
    wrong = tversky_share(target, input, alpha, beta, from_logits, smooth)
    return reduce(root(wrong, gamma), sample_weight, reduction)


class FocalTverskyLoss(Loss):
    """Module form of :func:`focal_tversky`."""

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        gamma: float = 4 / 3,
        from_logits: bool = False,
        smooth: float = 1e-7,
        reduction: str = "mean",
    ) -> None:
        super().__init__(
            focal_tversky, reduction, alpha=alpha, beta=beta, gamma=gamma, from_logits=from_logits, smooth=smooth
        )


def overlap(y: Tensor, input: Tensor, from_logits: bool) -> tuple[Tensor, Tensor, Tensor]:
    """True positives, false positives and false negatives of each mask."""
    # The derivative of a sigmoid near 1 has no digits left; by its logarithm it has.
    p, q = (F.logsigmoid(input).exp(), F.logsigmoid(-input).exp()) if from_logits else (input, 1 - input)
    return sum_mask(y * p), sum_mask((1 - y) * p), sum_mask(y * q)


def sum_mask(values: Tensor) -> Tensor:
    """The sum over all dimensions but the first; of none, if there is no other."""
    return values.unsqueeze(-1).flatten(1).sum(1)


def share(part: Tensor, rest: Tensor) -> Tensor:
    """part / (part + rest), by the ratio of the smaller to the larger: the slopes keep their digits near 0 and 1."""
    smaller = part <= rest
    ratio = torch.where(smaller, part, rest) / torch.where(smaller, rest, part)
    return torch.where(smaller, ratio, 1) / (1 + ratio)


def tversky_share(y: Tensor, input: Tensor, alpha: float, beta: float, from_logits: bool, smooth: float) -> Tensor:
    """What is wrong with each mask, as a share."""

    def formula(input: Tensor, y: Tensor) -> Tensor:
        hits, false_positives, false_negatives = overlap(y, input, from_logits)
        return share(alpha * false_positives + beta * false_negatives, hits + smooth)

    return share_by_hand(formula, input, y, alpha, beta, from_logits, smooth)


def share_by_hand(
    formula: Callable[..., Tensor],
    input: Tensor,
    y: Tensor,
    alpha: float,
    beta: float,
    from_logits: bool,
    smooth: float,
) -> Tensor:
    """The formula of a share, differentiated by hand where a mask has more than one pixel."""
    over = tuple(range(1, input.ndim))
    options = {"alpha": alpha, "beta": beta, "smooth": smooth, "dims": over, "from_logits": from_logits}
    return by_hand.apply(partial(by_hand.overlap_share, **options) if over else None, formula, input, y, dim=over)


def root(wrong: Tensor, gamma: float) -> Tensor:
    """The γ-th root, with gradient 0 at the cusp and where the square, which a second derivative needs, underflows."""
    even = wrong <= torch.finfo(wrong.dtype).tiny ** 0.5
    return torch.where(even, wrong.detach() ** (1 / gamma), torch.where(even, 1, wrong) ** (1 / gamma))
