"""Cross-entropy over a large vocabulary in TensorFlow, never with all logits at once: function and Keras class."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import tensorflow as tf

from lossbook.tensorflow.arguments import checked
from lossbook.tensorflow.cross_entropy import keep, label_weights, smooth
from lossbook.tensorflow.primitives import Weights, length, mask

Shares = Callable[[slice], tf.Tensor]  # of the classes of a block in each row's label

CLASSES_AT_ONCE = 2**13  # a batch of 2,048 rows then has 64 MB of logits in float32


@checked
def linear_cross_entropy(
    features: tf.Tensor,
    weight: tf.Tensor,
    labels: tf.Tensor,
    bias: tf.Tensor | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: Weights = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
) -> tf.Tensor:
    r"""Cross-entropy of a linear layer's logits, for vocabularies whose logits would fill the memory.

    .. math:: \ell = -w_y \log p_y + \zeta \Bigl(\log \sum_c e^{z_c}\Bigr)^2, \qquad p = \mathrm{softmax}(z),
              \qquad z = W x + b

    Without ``softcap`` and ``z_loss`` the value is that of :func:`sparse_categorical_cross_entropy` from the logits
    ``features @ weight.T + bias``. They are made for a block of classes at a time, since a graph knows the number of
    classes and often not that of rows; and made again on the way back.

    Args:
        features: what the last layer is given, of shape (…, D): (N, D), or (B, T, D) for B sequences of T positions.
        weight: the layer's weight W, of shape (C, D) for C classes: the transpose of a Keras kernel, or an embedding.
        labels: class indices from 0 to C − 1, of the shape of ``features`` without its last axis; whole numbers
            stored as floats too.
        bias: the layer's bias b, of shape (C,); None: none.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        class_weight: one weight w for each class, a constant. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.

    Returns:
        One loss a position in nats, of the shape of ``labels``; float32, or float64 for float64. Ignored positions give
        0 and carry Keras's mask, so that a Keras class divides by what is kept.

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
        ``softcap``: Riviere et al. (2024), the report on Gemma 2. ``z_loss``: Chowdhery et al. (2023).
    """
    kept, labels = keep(labels, ignore_index)
    b, w = tf.zeros_like(weight[:, 0]) if bias is None else bias, weights_of_classes(class_weight, weight)
    x, flat = in_rows(features), tf.reshape(labels, [-1])
    at_label = tf.reduce_sum(x * tf.gather(weight, flat), -1) + tf.gather(b, flat)
    equally = label_smoothing / length(weight, 0) * w
    bent = label_smoothing > 0 and softcap is not None
    log_sum, spread = sums_of_logits(x, weight, b, softcap, (lambda block: equally[None, block]) if bent else None)
    if label_smoothing > 0 and not bent:  # the sum of the logits is then the logit of the sum
        spread = tf.linalg.matvec(x, tf.linalg.matvec(weight, equally, transpose_a=True)) + tf.reduce_sum(equally * b)
    own = (1 - label_smoothing) * label_weights(w, flat, weight)
    loss = own * (log_sum - capped(at_label, softcap))
    if label_smoothing > 0:
        loss += label_smoothing * tf.reduce_mean(w) * log_sum - spread
    loss = with_z_loss(loss, log_sum, z_loss)
    return mask(loss if labels.shape.rank == 1 else tf.reshape(loss, tf.shape(labels)), kept)


@checked
def soft_linear_cross_entropy(
    features: tf.Tensor,
    weight: tf.Tensor,
    targets: tf.Tensor,
    bias: tf.Tensor | None = None,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
) -> tf.Tensor:
    r"""Cross-entropy of a linear layer's logits with soft labels, such as what another model says.

    .. math:: \ell = -\sum_c w_c\, y_c \log p_c + \zeta \Bigl(\log \sum_c e^{z_c}\Bigr)^2,
              \qquad p = \mathrm{softmax}(z), \qquad z = W x + b

    Without ``softcap`` and ``z_loss`` the value is that of :func:`categorical_cross_entropy` from the logits
    ``features @ weight.T + bias``. They are made for a block of classes at a time, since a graph knows the number of
    classes and often not that of rows; and made again on the way back. For one class a position
    :func:`linear_cross_entropy` needs no targets as large as the logits.

    Args:
        features: what the last layer is given, of shape (…, D): (N, D), or (B, T, D) for B sequences of T positions.
        weight: the layer's weight W, of shape (C, D) for C classes.
        targets: probabilities that sum to 1 along the last axis, of shape (…, C); a constant.
        bias: the layer's bias b, of shape (C,); None: none.
        label_smoothing: ε in [0, 1]; targets become y(1 − ε) + ε/C.
        class_weight: one weight w for each class, a constant. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.

    Returns:
        One loss a position in nats, of the shape of ``features`` without its last axis; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes don't fit, targets are out of range (looked at eagerly on the CPU alone), or a parameter
            is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> features, weight = [[1.0, 0.0], [0.0, 2.0]], [[2.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
        >>> soft_linear_cross_entropy(features, weight, [[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]]).numpy().round(4)
        array([1.2395, 0.2395], dtype=float32)

    References:
        Wijmans et al. (2025): the memory that logits take. Soft labels: Hinton et al. (2015).
        ``softcap``: Riviere et al. (2024), the report on Gemma 2. ``z_loss``: Chowdhery et al. (2023).
    """
    x, w = in_rows(features), weights_of_classes(class_weight, weight)
    b = tf.zeros_like(weight[:, 0]) if bias is None else bias
    y, classes = tf.stop_gradient(in_rows(targets)), length(weight, 0)

    def shares(block: slice) -> tf.Tensor:
        return w[block] * smooth(y[:, block], label_smoothing, classes)

    log_sum, at_target = sums_of_logits(x, weight, b, softcap, shares)
    of_all = (1 - label_smoothing) * tf.linalg.matvec(y, w) + label_smoothing * tf.reduce_mean(w)
    loss = with_z_loss(of_all * log_sum - at_target, log_sum, z_loss)
    return loss if features.shape.rank == 2 else tf.reshape(loss, tf.shape(features)[:-1])


def in_rows(values: tf.Tensor) -> tf.Tensor:
    """One vector a row, whatever axes the samples have."""
    if values.shape.rank == 2:
        return values
    shape = tf.shape(values)
    return tf.reshape(values, tf.stack([tf.reduce_prod(shape[:-1]), shape[-1]]))


def weights_of_classes(class_weight: Weights, weight: tf.Tensor) -> tf.Tensor:
    """One weight for each class, in the dtype of the loss."""
    if class_weight is None:
        return tf.stop_gradient(tf.ones_like(weight[:, 0]))
    return tf.stop_gradient(tf.convert_to_tensor(class_weight, dtype=weight.dtype))


def capped(logits: tf.Tensor, softcap: float | None) -> tf.Tensor:
    """The logits, with the softcap where there is one."""
    return logits if softcap is None else softcap * tf.tanh(logits / softcap)


def with_z_loss(loss: tf.Tensor, log_sum: tf.Tensor, z_loss: float) -> tf.Tensor:
    """The loss, with ζ (log Σ exp z)² where ζ is above 0."""
    return loss if z_loss == 0 else loss + z_loss * tf.square(log_sum)


def sums_of_logits(
    features: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor, softcap: float | None, shares: Shares | None
) -> tuple[tf.Tensor, tf.Tensor]:
    """Log Σ exp of each row's logits, and their sum with the shares; 0 without.

    The gradient of the first by the logits is their softmax, that of the second the shares.
    """
    x, w, b = (tf.stop_gradient(each) for each in (features, weight, bias))  # else a tape would keep every block
    known = by_blocks(x, w, b, softcap, shares)

    @tf.custom_gradient
    def sums(features: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor) -> tuple[tuple[tf.Tensor, tf.Tensor], object]:
        def gradient(by_log_sum: tf.Tensor, by_shares: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            log_sum, _ = sums(features, weight, bias)  # known, and yet a function of these, for a second derivative
            by_features, by_weight, by_bias = tf.zeros_like(features), [], []
            for classes, logits in blocks(features, weight, bias, softcap):
                by_logits = by_log_sum[:, None] * tf.exp(logits - log_sum[:, None])
                if shares:
                    by_logits += by_shares[:, None] * shares(classes)
                if softcap is not None:
                    by_logits *= 1 - tf.square(logits / softcap)
                by_features += tf.matmul(by_logits, weight[classes])
                by_weight.append(tf.matmul(by_logits, features, transpose_a=True))
                by_bias.append(tf.reduce_sum(by_logits, 0))
            return by_features, tf.concat(by_weight, 0), tf.concat(by_bias, 0)

        return (tf.identity(known[0]), tf.identity(known[1])), gradient

    sums_of_inputs: tuple[tf.Tensor, tf.Tensor] = sums(features, weight, bias)
    return sums_of_inputs


def by_blocks(
    features: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor, softcap: float | None, shares: Shares | None
) -> tuple[tf.Tensor, tf.Tensor]:
    """The same, a block of classes after the other; no tape may look."""
    largest = tf.fill(tf.shape(features)[:1], features.dtype.min)
    total, with_shares = tf.zeros_like(largest), tf.zeros_like(largest)
    for classes, logits in blocks(features, weight, bias, softcap):
        before, largest = largest, tf.maximum(largest, tf.reduce_max(logits, -1))
        total = total * tf.exp(before - largest) + tf.reduce_sum(tf.exp(logits - largest[:, None]), -1)
        if shares:
            with_shares += tf.reduce_sum(shares(classes) * logits, -1)
    return largest + tf.math.log(total), with_shares


def blocks(
    features: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor, softcap: float | None
) -> Iterator[tuple[slice, tf.Tensor]]:
    """The logits of a block of classes after the other, and which classes these are."""
    if weight.shape[0] is None:
        yield slice(None), capped(tf.matmul(features, weight, transpose_b=True) + bias, softcap)
        return
    logits = features[:0, :0]
    for start in range(0, weight.shape[0], CLASSES_AT_ONCE):
        classes = slice(start, start + CLASSES_AT_ONCE)
        with tf.control_dependencies([logits]):  # a graph would make all blocks at once
            logits = capped(tf.matmul(features, weight[classes], transpose_b=True) + bias[classes], softcap)
        yield classes, logits
