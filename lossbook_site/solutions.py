"""Solutions: each is folded on its page, and ``{solutions-index}`` lists all exercises, what they ask, and these.

sphinx-exercise knows which exercises and solutions there are, and the check of an exercise says in its docstring what
is asked. Nothing is listed a second time, so the index is never out of step.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx_design.dropdown import dropdown_main, dropdown_title
from sphinx_exercise.nodes import exercise_subtitle, is_solution_node

from lossbook_course.teaching.exercises import EXERCISES, names
from lossbook_site.contents import pages_of

HELD = "solutions-index"  # what the metadata of a page says that holds the index

logger = logging.getLogger(__name__)


class IndexPlace(nodes.General, nodes.Element):
    """Where the index goes once all pages are read."""


class SolutionsIndex(SphinxDirective):
    """The index of all exercises."""

    def run(self) -> list[nodes.Node]:
        """A place for the index."""
        self.env.metadata[self.env.docname][HELD] = "yes"
        return [IndexPlace()]


@dataclass(frozen=True)
class Exercise:
    """One exercise: where it stands, what it is called, what it asks, and where its solution stands."""

    page: str
    anchor: str
    title: str
    asks: str
    solution: str


def exercises(env: BuildEnvironment) -> Iterator[Exercise]:
    """All exercises, in the order in which they were read."""
    registry = getattr(env, "sphinx_exercise_registry", {})
    solutions = {entry["node"]["target_label"]: label for label, entry in registry.items() if is_solution(entry)}
    for label, entry in registry.items():
        if is_solution(entry):
            continue
        title = next((part.astext() for part in entry["node"].findall(exercise_subtitle)), label).strip(" ()")
        name = label.removeprefix("ex-")
        asks = inspect.getdoc(EXERCISES[name]) if name in names() else None
        if asks is None or label not in solutions:
            logger.warning("exercise %s has no check that says what it asks, or no solution", label)
            continue
        yield Exercise(entry["docname"], label, title, asks.splitlines()[0], solutions[label])


def is_solution(entry: dict) -> bool:
    """Whether an entry of sphinx-exercise's registry is a solution."""
    return entry["type"].startswith("solution")


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the index in its place."""
    for place in list(doctree.findall(IndexPlace)):
        found = list(exercises(app.env))
        listed: list[nodes.Node] = []
        for page in pages_of(app):
            if of_page := [exercise for exercise in found if exercise.page == page]:
                listed += chapter(app, docname, page, of_page)
        place.replace_self(listed)


def chapter(app: Sphinx, here: str, page: str, found: list[Exercise]) -> list[nodes.Node]:
    """The title of a chapter, and a list of its exercises."""
    uri = app.builder.get_relative_uri(here, page)
    items = nodes.bullet_list()
    for exercise in found:
        line = nodes.paragraph()
        line += link(exercise.title, f"{uri}#{exercise.anchor}")
        line += nodes.Text(f"{'' if exercise.title.endswith('?') else '.'} {exercise.asks} ")
        line += link("Solution", f"{uri}#{exercise.solution}")
        items += nodes.list_item("", line)
    heading = nodes.paragraph("", "", nodes.strong("", "", link(app.env.titles[page].astext(), uri)))
    return [heading, items]


def link(text: str, uri: str) -> nodes.reference:
    """A link inside the site."""
    return nodes.reference("", text, refuri=uri, internal=True)


class Folds(SphinxPostTransform):
    """Fold each solution: a browser opens it by itself when a link, a search or the keyboard leads there."""

    default_priority = 300  # after its title, which names the exercise, is put together
    formats = ("html",)

    def run(self, **_: object) -> None:
        """Make a solution what sphinx-design's dropdown becomes."""
        for solution in list(self.document.findall(is_solution_node)):
            title, *content = solution.children
            summary = dropdown_title("", title.astext(), classes=["admonition-title"])  # a link in a button is neither
            classes = [name for name in solution["classes"] if name != "dropdown"]
            fold = dropdown_main("", summary, *content, ids=solution["ids"], classes=["admonition", *classes])
            solution.replace_self(fold)


def write_anew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages that hold the index: they change with any other page."""
    return [page for page, facts in env.metadata.items() if HELD in facts]


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive, and fill it when every page is read."""
    app.add_node(IndexPlace)
    app.add_directive("solutions-index", SolutionsIndex)
    app.add_post_transform(Folds)
    app.connect("env-updated", write_anew)
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
