"""Regression losses in TensorFlow: functions of the error of a predicted number, and Keras classes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.loss import Loss
from lossbook.tensorflow.primitives import at_least, mean_over_last_axis, safe_log

Gradient = Callable[[tf.Tensor], Any]  # by the inputs, given that of the value


@checked
def mean_squared_error(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    r"""Squared error: large errors count most, and the best constant prediction is the mean.

    .. math:: \ell = (\hat y - y)^2

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predictions, any shape.

    Returns:
        One loss a sample, in squared units of ``y``, averaged over the last axis: the inputs' shape without it;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, or a parameter is out of range.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(mean_squared_error([[1.0, 2.0]], [[1.5, 0.0]])[0]), 4)
        2.125

    References:
        Goodfellow et al. (2016), section 5.1.4.
    """
    return mean_over_last_axis(tf.square(y_pred - y_true))


class MeanSquaredError(Loss):
    """Keras class of :func:`mean_squared_error`."""

    def __init__(
        self, reduction: str = "sum_over_batch_size", name: str = "mean_squared_error", dtype: str | None = None
    ) -> None:
        super().__init__(mean_squared_error, reduction, name, dtype)


@checked
def mean_absolute_error(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    r"""Absolute error: every unit of error counts the same, and the best constant prediction is a median.

    .. math:: \ell = |\hat y - y|

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predictions, any shape.

    Returns:
        One loss a sample, in units of ``y``, averaged over the last axis: the inputs' shape without it; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, or a parameter is out of range.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(mean_absolute_error([[1.0, 2.0]], [[1.5, 0.0]])[0]), 4)
        1.25

    References:
        Hastie et al. (2009), section 10.6.
    """
    return mean_over_last_axis(tf.abs(y_pred - y_true))


class MeanAbsoluteError(Loss):
    """Keras class of :func:`mean_absolute_error`."""

    def __init__(
        self, reduction: str = "sum_over_batch_size", name: str = "mean_absolute_error", dtype: str | None = None
    ) -> None:
        super().__init__(mean_absolute_error, reduction, name, dtype)


@checked
def huber(y_true: tf.Tensor, y_pred: tf.Tensor, delta: float = 1.0) -> tf.Tensor:
    r"""Huber loss: squared error near zero, absolute error beyond ``delta``, joined without a kink.

    .. math:: \ell(r) = \tfrac12 r^2 \text{ for } |r| \le \delta,
                  \qquad \delta \bigl(|r| - \tfrac12 \delta\bigr) \text{ beyond}, \qquad r = \hat y - y

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predictions, any shape.
        delta: where the loss becomes a straight line, in units of ``y``; above 0.

    Returns:
        One loss a sample, in squared units of ``y``, averaged over the last axis: the inputs' shape without it;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, or a parameter is out of range.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(huber([[0.0, 0.0]], [[0.5, 3.0]])[0]), 4)
        1.3125

    References:
        Huber (1964).
    """
    residual = y_pred - y_true
    size = tf.abs(residual)
    loss = tf.where(size <= delta, tf.square(residual) / 2, delta * (size - delta / 2))
    return mean_over_last_axis(loss)


class Huber(Loss):
    """Keras class of :func:`huber`."""

    def __init__(
        self, delta: float = 1.0, reduction: str = "sum_over_batch_size", name: str = "huber", dtype: str | None = None
    ) -> None:
        super().__init__(huber, reduction, name, dtype, delta=delta)


@checked
def smooth_l1(y_true: tf.Tensor, y_pred: tf.Tensor, beta: float = 1.0) -> tf.Tensor:
    r"""Smooth L1: absolute error with its kink rounded off between ``-beta`` and ``beta``.

    .. math:: \ell(r) = \frac{r^2}{2 \beta} \text{ for } |r| < \beta, \qquad |r| - \tfrac12 \beta \text{ beyond},
                  \qquad r = \hat y - y

    It is not Huber's loss but that divided by its δ: ``huber(delta=b) == b * smooth_l1(beta=b)``.

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predictions, any shape.
        beta: where the parabola ends, in units of ``y``; 0 is the absolute error.

    Returns:
        One loss a sample, in units of ``y``, averaged over the last axis: the inputs' shape without it; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, or a parameter is out of range.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(smooth_l1([[0.0, 0.0]], [[0.5, 3.0]])[0]), 4)
        1.3125

    References:
        Girshick (2015), equation 3.
    """
    residual = y_pred - y_true
    size = tf.abs(residual)
    loss = size if beta == 0 else tf.where(size < beta, tf.square(residual) / (2 * beta), size - beta / 2)
    return mean_over_last_axis(loss)


class SmoothL1(Loss):
    """Keras class of :func:`smooth_l1`."""

    def __init__(
        self,
        beta: float = 1.0,
        reduction: str = "sum_over_batch_size",
        name: str = "smooth_l1",
        dtype: str | None = None,
    ) -> None:
        super().__init__(smooth_l1, reduction, name, dtype, beta=beta)


@checked
def quantile(y_true: tf.Tensor, y_pred: tf.Tensor, q: float = 0.5) -> tf.Tensor:
    r"""Quantile loss, or pinball loss: the best constant prediction is the ``q``-quantile.

    .. math:: \ell = q \max(y - \hat y, 0) + (1 - q) \max(\hat y - y, 0)

    With q = 1/2 it is half the absolute error. With q = 0.9 a prediction below the target costs nine times as
    much as one above, so that nine targets in ten end below the prediction.

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predictions, any shape.
        q: the quantile, above 0 and below 1.

    Returns:
        One loss a sample, in units of ``y``, averaged over the last axis: the inputs' shape without it; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, or a parameter is out of range.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(quantile([[1.0, 1.0]], [[0.0, 2.0]], q=0.9)[0]), 4)
        0.5

    References:
        Koenker and Bassett (1978).
    """
    below, above = tf.nn.relu(y_true - y_pred), tf.nn.relu(y_pred - y_true)
    loss = q * below + (1 - q) * above
    return mean_over_last_axis(loss)


class Quantile(Loss):
    """Keras class of :func:`quantile`."""

    def __init__(
        self, q: float = 0.5, reduction: str = "sum_over_batch_size", name: str = "quantile", dtype: str | None = None
    ) -> None:
        super().__init__(quantile, reduction, name, dtype, q=q)


@checked
def log_cosh(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    r"""Log-cosh: half the squared error near zero, the absolute error less log 2 far away, smooth throughout.

    .. math:: \ell = \log \cosh (\hat y - y)

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predictions, any shape.

    Returns:
        One loss a sample, a number without units (scale ``y`` first); averaged over the last axis: the inputs' shape
        without it; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, or a parameter is out of range.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(log_cosh([[0.0, 0.0]], [[0.5, 100.0]])[0]), 4)
        49.7135

    References:
        Green (1990).
    """
    return mean_over_last_axis(log_cosh_of(y_pred - y_true))


class LogCosh(Loss):
    """Keras class of :func:`log_cosh`."""

    def __init__(
        self, reduction: str = "sum_over_batch_size", name: str = "log_cosh", dtype: str | None = None
    ) -> None:
        super().__init__(log_cosh, reduction, name, dtype)


@checked
def mean_absolute_percentage_error(y_true: tf.Tensor, y_pred: tf.Tensor, eps: float = 1e-7) -> tf.Tensor:
    r"""Absolute error in per cent of the target.

    .. math:: \ell = 100\, \frac{|\hat y - y|}{\max(|y|, \epsilon)}

    An error of 1 on a target of 2 costs 50; on a target of 0 it costs 100/ε, which drowns all others. The loss
    favours predictions that are too low: a positive target can be missed by 100 from below at most.

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predictions, any shape.
        eps: a target nearer to 0 counts as ``eps``, in units of ``y``; above 0.

    Returns:
        One loss a sample, in per cent, averaged over the last axis: the inputs' shape without it; float32, or float64
        for float64.

    Raises:
        ValueError: the shapes differ, or a parameter is out of range.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(mean_absolute_percentage_error([[2.0, -4.0]], [[1.0, -5.0]])[0]), 4)
        37.5

    References:
        Hyndman and Koehler (2006).
    """
    return mean_over_last_axis(100 * tf.abs(y_pred - y_true) / at_least(tf.abs(y_true), eps))


class MeanAbsolutePercentageError(Loss):
    """Keras class of :func:`mean_absolute_percentage_error`."""

    def __init__(
        self,
        eps: float = 1e-7,
        reduction: str = "sum_over_batch_size",
        name: str = "mean_absolute_percentage_error",
        dtype: str | None = None,
    ) -> None:
        super().__init__(mean_absolute_percentage_error, reduction, name, dtype, eps=eps)


@checked
def mean_squared_logarithmic_error(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    r"""Squared error of log(1 + y): what counts is the ratio, 10 for 20 as much as 1000 for 2000.

    .. math:: \ell = \bigl(\log (1 + \hat y) - \log (1 + y)\bigr)^2

    Args:
        y_true: targets above −1, of the shape of ``y_pred``.
        y_pred: predictions above −1, any shape.

    Returns:
        One loss a sample, a number without units; averaged over the last axis: the inputs' shape without it; float32,
        or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(mean_squared_logarithmic_error([[0.0, 9.0]], [[1.0, 19.0]])[0]), 4)
        0.4805

    References:
        Tofallis (2015), for the squared logarithm of a ratio.
    """
    return mean_over_last_axis(tf.square(log_ratio(y_true, y_pred)))


class MeanSquaredLogarithmicError(Loss):
    """Keras class of :func:`mean_squared_logarithmic_error`."""

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str = "mean_squared_logarithmic_error",
        dtype: str | None = None,
    ) -> None:
        super().__init__(mean_squared_logarithmic_error, reduction, name, dtype)


@checked
def poisson(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Poisson loss: minus the log-likelihood of counts, given the rate at which they happen.

    .. math:: \ell = \hat y - y \log \hat y

    With ``full`` it adds :math:`\log y!`, which no prediction changes, in Stirling's approximation
    :math:`y \log y - y + \tfrac12 \log(2 \pi y)` for y above 1 and 0 otherwise.

    Args:
        y_true: counts, or other numbers from 0 up, of the shape of ``y_pred``.
        y_pred: rates from 0 up, or their logarithms with ``log_input``, any shape.
        log_input: take ``y_pred`` as logarithms of the rates, any real numbers; never clipped.
        full: add the Stirling term.
        eps: a rate below ``eps`` counts as ``eps`` in the logarithm; above 0.

    Returns:
        One loss a sample, in nats, averaged over the last axis: the inputs' shape without it; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(poisson([[2.0, 0.0]], [[1.0, 0.5]])[0]), 4)
        0.75

    References:
        McCullagh and Nelder (1989).
    """
    loss = tf.exp(y_pred) - y_true * y_pred if log_input else y_pred - y_true * safe_log(y_pred, eps)
    if full:
        loss = loss + stirling(y_true)
    return mean_over_last_axis(loss)


class Poisson(Loss):
    """Keras class of :func:`poisson`."""

    def __init__(
        self,
        log_input: bool = False,
        full: bool = False,
        eps: float = 1e-7,
        reduction: str = "sum_over_batch_size",
        name: str = "poisson",
        dtype: str | None = None,
    ) -> None:
        super().__init__(poisson, reduction, name, dtype, log_input=log_input, full=full, eps=eps)


@checked
def gaussian_nll(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    variance: tf.Tensor,
    full: bool = False,
    eps: float = 1e-6,
) -> tf.Tensor:
    r"""Minus the log-likelihood of a Gaussian whose mean and variance are both predicted.

    .. math:: \ell = \tfrac12 \Bigl(\log \sigma^2 + \frac{(y - \hat y)^2}{\sigma^2}\Bigr)

    It may be negative, since a density may exceed 1.

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predicted means, any shape.
        variance: predicted variances from 0 up, of the shape of ``y_pred``.
        full: add the constant :math:`\tfrac12 \log 2\pi`.
        eps: a variance below ``eps`` counts as ``eps``, in squared units of ``y``; above 0.

    Returns:
        One loss a sample, in nats, averaged over the last axis: the inputs' shape without it; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(gaussian_nll([[0.0, 0.0]], [[1.0, 0.0]], [[1.0, 0.01]])[0]), 4)
        -0.9013

    References:
        Nix and Weigend (1994).
    """
    variance = at_least(variance, eps)
    loss = (tf.math.log(variance) + tf.square(y_pred - y_true) / variance + (math.log(2 * math.pi) if full else 0)) / 2
    return mean_over_last_axis(loss)


class GaussianNLL(Loss):
    """Keras class of :func:`gaussian_nll`; the predictions are means and variances, stacked on axis 1."""

    def __init__(
        self,
        full: bool = False,
        eps: float = 1e-6,
        reduction: str = "sum_over_batch_size",
        name: str = "gaussian_nll",
        dtype: str | None = None,
    ) -> None:
        super().__init__(gaussian_nll, reduction, name, dtype, full=full, eps=eps)


@tf.custom_gradient
def log_cosh_of(residual: tf.Tensor) -> tuple[tf.Tensor, Gradient]:
    """log cosh r with its slope t = tanh r, by cosh r = 1/√(1 − t²), which keeps a small r, or e^r/(1 + t)."""
    size = tf.abs(residual)
    t, small = tf.tanh(size), size < 0.5
    logarithm = tf.math.log1p(tf.where(small, -tf.square(t), t))
    value = tf.where(small, -logarithm / 2, size - logarithm)
    return value, lambda gradient: gradient * tf.tanh(residual)


@tf.custom_gradient
def log_ratio(y_true: tf.Tensor, y_pred: tf.Tensor) -> tuple[tf.Tensor, Gradient]:
    """log((1 + ŷ) / (1 + y)) with its slopes; two logarithms would lose the digits of a small error."""
    residual = y_pred - y_true
    value = tf.sign(residual) * tf.math.log1p(tf.abs(residual) / (1 + tf.minimum(y_true, y_pred)))
    return value, lambda gradient: (-gradient / (1 + y_true), gradient / (1 + y_pred))


def stirling(y: tf.Tensor) -> tf.Tensor:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = tf.where(y > 1, y, tf.ones_like(y))
    return tf.where(y > 1, large * tf.math.log(large) - large + tf.math.log(2 * math.pi * large) / 2, tf.zeros_like(y))
