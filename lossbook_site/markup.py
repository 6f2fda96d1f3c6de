"""Mend what the extensions write, for readers who listen."""

import re

from sphinx.application import Sphinx

EMPTY_HEADER = re.compile(r'<th class="head">\s*(?:<p>\s*</p>)?\s*</th>')
WRONG_ROLE = re.compile(r' role="doc-biblioentry"| role="list"(?= class="citation-list")')
# sphinx-proof and sphinx-exercise give the same id to every box of a page.
BOX_ID = re.compile(r' id="(?:proof|exercise|solution)-content"')


def mend(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Change the body of a page that is about to be written."""
    if body := context.get("body"):
        body = EMPTY_HEADER.sub("<td></td>", body)  # the corner of a table heads nothing
        body = WRONG_ROLE.sub("", body)
        context["body"] = BOX_ID.sub("", body)


def setup(app: Sphinx) -> dict[str, bool]:
    """Mend each page as it is written."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
