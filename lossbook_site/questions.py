"""The directive ``{question} NAME``: a short question that takes an answer, from the file of its page's questions.

Where no script runs, the question is there with its answer folded below it. ``questions.js`` compares, says how far
off an answer is, and keeps it in the reader's browser. The directive ``{again}`` is the place where ``again.js`` brings
back what was missed; it takes each question from its page, so that no question is on the site a second time.
"""

from html import escape

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from lossbook_course.teaching import questions
from lossbook_site.decks import ANKI, MOODLE
from lossbook_site.languages import FOLDERS, say

DECKS = {ANKI: "Cards for Anki", MOODLE: "Questions for Moodle"}


class Phrase(nodes.Part, nodes.TextElement):
    """A paragraph that stands where HTML allows no paragraph, and is translated as one."""


class Question(SphinxDirective):
    """The question of this name."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A form; a question that is in no file, or that the library contradicts, is an error of the build."""
        try:
            question = questions.find(self.arguments[0])
        except (LookupError, ValueError) as error:
            raise self.error(f"question: {error}") from error
        self.env.note_dependency(str(questions.file_of(question.page)))
        return [*self.asked(question), *self.choices(question), *self.number(question), *self.answered(question)]

    def asked(self, it: questions.Question) -> list[nodes.Node]:
        """The beginning of the form, and the question."""
        data = {"page": self.env.docname, "right": it.right}
        if not it.options:  # the unit is in the field's label, in the page's language
            data |= {"right": questions.short(it.answer), "answer": it.answer, "within": it.within}
        marks = "".join(f' data-{name}="{escape(str(value))}"' for name, value in data.items())
        legend = self.say("Guess") if it.is_guess else self.say("Question")
        opening = f'<form class="lossbook-question" id="question-{it.name}"{marks}><fieldset><legend>{legend}</legend>'
        return [raw(opening), *self.parsed(it.text)]

    def choices(self, it: questions.Question) -> list[nodes.Node]:
        """The options, lettered."""
        made = [raw("<ol>")] if it.options else []
        for letter, option in zip(questions.LETTERS, it.options, strict=False):
            button = f'<li><label><input type="radio" name="{it.name}" value="{letter}" title="{letter}" required> '
            made += [raw(button), self.phrase(option.text), raw("</label></li>")]
        return [*made, raw("</ol>")] if made else []

    def number(self, it: questions.Question) -> list[nodes.Node]:
        """A field for a number, and the mistakes that the script knows."""
        if it.options:
            return []
        field = '<input type="number" step="any" autocomplete="off" required>'
        label = [raw(f'<p class="field"><label>{self.say("Your number")} {field} '), *self.phrases(it.unit)]
        return [*label, raw("</label></p>")]

    def answered(self, it: questions.Question) -> list[nodes.Node]:
        """What is to be pressed and where the verdict will stand; the answer, folded; and the end of the form."""
        button = f'<p><button>{self.say("Check")}</button> <span role="status"></span></p></fieldset>'
        made = [raw(f"{button}<details><summary>{self.say('Answer')}</summary>")]
        if it.options:
            made.append(raw("<ol>"))
            for option in it.options:
                verdict = self.say("Right.") if option.is_right else self.say("Wrong.")
                made += [raw(f"<li><strong>{verdict}</strong> "), self.phrase(option.why), raw("</li>")]
            made.append(raw("</ol>"))
        else:
            made += [raw(f"<p><strong>{questions.short(it.answer)}</strong> "), *self.phrases(it.unit), raw("</p><p>")]
            made += [self.phrase(it.why), raw("</p>")]
            for mistake in it.mistakes:
                said = self.say("If you have %(number)s:", number=questions.short(mistake.value))
                marks = f'data-mistake="{mistake.value}" data-near="{it.near(mistake)}"'
                made += [raw(f"<p {marks}>{said} "), self.phrase(mistake.why), raw("</p>")]
        return [*made, raw("</details></form>")]

    def parsed(self, text: str) -> list[nodes.Node]:
        """What the text would be if it stood on the page."""
        source, line = self.get_source_info()
        holder = nodes.container()
        self.state.nested_parse(StringList(text.splitlines(), source=source), line, holder)
        return holder.children

    def phrase(self, text: str) -> Phrase:
        """One paragraph, to stand within a line."""
        (paragraph,) = self.parsed(text)
        made = Phrase(paragraph.rawsource, "", *paragraph.children)
        made.source, made.line = paragraph.source, paragraph.line
        return made

    def phrases(self, text: str) -> list[nodes.Node]:
        """The same of a unit, which may be empty; a line that begins with % would be a comment."""
        return [self.phrase(text.replace("%", r"\%"))] if text else []

    def say(self, text: str, **values: object) -> str:
        """A word of the interface, in the page's language."""
        return escape(say(self.config.language, text, **values))


class Again(SphinxDirective):
    """The place of what comes back, and what of the questions can be taken away."""

    def run(self) -> list[nodes.Node]:
        """A box for the script, and links; in every language the files are the English site's."""
        up = "../" * (self.env.docname.count("/") + FOLDERS[self.config.language].count("/"))
        links = " ".join(
            f'<a href="{up}decks/{name}" download>{escape(say(self.config.language, title))}</a>'
            for name, title in DECKS.items()
        )
        return [raw(f'<div class="lossbook-again"></div><p class="lossbook-decks">{links}</p>')]


def raw(html: str) -> nodes.raw:
    """A piece of HTML."""
    return nodes.raw("", html, format="html")


def visit(self: HTML5Translator, node: Phrase) -> None:
    """Begin a phrase."""
    self.body.append("<span>")


def depart(self: HTML5Translator, node: Phrase) -> None:
    """End it."""
    self.body.append("</span>")


def add_scripts(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Let a page that needs one of the two scripts load it."""
    body = context.get("body", "")
    after_words = {"defer": "defer", "priority": 900}  # Sphinx puts what conf.py lists at 800
    if "lossbook-question" in body or "lossbook-again" in body:
        app.add_js_file("questions.js", **after_words)
    if "lossbook-again" in body:
        app.add_js_file("again.js", **after_words)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives."""
    app.add_node(Phrase, html=(visit, depart))
    app.add_directive("question", Question)
    app.add_directive("again", Again)
    app.connect("html-page-context", add_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
