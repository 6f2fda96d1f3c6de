"""What can be seen in the files of the built site, without a browser."""

import re
from urllib.parse import unquote, urlsplit

import pytest

LEFT_OVER = re.compile(r"```|:::|\{[a-z][\w:-]*\}`|^\([\w.:-]+\)=|\$\$", re.M)
FETCHED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src"}


@pytest.fixture
def soup(soups, address):
    return soups[address]


def resolve(site, address, href):
    """The file that a reference on a page means, and the anchor in it."""
    parts = urlsplit(href)
    target = (site / address).parent / unquote(parts.path) if parts.path else site / address
    target = target.resolve()
    return (target / "index.html" if target.is_dir() else target), unquote(parts.fragment)


def is_elsewhere(href):
    return bool(urlsplit(href).netloc) or href.startswith(("mailto:", "data:"))


def test_links_and_anchors_resolve(site, soups, soup, address):
    broken = []
    for link in soup.find_all("a", href=True):
        href = link["href"]
        if is_elsewhere(href) or href in ("#", ""):
            continue
        target, anchor = resolve(site, address, href)
        page = soups.get(target.relative_to(site.resolve()).as_posix()) if target.is_file() else None
        if not target.is_file() or (page and anchor and not page.find(attrs={"id": anchor})):
            broken.append(href)
    assert not broken


def test_nothing_is_fetched_from_elsewhere_or_missing(site, soup, address):
    wrong = []
    for tag, attribute in FETCHED.items():
        for element in soup.find_all(tag, attrs={attribute: True}):
            reference = element[attribute]
            if reference.startswith("data:") or element.get("rel") == ["canonical"]:
                continue
            if is_elsewhere(reference) or not resolve(site, address, reference)[0].is_file():
                wrong.append(reference)
    assert not wrong


def test_pictures_say_what_they_show(soup):
    silent = [str(image)[:100] for image in soup.find_all("img") if not image.get("alt", "").strip()]
    for figure in soup.select(".lossbook-figure, .lossbook-explorer"):
        named = [figure, *figure.select("svg")]
        if not any(element.get("role") and element.get("aria-label", "").strip() for element in named):
            silent.append(str(figure)[:100])
    assert not silent


def test_no_markup_is_left_over(soup):
    article = article_copy(soup)
    assert not article.select(".problematic, .system-message")
    for element in article.select("pre, code, script, style, .math, .cell_input, .cell_output"):
        element.decompose()
    assert not LEFT_OVER.findall(article.get_text())


def test_no_traceback_or_warning_is_shown(soup):
    """A page that means to show one prints it; what code writes to stderr by itself is a page to repair."""
    shown = [str(output.get_text())[:300] for output in soup.select(".cell_output .traceback, .output.stderr")]
    assert not shown


def test_starters_are_not_answered_and_solutions_are_correct(soup):
    exercises, solutions = soup.select(".exercise"), soup.select(".solution")
    assert len(exercises) == len(solutions)
    for exercise in exercises:
        starter = exercise.find_next(class_="lossbook-check")
        assert starter is not None and "not answered" in starter.get_text(), exercise.get_text()[:60]
    for solution in solutions:
        verdicts = [verdict.get_text() for verdict in solution.select(".lossbook-check")]
        assert verdicts and all(verdict.strip(" ✓\n") == "correct" for verdict in verdicts), solution.get_text()[:60]


def test_every_page_with_code_can_be_downloaded_as_a_notebook(soup):
    links = [link["href"] for link in soup.find_all("a", href=True)]
    offered = any("notebooks/" in href and href.endswith(".ipynb") for href in links)
    assert offered == bool(soup.select("main .cell"))


def article_copy(soup):
    """The article of a page, safe to take apart."""
    return type(soup)(str(soup.find("article")), "html.parser")
