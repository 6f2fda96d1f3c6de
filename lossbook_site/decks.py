"""Take the questions along: cards for Anki, and a file that Moodle imports, both made from the files of the questions.

The site's build writes them beside its pages. `make decks` writes them alone, into ``_build/decks``.
"""

import hashlib
from pathlib import Path
from xml.etree import ElementTree as ET

import genanki
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from sphinx.application import Sphinx

from lossbook_course.teaching.questions import Question, asking_pages, questions, short
from lossbook_site.contents import ROOT
from lossbook_site.languages import ENGLISH

ANKI, MOODLE = "lossbook.apkg", "lossbook-moodle.xml"
FRONT, BACK = "{{Question}}", '{{FrontSide}}<hr id="answer">{{Answer}}'
STYLE = ".card { font-family: sans-serif; font-size: 18px; text-align: left; } ol { list-style: lower-alpha; }"


def main() -> None:
    """Write both files into ``_build/decks``."""
    folder = ROOT / "_build" / "decks"
    write(folder)
    print(f"{sum(len(questions(page)) for page in asking_pages())} questions in {folder.relative_to(ROOT)}/")


def write(folder: Path) -> None:
    """Write both files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    # No time of today: the same questions are the same cards.
    genanki.Package([deck(page) for page in asking_pages()]).write_to_file(folder / ANKI, timestamp=0)
    ET.ElementTree(moodle()).write(folder / MOODLE, encoding="utf-8", xml_declaration=True)


def parser() -> MarkdownIt:
    """Markdown with its mathematics as Anki's and Moodle's MathJax take it."""
    made = MarkdownIt().use(dollarmath_plugin)
    made.add_render_rule("math_inline", lambda self, tokens, i, *_: rf"\({tokens[i].content}\)")
    made.add_render_rule("math_block", lambda self, tokens, i, *_: rf"\[{tokens[i].content}\]")
    return made


def html(text: str) -> str:
    """Paragraphs of HTML."""
    return parser().render(text).strip()


def line(text: str) -> str:
    """HTML without a paragraph around it."""
    return parser().renderInline(text)


def number_of(name: str) -> int:
    """A number that stays a name's own, by which Anki knows a card or a deck again."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) >> 1


def deck(page: str) -> genanki.Deck:
    """The cards of one page."""
    made = genanki.Deck(number_of(page), f"Lossbook::{title(page)}")
    model = genanki.Model(
        number_of("lossbook"),
        "Lossbook",
        fields=[{"name": "Name"}, {"name": "Question"}, {"name": "Answer"}],
        templates=[{"name": "Card", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
    )
    for it in questions(page):
        fields = [it.name, front(it), back(it)]
        made.add_note(genanki.Note(model, fields, guid=genanki.guid_for(it.name), tags=[page]))
    return made


def title(page: str) -> str:
    """What a deck is called: ``02 Cross entropy`` for a chapter, ``Appendix Several losses`` for another page."""
    folder, _, name = page.rpartition("/")
    words = name.lstrip("0123456789-")
    number = name.removesuffix(words).rstrip("-")
    return " ".join(filter(None, [folder.capitalize(), number, words.replace("-", " ").capitalize()]))


def front(it: Question) -> str:
    """The question, with its options."""
    options = "".join(f"<li>{line(option.text)}</li>" for option in it.options)
    return html(it.text) + (f"<ol>{options}</ol>" if options else "")


def back(it: Question) -> str:
    """The answer, and why."""
    if not it.options:
        return f"<p><b>{short(it.answer)} {line(it.unit)}</b></p>{html(it.why)}"
    reasons = "".join(f"<li>{line(option.why)}</li>" for option in it.options)
    return f"<p><b>({it.right})</b></p><ol>{reasons}</ol>"


def moodle() -> ET.Element:
    """All questions in Moodle's own XML, in a category for each page."""
    quiz = ET.Element("quiz")
    for page in asking_pages():
        category = ET.SubElement(quiz, "question", type="category")
        said(category, "category", f"$course$/Lossbook/{page}")
        for it in questions(page):
            made = ET.SubElement(quiz, "question", type="multichoice" if it.options else "numerical")
            said(made, "name", it.name)
            said(made, "questiontext", html(it.text + (f" ({it.unit})" if it.unit else "")), format="html")
            if it.options:
                ET.SubElement(made, "single").text = "true"
                ET.SubElement(made, "shuffleanswers").text = "false"
                ET.SubElement(made, "answernumbering").text = "abc"
                for option in it.options:
                    answer(made, 100 if option.is_right else 0, line(option.text), option.why, format="html")
            else:
                tolerance = answer(made, 100, repr(it.answer), it.why)
                ET.SubElement(tolerance, "tolerance").text = repr(it.within)
                for mistake in it.mistakes:
                    tolerance = answer(made, 0, repr(mistake.value), mistake.why)
                    ET.SubElement(tolerance, "tolerance").text = repr(it.near(mistake))
    return quiz


def said(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    """A text, in the element that Moodle puts one in."""
    made = ET.SubElement(parent, tag, attributes)
    ET.SubElement(made, "text").text = text
    return made


def answer(question: ET.Element, fraction: int, text: str, why: str, **attributes: str) -> ET.Element:
    """An answer, what it is worth in per cent, and what is said to whoever gives it."""
    made = said(question, "answer", text, fraction=str(fraction), **attributes)
    said(made, "feedback", html(why), format="html")
    return made


def offer(app: Sphinx, exception: Exception | None) -> None:
    """Put both files where the page 'Again' points."""
    if exception is None and app.builder.format == "html" and app.config.language == ENGLISH:
        write(Path(app.outdir) / "decks")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the files when the build ends."""
    app.connect("build-finished", offer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    main()
