"""The translated pages: the words are others, and everything else is the English page's own."""

import re

import pytest
from playwright.sync_api import expect

from lossbook_site.contents import BOOK, ROOT, pages
from lossbook_site.languages import ENGLISH, FOLDERS, INTERFACE, LOCALE, TAGS, catalogue, is_translated, say

PACKAGE = ROOT / "lossbook_site"
OTHERS = [language for language in FOLDERS if language != ENGLISH]
PAGES = [(language, page) for language in OTHERS for page in pages() if is_translated(language, page)]
CATALOGUES = [(language, path.stem) for language in OTHERS for path in sorted((LOCALE / language).rglob("*.po"))]
MARKUP = re.compile(r"\{[\w:]+\}`[^`]+`|\$[^$]+\$|`[^`]+`|%\(\w+\)s")
TARGET = re.compile(r"`[^`<]*<([^`>]+)>`")


def kept(text):
    """What a translation must not change: roles with their targets, mathematics, code and the places of values.

    A glued number is known to its page's own text alone; a translation has to name the page.
    """
    return sorted(TARGET.sub(r"`\1`", each) for each in MARKUP.findall(re.sub(r"[\w-]+\.md::", "", text)))


@pytest.fixture(params=PAGES, ids=lambda it: "/".join(it))
def pair(request, soups):
    """A page in English and in another language."""
    language, page = request.param
    return soups[f"{page}.html"], soups[f"{FOLDERS[language]}{page}.html"], TAGS[language]


def test_the_first_chinese_pages_are_there():
    assert {("zh_CN", page) for page in ("index", "conventions", "02-cross-entropy")} <= set(PAGES)


@pytest.mark.parametrize("language, name", CATALOGUES)
def test_a_translation_keeps_markup_and_is_whole(language, name):
    messages = [message for message in catalogue(language, name) if message.id]
    changed = {message.id: message.string for message in messages if message.string and not message.fuzzy}
    assert {id: string for id, string in changed.items() if kept(id) != kept(string)} == {}
    only_markup = re.compile(r"[\W\d_]*")
    left = [message.id for message in messages if message.id not in changed and not message.id.startswith("\n")]
    assert [id for id in left if not only_markup.fullmatch(MARKUP.sub("", id))] == []


def test_code_results_and_formulas_are_those_of_the_english_page(pair):
    english, other, _ = pair
    for selector in ("div.highlight pre", ".cell_output", "math", ".pasted-text", "table tr", ".exercise"):
        found, wanted = (len(soup.select(f"article {selector}")) for soup in (other, english))
        assert found == wanted, selector
    for selector in ("div.highlight pre", ".cell_output pre", "div.math math"):
        found, wanted = ([each.get_text() for each in soup.select(f"article {selector}")] for soup in (other, english))
        assert found == wanted
    numbers = [sorted(each.get_text() for each in soup.select("article .pasted-text")) for soup in (other, english)]
    assert numbers[0] == numbers[1]


def test_a_page_says_its_language_and_speaks_it(pair):
    english, other, tag = pair
    assert english.html["lang"] == "en"
    assert other.html["lang"] == tag
    paragraphs = [each.get_text() for each in other.select("article section > p")]
    assert paragraphs
    assert [text for text in paragraphs if not re.search("[\u4e00-\u9fff]", text)] == []


@pytest.mark.browser
def test_the_switch_leads_to_the_same_page_and_back(visit):
    page = visit.open("02-cross-entropy.html")
    page.get_by_role("link", name="中文").click()
    expect(page).to_have_url(re.compile("/zh/02-cross-entropy.html$"))
    expect(page).to_have_title(re.compile("交叉熵"))
    page.get_by_role("button", name=say("zh_CN", "I have read this chapter")).click()
    mark = page.locator(".sidebar-tree .lossbook-progress")
    expect(mark).to_have_attribute("title", say("zh_CN", "read"))
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("path/02-cross-entropy.html$"))
    expect(mark).to_have_attribute("title", "read")  # one page, in whatever language


@pytest.mark.browser
def test_what_is_not_translated_is_there_in_english_and_says_so(visit):
    page = visit.open("zh/index.html")
    page.locator("article").get_by_role("link", name="KL divergence").click()
    expect(page).to_have_url(re.compile("path/zh/03-kl-divergence.html$"))
    assert page.locator("article h1").evaluate("(title) => title.closest('[lang]').lang") == "en"
    expect(page.get_by_text(say("zh_CN", "This page is in English."))).to_be_visible()
    page.locator(".sidebar-tree").get_by_role("link", name="交叉熵").click()
    expect(page).to_have_url(re.compile("path/zh/02-cross-entropy.html$"))


def test_scripts_and_templates_know_the_words_that_they_say():
    sources = [*(BOOK / "_static").glob("*.js"), *(BOOK / "_templates").rglob("*.html"), *PACKAGE.rglob("*.py")]
    sources += PACKAGE.rglob("*.js")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    said = set(re.findall(r'\b(?:sayLossbook|say)\((?:language,\s*|\s*)"([^"]+)"', text))
    known = {message.id for message in catalogue("zh_CN", INTERFACE) if message.string}
    assert {"Solved", "Download this notebook"} <= said <= known
