"""Let the search find each loss by every name that it has, and lead to the loss and not to its page."""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from lossbook.catalog import CATALOG
from lossbook.teaching.gallery import anchor

PAGE = "appendix/losses"


def index_losses(app: Sphinx, doctree: nodes.document) -> None:
    """Add every name to the index that the search reads."""
    if app.env.docname != PAGE:
        return
    entries = [("single", name, anchor(row), "main", None) for row in CATALOG.values() for name in row.called()]
    doctree.insert(0, addnodes.index(entries=entries))


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the names when the page of all losses has been read."""
    app.connect("doctree-read", index_losses)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
