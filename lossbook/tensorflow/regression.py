"""Regression losses in TensorFlow: functions of the error of a predicted number."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.primitives import at_least, last, length, mean_over_last_axis, safe_log

Gradient = Callable[[tf.Tensor], Any]  # by the inputs, given that of the value

FAR = 40  # standard deviations: beyond them a normal distribution has nothing that float64 could hold


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


@checked
def pseudo_huber(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    delta: float = 1.0,
) -> tf.Tensor:
    r"""Pseudo-Huber loss: Huber's loss with the joint smoothed out, so that all its derivatives exist.

    .. math:: \ell(r) = \delta^2 \Bigl(\sqrt{1 + (r / \delta)^2} - 1\Bigr), \qquad r = \hat y - y

    Near 0 it is half the squared error, far out δ times the absolute error, less δ².

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predictions, any shape.
        delta: about where the loss turns into a straight line, in units of ``y``; above 0.

    Returns:
        One loss a sample, in squared units of ``y``, averaged over the last axis: the inputs' shape without it;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> pseudo_huber([[0.0], [0.0]], [[0.5], [3.0]]).numpy().round(4)
        array([0.118 , 2.1623], dtype=float32)

    References:
        Charbonnier et al. (1997).
    """
    residual = y_pred - y_true
    # δ² (√(1 + (r/δ)²) − 1) as a product, in which nothing cancels and nothing overflows
    return mean_over_last_axis(delta * residual * (residual / (delta + hypotenuse(residual, delta))))


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


@checked
def mean_absolute_percentage_error(y_true: tf.Tensor, y_pred: tf.Tensor, eps: float = 1e-7) -> tf.Tensor:
    r"""Absolute error in per cent of the target.

    .. math:: \ell = 100\, \frac{|\hat y - y|}{\max(|y|, \epsilon)}

    An error of 1 on a target of 2 costs 50; on a target of 0 it costs 100/ε, which drowns all others. The loss
    favours predictions that are too low: from below, one that is not negative misses a positive target by 100 at most.

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


@checked
def mean_squared_logarithmic_error(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    r"""Squared error of log(1 + y): what counts is the ratio of 1 + ŷ and 1 + y, not their distance.

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


@checked
def gamma_deviance(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    log_input: bool = False,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Gamma deviance: the price of a mean for positive amounts whose spread grows with their size.

    .. math:: \ell = 2 \Bigl(\frac{y}{\hat y} - 1 - \log \frac{y}{\hat y}\Bigr)

    It depends on the ratio alone, and is 0 where both are equal. Up to a constant and a factor it is minus the
    log-likelihood of a gamma distribution with mean ŷ.

    Args:
        y_true: amounts above 0, of the shape of ``y_pred``.
        y_pred: means from 0 up, or their logarithms with ``log_input``, any shape.
        log_input: take ``y_pred`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.

    Returns:
        One loss a sample, without unit, averaged over the last axis: the inputs' shape without it; float32,
        or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> gamma_deviance([[1.0], [10.0]], [[2.0], [20.0]]).numpy().round(4)
        array([0.3863, 0.3863], dtype=float32)

    References:
        McCullagh and Nelder (1989).
    """
    u = (y_pred if log_input else safe_log(y_pred, eps)) - tf.math.log(y_true)
    return mean_over_last_axis(2 * (u + tf.math.expm1(-u)))


@checked
def tweedie_deviance(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Tweedie deviance: the price of a mean for amounts that are often 0 and else positive, as claims and rain are.

    .. math:: \ell = 2 \Bigl(\frac{y^{2-p}}{(1-p)(2-p)} - \frac{y\, \hat y^{1-p}}{1-p} + \frac{\hat y^{2-p}}{2-p}\Bigr)

    The variance that goes with it grows as the p-th power of the mean. Its limits are the Poisson deviance at p = 1
    and :func:`gamma_deviance` at p = 2. It is 0 where both are equal.

    Args:
        y_true: amounts from 0 up, above 0 for a power of 2, of the shape of ``y_pred``.
        y_pred: means from 0 up, or their logarithms with ``log_input``, any shape.
        power: p in [1, 2].
        log_input: take ``y_pred`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.

    Returns:
        One loss a sample, in units of ``y`` to the power 2 − p, averaged over the last axis: the inputs' shape without
        it; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> tweedie_deviance([[0.0], [10.0]], [[2.0], [20.0]]).numpy().round(4)
        array([5.6569, 1.5346], dtype=float32)

    References:
        Jørgensen (1987).
    """
    log_mean = y_pred if log_input else safe_log(y_pred, eps)
    none = (y_true == 0) & (power < 2)
    y, b, nothing = tf.where(none, tf.ones_like(y_true), y_true), 2 - power, tf.zeros_like(log_mean)
    u = tf.where(none, nothing, log_mean - tf.math.log(y))  # one formula for every power, the two limits included
    loss = 2 * (box_cox(y**b, u, b) - box_cox(y**b, u, b - 1))
    if power < 2:
        loss = tf.where(none, 2 / b * tf.exp(b * tf.where(none, log_mean, nothing)), loss)
    return mean_over_last_axis(loss)


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


@checked
def gaussian_crps(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    scale: tf.Tensor,
    eps: float = 1e-6,
) -> tf.Tensor:
    r"""Continuous ranked probability score of a Gaussian forecast: an absolute error that counts the doubt.

    .. math:: \ell = \sigma \Bigl(z \bigl(2 \Phi(z) - 1\bigr) + 2 \varphi(z) - \frac{1}{\sqrt{\pi}}\Bigr), \qquad
              z = \frac{y - \hat y}{\sigma}

    It is the squared distance between the forecast's distribution function and the step at y, summed up. For σ → 0 it
    is the absolute error. A wild target costs as its distance does, and not its square, as in :func:`gaussian_nll`.

    Args:
        y_true: targets, of the shape of ``y_pred``.
        y_pred: predicted means, any shape.
        scale: predicted standard deviations σ from 0 up, of the shape of ``y_pred``.
        eps: a standard deviation below ``eps`` counts as ``eps``, in units of ``y``; above 0.

    Returns:
        One loss a sample, in units of ``y``, averaged over the last axis: the inputs' shape without it; float32,
        or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> gaussian_crps([[0.0], [0.0]], [[0.0], [3.0]], [[1.0], [1.0]]).numpy().round(4)
        array([0.2337, 2.4366], dtype=float32)

    References:
        Gneiting et al. (2005).
    """
    scale = at_least(scale, eps)
    error = y_true - y_pred
    far = tf.abs(error) > FAR * scale
    z = tf.where(far, tf.zeros_like(error), error) / tf.where(far, tf.ones_like(scale), scale)
    density = tf.where(far, tf.zeros_like(z), tf.exp(-tf.square(z) / 2) / math.sqrt(2 * math.pi))
    inside = tf.where(far, tf.sign(error), tf.math.erf(z / math.sqrt(2)))  # the probability of a smaller error
    loss = error * inside + scale * (2 * density - 1 / math.sqrt(math.pi))
    return mean_over_last_axis(loss)


@checked
def crps_ensemble(y_true: tf.Tensor, y_pred: tf.Tensor, fair: bool = False, axis: int = -1) -> tf.Tensor:
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
        y_true: targets, of the shape of ``y_pred`` without ``axis``.
        y_pred: members along ``axis``, any real numbers, in any order.
        fair: divide the second sum by 2M(M − 1), not by 2M²; needs two members at least.
        axis: the axis of the members.

    Returns:
        One loss a sample, in units of ``y``, from 0 up, of the shape of ``y_true``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes don't fit, or ``fair`` is asked of one member.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> crps_ensemble([0.0, 2.0], [[0.0, 1.0], [0.0, 1.0]]).numpy()
        array([0.25, 1.25], dtype=float32)

    References:
        Gneiting and Raftery (2007); the fair form: Ferro (2014), after Ferro et al. (2008).
    """
    # Σᵢ Σⱼ |xᵢ − xⱼ| is 2 Σᵢ (bᵢ − aᵢ) xᵢ, of b members below and a above, which sorting counts in memory for M
    # numbers; the clear formula, tf.reduce_sum(tf.abs(x[..., :, None] - x[..., None, :]), (-2, -1)), takes it for M².
    # The factors sum to 0, so errors xᵢ − y may stand for the xᵢ, and both sums become one, of terms from 0 up: nothing
    # cancels, however far from 0 all lie. Between two kinks the factors are constant: the tape has the gradient.
    members = last(y_pred, axis)
    error = members - y_true[..., None]
    slope = slopes_of_members(tf.stop_gradient(members), tf.stop_gradient(error), fair)
    return tf.reduce_mean(slope * error, -1)


def slopes_of_members(members: tf.Tensor, error: tf.Tensor, fair: bool) -> tf.Tensor:
    """M times the slope of the CRPS by each member; equal ones are neither above nor below one another."""
    ordered, count = tf.sort(members, -1), length(members, -1)
    below, not_above = (tf.searchsorted(ordered, members, side=side) for side in ("left", "right"))
    partners, side = count - fair, tf.sign(error)
    slope = (partners * side - (tf.cast(below + not_above, error.dtype) - count)) / partners
    return tf.where(tf.math.is_inf(error), side, slope)  # which is 0 for the outermost if fair, and 0 · ∞ is NaN


@tf.custom_gradient
def log_cosh_of(residual: tf.Tensor) -> tuple[tf.Tensor, Gradient]:
    """log cosh r with its slope t = tanh r, by cosh r = 1/√(1 − t²), which keeps a small r, or e^r/(1 + t)."""
    size = tf.abs(tf.stop_gradient(residual))  # else a tape would keep what is computed here
    t, small = tf.tanh(size), size < 0.5
    logarithm = tf.math.log1p(tf.where(small, -tf.square(t), t))
    value = tf.where(small, -logarithm / 2, size - logarithm)
    return value, lambda gradient: gradient * tf.tanh(residual)


@tf.custom_gradient
def log_ratio(y_true: tf.Tensor, y_pred: tf.Tensor) -> tuple[tf.Tensor, Gradient]:
    """log((1 + ŷ) / (1 + y)) with its slopes; two logarithms would lose the digits of a small error."""
    y, prediction = tf.stop_gradient(y_true), tf.stop_gradient(y_pred)  # else a tape would keep what is computed here
    residual = prediction - y
    value = tf.sign(residual) * tf.math.log1p(tf.abs(residual) / (1 + tf.minimum(y, prediction)))
    return value, lambda gradient: (-gradient / (1 + y_true), gradient / (1 + y_pred))


def hypotenuse(a: tf.Tensor, b: float) -> tf.Tensor:
    """√(a² + b²) for a positive b, by the larger of the two, whose square need not fit."""
    larger = tf.stop_gradient(tf.maximum(tf.abs(a), tf.constant(b, a.dtype)))  # it cancels, and so does its slope
    return larger * tf.sqrt(tf.square(a / larger) + tf.square(b / larger))


def box_cox(scale: tf.Tensor, u: tf.Tensor, a: float) -> tf.Tensor:
    """``scale`` times (x^a − 1) / a of x = e^u, and its limit u for a = 0; in halves, since x^a alone may overflow."""
    if a == 0:
        return scale * u
    half = tf.math.expm1(a * u / 2)
    return scale * half / a * (half + 2)


def stirling(y: tf.Tensor) -> tf.Tensor:
    """log y! by Stirling's approximation for y above 1, where it is good, and 0 otherwise."""
    large = tf.where(y > 1, y, tf.ones_like(y))
    return tf.where(y > 1, large * tf.math.log(large) - large + tf.math.log(2 * math.pi * large) / 2, tf.zeros_like(y))
