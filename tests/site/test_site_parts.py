"""What lossbook_site makes of a book of three pages, `small_book`: one test for each thing that a reader sees."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lossbook.catalog import CATALOG
from lossbook.counterparts import called
from lossbook_course.teaching.gallery import anchor
from lossbook_site import addresses, decks, languages
from lossbook_site.contents import BOOK, ROOT, pages
from lossbook_site.reading import minutes

SMALL = Path(__file__).parent / "small_book"


def build(source, target, **settings):
    """The warnings of a build with the book's own configuration."""
    shutil.copy(BOOK / "conf.py", source)
    command = [sys.executable, Path(__file__).parent / "build_small_book.py", source, target, json.dumps(settings)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    built = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return (target / "warnings.txt").read_text()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The folder of the built book."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(SMALL, folder / "book")
    told = [line for line in build(folder / "book", folder / "site").splitlines()]
    assert told == []
    return folder / "site"


@pytest.fixture(scope="module")
def chapter(small):
    return BeautifulSoup((small / "chapter.html").read_text(), "html.parser")


def test_contents_are_in_the_order_of_the_table():
    assert pages(SMALL / "_toc.yml") == ("index", "chapter", "appendix/losses")


def test_formulas_are_set_and_numbered(chapter):
    inline, block = chapter.select("article p > math")[0], chapter.select_one("div.math")
    assert inline.find("msup") and not inline.get("display")
    assert block.find("math")["display"] == "block" and block.select_one(".eqno").get_text().startswith("(1)")
    assert chapter.select_one("article a[href='#equation-eq-loss']")
    assert chapter.select("div.math")[-1].find("mfrac")  # of raw HTML
    assert "\\" not in chapter.select_one("article").get_text().replace("\\n", "")


def test_a_chapter_has_its_number_in_its_title_and_in_the_sidebar_and_its_equations_have_not(chapter):
    title = "1 · A chapter"
    assert chapter.h1.get_text().startswith(title) and chapter.title.get_text().startswith(title)
    assert chapter.select_one(".sidebar-tree .current-page").get_text().strip() == title
    assert chapter.select_one("div.math .eqno").get_text().startswith("(1)")
    assert chapter.h2 and not chapter.select_one("h2 .section-number")


def test_a_page_says_how_long_it_takes_to_read(chapter):
    told = re.search(r"The first chapter takes (\d+) minutes", chapter.get_text())
    assert int(told[1]) == minutes("01-information-theory") > 0


def test_a_card_is_linked_and_searched_for_by_every_name(small, chapter):
    assert chapter.find("a", href="appendix/losses.html#loss-huber").get_text() == "huber"
    text = (small / "searchindex.js").read_text()
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    page = index["docnames"].index("appendix/losses")
    for row in CATALOG.values():
        assert all([page, anchor(row), True] in index["indexentries"][name.lower()] for name in called(row))


def test_source_tabs_have_all_packages(chapter):
    labels = [label.get_text(strip=True) for label in chapter.select(".sd-tab-set > label")]
    assert labels == ["NumPy", "TensorFlow", "PyTorch"]
    assert all("def huber" in panel.get_text() for panel in chapter.select(".sd-tab-content"))


def test_reference_has_the_losses_of_the_family(small):
    page = BeautifulSoup((small / "appendix" / "losses.html").read_text(), "html.parser")
    documented = {block["id"].removeprefix("lossbook.numpy.") for block in page.select("dt.sig[id]")}
    names = {row.name for row in CATALOG.values() if row.family == "regression"}
    assert documented == names | {f"{name}_grad" for name in names}
    assert len(page.select("dd a[href^='losses.html#'], dd a[href^='#loss-']")) == len(names)


def test_a_solution_is_folded_and_listed(small, chapter):
    solution = chapter.select_one("details.solution")
    assert (
        solution.find("summary").get_text(strip=True).startswith("Solution to") and "A logarithm" in solution.get_text()
    )
    index = BeautifulSoup((small / "index.html").read_text(), "html.parser")
    links = [link["href"] for link in index.select("article li a")]
    assert links == ["chapter.html#ex-cross-entropy-chance", f"chapter.html#{solution['id']}"]


def test_a_question_takes_a_number_and_has_its_answer_folded(chapter):
    form = chapter.select_one("form#question-ce-third-fine")
    assert form.legend.get_text() == "Guess" and "the third" in form.fieldset.get_text()
    assert form.select_one("label input[type=number]").find_next("span").get_text() == "coins"
    answer, within = float(form["data-answer"]), float(form["data-within"])
    assert abs(answer - 43.7) < 0.1 and within < answer / 5
    assert form["data-right"] == "43.7" and "43.7 coins" in form.details.get_text()
    assert len(form.select("details [data-mistake]")) == 2 and form.select("details math")


def test_a_question_takes_one_of_its_options_and_says_why_of_each(chapter):
    form = chapter.select_one("form#question-ce-forty")
    assert form.legend.get_text() == "Guess" and form.select("fieldset .highlight-python pre")
    options = [button["value"] for button in form.select("label > input[type=radio][name=ce-forty]")]
    verdicts = [verdict.get_text() for verdict in form.select("details li > strong")]
    assert options == ["a", "b", "c"] and [verdict == "Right." for verdict in verdicts] == [False, False, True]
    assert form["data-right"] == "c" and not form.select("label p")
    assert all(len(reason.get_text()) > 40 for reason in form.select("details li"))


def test_scripts_that_speak_come_after_the_words(chapter):
    order = [Path(script["src"]).name.partition("?")[0] for script in chapter.find_all("script", src=True)]
    assert order.index("words.js") < order.index("questions.js")


def test_what_to_repeat_has_its_place_and_the_decks_lie_beside_it(small):
    index = BeautifulSoup((small / "index.html").read_text(), "html.parser")
    assert index.select_one(".lossbook-again") is not None
    links = [link["href"] for link in index.select(".lossbook-decks a[download]")]
    assert links == [f"decks/{name}" for name in (decks.ANKI, decks.MOODLE)]
    assert all((small / link).exists() for link in links)


def test_chinese_terms_are_marked(small):
    index = BeautifulSoup((small / "index.html").read_text(), "html.parser")
    marked = {term.get_text(strip=True).rstrip("¶"): term.get("lang") for term in index.select("dl.glossary dt")}
    assert marked == {"entropy": None, "熵": "zh-Hans"}


def test_a_page_loads_what_it_needs_and_no_more(small, chapter):
    def scripts(page):
        return {Path(script["src"]).name.partition("?")[0] for script in page.find_all("script", src=True)}

    index = BeautifulSoup((small / "index.html").read_text(), "html.parser")
    gallery = BeautifulSoup((small / "appendix" / "losses.html").read_text(), "html.parser")
    assert "explorer.js" in scripts(chapter) and "explorer.js" not in scripts(index)
    assert "gallery.js" in scripts(gallery) and "gallery.js" not in scripts(index)
    assert [name in scripts(chapter) for name in ("questions.js", "again.js")] == [True, False]
    assert {"questions.js", "again.js"} <= scripts(index) and "questions.js" not in scripts(gallery)
    assert (small / "_static" / "vendor" / "vega.js").stat().st_size > 100_000


def test_a_page_asks_for_one_style_sheet_with_everything_in_its_order(small, chapter):
    (link,) = chapter.find_all("link", rel="stylesheet")
    sheet = (small / link["href"].partition("?")[0]).read_text()
    order = [".highlight", "--sidebar-caption", ".sd-card", ".lossbook-end"]  # pygments, the theme, an extension, ours
    assert [sheet.index(rule) for rule in order] == sorted(sheet.index(rule) for rule in order)
    for address in re.findall(r"url\([\"']?(?!data:)([^)\"']+)", sheet):
        assert (small / "_static" / address).exists(), f"{address} is no longer beside its style sheet"


def test_the_font_of_formulas_comes_with_the_first_bytes_where_there_are_formulas(small, chapter):
    without = BeautifulSoup((small / "search.html").read_text(), "html.parser")
    assert (small / chapter.find("link", rel="preload")["href"]).stat().st_size < 40_000
    assert without.find("link", rel="preload") is None


def test_a_page_knows_how_many_exercises_each_has(chapter):
    facts = json.loads(chapter.find(id="lossbook-facts").get_text())
    assert facts == {"exercises": {"chapter": 1}, "words": {}}


def test_markup_is_mended(chapter):
    ids = [element["id"] for element in chapter.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))
    assert not [cell for cell in chapter.select("th") if not cell.get_text().strip()]


def test_the_foot_says_what_the_page_was_built_from(chapter):
    assert chapter.select_one(".lossbook-build").get_text().startswith("Version ")


def test_a_page_without_a_catalogue_stays_english_and_says_so(tmp_path):
    shutil.copytree(SMALL, tmp_path / "book")
    folder = tmp_path / "locale" / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(languages.LOCALE / "zh_CN" / "LC_MESSAGES" / "lossbook.po", folder)
    (folder / "chapter.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "A chapter"\nmsgstr "一章"\n\nmsgid "By hand"\nmsgstr "手算"\n\nmsgid "coins"\nmsgstr "枚"\n'
    )
    build(tmp_path / "book", tmp_path / "zh", language="zh_CN", locale_dirs=[str(tmp_path / "locale")])
    chapter = BeautifulSoup((tmp_path / "zh" / "chapter.html").read_text(), "html.parser")
    assert chapter.html["lang"] == "zh-CN" and chapter.h1.get_text().startswith("1 · 一章")
    assert "手算" in chapter.select_one(".exercise").get_text()
    assert "手算" in chapter.select_one("details.solution summary").get_text()
    assert chapter.select_one("form legend").get_text() == "猜一猜"
    assert chapter.select_one("form label span").get_text() == "枚"
    assert chapter.select_one(".lossbook-language")["href"] == "../chapter.html"
    index = BeautifulSoup((tmp_path / "zh" / "index.html").read_text(), "html.parser")
    assert index.h1.find_parent(lang=True)["lang"] == "en"
    assert index.select_one(".lossbook-in-english").get_text() == "本页为英文。"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("$\\frac{1}$", "formula"),
        ("{loss}`hubert`", "the catalog has no 'hubert'"),
        ("```{loss-source} hubert\n```", "loss-source"),
        ("```{api} numpy regressions\n```", "the catalog has no 'regressions'"),
        ("```{question} nobody-asks-this\n```", "there is no question 'nobody-asks-this'"),
        ("```{exercise}\n:label: ex-nobody-checks-this\nWhat?\n```", "ex-nobody-checks-this has no check"),
    ],
)
def test_what_is_wrong_is_a_warning_with_its_place(tmp_path, wrong, told):
    shutil.copytree(SMALL, tmp_path / "book")
    with (tmp_path / "book" / "index.md").open("a") as page:
        page.write(f"\n{wrong}\n")
    warnings = build(tmp_path / "book", tmp_path / "site")
    assert told in warnings
    assert "index.md" in warnings or "ex-nobody" in warnings


@pytest.mark.parametrize(("url", "path"), [("https://github.com/Someone/Losses", "/Losses/"), ("", "/")])
def test_the_page_for_missing_addresses_finds_the_site(monkeypatch, url, path):
    monkeypatch.setenv("REPOSITORY_URL", url)
    monkeypatch.delenv("SITE_URL", raising=False)
    assert addresses.path() == path
