"""What can be seen in the files of the built site, without a browser."""

import re
from copy import copy
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from lossbook_site.contents import pages

LEFT_OVER = re.compile(r"```|:::|\{[a-z][\w:-]*\}`|^\([\w.:-]+\)=|\$\$", re.M)
FETCHED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src"}
BUILT_FROM = {
    "en": r"Version \d+\.\d+\.\d+, commit ([0-9a-f]{10}\+?|\?), built on \d+ \w+ 20\d\d",
    "zh-CN": r"版本 \d+\.\d+\.\d+，提交 ([0-9a-f]{10}\+?|\?)，构建于 20\d\d年\d+月\d+日",
}


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


def test_links_and_anchors_resolve(site, anchors, soup, address):
    broken = []
    for link in soup.find_all("a", href=True):
        href = link["href"]
        if is_elsewhere(href) or href in ("#", ""):
            continue
        target, anchor = resolve(site, address, href)
        known = anchors.get(target.relative_to(site.resolve()).as_posix()) if target.is_file() else None
        if not target.is_file() or (known is not None and anchor and anchor not in known):
            broken.append(href)
    assert not broken


def test_nothing_is_fetched_from_elsewhere_or_missing(site, soup, address):
    wrong = []
    for tag, attribute in FETCHED.items():
        for element in soup.find_all(tag, attrs={attribute: True}):
            reference = element[attribute]
            if reference.startswith("data:") or element.get("rel") in (["canonical"], ["alternate"]):
                continue
            if is_elsewhere(reference) or not resolve(site, address, reference)[0].is_file():
                wrong.append(reference)
    assert not wrong


def test_no_script_keeps_a_page_from_being_shown(soup):
    assert not [script["src"] for script in soup.head.find_all("script", src=True) if not script.has_attr("defer")]


def test_every_formula_is_set(soup):
    assert all(formula.find("math") for formula in soup.select("article .math"))
    text = article_copy(soup)
    for element in text.select("pre, code, script, math"):
        element.decompose()
    assert not re.search(r"\\[(\[]|\\(?:frac|log|hat|sum)", text.get_text())


def meta_of(soup, name):
    return soup.find("meta", attrs={"name": name})["content"]


def test_a_page_says_what_it_is_about(soups, soup, address):
    said = meta_of(soup, "description")
    assert 30 <= len(said) <= 162
    others = [meta_of(other, "description") for page, other in soups.items() if page != address]
    assert said not in others
    assert soup.find("meta", property="og:description")["content"] == said
    assert soup.find("meta", property="og:title")["content"].strip()
    assert soup.find("meta", property="og:image")["content"].endswith("_static/social.png")


def test_a_page_says_what_it_was_built_from(soup):
    line = soup.select_one(".lossbook-build").get_text()
    assert re.search(BUILT_FROM[soup.html["lang"]], line)


def test_the_page_on_the_build_tells_of_every_page_with_code(english):
    rows = english["status.html"].select("table")[-1].select("tbody tr")
    told = {row.find("a")["href"] for row in rows}
    assert told == {address for address, soup in english.items() if soup.select("article .cell")}
    assert all(row.get_text().strip().endswith("✅") for row in rows)


def test_the_page_on_the_build_counts_what_runs(english):
    rows = english["status.html"].select("table")[0].select("tbody tr")
    cells, running = ({}, {})
    for row in rows[:-1]:
        numbers = [int(each.get_text()) for each in row.select("td")[1:5]]
        address = row.find("a")["href"]
        cells[address], running[address] = numbers[0], numbers[1]
        assert numbers[3] <= numbers[2] == len(english[address].select(".exercise"))
    assert running == {address: len(english[address].select(".lossbook-run")) for address in running}
    assert cells == {
        address: len(soup.select("article .cell")) for address, soup in english.items() if address in cells
    }
    total = [int(each.get_text()) for each in rows[-1].select("td")[1:5]]
    assert total[:2] == [sum(cells.values()), sum(running.values())] and total[3] >= 48


def test_every_page_of_the_table_of_contents_is_there(english):
    assert {f"{name}.html" for name in pages()} == set(english)


def test_no_output_is_empty(soup):
    """A cell of the site whose output area holds nothing was not executed, or lost what it gave."""
    outputs = soup.select(".cell_output > .output")
    assert not [output for output in outputs if not output.find(True) and not output.get_text().strip()]
    assert outputs or not soup.select(".cell")


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
    links = [Path(link["href"]).suffix for link in soup.select(".lossbook-end a[download]")]
    assert links == ([".ipynb", ".ipynb", ".zip"] if soup.select("article .cell") else [])


def article_copy(soup):
    """The article of a page, safe to take apart."""
    return copy(soup.find("article"))


def test_what_a_cell_prints_stands_in_one_box(english):
    assert [
        (page, box.get_text())
        for page, soup in english.items()
        for box in soup.select(".cell_output > .output.stream + .output.stream")
    ] == []
