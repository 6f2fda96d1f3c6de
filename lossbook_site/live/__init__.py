"""Cells that run where they stand: Python in the reader's browser, loaded when somebody asks for it.

A page says which of its cells can run (``reasons.py`` finds out) and has, for each, a button. ``boot.js`` stands in the
page. The first press loads ``page.js``, an editor and a worker, and the worker loads Pyodide (``parts.py``) and the
course's own code (``course.py``). In the worker, ``kernel.py`` runs a cell after those above it that it needs, which
``cells.py`` reads from the code, and ``wants.py`` says whether Matplotlib has to be loaded first. Without Pyodide's
files the site has no buttons.
"""

import gzip
import hashlib
import os
import shutil
from functools import cache
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from lossbook_site.languages import ENGLISH, FOLDERS, say
from lossbook_site.live.course import archive
from lossbook_site.live.parts import DRAWING, LOCK, SHA256, VERSION
from lossbook_site.live.reasons import cells_of, loadable, reasons
from lossbook_site.live.table import WhatRuns
from lossbook_site.live.wants import draws

HERE = Path(__file__).resolve().parent
TARGET = "_static/live"
PYTHON = f"pyodide-{VERSION}"
OURS = ("page.js", "page.css", "worker.js", "codemirror/codemirror.js")
LICENCES = """\
What a page loads to run Python, where it comes from, and its licence

{python}: Pyodide {version}, https://github.com/pyodide/pyodide, MPL-2.0 (MPL-2.0.txt). It holds CPython 3.12,
https://www.python.org, PSF-2.0 (Python.txt), compiled with Emscripten, https://emscripten.org, MIT (Emscripten.txt).
Its wheels are NumPy and, where pages draw, Matplotlib and what that needs; the licence of each is in its wheel, in the
folder that ends in dist-info. Of Pyodide's own list of packages (pyodide-lock.json) these are left, and nothing else is
changed.
codemirror.js: see codemirror-LICENCES.txt.
course.zip and all else here: Lossbook, MIT.
"""


def mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each cell of a page its button, or say what it needs that a page doesn't load."""
    if not app.config.lossbook_live or app.builder.format != "html":
        return
    cells = [each for each in doctree.findall(nodes.container) if "cell" in each["classes"]]
    sources = [source_of(cell) for cell in cells]
    every, wants = cells_of(sources), reasons(sources, loadable())
    if all(want or not source for want, source in zip(wants, sources, strict=True)):
        return
    language = app.config.language
    for number, (cell, source, want) in enumerate(zip(cells, sources, wants, strict=True)):
        if not source:
            continue
        if want:
            told = say(language, "Runs in the notebook, not here: it needs %(what)s.", what=say(language, want))
            html = f'<p class="lossbook-elsewhere">{escape(told)}</p>'
        else:
            cell["classes"].append("lossbook-live")
            size = sent_bytes()
            if draws(every, number):
                cell["classes"].append("lossbook-draws")
                size += drawing_bytes()
            run = say(language, "Run (loads %(size)s MB once)", size=f"{size / 1e6:.0f}")
            html = f'<p class="lossbook-run"><button type="button">{escape(run)}</button> <span></span></p>'
        cell += nodes.raw("", html, format="html")


def source_of(cell: nodes.container) -> str:
    """The code of a cell as its page shows it."""
    shown = (each for each in cell.findall(nodes.container) if "cell_input" in each["classes"])
    return "\n".join(block.astext() for each in shown for block in each.findall(nodes.literal_block))


def add_boot(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Put into a page with buttons what they do."""
    if "lossbook-run" in context.get("body", ""):
        up = "../" * (pagename.count("/") + FOLDERS[app.config.language].count("/"))
        script = (HERE / "boot.js").read_text(encoding="utf-8")
        values = {"@page@": pagename, "@folder@": f"{up}{TARGET}/{edition()}"}
        for name, value in values.items():
            script = script.replace(name, value)
        app.add_js_file(None, body=script)


@cache
def ours() -> dict[str, bytes]:
    """The files beside Pyodide's, by their names."""
    made = {Path(name).name: (HERE / name).read_bytes() for name in OURS}
    first = sum(path.stat().st_size for path in pyodide() if path.name not in DRAWING)
    parts = f'export const python = "../{PYTHON}/";\nexport const bytes = {first};\n'
    parts += f"export const drawing = {drawing_bytes()};\n"
    licences = LICENCES.format(python=PYTHON, version=VERSION)
    return {
        **made,
        "parts.js": parts.encode(),
        "course.zip": archive(),
        "LICENCES.txt": licences.encode(),
        "codemirror-LICENCES.txt": (HERE / "codemirror" / "LICENCES.txt").read_bytes(),
        **{path.name: path.read_bytes() for path in (HERE / "licences").iterdir()},
    }


def pyodide() -> list[Path]:
    """The files of Pyodide, which the build has gathered."""
    return [Path(os.environ["LOSSBOOK_LIVE"], name) for name in SHA256 if name not in DRAWING or loadable()]


@cache
def edition() -> str:
    """A name for what our files hold now, so that no browser mixes them with those of an earlier build."""
    return hashlib.sha256(b"".join(ours().values())).hexdigest()[:8]


@cache
def sent_bytes() -> int:
    """What a page loads before its first cell runs, compressed as servers send it."""
    python = (path.read_bytes() for path in pyodide() if path.name not in DRAWING)
    loaded = (content for name, content in ours().items() if not name.endswith(".txt"))
    return sum(len(gzip.compress(content, 6, mtime=0)) for content in (*python, *loaded))


@cache
def drawing_bytes() -> int:
    """What it loads more before its first cell draws: wheels, which are compressed."""
    return sum(path.stat().st_size for path in pyodide() if path.name in DRAWING)


def write_files(app: Sphinx) -> None:
    """Put the files where pages look for them; all languages look in one place."""
    if not app.config.lossbook_live or app.builder.format != "html" or app.config.language != ENGLISH:
        return
    target = Path(app.outdir) / TARGET
    for folder in target.glob("*"):
        if folder.name not in (PYTHON, edition()):
            shutil.rmtree(folder)
    (target / PYTHON).mkdir(parents=True, exist_ok=True)
    (target / edition()).mkdir(exist_ok=True)
    for path in pyodide():
        shutil.copyfile(path, target / PYTHON / path.name)
    shutil.copyfile(LOCK, target / PYTHON / LOCK.name)
    for name, content in ours().items():
        (target / edition() / name).write_bytes(content)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive; mark the cells of each page when it is complete. The build says where Pyodide lies."""
    app.add_config_value("lossbook_live", bool(os.environ.get("LOSSBOOK_LIVE")), "env")
    app.add_directive("what-runs", WhatRuns)
    app.connect("builder-inited", write_files)
    app.connect("doctree-resolved", mark, priority=900)
    app.connect("html-page-context", add_boot)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
