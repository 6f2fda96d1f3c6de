"""Charts with a slider: a page that has one brings the script that draws it, and the site has Vega for all of them.

Vega comes in vl-convert-python, pinned in requirements.txt, so it is not kept in the repository.
"""

from pathlib import Path

import vl_convert
from sphinx.application import Sphinx


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Let a page with an explorer load its script."""
    if "lossbook-explorer" in context.get("body", ""):
        app.add_js_file("explorer.js", defer="defer")


def write_vega(app: Sphinx) -> None:
    """Put Vega where the script looks for it, if no earlier build has; with new pins the site begins anew."""
    vega = Path(app.outdir) / "_static" / "vendor" / "vega.js"
    if app.builder.format == "html" and not vega.exists():
        vega.parent.mkdir(parents=True, exist_ok=True)
        # As a classic script it loads from a plain folder too; a module would not.
        vega.write_text(f"(() => {{\n{vl_convert.javascript_bundle()}\n}})();\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write Vega when a build begins, and name the script on the pages that need it."""
    app.connect("builder-inited", write_vega)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
