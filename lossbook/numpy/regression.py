"""Regression losses in NumPy, each with its gradient: functions of the error of a predicted number."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.numpy.arguments import checked
from lossbook.numpy.primitives import reduce, reduce_grad


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


def log_ratio(y_true: NDArray, y_pred: NDArray) -> NDArray:
    """log((1 + ŷ) / (1 + y)); the difference of two logarithms would lose the digits of a small error."""
    residual = y_pred - y_true
    return np.log1p(np.maximum(residual, 0) / (1 + y_true)) - np.log1p(np.maximum(-residual, 0) / (1 + y_pred))


def stirling(y: NDArray) -> NDArray:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = np.where(y > 1, y, 1)
    return np.where(y > 1, large * np.log(large) - large + np.log(2 * math.pi * large) / 2, 0)
