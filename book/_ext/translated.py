"""Pages in more than one language: the switch between them, and the words of the site itself.

A translation is a gettext catalogue for each page, in ``book/locale``; ``lossbook.po`` beside them has what templates
and scripts say. tools/translations.py builds the translated pages from the same sources, so that formulas, numbers and
code are the English page's own, and puts them into a folder of the site.
"""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from docutils import nodes
from repository import site
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx_exercise.nodes import exercise_subtitle, is_exercise_node

LOCALE = Path(__file__).resolve().parents[1] / "locale"
INTERFACE = "lossbook"
ENGLISH = "en"
FOLDERS = {"zh_CN": "zh"}  # where the site has a language; English lies at its root
NAMES = {ENGLISH: "English", "zh_CN": "中文"}
TAGS = {ENGLISH: "en", "zh_CN": "zh-CN"}  # as HTML names them


def catalogue(language: str, name: str) -> Catalog:
    """The catalogue of a page, or of the interface."""
    with (LOCALE / language / "LC_MESSAGES" / f"{name}.po").open("rb") as file:
        return read_po(file, locale=language)


def translated_pages(language: str) -> list[str]:
    """The pages that a language has."""
    folder = LOCALE / language / "LC_MESSAGES"
    found = (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.po"))
    return sorted(name for name in found if name != INTERFACE)


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
    """Tell a page which other languages it is there in, and give its template the words of its own."""
    here = app.config.language
    context["say"] = lambda text, **values: say(here, text, **values)
    context["theme_search_bar_text"] = say(here, context.get("theme_search_bar_text", ""))
    folders = {language: folder for language, folder in FOLDERS.items() if pagename in translated_pages(language)}
    context["versions"] = [version(here, ENGLISH, "", pagename)] if folders else []
    context["versions"] += [version(here, language, f"{folder}/", pagename) for language, folder in folders.items()]


def version(here: str, language: str, folder: str, pagename: str) -> dict[str, str | bool]:
    """A page in a language: its name, and where it lies as seen from the same page in the language ``here``."""
    url = f"{'../' * pagename.count('/')}{folder}{pagename}.html"
    return {
        "name": NAMES[language],
        "tag": TAGS[language],
        "here": language == here,
        # A page that is built to be moved can't know the way; tools/translations.py puts it in.
        "url": url if here == ENGLISH else f"english:{pagename}.html",
        "address": address(language, pagename),
    }


def address(language: str, pagename: str) -> str:
    """The full address of a page, or nothing as long as nobody knows it."""
    name = "" if pagename == "index" else f"{pagename}.html"
    return f"{at(language)}{name}" if site() else ""


def at(language: str) -> str:
    """The address of the first page in a language."""
    return f"{site()}{FOLDERS[language]}/" if language in FOLDERS else site()


def set_base(app: Sphinx, config: Config) -> None:
    """Let the canonical addresses be those of the language."""
    config.html_baseurl = at(config.language) if site() else ""


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
        if self.config.language == ENGLISH or self.env.docname not in translated_pages(self.config.language):
            return
        for exercise in self.document.findall(is_exercise_node):
            self.env.sphinx_exercise_registry[exercise["label"]]["node"] = exercise.deepcopy()
        for tree in self.document.findall(addnodes.toctree):
            entry = catalogue(self.config.language, self.env.docname).get(tree.get("caption"))
            if entry and entry.string:
                tree["caption"] = entry.string


def begin(app: Sphinx) -> None:
    """Leave the search to the English site, whose index has the Chinese terms too."""
    if app.config.language != ENGLISH and app.builder.format == "html":
        app.builder.search = False


def setup(app: Sphinx) -> dict[str, bool]:
    """Hand each page what it has to know."""
    app.add_transform(ExerciseTitles)
    app.add_transform(TitlesFromElsewhere)
    app.connect("config-inited", set_base)
    app.connect("builder-inited", begin)
    app.connect("html-page-context", offer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
