"""How sure a few seeds make us: intervals, paired differences, and the price of asking several questions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats


class Interval(NamedTuple):
    """A mean over seeds, and how far its 95 % interval reaches to each side."""

    mean: float
    half: float


class Difference(NamedTuple):
    """How far apart two losses are on the same seeds.

    ``p`` is that of a paired t-test: how often chance alone would put two equally good losses at least as many standard
    errors apart. ``holm`` is ``p`` after the correction for all questions that were asked together.
    """

    mean: float
    half: float
    p: float
    holm: float = np.nan


def interval(values: np.ndarray) -> Interval:
    """Mean of one value a seed, with a t-interval: few seeds make it wide."""
    count = len(values)
    if count < 2:
        return Interval(float(values[0]), np.inf) if count else Interval(np.nan, np.nan)
    half = stats.t.ppf(0.975, count - 1) * np.std(values, ddof=1) / np.sqrt(count)
    return Interval(float(np.mean(values)), float(half))


def paired_difference(values: np.ndarray, baseline: np.ndarray) -> Difference:
    """``values`` minus ``baseline``, seed by seed: what a seed does to both of them alike cancels."""
    if len(values) < 2:
        return Difference(*interval(values - baseline), np.nan)
    if np.array_equal(values, baseline):
        return Difference(0.0, 0.0, 1.0)
    return Difference(*interval(values - baseline), float(stats.ttest_rel(values, baseline).pvalue))


def holm(p_values: np.ndarray) -> np.ndarray:
    """Correct p-values for being several: call what is then below 0.05 a find, and the chance of any false one is 5 %.

    The smallest is multiplied by how many there are, the next by one fewer, and so on; none may fall below the one
    before it, nor rise above 1.

    Examples:
        >>> holm(np.array([0.01, 0.04, 0.03]))
        array([0.03, 0.06, 0.06])

    References:
        Holm (1979).
    """
    order = np.argsort(p_values)
    multiplied = p_values[order] * np.arange(len(p_values), 0, -1)
    corrected = np.empty_like(multiplied)
    corrected[order] = np.minimum(np.maximum.accumulate(multiplied), 1)
    return corrected
