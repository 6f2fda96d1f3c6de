"""A progress bar that is one line everywhere: in a terminal, in a notebook, on a page built from one."""

from __future__ import annotations

import io
from typing import Any

from tqdm import tqdm

LINE = "{desc:22} {percentage:3.0f} % |{bar:12}| {elapsed}, {remaining} left{postfix}"


class NotebookBar(tqdm):  # type: ignore[misc]  # of whose types tqdm says nothing
    """tqdm in one notebook output that is replaced at each step.

    The ordinary bar writes hundreds of lines over each other, and a page keeps them all; tqdm's own
    notebook bar needs a widget, which a page cannot show. This one needs neither.
    """

    def __init__(self, **options: Any) -> None:
        from IPython.display import display

        self.output = display({"text/plain": ""}, raw=True, display_id=True)
        super().__init__(file=io.StringIO(), ascii=False, mininterval=0.5, bar_format=LINE, **options)

    def display(self, msg: str | None = None, pos: int | None = None) -> None:
        """Replace the one line; tqdm calls this whenever there is news."""
        self.output.update({"text/plain": msg or str(self)}, raw=True)


def progress_bar(total: int, label: str, show: bool = True, unit: str = "step", **options: Any) -> tqdm:
    """A bar of ``total`` steps that starts with ``label``; with ``show=False`` it counts in silence.

    The options are tqdm's.
    """
    bar = NotebookBar if show and _in_notebook() else tqdm
    return bar(total=total, desc=label, disable=not show, unit=unit, **options)


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return "IPKernelApp" in getattr(get_ipython(), "config", {})
