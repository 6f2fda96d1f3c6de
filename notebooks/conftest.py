"""How the notebooks are tested: each cell with the code that the site hides after it, each number of the prose.

The prose has the numbers as the site shows them. Hidden code hands over the values of which they are made, and the cell
that computes a value fails if a text tells another one.
"""

import re
import tempfile
from ast import literal_eval
from collections.abc import Collection, Iterator
from itertools import count

import nbval.kernel
import pytest
from jupyter_client.manager import KernelManager
from myst_nb.core.variables import format_plain_text
from nbformat import NotebookNode
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell

from lossbook_site.execution import glued
from lossbook_site.notebooks import ours
from lossbook_site.requirements import EXTRAS

FOLDER = tempfile.TemporaryDirectory(prefix="kernels-")
NUMBERS = count()

# Another processor sums in another order. A number may be told as what a value this near to the computed one rounds to.
ROUNDING = 1e-5
# Training amplifies that, most in what tells two trained networks apart. These may be off by this share of themselves;
# a word among them may be another one.
TRAINED_WITHIN = 0.5
TRAINED = {
    "06-embedding-losses.ipynb": (
        *("at_random_percent", "hardest_percent", "semi_hard_percent", "roomy_percent", "stuck", "apart_stuck"),
        *("fast_hardest", "fast_semi_hard", "pairs_before", "length_before", "pairs_after", "length_after"),
        *("at_origin", "one_embedded"),
    ),
    "10-mnist-case-study.ipynb": (
        *("differ_rounding", "differ_loss", "wrong_ce", "wrong_focal", "only_ce", "only_focal"),
        *("rare_test", "rare_louder"),
    ),
}
# These are the machine's alone: times, and what a dozen digits of ten thousand decide.
FREE = ("seconds", "softmax_seconds", "margin_seconds", "gap_loss", "p_value", "in_a_hundred")


def reached_by_files(**options) -> KernelManager:
    """A manager whose kernel listens on files of its own.

    Two processes that test side by side may find the same free port, and the second kernel to take it dies.
    """
    return KernelManager(transport="ipc", ip=f"{FOLDER.name}/{next(NUMBERS)}", **options)


nbval.kernel.KernelManager = reached_by_files


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: IPyNbCell) -> Iterator[None]:
    """Run a cell with the hidden code after it; refuse what the notebook tells otherwise."""
    item.cell.source = "\n\n".join([item.cell.source, "\n".join(ours(item.cell).get("hidden", []))])
    yield
    notebook, values = item.parent.nb, glued(item.test_outputs)
    item.parent.values = getattr(item.parent, "values", {}) | values
    wrong = list(contradictions(notebook, values, TRAINED.get(item.path.name, ())))
    if item.cell is [cell for cell in notebook.cells if cell.cell_type == "code"][-1]:
        wrong += [*without_value(notebook, item.parent.values), *not_asked_for(notebook, item.parent.kernel)]
    if wrong:
        item.raise_cell_error("; ".join(wrong))


def told_numbers(notebook: NotebookNode) -> Iterator[tuple[str, str, str]]:
    """The numbers in the prose: the text of the cell, the value's name and form, and what is told."""
    for cell in notebook.cells:
        for quoted, said in ours(cell).get("numbers", {}).items():
            yield cell.source, quoted, said


def contradictions(notebook: NotebookNode, values: dict[str, str], trained: Collection[str]) -> Iterator[str]:
    """Where the prose says something else of these values."""
    for text, quoted, said in told_numbers(notebook):
        name, _, form = quoted.partition(":")
        if name in values and not re.search(rf"(?<![\d.,]){re.escape(said)}(?!\d|[.,]\d)", text):
            yield f"the text does not tell {said} as {quoted}"
        if name not in values or name in FREE:
            continue
        if not agrees(said, values[name], form or "s", name in trained):
            yield f"the text tells {said} as {quoted}, and it is {format_plain_text(values[name], form or 's')}"


def agrees(said: str, value: str, form: str, trained: bool) -> bool:
    """Whether a number, or a word, is the value in this form."""
    if said == format_plain_text(value, form):
        return True
    try:
        told, exact = float(said.replace(",", "")), float(value)
    except ValueError:  # words
        return trained
    if trained:
        return abs(told - exact) <= TRAINED_WITHIN * abs(exact)
    return said in (format_plain_text(repr(exact * (1 + share)), form) for share in (-ROUNDING, ROUNDING))


def without_value(notebook: NotebookNode, values: dict[str, str]) -> Iterator[str]:
    """What the prose tells and none of these values is, when all cells have run."""
    for _, quoted, said in told_numbers(notebook):
        if quoted.partition(":")[0] not in values:
            yield f"the text tells {said} as {quoted}, and no cell computes it"


def not_asked_for(notebook: NotebookNode, kernel: RunningKernel) -> Iterator[str]:
    """The frameworks that the cells have loaded and the first cell does not ask for."""
    asked = {"loaded": f"[it for it in {sorted(EXTRAS)} if it in __import__('sys').modules]"}
    reply = kernel.kc.execute("", user_expressions=asked, reply=True, timeout=60)
    for it in literal_eval(reply["content"]["user_expressions"]["loaded"]["data"]["text/plain"]):
        if not re.search(rf"lossbook_course\[[\w,]*\b{it}\b", notebook.cells[0].source):
            yield f"the first cell does not say that the notebook needs {it}"
