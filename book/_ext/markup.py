"""Mend what the extensions write, for readers who listen and for search engines."""

import re

from docutils import nodes
from repository import site
from sphinx.application import Sphinx
from translated import address

LONGEST_DESCRIPTION = 160
SOCIAL_PICTURE = "_static/social.png"

EMPTY_HEADER = re.compile(r'<th class="head">\s*(?:<p>\s*</p>)?\s*</th>')
WRONG_ROLE = re.compile(r' role="doc-biblioentry"| role="list"(?= class="citation-list")')
# sphinx-proof and sphinx-exercise give the same id to every box of a page.
BOX_ID = re.compile(r' id="(?:proof|exercise|solution)-content"')


def mend(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Change the body of a page that is about to be written, and say in the head what it is about."""
    if body := context.get("body"):
        body = EMPTY_HEADER.sub("<td></td>", body)  # the corner of a table heads nothing
        body = WRONG_ROLE.sub("", body)
        context["body"] = BOX_ID.sub("", body)
    title = context.get("title", "")
    context["description"] = description(context, doctree)
    context["page_address"] = address(app.config.language, pagename)
    context["social_picture"] = f"{site()}{SOCIAL_PICTURE}" if site() else context["pathto"](SOCIAL_PICTURE, 1)
    context["social_title"] = re.sub(r"<[^>]+>", "", title)


def description(context: dict, doctree) -> str:
    """The first words of a page, for the list of a search engine."""
    if given := (context.get("meta") or {}).get("description"):
        return given
    paragraphs = [] if doctree is None else doctree.findall(nodes.paragraph)
    text = next((it.astext() for it in paragraphs if isinstance(it.parent, nodes.section)), "")
    text = " ".join(text.split()) or "Lossbook: a course on loss functions whose every number and picture is computed."
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return f"{text[:LONGEST_DESCRIPTION].rsplit(' ', 1)[0].rstrip(',;:')} …"


def setup(app: Sphinx) -> dict[str, bool]:
    """Mend each page as it is written."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
