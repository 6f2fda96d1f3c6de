"""Take it away: every chapter as a notebook, clean or with its outputs, and all of them in one file.

The clean ones are those of ``notebooks/``. The ones with outputs are the same notebooks with what the pages' cells gave
when the site was built; a page whose cells are not those of its notebook is an error.
"""

import contextlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from myst_nb.core.read import myst_nb_reader_plugin
from nbformat.v4 import new_output
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from lossbook.teaching import show_source
from lossbook_site.addresses import launch
from lossbook_site.contents import has_code, pages_of
from lossbook_site.languages import ENGLISH, FOLDERS
from lossbook_site.notebooks import NOTEBOOKS

ALL = "lossbook-notebooks.zip"
EXECUTED = "executed"

SHOW_SOURCE = re.compile(r'\nshow_source\("(?P<name>\w+)"\)$')
GLUED = "application/papermill.record/"
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
    shutil.rmtree(target, ignore_errors=True)
    (target / EXECUTED).mkdir(parents=True)
    clean = sorted(NOTEBOOKS.glob("*.ipynb"))
    for path in clean:
        shutil.copy(path, target)
    with zipfile.ZipFile(target / ALL, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in clean:
            # No time of today: the same notebooks are the same file.
            archive.writestr(
                zipfile.ZipInfo(f"lossbook-notebooks/{path.name}"), path.read_bytes(), zipfile.ZIP_DEFLATED
            )
    cache = get_cache(app.config.nb_execution_cache_path)
    for name in pages_of(app):
        if path := notebook_of(app, name):
            executed = outputs_of(cache, Path(app.env.doc2path(name)))
            made = with_outputs(nbformat.read(path, as_version=4), executed, name)
            nbformat.write(made, target / EXECUTED / path.name)


def outputs_of(cache, page: Path) -> list:
    """The code cells of a page as they were executed."""
    record = cache.match_cache_notebook(myst_nb_reader_plugin(str(page)))
    return [cell for cell in cache.get_cache_bundle(record.pk).nb.cells if cell.cell_type == "code"]


def with_outputs(notebook, executed: list, name: str):
    """The notebook with the outputs of the page's cells."""
    remaining = iter(executed)
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = number
        if source := SHOW_SOURCE.search(cell.source):
            cell.outputs = [printed(source["name"])]
            continue
        same = next(remaining, None)
        if same is None or same.source.strip() != cell.source.strip():
            raise ExtensionError(f"{name}: its notebook has other cells; run `make notebooks`")
        cell.outputs = list(plain_outputs(same.outputs, number))
    if next(remaining, None) is not None:
        raise ExtensionError(f"{name}: its notebook lacks a cell; run `make notebooks`")
    return notebook


def printed(name: str):
    """What ``show_source`` prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        show_source(name)
    return new_output("stream", name="stdout", text=out.getvalue())


def plain_outputs(outputs: list, number: int) -> Iterator:
    """The outputs that the site shows in its own way, as a notebook shows them."""
    for output in outputs:
        data = output.get("data", {})
        glued = next((value for mime, value in data.items() if mime == f"{GLUED}text/plain"), None)
        if glued is not None:
            value = f"{output.metadata['scrapbook']['name']} = {glued}\n"
            yield new_output("stream", name="stdout", text=value)
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
