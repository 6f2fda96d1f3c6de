"""What the site of the course has beyond Sphinx and its extensions, one module for each thing that a reader sees.

`python -m lossbook_site` builds it. ``book/conf.py`` says which kept extensions it stands on.
"""

from sphinx.application import Sphinx

PARTS = (
    "formulas",
    "cards",
    "tabs",
    "reference",
    "solutions",
    "questions",
    "decks",
    "glossary",
    "explorers",
    "live",
    "reading",
    "digit",
    "downloads",
    "languages",
    "progress",
    "foot",
    "markup",
    "styles",
)


def setup(app: Sphinx) -> dict[str, bool]:
    """Set all parts up."""
    for part in PARTS:
        app.setup_extension(f"lossbook_site.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
