"""Questions stand where they are needed: each objective is asked, and no long stretch of a chapter is without one."""

import re
import sqlite3
import zipfile
from xml.etree import ElementTree as ET

import pytest
from pybtex.database import parse_file

from lossbook_course.teaching.questions import asking_pages, questions
from lossbook_site import decks
from lossbook_site.contents import BOOK, pages, source
from lossbook_site.plain_markdown import Course

MOST_WORDS = 1500
CHAPTERS = {name for name in pages() if re.match(r"\d\d-", name)}


@pytest.fixture(scope="module")
def course():
    texts = {name: source(name).read_text(encoding="utf-8") for name in pages()}
    return Course(texts, dict(parse_file(BOOK / "references.bib").entries))


def asked(page):
    """The names of the questions of a page, as it places them."""
    return [it.argument for _, it in page.blocks(page.text, deep=True) if it and it.name == "question"]


def stretches(page):
    """How many words stand before each question or exercise of a page, and after the last."""
    words = 0
    for node, it in page.blocks(page.text, deep=True):
        if it and it.name in ("question", "exercise", "exercise-start"):
            yield words, it.argument
            words = 0
        elif node.type == "inline":
            words += len(node.content.split())
    yield words, "the end"


def test_every_chapter_has_questions():
    assert set(asking_pages()) >= CHAPTERS


def test_a_page_asks_its_own_questions_once_and_in_order(course):
    placed = {name: asked(page) for name, page in course.pages.items() if asked(page)}
    assert placed == {name: [it.name for it in questions(name)] for name in asking_pages()}


@pytest.mark.parametrize("name", sorted(CHAPTERS))
def test_no_long_stretch_is_without_a_question(course, name):
    assert {place: words for words, place in stretches(course.pages[name]) if words > MOST_WORDS} == {}


def test_a_long_stretch_is_found():
    text = "# Title\n\n" + "word " * 1501 + "\n\n```{question} late\n```\n\n> and `more`\n"
    assert list(stretches(Course({"page": text}, {}).pages["page"])) == [(1502, "late"), (2, "the end")]


def promised(page):
    """How many things a page says that you will do."""
    return 1 + re.search(r"^\*\*You will\*\* (.+)$", page.text, re.M)[1].count(";")


@pytest.mark.parametrize("name", sorted(CHAPTERS))
def test_every_objective_is_asked(course, name):
    assert {it.objective for it in questions(name)} == set(range(1, 1 + promised(course.pages[name])))


@pytest.mark.parametrize("name", sorted(set(asking_pages()) - CHAPTERS))
def test_beside_the_chapters_a_question_has_an_objective_of_its_page(course, name):
    assert {it.objective for it in questions(name)} <= set(range(1, 1 + promised(course.pages[name])))


def test_no_guess_is_prose_alone():
    said = re.compile(r"\*\*Guess\b")
    assert [name for name in pages() if said.search(source(name).read_text(encoding="utf-8"))] == []


def test_decks_are_called_as_people_look_for_them():
    names = ["02-cross-entropy", "appendix/several-losses", "digit"]
    assert [decks.title(name) for name in names] == ["02 Cross entropy", "Appendix Several losses", "Digit"]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("decks")
    decks.write(folder)
    return folder


def test_anki_gets_a_card_for_every_question(written, tmp_path):
    zipfile.ZipFile(written / decks.ANKI).extract("collection.anki2", tmp_path)
    with sqlite3.connect(tmp_path / "collection.anki2") as collection:
        cards = [fields.split("\x1f") for (fields,) in collection.execute("select flds from notes")]
    wanted = [it for name in asking_pages() for it in questions(name)]
    assert sorted(name for name, _, _ in cards) == sorted(it.name for it in wanted)
    backs = {name: back for name, _, back in cards}
    assert "43.7 coins" in backs["ce-third-fine"] and r"\(-\log 0.9 =\)" in backs["ce-third-fine"]
    assert backs["ce-forty"].startswith("<p><b>(c)</b></p><ol><li>") and not [it for it in cards if "$" in "".join(it)]


def test_moodle_gets_every_question_with_one_right_answer(written):
    quiz = ET.parse(written / decks.MOODLE).getroot()
    found = {it.findtext("name/text"): it for it in quiz if it.get("type") != "category"}
    for it in (it for name in asking_pages() for it in questions(name)):
        answers = found[it.name].findall("answer")
        assert sorted(answer.get("fraction") for answer in answers)[:2].count("100") <= 1
        (right,) = (answer for answer in answers if answer.get("fraction") == "100")
        assert len(answers) == (len(it.options) or 1 + len(it.mistakes))
        assert all(answer.findtext("feedback/text") for answer in answers)
        if not it.options:
            assert abs(float(right.findtext("text")) - it.answer) < float(right.findtext("tolerance")) == it.within


def test_the_same_questions_are_the_same_cards(written, tmp_path):
    decks.write(tmp_path)
    assert (tmp_path / decks.MOODLE).read_bytes() == (written / decks.MOODLE).read_bytes()
