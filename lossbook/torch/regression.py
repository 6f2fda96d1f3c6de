"""Regression losses in PyTorch: functions of the error of a predicted number, and modules."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from lossbook.torch.arguments import checked
from lossbook.torch.module import Loss
from lossbook.torch.primitives import reduce


@checked
def mean_squared_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Tensor | None = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Squared error: large errors count most, and the best constant prediction is the mean.

    .. math:: \ell = (\hat y - y)^2

    Args:
        input: predictions, any shape.
        target: targets, of the shape of ``input``.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in squared units of ``y``: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, or a parameter or the reduction is out of range.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(mean_squared_error(torch.tensor([1.5, 0.0]), torch.tensor([1.0, 2.0])).item(), 4)
        2.125

    References:
        Goodfellow et al. (2016), section 5.1.4.
    """
    return reduce((input - target).square(), sample_weight, reduction)


class MeanSquaredErrorLoss(Loss):
    """Module form of :func:`mean_squared_error`."""

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(mean_squared_error, reduction)


@checked
def mean_absolute_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Tensor | None = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Absolute error: every unit of error counts the same, and the best constant prediction is a median.

    .. math:: \ell = |\hat y - y|

    Args:
        input: predictions, any shape.
        target: targets, of the shape of ``input``.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, or a parameter or the reduction is out of range.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(mean_absolute_error(torch.tensor([1.5, 0.0]), torch.tensor([1.0, 2.0])).item(), 4)
        1.25

    References:
        Hastie et al. (2009), section 10.6.
    """
    return reduce((input - target).abs(), sample_weight, reduction)


class MeanAbsoluteErrorLoss(Loss):
    """Module form of :func:`mean_absolute_error`."""

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(mean_absolute_error, reduction)


def log_ratio(input: Tensor, target: Tensor) -> Tensor:
    """log((1 + ŷ) / (1 + y)); the difference of two logarithms would lose the digits of a small error."""
    residual = input - target
    too_high, too_low = torch.where(residual < 0, 0, residual), torch.where(residual < 0, -residual, 0)
    return torch.log1p(too_high / (1 + target)) - torch.log1p(too_low / (1 + input))


def stirling(y: Tensor) -> Tensor:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = torch.where(y > 1, y, 1)
    return torch.where(y > 1, large * large.log() - large + (2 * math.pi * large).log() / 2, 0)
