"""The directive ``{what-runs}``: how many cells and exercises of each page run in it, and what the others need."""

from collections import Counter
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from myst_nb.core.read import myst_nb_reader_plugin
from sphinx.util.docutils import SphinxDirective

from lossbook_site.contents import has_code, pages_of
from lossbook_site.live.cells import read
from lossbook_site.live.reasons import loadable, reasons

WITHOUT = "This site was built without Python for its pages, so none of its cells runs here."
HEAD = ["| Page | Cells | of them run | Exercises | of them run | The other cells need |", "|---|--:|--:|--:|--:|---|"]


class WhatRuns(SphinxDirective):
    """The table; on a site without Python for its pages, a sentence."""

    def run(self) -> list[nodes.Node]:
        """A row for each page with code."""
        lines = [WITHOUT]
        if self.config.lossbook_live:
            found = {name: Path(self.env.doc2path(name)) for name in pages_of(self.env.app)}
            with_code = {name: path for name, path in found.items() if has_code(path)}
            for path in with_code.values():
                self.env.note_dependency(str(path))
            counts = {name: counted(path) for name, path in with_code.items()}
            total = [sum(column) for column in zip(*(numbers for numbers, _ in counts.values()), strict=True)]
            lines = [*HEAD, *(row(f"{{doc}}`/{name}`", *it) for name, it in counts.items()), row("**All**", total, "")]
        holder = nodes.container()
        self.state.nested_parse(StringList(lines, *self.get_source_info()[:1]), self.content_offset, holder)
        return holder.children


def row(title: str, numbers: list[int], rest: str) -> str:
    """A line of the table."""
    return f"| {title} | {' | '.join(map(str, numbers))} | {rest} |"


def counted(page: Path) -> tuple[list[int], str]:
    """How many cells a page shows and how many run, the same of exercises, and what the others need."""
    cells = [it for it in myst_nb_reader_plugin(str(page)).cells if it.cell_type == "code"]
    sources = [it.source for it in cells if "remove-cell" not in it.metadata.get("tags", ())]
    lacks = reasons(sources, loadable())
    asked: dict[str, bool] = {}  # the first cell that names an exercise is its starter
    for source, lack in zip(sources, lacks, strict=True):
        if lack != "IPython":
            for name in read(source).checks:
                asked.setdefault(name, not lack)
    rest = Counter(lack for lack in lacks if lack)
    told = ", ".join(f"{lack} ({count})" for lack, count in rest.most_common())
    return [len(sources), lacks.count(""), len(asked), sum(asked.values())], told
