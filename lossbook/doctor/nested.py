"""Inputs, outputs and targets as programs give them: tensors in tuples, lists and dicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np


def flat(nested: Any) -> list[Any]:
    """What is in tuples, lists and dicts.

    >>> flat({"image": 1, "words": (2, [3, None])})
    [1, 2, 3]
    """
    if isinstance(nested, Mapping):
        nested = tuple(nested.values())
    if isinstance(nested, (list, tuple)):
        return [it for value in nested for it in flat(value)]
    return [] if nested is None else [nested]


def mapped(nested: Any, change: Callable[[Any], Any]) -> Any:
    """The same tuples, lists and dicts with everything in them changed.

    >>> mapped({"image": 1, "words": (2, [3])}, lambda it: -it)
    {'image': -1, 'words': (-2, [-3])}
    """
    if isinstance(nested, Mapping):
        return {key: mapped(value, change) for key, value in nested.items()}
    return type(nested)(mapped(it, change) for it in nested) if isinstance(nested, (tuple, list)) else change(nested)


def rows_of(arrays: list[Any]) -> int:
    """How many samples there are; 0 if the arrays don't agree."""
    sizes = {len(it) if np.ndim(it) else 0 for it in arrays}
    return sizes.pop() if len(sizes) == 1 else 0
