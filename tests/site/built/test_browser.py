"""The built pages as a reader meets them: in Chromium, wide and narrow, light and dark, by mouse and by keyboard."""

import re

import pytest
from conftest import NEXT_PICTURE, draw_explorers
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LOADED = "() => performance.getEntriesByType('resource').map((each) => each.name)"
MOST_BYTES = 500 * 1024  # of a page as it is sent, before anything is touched

WIDTHS = {"phone": 390, "desktop": 1280}
TOO_WIDE = """() => [...document.querySelectorAll("article *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest("pre, math"))
    .slice(0, 5).map((each) => each.outerHTML.slice(0, 120))"""


def first_page_with(visit, soups, selector, besides=None):
    """Open the first page that has such an element."""
    for address, soup in soups.items():
        if address != besides and soup.select_one(selector):
            return address, visit.open(address)
    pytest.fail(f"no page has {selector}")


def test_page_is_sound(visit, address):
    page = visit.open(address)
    page.wait_for_load_state("networkidle")
    assert visit.bytes <= MOST_BYTES
    draw_explorers(page)
    assert visit.foreign == []
    assert visit.errors == []
    for device, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(NEXT_PICTURE)
        for theme in ("light", "dark"):
            page.evaluate("(theme) => { document.body.dataset.theme = theme }", theme)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{device}, {theme}: {wide} pixels; {page.evaluate(TOO_WIDE)}"
    assert visit.errors == []


def selected_tabs(page):
    return page.eval_on_selector_all(
        '.sd-tab-set > input:checked + label[data-sync-group="framework"]',
        "labels => labels.map(l => l.textContent.trim())",
    )


def test_framework_tab_switches_all_and_is_remembered(visit, soups):
    tabs = 'label[data-sync-group="framework"]'
    address, page = first_page_with(visit, soups, tabs)
    before = selected_tabs(page)
    assert before and set(before) == {"NumPy"}
    label = page.locator(f'{tabs}[data-sync-id="pytorch"]').first
    panel = page.locator(f"#{label.get_attribute('aria-controls')}")
    expect(panel).to_be_hidden()
    label.click()
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("def ")
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
    page.keyboard.press("Tab")  # a sign that somebody is there
    page.wait_for_function("(each) => each.dataset.drawn", arg=explorer.element_handle())
    slider = explorer.locator('input[type="range"]')
    assert slider.get_attribute("aria-label")
    drawn = "each => [...each.querySelectorAll('.marks .role-mark path')].map(path => path.getAttribute('d')).join()"
    before, value = explorer.evaluate(drawn), slider.input_value()
    assert before
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(slider).not_to_have_value(value)
    page.wait_for_function(f"([each, before]) => ({drawn})(each) !== before", arg=[explorer.element_handle(), before])


def test_explorer_follows_the_theme(visit, soups):
    _, page = first_page_with(visit, soups, ".lossbook-explorer")
    draw_explorers(page)
    ink = "() => getComputedStyle(document.querySelector('.lossbook-explorer svg text')).fill"
    page.evaluate("document.body.dataset.theme = 'light'")
    light = page.evaluate(ink)
    page.evaluate("document.body.dataset.theme = 'dark'")
    assert page.evaluate(ink) != light


def test_solution_unfolds(visit, soups):
    _, page = first_page_with(visit, soups, ".solution")
    solution = page.locator(".solution").first
    content = solution.locator(".lossbook-check").first
    expect(content).to_be_hidden()
    solution.locator("summary").first.click()
    expect(content).to_be_visible()


def test_an_explorer_loads_what_it_needs_when_somebody_is_there_to_use_it(visit):
    page = visit.open("index.html")
    page.wait_for_load_state("networkidle")
    explorer = page.locator(".lossbook-explorer").first
    assert not [each for each in page.evaluate(LOADED) if "vega" in each]
    expect(explorer.locator(".still.wide svg")).to_be_visible()
    expect(explorer.locator(".fallback")).to_be_hidden()
    before = explorer.bounding_box()["height"]
    page.mouse.move(300, 300)
    page.wait_for_function("(each) => each.dataset.drawn", arg=explorer.element_handle())
    expect(explorer.locator(".still")).to_have_count(0)
    assert explorer.bounding_box()["height"] == pytest.approx(before, abs=8)


def test_the_slider_of_an_explorer_is_there_at_once_and_what_it_was_set_to_is_drawn(visit):
    page = visit.open("index.html")
    page.wait_for_load_state("networkidle")
    explorer = page.locator(".lossbook-explorer").first
    slider = explorer.locator('input[type="range"]')
    assert slider.count() == 1 and slider.is_visible() and slider.is_enabled()
    assert explorer.locator(".still").count() == 2 and not explorer.get_attribute("data-drawn")
    place = slider.bounding_box()
    slider.focus()
    page.keyboard.press("End")
    assert explorer.locator("output").text_content() == "5.00"
    page.wait_for_function("(each) => each.dataset.drawn", arg=explorer.element_handle())
    assert slider.input_value() == "5" and "gamma = 5.00" in explorer.locator(".chart svg").text_content()
    assert slider.bounding_box()["y"] == pytest.approx(place["y"], abs=8)
    assert page.evaluate("document.activeElement.type") == "range"


def test_an_explorer_is_a_drawing_without_javascript(browser, server):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{server}/index.html")
    expect(page.locator(".lossbook-explorer .still.wide svg").first).to_be_visible()
    expect(page.locator(".lossbook-explorer input").first).to_be_hidden()
    expect(page.locator("article math").first).to_be_visible()
    page.close()


def test_theme_is_switched_and_remembered(visit):
    page = visit.open("index.html")
    page.emulate_media(color_scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".theme-toggle:visible").first.focus()
    body = page.locator("body")
    page.keyboard.press("Enter")  # from what the system says, which is light here, to the other one
    expect(body).to_have_attribute("data-theme", "dark")
    expect(body).not_to_have_css("background-color", before)
    visit.open("conventions.html")
    expect(body).to_have_attribute("data-theme", "dark")
    expect(body).not_to_have_css("background-color", before)


def test_a_page_never_shows_the_other_theme_first(visit):
    """The theme is there before any script of a file is."""
    visit.page.route("**/*.js*", lambda route: route.abort())
    page = visit.open("index.html", "dark")
    assert page.evaluate("document.body.dataset.theme") == "dark"


def test_code_is_copied(visit, soups):
    _, page = first_page_with(visit, soups, ".cell_input pre")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cell = page.locator(".cell_input").first
    cell.locator(".copybtn").focus()
    page.keyboard.press("Enter")
    expect(cell.locator(".copybtn")).to_have_class(re.compile(r"\bsuccess\b"))  # it is copied by then
    assert page.evaluate("navigator.clipboard.readText()").strip() == cell.locator("pre").inner_text().strip()


def test_contents_follow_the_reader(visit, soups):
    visit.page.set_viewport_size({"width": 1400, "height": 900})  # below 82em they open by a button
    address = max(soups, key=lambda address: len(soups[address].select(".toc-tree a")))
    page = visit.open(address)
    links = page.locator(".toc-tree > ul > li > ul > li > a")
    last = links.nth(links.count() - 2)
    last.click()
    page.wait_for_function("(link) => link.closest('li').matches('.scroll-current')", arg=last.element_handle())
    heading = page.locator(last.get_attribute("href")).locator("h2").first
    assert 0 <= heading.bounding_box()["y"] <= 300


def test_menus_open_on_a_phone(visit, soups):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    _, page = first_page_with(visit, soups, ".toc-tree a")
    for name, menu in {"__navigation": ".sidebar-drawer", "__toc": ".toc-drawer"}.items():
        drawer = page.locator(menu)
        expect(drawer).not_to_be_in_viewport()
        page.locator(f"label[for={name}]:visible").first.click()
        expect(drawer).to_be_in_viewport()
        page.mouse.click(*((380, 400) if name == "__navigation" else (10, 400)))  # beside the menu
        expect(drawer).not_to_be_in_viewport()


@pytest.mark.parametrize("wide", ["conventions.html", "choosing.html", "05-hinge-losses.html"])
def test_a_wide_table_scrolls_on_a_phone_and_its_first_column_stays(visit, wide):
    page = visit.open(wide)
    page.set_viewport_size({"width": 390, "height": 844})
    moved = page.eval_on_selector_all(
        ".table-wrapper",
        """all => all.map((it) => {
            it.scrollLeft = 1000;
            const first = [...it.querySelectorAll(":is(th, td):first-child")];
            const left = it.getBoundingClientRect().left;
            return [it.scrollLeft, ...first.map((cell) => Math.abs(cell.getBoundingClientRect().left - left))];
        })""",
    )
    assert any(scrolled > 0 for scrolled, *_ in moved)
    assert [gaps for scrolled, *gaps in moved if scrolled > 0 and max(gaps) >= 1] == []


def test_no_table_breaks_a_name_on_a_phone(visit):
    page = visit.open("05-hinge-losses.html")
    page.set_viewport_size({"width": 390, "height": 844})
    names = page.eval_on_selector_all(
        ".table-wrapper code .pre", "all => all.map((it) => [it.textContent, it.getClientRects().length])"
    )
    assert names and [name for name, lines in names if lines > 1] == []


def test_paper_shows_the_title_and_what_is_folded_and_no_menus(visit, soups):
    _, page = first_page_with(visit, soups, ".solution")
    page.emulate_media(media="print")
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator(".solution .lossbook-check").first).to_be_visible()
    for hidden in (".sidebar-tree", ".related-pages", ".lossbook-end", ".lossbook-above", ".toc-drawer"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_search_opens_by_keyboard(visit):
    page = visit.open("conventions.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("entropy")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"search\.html\?q=entropy"))
    page.locator("#search-results li a").first.wait_for()


def test_search_finds_a_page(visit):
    page = visit.open("search.html?q=entropy")
    page.locator("#search-results li a").first.wait_for()
    assert visit.foreign == [] and visit.errors == []


@pytest.mark.parametrize("term", ["交叉熵", "散度", "熵", "标签平滑", "对数几率", "合页损失"])
def test_search_finds_chinese_words_in_the_glossary(visit, term):
    page = visit.open(f"search.html?q={term}")
    expect(page.locator("#search-results li a[href*='glossary.html']").first).to_be_visible()


def test_search_for_a_chinese_word_that_is_nowhere_finds_nothing(visit):
    page = visit.open("search.html?q=鬼打墙")
    page.locator("#search-results").get_by_text("did not match").wait_for()
    expect(page.locator("#search-results li")).to_have_count(0)


def test_glossary_tells_which_terms_are_chinese(visit):
    page = visit.open("appendix/glossary.html")
    chinese = page.locator("dl.glossary dt[lang='zh-Hans']")
    assert chinese.filter(has_text="交叉熵").count() > 0
    assert chinese.filter(has_text="cross-entropy").count() == 0
