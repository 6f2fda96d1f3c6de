"""Sequence losses in TensorFlow: connectionist temporal classification."""

from __future__ import annotations

import math

import tensorflow as tf

from lossbook.tensorflow.arguments import checked

IMPOSSIBLE = -1e30  # in place of −∞, whose differences are NaN


@checked
def ctc(
    log_probs: tf.Tensor,
    labels: tf.Tensor,
    input_lengths: tf.Tensor,
    label_lengths: tf.Tensor,
    blank: int = 0,
    zero_infinity: bool = False,
) -> tf.Tensor:
    r"""Connectionist temporal classification: minus the log-probability of a label, over all ways to align it.

    .. math:: \ell = -\log \sum_{\pi \in B^{-1}(y)} \prod_t p_t(\pi_t)

    A path π says one class a frame. B makes a label of it: it joins what repeats, then drops the blanks. The sum over
    all paths that give y takes one pass through the frames. It is written out here: of TensorFlow's own two kernels one
    knows no float64 and counts what is not allowed with a probability of e⁻⁷⁰⁷, the other knows no empty label.

    Args:
        log_probs: log-probabilities of shape (N, T, C): samples, frames, classes. Logits will do: log-softmax is
            taken first, and leaves log-probabilities as they are.
        labels: class indices of shape (N, S), without blanks; what lies behind a sample's length is not looked at.
        input_lengths: how many of the T frames count, of shape (N,).
        label_lengths: how many of the S labels count, of shape (N,).
        blank: the index of the blank.
        zero_infinity: if True, a label that has no path, since it needs more frames than there are (one a label, and
            one between equal neighbours), costs 0; if False, infinity. Its gradient is 0 in both cases.

    Returns:
        One loss a sample in nats, of shape (N,); float32, or float64 for float64.

    Raises:
        ValueError: the shapes don't fit, a length or a label is out of range (looked at eagerly on the CPU alone), or
            a parameter is.
        TypeError: the inputs are not numbers, or a parameter has the wrong type.

    Examples:
        >>> p = [[[0.4, 0.6], [0.4, 0.6]]]  # the paths to [1] are 11, 1-, -1
        >>> tf.exp(-ctc(tf.math.log(p), [[1]], [2], [1])).numpy().round(4)
        array([0.84], dtype=float32)

    References:
        Graves et al. (2006).
    """
    log_p = tf.nn.log_softmax(log_probs, -1)
    path, may_skip = with_blanks(labels, blank)
    arrived = forward_logs(log_p, path, may_skip, input_lengths)
    loss = -log_total(arrived, label_lengths)
    possible = frames_needed(labels, label_lengths) <= input_lengths
    return tf.where(possible, loss, tf.constant(0 if zero_infinity else math.inf, loss.dtype))


def with_blanks(labels: tf.Tensor, blank: int) -> tuple[tf.Tensor, tf.Tensor]:
    """The states of a path: the labels, a blank before, between and behind; and which may follow the last but one.

    From a label to the next one a path may skip the blank, unless the two are the same.
    """
    blanks = tf.fill(tf.shape(labels), tf.constant(blank, labels.dtype))
    path = tf.reshape(tf.stack([blanks, labels], -1), [tf.shape(labels)[0], 2 * tf.shape(labels)[1]])
    path = tf.pad(path, [[0, 0], [0, 1]], constant_values=blank)
    before = tf.pad(path, [[0, 0], [2, 0]], constant_values=blank)[:, :-2]
    return path, (path != blank) & (path != before)


def forward_logs(log_p: tf.Tensor, path: tf.Tensor, may_skip: tf.Tensor, input_lengths: tf.Tensor) -> tf.Tensor:
    """The log-probability of all paths that end in each state when the input ends.

    Before the first frame all paths are in the first blank, where they may stay or move on.
    """
    impossible = tf.constant(IMPOSSIBLE, log_p.dtype)

    def one_frame(logs: tf.Tensor, frame: tuple[tf.Tensor, tf.Tensor]) -> tf.Tensor:
        emitted, counts = frame
        step = tf.pad(logs, [[0, 0], [1, 0]], constant_values=IMPOSSIBLE)[:, :-1]
        skip = tf.pad(logs, [[0, 0], [2, 0]], constant_values=IMPOSSIBLE)[:, :-2]
        ways = tf.stack([logs, step, tf.where(may_skip, skip, impossible)])
        return tf.where(counts[:, None], tf.reduce_logsumexp(ways, 0) + emitted, logs)

    emitted = tf.gather(log_p, tf.repeat(path[:, None], tf.shape(log_p)[1], 1), axis=2, batch_dims=2)
    counts = tf.range(tf.shape(log_p, tf.int64)[1])[:, None] < input_lengths
    start = tf.where(tf.range(tf.shape(path)[1]) == 0, tf.constant(0, log_p.dtype), impossible)
    start = tf.tile(start[None], [tf.shape(path)[0], 1])
    return tf.foldl(one_frame, (tf.transpose(emitted, [1, 0, 2]), counts), start)


def log_total(arrived: tf.Tensor, label_lengths: tf.Tensor) -> tf.Tensor:
    """The log-probability of all paths: they end in the last label, or in the blank behind it."""
    last = 2 * label_lengths
    in_blank = tf.gather(arrived, last, axis=1, batch_dims=1)
    in_label = tf.gather(arrived, tf.maximum(last - 1, 0), axis=1, batch_dims=1)
    in_label = tf.where(last > 0, in_label, tf.constant(IMPOSSIBLE, arrived.dtype))
    return tf.reduce_logsumexp(tf.stack([in_blank, in_label]), 0)


def frames_needed(labels: tf.Tensor, label_lengths: tf.Tensor) -> tf.Tensor:
    """One frame a label, and one for the blank between equal neighbours."""
    counts = tf.range(tf.shape(labels, tf.int64)[1]) < label_lengths[:, None]
    repeats = (labels[:, 1:] == labels[:, :-1]) & counts[:, 1:]
    return label_lengths + tf.reduce_sum(tf.cast(repeats, tf.int64), -1)
