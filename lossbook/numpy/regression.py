"""Regression losses in NumPy, each with its gradient: functions of the error of a predicted number."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.cross_entropy import reciprocal
from lossbook.numpy.primitives import Array, reduce, reduce_grad, safe_log


@checked
def mean_squared_error(
    y_true: Array,
    y_pred: Array,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
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
    y_true: Array,
    y_pred: Array,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`mean_squared_error` by ``y_pred``: :math:`2 (\hat y - y)`."""
    return reduce_grad(2 * (y_pred - y_true), sample_weight, reduction)


@checked
def mean_absolute_error(
    y_true: Array,
    y_pred: Array,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
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
    y_true: Array,
    y_pred: Array,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`mean_absolute_error` by ``y_pred``.

    It is the sign of :math:`\hat y - y`, and 0 where both are equal.
    """
    return reduce_grad(np.sign(y_pred - y_true), sample_weight, reduction)


@checked
def huber(
    y_true: Array,
    y_pred: Array,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
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
    size = np.abs(y_pred - y_true)
    within = np.minimum(size, delta)  # δ beyond, where the product below is the straight line
    return reduce(within * (size - within / 2), sample_weight, reduction)


@checked
def huber_grad(
    y_true: Array,
    y_pred: Array,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`huber` by ``y_pred``.

    It is :math:`r` between :math:`-\delta` and :math:`\delta`, and the nearer of the two beyond.
    """
    return reduce_grad(np.clip(y_pred - y_true, -delta, delta), sample_weight, reduction)


@checked
def pseudo_huber(
    y_true: Array,
    y_pred: Array,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Pseudo-Huber loss: Huber's loss with the joint smoothed out, so that all its derivatives exist.

    .. math:: \ell(r) = \delta^2 \Bigl(\sqrt{1 + (r / \delta)^2} - 1\Bigr), \qquad r = \hat y - y

    Near 0 it is half the squared error, far out δ times the absolute error, less δ².

    Args:
        y_true: targets, any shape.
        y_pred: predictions, of the shape of ``y_true``.
        delta: about where the loss turns into a straight line, in units of ``y``; above 0.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in squared units of ``y``: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN, infinite or out of range, or a parameter or the reduction is
            unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> pseudo_huber([0.0, 0.0], [0.5, 3.0], reduction="none").round(4)
        array([0.118 , 2.1623])

    References:
        Charbonnier et al. (1997).
    """
    residual = y_pred - y_true
    # δ² (√(1 + (r/δ)²) − 1) as a product, in which nothing cancels and nothing overflows
    return reduce(delta * residual * (residual / (delta + np.hypot(delta, residual))), sample_weight, reduction)


@checked
def pseudo_huber_grad(
    y_true: Array,
    y_pred: Array,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`pseudo_huber` by ``y_pred``.

    It is :math:`r / \sqrt{1 + (r / \delta)^2}`.
    """
    residual = y_pred - y_true
    return reduce_grad(delta * (residual / np.hypot(delta, residual)), sample_weight, reduction)


@checked
def smooth_l1(
    y_true: Array,
    y_pred: Array,
    *,
    beta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
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
    size = np.abs(y_pred - y_true)
    within = np.minimum(size, beta)  # β beyond, where the product below is the straight line
    loss = size if beta == 0 else within / beta * (size - within / 2)
    return reduce(loss, sample_weight, reduction)


@checked
def smooth_l1_grad(
    y_true: Array,
    y_pred: Array,
    *,
    beta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`smooth_l1` by ``y_pred``.

    It is :math:`r / \beta` for :math:`|r| < \beta`, and the sign of :math:`r` beyond.
    """
    residual = y_pred - y_true
    grad = np.sign(residual) if beta == 0 else np.clip(residual / beta, -1, 1)
    return reduce_grad(grad, sample_weight, reduction)


@checked
def quantile(
    y_true: Array,
    y_pred: Array,
    *,
    q: float = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
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
    residual = y_true - y_pred
    return reduce(np.maximum(q * residual, (q - 1) * residual), sample_weight, reduction)


@checked
def quantile_grad(
    y_true: Array,
    y_pred: Array,
    *,
    q: float = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`quantile` by ``y_pred``.

    It is :math:`-q` below the target, :math:`1 - q` above, and 0 on it.
    """
    sign = np.sign(y_pred - y_true)
    grad = (1 - q) * np.maximum(sign, 0) + q * np.minimum(sign, 0)
    return reduce_grad(grad, sample_weight, reduction)


@checked
def log_cosh(
    y_true: Array,
    y_pred: Array,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
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
    y_true: Array,
    y_pred: Array,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`log_cosh` by ``y_pred``: :math:`\tanh(\hat y - y)`."""
    return reduce_grad(np.tanh(y_pred - y_true), sample_weight, reduction)


@checked
def mean_absolute_percentage_error(
    y_true: Array,
    y_pred: Array,
    *,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Absolute error in per cent of the target.

    .. math:: \ell = 100\, \frac{|\hat y - y|}{\max(|y|, \epsilon)}

    An error of 1 on a target of 2 costs 50; on a target of 0 it costs 100/ε, which drowns all others. The loss
    favours predictions that are too low: from below, one that is not negative misses a positive target by 100 at most.

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
    y_true: Array,
    y_pred: Array,
    *,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`mean_absolute_percentage_error` by ``y_pred``.

    It is :math:`\pm 100 / \max(|y|, \epsilon)` with the sign of the error, and 0 where there is none.
    """
    return reduce_grad(100 * np.sign(y_pred - y_true) / np.maximum(np.abs(y_true), eps), sample_weight, reduction)


@checked
def mean_squared_logarithmic_error(
    y_true: Array,
    y_pred: Array,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Squared error of log(1 + y): what counts is the ratio of 1 + ŷ and 1 + y, not their distance.

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
    y_true: Array,
    y_pred: Array,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`mean_squared_logarithmic_error` by ``y_pred``.

    It is :math:`2 \bigl(\log (1 + \hat y) - \log (1 + y)\bigr) / (1 + \hat y)`.
    """
    return reduce_grad(2 * log_ratio(y_true, y_pred) / (1 + y_pred), sample_weight, reduction)


@checked
def poisson(
    y_true: Array,
    y_pred: Array,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
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
    y_true: Array,
    y_pred: Array,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`poisson` by ``y_pred``.

    It is :math:`1 - y / \hat y`, and 1 where the rate is clipped; for log-rates x it is :math:`e^x - y`.
    """
    return reduce_grad(
        np.exp(y_pred) - y_true if log_input else 1 - y_true * reciprocal(y_pred, eps), sample_weight, reduction
    )


@checked
def gamma_deviance(
    y_true: Array,
    y_pred: Array,
    *,
    log_input: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Gamma deviance: the price of a mean for positive amounts whose spread grows with their size.

    .. math:: \ell = 2 \Bigl(\frac{y}{\hat y} - 1 - \log \frac{y}{\hat y}\Bigr)

    It depends on the ratio alone, and is 0 where both are equal. Up to a constant and a factor it is minus the
    log-likelihood of a gamma distribution with mean ŷ.

    Args:
        y_true: amounts above 0, any shape.
        y_pred: means from 0 up, or their logarithms with ``log_input``, of the shape of ``y_true``.
        log_input: take ``y_pred`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, without unit: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN, infinite or out of range, or a parameter or the reduction is
            unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> gamma_deviance([1.0, 10.0], [2.0, 20.0], reduction="none").round(4)
        array([0.3863, 0.3863])

    References:
        McCullagh and Nelder (1989).
    """
    u = (y_pred if log_input else safe_log(y_pred, eps)) - np.log(y_true)
    return reduce(2 * (u + np.expm1(-u)), sample_weight, reduction)


@checked
def gamma_deviance_grad(
    y_true: Array,
    y_pred: Array,
    *,
    log_input: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`gamma_deviance` by ``y_pred``.

    It is :math:`2 (1 - y / \hat y) / \hat y`, and 0 where the mean is clipped; by the logarithm of the mean it is
    :math:`2 (1 - y / \hat y)`.
    """
    if log_input:
        return reduce_grad(-2 * np.expm1(np.log(y_true) - y_pred), sample_weight, reduction)
    mean = np.maximum(y_pred, y_pred.dtype.type(eps))
    return reduce_grad(np.where(y_pred > eps, 2 * (mean - y_true) / mean / mean, 0), sample_weight, reduction)


@checked
def tweedie_deviance(
    y_true: Array,
    y_pred: Array,
    *,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Tweedie deviance: the price of a mean for amounts that are often 0 and else positive, as claims and rain are.

    .. math:: \ell = 2 \Bigl(\frac{y^{2-p}}{(1-p)(2-p)} - \frac{y\, \hat y^{1-p}}{1-p} + \frac{\hat y^{2-p}}{2-p}\Bigr)

    The variance that goes with it grows as the p-th power of the mean. Its limits are the Poisson deviance at p = 1
    and :func:`gamma_deviance` at p = 2. It is 0 where both are equal.

    Args:
        y_true: amounts from 0 up, above 0 for a power of 2, any shape.
        y_pred: means from 0 up, or their logarithms with ``log_input``, of the shape of ``y_true``.
        power: p in [1, 2].
        log_input: take ``y_pred`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y`` to the power 2 − p: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN, infinite or out of range, or a parameter or the reduction is
            unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> tweedie_deviance([0.0, 10.0], [2.0, 20.0], reduction="none").round(4)
        array([5.6569, 1.5346])

    References:
        Jørgensen (1987).
    """
    log_mean = y_pred if log_input else safe_log(y_pred, eps)
    none = (y_true == 0) & (power < 2)
    y, b = np.where(none, 1, y_true), 2 - power
    u = np.where(none, 0, log_mean - np.log(y))  # in which one formula holds for every power, the two limits included
    loss = 2 * (box_cox(y**b, u, b) - box_cox(y**b, u, b - 1))
    if power < 2:
        loss = np.where(none, 2 / b * np.exp(b * np.where(none, log_mean, 0)), loss)
    return reduce(loss, sample_weight, reduction)


@checked
def tweedie_deviance_grad(
    y_true: Array,
    y_pred: Array,
    *,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-7,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`tweedie_deviance` by ``y_pred``.

    It is :math:`2 \hat y^{-p} (\hat y - y)`, and 0 where the mean is clipped; by the logarithm of the mean it is
    :math:`2 \hat y^{1-p} (\hat y - y)`.
    """
    if log_input:
        per_target = np.exp((1 - power) * np.where(y_true == 0, 0, y_pred))  # ∞ · 0 is NaN
        return reduce_grad(2 * (np.exp((2 - power) * y_pred) - y_true * per_target), sample_weight, reduction)
    mean = np.maximum(y_pred, y_pred.dtype.type(eps))
    grad = 2 * mean**-power * (mean - y_true)
    return reduce_grad(np.where(y_pred > eps, grad, 0), sample_weight, reduction)


@checked
def gaussian_nll(
    y_true: Array,
    y_pred: Array,
    variance: Array,
    *,
    full: bool = False,
    eps: float = 1e-6,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
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
    y_true: Array,
    y_pred: Array,
    variance: Array,
    *,
    full: bool = False,
    eps: float = 1e-6,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]:
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


@checked
def gaussian_crps(
    y_true: Array,
    y_pred: Array,
    scale: Array,
    *,
    eps: float = 1e-6,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Continuous ranked probability score of a Gaussian forecast: an absolute error that counts the doubt.

    .. math:: \ell = \sigma \Bigl(z \bigl(2 \Phi(z) - 1\bigr) + 2 \varphi(z) - \frac{1}{\sqrt{\pi}}\Bigr), \qquad
              z = \frac{y - \hat y}{\sigma}

    It is the squared distance between the forecast's distribution function and the step at y, summed up. For σ → 0 it
    is the absolute error. A wild target costs as its distance does, and not its square, as in :func:`gaussian_nll`.

    Args:
        y_true: targets, any shape.
        y_pred: predicted means, of the shape of ``y_true``.
        scale: predicted standard deviations σ from 0 up, of the shape of ``y_true``.
        eps: a standard deviation below ``eps`` counts as ``eps``, in units of ``y``; above 0.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``: a float, or an array of the inputs' shape for ``"none"``.

    Raises:
        ValueError: the shapes differ, a value is NaN, infinite or out of range, or a parameter or the reduction is
            unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> gaussian_crps([0.0, 0.0], [0.0, 3.0], [1.0, 1.0], reduction="none").round(4)
        array([0.2337, 2.4366])

    References:
        Gneiting et al. (2005).
    """
    z, scale, _ = standardised(y_true, y_pred, scale, eps)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    loss = (y_true - y_pred) * error_function(z / math.sqrt(2)) + scale * (2 * density - 1 / math.sqrt(math.pi))
    return reduce(loss.astype(y_pred.dtype, copy=False), sample_weight, reduction)


@checked
def gaussian_crps_grad(
    y_true: Array,
    y_pred: Array,
    scale: Array,
    *,
    eps: float = 1e-6,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]:
    r"""Gradient of :func:`gaussian_crps` by ``y_pred`` and ``scale``.

    By the mean it is :math:`1 - 2 \Phi(z)`, by σ :math:`2 \varphi(z) - 1 / \sqrt{\pi}`, and that 0 where σ is clipped.
    """
    z, _, inside = standardised(y_true, y_pred, scale, eps)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    by_scale = np.where(inside, 2 * density - 1 / math.sqrt(math.pi), 0).astype(y_pred.dtype, copy=False)
    by_mean = -error_function(z / math.sqrt(2))
    return reduce_grad(by_mean, sample_weight, reduction), reduce_grad(by_scale, sample_weight, reduction)


@checked
def crps_ensemble(
    y_true: Array,
    y_pred: Array,
    *,
    fair: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Continuous ranked probability score of an ensemble: its members' mean error, less half their mean distance.

    .. math:: \ell = \frac1M \sum_i |\hat y_i - y| - \frac{1}{2 M^2} \sum_i \sum_j |\hat y_i - \hat y_j|

    An ensemble is M forecasts of one number, each as likely as the others. The loss is the squared distance between
    their distribution function, a stair, and the step at y, summed up. Of one member it is the absolute error.

    M numbers drawn from a distribution cost more than the distribution, on average, and the more the fewer they are,
    since the second sum has M distances of 0, of each from itself. With ``fair`` it is divided by 2M(M − 1), and the
    average is the score of the distribution, whatever M.

    Args:
        y_true: targets, of the shape of ``y_pred`` without ``axis``.
        y_pred: members along ``axis``, any real numbers, in any order.
        fair: divide the second sum by 2M(M − 1), not by 2M²; needs two members at least.
        axis: the axis of the members.
        sample_weight: the shape of ``y_true``, or its leading axes.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of ``y``, from 0 up: a float, or an array of the shape of ``y_true`` for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a value is NaN or infinite, ``fair`` is asked of one member, or the reduction
            is unknown.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> crps_ensemble([0.0, 2.0], [[0.0, 1.0], [0.0, 1.0]], reduction="none")
        array([0.25, 1.25])
        >>> crps_ensemble([0.0, 2.0], [[0.0, 1.0], [0.0, 1.0]], fair=True, reduction="none")
        array([0., 1.])

    References:
        Gneiting and Raftery (2007); the fair form: Ferro (2014), after Ferro et al. (2008).
    """
    # Of sorted members Σᵢ Σⱼ |xᵢ − xⱼ| is 2 Σₖ (2k − M − 1) xₖ, which takes memory for M numbers; the clear formula,
    # np.abs(x[..., :, None] - x[..., None, :]).sum((-2, -1)), takes it for M². The factors sum to 0, so errors xₖ − y
    # may stand for the xₖ, and both sums become one, of terms from 0 up: nothing cancels, however far from 0 all lie.
    members = np.sort(np.moveaxis(y_pred, axis, -1), -1)
    error, count = members - y_true[..., None], members.shape[-1]
    slope = slopes_of_members(error, 2 * np.arange(1, count + 1) - count - 1, fair)
    return reduce((slope * error).mean(-1), sample_weight, reduction)


@checked
def crps_ensemble_grad(
    y_true: Array,
    y_pred: Array,
    *,
    fair: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`crps_ensemble` by ``y_pred``: on which side a member lies, and where among the others.

    With :math:`b_i` members below and :math:`a_i` above it is
    :math:`\frac1M \bigl(\operatorname{sign}(\hat y_i - y) - \frac{b_i - a_i}{M}\bigr)`, and over M − 1 with ``fair``.
    At a kink it is the mean of both sides: the sign is 0 where a member is y, and equal members are neither above nor
    below one another. So these have the same gradient, whatever their order, and a step by it does not part them; and
    where all members are y, it is 0.
    """
    members = np.moveaxis(y_pred, axis, -1)
    slope = slopes_of_members(members - y_true[..., None], below_less_above(members), fair)
    grad = np.moveaxis(slope / members.shape[-1], -1, axis)
    return reduce_grad(grad, sample_weight, reduction, axis=axis)


def log_ratio(y_true: Array, y_pred: Array) -> Array:
    """log((1 + ŷ) / (1 + y)); the difference of two logarithms would lose the digits of a small error."""
    residual = y_pred - y_true
    return np.sign(residual) * np.log1p(np.abs(residual) / (1 + np.minimum(y_true, y_pred)))


def box_cox(scale: Array, u: Array, a: float) -> Array:
    """``scale`` times (x^a − 1) / a of x = e^u, and its limit u for a = 0; in halves, since x^a alone may overflow."""
    if a == 0:
        return scale * u
    half = np.expm1(a * u / 2)
    return scale * half / a * (half + 2)


def standardised(y_true: Array, y_pred: Array, scale: Array, eps: float) -> tuple[Array, Array, Array]:
    """The error in standard deviations, these, and where they are not clipped."""
    inside, clipped = scale > eps, np.maximum(scale, scale.dtype.type(eps))
    return (y_true - y_pred) / clipped, clipped, inside


def slopes_of_members(error: Array, below_less_above: Array, fair: bool) -> Array:
    """M times the slope of the CRPS by each member, from its error, and how many lie below it less how many above."""
    partners = error.shape[-1] - fair
    return (partners * np.sign(error) - below_less_above.astype(error.dtype)) / partners


def below_less_above(members: Array) -> Array:
    """How many lie below each, less how many above: 2k − M − 1 for the k-th, and the mean of that for equal ones."""
    order, count = members.argsort(-1), members.shape[-1]
    ordered, found = np.take_along_axis(members, order, -1), np.empty(members.shape, int)
    first = last = np.arange(count)  # places of the first and the last of those equal to each
    differ = ordered[..., 1:] != ordered[..., :-1]
    if not differ.all():
        up, down = np.where(differ, first[1:], 0), np.where(differ, last[:-1], count - 1)[..., ::-1]
        first, last = np.zeros(members.shape, int), np.full(members.shape, count - 1)
        first[..., 1:] = np.maximum.accumulate(up, -1)
        last[..., :-1] = np.minimum.accumulate(down, -1)[..., ::-1]
    np.put_along_axis(found, order, first + last + 1 - count, -1)
    return found


def error_function(x: Array) -> Array:
    """erf, which NumPy lacks: Python's, one number at a time."""
    return np.array([math.erf(each) for each in x.ravel().tolist()], x.dtype).reshape(x.shape)


def stirling(y: Array) -> Array:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = np.where(y > 1, y, 1)
    return np.where(y > 1, large * np.log(large) - large + np.log(2 * math.pi * large) / 2, 0)
