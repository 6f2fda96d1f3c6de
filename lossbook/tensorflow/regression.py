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


def log_ratio(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """log((1 + ŷ) / (1 + y)); the difference of two logarithms would lose the digits of a small error."""
    residual, zero = y_pred - y_true, tf.zeros_like(y_pred)
    too_high, too_low = tf.where(residual < 0, zero, residual), tf.where(residual < 0, -residual, zero)
    return tf.math.log1p(too_high / (1 + y_true)) - tf.math.log1p(too_low / (1 + y_pred))


def stirling(y: tf.Tensor) -> tf.Tensor:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = tf.where(y > 1, y, tf.ones_like(y))
    return tf.where(y > 1, large * tf.math.log(large) - large + tf.math.log(2 * math.pi * large) / 2, tf.zeros_like(y))
