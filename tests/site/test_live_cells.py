"""What a cell needs of those above it is found in its code, and what it lacks in a page is said."""

import sys

import matplotlib
import pytest
from matplotlib import pyplot

from lossbook_site.live.cells import Cells, read
from lossbook_site.live.kernel import Kernel
from lossbook_site.live.reasons import cells_of, reasons
from lossbook_site.live.wants import draws


def needed(*sources):
    """What the last cell needs: other cells, by their numbers, and statements."""
    found = Cells([read(source) for source in sources]).needs(len(sources) - 1)
    return [*found.cells], [*found.statements]


@pytest.mark.parametrize(
    ("sources", "cells"),
    [
        (["x = 1", "y = 2", "x"], [0]),
        (["x = 1", "x = x + 1", "x"], [0, 1]),
        (["x = 1", "x = 2", "x"], [1]),
        (["x = [1]", "x.append(2)", "y = x.copy()", "x"], [0, 1]),
        (["x = [1]", "x[0] = 2", "x"], [0, 1]),
        (["x = 1", "x += 1", "x"], [0, 1]),
        (["x = 1", "[x for x in range(3)]", "x"], [0]),
        (["x = 1", "f = lambda x: x", "f(2)"], [1]),
        (["def f():\n    return x", "x = 1", "f()"], [0, 1]),
        (["w = [0]", "def train():\n    w[0] += 1", "train()", "w"], [0, 1, 2]),
        (["w = [0]", "def train(what):\n    what[0] += 1", "train(w)", "w"], [0, 1, 2]),
        (["x = 1\ndef f():\n    x = 2\n    return x", "x = 3", "f()"], [0]),
        (["a, b = 1, 2", "for a in range(3):\n    pass", "b"], [0]),
        (["class A:\n    size = n", "n = 3", "A().size"], [0, 1]),
        (["x = 1", "try:\n    x\nexcept ValueError as error:\n    print(error)", "x"], [0]),
        (["x = 1", "print(f'{x:.2f}')"], [0]),
    ],
)
def test_a_cell_needs_those_that_give_or_change_what_it_takes(sources, cells):
    assert needed(*sources) == (cells, [])


def test_an_import_is_taken_without_the_rest_of_its_cell():
    cells, statements = needed(
        "import numpy as np, torch\nx = torch.ones(3)", "from math import (log, exp)", "np.log(exp(1))"
    )
    assert (cells, statements) == ([], ["import numpy as np", "from math import exp"])


def test_a_setting_counts_for_all_cells_below():
    cells, statements = needed("import warnings\nimport torch\nwarnings.simplefilter('ignore')", "1")
    assert (cells, statements) == ([], ["import warnings", "warnings.simplefilter('ignore')"])


@pytest.mark.parametrize(
    ("sources", "lacks"),
    [
        (["import numpy as np", "np.ones(3)"], ["", ""]),
        (["import torch", "torch.ones(3)", "1"], ["PyTorch", "PyTorch", ""]),
        (["from lossbook import doctor", "doctor.read_source('')"], ["the doctor", "the doctor"]),
        (["from torch import ones\nx = ones(3)", "y = x", "y"], ["PyTorch"] * 3),
        (["from lossbook_course.teaching import check, curves", "check('focal-alpha', ...)"], ["", ""]),
        (["from lossbook_course.teaching import check\ncheck('own-loss-safe', ...)"], ["PyTorch"]),
        (["from lossbook_course.teaching import check\ncheck('mnist-baseline', ...)"], ["MNIST"]),
        (["from lossbook_course.teaching import check\ncheck('mnist-paired', ...)"], [""]),
        (["import threading"], ["threads"]),
        (["%matplotlib inline"], ["IPython"]),
        (["nowhere"], ["what is hidden"]),
    ],
)
def test_a_cell_says_what_it_lacks(sources, lacks):
    assert reasons(sources) == lacks


def test_a_cell_that_draws_runs_where_a_page_can_load_what_draws():
    sources = ["from lossbook_course.teaching import curves\nimport torch", "curves([1], {})", "torch.ones(1)"]
    assert reasons(sources) == ["PyTorch", "Matplotlib", "PyTorch"]
    assert reasons(sources, ["Matplotlib"]) == ["PyTorch", "", "PyTorch"]


@pytest.mark.parametrize(
    ("sources", "drawn"),
    [
        (["import numpy as np\nfrom lossbook_course.teaching import curves", "np.ones(1)", "curves([1], {})"], [2]),
        (["import matplotlib.pyplot as plt\ndef draw():\n    plt.plot([1])", "draw", "draw()", "1"], [0, 1, 2]),
        (["def draw():\n    from matplotlib import pyplot", "x = 1", "draw()"], [0, 2]),
        (["from lossbook_course.teaching import subplots", "fig, ax = subplots()", "fig", "x = 1"], [1, 2]),
    ],
)
def test_it_is_known_which_cells_draw(sources, drawn):
    cells = cells_of(sources)
    assert [number for number in range(len(sources)) if draws(cells, number)] == drawn


class Reader:
    """Somebody who runs cells of a page, and what is told."""

    def __init__(self, *originals):
        self.originals, self.sources = originals, [*originals]
        self.told = []
        self.kernel = Kernel(lambda *what: self.told.append(what))

    def run(self, number, source=None):
        """Which cells ran, and what they showed."""
        self.told.clear()
        if source is not None:
            self.sources[number] = source
        self.kernel.run(self.sources, self.originals, number)
        ran = [cell for what, cell, _ in self.told if what == "begin_cell"]
        return ran, [more["text"] for what, _, more in self.told if what == "output"]

    def error(self):
        return next(more["error"] for what, _, more in reversed(self.told) if what == "end")


@pytest.fixture(autouse=True)
def own_modules(monkeypatch):
    """The kernel puts something of its own in the place of IPython."""
    for name in ("IPython", "IPython.display"):
        monkeypatch.setitem(sys.modules, name, sys.modules.get(name))
    monkeypatch.setattr("builtins.display", None, raising=False)


@pytest.fixture
def own_drawing(monkeypatch):
    """The kernel makes Matplotlib draw into the page."""
    monkeypatch.setattr(pyplot, "show", pyplot.show)
    backend = matplotlib.get_backend()
    yield
    monkeypatch.undo()  # IPython is back before Matplotlib asks for it
    pyplot.switch_backend(backend)


def test_cells_above_run_when_they_are_needed_and_only_then():
    reader = Reader("x = 1", "y = x + 1", "print(y)")
    assert reader.run(2) == ([0, 1, 2], ["2\n"])
    assert reader.run(2) == ([2], ["2\n"])
    assert reader.run(2, "x + y") == ([2], ["3"])
    assert reader.run(0, "x = 5") == ([0], [])
    assert reader.run(2) == ([1, 2], ["11"])


def test_a_value_that_a_cell_below_has_changed_is_made_anew():
    reader = Reader("x = [1]", "x", "x.append(2)", "x = 'other'")
    reader.run(2)
    assert reader.run(1) == ([0, 1], ["[1]"])
    reader.run(3)
    assert reader.run(1) == ([0, 1], ["[1]"])
    assert reader.run(1) == ([1], ["[1]"])


def test_what_changes_a_value_in_place_counts_once():
    reader = Reader("x = [1]", "x.append(2)", "x")
    assert reader.run(2) == ([0, 1, 2], ["[1, 2]"])
    assert reader.run(2) == ([2], ["[1, 2]"])


def test_a_cell_that_is_needed_and_fails_keeps_those_below_from_running():
    reader = Reader("x = 1", "print(x)")
    assert reader.run(1, None) == ([0, 1], ["1\n"])
    reader.sources[0] = "x = 1 / 0"
    assert reader.run(1) == ([0], [])
    assert reader.error() == {"text": "ZeroDivisionError: division by zero", "line": 1}


def test_a_needed_cell_that_is_no_python_any_more_is_told():
    reader = Reader("x = 1", "print(x)")
    reader.sources[0] = "x ="
    assert reader.run(1) == ([0], [])
    assert reader.error()["line"] == 1 and reader.error()["text"].startswith("SyntaxError")


def test_an_import_that_a_reader_dropped_is_there():
    reader = Reader("import math\nmath.pi")
    assert reader.run(0, "round(math.e)") == ([0], ["3"])


def test_an_error_inside_the_library_is_told_at_the_line_of_the_cell():
    reader = Reader("from lossbook.numpy import huber\n\nhuber([1], [2], delta=-1)")
    reader.run(0)
    assert reader.error()["line"] == 3 and "delta" in reader.error()["text"]


def test_a_verdict_is_shown_as_on_the_site():
    reader = Reader("from lossbook_course.teaching import check\ncheck('cross-entropy-chance', 6.908)")
    _, (shown,) = reader.run(0)
    assert 'class="lossbook-check"' in shown and "✓ correct" in shown


def test_a_figure_that_a_cell_leaves_open_is_shown_at_its_end(own_drawing):
    reader = Reader("import matplotlib.pyplot as plt", "line = plt.plot([1, 2])", "plt.plot([3])\nplt.show()\nprint(1)")
    reader.kernel.prepare_to_draw()
    _, (drawing,) = reader.run(1)
    assert drawing.startswith('<div class="lossbook-figure"><svg role="img"')
    assert reader.run(1, "plt.plot([1, 2])\n1 / 0")[1] == []
    assert reader.error()["text"] == "ZeroDivisionError: division by zero"
    assert reader.run(0)[1] == []
    _, shown = reader.run(2)
    assert [text[:12] for text in shown] == ['<div class="', "1\n"]


@pytest.mark.parametrize("text", ["ab", "abc"])  # one that meets the end of the room, one that goes over it
def test_what_prints_without_end_is_cut(monkeypatch, text):
    monkeypatch.setattr("lossbook_site.live.kernel.MOST_TEXT", 8)
    _, shown = Reader(f"for _ in range(5):\n    print({text!r}, end='')").run(0)
    assert "".join(shown) == f"{(5 * text)[:8]}\n…\n"
    _, shown = Reader("print('1234567')").run(0)
    assert "".join(shown) == "1234567\n"
