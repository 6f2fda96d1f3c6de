"""Say of each Chinese term of a glossary that it is Chinese.

Browsers then take Chinese glyphs where Japanese ones differ, and screen readers a Chinese voice.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

CHINESE = re.compile(r"[\u4e00-\u9fff]")


class ChineseTerms(SphinxTransform):
    """Docutils writes a class ``language-…`` as the attribute ``lang``."""

    default_priority = 900  # after quotation marks are made: those of Chinese are not known

    def apply(self) -> None:
        """Mark the terms."""
        for term in self.document.findall(nodes.term):
            if CHINESE.search(term.astext()):
                term["classes"].append("language-zh-Hans")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the transform."""
    app.add_transform(ChineseTerms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
