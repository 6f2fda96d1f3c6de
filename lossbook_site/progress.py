"""What the scripts have to know: how many exercises each page has, and the words that they say."""

from collections import Counter
from json import dumps

from sphinx.application import Sphinx

from lossbook_site.languages import words


def tell(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Hand it to the template, which puts it in the page."""
    registry = getattr(app.env, "sphinx_exercise_registry", {})
    exercises = Counter(each["docname"] for each in registry.values() if each["type"].startswith("exercise"))
    facts = {"exercises": dict(sorted(exercises.items())), "words": words(app.config.language)}
    context["facts"] = dumps(facts, ensure_ascii=False, separators=(",", ":"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell each page as it is written."""
    app.connect("html-page-context", tell)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
