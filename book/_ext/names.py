"""Let the search find each loss by every name that it has, and lead to the loss and not to its page."""

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util.index_entries import split_index_msg

from lossbook.catalog import CATALOG
from lossbook.teaching.gallery import anchor

PAGE = "appendix/losses"


class NamesOfLosses(SphinxTransform):
    """Add every name to the index that the search reads."""

    default_priority = 840  # Sphinx collects the index at 850

    def apply(self) -> None:
        """Put them at the top of the page."""
        if self.env.docname == PAGE:
            names = [(name, anchor(row)) for row in CATALOG.values() for name in row.called()]
            self.document.insert(0, addnodes.index(entries=[("single", *each, "main", None) for each in names]))


def recall(app: Sphinx, env: BuildEnvironment) -> None:
    """Give the search the names on pages that this build doesn't write anew.

    Sphinx keeps them with the pages, but what it hands to the search is in memory only, and empty in the next build.
    """
    for page, entries in env.get_domain("index").entries.items():
        words = {
            (word, target or "", main)
            for kind, value, target, main, _ in entries
            for word in split_index_msg(kind, value)
        }
        env._search_index_index_entries[page] = sorted(words)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the names as the page of all losses is read, and recall those of other pages when all have been."""
    app.add_transform(NamesOfLosses)
    app.connect("env-updated", recall)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
