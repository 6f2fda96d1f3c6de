"""What lossbook_site makes of a book of three pages, `tests/small_book`: one test for each thing that a reader sees."""

import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from lossbook.catalog import CATALOG
from lossbook.teaching.gallery import anchor
from lossbook_site import addresses, languages
from lossbook_site.contents import BOOK, pages

SMALL = Path(__file__).parent / "small_book"


def build(source, target, **settings):
    """The warnings of a build with the book's own configuration."""
    shutil.copy(BOOK / "conf.py", source)
    given = {
        "external_toc_path": "_toc.yml",
        "nb_execution_mode": "off",
        "templates_path": [str(BOOK / "_templates")],
        "html_static_path": [str(BOOK / "_static")],
        "html_logo": str(BOOK / "_static" / "logo.svg"),
        "html_favicon": str(BOOK / "_static" / "favicon.svg"),
        "bibtex_bibfiles": [str(BOOK / "references.bib")],
        **settings,
    }
    warnings = target / "warnings.txt"
    target.mkdir(parents=True, exist_ok=True)
    with patch_docutils(), docutils_namespace(), warnings.open("w") as told:
        Sphinx(source, source, target, target / ".doctrees", "html", given, status=None, warning=told).build()
    return warnings.read_text()


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


def test_a_card_is_linked_and_searched_for_by_every_name(small, chapter):
    assert chapter.find("a", href="appendix/losses.html#loss-huber").get_text() == "huber"
    text = (small / "searchindex.js").read_text()
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    page = index["docnames"].index("appendix/losses")
    for row in CATALOG.values():
        assert all([page, anchor(row), True] in index["indexentries"][name.lower()] for name in row.called())


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
    assert (small / "_static" / "vendor" / "vega.js").stat().st_size > 100_000


def test_a_page_asks_for_the_style_sheets_of_what_it_has(small, chapter):
    def sheets(page):
        return {Path(link["href"]).name.partition("?")[0] for link in page.find_all("link", rel="stylesheet")}

    index = BeautifulSoup((small / "index.html").read_text(), "html.parser")
    always = {"pygments.css", "furo.css", "furo-extensions.css", "lossbook.css"}
    assert sheets(index) == always
    assert sheets(chapter) == always | {"sphinx-design.min.css", "exercise.css", "proof.css", "copybutton.css"}


def test_a_page_knows_how_many_exercises_each_has(chapter):
    facts = json.loads(chapter.find(id="lossbook-facts").get_text())
    assert facts == {"exercises": {"chapter": 1}, "words": {}}


def test_markup_is_mended(chapter):
    ids = [element["id"] for element in chapter.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))
    assert not [cell for cell in chapter.select("th") if not cell.get_text().strip()]


def test_the_foot_says_what_the_page_was_built_from(chapter):
    assert chapter.select_one(".lossbook-build").get_text().startswith("Version ")


def test_a_page_without_a_catalogue_stays_english_and_says_so(tmp_path, monkeypatch):
    shutil.copytree(SMALL, tmp_path / "book")
    folder = tmp_path / "locale" / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(languages.LOCALE / "zh_CN" / "LC_MESSAGES" / "lossbook.po", folder)
    (folder / "chapter.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "A chapter"\nmsgstr "一章"\n\nmsgid "By hand"\nmsgstr "手算"\n'
    )
    monkeypatch.setattr(languages, "LOCALE", tmp_path / "locale")
    languages.words.cache_clear()
    build(tmp_path / "book", tmp_path / "zh", language="zh_CN", locale_dirs=[str(tmp_path / "locale")])
    chapter = BeautifulSoup((tmp_path / "zh" / "chapter.html").read_text(), "html.parser")
    assert chapter.html["lang"] == "zh-CN" and chapter.h1.get_text().startswith("一章")
    assert "手算" in chapter.select_one(".exercise").get_text()
    assert "手算" in chapter.select_one("details.solution summary").get_text()
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
