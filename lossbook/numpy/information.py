r"""Self-information, entropy, cross-entropy and mutual information of discrete distributions.

All take probabilities, never logits, and answer in bits (``base=2``, the default) or in nats (``base=math.e``).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

SUM_TOLERANCE = 1e-3


def self_information(p: ArrayLike, *, base: float = 2) -> float | NDArray[Any]:
    r"""How much an event of probability ``p`` tells when it happens.

    .. math:: I(p) = -\log_b p

    Args:
        p: probabilities in [0, 1], any shape.
        base: 2 for bits, ``math.e`` for nats.

    Returns:
        The self-information, of the shape of ``p``; a float for a scalar. An impossible event tells infinitely much.

    Raises:
        ValueError: a probability lies outside [0, 1], or the base is neither 2 nor e.

    Examples:
        >>> self_information(0.25)
        2.0
        >>> self_information([1.0, 0.5])
        array([0., 1.])

    References:
        Shannon (1948); Cover and Thomas (2006), section 2.1.
    """
    p = _probabilities(p, "p")
    with np.errstate(divide="ignore"):
        return _scalar(0.0 - np.log(p) / _log_base(base))  # 0 − … turns the −0 of a certain event into 0


def entropy(p: ArrayLike, *, base: float = 2, axis: int = -1) -> float | NDArray[Any]:
    r"""The self-information that a draw from ``p`` brings on average.

    .. math:: H(p) = -\sum_i p_i \log_b p_i, \qquad 0 \log 0 = 0

    Args:
        p: distributions along ``axis``; each sums to 1 within 1e-3.
        base: 2 for bits, ``math.e`` for nats.
        axis: the axis that holds a distribution.

    Returns:
        One entropy for each distribution: the shape of ``p`` without ``axis``; a float for one distribution.

    Raises:
        ValueError: a probability lies outside [0, 1], a distribution does not sum to 1, or the base is neither 2 nor e.

    Examples:
        >>> entropy([0.5, 0.25, 0.25])
        1.5

    References:
        Shannon (1948), section 6; Cover and Thomas (2006), section 2.1.
    """
    p = _distributions(p, "p", axis)
    return cross_entropy(p, p, base=base, axis=axis)


def cross_entropy(p: ArrayLike, q: ArrayLike, *, base: float = 2, axis: int = -1) -> float | NDArray[Any]:
    r"""The average message length when events follow ``p`` and the code was made for ``q``.

    .. math:: H(p, q) = -\sum_i p_i \log_b q_i

    It is never below the entropy of ``p``, but for what the sums lack to 1, and equals it when ``q`` is ``p``.

    Args:
        p: the true distributions along ``axis``; each sums to 1 within 1e-3.
        q: the model's distributions, of the shape of ``p``.
        base: 2 for bits, ``math.e`` for nats.
        axis: the axis that holds a distribution.

    Returns:
        One value for each distribution: the shape of ``p`` without ``axis``; a float for one distribution. It is
        infinite where ``q`` calls impossible what ``p`` does not.

    Raises:
        ValueError: the shapes differ, a probability lies outside [0, 1], a distribution does not sum to 1, or the
            base is neither 2 nor e.

    Examples:
        >>> cross_entropy([0.5, 0.5], [0.25, 0.75]).__round__(4)
        1.2075

    References:
        Cover and Thomas (2006), theorem 5.4.3; Goodfellow et al. (2016), section 3.13.
    """
    p, q = _distributions(p, "p", axis), _distributions(q, "q", axis)
    if p.shape != q.shape:
        raise ValueError(f"p and q need the same shape, got {p.shape} and {q.shape}")
    with np.errstate(divide="ignore"):
        log_q = np.log(np.where(p > 0, q, 1))  # where p is 0 the term is 0, whatever q says: 0·log 0 = 0
    return _scalar(0.0 - (p * log_q).sum(axis) / _log_base(base))


def mutual_information(joint: ArrayLike, *, base: float = 2) -> float:
    r"""What knowing one of two variables tells about the other.

    .. math:: I(X; Y) = \sum_{x, y} p(x, y) \log_b \frac{p(x, y)}{p(x)\, p(y)} = H(X) + H(Y) - H(X, Y)

    Args:
        joint: the joint distribution, a matrix that sums to 1 within 1e-3: X along the rows, Y along the columns.
        base: 2 for bits, ``math.e`` for nats.

    Returns:
        The mutual information: 0 for independent variables (as nearly as the sum is 1), at most the smaller of the two
        entropies.

    Raises:
        ValueError: ``joint`` is not a matrix, a probability lies outside [0, 1], the sum is not 1, or the base is
            neither 2 nor e.

    Examples:
        >>> mutual_information([[0.5, 0.0], [0.0, 0.5]])
        1.0

    References:
        Cover and Thomas (2006), section 2.3.
    """
    joint = np.asarray(joint, dtype=float)
    if joint.ndim != 2:
        raise ValueError(f"joint needs two axes, one for each variable, got shape {joint.shape}")
    _distributions(joint.ravel(), "joint", 0)
    independent = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
    happens = joint > 0
    return float((joint[happens] * np.log(joint[happens] / independent[happens])).sum() / _log_base(base))


def _probabilities(p: ArrayLike, name: str) -> NDArray[Any]:
    p = np.asarray(p, dtype=float)
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError(f"{name} needs probabilities in [0, 1], got values from {p.min()} to {p.max()}")
    return p


def _distributions(p: ArrayLike, name: str, axis: int) -> NDArray[Any]:
    p = _probabilities(p, name)
    if p.ndim == 0:
        raise ValueError(f"{name} needs a distribution, a list of probabilities that sum to 1, got the number {p}")
    totals = p.sum(axis)
    if not np.all(np.abs(totals - 1) <= SUM_TOLERANCE):
        worst = totals.flat[np.argmax(np.abs(totals - 1))]
        raise ValueError(f"{name} needs probabilities that sum to 1, got a sum of {worst:.6g}")
    return p


def _log_base(base: float) -> float:
    if base not in (2, math.e):
        raise ValueError(f"base needs to be 2 (bits) or math.e (nats), got {base!r}")
    return math.log(base)


def _scalar(value: NDArray[Any]) -> float | NDArray[Any]:
    return float(value) if np.ndim(value) == 0 else value
