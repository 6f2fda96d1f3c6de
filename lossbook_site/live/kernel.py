"""Runs the cells of a page where Python runs in the browser, and says what comes of it.

``worker.js`` makes one ``Kernel`` and hands it a function that tells the page. Cells name each other by their number
on the page.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from functools import cache
from html import escape
from pprint import pformat
from types import ModuleType
from typing import Any

from .cells import Cells, Code, Needs, read  # in a page this package has another name
from .wants import draws

MOST_TEXT = 100_000  # characters that one cell may print: an endless loop must not fill the page
SECONDS_TO_TELL = 0.1

Tell = Callable[[str, int, Any], None]  # what happened, in which cell, and what goes with it


@dataclass(frozen=True)
class Ran:
    """What ran, and as which run of all."""

    source: str
    when: int


class Kernel:
    """The variables of a page, and which cells they come from."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.ran: dict[int, Ran] = {}
        self.runs = 0
        self.history: dict[str, list[int]] = {}  # of a name: the cell that gave it, and those that changed it since
        self.outputs = Outputs(tell)
        install_ipython(self.outputs)

    def run(self, sources: Sequence[str], originals: Sequence[str], number: int) -> None:
        """Run a cell, after those above it that it needs and that are not as they stand there.

        Args:
            sources: the code of all cells of the page, as they are now.
            originals: as the book has them; what they give counts where a reader's version is no Python.
            number: which of them to run.
        """
        cells = cells_of(sources, originals)
        needed = cells.needs(number)
        for statement in (*needed.statements, *imports_of(originals[: number + 1], needed.unknown)):
            with suppress(ImportError):  # the cell that takes it says what it lacks
                exec(statement, self.names)
        stale = self.stale(cells, needed, sources, number)
        for cell in needed.cells:
            if cell in stale and not self.execute(cells, cell, sources[cell]):
                return
        self.execute(cells, number, sources[number])

    def draws(self, sources: Sequence[str], originals: Sequence[str], number: int) -> bool:
        """Whether a cell, or one that it needs, draws with Matplotlib."""
        return draws(cells_of(sources, originals), number)

    def prepare_to_draw(self) -> None:
        """Make Matplotlib draw into the page: what a cell leaves open is shown at its end."""
        ipython = sys.modules.pop("IPython")  # with the first figure Matplotlib would ask it for what it has not
        try:
            from matplotlib import pyplot

            pyplot.switch_backend("svg")
            pyplot.close(pyplot.figure())
        finally:
            sys.modules["IPython"] = ipython

        def show(*_: object, **__: object) -> None:  # no method: Matplotlib writes its signature on it
            self.show_figures()

        pyplot.show = show

    def show_figures(self) -> None:
        """Show the figures that are open, and close them."""
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            from lossbook_course.teaching import show

            for number in pyplot.get_fignums():
                show(pyplot.figure(number), "A figure that the code above draws.")

    def stale(self, cells: Cells, needed: Needs, sources: Sequence[str], number: int) -> set[int]:
        """Of the cells that are needed, those that have not run as they stand, or whose values others have changed."""
        found = {cell for cell in needed.cells if cell not in self.ran or self.ran[cell].source != sources[cell]}
        whole = {cell: cells.whole[cell] or Code() for cell in (*needed.cells, number)}
        for name in set().union(*(code.takes for code in whole.values())) & {*self.history}:
            meant = [cell for cell in needed.cells if name in whole[cell].gives | whole[cell].changes]
            if not is_end(self.history[name], meant, number):
                found |= {*meant}
        for cell in needed.cells:
            before = cells.needs(cell).cells
            if cell not in found and any(it in found or self.ran[it].when > self.ran[cell].when for it in before):
                found.add(cell)
        return found

    def execute(self, cells: Cells, number: int, source: str) -> bool:
        """Run one cell; whether it came to its end."""
        self.tell("begin_cell", number, None)
        began = time.perf_counter()
        with self.outputs.of(number):
            error = self.attempt(number, source)
        code = cells.whole[number] or Code()
        for name in code.gives | code.changes:
            earlier = [] if name in code.gives - code.takes else self.history.get(name, [])
            self.history[name] = [*(cell for cell in earlier if cell != number), number]
        if error is None:
            self.runs += 1
            self.ran[number] = Ran(source, self.runs)
        else:
            self.ran.pop(number, None)
        self.tell("end", number, {"error": error, "seconds": time.perf_counter() - began})
        return error is None

    def attempt(self, number: int, source: str) -> dict[str, Any] | None:
        """Run some code and display the value of its last line; what went wrong, and in which line."""
        file = f"cell-{number}.py"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        try:
            tree = ast.parse(source, file)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, file, "exec", dont_inherit=True), self.names)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), file, "eval", dont_inherit=True), self.names)
                if value is not None and not source.rstrip().endswith(";"):
                    self.outputs.display(value)
            self.show_figures()
        except BaseException as error:
            if pyplot := sys.modules.get("matplotlib.pyplot"):
                pyplot.close("all")  # a figure that was begun must not come up below the next cell
            return told(error, file)
        return None


def cells_of(sources: Sequence[str], originals: Sequence[str]) -> Cells:
    """The cells of a page as they are now, or as the book has those that are no Python any more."""
    return Cells([parsed(*both) for both in zip(sources, originals, strict=True)])


def parsed(source: str, original: str) -> Code | None:
    """What a cell gives and takes, as it is now or as the book has it."""
    return read_if_python(source) or read_if_python(original)


@cache
def read_if_python(source: str) -> Code | None:
    """What code gives and takes; it is read once, though asked for at every run."""
    try:
        return read(source)
    except SyntaxError:
        return None


def imports_of(originals: Sequence[str], names: frozenset[str]) -> Iterator[str]:
    """What the book imports under some names: a reader who writes a cell anew need not import once more."""
    for original in originals:
        code = read_if_python(original)
        yield from (code.imports[name] for name in names & {*code.imports}) if code else ()


def is_end(history: Sequence[int], meant: Sequence[int], number: int) -> bool:
    """Whether a value has gone through the cells that are meant, and then through none but the cell itself."""
    gone = [cell for cell in history if cell != number]
    return gone == [*meant][len(meant) - len(gone) :]


def told(error: BaseException, file: str) -> dict[str, Any]:
    """An error in short: what it says, and the line of the cell where it came up."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return {"text": f"{type(error).__name__}: {error.msg}", "line": error.lineno}
    line, at = None, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == file:
            line = at.tb_lineno
        at = at.tb_next
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return {"text": text, "line": line}


class Outputs:
    """What a cell shows: text is gathered for a moment, since each message to the page costs time."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.number = 0
        self.waiting: list[str] = []
        self.told_at = 0.0
        self.printed = 0

    def of(self, number: int) -> Outputs:
        """Take what a cell prints from now on."""
        self.number, self.printed = number, 0
        return self

    def __enter__(self) -> None:
        self.streams = redirect_stdout(self), redirect_stderr(self)
        for stream in self.streams:
            stream.__enter__()

    def __exit__(self, *error: object) -> None:
        for stream in self.streams:
            stream.__exit__(*error)
        self.flush()

    def write(self, text: str) -> int:
        """Print."""
        room = MOST_TEXT - self.printed
        if len(text) <= room:
            self.waiting.append(text)
        elif room >= 0:  # the first that is too much
            self.waiting.append(f"{text[:room]}\n…\n")
        self.printed += len(text)
        if time.monotonic() - self.told_at > SECONDS_TO_TELL:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Tell the page what was printed."""
        if self.waiting:
            self.tell("output", self.number, {"kind": "stream", "text": "".join(self.waiting)})
            self.waiting.clear()
        self.told_at = time.monotonic()

    def display(self, *values: Any, raw: bool = False, **others: object) -> None:
        """Show values as a notebook would; ``raw`` ones are their forms by MIME type."""
        for value in values:
            forms = value if raw else forms_of(value)
            self.flush()
            if html := forms.get("text/html"):
                self.tell("output", self.number, {"kind": "html", "text": html})
            elif text := forms.get("text/plain"):
                self.tell("output", self.number, {"kind": "plain", "text": text})


def forms_of(value: Any) -> dict[str, str]:
    """A value as HTML, if it knows that form, and as text."""
    make = getattr(value, "_repr_html_", None)
    html = make() if callable(make) and not isinstance(value, type) else None
    in_lines = type(value) in (list, tuple, dict, set)  # as IPython breaks them
    return {"text/html": html or "", "text/plain": pformat(value, sort_dicts=False) if in_lines else repr(value)}


def install_ipython(outputs: Outputs) -> None:
    """Let the course, and cells, display as they do in a notebook: what they ask of IPython, and no more."""
    ipython, display = ModuleType("IPython"), ModuleType("IPython.display")
    ipython.get_ipython = lambda: outputs
    ipython.display = display
    display.display = builtins.display = outputs.display
    display.HTML = type("HTML", (Shown,), {"_repr_html_": lambda self: self.data})
    display.Markdown = type("Markdown", (Shown,), {"_repr_html_": lambda self: f"<pre>{escape(self.data)}</pre>"})
    sys.modules |= {"IPython": ipython, "IPython.display": display}


class Shown:
    """Text to be displayed as something else."""

    def __init__(self, data: str) -> None:
        self.data = data
