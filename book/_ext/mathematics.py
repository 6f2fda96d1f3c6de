r"""Set all mathematics when the site is built, so that no page needs a script, or moves, to show a formula.

MathJax runs here, in the engine that mini-racer brings, and writes what it would have written in the browser: HTML
that its fonts and style sheet shape, and beside it MathML for screen readers. It comes in the package
django-static-mathjax, so nothing of it is vendored in the repository.

A formula is whatever stands between ``\(`` and ``\)`` or ``\[`` and ``\]`` in an element of the class ``math``: what
Sphinx makes of ``$…$``, and what a code cell displays.
"""

import json
import re
from functools import cache
from html import unescape
from importlib.metadata import files
from pathlib import Path

from py_mini_racer import JSEvalException, MiniRacer
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

FORMULA = re.compile(
    r'(?P<opening><(?P<tag>span|div) class="math[ "][^>]*>(?:\s*<span class="eqno">.*?</span>)?)'
    r"\s*(?:\\\((?P<inline>.*?)\\\)|\\\[(?P<display>.*?)\\\])\s*(?P<closing></(?P=tag)>)",
    re.DOTALL,
)

# Without these two packages a mistake in a formula is an error of the build and not red text on the page.
CONFIGURATION = """
globalThis.MathJax = {
    loader: { ready: () => {} },
    startup: { typeset: false },
    tex: { packages: { "[-]": ["noerrors", "noundefined"] }, formatError: (_, error) => { throw error; } },
    chtml: { adaptiveCSS: false, fontURL: "vendor/mathjax" },
    options: { enableAssistiveMml: true },
};
"""
COMPONENTS = (
    "startup",
    "core",
    "adaptors/liteDOM",  # in place of a browser's document
    "input/tex-full",
    "output/chtml",
    "output/chtml/fonts/tex",
    "a11y/assistive-mml",
)


def mathjax_folder() -> Path:
    """Where the package has MathJax."""
    licence = next(path for path in files("django-static-mathjax") if path.match("mathjax/static/mathjax/LICENSE"))
    return Path(licence.locate()).parent


@cache
def engine() -> MiniRacer:
    """A JavaScript engine with MathJax in it."""
    made = MiniRacer()
    made.eval(CONFIGURATION)
    for name in COMPONENTS:
        made.eval((mathjax_folder() / "es5" / f"{name}.js").read_text(encoding="utf-8"))
    made.eval("MathJax.config.startup.ready()")
    return made


@cache
def set_formula(tex: str, display: bool) -> str:
    """A formula in TeX as HTML and MathML."""
    options = json.dumps({"display": display})
    return engine().eval(f"MathJax.startup.adaptor.outerHTML(MathJax.tex2chtml({json.dumps(tex)}, {options}))")


@cache
def style_sheet() -> str:
    """The rules for every sign that MathJax knows; a site uses few of them."""
    return engine().eval("MathJax.startup.adaptor.textContent(MathJax.chtmlStylesheet())")


def set_mathematics(html: str) -> str:
    """The same HTML with its formulas set."""

    def replace(match: re.Match) -> str:
        display = match["display"] is not None
        tex = unescape(match["display"] if display else match["inline"]).strip()
        try:
            return f"{match['opening']}{set_formula(tex, display)}{match['closing']}"
        except JSEvalException as error:
            raise ExtensionError(f"MathJax cannot read {tex!r}: {str(error).splitlines()[0][:200]}") from None

    return FORMULA.sub(replace, html)


def set_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Set the formulas of a page that is about to be written."""
    if "body" in context:
        context["body"] = set_mathematics(context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Set the formulas of every page."""
    app.connect("html-page-context", set_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
