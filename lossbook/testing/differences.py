"""Slopes by finite differences, with a word on where there is none: at a kink."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

STEPS = (1e-3, 1e-4, 1e-5)  # as shares of the size: two in a row that agree are believed
ONE_SIDED = 1e-6
AGREEMENT = 1e-6  # of two steps, relative
ROUNDING = 16 * np.finfo(np.float64).eps  # of a loss, relative to what it adds up


class Slope(NamedTuple):
    """A slope lies between ``low`` and ``high``, give or take ``slack``; they differ at a kink."""

    low: float
    high: float
    slack: float
    kink: bool = False

    def allows(self, slope: float) -> bool:
        """Whether that may be the slope."""
        return bool(self.low - self.slack <= slope <= self.high + self.slack)


def slope(moved: Callable[[float], NDArray[Any]], size: float) -> Slope:
    """The slope of the sum of ``moved(step)`` at a step of 0.

    Args:
        moved: the losses when one number has moved by a step.
        size: the length over which the losses bend; a step goes no further than 2e-3 of it.

    Returns:
        The fourth-order central difference at the longest step that the next shorter one confirms. A kink is where the
        slopes to the two sides differ as much close by as ten times further out; there, the two slopes.
    """
    here = moved(0.0)
    left, right = (np.sum(moved(s * ONE_SIDED * size) - here) / (s * ONE_SIDED * size) for s in (-1, 1))
    slack = 1e-3 * max(abs(left), abs(right)) + _noise(here, ONE_SIDED * size)
    low, high = float(min(left, right)), float(max(left, right))
    if high - low > slack and high - low > 0.5 * _bend(moved, here, 10 * ONE_SIDED * size):
        return Slope(low, high, slack, kink=True)
    steps = [share * size for share in STEPS]
    found = [_fourth_order(moved, steps[0])]
    for step in steps[1:]:
        found.append(_fourth_order(moved, step))
        noise = _noise(here, step)
        if abs(found[-1] - found[-2]) <= AGREEMENT * max(map(abs, found[-2:])) + noise:
            return Slope(found[-1], found[-1], 10 * AGREEMENT * abs(found[-1]) + 2 * noise)
    return Slope(low, high, slack)  # a kink nearby, or a loss that bends over a shorter distance


def _fourth_order(moved: Callable[[float], NDArray[Any]], step: float) -> float:
    """By differences of losses, added up last: what doesn't move leaves no rounding error."""
    near, far = (moved(n * step) - moved(-n * step) for n in (1, 2))
    return float(np.sum(8 * near - far)) / (12 * step)


def _bend(moved: Callable[[float], NDArray[Any]], here: NDArray[Any], step: float) -> float:
    """By how much the slopes to the two sides differ."""
    return float(abs(np.sum(moved(step) - 2 * here + moved(-step)))) / step


def _noise(losses: NDArray[Any], step: float) -> float:
    """What rounding may do to a difference over this step; the sum of the losses counts as 1 at least."""
    return float(ROUNDING * (np.abs(losses).sum() + 1) / step)
