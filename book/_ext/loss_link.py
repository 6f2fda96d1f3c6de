"""The role ``{loss}`NAME```: the name of a loss in code, linked to its card on the page of all losses."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from lossbook.catalog import CATALOG
from lossbook.teaching.gallery import anchor

CARDS = "appendix/losses"


class LossLink(SphinxRole):
    """A link to the card of one loss of the catalog."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The link; an unknown loss is an error of the build."""
        if self.text not in CATALOG:
            message = self.inliner.reporter.error(f"loss: the catalog has no {self.text!r}", line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        page = self.env.app.builder.get_relative_uri(self.env.docname, CARDS)
        link = nodes.reference(refuri=f"{page}#{anchor(CATALOG[self.text])}", internal=True)
        link += nodes.literal(text=self.text)
        return [link], []


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the role."""
    app.add_role("loss", LossLink())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
