"""axe-core finds nothing to object to on any page, in the light and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import NEXT_PICTURE, draw_explorers

from lossbook_site import addresses
from lossbook_site.serve import served

pytestmark = pytest.mark.browser

# All rules on a wide screen in the light; on a phone in the dark what may differ there: colours, and how things lie.
ON_A_PHONE = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
OPTIONS = {
    "light": {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}},
    "dark": {"resultTypes": ["violations"], "runOnly": ON_A_PHONE},
}

# Each kind of token of the highlighted code stays once: thousands of them share twenty colours, and axe looks at each.
# The same holds for the words of inline code and of signatures.
THIN_OUT = """() => {
    const seen = new Set();
    const around = ["a", ".admonition", ".cell", "table"];
    const tokens = ".highlight pre span[class], code span.pre, .sig > span, .sig em *";
    for (const token of document.querySelectorAll(tokens)) {
        const kind = `${token.className} ${around.map((it) => Boolean(token.closest(it)))}`;
        if (seen.has(kind) && !token.querySelector("a")) token.replaceWith(token.textContent);
        seen.add(kind);
    }
}"""


# What has the focus, and whether that can be seen.
FOCUSED = """() => {
    const at = document.activeElement;
    const style = getComputedStyle(at);
    const kind = at === document.body ? "BODY" : at.className || at.tagName;
    return [kind, style.outlineStyle !== "none" || style.boxShadow !== "none"];
}"""


def test_axe_finds_nothing(visit, any_address):
    page = visit.open(any_address, "light")
    draw_explorers(page)
    page.evaluate(THIN_OUT)
    assert found_by_axe(page, "light") == []
    page.evaluate("document.body.dataset.theme = 'dark'")
    page.set_viewport_size({"width": 390, "height": 844})
    assert found_by_axe(page, "dark") == []


def test_axe_finds_nothing_where_nothing_is(visit, site):
    with served(site, addresses.path().rstrip("/")) as visit.server:
        assert found_by_axe(visit.open("no/such/page.html", "light"), "light") == []


def found_by_axe(page, theme):
    """The rules that something breaks, and where."""
    page.evaluate(NEXT_PICTURE)  # what becomes focusable because it scrolls does so after the page is laid out
    violations = Axe().run(page, options=OPTIONS[theme]).response["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in violations]


def test_keyboard_reaches_everything(visit, soups):
    """Each control of a chapter is reached by the tab key, in the order of the page, and shows that it is."""
    address = next(address for address, soup in soups.items() if soup.select(".solution") and soup.select(".exercise"))
    page = visit.open(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        kind, outlined = page.evaluate(FOCUSED)
        if kind == "BODY":
            break
        assert outlined, f"{kind} does not show that it is reached"
        reached.update(kind.split())
    wanted = {"sidebar-search", "theme-toggle", "copybtn", "admonition-title"}
    assert wanted | {"lossbook-solved", "lossbook-mark", "reference"} <= reached


def test_current_page_is_in_sight_in_the_sidebar(visit):
    """And shown without moving the keyboard: the first Tab still finds the way past the sidebar."""
    page = visit.open("appendix/bibliography.html")
    page.set_viewport_size({"width": 1280, "height": 400})
    page.reload()
    entry = page.locator(".sidebar-tree .current-page > a")
    page.wait_for_function("document.querySelector('.sidebar-scroll').scrollTop > 0")
    assert entry.bounding_box()["y"] + entry.bounding_box()["height"] <= 400
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"


def test_no_id_is_given_twice(soups, address):
    ids = [element["id"] for element in soups[address].find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))


def test_nothing_moves_for_those_who_asked_for_it(visit):
    page = visit.open("index.html")
    moving = """() => [...document.querySelectorAll("*")].filter((each) => {
        const style = getComputedStyle(each);
        return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
    }).length"""
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0  # the rule above is what stops it
