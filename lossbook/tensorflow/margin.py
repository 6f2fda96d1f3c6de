"""Margin losses in TensorFlow: right is not enough, it has to be right by a margin."""

from __future__ import annotations

import math

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.cross_entropy import label_weights
from lossbook.tensorflow.primitives import Weights, along, at_label, largest, last, length, mean_over_last_axis

PAIRS_AT_ONCE = 2**22  # 16 MB of float32


@checked
def hinge(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    r"""Hinge loss: nothing once the score is on the label's side by 1 or more, linear in what is missing.

    .. math:: \ell = \max(0,\; 1 - y \hat y)

    Args:
        y_true: labels −1 or 1, any shape. Labels 0 or 1 are taken as −1 or 1.
        y_pred: scores, any real numbers, of the shape of ``y_true``.

    Returns:
        One loss a sample, in units of the score, averaged over the last axis: the inputs' shape without it; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, or a label is none of these or −1 and 0 come together (looked at eagerly on the
            CPU alone).
        TypeError: the inputs are not numbers.

    Examples:
        >>> hinge([[-1], [1], [1]], [[0.5], [0.25], [3.0]]).numpy()
        array([1.5 , 0.75, 0.  ], dtype=float32)
        >>> hinge([[0], [1], [1]], [[0.5], [0.25], [3.0]]).numpy()
        array([1.5 , 0.75, 0.  ], dtype=float32)

    References:
        Cortes and Vapnik (1995).
    """
    y = signs(y_true)
    return mean_over_last_axis(tf.nn.relu(1 - y * y_pred))


@checked
def squared_hinge(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    r"""Squared hinge loss: the square of :func:`hinge`, smooth where that has its kink and harder on what is far off.

    .. math:: \ell = \max(0,\; 1 - y \hat y)^2

    Args:
        y_true: labels −1 or 1, any shape. Labels 0 or 1 are taken as −1 or 1.
        y_pred: scores, any real numbers, of the shape of ``y_true``.

    Returns:
        One loss a sample, in squared units of the score, averaged over the last axis: the inputs' shape without it;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, or a label is none of these or −1 and 0 come together (looked at eagerly on the
            CPU alone).
        TypeError: the inputs are not numbers.

    Examples:
        >>> squared_hinge([[-1], [1], [1]], [[0.5], [0.25], [3.0]]).numpy()
        array([2.25  , 0.5625, 0.    ], dtype=float32)

    References:
        Lee and Mangasarian (2001).
    """
    y = signs(y_true)
    return mean_over_last_axis(tf.square(tf.nn.relu(1 - y * y_pred)))


@checked
def categorical_hinge(y_true: tf.Tensor, y_pred: tf.Tensor, axis: int = -1) -> tf.Tensor:
    r"""Categorical hinge loss, as Keras defines it: the label's score against the best of what the label leaves.

    .. math:: \ell = \max\Bigl(0,\; 1 + \max_c (1 - y_c)\, \hat y_c - \sum_c y_c \hat y_c\Bigr)

    The inner maximum runs over the true class too, where :math:`1 - y_c = 0`: if all other scores are negative, the
    label is compared with 0 and not with the best of them. :func:`crammer_singer` has no such zero.

    Args:
        y_true: one-hot labels, or probabilities that sum to 1 along ``axis``.
        y_pred: scores, any real numbers, of the shape of ``y_true``.
        axis: the class axis.

    Returns:
        One loss a sample, in units of the score: the inputs' shape without ``axis``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, or a value is out of range (looked at eagerly on the CPU alone).
        TypeError: the inputs are not numbers.

    Examples:
        >>> categorical_hinge(tf.eye(2), [[0.5, 0.25], [-3.0, -2.0]]).numpy()
        array([0.75, 3.  ], dtype=float32)

    References:
        Keras, after Crammer and Singer (2001).
    """
    positive = tf.reduce_sum(y_true * y_pred, axis)
    negative = largest((1 - y_true) * y_pred, axis)
    return tf.nn.relu(1 + (negative - positive))


@checked
def crammer_singer(y_true: tf.Tensor, y_pred: tf.Tensor, axis: int = -1) -> tf.Tensor:
    r"""Multi-class hinge loss of Crammer and Singer: the label's score has to beat the best other one by 1.

    .. math:: \ell = \max\bigl(0,\; 1 + \max_{c \ne y} \hat y_c - \hat y_y\bigr)

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``; whole numbers stored as
            floats too, since Keras hands labels over so.
        y_pred: scores along ``axis``, any real numbers.
        axis: the class axis.

    Returns:
        One loss a sample, in units of the score, of the shape of ``y_true``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes don't fit, or a label is out of range (looked at eagerly on the CPU alone).
        TypeError: the inputs are not numbers.

    Examples:
        >>> crammer_singer([0, 1], [[0.5, 0.25], [-4.0, -2.0]]).numpy()
        array([0.75, 0.  ], dtype=float32)

    References:
        Crammer and Singer (2001).
    """
    rival = largest(without_label(y_pred, y_true, axis), axis)
    violation = 1 + (rival - at_label(y_pred, y_true, axis))
    return tf.nn.relu(violation)


@checked
def multi_margin(
    y_true: tf.Tensor, y_pred: tf.Tensor, p: int = 1, margin: float = 1.0, class_weight: Weights = None, axis: int = -1
) -> tf.Tensor:
    r"""Multi-class margin loss: the label's score has to beat every other one by ``margin``.

    .. math:: \ell = \frac{w_y}{C} \sum_{c \ne y} \max\bigl(0,\; \mathrm{margin} + \hat y_c - \hat y_y\bigr)^p

    Args:
        y_true: class indices from 0 to C − 1, of the shape of ``y_pred`` without ``axis``; whole numbers stored as
            floats too, since Keras hands labels over so.
        y_pred: scores along ``axis``, any real numbers.
        p: 1, or 2 for squares.
        margin: by how much the label has to win, in units of the score, from 0 up.
        class_weight: one weight w for each class; that of the label counts.
        axis: the class axis.

    Returns:
        One loss a sample, in units of the score to the power ``p``, of the shape of ``y_true``; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at eagerly on the CPU alone), or a parameter
            is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> multi_margin([0, 1], [[0.5, 0.25], [-4.0, -2.0]]).numpy()
        array([0.375, 0.   ], dtype=float32)

    References:
        Weston and Watkins (1999).
    """
    violation = label_violations(y_pred, y_true, margin, axis)
    weight = label_weights(class_weight, y_true, y_pred)
    powers = violation if p == 1 else tf.square(violation)  # the second derivative of x**1 is NaN at 0 in TensorFlow
    return weight * tf.reduce_mean(powers, axis)


@checked
def soft_margin(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    r"""Soft-margin loss, the logistic loss: a hinge without the kink.

    .. math:: \ell = \log\bigl(1 + e^{-y \hat y}\bigr)

    It is binary cross-entropy from logits, with the labels written as −1 and 1.

    Args:
        y_true: labels −1 or 1, any shape. Labels 0 or 1 are taken as −1 or 1.
        y_pred: scores, any real numbers, of the shape of ``y_true``.

    Returns:
        One loss a sample in nats, averaged over the last axis: the inputs' shape without it; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes differ, or a label is none of these or −1 and 0 come together (looked at eagerly on the
            CPU alone).
        TypeError: the inputs are not numbers.

    Examples:
        >>> soft_margin([[-1], [1]], [[0.0], [-1000.0]]).numpy().round(4)
        array([6.931e-01, 1.000e+03], dtype=float32)

    References:
        Rosasco et al. (2004).
    """
    y = signs(y_true)
    return mean_over_last_axis(-tf.math.log_sigmoid(y * y_pred))


@checked
def multilabel_margin(y_true: tf.Tensor, y_pred: tf.Tensor, axis: int = -1) -> tf.Tensor:
    r"""Multi-label margin loss: every class that applies has to beat every class that does not by 1.

    .. math:: \ell = \frac{1}{C} \sum_{y_a = 1} \sum_{y_b = 0} \max\bigl(0,\; 1 + \hat y_b - \hat y_a\bigr)

    Args:
        y_true: 0 or 1 for each class along ``axis``, any number of them 1.
        y_pred: scores, any real numbers, of the shape of ``y_true``.
        axis: the class axis.

    Returns:
        One loss a sample, in units of the score: the inputs' shape without ``axis``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, or a target is neither 0 nor 1 (looked at eagerly on the CPU alone).
        TypeError: the inputs are not numbers.

    Examples:
        >>> multilabel_margin([[1, 0, 1]], [[0.5, 0.25, 2.0]]).numpy()
        array([0.25], dtype=float32)

    References:
        Elisseeff and Weston (2001).
    """
    return sum_of_pair_violations(last(y_true, axis), last(y_pred, axis)) / length(y_pred, axis)


@checked
def multilabel_soft_margin(
    y_true: tf.Tensor, y_pred: tf.Tensor, class_weight: Weights = None, axis: int = -1
) -> tf.Tensor:
    r"""Multi-label soft-margin loss: binary cross-entropy from logits, averaged over the classes.

    .. math:: \ell = -\frac{1}{C} \sum_c w_c \bigl(y_c \log \sigma(\hat y_c) + (1 - y_c) \log \sigma(-\hat y_c)\bigr)

    Args:
        y_true: 0 or 1 for each class along ``axis``, or probabilities between.
        y_pred: scores, any real numbers: logits of each class on its own, of the shape of ``y_true``.
        class_weight: one weight w for each class.
        axis: the class axis.

    Returns:
        One loss a sample in nats: the inputs' shape without ``axis``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at eagerly on the CPU alone), or a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> multilabel_soft_margin([[1, 0]], [[0.0, 2.0]]).numpy().round(4)
        array([1.41], dtype=float32)

    References:
        Nam et al. (2014).
    """
    log_likelihood = y_true * tf.math.log_sigmoid(y_pred) + (1 - y_true) * tf.math.log_sigmoid(-y_pred)
    weight = along(axis, class_weight, y_pred)
    return -tf.reduce_mean(weight * log_likelihood, axis)


@checked
def hinge_embedding(y_true: tf.Tensor, y_pred: tf.Tensor, margin: float = 1.0) -> tf.Tensor:
    r"""Hinge embedding loss: pairs that belong together cost their distance, others what they lack to ``margin``.

    .. math:: \ell = \hat y \text{ for } y = 1, \qquad \max(0,\; \mathrm{margin} - \hat y) \text{ for } y = -1

    Args:
        y_true: 1 for a pair that belongs together, −1 for one that does not, any shape.
        y_pred: distances, of the shape of ``y_true``. Negative ones are allowed: for a label of 1 they cost as little
            as they say, for −1 more than a distance of 0.
        margin: how far apart others have to be, in units of the distance, from 0 up.

    Returns:
        One loss a sample, in units of the distance, averaged over the last axis: the inputs' shape without it; float32,
        or float64 for float64.

    Raises:
        ValueError: the shapes differ, a label is neither −1 nor 1 (looked at eagerly on the CPU alone), or a parameter
            is out of range.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> hinge_embedding([[1], [-1], [-1]], [[0.25], [0.25], [3.0]]).numpy()
        array([0.25, 0.75, 0.  ], dtype=float32)

    References:
        Mobahi et al. (2009).
    """
    apart = tf.nn.relu(margin + y_true * y_pred)  # the label is −1 where this counts, or NaN
    loss = tf.where(y_true > 0, y_pred, apart)
    return mean_over_last_axis(loss)


@checked
def margin_ranking(x1: tf.Tensor, x2: tf.Tensor, target: tf.Tensor, margin: float = 0.0) -> tf.Tensor:
    r"""Margin ranking loss: of two scores the one that should rank higher has to, by ``margin``.

    .. math:: \ell = \max\bigl(0,\; \mathrm{margin} - y\, (x_1 - x_2)\bigr)

    Args:
        x1: scores of the first, any real numbers, any shape.
        x2: scores of the second, of the shape of ``x1``.
        target: y: 1 where the first should rank higher, −1 where the second should, of the shape of ``x1``.
        margin: by how much, in units of the score, from 0 up.

    Returns:
        One loss a sample, in units of the score, averaged over the last axis: the inputs' shape without it; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, a target is neither −1 nor 1 (looked at eagerly on the CPU alone), or a parameter
            is out of range.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> margin_ranking([[0.5], [0.5]], [[2.0], [2.0]], [[1], [-1]], margin=1.0).numpy()
        array([2.5, 0. ], dtype=float32)

    References:
        Herbrich et al. (2000).
    """
    violation = margin - target * (x1 - x2)
    return mean_over_last_axis(tf.nn.relu(violation))


def signs(labels: tf.Tensor) -> tf.Tensor:
    """Labels −1 and 1 as they are, and 0 as −1."""
    return tf.sign(labels - 0.5)


def without_label(values: tf.Tensor, labels: tf.Tensor, axis: int) -> tf.Tensor:
    """``values`` with −∞ where the label points, so that a maximum is one over the other classes."""
    labels = tf.expand_dims(labels, axis)
    classes = along(axis, tf.range(tf.shape(values, tf.int64)[axis]), labels)
    return tf.where(classes == labels, tf.constant(-math.inf, values.dtype), values)


def label_violations(y_pred: tf.Tensor, labels: tf.Tensor, margin: float, axis: int) -> tf.Tensor:
    """By how much each other class comes closer to the label's score than ``margin``; 0 for the label itself."""
    own = tf.expand_dims(at_label(y_pred, labels, axis), axis)
    return tf.nn.relu(margin + (without_label(y_pred, labels, axis) - own))


def sum_of_pair_violations(y: tf.Tensor, score: tf.Tensor) -> tf.Tensor:
    """By how much class b, which does not apply, comes closer than 1 to class a, which does, for all such pairs.

    The classes are on the last axis. Few pairs are looked at together, many for one class that applies after the other:
    a table of all of them would fill the memory.
    """
    samples, classes = math.prod(n or math.inf for n in score.shape[:-1]), score.shape[-1]
    if classes is not None and samples * classes**2 <= PAIRS_AT_ONCE:
        infinity = tf.constant(math.inf, score.dtype)
        applies, others = tf.where(y > 0, score, infinity), without_those_that_apply(y, score)
        violation = tf.nn.relu(1 + (tf.expand_dims(others, -2) - tf.expand_dims(applies, -1)))
        return tf.reduce_sum(violation, (-2, -1))
    return tf.reshape(
        one_after_the_other(*(tf.reshape(side, [-1, tf.shape(side)[-1]]) for side in (y, score))), tf.shape(score)[:-1]
    )


@tf.custom_gradient
def one_after_the_other(y: tf.Tensor, score: tf.Tensor) -> tuple[tf.Tensor, object]:
    """The same, one class that applies at a time, for rows of scores; no step leaves anything for the way back."""
    y, score = tf.stop_gradient(y), tf.stop_gradient(score)
    others, order = without_those_that_apply(y, score), tf.argsort(y, -1, "DESCENDING", stable=True)
    infinity = tf.constant(math.inf, score.dtype)  # asked of the others by a class that does not apply: nothing
    own = tf.transpose(tf.gather(tf.where(y > 0, score, infinity), order, batch_dims=1))  # whose turn it is, by row
    steps = tf.maximum(tf.reduce_max(tf.reduce_sum(tf.cast(y > 0, tf.int32), -1)), 1)  # one at least shows a NaN

    def add(step: tf.Tensor, total: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return step + 1, total + tf.reduce_sum(tf.nn.relu(1 + (others - own[step][:, None])), -1)

    def gradient(by_loss: tf.Tensor) -> tuple[None, tf.Tensor]:
        def count(step: tf.Tensor, of_others: tf.Tensor, of_own: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            violated = tf.cast(1 + (others - own[step][:, None]) > 0, score.dtype)
            of_own = tf.tensor_scatter_nd_update(of_own, [[step]], [tf.reduce_sum(violated, -1)])
            return step + 1, of_others + violated, of_own

        start = 0, tf.zeros_like(score), tf.zeros_like(own)
        _, of_others, of_own = tf.while_loop(lambda step, *_: step < steps, count, start)
        slope = of_others - tf.gather(tf.transpose(of_own), tf.argsort(order), batch_dims=1)
        return None, by_loss[:, None] * tf.stop_gradient(slope)

    return tf.while_loop(lambda step, _: step < steps, add, (0, tf.zeros_like(score[:, 0])))[1], gradient


def without_those_that_apply(y: tf.Tensor, score: tf.Tensor) -> tf.Tensor:
    """The scores of the classes that don't apply, −∞ for those that do, NaN where that is not known."""
    others = tf.where(y > 0, tf.constant(-math.inf, score.dtype), score)
    return tf.where(tf.math.is_nan(y), y, others)  # of 0 * y, TensorFlow 2.16 makes 0 in a graph
