"""Regression losses in NumPy, each with its gradient: functions of the error of a predicted number."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.numpy.arguments import checked
from lossbook.numpy.cross_entropy import reciprocal
from lossbook.numpy.primitives import reduce, reduce_grad, safe_log


@checked
def mean_squared_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Squared error: large errors count most, and the best constant prediction is the mean.

    .. math:: \ell = (\hat y - y)^2

    Args:
        y_true: targets, any shape.
        y_pred: predictions, of the shape of ``y_true``.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in squared units of ``y``: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN or infinite, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> mean_squared_error([1.0, 2.0], [1.5, 0.0], reduction="none").round(4)
        array([0.25, 4.  ])

    References:
        Goodfellow et al. (2016), section 5.1.4.
    """
    return reduce((y_pred - y_true) ** 2, sample_weight, reduction)


@checked
def mean_squared_error_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`mean_squared_error` by ``y_pred``: :math:`2 (\hat y - y)`."""
    return reduce_grad(2 * (y_pred - y_true), sample_weight, reduction)


@checked
def mean_absolute_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Absolute error: every unit of error counts the same, and the best constant prediction is a median.

    .. math:: \ell = |\hat y - y|

    Args:
        y_true: targets, any shape.
        y_pred: predictions, of the shape of ``y_true``.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN or infinite, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> mean_absolute_error([1.0, 2.0], [1.5, 0.0], reduction="none").round(4)
        array([0.5, 2. ])

    References:
        Hastie et al. (2009), section 10.6.
    """
    return reduce(np.abs(y_pred - y_true), sample_weight, reduction)


@checked
def mean_absolute_error_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`mean_absolute_error` by ``y_pred``.

    It is the sign of :math:`\hat y - y`, and 0 where both are equal.
    """
    return reduce_grad(np.sign(y_pred - y_true), sample_weight, reduction)


@checked
def huber(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Huber loss: squared error near zero, absolute error beyond ``delta``, joined without a kink.

    .. math:: \ell(r) = \tfrac12 r^2 \text{ for } |r| \le \delta,
                  \qquad \delta \bigl(|r| - \tfrac12 \delta\bigr) \text{ beyond}, \qquad r = \hat y - y

    Args:
        y_true: targets, any shape.
        y_pred: predictions, of the shape of ``y_true``.
        delta: where the loss becomes a straight line, in units of ``y``; above 0.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in squared units of ``y``: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN or infinite, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> huber([0.0, 0.0], [0.5, 3.0], reduction="none").round(4)
        array([0.125, 2.5  ])

    References:
        Huber (1964).
    """
    residual = y_pred - y_true
    size = np.abs(residual)
    loss = np.where(size <= delta, residual**2 / 2, delta * (size - delta / 2))
    return reduce(loss, sample_weight, reduction)


@checked
def huber_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`huber` by ``y_pred``.

    It is :math:`r` between :math:`-\delta` and :math:`\delta`, and the nearer of the two beyond.
    """
    return reduce_grad(np.clip(y_pred - y_true, -delta, delta), sample_weight, reduction)


@checked
def smooth_l1(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    beta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Smooth L1: absolute error with its kink rounded off between ``-beta`` and ``beta``.

    .. math:: \ell(r) = \frac{r^2}{2 \beta} \text{ for } |r| < \beta, \qquad |r| - \tfrac12 \beta \text{ beyond},
                  \qquad r = \hat y - y

    It is not Huber's loss but that divided by its δ: ``huber(delta=b) == b * smooth_l1(beta=b)``.

    Args:
        y_true: targets, any shape.
        y_pred: predictions, of the shape of ``y_true``.
        beta: where the parabola ends, in units of ``y``; 0 is the absolute error.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN or infinite, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> smooth_l1([0.0, 0.0], [0.5, 3.0], reduction="none").round(4)
        array([0.125, 2.5  ])

    References:
        Girshick (2015), equation 3.
    """
    residual = y_pred - y_true
    size = np.abs(residual)
    loss = size if beta == 0 else np.where(size < beta, residual**2 / (2 * beta), size - beta / 2)
    return reduce(loss, sample_weight, reduction)


@checked
def smooth_l1_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    beta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`smooth_l1` by ``y_pred``.

    It is :math:`r / \beta` for :math:`|r| < \beta`, and the sign of :math:`r` beyond.
    """
    residual = y_pred - y_true
    grad = np.sign(residual) if beta == 0 else np.clip(residual / beta, -1, 1)
    return reduce_grad(grad, sample_weight, reduction)


@checked
def quantile(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Quantile loss, or pinball loss: the best constant prediction is the ``q``-quantile.

    .. math:: \ell = q \max(y - \hat y, 0) + (1 - q) \max(\hat y - y, 0)

    With q = 1/2 it is half the absolute error. With q = 0.9 a prediction below the target costs nine times as
    much as one above, so that nine targets in ten end below the prediction.

    Args:
        y_true: targets, any shape.
        y_pred: predictions, of the shape of ``y_true``.
        q: the quantile, above 0 and below 1.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN or infinite, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> quantile([1.0, 1.0], [0.0, 2.0], q=0.9, reduction="none").round(4)
        array([0.9, 0.1])

    References:
        Koenker and Bassett (1978).
    """
    below, above = np.maximum(y_true - y_pred, 0), np.maximum(y_pred - y_true, 0)
    loss = q * below + (1 - q) * above
    return reduce(loss, sample_weight, reduction)


@checked
def quantile_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`quantile` by ``y_pred``.

    It is :math:`-q` below the target, :math:`1 - q` above, and 0 on it.
    """
    sign = np.sign(y_pred - y_true)
    grad = (1 - q) * np.maximum(sign, 0) + q * np.minimum(sign, 0)
    return reduce_grad(grad, sample_weight, reduction)


@checked
def log_cosh(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Log-cosh: half the squared error near zero, the absolute error less log 2 far away, smooth throughout.

    .. math:: \ell = \log \cosh (\hat y - y)

    Args:
        y_true: targets, any shape.
        y_pred: predictions, of the shape of ``y_true``.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, a number without units (scale ``y`` first); a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN or infinite, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> log_cosh([0.0, 0.0], [0.5, 100.0], reduction="none").round(4)
        array([ 0.1201, 99.3069])

    References:
        Green (1990).
    """
    size = np.abs(y_pred - y_true)
    t = np.tanh(size)
    # cosh r is 1/√(1 − t²), which keeps the digits of a small r, and e^r/(1 + t)
    logarithm = np.log1p(np.where(size < 0.5, -(t**2), t))
    loss = np.where(size < 0.5, -logarithm / 2, size - logarithm)
    return reduce(loss, sample_weight, reduction)


@checked
def log_cosh_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`log_cosh` by ``y_pred``: :math:`\tanh(\hat y - y)`."""
    return reduce_grad(np.tanh(y_pred - y_true), sample_weight, reduction)


@checked
def mean_absolute_percentage_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Absolute error in per cent of the target.

    .. math:: \ell = 100\, \frac{|\hat y - y|}{\max(|y|, \epsilon)}

    An error of 1 on a target of 2 costs 50; on a target of 0 it costs 100/ε, which drowns all others. The loss
    favours predictions that are too low: a positive target can be missed by 100 from below at most.

    Args:
        y_true: targets, any shape.
        y_pred: predictions, of the shape of ``y_true``.
        eps: a target nearer to 0 counts as ``eps``, in units of ``y``; above 0.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in per cent: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN or infinite, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> mean_absolute_percentage_error([2.0, -4.0], [1.0, -5.0], reduction="none").round(4)
        array([50., 25.])

    References:
        Hyndman and Koehler (2006).
    """
    return reduce(100 * np.abs(y_pred - y_true) / np.maximum(np.abs(y_true), eps), sample_weight, reduction)


@checked
def mean_absolute_percentage_error_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`mean_absolute_percentage_error` by ``y_pred``.

    It is :math:`\pm 100 / \max(|y|, \epsilon)` with the sign of the error, and 0 where there is none.
    """
    return reduce_grad(100 * np.sign(y_pred - y_true) / np.maximum(np.abs(y_true), eps), sample_weight, reduction)


@checked
def mean_squared_logarithmic_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Squared error of log(1 + y): what counts is the ratio, 10 for 20 as much as 1000 for 2000.

    .. math:: \ell = \bigl(\log (1 + \hat y) - \log (1 + y)\bigr)^2

    Args:
        y_true: targets above −1, any shape.
        y_pred: predictions above −1, of the shape of ``y_true``.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, a number without units; a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is −1 or less, NaN or infinite, or a parameter or the reduction is
            unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> mean_squared_logarithmic_error([0.0, 9.0], [1.0, 19.0], reduction="none").round(4)
        array([0.4805, 0.4805])

    References:
        Tofallis (2015), for the squared logarithm of a ratio.
    """
    return reduce(log_ratio(y_true, y_pred) ** 2, sample_weight, reduction)


@checked
def mean_squared_logarithmic_error_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`mean_squared_logarithmic_error` by ``y_pred``.

    It is :math:`2 \bigl(\log (1 + \hat y) - \log (1 + y)\bigr) / (1 + \hat y)`.
    """
    return reduce_grad(2 * log_ratio(y_true, y_pred) / (1 + y_pred), sample_weight, reduction)


@checked
def poisson(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Poisson loss: minus the log-likelihood of counts, given the rate at which they happen.

    .. math:: \ell = \hat y - y \log \hat y

    With ``full`` it adds :math:`\log y!`, which no prediction changes, in Stirling's approximation
    :math:`y \log y - y + \tfrac12 \log(2 \pi y)` for y above 1 and 0 otherwise.

    Args:
        y_true: counts, or other numbers from 0 up, any shape.
        y_pred: rates from 0 up, or their logarithms with ``log_input``, of the shape of ``y_true``.
        log_input: take ``y_pred`` as logarithms of the rates, any real numbers; never clipped.
        full: add the Stirling term.
        eps: a rate below ``eps`` counts as ``eps`` in the logarithm; above 0.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in nats: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is negative, NaN or infinite, or a parameter or the reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> poisson([2.0, 0.0], [1.0, 0.5], reduction="none").round(4)
        array([1. , 0.5])

    References:
        McCullagh and Nelder (1989).
    """
    loss = np.exp(y_pred) - y_true * y_pred if log_input else y_pred - y_true * safe_log(y_pred, eps)
    if full:
        loss = loss + stirling(y_true)
    return reduce(loss, sample_weight, reduction)


@checked
def poisson_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> NDArray:
    r"""Gradient of :func:`poisson` by ``y_pred``.

    It is :math:`1 - y / \hat y`, and 1 where the rate is clipped; for log-rates x it is :math:`e^x - y`.
    """
    return reduce_grad(
        np.exp(y_pred) - y_true if log_input else 1 - y_true * reciprocal(y_pred, eps), sample_weight, reduction
    )


@checked
def gaussian_nll(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    variance: ArrayLike,
    *,
    full: bool = False,
    eps: float = 1e-6,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> float | NDArray:
    r"""Minus the log-likelihood of a Gaussian whose mean and variance are both predicted.

    .. math:: \ell = \tfrac12 \Bigl(\log \sigma^2 + \frac{(y - \hat y)^2}{\sigma^2}\Bigr)

    It may be negative, since a density may exceed 1.

    Args:
        y_true: targets, any shape.
        y_pred: predicted means, of the shape of ``y_true``.
        variance: predicted variances from 0 up, of the shape of ``y_true``.
        full: add the constant :math:`\tfrac12 \log 2\pi`.
        eps: a variance below ``eps`` counts as ``eps``, in squared units of ``y``; above 0.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in nats: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN or infinite, or a variance negative, or a parameter or the
            reduction is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> gaussian_nll([0.0, 0.0], [1.0, 0.0], [1.0, 0.01], reduction="none").round(4)
        array([ 0.5   , -2.3026])

    References:
        Nix and Weigend (1994).
    """
    variance = np.maximum(variance, eps)
    loss = (np.log(variance) + (y_pred - y_true) ** 2 / variance + (math.log(2 * math.pi) if full else 0)) / 2
    return reduce(loss, sample_weight, reduction)


@checked
def gaussian_nll_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    variance: ArrayLike,
    *,
    full: bool = False,
    eps: float = 1e-6,
    sample_weight: ArrayLike | None = None,
    reduction: str = "mean",
) -> tuple[NDArray, ...]:
    r"""Gradients of :func:`gaussian_nll` by ``y_pred`` and by ``variance``.

    They are :math:`(\hat y - y) / \sigma^2` by the mean, and by the variance
    :math:`\bigl(1 - (y - \hat y)^2 / \sigma^2\bigr) / (2 \sigma^2)`, which is 0 where the variance is clipped.
    """
    inside, variance = variance > eps, np.maximum(variance, eps)
    residual = y_pred - y_true
    by_mean = residual / variance
    by_variance = np.where(inside, (1 - residual**2 / variance) / (2 * variance), 0)
    return (
        reduce_grad(by_mean, sample_weight, reduction),
        reduce_grad(by_variance, sample_weight, reduction),
    )


def log_ratio(y_true: NDArray, y_pred: NDArray) -> NDArray:
    """log((1 + ŷ) / (1 + y)); the difference of two logarithms would lose the digits of a small error."""
    residual = y_pred - y_true
    return np.sign(residual) * np.log1p(np.abs(residual) / (1 + np.minimum(y_true, y_pred)))


def stirling(y: NDArray) -> NDArray:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = np.where(y > 1, y, 1)
    return np.where(y > 1, large * np.log(large) - large + np.log(2 * math.pi * large) / 2, 0)
