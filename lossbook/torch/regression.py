"""Regression losses in PyTorch: functions of the error of a predicted number, and modules."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.torch import by_hand
from lossbook.torch.arguments import checked
from lossbook.torch.module import Loss
from lossbook.torch.primitives import Weights, at_least, reduce, safe_log


@checked
def mean_squared_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
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
    return reduce(F.mse_loss(input, target, reduction="none"), sample_weight, reduction)


class MeanSquaredErrorLoss(Loss):
    """Module form of :func:`mean_squared_error`."""

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(mean_squared_error, reduction)


@checked
def mean_absolute_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
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


@checked
def huber(
    input: Tensor,
    target: Tensor,
    *,
    delta: float = 1.0,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Huber loss: squared error near zero, absolute error beyond ``delta``, joined without a kink.

    .. math:: \ell(r) = \tfrac12 r^2 \text{ for } |r| \le \delta,
                  \qquad \delta \bigl(|r| - \tfrac12 \delta\bigr) \text{ beyond}, \qquad r = \hat y - y

    Args:
        input: predictions, any shape.
        target: targets, of the shape of ``input``.
        delta: where the loss becomes a straight line, in units of ``y``; above 0.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in squared units of ``y``: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, or a parameter or the reduction is out of range.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(huber(torch.tensor([0.5, 3.0]), torch.tensor([0.0, 0.0])).item(), 4)
        1.3125

    References:
        Huber (1964).
    """
    return reduce(F.huber_loss(input, target, delta=delta, reduction="none"), sample_weight, reduction)


class HuberLoss(Loss):
    """Module form of :func:`huber`."""

    def __init__(self, delta: float = 1.0, reduction: str = "mean") -> None:
        super().__init__(huber, reduction, delta=delta)


@checked
def smooth_l1(
    input: Tensor,
    target: Tensor,
    *,
    beta: float = 1.0,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Smooth L1: absolute error with its kink rounded off between ``-beta`` and ``beta``.

    .. math:: \ell(r) = \frac{r^2}{2 \beta} \text{ for } |r| < \beta, \qquad |r| - \tfrac12 \beta \text{ beyond},
                  \qquad r = \hat y - y

    It is not Huber's loss but that divided by its δ: ``huber(delta=b) == b * smooth_l1(beta=b)``.

    Args:
        input: predictions, any shape.
        target: targets, of the shape of ``input``.
        beta: where the parabola ends, in units of ``y``; 0 is the absolute error.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, or a parameter or the reduction is out of range.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(smooth_l1(torch.tensor([0.5, 3.0]), torch.tensor([0.0, 0.0])).item(), 4)
        1.3125

    References:
        Girshick (2015), equation 3.
    """
    return reduce(F.smooth_l1_loss(input, target, beta=beta, reduction="none"), sample_weight, reduction)


class SmoothL1Loss(Loss):
    """Module form of :func:`smooth_l1`."""

    def __init__(self, beta: float = 1.0, reduction: str = "mean") -> None:
        super().__init__(smooth_l1, reduction, beta=beta)


@checked
def quantile(
    input: Tensor,
    target: Tensor,
    *,
    q: float = 0.5,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Quantile loss, or pinball loss: the best constant prediction is the ``q``-quantile.

    .. math:: \ell = q \max(y - \hat y, 0) + (1 - q) \max(\hat y - y, 0)

    With q = 1/2 it is half the absolute error. With q = 0.9 a prediction below the target costs nine times as
    much as one above, so that nine targets in ten end below the prediction.

    Args:
        input: predictions, any shape.
        target: targets, of the shape of ``input``.
        q: the quantile, above 0 and below 1.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, or a parameter or the reduction is out of range.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(quantile(torch.tensor([0.0, 2.0]), torch.tensor([1.0, 1.0]), q=0.9).item(), 4)
        0.5

    References:
        Koenker and Bassett (1978).
    """
    below, above = F.relu(target - input), F.relu(input - target)
    loss = q * below + (1 - q) * above
    return reduce(loss, sample_weight, reduction)


class QuantileLoss(Loss):
    """Module form of :func:`quantile`."""

    def __init__(self, q: float = 0.5, reduction: str = "mean") -> None:
        super().__init__(quantile, reduction, q=q)


@checked
def log_cosh(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Log-cosh: half the squared error near zero, the absolute error less log 2 far away, smooth throughout.

    .. math:: \ell = \log \cosh (\hat y - y)

    Args:
        input: predictions, any shape.
        target: targets, of the shape of ``input``.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, a number without units (scale ``y`` first); a scalar, or a tensor of the inputs' shape for ``"none"``;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, or a parameter or the reduction is out of range.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(log_cosh(torch.tensor([0.5, 100.0]), torch.tensor([0.0, 0.0])).item(), 4)
        49.7135

    References:
        Green (1990).
    """

    def formula(residual: Tensor) -> Tensor:
        near = residual.clamp(-20, 20)  # beyond, log cosh is a straight line to the last digit
        return near.sinh().square().log1p() / 2 + (residual - near).abs()  # cosh² = 1 + sinh² keeps a small r's digits

    return reduce(by_hand.apply(by_hand.log_cosh, formula, input - target), sample_weight, reduction)


class LogCoshLoss(Loss):
    """Module form of :func:`log_cosh`."""

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(log_cosh, reduction)


@checked
def mean_absolute_percentage_error(
    input: Tensor,
    target: Tensor,
    *,
    eps: float = 1e-7,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Absolute error in per cent of the target.

    .. math:: \ell = 100\, \frac{|\hat y - y|}{\max(|y|, \epsilon)}

    An error of 1 on a target of 2 costs 50; on a target of 0 it costs 100/ε, which drowns all others. The loss
    favours predictions that are too low: a positive target can be missed by 100 from below at most.

    Args:
        input: predictions, any shape.
        target: targets, of the shape of ``input``.
        eps: a target nearer to 0 counts as ``eps``, in units of ``y``; above 0.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in per cent: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, or a parameter or the reduction is out of range.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(mean_absolute_percentage_error(torch.tensor([1.0, -5.0]), torch.tensor([2.0, -4.0])).item(), 4)
        37.5

    References:
        Hyndman and Koehler (2006).
    """
    return reduce(100 * (input - target).abs() / target.abs().clamp(min=eps), sample_weight, reduction)


class MeanAbsolutePercentageErrorLoss(Loss):
    """Module form of :func:`mean_absolute_percentage_error`."""

    def __init__(self, eps: float = 1e-7, reduction: str = "mean") -> None:
        super().__init__(mean_absolute_percentage_error, reduction, eps=eps)


@checked
def mean_squared_logarithmic_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Squared error of log(1 + y): what counts is the ratio, 10 for 20 as much as 1000 for 2000.

    .. math:: \ell = \bigl(\log (1 + \hat y) - \log (1 + y)\bigr)^2

    Args:
        input: predictions above −1, any shape.
        target: targets above −1, of the shape of ``input``.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, a number without units; a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64
        for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(mean_squared_logarithmic_error(torch.tensor([1.0, 19.0]), torch.tensor([0.0, 9.0])).item(), 4)
        0.4805

    References:
        Tofallis (2015), for the squared logarithm of a ratio.
    """

    def formula(input: Tensor, target: Tensor) -> Tensor:
        residual = input - target  # the difference of two logarithms would lose the digits of a small error
        above = residual > 0  # not F.relu, whose slope at 0 would hide that the square is curved there
        over, under = torch.where(above, residual, 0) / (1 + target), torch.where(above, 0, -residual) / (1 + input)
        return (torch.log1p(over) - torch.log1p(under)).square()

    loss = by_hand.apply(by_hand.squared_log_ratio, formula, input, target)
    return reduce(loss, sample_weight, reduction)


class MeanSquaredLogarithmicErrorLoss(Loss):
    """Module form of :func:`mean_squared_logarithmic_error`."""

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(mean_squared_logarithmic_error, reduction)


@checked
def poisson(
    input: Tensor,
    target: Tensor,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-7,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Poisson loss: minus the log-likelihood of counts, given the rate at which they happen.

    .. math:: \ell = \hat y - y \log \hat y

    With ``full`` it adds :math:`\log y!`, which no prediction changes, in Stirling's approximation
    :math:`y \log y - y + \tfrac12 \log(2 \pi y)` for y above 1 and 0 otherwise.

    Args:
        input: rates from 0 up, or their logarithms with ``log_input``, any shape.
        target: counts, or other numbers from 0 up, of the shape of ``input``.
        log_input: take ``input`` as logarithms of the rates, any real numbers; never clipped.
        full: add the Stirling term.
        eps: a rate below ``eps`` counts as ``eps`` in the logarithm; above 0.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in nats: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(poisson(torch.tensor([1.0, 0.5]), torch.tensor([2.0, 0.0])).item(), 4)
        0.75

    References:
        McCullagh and Nelder (1989).
    """
    loss = input.exp() - target * input if log_input else input - target * safe_log(input, eps)
    if full:
        loss = loss + stirling(target)
    return reduce(loss, sample_weight, reduction)


class PoissonLoss(Loss):
    """Module form of :func:`poisson`."""

    def __init__(self, log_input: bool = False, full: bool = False, eps: float = 1e-7, reduction: str = "mean") -> None:
        super().__init__(poisson, reduction, log_input=log_input, full=full, eps=eps)


def of_each_prediction(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Let a Gaussian loss take one variance for all predictions, or one for all that the last dimension holds."""

    @wraps(function)
    def with_variances(input: Tensor, target: Tensor, variance: Tensor | float, **options: Any) -> Tensor:
        if isinstance(variance, (int, float, np.number)):
            variance = torch.as_tensor(variance, dtype=input.dtype, device=input.device)
        if isinstance(variance, Tensor) and isinstance(input, Tensor) and variance.shape != input.shape:
            if variance.shape == input.shape[:-1]:
                variance = variance.unsqueeze(-1)
            if variance.ndim == 0 or variance.shape == (*input.shape[:-1], 1):
                variance = variance.expand(input.shape)
        return function(input, target, variance, **options)

    return with_variances


@of_each_prediction
@checked
def gaussian_nll(
    input: Tensor,
    target: Tensor,
    variance: Tensor | float,
    *,
    full: bool = False,
    eps: float = 1e-6,
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Minus the log-likelihood of a Gaussian whose mean and variance are both predicted.

    .. math:: \ell = \tfrac12 \Bigl(\log \sigma^2 + \frac{(y - \hat y)^2}{\sigma^2}\Bigr)

    It may be negative, since a density may exceed 1.

    Args:
        input: predicted means, any shape.
        target: targets, of the shape of ``input``.
        variance: predicted variances from 0 up: of the shape of ``input``, or of that with 1 for its last dimension, or
            without it, for one variance to all that this dimension holds; or one number for all.
        full: add the constant :math:`\tfrac12 \log 2\pi`.
        eps: a variance below ``eps`` counts as ``eps``, in squared units of ``y``; above 0.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in nats: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(gaussian_nll(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 0.0]), torch.tensor([1.0, 0.01])).item(), 4)
        -0.9013

    References:
        Nix and Weigend (1994).
    """
    variance = at_least(variance, eps)
    loss = (variance.log() + (input - target).square() / variance + (math.log(2 * math.pi) if full else 0)) / 2
    return reduce(loss, sample_weight, reduction)


class GaussianNLLLoss(Loss):
    """Module form of :func:`gaussian_nll`."""

    def __init__(self, full: bool = False, eps: float = 1e-6, reduction: str = "mean") -> None:
        super().__init__(gaussian_nll, reduction, full=full, eps=eps)


def stirling(y: Tensor) -> Tensor:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = torch.where(y > 1, y, 1)
    return torch.where(y > 1, large * large.log() - large + (2 * math.pi * large).log() / 2, 0)
