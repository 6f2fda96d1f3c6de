"""Take it away: every chapter as a notebook, clean or with its outputs, and all of them in one file.

The clean ones are those of ``notebooks/``. The ones with outputs are the same notebooks with what the pages' cells gave
when the site was built; a page whose cells are not those of its notebook is an error.
"""

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.v4 import new_output
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from lossbook_course.teaching.display import RECORD
from lossbook_site.addresses import launch
from lossbook_site.contents import has_code, pages_of
from lossbook_site.execution import executed_cells
from lossbook_site.languages import ENGLISH, FOLDERS
from lossbook_site.notebooks import ASKING, INSTALLING, NOTEBOOKS

ALL = "lossbook-notebooks.zip"
EXECUTED = "executed"

CHART = "application/vnd.vegalite.v5+json"


def notebook_of(app: Sphinx, pagename: str) -> Path | None:
    """The notebook generated from a page, if there is one."""
    if pagename in pages_of(app) and has_code(Path(app.env.doc2path(pagename))):
        return NOTEBOOKS / f"{Path(pagename).name}.ipynb"
    return None


def offer(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Tell a page what of it can be taken away; in every language it is the English site's."""
    up = "../" * (pagename.count("/") + FOLDERS[app.config.language].count("/"))
    context["all_notebooks"] = f"{up}notebooks/{ALL}"
    if notebook := notebook_of(app, pagename):
        context["notebook"] = f"{up}notebooks/{notebook.name}"
        context["executed_notebook"] = f"{up}notebooks/{EXECUTED}/{notebook.name}"
        context["launch"] = launch(notebook.name)


def write_notebooks(app: Sphinx, exception: Exception | None) -> None:
    """Put the notebooks where the buttons point."""
    if exception is not None or app.builder.format != "html" or app.config.language != ENGLISH:
        return
    target = Path(app.outdir) / "notebooks"
    (target / EXECUTED).mkdir(parents=True, exist_ok=True)
    clean = sorted(NOTEBOOKS.glob("*.ipynb"))
    for gone in {path.name for path in target.rglob("*.ipynb")} - {path.name for path in clean}:
        (target / gone).unlink(missing_ok=True)
        (target / EXECUTED / gone).unlink(missing_ok=True)
    for path in clean:
        shutil.copy(path, target)
        if not any(cell.cell_type == "code" for cell in nbformat.read(path, as_version=4).cells):
            shutil.copy(path, target / EXECUTED)  # the others lead there
    with zipfile.ZipFile(target / ALL, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in clean:
            # No time of today: the same notebooks are the same file.
            archive.writestr(
                zipfile.ZipInfo(f"lossbook-notebooks/{path.name}"), path.read_bytes(), zipfile.ZIP_DEFLATED
            )
    for name in pages_of(app):
        if path := notebook_of(app, name):
            made, page = target / EXECUTED / path.name, Path(app.doctreedir) / f"{name}.doctree"
            if not made.exists() or made.stat().st_mtime < max(path.stat().st_mtime, page.stat().st_mtime):
                executed = executed_cells(Path(app.env.doc2path(name)), Path(app.config.nb_execution_cache_path))
                nbformat.write(with_outputs(nbformat.read(path, as_version=4), executed, name), made)


def with_outputs(notebook, executed: list, name: str):
    """The notebook with the outputs of the cells that the page shows."""
    shown = [cell for cell in executed if "remove-cell" not in cell.metadata.get("tags", [])]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cells = [cell for cell in cells if not {INSTALLING, ASKING} & {*cell.metadata.get("tags", [])}]
    if [cell.source.strip() for cell in cells] != [cell.source.strip() for cell in shown]:
        raise ExtensionError(f"{name}: its notebook has other cells; run `make notebooks`")
    for number, (cell, same) in enumerate(zip(cells, shown, strict=True), start=1):
        cell.execution_count = number
        cell.outputs = list(plain_outputs(same.outputs, number))
    return notebook


def plain_outputs(outputs: list, number: int) -> Iterator:
    """The outputs that the site shows in its own way, as a notebook shows them."""
    for output in outputs:
        data = output.get("data", {})
        if RECORD in data:
            continue
        if chart := data.get(CHART):
            yield new_output("display_data", data={CHART: coloured(chart), "text/plain": data["text/plain"]})
            continue
        if output.output_type == "execute_result":
            output.execution_count = number
        yield output


def coloured(spec):
    """A chart in black, where the site's follows the theme of the page."""
    return json.loads(json.dumps(spec).replace('"currentColor"', '"black"'))


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer the notebooks on the pages, and put them there when the build ends."""
    app.connect("html-page-context", offer)
    app.connect("build-finished", write_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
