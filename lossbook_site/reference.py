"""The directive ``{api} PACKAGE FAMILY``: what the docstrings of one package say about the losses of one family.

Sphinx's autodoc reads the docstrings. What to read is the catalog's to say: a new row is in the reference at once.
"""

from __future__ import annotations

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from lossbook.catalog import CATALOG, Loss
from lossbook_course.teaching.gallery import anchor

FUNCTIONS = ("lossbook.numpy", "lossbook.tensorflow", "lossbook.torch")


class Api(SphinxDirective):
    """The reference of the losses of one family in one package."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """What autodoc makes of each loss; a family without losses is an error of the build."""
        package, family = self.arguments
        rows = [row for row in CATALOG.values() if row.family == family]
        if not rows or f"lossbook.{package}" not in FUNCTIONS:
            raise self.error(f"api: the catalog has no {family!r}, or there is no lossbook.{package}")
        lines = [f".. currentmodule:: lossbook.{package}", ""]
        for row in rows:
            lines += [line for entry in entries(package, row) for line in (entry, "")]
        return self.parse_rst(lines)

    def parse_rst(self, lines: list[str]) -> list[nodes.Node]:
        """What reStructuredText, which docstrings are written in, would be if it stood on the page."""
        source, line = self.get_source_info()
        holder = nodes.container()
        self.state.nested_parse(StringList(["```{eval-rst}", *lines, "```"], source=source), line, holder)
        return holder.children


def entries(package: str, row: Loss) -> list[str]:
    """The directives of autodoc for one loss: its function, and its gradient or its class."""
    if package == "numpy":
        return [f".. autofunction:: {row.name}", f".. autofunction:: {row.name}_grad"]
    suffix = "Loss" if package == "torch" else ""
    return [f".. autofunction:: {row.name}", f".. autoclass:: {row.class_name}{suffix}"]


def link_card(app: Sphinx, what: str, name: str, it: object, options: object, lines: list[str]) -> None:
    """Lead from a loss to its card, which has its curve; the cards are on a page beside this one."""
    package, _, short = name.rpartition(".")
    if what == "function" and package in FUNCTIONS and short in CATALOG:
        lines += ["", f"`Its card, with the curve <losses.html#{anchor(CATALOG[short])}>`__", ""]


def leave_out_parameters(app: Sphinx, what: str, name: str, it: object, options: object, lines: list[str]) -> None:
    """Of a class that stands below its function, leave out what the function has said already."""
    if what == "class" and "Args:" in lines:
        del lines[lines.index("Args:") :]


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive, and the links to the cards."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.napoleon")
    app.add_directive("api", Api)
    app.connect("autodoc-process-docstring", leave_out_parameters, priority=100)  # before Napoleon
    app.connect("autodoc-process-docstring", link_card, priority=900)  # after Napoleon
    return {"parallel_read_safe": True, "parallel_write_safe": True}
