"""The directive ``{loss-source} NAME``: a loss as the library writes it, one tab a framework.

The tabs of all losses move together and a reader's choice is remembered across pages and
visits, since they share one sync group of sphinx-design.
"""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from lossbook_course.teaching import sources


class LossSource(SphinxDirective):
    """Source tabs of one loss of the catalog."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The tab set; an unknown loss, or one whose code is incomplete, is an error of the build."""
        name = self.arguments[0]
        try:
            code = sources.loss_source(name)
            files = sources.source_files(name)
        except (LookupError, OSError) as error:
            raise self.error(f"loss-source: {error}") from error
        for path in files.values():
            self.env.note_dependency(str(path))
        return self.parse_myst(tabs(code))

    def parse_myst(self, text: str) -> list[nodes.Node]:
        """What the text would be if it stood on the page."""
        source, line = self.get_source_info()
        holder = nodes.container()
        self.state.nested_parse(StringList(text.splitlines(), source=source), line, holder)
        return holder.children


def tabs(code: dict[str, str]) -> str:
    """The tab set of sphinx-design in MyST, one tab a framework."""
    items = (
        f"````{{tab-item}} {label}\n:sync: {label.lower()}\n\n```python\n{text}\n```\n````"
        for label, text in code.items()
    )
    return "\n\n".join(["`````{tab-set}\n:sync-group: framework", *items, "`````"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("loss-source", LossSource)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
