"""The committed notebooks are what `make notebooks` gives, and hold nothing that only MyST understands."""

import re

import nbformat
import pytest

from lossbook_site import notebooks

COMMITTED = sorted(notebooks.NOTEBOOKS.glob("*.ipynb"))
MYST = re.compile(r"^\s*(```+|:::+)\{|\{[a-z][\w:-]*\}`|^\([\w.:-]+\)=\s*$|\$\$\s*\([\w-]+\)\s*$", re.M)


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return notebooks.notebooks()


def test_every_chapter_has_its_notebook_and_no_other_is_left(made):
    assert [path.name for path in COMMITTED] == sorted(made), "run `make notebooks`"


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_notebook_is_what_its_page_gives(path, made):
    assert path.read_text(encoding="utf-8") == made.get(path.name), f"{path.name} is out of step: run `make notebooks`"


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_no_directive_or_role_is_left(path):
    cells = nbformat.read(path, as_version=4).cells
    left = [match[0] for cell in cells if cell.cell_type == "markdown" for match in MYST.finditer(cell.source)]
    assert not left


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_notebook_is_clean(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code and not any(cell.outputs or cell.execution_count for cell in code)


def test_links_between_notebooks_lead_to_one():
    names = {path.name for path in COMMITTED}
    for path in COMMITTED:
        cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
        linked = set(re.findall(r"\]\(([\w-]+\.ipynb)", "\n".join(cells)))
        assert linked <= names, f"{path.name} links to {linked - names}"
