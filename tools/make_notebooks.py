"""Write notebooks/ from book/: the same chapters for Jupyter, Colab and VS Code, without outputs.

What ``make notebooks`` runs. A test compares the committed notebooks with what this gives.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from plain_markdown import Course, NotPlain, Page, PlainPage

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
NOTEBOOKS = ROOT / "notebooks"

GETTING_STARTED = """\
> **To run this notebook** you need the library that it teaches, `lossbook`, which comes in the same repository:
>
> - on your machine (Jupyter or VS Code): get the repository and, in its folder, run
>   `pip install '.[book,tensorflow,torch]'` in the environment of this notebook's kernel;
> - in Colab: run `!git clone` with the repository's address in a cell, then
>   `%pip install './NAME[book,tensorflow,torch]'` with the name of the folder that it made.
>
> It is generated from `book/{name}.md`; corrections belong there."""

SHOW_SOURCE = """\
from lossbook.teaching import show_source

show_source("{name}")"""


def main() -> int:
    """Write the notebooks and remove those whose page is gone."""
    try:
        made = notebooks()
    except NotPlain as error:
        print(error, file=sys.stderr)
        return 1
    NOTEBOOKS.mkdir(exist_ok=True)
    for stale in {path.name for path in NOTEBOOKS.glob("*.ipynb")} - set(made):
        (NOTEBOOKS / stale).unlink()
    for name, text in made.items():
        (NOTEBOOKS / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} notebooks in {NOTEBOOKS.relative_to(ROOT)}/")
    return 0


def notebooks() -> dict[str, str]:
    """The file name and the content of every notebook, in the order of the book."""
    sources = {name: (BOOK / f"{name}.md").read_text(encoding="utf-8") for name in pages()}
    course = Course(sources, BOOK / "references.bib")
    chapters = [page for page in course.pages.values() if page.has_notebook]
    return {page.notebook: notebook(course, page, sources[page.name]) for page in chapters}


def pages() -> list[str]:
    """The names of all pages that _toc.yml lists, such as ``appendix/clinic``."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [*toc.get("chapters", []), *(chapter for part in toc.get("parts", []) for chapter in part["chapters"])]
    return [toc["root"], *(chapter["file"] for chapter in chapters)]


def notebook(course: Course, page: Page, text: str) -> str:
    """The notebook of one page, as the text of its file."""
    plain = PlainPage(course, page)
    cells = [new_markdown_cell(GETTING_STARTED.format(name=page.name))]
    for cell in jupytext.reads(text, fmt="md:myst").cells:
        cells += plain_cells(plain, cell)
    if references := plain.references():
        cells.append(new_markdown_cell(references))
    give_ids(cells)
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    made = new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(made)
    return nbformat.writes(made, indent=1, ensure_ascii=False) + "\n"


def plain_cells(plain: PlainPage, cell) -> Iterator:
    """One cell of the page as cells that need no MyST."""
    if cell.cell_type == "code":
        hidden = plain.in_solution or "hide-input" in cell.metadata.get("tags", [])
        yield new_code_cell(cell.source, metadata={"jupyter": {"source_hidden": True}} if hidden else {})
        return
    for kind, text in plain.parts(cell.source):
        yield new_markdown_cell(text) if kind == "markdown" else new_code_cell(SHOW_SOURCE.format(name=text))


def give_ids(cells: list) -> None:
    """Give each cell an id made from its content, so that an edit changes one id and not all after it."""
    seen: dict[str, int] = {}
    for cell in cells:
        digest = hashlib.sha256(f"{cell.cell_type} {cell.source}".encode()).hexdigest()[:8]
        seen[digest] = seen.get(digest, 0) + 1
        cell["id"] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


if __name__ == "__main__":
    sys.exit(main())
