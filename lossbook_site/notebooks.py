"""Write notebooks/ from book/: the same chapters for Jupyter, Colab and VS Code, without outputs.

What ``make notebooks`` runs. The prose of a notebook has the numbers that the site shows, taken from the executed book;
the metadata of its cell note which they are. The metadata of a code cell keep the code of the cells after it that the
site hides, so that the tests of the notebooks can run it and hold the numbers against what it gives.

A test compares the committed notebooks with what this makes of the pages and of the numbers that they tell.
"""

import hashlib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import nbformat
from myst_nb.core.variables import format_plain_text
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pybtex.database import parse_file

from lossbook_site import addresses
from lossbook_site.contents import BOOK, ROOT, pages, source
from lossbook_site.execution import executed_cells, glued
from lossbook_site.plain_markdown import (
    DIRECTIVES,
    QUOTED,
    Course,
    Directive,
    NotPlain,
    Page,
    exercise_title,
    folded,
    found,
)
from lossbook_site.requirements import extras

NOTEBOOKS = ROOT / "notebooks"
CUTS = ("front_matter", "myst_block_break", "code-cell", "solution-start", "solution-end", "question")
OURS = "lossbook"  # where in the metadata stands what is ours

GENERATED = "> This notebook is generated from `book/{name}.md`; corrections belong there."

GETTING_STARTED = """\
> **To run this notebook** you need the library that it teaches, `lossbook`, which comes in the same repository:
>
> - on your machine (Jupyter or VS Code): get the repository and, in its folder, run
>   `pip install . {course}` in the environment of this notebook's kernel;
> - in Colab: {colab}
>"""

IN_COLAB = "run the next cell."
# In a repository whose address is not known.
CLONE = """\
run `!git clone` with the repository's address in a cell, then
>   `%pip install ./NAME {course}` with the name of the folder that it made."""

INSTALL = """\
import sys

if "google.colab" in sys.modules:  # elsewhere, it is installed by hand
    %pip install --quiet "lossbook @ git+{address}"
    %pip install --quiet "lossbook-course{extras} @ git+{address}#subdirectory=lossbook_course"\
"""
INSTALLING = "install"  # the tag of that cell

IMPORT_REPLY = "from lossbook_course.teaching import reply\n\n"
REPLY = 'reply("{name}", ...)  # {wanted}'
ASKING = "question"  # the tag of that cell


def main() -> None:
    """Write the notebooks and remove those whose page is gone."""
    earlier = committed()
    numbers = Numbers(told_by(earlier), executed_values())
    try:
        made = notebooks(numbers, addresses.repository() or repository_of(earlier))
    except NotPlain as error:
        sys.exit(str(error))
    NOTEBOOKS.mkdir(exist_ok=True)
    for stale in set(earlier) - set(made):
        (NOTEBOOKS / stale).unlink()
    for name, text in made.items():
        (NOTEBOOKS / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} notebooks in {NOTEBOOKS.relative_to(ROOT)}/")
    if numbers.repeated:
        print(f"Not executed as they stand, so their numbers are those of last time: {', '.join(numbers.repeated)}.")
        print("`make book` executes them; `make notebooks` then writes the numbers that they give.")


@dataclass
class Numbers:
    """The numbers in the prose: what the executed pages give, or else what the notebooks told before."""

    told: Mapping[str, Mapping[str, str]]  # by the notebook's name and what the role says, such as ``loss:.2f``
    executed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by the page's name and the value's
    repeated: dict[str, None] = field(default_factory=dict)  # the pages whose numbers are not those of an execution

    def number(self, page: Page, quoted: str) -> str:
        """A number as the site formats it."""
        name, _, form = quoted.partition(":")
        if page.name in self.executed:
            if name not in self.executed[page.name]:
                raise NotPlain(f"{page.name}: no cell glues {name!r}")
            return format_plain_text(self.executed[page.name][name], form or "s")
        self.repeated[page.name] = None
        if quoted not in self.told.get(page.notebook, {}):
            problem = f"{page.name}: the value of {quoted!r} is not known, since the page is not executed as it stands"
            raise NotPlain(f"{problem}. `make book` executes it; then run `make notebooks` again.")
        return self.told[page.notebook][quoted]


def executed_values() -> dict[str, dict[str, str]]:
    """What the cells of each page glued when the book was executed; only of pages that it knows as they stand."""
    found = {name: executed_cells(source(name)) for name in pages()}
    return {name: glued(out for cell in cells for out in cell.outputs) for name, cells in found.items() if cells}


def committed() -> dict[str, NotebookNode]:
    """The notebooks as they are, by their names."""
    return {path.name: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}


def ours(node: NotebookNode) -> dict:
    """What of the metadata of a notebook or a cell is ours."""
    return node.metadata.get(OURS, {})


def told_by(earlier: Mapping[str, NotebookNode]) -> dict[str, dict[str, str]]:
    """The numbers that the prose of each notebook tells."""
    return {
        name: {quoted: said for cell in made.cells for quoted, said in ours(cell).get("numbers", {}).items()}
        for name, made in earlier.items()
    }


def repository_of(earlier: Mapping[str, NotebookNode]) -> str:
    """From where the notebooks install the library, if they know."""
    return next((address for made in earlier.values() if (address := ours(made).get("repository"))), "")


def notebooks(numbers: Numbers, repository: str) -> dict[str, str]:
    """The file name and the content of every notebook, in the order of the book."""
    texts = {name: source(name).read_text(encoding="utf-8") for name in pages()}
    course = Course(texts, dict(parse_file(BOOK / "references.bib").entries))
    return {page.notebook: notebook(page, numbers, repository) for page in course.pages.values() if page.has_notebook}


def notebook(page: Page, numbers: Numbers, repository: str) -> str:
    """The notebook of one page, as the text of its file."""
    cells = list(page_cells(page))
    if references := page.references():
        cells.append(new_markdown_cell(references))
    cells = [*beginning(page, cells, repository), *cells]
    give_ids(cells)
    for cell in cells:
        tell(cell, page, numbers)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    if repository:
        made.metadata[OURS] = {"repository": repository}
    nbformat.validate(made)
    return nbformat.writes(made, indent=1, ensure_ascii=False) + "\n"


def beginning(page: Page, cells: list, repository: str) -> list:
    """What comes before the page: how to get what it needs, and a cell that does it in Colab if it knows from where."""
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    generated = GENERATED.format(name=page.name)
    if not code:
        return [new_markdown_cell(generated)]
    needed = f"[{','.join(names)}]" if (names := extras("\n".join(code))) else ""
    colab = IN_COLAB if repository else CLONE.format(course=quoted_path("./NAME/lossbook_course", needed))
    told = GETTING_STARTED.format(course=quoted_path("./lossbook_course", needed), colab=colab)
    note = new_markdown_cell(f"{told}\n{generated}")
    if not repository:
        return [note]
    return [note, new_code_cell(INSTALL.format(address=repository, extras=needed), metadata={"tags": [INSTALLING]})]


def quoted_path(folder: str, needed: str) -> str:
    """A folder with its extras as a shell wants it."""
    return f"'{folder}{needed}'" if needed else folder


def tell(cell: NotebookNode, page: Page, numbers: Numbers) -> None:
    """Write the numbers into the text of a cell, and note in its metadata which they are."""
    said = {quoted: numbers.number(page, quoted) for quoted in QUOTED.findall(cell.source)}
    if said:
        cell.source = QUOTED.sub(lambda match: said[match["role"]], cell.source)
        cell.metadata[OURS] = {"numbers": said}


def page_cells(page: Page) -> Iterator:
    """The page as cells that need no MyST. The text of a solution is folded, and so is its code."""
    lines, start, summary, in_solution, last = page.text.split("\n"), 0, "", False, None
    imported = IMPORT_REPLY  # with the first question
    for first, after, it in [*cuts(page), (len(lines), 0, None)]:
        text = re.sub(r"\n{3,}", "\n\n", page.render("\n".join(lines[start:first]), start + 1)).strip()
        if in_solution and (text or summary):
            text = text or "The next cell is the solution. Unfold it."
            text = folded(f"<b>{summary or 'Solution, continued'}</b>", text)
        if text:
            yield new_markdown_cell(text)
        start, summary, page.line = after, "", first + 1
        match it and it.name:
            case "code-cell" if "remove-cell" in (tags := it.options.get("tags", [])):
                hide(page, last, it.body)
            case "code-cell":
                fold = in_solution or "hide-input" in tags or "remove-input" in tags
                last = new_code_cell(it.body, metadata={"jupyter": {"source_hidden": True}} if fold else {})
                yield last
            case "question":
                asked = found(page, it)
                wanted = "a letter" if asked.options else f"a number ({asked.unit or 'without a unit'})"
                yield new_markdown_cell(DIRECTIVES["question"](page, it).strip())
                code = imported + REPLY.format(name=asked.name, wanted=wanted)
                yield new_code_cell(code, metadata={"tags": [ASKING]})
                imported = ""
            case "solution-start":
                label = page.find(page.course.labels, it.argument, "label")
                summary, in_solution = f"Solution to {exercise_title(label)}", True
            case "solution-end":
                in_solution = False


def hide(page: Page, last: NotebookNode | None, code: str) -> None:
    """Keep code that the site hides with the cell after which it runs."""
    if last is None:
        raise page.error("a hidden cell before the first that is shown; a notebook has no cell to keep its code with")
    kept = last.metadata.setdefault(OURS, {}).setdefault("hidden", [])
    kept += ["", *code.split("\n")] if kept else code.split("\n")


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
