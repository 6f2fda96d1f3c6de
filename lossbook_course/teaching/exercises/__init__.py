"""Exercises that answer back: 'correct', 'not yet' with a hint, or 'not answered', and never a traceback.

A chapter's exercises stand in a module of this package, one function each::

    @exercise("fair-coin")
    def fair_coin(answer):
        compare(number(answer), entropy([0.5, 0.5]), {"that is in nats; divide by ln 2": entropy([0.5, 0.5], base=e)})

When the answer is wrong the function raises ``NotYet(hint)`` or returns the hint; when it is right it returns nothing.
The expected answer comes from the library, never from a literal.
"""

from __future__ import annotations

import copy
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook_course.teaching.display import display_html

Examiner = Callable[[Any], str | None]
EXERCISES: dict[str, Examiner] = {}


class NotYet(Exception):
    """The answer is not right yet; the message is the hint."""


class NotAnswered(Exception):
    """The starter is still as it was."""


def exercise(name: str) -> Callable[[Examiner], Examiner]:
    """Register the decorated function as the check of the exercise ``name``."""

    def register(examine: Examiner) -> Examiner:
        if name in EXERCISES:
            raise ValueError(f"two exercises are called {name!r}")
        EXERCISES[name] = examine
        return examine

    return register


def names() -> list[str]:
    """Every exercise there is, of all chapters."""
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(module.name)  # registers the chapter's; after the first time this costs nothing
    return sorted(EXERCISES)


def check(name: str, answer: Any) -> None:
    """Say whether an answer to an exercise is right.

    Args:
        name: the exercise, as its page names it.
        answer: a number, an array or a function, as the exercise asks; ``...`` while there is none.
    """
    show_verdict(*judge(name, answer))


def show_verdict(verdict: str, hint: str) -> None:
    """Display a verdict, and the hint if there is one."""
    text = f"{verdict}: {hint}" if hint else verdict
    colour, sign = {"correct": ("#009E73", "✓"), "not yet": ("#D55E00", "✗"), "not answered": ("#808080", "…")}[verdict]
    display_html(
        f'<p class="lossbook-check" role="status" style="border-left: 4px solid {colour}; padding-left: 0.7em">'
        f"{sign} {escape(text)}</p>",
        text,
    )


def judge(name: str, answer: Any) -> tuple[str, str]:
    """The verdict on an answer, and a hint when it is 'not yet'."""
    if answer is None or answer is ...:
        return "not answered", ""
    if name not in names():
        return "not yet", f"there is no exercise called {name!r}; there are {', '.join(names())}"
    try:
        hint = EXERCISES[name](answer)
    except NotAnswered:
        return "not answered", ""
    except NotYet as hint:
        return "not yet", str(hint)
    except KeyboardInterrupt:  # whoever stops a slow answer wants it stopped
        raise
    except BaseException as error:
        return "not yet", f"this check cannot read the answer ({type(error).__name__}); is it of the kind asked for?"
    return ("not yet", hint) if hint else ("correct", "")


def number(answer: Any) -> float:
    """The answer as a float, if it is one number.

    Raises:
        NotYet: it is something else.
    """
    value = _numeric(answer, "a number")
    if value.size != 1:
        raise NotYet(f"one number is wanted, and this has {value.size}; which of them, or what of them all?")
    return value.item()


def array(answer: Any, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """The answer as an array of floats, if it has that shape.

    Raises:
        NotYet: it is something else.
    """
    value = _numeric(answer, f"an array of shape {shape}")
    if value.shape != shape:
        raise NotYet(f"an array of shape {shape} is wanted, and this has shape {value.shape}")
    return value


def call(answer: Any, *arguments: Any) -> Any:
    """What the learner's function gives for some arguments, which it may change without harm.

    Raises:
        NotYet: the answer is no function, or it raised, or it returns nothing.
        NotAnswered: it gave ``...``, as a starter does.
    """
    if not callable(answer):
        raise NotYet(f"a function is wanted, and this is {_kind(answer)}; pass it without calling it")
    try:
        result = answer(*copy.deepcopy(arguments))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise NotYet(f"your function raised {type(error).__name__}: {error}") from None
    if result is ...:
        raise NotAnswered
    if result is None:
        raise NotYet("your function returns nothing; is a return missing?")
    return result


class _MarksUnwritten(np.ndarray):
    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        inputs = tuple(_plain(each) for each in inputs)
        options = {name: _plain(each) for name, each in options.items()}
        if method == "__call__" and "where" in options and "out" not in options:
            options["out"] = np.full_like(ufunc(*inputs), np.nan)
        return marks_unwritten(getattr(ufunc, method)(*inputs, **options))


def marks_unwritten(value: Any) -> Any:
    """An array like ``value``, of which ``np.log(p, where=p > 0)`` without ``out=`` is NaN where it writes nothing.

    An ordinary array keeps there what memory happens to hold, which is often the 0 that makes a wrong answer right.
    """
    return value.view(_MarksUnwritten) if type(value) is np.ndarray else value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return value.view(np.ndarray) if isinstance(value, _MarksUnwritten) else value


def compare(
    value: float | NDArray[np.float64],
    expected: ArrayLike,
    mistakes: Mapping[str, ArrayLike] | None = None,
    *,
    otherwise: str = "not this value",
    rtol: float = 1e-3,
    atol: float = 1e-6,
) -> None:
    """Accept ``value`` if it is the expected one, or that rounded to three digits.

    Args:
        value: the learner's, from ``number`` or ``array``.
        expected: what the library computes.
        mistakes: from the hint for a well-known mistake to the value that the mistake gives, rounded or not.
        otherwise: the hint for every other value; it names no mistake.
        rtol: how far off ``value`` may be, relatively, and not be rounded to three digits.
        atol: the same, absolutely, for what should be 0.

    Raises:
        NotYet: with the hint that fits.
    """

    def is_close(to: ArrayLike, rtol: float = rtol) -> bool:
        return np.shape(value) == np.shape(to) and bool(np.allclose(value, to, rtol=rtol, atol=atol))

    if is_close(expected):
        return
    found = [hint for hint, wrong in (mistakes or {}).items() if is_close(wrong)]
    found += [hint for hint, wrong in (mistakes or {}).items() if _is_rounded(value, wrong, rtol, atol)]
    if found:
        raise NotYet(found[0])
    if _is_rounded(value, expected, rtol, atol):
        return
    if np.any(np.isnan(value)):
        raise NotYet(
            "there is a NaN in it; look for 0 · ∞, as in 0 · log 0, for 0 / 0, ∞ − ∞, a log of less than 0, "
            "or where= without out="
        )
    if is_close(np.negative(expected)):
        raise NotYet("the size is right and the sign is not; where did a minus go?")
    if is_close(expected, rtol=0.02):
        rounded = (np.round(np.asarray(expected), places) for places in range(-9, 10))
        if any(np.allclose(value, each, rtol=1e-9, atol=1e-12) for each in rounded):
            raise NotYet("close, within 2 %; rounded too early? Three significant digits are wanted")
        raise NotYet("close, within 2 %, but not close enough")
    raise NotYet(otherwise)


def _is_rounded(value: float | NDArray[np.float64], to: ArrayLike, rtol: float, atol: float) -> bool:
    """Whether every entry of ``value`` is that of ``to``, written with three digits where it isn't close to it."""
    if np.shape(value) != np.shape(to):
        return False
    three = np.reshape([float(f"{entry:.3g}") for entry in np.ravel(to)], np.shape(to))
    return bool(np.all(np.isclose(value, to, rtol=rtol, atol=atol) | np.isclose(value, three, rtol=1e-6, atol=0)))


def _numeric(answer: Any, wanted: str) -> NDArray[np.float64]:
    try:
        if hasattr(answer, "detach"):  # a tensor of PyTorch, which may have a gradient or lie elsewhere
            answer = answer.detach().cpu()
        hidden = np.ma.is_masked(answer)
        value = np.asarray(answer)
        if value.dtype == object and all(isinstance(entry, (Fraction, Decimal)) for entry in value.ravel()):
            value = value.astype(float)
    except Exception:
        raise NotYet(f"{wanted} is wanted, and NumPy cannot read this {_kind(answer)}") from None
    if hidden:
        raise NotYet(f"{wanted} is wanted, and this is masked: it stays so in every sum that it gets into")
    if value.dtype.kind not in "iuf":
        hint = "; call it and pass what it returns" if callable(answer) else ""
        if isinstance(answer, np.ndarray) and answer.ndim:
            raise NotYet(f"{wanted} is wanted, and the entries of this one are of type {value.dtype}")
        raise NotYet(f"{wanted} is wanted, and this is {_kind(answer)}{hint}")
    return value.astype(float)


def _kind(answer: Any) -> str:
    return f"of type {type(answer).__name__}"
