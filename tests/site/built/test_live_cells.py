"""Each cell that a page lets run gives, after those that it is said to need and no others, what the book shows."""

import sys

import pytest

from lossbook_site.contents import has_code, pages, source
from lossbook_site.execution import executed_cells
from lossbook_site.live.kernel import Kernel
from lossbook_site.live.reasons import reasons
from lossbook_site.live.wants import DRAWING

PAGES = [name for name in pages() if has_code(source(name))]


@pytest.fixture(autouse=True)
def own_modules(monkeypatch):
    """The kernel puts something of its own in the place of IPython; and no cell's setting outlives the test."""
    for name in ("IPython", "IPython.display"):
        monkeypatch.setitem(sys.modules, name, sys.modules.get(name))
    monkeypatch.setattr("builtins.display", None, raising=False)
    monkeypatch.setenv("LOSSBOOK_SITE", "1")


def shown(outputs):
    """What outputs show, as one text; pieces of a stream are one."""
    parts = []
    for kind, text in outputs:
        if parts and kind == parts[-1][0] == "stream":
            parts[-1] = (kind, parts[-1][1] + text)
        else:
            parts.append((kind, text))
    return [text.rstrip("\n") for _, text in parts]


def of_the_book(cell):
    for output in cell.outputs:
        if output.output_type == "stream":
            yield "stream", output.text
        elif forms := [output.data[it] for it in ("text/html", "text/plain") if it in output.data]:
            yield "shown", forms[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_cell_needs_what_is_said_and_no_more(name):
    cells = [cell for cell in executed_cells(source(name)) if "remove-cell" not in cell.metadata.get("tags", ())]
    sources = [cell.source for cell in cells]
    for number, lacks in enumerate(reasons(sources, [DRAWING])):
        if lacks:
            continue
        told = []
        kernel = Kernel(lambda *what, told=told: told.append(what))
        if kernel.draws(sources, sources, number):
            kernel.prepare_to_draw()
        kernel.run(sources, sources, number)
        assert [more["error"] for what, _, more in told if what == "end" and more["error"]] == []
        mine = [(more["kind"], more["text"]) for what, cell, more in told if what == "output" and cell == number]
        assert shown(mine) == shown(of_the_book(cells[number])), sources[number]
