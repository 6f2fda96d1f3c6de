"""What leads to a loss's card on the page of all losses: the role ``{loss}`NAME```, and every name in the search."""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxRole
from sphinx.util.index_entries import split_index_msg

from lossbook.catalog import CATALOG
from lossbook.counterparts import called
from lossbook_course.teaching.gallery import anchor

PAGE = "appendix/losses"


class LossLink(SphinxRole):
    """The name of a loss in code, linked to its card."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The link; an unknown loss is an error of the build."""
        if self.text not in CATALOG:
            message = self.inliner.reporter.error(f"loss: the catalog has no {self.text!r}", line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        page = self.env.app.builder.get_relative_uri(self.env.docname, PAGE)
        link = nodes.reference(refuri=f"{page}#{anchor(CATALOG[self.text])}", internal=True)
        link += nodes.literal(text=self.text)
        return [link], []


class NamesOfLosses(SphinxTransform):
    """Add every name of a loss to the index that the search reads."""

    default_priority = 840  # Sphinx collects the index at 850

    def apply(self) -> None:
        """Put them at the top of the page."""
        if self.env.docname == PAGE:
            names = [(name, anchor(row)) for row in CATALOG.values() for name in called(row)]
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
        env._search_index_index_entries[page] = sorted(words)  # there is no public way


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Let the page of all losses load the script that finds one."""
    if pagename == PAGE:
        app.add_js_file("gallery.js", defer="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the role, and the names as the page is read; recall those of other pages when all have been."""
    app.add_role("loss", LossLink())
    app.add_transform(NamesOfLosses)
    app.connect("env-updated", recall)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
