"""Which cells of a page can run in a browser, and why the others don't."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from lossbook_course.teaching.exercises import EXERCISES, names
from lossbook_site.live.cells import Cells, Code, read
from lossbook_site.live.wants import DRAWING, wanted, wants


def reasons(sources: Sequence[str], has: Collection[str] = ()) -> list[str]:
    """For each cell of a page what it wants and a page lacks; nothing if the cell runs in the page.

    Args:
        sources: the code of all cells.
        has: what the page can load beside Python and NumPy.
    """
    cells = cells_of(sources)
    found: list[str] = []
    for number in range(len(sources)):
        found.append(reason(cells, number, found, has))
    return found


def loadable() -> tuple[str, ...]:
    """What a page can load beside Python and NumPy."""
    return (DRAWING,) if os.environ.get("LOSSBOOK_DRAWS") else ()


def cells_of(sources: Sequence[str]) -> Cells:
    """The cells of a page, by their code."""
    return Cells([parsed(source) for source in sources])


def parsed(source: str) -> Code | None:
    """What a cell gives and takes, if it is Python."""
    try:
        return read(source)
    except SyntaxError:
        return None


def reason(cells: Cells, number: int, above: Sequence[str], has: Collection[str]) -> str:
    """The first thing that a cell, or one that it needs, wants and a page lacks."""
    code, needed = cells.codes[number], cells.needs(number)
    if code is None:
        return "IPython"
    own = wants(cells, number)
    inherited = [above[cell] for cell in needed.cells]
    unknown = ["what is hidden"] if needed.unknown else []
    lacking = (*own, *inherited, *unknown, *(check_wants(name) for name in code.checks))
    return next((each for each in lacking if each and each not in has), "")


@cache
def check_wants(name: str) -> str:
    """What the check of an exercise wants that a page lacks."""
    if name not in names():
        return ""
    code = read(inspect.getsource(sys.modules[EXERCISES[name].__module__]))
    return next(filter(None, (wanted(it) for it in imported(code, EXERCISES[name].__name__, set()))), "")


def imported(code: Code, function: str, seen: set[str]) -> Iterator[str]:
    """The imports that a function of a module uses, and the functions that it calls."""
    seen.add(function)
    inner = code.inner[function]
    yield from sorted(inner.loaded)
    for name in sorted(inner.loads - seen):
        if name in code.imports:
            yield code.imports[name]
        elif name in code.inner:
            yield from imported(code, name, seen)
