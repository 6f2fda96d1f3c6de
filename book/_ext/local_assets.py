"""Serve MathJax and Vega from the site itself: no page asks another host for anything.

Both come in packages that requirements.txt pins, so nothing is vendored in the repository: MathJax in
django-static-mathjax, Vega in vl-convert-python. Only what a page uses is copied: one MathJax component that
holds every TeX extension, its fonts, and one file with Vega, Vega-Lite and Vega-Embed.
"""

import json
import shutil
from importlib.metadata import files, version
from pathlib import Path

import vl_convert
from sphinx.application import Sphinx

MATHJAX = "mathjax/static/mathjax"
FONTS = "output/chtml/fonts/woff-v2"


def copy_assets(app: Sphinx) -> None:
    """Put the files under ``_static/vendor``, unless they are there already in these versions."""
    if app.builder.format != "html":
        return
    vendor = Path(app.outdir) / "_static" / "vendor"
    versions = {package: version(package) for package in ("django-static-mathjax", "vl-convert-python")}
    stamp = vendor / "versions.json"
    if stamp.exists() and json.loads(stamp.read_text()) == versions:
        return
    shutil.rmtree(vendor, ignore_errors=True)
    copy_mathjax(vendor / "mathjax")
    write_vega(vendor / "vega.js")
    stamp.write_text(json.dumps(versions, indent=1))


def copy_mathjax(target: Path) -> None:
    """Copy the component, its fonts and its licence; MathJax looks for fonts beside the component."""
    source = next(path for path in files("django-static-mathjax") if path.match(f"{MATHJAX}/LICENSE")).locate().parent
    (target / FONTS).mkdir(parents=True)
    shutil.copy(source / "LICENSE", target)
    shutil.copy(source / "es5" / "tex-chtml-full.js", target)
    for font in (source / "es5" / FONTS).glob("*.woff"):
        shutil.copy(font, target / FONTS)


def write_vega(target: Path) -> None:
    """Write the bundle as a classic script, which loads from a plain folder too; a module would not."""
    target.write_text(f"(() => {{\n{vl_convert.javascript_bundle()}\n}})();\n", encoding="utf-8")


def drop_thebe(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Leave out the scripts of Thebe, which Jupyter Book adds, even twice, and which fetches itself from elsewhere."""
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, []) if "thebe" not in address_or_body(file).lower()]


def address_or_body(file) -> str:
    """What a script or style sheet of Sphinx refers to, or holds."""
    return f"{file.filename or ''} {getattr(file, 'attributes', {}).get('body', '')}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Copy the files when a build begins; leave out what would fetch more."""
    app.connect("builder-inited", copy_assets)
    app.connect("html-page-context", drop_thebe, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
