"""The committed notebooks are what `make notebooks` gives, and hold nothing that only MyST understands.

Their numbers are taken as they tell them: that these are right is for the tests of the notebooks, which execute them.
"""

import re
import sys
from types import SimpleNamespace
from urllib.parse import unquote

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from lossbook_site import notebooks

COMMITTED = notebooks.committed()
MYST = re.compile(r"^\s*(```+|:::+)\{|\{[a-z][\w:-]*\}`|^\([\w.:-]+\)=\s*$|\$\$\s*\([\w-]+\)\s*$|[\ue000-\uf8ff]", re.M)
HEADING = re.compile(r"^#+ (.*)", re.M)
LINK = re.compile(r"\]\(([\w-]+\.ipynb)?(?:#((?:[^()]|\([^()]*\))*))?\)")


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    numbers = notebooks.Numbers(notebooks.told_by(COMMITTED))
    return notebooks.notebooks(numbers, notebooks.repository_of(COMMITTED))


def text_of(notebook, kind="markdown"):
    """What stands in the cells of a kind, fenced code left out."""
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == kind)
    return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)


@pytest.fixture(params=COMMITTED)
def name(request):
    return request.param


def test_every_chapter_has_its_notebook_and_no_other_is_left(made):
    assert list(COMMITTED) == sorted(made), "run `make notebooks`"


def test_notebook_is_what_its_page_gives(name, made):
    path = notebooks.NOTEBOOKS / name
    assert path.read_text(encoding="utf-8") == made.get(name), f"{name} is out of step: run `make notebooks`"


def test_no_directive_or_role_is_left(name):
    cells = COMMITTED[name].cells
    assert not [match[0] for cell in cells if cell.cell_type == "markdown" for match in MYST.finditer(cell.source)]


def test_notebook_is_clean(name):
    nbformat.validate(COMMITTED[name])
    code = [cell for cell in COMMITTED[name].cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)


def test_links_lead_to_a_heading_of_a_notebook(name):
    """To one that says what the anchor says; the cards of losses are not headings."""
    for other, anchor in LINK.findall(text_of(COMMITTED[name])):
        assert (other or name) in COMMITTED
        headings = [
            re.sub(r"[*`]", "", it).replace(" ", "-") for it in HEADING.findall(text_of(COMMITTED[other or name]))
        ]
        assert not anchor or anchor.startswith("loss-") or unquote(anchor) in headings, f"{other}#{anchor}"


def test_a_number_that_nobody_told_is_an_error_that_says_what_to_do():
    page = notebooks.Page(notebooks.Course({}, {}), "here", "# Here\n")
    executed = notebooks.Numbers({}, {"here": {"loss": "0.6931"}})
    assert executed.number(page, "loss:.2f") == "0.69"
    with pytest.raises(notebooks.NotPlain, match="no cell glues 'gain'"):
        executed.number(page, "gain:.2f")
    remembered = notebooks.Numbers({"here.ipynb": {"loss:.2f": "0.70"}})
    assert remembered.number(page, "loss:.2f") == "0.70"
    with pytest.raises(notebooks.NotPlain, match=r"'loss:.3f' is not known.*`make book`"):
        remembered.number(page, "loss:.3f")
    assert list(remembered.repeated) == ["here"]


def test_in_colab_a_notebook_installs_what_it_needs_if_it_knows_from_where(monkeypatch):
    cells = [nbformat.v4.new_code_cell("import torch")]
    page = notebooks.Page(notebooks.Course({}, {}), "here", "# Here\n")
    (note,) = notebooks.beginning(page, cells, "")
    assert "pip install . './lossbook_course[torch]'" in note.source and "!git clone" in note.source
    note, install = notebooks.beginning(page, cells, "https://example.org/a/b")
    assert "pip install . './lossbook_course[torch]'" in note.source and "!git clone" not in note.source
    code, run = TransformerManager().transform_cell(install.source), []
    shell = SimpleNamespace(run_line_magic=lambda magic, line: run.append(f"{magic} {line}"))
    exec(code, {"get_ipython": lambda: shell})
    assert run == []
    monkeypatch.setitem(sys.modules, "google.colab", sys)
    exec(code, {"get_ipython": lambda: shell})
    assert run == [
        'pip install --quiet "lossbook @ git+https://example.org/a/b"',
        'pip install --quiet "lossbook-course[torch] @ git+https://example.org/a/b#subdirectory=lossbook_course"',
    ]


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("01-information-theory", "./lossbook_course`"),
        ("09-focal-loss", "'./lossbook_course[tensorflow,torch]'`"),
        ("digit", "'./lossbook_course[torch]'`"),
    ],
)
def test_a_notebook_asks_for_the_frameworks_that_its_cells_load(name, needs):
    assert f"pip install . {needs}" in COMMITTED[f"{name}.ipynb"].cells[0].source
