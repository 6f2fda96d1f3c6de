"""What a reader marks stays in the reader's browser, shows on every page, and can be taken back."""

import pytest
from playwright.sync_api import expect

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
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(mark_in_sidebar(page, chapter)).to_have_count(0)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(mark_in_sidebar(page, chapter)).to_have_text("✓")

    page = visit.open("appendix/notation.html")
    expect(mark_in_sidebar(page, chapter)).to_have_text("✓")

    page = visit.open(chapter)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page = visit.open("index.html")
    expect(page.locator(".sidebar-tree")).not_to_contain_text("✓")


def test_exercises_solved_are_counted(visit, chapter, soups):
    total = len(soups[chapter].select(".exercise"))
    page = visit.open(chapter)
    page.locator(".lossbook-solved").nth(0).click()
    page.locator(".lossbook-solved").nth(1).click()
    expect(mark_in_sidebar(page, chapter)).to_have_text(f"2/{total}")
    page = visit.open("index.html")
    expect(mark_in_sidebar(page, chapter)).to_have_text(f"2/{total}")
    expect(page.locator(".lossbook-so-far")).to_contain_text("solved: 2 of")
    page.locator(".lossbook-forget").click()
    expect(mark_in_sidebar(page, chapter)).to_have_text("")
    expect(page.locator(".lossbook-so-far")).to_be_hidden()


def test_marks_are_nowhere_but_in_the_browser(visit, chapter):
    page = visit.open(chapter)
    page.wait_for_load_state("networkidle")
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.locator(".lossbook-mark").click()
    page.locator(".lossbook-solved").first.click()
    page.wait_for_load_state("networkidle")
    assert [url for url in requests if not url.startswith("data:") and not url.endswith("favicon.svg")] == []
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
    expect(page.locator(".solution .lossbook-check").first).to_be_visible()
    assert visit.errors == []
