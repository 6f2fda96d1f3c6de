"""Long-tailed samples: a few classes common, most of them rare, as real data often are."""

from __future__ import annotations

import numpy as np


def class_sizes(largest: int, ratio: float, classes: int) -> np.ndarray:
    r"""How many samples each class keeps, the commonest first.

    .. math:: n_k = n_0 \, \rho^{-k / (K - 1)}, \qquad k = 0, \dots, K - 1

    Args:
        largest: samples of the commonest class, :math:`n_0`.
        ratio: how many times as many samples the commonest class has as the rarest, :math:`\rho`; 1 is balanced.
        classes: how many classes, :math:`K`; at least two.

    Returns:
        Integers, rounded, of shape (K,).

    Raises:
        ValueError: ``ratio`` is below 1, or so large that the rarest class would be empty.

    Examples:
        >>> class_sizes(1000, 100, 5)
        array([1000,  316,  100,   32,   10])

    References:
        Cui et al. (2019).
    """
    if not ratio >= 1:  # also NaN
        raise ValueError(f"ratio must be at least 1 (balanced), got {ratio:g}")
    if ratio > largest:
        raise ValueError(f"ratio must be at most {largest}, the size of the largest class, got {ratio:g}")
    return np.rint(largest * ratio ** (-np.arange(classes) / (classes - 1))).astype(int)


def long_tailed(labels: np.ndarray, ratio: float, seed: int) -> np.ndarray:
    """Choose samples so that the sizes of the classes fall from one to the next by one factor.

    The seed draws which class is how rare, so that several seeds don't all ask about the same rare class, and then
    which samples of it stay. For one seed, the choice for a larger ratio is a part of that for a smaller one.

    Args:
        labels: the class of each sample, integers from 0 to K − 1, of shape (N,).
        ratio: size of the commonest class over that of the rarest. With 1 all have the size of the smallest.
        seed: for the order of the classes and the choice within them.

    Returns:
        Positions in ``labels``, in ascending order.

    Raises:
        ValueError: ``ratio`` is below 1, or so large that the rarest class would be empty.

    Examples:
        >>> labels = np.repeat([0, 1, 2], 100)
        >>> np.bincount(labels[long_tailed(labels, ratio=100, seed=1)])
        array([100,  10,   1])
    """
    rng = np.random.default_rng(seed)
    counts = np.bincount(labels)
    order = rng.permutation(len(counts))  # the commonest first
    sizes = class_sizes(counts.min(), ratio, len(counts))
    chosen = [rng.permutation(np.flatnonzero(labels == c))[:size] for c, size in zip(order, sizes, strict=True)]
    return np.sort(np.concatenate(chosen))
