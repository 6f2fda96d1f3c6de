"""Divergences in TensorFlow: how far one distribution is from another."""

from __future__ import annotations

import math

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.primitives import finite, mean_over_last_axis, safe_log, safe_log_complement


@checked
def kl_divergence(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = math.e,
    axis: int = -1,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Kullback–Leibler divergence: what coding for the prediction costs on top, when events follow the target.

    .. math:: D(y \,\|\, p) = \sum_c y_c \log \frac{y_c}{p_c}

    It is cross-entropy less the entropy of the target: 0 where both agree, and above 0 elsewhere. It is not
    symmetric: the target stands first.

    Args:
        y_true: probabilities that sum to 1 along ``axis``, or their logarithms with ``log_target``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``, of the shape of ``y_true``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        log_target: take ``y_true`` as log-probabilities; never clipped.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.

    Returns:
        One divergence a sample in nats, or in units of ``base``: the inputs' shape without ``axis``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(kl_divergence([0.36, 0.48, 0.16], [1 / 3, 1 / 3, 1 / 3])), 4)
        0.0853

    References:
        Kullback and Leibler (1951); Cover and Thomas (2006), section 2.3.
    """
    y, log_y = (tf.exp(y_true), finite(y_true)) if log_target else (y_true, safe_log(y_true, eps))
    log_p = finite(tf.nn.log_softmax(y_pred, axis)) if from_logits else safe_log(y_pred, eps)
    return tf.reduce_sum(y * (log_y - log_p), axis) / math.log(base)


@checked
def elementwise_kl(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""What each element adds to a Kullback–Leibler divergence, for sums that you take yourself.

    .. math:: \ell = y (\log y - \log p)

    An element is negative where y < p. Only the sum over all outcomes of two distributions is never below 0, so a mean
    over some of them says nothing: with a mask, add up each distribution's own elements first. An element with y = 0
    is 0.

    Args:
        y_true: probabilities y in [0, 1], or their logarithms with ``log_target``, of the shape
            of ``y_pred``.
        y_pred: probabilities p in [0, 1], or their logarithms with ``log_input``, any shape.
        log_input: take ``y_pred`` as log p; never clipped.
        log_target: take ``y_true`` as log y; never clipped.
        eps: a probability below ``eps`` counts as ``eps`` in its logarithm.

    Returns:
        One loss a sample in nats, averaged over the last axis: the inputs' shape without it; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> elementwise_kl([[0.5], [0.5]], [[0.25], [0.75]]).numpy().round(4)
        array([ 0.3466, -0.2027], dtype=float32)

    References:
        Kullback and Leibler (1951).
    """
    y, log_y = (tf.exp(y_true), y_true) if log_target else (y_true, safe_log(y_true, eps))
    return mean_over_last_axis(y * (log_y - (y_pred if log_input else safe_log(y_pred, eps))))


@checked
def js_divergence(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    base: float = math.e,
    axis: int = -1,
    eps: float = 1e-7,
) -> tf.Tensor:
    r"""Jensen–Shannon divergence: how far two distributions lie, on average, from their mixture.

    .. math:: \tfrac12 D(y \,\|\, m) + \tfrac12 D(p \,\|\, m), \qquad m = \tfrac12 (y + p)

    It is symmetric, and at most log 2, one bit, also for distributions that share no outcome.

    Args:
        y_true: probabilities that sum to 1 along ``axis``.
        y_pred: probabilities along ``axis``, or logits with ``from_logits``, of the shape of ``y_true``.
        from_logits: take ``y_pred`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        axis: the class axis.
        eps: from probabilities, y/m or p/m below ``eps`` counts as ``eps`` in its logarithm; from logits, y does.

    Returns:
        One divergence a sample in nats, or in units of ``base``: the inputs' shape without ``axis``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> round(float(js_divergence([0.5, 0.5], [0.25, 0.75])), 4)
        0.0338

    References:
        Lin (1991).
    """
    p, log_y_to_m, log_p_to_m = over_mixture(y_true, y_pred, from_logits, axis, eps)
    loss = tf.reduce_sum(y_true * log_y_to_m + p * log_p_to_m, axis) / (2 * math.log(base))
    # TensorFlow's log1p rounds a sum of nearly equal rows to just below 0, where its root, a metric, would be NaN.
    return loss + tf.stop_gradient(tf.nn.relu(-loss))


def over_mixture(
    y_true: tf.Tensor, y_pred: tf.Tensor, from_logits: bool, axis: int, eps: float
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """p, log(y / m) and log(p / m), with the mixture m = (y + p) / 2."""
    log_p = finite(tf.nn.log_softmax(y_pred, axis)) if from_logits else None
    p, happens, one = y_pred if log_p is None else tf.exp(log_p), y_true > 0, tf.ones_like(y_pred)
    total = tf.where(happens, y_true + p, one)
    # y / m = 1 + t and p / m = 1 − t: where y and p are close, t has the digits that count
    t = tf.where(happens, (y_true - p) / total, -one)
    if log_p is None:
        return p, safe_log_complement(-t, eps), safe_log_complement(t, eps)
    # Where y is 0, m is p / 2, and p may be too small for a float where its logarithm is not.
    log_m = tf.where(happens, tf.math.log(total), log_p) - math.log(2)
    close = (tf.abs(t) < 0.5) & (y_true >= eps)
    t = tf.where(close, t, 0 * one)
    log_y_to_m = tf.where(close, tf.math.log1p(t), safe_log(y_true, eps) - log_m)
    return p, log_y_to_m, tf.where(close, tf.math.log1p(-t), log_p - log_m)
