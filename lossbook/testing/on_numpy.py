"""A loss in NumPy, and what the kit asks of a loss in any framework."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from lossbook.testing.faults import Fault, NotChecked

Arrays = Sequence[NDArray[Any]]


class Result(NamedTuple):
    """A loss as float64, and the dtype that it had."""

    losses: NDArray[Any]
    dtype: str


class NumPy:
    """A loss with NumPy arrays in and out. Arrays of floats are float64; each call says in which dtype to try."""

    name = "NumPy"
    usual = "float64"  # the dtype of most calls
    half: tuple[str, ...] = ("float16",)
    keeps_dtype = False  # whether a result of another dtype than the inputs' is a fault
    prediction = 1  # the position of the argument that gets the gradient

    def __init__(self, function: Callable[..., Any], by_hand: Callable[..., Any] | None = None) -> None:
        self.function = function
        self.by_hand = by_hand

    @classmethod
    def of(cls, function: Callable[..., Any], by_hand: Callable[..., Any] | None, inputs: Sequence[Any]) -> Self:
        """The loss where its example lies, which matters to PyTorch alone."""
        return cls(function, by_hand)

    def like(self, function: Callable[..., Any]) -> Self:
        """Another loss in the same place."""
        return type(self)(function)

    @staticmethod
    def array(values: Any) -> NDArray[Any]:
        """An input: floats as float64, and integers and truth values as they are."""
        array = np.asarray(values)
        return array if array.dtype.kind in "iub" else array.astype(np.float64)

    def arguments(self) -> list[str]:
        """What the loss calls its inputs, as far as it says so."""
        try:
            given = inspect.signature(self.described).parameters.values()
        except (TypeError, ValueError):  # a function that is not written in Python
            return []
        return [it.name for it in given if it.kind in (it.POSITIONAL_ONLY, it.POSITIONAL_OR_KEYWORD)]

    @property
    def described(self) -> Callable[..., Any]:
        """What has the signature."""
        return self.function

    def call(self, arrays: Arrays, dtype: str | None = None) -> Result:
        """The loss."""
        with np.errstate(all="ignore"):  # what overflows is told in words
            return self.result(self.function(*self.given(arrays, dtype or self.usual)))

    def given(self, arrays: Arrays, dtype: str) -> list[Any]:
        """The inputs, new at each call."""
        return [array.astype(dtype) if array.dtype.kind == "f" else array.copy() for array in arrays]

    def result(self, found: Any) -> Result:
        """What came out."""
        if not isinstance(found, (np.ndarray, np.generic, float, int)) or np.asarray(found).dtype.kind not in "fiu":
            raise Fault(f"The loss is a {_kind(found)}. Return a number or an array of numbers")
        losses = np.asarray(found)
        return Result(losses.astype(np.float64), str(losses.dtype))

    @property
    def has_gradient(self) -> bool:
        """Whether there is one to check."""
        return self.by_hand is not None

    def gradients(
        self, arrays: Arrays, positions: Sequence[int], dtype: str | None = None
    ) -> list[NDArray[Any] | None]:
        """The gradients of the sum of the losses, None where the loss does not depend on an input."""
        if self.by_hand is None:
            raise NotChecked("there is no gradient; pass one as gradient=")
        with np.errstate(all="ignore"):
            found = self.by_hand(*self.given(arrays, dtype or self.usual))
        return [self.array(it) for it in (found if isinstance(found, tuple) else (found,))]

    def reduced(self, reduction: str) -> Self | None:
        """The loss with this reduction; None if it has none."""
        try:
            known = "reduction" in inspect.signature(self.function).parameters
        except (TypeError, ValueError):
            known = False
        return self.like(partial(self.function, reduction=reduction)) if known else None

    def changed(self, arrays: Arrays) -> int | None:
        """The position of an input that is not the same after a call."""
        given = self.given(arrays, self.usual)
        self.function(*given)
        for i, (before, after) in enumerate(zip(self.given(arrays, self.usual), given, strict=True)):
            old, new = self.array(before), self.array(after)
            if not np.array_equal(old, new, equal_nan=old.dtype.kind == "f"):
                return i
        return None

    def compiled(self, arrays: Arrays, positions: Sequence[int]) -> Self:
        """The loss as the framework's compiler makes it."""
        raise NotChecked("NumPy compiles nothing")

    def saving(self, arrays: Arrays, notes: list[str]) -> Iterator[str]:
        """What gets lost when the loss is saved and loaded."""
        raise NotChecked("a function has no parameters to save")

    def one_number_is_wrong(self, arrays: Arrays) -> str:
        """What goes wrong if the unreduced loss is one number; nothing if that is as it should be."""
        return ""


def _kind(found: Any) -> str:
    kind = type(found).__name__
    return f"{kind} of {found.dtype}" if hasattr(found, "dtype") else kind
