"""Sequence losses in NumPy, with their gradients: connectionist temporal classification, by forward and backward."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.arguments import checked
from lossbook.numpy.primitives import Array, log_softmax, reduce, reduce_grad


@checked
def ctc(
    log_probs: Array,
    labels: Array,
    input_lengths: Array,
    label_lengths: Array,
    *,
    blank: int = 0,
    zero_infinity: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array:
    r"""Connectionist temporal classification: minus the log-probability of a label, over all ways to align it.

    .. math:: \ell = -\log \sum_{\pi \in B^{-1}(y)} \prod_t p_t(\pi_t)

    A path π says one class a frame. B makes a label of it: it joins what repeats, then drops the blanks. The sum over
    all paths that give y takes one pass through the frames.

    Args:
        log_probs: log-probabilities of shape (N, T, C): samples, frames, classes. Logits will do: log-softmax is
            taken first, and leaves log-probabilities as they are.
        labels: class indices of shape (N, S), without blanks; what lies behind a sample's length is not looked at.
        input_lengths: how many of the T frames count, of shape (N,).
        label_lengths: how many of the S labels count, of shape (N,).
        blank: the index of the blank.
        zero_infinity: if True, a label that has no path, since it needs more frames than there are (one a label, and
            one between equal neighbours), costs 0; if False, infinity. Its gradient is 0 in both cases.
        sample_weight: one weight for each sample, of shape (N,).
        reduction: ``"mean"`` (÷ N, whatever the lengths), ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a float, or an array of shape (N,) for ``"none"``.

    Raises:
        ValueError: the shapes don't fit, a length is longer than its axis, a label is out of range or the blank, a
            number is NaN or infinite, or a parameter or the reduction is unknown.
        TypeError: labels or lengths are not integers, or a parameter has the wrong type.

    Examples:
        >>> p = np.array([[[0.4, 0.6], [0.4, 0.6]]])  # the paths to [1] are 11, 1-, -1
        >>> float(np.exp(-ctc(np.log(p), [[1]], [2], [1])).round(4))
        0.84

    References:
        Graves et al. (2006).
    """
    log_p = log_softmax(log_probs, -1)
    path, may_skip = with_blanks(labels, blank)
    forward = forward_logs(log_p, path, may_skip, input_lengths)
    loss = -log_total(forward[-1], label_lengths)
    possible = frames_needed(labels, label_lengths) <= input_lengths
    loss = np.where(possible, loss, 0 if zero_infinity else np.inf).astype(log_p.dtype)
    return reduce(loss, sample_weight, reduction)


@checked
def ctc_grad(
    log_probs: Array,
    labels: Array,
    input_lengths: Array,
    label_lengths: Array,
    *,
    blank: int = 0,
    zero_infinity: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array:
    r"""Gradient of :func:`ctc` by ``log_probs``: :math:`p_{tc} - \gamma_{tc}` in the frames that count.

    γ is the share of the paths through class c at frame t in the probability of all paths. Forward logs say how paths
    reach a state, backward logs how they go on; their sum counts all paths through it.
    """
    log_p = log_softmax(log_probs, -1)
    path, may_skip = with_blanks(labels, blank)
    forward = forward_logs(log_p, path, may_skip, input_lengths)
    backward = backward_logs(log_p, path, may_skip, input_lengths, label_lengths)
    possible = frames_needed(labels, label_lengths) <= input_lengths
    total = np.where(possible, log_total(forward[-1], label_lengths), 0)
    grad = np.exp(log_p)
    samples = np.arange(len(path))[:, None]
    for t in range(log_p.shape[1]):
        through = np.exp(forward[t + 1] + backward[t + 1] - total[:, None])
        np.subtract.at(grad, (samples, np.array(t), path), through)
    counts = possible[:, None] & in_front_of(input_lengths, log_p.shape[1])
    return reduce_grad(np.where(counts[..., None], grad, 0), sample_weight, reduction, axis=(1, 2))


def with_blanks(labels: Array, blank: int) -> tuple[Array, Array]:
    """The states of a path: the labels, a blank before, between and behind; and which may follow the last but one.

    From a label to the next one a path may skip the blank, unless the two are the same.
    """
    path = np.full((len(labels), 2 * labels.shape[1] + 1), blank, labels.dtype)
    path[:, 1::2] = labels
    may_skip = np.zeros(path.shape, bool)
    may_skip[:, 3::2] = labels[:, 1:] != labels[:, :-1]
    return path, may_skip


def forward_logs(log_p: Array, path: Array, may_skip: Array, input_lengths: Array) -> list[Array]:
    """For 0, 1, … T frames: the log-probability of all beginnings that end in each state.

    Before the first frame all paths are in the first blank, where they may stay or move on.
    """
    start = np.full(path.shape, -np.inf, log_p.dtype)
    start[:, 0] = 0
    logs = [start]
    for t in range(log_p.shape[1]):
        stay, step = logs[-1], shifted(logs[-1], 1)
        skip = np.where(may_skip, shifted(logs[-1], 2), -np.inf)
        arrived = np.logaddexp(np.logaddexp(stay, step), skip) + np.take_along_axis(log_p[:, t], path, -1)
        logs.append(np.where(t < input_lengths[:, None], arrived, stay))
    return logs


def backward_logs(
    log_p: Array, path: Array, may_skip: Array, input_lengths: Array, label_lengths: Array
) -> list[Array]:
    """For 0, 1, … T frames: the log-probability of all ways to go on from each state to the end of the label."""
    behind = 2 * label_lengths[:, None] - np.arange(path.shape[1])
    logs = [np.where((behind == 0) | (behind == 1), 0, -np.inf).astype(log_p.dtype)]
    for t in reversed(range(log_p.shape[1])):
        onward = logs[-1] + np.take_along_axis(log_p[:, t], path, -1)
        stay, step = onward, shifted(onward, -1)
        skip = shifted(np.where(may_skip, onward, -np.inf), -2)
        logs.append(np.where(t < input_lengths[:, None], np.logaddexp(np.logaddexp(stay, step), skip), logs[-1]))
    return logs[::-1]


def log_total(arrived: Array, label_lengths: Array) -> Array:
    """The log-probability of all paths: they end in the last label, or in the blank behind it."""
    last = 2 * label_lengths[:, None]
    in_blank = np.take_along_axis(arrived, last, -1)
    in_label = np.where(last > 0, np.take_along_axis(arrived, np.maximum(last - 1, 0), -1), -np.inf)
    return np.logaddexp(in_blank, in_label)[:, 0]


def frames_needed(labels: Array, label_lengths: Array) -> Array:
    """One frame a label, and one for the blank between equal neighbours."""
    repeats = (labels[:, 1:] == labels[:, :-1]) & in_front_of(label_lengths, labels.shape[1])[:, 1:]
    return label_lengths + repeats.sum(-1)


def in_front_of(lengths: Array, size: int) -> Array:
    """True for the positions of each row that lie within its length."""
    return np.arange(size) < lengths[:, None]


def shifted(values: Array, by: int) -> Array:
    """The values moved by so many states, −∞ where none comes from."""
    moved = np.full_like(values, -np.inf)
    if by > 0:
        moved[:, by:] = values[:, :-by]
    else:
        moved[:, :by] = values[:, -by:]
    return moved
