"""What a reader marks stays in the reader's browser, shows on every page, and can be taken back."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def chapter(soups):
    return next(address for address, soup in soups.items() if len(soup.select(".exercise")) > 1)


def mark_in_sidebar(page, chapter):
    here = page.url.endswith(chapter)
    link = page.locator('.sidebar-tree .current > a[href="#"]' if here else f'.sidebar-tree a[href$="{chapter}"]')
    return link.first.locator(".lossbook-progress")


def test_a_chapter_read_is_marked_everywhere_until_it_is_taken_back(visit, chapter):
    page = visit.open(chapter)
    button = page.locator(".lossbook-mark")
    assert button.get_attribute("aria-pressed") == "false"
    assert mark_in_sidebar(page, chapter).count() == 0
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert mark_in_sidebar(page, chapter).inner_text() == "✓"

    page = visit.open("appendix/notation.html")
    assert mark_in_sidebar(page, chapter).inner_text() == "✓"

    page = visit.open(chapter)
    page.locator(".lossbook-mark").click()
    page = visit.open("index.html")
    assert "✓" not in page.locator(".sidebar-tree").inner_text()


def test_exercises_solved_are_counted(visit, chapter, soups):
    total = len(soups[chapter].select(".exercise"))
    page = visit.open(chapter)
    page.locator(".lossbook-solved").nth(0).click()
    page.locator(".lossbook-solved").nth(1).click()
    assert mark_in_sidebar(page, chapter).inner_text() == f"2/{total}"
    page = visit.open("index.html")
    assert mark_in_sidebar(page, chapter).inner_text() == f"2/{total}"
    assert "solved: 2 of" in page.locator(".lossbook-so-far").inner_text()
    page.locator(".lossbook-forget").click()
    assert mark_in_sidebar(page, chapter).inner_text() == ""
    assert not page.locator(".lossbook-so-far").is_visible()


def test_marks_are_nowhere_but_in_the_browser(visit, chapter):
    page = visit.open(chapter)
    page.wait_for_load_state("networkidle")
    before = visit.bytes
    page.locator(".lossbook-mark").click()
    page.locator(".lossbook-solved").first.click()
    page.wait_for_timeout(300)
    assert visit.bytes == before
    assert page.evaluate("Object.keys(localStorage).includes('lossbook-progress')")
    assert page.context.cookies() == []


def test_a_page_works_where_storage_is_not_allowed(visit, chapter):
    visit.page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
            const get = () => { throw new DOMException("not allowed", "SecurityError"); };
            Object.defineProperty(window, name, { get, configurable: true });
        }"""
    )
    page = visit.open(chapter)
    page.locator(".lossbook-mark").click()
    page.locator(".solution summary").first.click()
    assert page.locator(".solution .lossbook-check").first.is_visible()
    assert visit.errors == []
