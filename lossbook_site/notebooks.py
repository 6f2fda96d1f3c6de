"""Write notebooks/ from book/: the same chapters for Jupyter, Colab and VS Code, without outputs.

What ``make notebooks`` runs. A test compares the committed notebooks with what this gives.
"""

import hashlib
import re
import sys
from collections.abc import Iterator

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pybtex.database import parse_file

from lossbook_site.contents import BOOK, ROOT, pages, source
from lossbook_site.plain_markdown import Course, Directive, NotPlain, Page, folded

NOTEBOOKS = ROOT / "notebooks"
CUTS = ("front_matter", "myst_block_break", "code-cell", "loss-source", "solution-start", "solution-end")

GETTING_STARTED = """\
> **To run this notebook** you need the library that it teaches, `lossbook`, which comes in the same repository:
>
> - on your machine (Jupyter or VS Code): get the repository and, in its folder, run
>   `pip install '.[book,tensorflow,torch]'` in the environment of this notebook's kernel;
> - in Colab: run `!git clone` with the repository's address in a cell, then
>   `%pip install './NAME[book,tensorflow,torch]'` with the name of the folder that it made.
>
> It is generated from `book/{name}.md`; corrections belong there."""

SHOW_SOURCE = 'from lossbook.teaching import show_source\n\nshow_source("{name}")'


def main() -> None:
    """Write the notebooks and remove those whose page is gone."""
    try:
        made = notebooks()
    except NotPlain as error:
        sys.exit(str(error))
    NOTEBOOKS.mkdir(exist_ok=True)
    for stale in {path.name for path in NOTEBOOKS.glob("*.ipynb")} - set(made):
        (NOTEBOOKS / stale).unlink()
    for name, text in made.items():
        (NOTEBOOKS / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} notebooks in {NOTEBOOKS.relative_to(ROOT)}/")


def notebooks() -> dict[str, str]:
    """The file name and the content of every notebook, in the order of the book."""
    texts = {name: source(name).read_text(encoding="utf-8") for name in pages()}
    course = Course(texts, dict(parse_file(BOOK / "references.bib").entries))
    return {page.notebook: notebook(page) for page in course.pages.values() if page.has_notebook}


def notebook(page: Page) -> str:
    """The notebook of one page, as the text of its file."""
    cells = [new_markdown_cell(GETTING_STARTED.format(name=page.name)), *page_cells(page)]
    if references := page.references():
        cells.append(new_markdown_cell(references))
    give_ids(cells)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    nbformat.validate(made)
    return nbformat.writes(made, indent=1, ensure_ascii=False) + "\n"


def page_cells(page: Page) -> Iterator:
    """The page as cells that need no MyST. The text of a solution is folded, and its code hidden."""
    lines, start, summary, in_solution = page.text.split("\n"), 0, "", False
    for first, after, it in [*cuts(page), (len(lines), 0, None)]:
        text = re.sub(r"\n{3,}", "\n\n", page.render("\n".join(lines[start:first]), start + 1)).strip()
        if in_solution and (text or summary):
            text = text or "The next cell is the solution. Unfold it."
            text = folded(f"<b>{summary or 'Solution, continued'}</b>", text)
        if text:
            yield new_markdown_cell(text)
        start, summary, page.line = after, "", first + 1
        match it and it.name:
            case "code-cell":
                hidden = in_solution or "hide-input" in it.options.get("tags", [])
                yield new_code_cell(it.body, metadata={"jupyter": {"source_hidden": True}} if hidden else {})
            case "loss-source":
                yield new_code_cell(SHOW_SOURCE.format(name=it.argument))
            case "solution-start":
                label = page.find(page.course.labels, it.argument, "label")
                summary, in_solution = f"Solution: {label.title}", True
            case "solution-end":
                in_solution = False


def cuts(page: Page) -> Iterator[tuple[int, int, Directive | None]]:
    """Where a cell ends: the first line of what ends it, the line after that, and the directive if it is one."""
    for node, it in page.blocks(page.text):
        if node.level == 0 and (it.name if it else node.type) in CUTS:
            yield *node.map, it


def give_ids(cells: list) -> None:
    """Give each cell an id made from its content, so that an edit changes one id and not all after it."""
    seen: dict[str, int] = {}
    for cell in cells:
        digest = hashlib.sha256(f"{cell.cell_type} {cell.source}".encode()).hexdigest()[:8]
        seen[digest] = seen.get(digest, 0) + 1
        cell["id"] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


if __name__ == "__main__":
    main()
