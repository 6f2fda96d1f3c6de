"""Regression losses in PyTorch: functions of the error of a predicted number."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.arguments import Reduction
from lossbook.torch import by_hand
from lossbook.torch.arguments import checked
from lossbook.torch.primitives import at_least, reduce, safe_log

FAR = 40  # standard deviations: beyond them a normal distribution has nothing that float64 could hold


@checked
def mean_squared_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
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


@checked
def mean_absolute_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
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


@checked
def huber(
    input: Tensor,
    target: Tensor,
    *,
    delta: float = 1.0,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
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


@checked
def pseudo_huber(
    input: Tensor,
    target: Tensor,
    *,
    delta: float = 1.0,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Pseudo-Huber loss: Huber's loss with the joint smoothed out, so that all its derivatives exist.

    .. math:: \ell(r) = \delta^2 \Bigl(\sqrt{1 + (r / \delta)^2} - 1\Bigr), \qquad r = \hat y - y

    Near 0 it is half the squared error, far out δ times the absolute error, less δ².

    Args:
        input: predictions, any shape.
        target: targets, of the shape of ``input``.
        delta: about where the loss turns into a straight line, in units of ``y``; above 0.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in squared units of ``y``: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> pseudo_huber(torch.tensor([0.5, 3.0]), torch.zeros(2), reduction="none")
        tensor([0.1180, 2.1623])

    References:
        Charbonnier et al. (1997).
    """
    residual = input - target
    # δ² (√(1 + (r/δ)²) − 1) as a product, in which nothing cancels and nothing overflows
    loss = delta * residual * (residual / (delta + torch.hypot(residual, torch.full_like(residual, delta))))
    return reduce(loss, sample_weight, reduction)


@checked
def smooth_l1(
    input: Tensor,
    target: Tensor,
    *,
    beta: float = 1.0,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
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


@checked
def quantile(
    input: Tensor,
    target: Tensor,
    *,
    q: float = 0.5,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
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


@checked
def log_cosh(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
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


@checked
def mean_absolute_percentage_error(
    input: Tensor,
    target: Tensor,
    *,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Absolute error in per cent of the target.

    .. math:: \ell = 100\, \frac{|\hat y - y|}{\max(|y|, \epsilon)}

    An error of 1 on a target of 2 costs 50; on a target of 0 it costs 100/ε, which drowns all others. The loss
    favours predictions that are too low: from below, one that is not negative misses a positive target by 100 at most.

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


@checked
def mean_squared_logarithmic_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Squared error of log(1 + y): what counts is the ratio of 1 + ŷ and 1 + y, not their distance.

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


@checked
def poisson(
    input: Tensor,
    target: Tensor,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
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


@checked
def gamma_deviance(
    input: Tensor,
    target: Tensor,
    *,
    log_input: bool = False,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Gamma deviance: the price of a mean for positive amounts whose spread grows with their size.

    .. math:: \ell = 2 \Bigl(\frac{y}{\hat y} - 1 - \log \frac{y}{\hat y}\Bigr)

    It depends on the ratio alone, and is 0 where both are equal. Up to a constant and a factor it is minus the
    log-likelihood of a gamma distribution with mean ŷ.

    Args:
        input: means from 0 up, or their logarithms with ``log_input``, any shape.
        target: amounts above 0, of the shape of ``input``.
        log_input: take ``input`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, without unit: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64
        for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> gamma_deviance(torch.tensor([2.0, 20.0]), torch.tensor([1.0, 10.0]), reduction="none")
        tensor([0.3863, 0.3863])

    References:
        McCullagh and Nelder (1989).
    """
    u = (input if log_input else safe_log(input, eps)) - target.log()
    return reduce(2 * (u + torch.expm1(-u)), sample_weight, reduction)


@checked
def tweedie_deviance(
    input: Tensor,
    target: Tensor,
    *,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Tweedie deviance: the price of a mean for amounts that are often 0 and else positive, as claims and rain are.

    .. math:: \ell = 2 \Bigl(\frac{y^{2-p}}{(1-p)(2-p)} - \frac{y\, \hat y^{1-p}}{1-p} + \frac{\hat y^{2-p}}{2-p}\Bigr)

    The variance that goes with it grows as the p-th power of the mean. Its limits are the Poisson deviance at p = 1
    and :func:`gamma_deviance` at p = 2. It is 0 where both are equal.

    Args:
        input: means from 0 up, or their logarithms with ``log_input``, any shape.
        target: amounts from 0 up, above 0 for a power of 2, of the shape of ``input``.
        power: p in [1, 2].
        log_input: take ``input`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y`` to the power 2 − p: a scalar, or a tensor of the inputs' shape for ``"none"``;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> tweedie_deviance(torch.tensor([2.0, 20.0]), torch.tensor([0.0, 10.0]), reduction="none")
        tensor([5.6569, 1.5346])

    References:
        Jørgensen (1987).
    """
    log_mean = input if log_input else safe_log(input, eps)
    none = (target == 0) & (power < 2)
    y, b = torch.where(none, 1, target), 2 - power
    u = torch.where(none, 0, log_mean - y.log())  # in which one formula holds for every power, the two limits included
    loss = 2 * (box_cox(y**b, u, b) - box_cox(y**b, u, b - 1))
    if power < 2:
        loss = torch.where(none, 2 / b * (b * torch.where(none, log_mean, 0)).exp(), loss)
    return reduce(loss, sample_weight, reduction)


def of_each_prediction(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Let a Gaussian loss take one variance for all predictions, or one for all that the last dimension holds."""

    @wraps(function)
    def with_variances(input: Tensor, target: Tensor, variance: Tensor, **options: Any) -> Tensor:
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
    variance: Tensor,
    *,
    full: bool = False,
    eps: float = 1e-6,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
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


@checked
def gaussian_crps(
    input: Tensor,
    target: Tensor,
    scale: Tensor,
    *,
    eps: float = 1e-6,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Continuous ranked probability score of a Gaussian forecast: an absolute error that counts the doubt.

    .. math:: \ell = \sigma \Bigl(z \bigl(2 \Phi(z) - 1\bigr) + 2 \varphi(z) - \frac{1}{\sqrt{\pi}}\Bigr), \qquad
              z = \frac{y - \hat y}{\sigma}

    It is the squared distance between the forecast's distribution function and the step at y, summed up. For σ → 0 it
    is the absolute error. A wild target costs as its distance does, and not its square, as in :func:`gaussian_nll`.

    Args:
        input: predicted means, any shape.
        target: targets, of the shape of ``input``.
        scale: predicted standard deviations σ from 0 up, of the shape of ``input``.
        eps: a standard deviation below ``eps`` counts as ``eps``, in units of ``y``; above 0.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64
        for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> gaussian_crps(torch.tensor([0.0, 3.0]), torch.zeros(2), torch.ones(2), reduction="none")
        tensor([0.2337, 2.4366])

    References:
        Gneiting et al. (2005).
    """
    scale = at_least(scale, eps)
    error = target - input
    far = error.abs() > FAR * scale
    z = torch.where(far, 0, error) / torch.where(far, 1, scale)
    density = torch.where(far, 0, (-z.square() / 2).exp() / math.sqrt(2 * math.pi))
    inside = torch.where(far, error.sign(), torch.erf(z / math.sqrt(2)))  # the probability of a smaller error
    loss = error * inside + scale * (2 * density - 1 / math.sqrt(math.pi))
    return reduce(loss, sample_weight, reduction)


@checked
def crps_ensemble(
    input: Tensor,
    target: Tensor,
    *,
    fair: bool = False,
    dim: int = -1,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Continuous ranked probability score of an ensemble: its members' mean error, less half their mean distance.

    .. math:: \ell = \frac1M \sum_i |\hat y_i - y| - \frac{1}{2 M^2} \sum_i \sum_j |\hat y_i - \hat y_j|

    An ensemble is M forecasts of one number, each as likely as the others. The loss is the squared distance between
    their distribution function, a stair, and the step at y, summed up. Of one member it is the absolute error.

    M numbers drawn from a distribution cost more than the distribution, on average, and the more the fewer they are,
    since the second sum has M distances of 0, of each from itself. With ``fair`` it is divided by 2M(M − 1), and the
    average is the score of the distribution, whatever M.

    At a kink the gradient is the mean of both sides. Members that are equal have the same, and a step does not part
    them.

    Args:
        input: members along ``dim``, any real numbers, in any order.
        target: targets, of the shape of ``input`` without ``dim``.
        fair: divide the second sum by 2M(M − 1), not by 2M²; needs two members at least.
        dim: the dimension of the members.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``, from 0 up: a scalar, or a tensor of the shape of ``target`` for ``"none"``;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes don't fit, ``fair`` is asked of one member, or the reduction is unknown.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> crps_ensemble(torch.tensor([[0.0, 1.0], [0.0, 1.0]]), torch.tensor([0.0, 2.0]), reduction="none")
        tensor([0.2500, 1.2500])

    References:
        Gneiting and Raftery (2007); the fair form: Ferro (2014), after Ferro et al. (2008).
    """
    # Σᵢ Σⱼ |xᵢ − xⱼ| is 2 Σᵢ (bᵢ − aᵢ) xᵢ, of b members below and a above, which sorting counts in memory for M
    # numbers; the clear formula, (x.unsqueeze(-1) - x.unsqueeze(-2)).abs().sum((-2, -1)), takes it for M². The factors
    # sum to 0, so errors xᵢ − y may stand for the xᵢ, and both sums become one, of terms from 0 up: nothing cancels,
    # however far from 0 all lie. Between two kinks the factors are constant: with them autograd has the gradient.
    members = input.movedim(dim, -1)
    error = members - target.unsqueeze(-1)
    slope = slopes_of_members(members.detach(), error.detach(), fair)
    return reduce((slope * error).mean(-1), sample_weight, reduction)


def slopes_of_members(members: Tensor, error: Tensor, fair: bool) -> Tensor:
    """M times the slope of the CRPS by each member; equal ones are neither above nor below one another."""
    members = members.contiguous()
    ordered, count = members.sort(-1).values, members.shape[-1]
    below, not_above = torch.searchsorted(ordered, members), torch.searchsorted(ordered, members, right=True)
    partners, side = count - fair, error.sign()
    slope = (partners * side - (below + not_above - count)) / partners
    return torch.where(error.isinf(), side, slope)  # which is 0 for the outermost if fair, and 0 · ∞ is NaN


def box_cox(scale: Tensor, u: Tensor, a: float) -> Tensor:
    """``scale`` times (x^a − 1) / a of x = e^u, and its limit u for a = 0; in halves, since x^a alone may overflow."""
    if a == 0:
        return scale * u
    half = torch.expm1(a * u / 2)
    return scale * half / a * (half + 2)


def stirling(y: Tensor) -> Tensor:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = torch.where(y > 1, y, 1)
    return torch.where(y > 1, large * large.log() - large + (2 * math.pi * large).log() / 2, 0)
