"""Cross-entropy over a large vocabulary in TensorFlow, never with all logits at once: function and Keras class."""

from __future__ import annotations

from collections.abc import Iterator

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.cross_entropy import keep
from lossbook.tensorflow.loss import Loss
from lossbook.tensorflow.primitives import mask

CLASSES_AT_ONCE = 2**13  # a batch of 2,048 rows then has 64 MB of logits in float32


@checked
def linear_cross_entropy(
    features: tf.Tensor,
    weight: tf.Tensor,
    labels: tf.Tensor,
    bias: tf.Tensor | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
) -> tf.Tensor:
    r"""Cross-entropy of a linear layer's logits, for vocabularies whose logits would fill the memory.

    .. math:: \ell = -\log p_y, \qquad p = \mathrm{softmax}(W x + b)

    The value is that of :func:`sparse_categorical_cross_entropy` from the logits ``features @ weight.T + bias``. They
    are made for a block of classes at a time, since a graph knows the number of classes and often not that of rows;
    and made again on the way back.

    Args:
        features: what the last layer is given, of shape (N, D).
        weight: the layer's weight W, of shape (C, D) for C classes: the transpose of a Keras kernel, or an embedding.
        labels: class indices from 0 to C − 1, of shape (N,); whole numbers stored as floats too.
        bias: the layer's bias b, of shape (C,); None: none.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.

    Returns:
        One loss a row in nats, of shape (N,); float32, or float64 for float64. Ignored positions give 0 and carry
        Keras's mask, so that a Keras class divides by what is kept.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at eagerly on the CPU alone), or a parameter
            is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> features, weight = [[1.0, 0.0], [0.0, 2.0]], [[2.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
        >>> linear_cross_entropy(features, weight, [0, 1]).numpy().round(4)
        array([0.2395, 0.2395], dtype=float32)

    References:
        Wijmans et al. (2025): the memory that logits take. A sum of exps in blocks: Milakov and Gimelshein (2018).
    """
    kept, labels = keep(labels, ignore_index)
    given_bias = tf.zeros_like(weight[:, 0]) if bias is None else bias
    at_label = tf.reduce_sum(features * tf.gather(weight, labels), -1) + tf.gather(given_bias, labels)
    target = (1 - label_smoothing) * at_label
    if label_smoothing > 0:  # the mean of the logits is the logit of the mean
        mean = tf.linalg.matvec(features, tf.reduce_mean(weight, 0)) + tf.reduce_mean(given_bias)
        target += label_smoothing * mean
    return mask(log_sum_exp_of_logits(features, weight, given_bias) - target, kept)


class LinearCrossEntropy(Loss):
    """Keras class of :func:`linear_cross_entropy`.

    Keras gives a loss one tensor: ``y_pred`` has the N rows of features, and below them the C rows of the weight. A
    layer for it returns ``tf.concat([features, self.weight], 0)``. A bias is the last column of the weight, beside a
    last feature of 1.
    """

    def __init__(
        self,
        label_smoothing: float = 0.0,
        ignore_index: int | None = None,
        reduction: str = "sum_over_batch_size",
        name: str = "linear_cross_entropy",
        dtype: str | None = None,
    ) -> None:
        super().__init__(
            linear_cross_entropy, reduction, name, dtype, label_smoothing=label_smoothing, ignore_index=ignore_index
        )

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """One loss a row."""
        labels = tf.reshape(y_true, [-1])
        count = tf.shape(labels)[0] if labels.shape[0] is None else labels.shape[0]
        return self._function(y_pred[:count], y_pred[count:], labels, **self._parameters)


@tf.custom_gradient
def log_sum_exp_of_logits(features: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) -> tuple[tf.Tensor, object]:
    """Log Σ exp of each row's logits. Its gradient by the logits is their softmax."""
    largest = tf.fill(tf.shape(features)[:1], features.dtype.min)
    total = tf.zeros_like(largest)
    for _, logits in blocks(features, weight, bias):
        before, largest = largest, tf.maximum(largest, tf.reduce_max(logits, -1))
        total = total * tf.exp(before - largest) + tf.reduce_sum(tf.exp(logits - largest[:, None]), -1)
    log_sum_exp = largest + tf.math.log(total)

    def gradient(by_loss: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        by_features, by_weight, by_bias = tf.zeros_like(features), [], []
        for classes, logits in blocks(features, weight, bias):
            by_logits = by_loss[:, None] * tf.exp(logits - log_sum_exp[:, None])
            by_features += tf.matmul(by_logits, weight[classes])
            by_weight.append(tf.matmul(by_logits, features, transpose_a=True))
            by_bias.append(tf.reduce_sum(by_logits, 0))
        return by_features, tf.concat(by_weight, 0), tf.concat(by_bias, 0)

    return log_sum_exp, gradient


def blocks(features: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) -> Iterator[tuple[slice, tf.Tensor]]:
    """The logits of a block of classes after the other, and which classes these are."""
    if weight.shape[0] is None:
        yield slice(None), tf.matmul(features, weight, transpose_b=True) + bias
        return
    logits = features[:0, :0]
    for start in range(0, weight.shape[0], CLASSES_AT_ONCE):
        classes = slice(start, start + CLASSES_AT_ONCE)
        with tf.control_dependencies([logits]):  # a graph would make all blocks at once
            logits = tf.matmul(features, weight[classes], transpose_b=True) + bias[classes]
        yield classes, logits
