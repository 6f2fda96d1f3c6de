"""Launch buttons where the repository's address is known, and 'download this notebook' everywhere.

LOSSBOOK_REPOSITORY=https://github.com/OWNER/NAME, set when the site is built, adds buttons for Colab and Binder,
which open the chapter's notebook from ``notebooks/``.
"""

import os
import shutil
from pathlib import Path

from sphinx.application import Sphinx

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def notebook_of(pagename: str) -> Path | None:
    """The notebook generated from a page, if there is one."""
    notebook = NOTEBOOKS / f"{Path(pagename).name}.ipynb"
    return notebook if notebook.exists() else None


def add_buttons(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Add the buttons to a page's header."""
    notebook = notebook_of(pagename)
    if notebook is None or "header_buttons" not in context:
        return
    up = "../" * pagename.count("/")
    url = f"{up}notebooks/{notebook.name}"
    download = button("Download this notebook", url, "fas fa-download", "download-notebook")
    # The theme's own menu offers the page's Markdown source, which no notebook program understands.
    others = [other for other in context["header_buttons"] if other["label"] != "download-buttons"]
    context["header_buttons"] = [download, *others]
    if repository := os.environ.get("LOSSBOOK_REPOSITORY", "").rstrip("/").removesuffix(".git"):
        project = repository.removeprefix("https://github.com/")
        binder = f"https://mybinder.org/v2/gh/{project}/main?labpath=notebooks/{notebook.name}"
        colab = f"https://colab.research.google.com/github/{project}/blob/main/notebooks/{notebook.name}"
        context["header_buttons"] += [
            button("Open in Colab", colab, "fas fa-rocket", "open-colab"),
            button("Open in Binder", binder, "fas fa-circle-nodes", "open-binder"),
        ]


def button(text: str, url: str, icon: str, label: str) -> dict[str, str]:
    """A header button as sphinx-book-theme draws it."""
    return {"type": "link", "url": url, "text": "", "tooltip": text, "icon": icon, "label": label}


def copy_notebooks(app: Sphinx, exception: Exception | None) -> None:
    """Put the notebooks where the buttons point."""
    if exception is None and app.builder.format == "html" and NOTEBOOKS.exists():
        target = Path(app.outdir) / "notebooks"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(NOTEBOOKS, target, ignore=shutil.ignore_patterns(".*"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Draw buttons after the theme has drawn its own, and copy the notebooks at the end."""
    app.connect("html-page-context", add_buttons, priority=900)
    app.connect("build-finished", copy_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
