"""The built pages as a reader meets them: in Chromium, wide and narrow, light and dark, by mouse and by keyboard."""

import pytest

pytestmark = pytest.mark.browser

WIDTHS = {"phone": 390, "desktop": 1280}
TOO_WIDE = """() => [...document.querySelectorAll("article *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest("pre, mjx-container"))
    .slice(0, 5).map((each) => each.outerHTML.slice(0, 120))"""


def scroll_through(page):
    """Bring every part of a page into view once, so that what is lazy is drawn."""
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 600):
        page.evaluate(f"scrollTo(0, {top})")
        page.wait_for_timeout(30)
    for explorer in page.locator(".lossbook-explorer").all():
        explorer.scroll_into_view_if_needed()
        page.wait_for_function("(each) => each.dataset.drawn", arg=explorer.element_handle())


def first_page_with(visit, soups, selector, besides=None):
    """Open the first page that has such an element."""
    for address, soup in soups.items():
        if address != besides and soup.select_one(selector):
            return address, visit.open(address)
    pytest.fail(f"no page has {selector}")


def test_page_is_sound(visit, address):
    page = visit.open(address)
    scroll_through(page)
    assert visit.foreign == []
    assert visit.errors == []
    assert page.locator("mjx-merror").count() == 0
    assert page.locator("mjx-container").count() >= page.locator(".math").count()
    for device, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(100)
        for theme in ("light", "dark"):
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{device}, {theme}: {wide} pixels; {page.evaluate(TOO_WIDE)}"
    assert visit.errors == []


def selected_tabs(page):
    return page.eval_on_selector_all(
        '.sd-tab-set > input:checked + label[data-sync-group="framework"]', "labels => labels.map(l => l.innerText)"
    )


def test_framework_tab_switches_all_and_is_remembered(visit, soups):
    tabs = 'label[data-sync-group="framework"]'
    address, page = first_page_with(visit, soups, tabs)
    before = selected_tabs(page)
    assert before and set(before) == {"NumPy"}
    label = page.locator(f'{tabs}[data-sync-id="pytorch"]').first
    panel = page.locator(f"#{label.get_attribute('aria-controls')}")
    assert not panel.is_visible()
    label.click()
    assert panel.is_visible() and "def " in panel.inner_text()
    assert selected_tabs(page) == ["PyTorch"] * len(before)

    others = [other for other, soup in soups.items() if other != address and soup.select_one(tabs)]
    page = visit.open(others[0] if others else address)
    assert set(selected_tabs(page)) == {"PyTorch"}


def test_framework_tab_moves_by_keyboard(visit, soups):
    _, page = first_page_with(visit, soups, 'label[data-sync-group="framework"]')
    page.locator('.sd-tab-set > input:has(+ label[data-sync-group="framework"])').first.focus()
    page.keyboard.press("ArrowRight")
    assert set(selected_tabs(page)) == {"TensorFlow"}


def test_slider_redraws_by_keyboard(visit, soups):
    _, page = first_page_with(visit, soups, ".lossbook-explorer")
    explorer = page.locator(".lossbook-explorer").first
    explorer.scroll_into_view_if_needed()
    slider = explorer.locator('input[type="range"]')
    slider.wait_for()
    assert slider.get_attribute("aria-label")
    drawn = "each => [...each.querySelectorAll('.marks .role-mark path')].map(path => path.getAttribute('d')).join()"
    before, value = explorer.evaluate(drawn), slider.input_value()
    assert before
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert slider.input_value() != value
    page.wait_for_timeout(200)
    assert explorer.evaluate(drawn) != before


def test_explorer_follows_the_theme(visit, soups):
    _, page = first_page_with(visit, soups, ".lossbook-explorer")
    scroll_through(page)
    ink = "() => getComputedStyle(document.querySelector('.lossbook-explorer svg text')).fill"
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    light = page.evaluate(ink)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(ink) != light


def test_solution_unfolds(visit, soups):
    _, page = first_page_with(visit, soups, ".solution")
    solution = page.locator(".solution").first
    content = solution.locator(".lossbook-check").first
    assert not content.is_visible()
    solution.locator("button.toggle-button").click()
    content.wait_for(state="visible")


def test_search_finds_a_page(visit):
    page = visit.open("search.html?q=entropy")
    page.locator("#search-results li a").first.wait_for()
    assert visit.foreign == [] and visit.errors == []


@pytest.mark.parametrize("term", ["交叉熵", "散度", "熵", "标签平滑", "对数几率", "合页损失"])
def test_search_finds_chinese_words_in_the_glossary(visit, term):
    page = visit.open(f"search.html?q={term}")
    page.locator("#search-results li a[href*='glossary.html']").first.wait_for()


def test_search_for_a_chinese_word_that_is_nowhere_finds_nothing(visit):
    page = visit.open("search.html?q=鬼打墙")
    page.locator("#search-results .search-summary").get_by_text("did not match").wait_for()
    assert page.locator("#search-results li").count() == 0


def test_glossary_tells_which_terms_are_chinese(visit):
    page = visit.open("appendix/glossary.html")
    chinese = page.locator("dl.glossary dt[lang='zh-Hans']")
    assert chinese.filter(has_text="交叉熵").count() > 0
    assert chinese.filter(has_text="cross-entropy").count() == 0
