"""Regression losses in TensorFlow: functions of the error of a predicted number, and Keras classes."""

from __future__ import annotations

import math

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.loss import Loss
from lossbook.tensorflow.primitives import mean_over_last_axis


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


def log_ratio(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """log((1 + ŷ) / (1 + y)); the difference of two logarithms would lose the digits of a small error."""
    residual, zero = y_pred - y_true, tf.zeros_like(y_pred)
    too_high, too_low = tf.where(residual < 0, zero, residual), tf.where(residual < 0, -residual, zero)
    return tf.math.log1p(too_high / (1 + y_true)) - tf.math.log1p(too_low / (1 + y_pred))


def stirling(y: tf.Tensor) -> tf.Tensor:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = tf.where(y > 1, y, tf.ones_like(y))
    return tf.where(y > 1, large * tf.math.log(large) - large + tf.math.log(2 * math.pi * large) / 2, tf.zeros_like(y))
