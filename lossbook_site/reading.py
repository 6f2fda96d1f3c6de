"""How long a page takes to read: the role ``{minutes}`PAGE```, computed when the book is built.

Prose counts 180 words a minute, which is slow for a novel and usual for mathematics; code that is not folded, 10 lines
a minute. Exercises and their solutions are left out: how long they take depends on who tries them, and each page gives
an estimate of its own.
"""

import re
from functools import cache

from docutils import nodes
from myst_nb.core.read import myst_nb_reader_plugin
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from lossbook_site.contents import source

WORDS_A_MINUTE, LINES_A_MINUTE = 180, 10
ROUNDED_TO = 5
NOT_READ = {"remove-cell", "remove-input", "hide-input"}
EDGE = re.compile(r"\{(?:exercise|solution)-(start|end)\}")
BEFORE_AN_EDGE = re.compile(r"(?=\{(?:exercise|solution)-)")
MARKUP = re.compile(r"^(?:`{3,}|:{3,}|:[\w-]+:|\([\w-]+\)=).*$|^[|\s:-]+$", re.M)
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]+\$", re.S)  # counted as one word


@cache
def minutes(name: str) -> int:
    """The time that a page takes to read without its exercises, such as 25."""
    words = lines = 0
    exercise = False
    for cell in myst_nb_reader_plugin(str(source(name))).cells:
        if cell.cell_type == "code":
            if not exercise and not NOT_READ & {*cell.metadata.get("tags", ())}:
                lines += len([line for line in cell.source.splitlines() if line.strip()])
        else:
            # An exercise begins in one cell of text and ends in another, with code between them.
            for part in BEFORE_AN_EDGE.split(cell.source):
                if edge := EDGE.match(part):
                    exercise = edge[1] == "start"
                words += 0 if exercise else count(part)
    return ROUNDED_TO * max(1, round((words / WORDS_A_MINUTE + lines / LINES_A_MINUTE) / ROUNDED_TO))


def count(markdown: str) -> int:
    """The words in a piece of a page."""
    return len(re.findall(r"\S*\w\S*", FORMULA.sub(" formula ", MARKUP.sub("", markdown))))


class Minutes(SphinxRole):
    """The number alone, so that every language can put it into its own sentence."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Give the minutes of the page that is named."""
        return [nodes.Text(str(minutes(self.text)))], []


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the role."""
    app.add_role("minutes", Minutes())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
