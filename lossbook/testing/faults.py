"""What a check says when it doesn't pass, and the words that all checks share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Fault(Exception):
    """Something is wrong, and nothing more can be seen of it: a sentence."""


class NotChecked(Exception):
    """A check does not apply: the reason."""


def told(error: BaseException) -> str:
    """An exception in one line."""
    lines = str(error).strip().splitlines()
    words = lines[0].strip() if lines else ""
    return f"{type(error).__name__}: {words[:200]}" if words else type(error).__name__


def at(index: Sequence[int]) -> str:
    """A place in an array, with a space before it; nothing for a single number."""
    return f" at [{', '.join(str(int(i)) for i in index)}]" if len(index) else ""


def first(wrong: NDArray[Any]) -> tuple[int, ...]:
    """The first place that is True."""
    return tuple(int(i) for i in np.argwhere(wrong)[0])


def not_finite(values: NDArray[Any]) -> tuple[int, ...] | None:
    """The first place of a NaN or infinity."""
    wrong = ~np.isfinite(values)
    return first(wrong) if wrong.any() else None


def difference(found: NDArray[Any], expected: NDArray[Any], relative: float) -> str:
    """Where and how two arrays differ, in words; nothing where they agree, to a share of the largest value."""
    if found.shape != expected.shape:
        return f"its shape is {found.shape}, and was {expected.shape}"
    size = np.abs(expected[np.isfinite(expected)]).max(initial=0)
    wrong = ~np.isclose(found, expected, rtol=relative, atol=relative * 0.01 * size, equal_nan=True)
    if not wrong.any():
        return ""
    place = first(wrong)
    return f"it is {found[place]:.7g}{at(place)}, and was {expected[place]:.7g}"
