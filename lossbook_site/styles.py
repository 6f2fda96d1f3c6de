"""A page asks for the style sheets that it needs: those of an extension only where something of it stands."""

from sphinx.application import Sphinx

MARKS = {
    "sphinx-design.min.css": 'class="sd-',
    "mystnb.": 'class="cell ',
    "exercise.css": "exercise admonition",
    "proof.css": 'class="proof ',
    "copybutton.css": 'class="highlight"',
}


def choose(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Leave out the style sheets of what a page doesn't have."""
    body = context.get("body", "")
    unused = [name for name, mark in MARKS.items() if mark not in body]
    context["css_files"] = [
        sheet for sheet in context["css_files"] if not any(f"/{name}" in str(sheet.filename) for name in unused)
    ]


def setup(app: Sphinx) -> dict[str, bool]:
    """Choose for each page as it is written."""
    app.connect("html-page-context", choose, priority=900)  # when all extensions have named theirs
    return {"parallel_read_safe": True, "parallel_write_safe": True}
