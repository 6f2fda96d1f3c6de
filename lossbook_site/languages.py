"""The book in more than one language: the switch between them, and the words of the site itself.

Each language is a build of its own, from the same pages and the catalogues in ``book/locale``; ``lossbook.po`` beside
them has what templates and scripts say. What has no catalogue is there in English, and says so.
"""

from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx_exercise.nodes import exercise_subtitle, is_exercise_node

from lossbook_site.addresses import site
from lossbook_site.contents import BOOK, pages_of

LOCALE = BOOK / "locale"
INTERFACE = "lossbook"
ENGLISH = "en"
FOLDERS = {ENGLISH: "", "zh_CN": "zh/"}  # where the site has a language; English lies at its root
NAMES = {ENGLISH: "English", "zh_CN": "中文"}
TAGS = {ENGLISH: "en", "zh_CN": "zh-CN"}  # as HTML names them


def catalogue(language: str, name: str) -> Catalog:
    """The catalogue of a page, or of the interface."""
    with (LOCALE / language / "LC_MESSAGES" / f"{name}.po").open("rb") as file:
        return read_po(file, locale=language)


def is_translated(language: str, name: str) -> bool:
    """Whether a language has a page."""
    return language == ENGLISH or (LOCALE / language / "LC_MESSAGES" / f"{name}.po").exists()


@cache
def words(language: str) -> dict[str, str]:
    """What templates and scripts say, by what they say in English; nothing for English."""
    if language == ENGLISH:
        return {}
    return {entry.id: entry.string for entry in catalogue(language, INTERFACE) if entry.id and entry.string}


def say(language: str, text: str, **values: object) -> str:
    """A sentence of the interface in a language, with its values in their places."""
    text = words(language).get(text, text)
    return text % values if values else text


def offer(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Tell a page which languages it is there in, and give its template the words of its own."""
    here = app.config.language
    known = pagename in pages_of(app)
    context["say"] = lambda text, **values: say(here, text, **values)
    context["language"] = TAGS[here]
    context["text_language"] = TAGS[here if is_translated(here, pagename) or not known else ENGLISH]
    context["versions"] = [
        version(here, language, pagename) for language in FOLDERS if known and is_translated(language, pagename)
    ]
    if not is_translated(here, pagename) and site():
        context["pageurl"] = address(ENGLISH, pagename)


def version(here: str, language: str, pagename: str) -> dict[str, str | bool]:
    """A page in a language: its name, and where it lies as seen from the same page in the language ``here``."""
    up = "../" * (pagename.count("/") + FOLDERS[here].count("/"))
    return {
        "name": NAMES[language],
        "tag": TAGS[language],
        "here": language == here,
        "url": f"{up}{FOLDERS[language]}{pagename}.html",
        "address": address(language, pagename),
    }


def address(language: str, pagename: str) -> str:
    """The full address of a page, or nothing as long as nobody knows it."""
    return f"{site()}{FOLDERS[language]}{pagename}.html" if site() else ""


def set_base(app: Sphinx, config: Config) -> None:
    """Let the canonical addresses be those of the language."""
    if site():
        config.html_baseurl = config.ogp_site_url = f"{site()}{FOLDERS[config.language]}"
    for action in ("show", "hide"):
        config[f"nb_code_prompt_{action}"] = say(config.language, f"{action.title()} the code of this cell")


class ExerciseTitles(SphinxTransform):
    """Let the titles of exercises be translated: sphinx-exercise doesn't say where they stand, so Sphinx skips them."""

    default_priority = 8  # before Sphinx looks for what can be translated, and translates it

    def apply(self) -> None:
        """Say where each stands; the catalogue, which is made after titles are put together, needs its words apart."""
        for title in list(self.document.findall(exercise_subtitle)):
            exercise = title.parent.parent
            title.rawsource = title.astext()
            apart = nodes.paragraph(title.rawsource, title.rawsource)
            for each in (title, apart):
                each.source, each.line = self.document["source"], exercise.line
            if self.app.builder.name == "gettext":
                exercise += apart


class TitlesFromElsewhere(SphinxTransform):
    """Translate what Sphinx has missed: names of the book's parts, and an exercise's title above its solution."""

    default_priority = 150  # sphinx-external-toc puts the parts in at 100, and the sidebar takes them at 880

    def apply(self) -> None:
        """Look the parts up in the page's catalogue; give solutions, which keep a copy, the exercise as it is now."""
        language, page = self.config.language, self.env.docname
        if language == ENGLISH or not is_translated(language, page):
            return
        for exercise in self.document.findall(is_exercise_node):
            self.env.sphinx_exercise_registry[exercise["label"]]["node"] = exercise.deepcopy()
        for tree in self.document.findall(addnodes.toctree):
            entry = catalogue(language, page).get(tree.get("caption"))
            if entry and entry.string:
                tree["caption"] = entry.string


def setup(app: Sphinx) -> dict[str, bool]:
    """Hand each page what it has to know."""
    app.add_transform(ExerciseTitles)
    app.add_transform(TitlesFromElsewhere)
    app.connect("config-inited", set_base)
    app.connect("html-page-context", offer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
