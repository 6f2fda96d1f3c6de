"""The built site, a server for it, and a browser that lets no request leave this machine."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect, sync_playwright

from lossbook_site.contents import pages
from lossbook_site.languages import FOLDERS, is_translated
from lossbook_site.serve import SITE, served

# What waits until the browser has laid the page out and drawn it, observers' answers included.
NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

# What a test expects of a page may come late where the machine is busy; what never comes is still an error.
expect.set_options(timeout=30_000)

SUB_PATH = "/some/sub/path"  # as on GitHub Pages, where a site lies under the repository's name


def content_pages() -> list[str]:
    """Addresses, relative to the site, of the pages of the book in English and in the languages that have them."""
    return [f"{FOLDERS[it]}{name}.html" for it in FOLDERS for name in pages() if is_translated(it, name)]


def all_pages() -> list[str]:
    """These, the search, and a page that a language hasn't translated; 404.html has tests of its own."""
    english_alone = [f"zh/{name}.html" for name in pages() if not is_translated("zh_CN", name)]
    return [*content_pages(), "search.html", *english_alone[:1]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes ``address`` runs once for each page of the book, one that takes ``any_address`` for all."""
    if "address" in metafunc.fixturenames:
        metafunc.parametrize("address", content_pages())
    if "any_address" in metafunc.fixturenames:
        metafunc.parametrize("any_address", all_pages())


@pytest.fixture(scope="session")
def site() -> Path:
    if not (SITE / "index.html").exists():
        pytest.fail(f"there is no site at {SITE}: run `make book` first")
    return SITE


@pytest.fixture(scope="session")
def soups(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the book, parsed."""
    return {page: BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser") for page in content_pages()}


@pytest.fixture(scope="session")
def anchors(soups: dict[str, BeautifulSoup]) -> dict[str, set[str]]:
    """What each page lets a link point at."""
    return {page: {element["id"] for element in soup.find_all(id=True)} for page, soup in soups.items()}


@pytest.fixture(scope="session")
def english(soups: dict[str, BeautifulSoup]) -> dict[str, BeautifulSoup]:
    """The pages of the book as it is written."""
    return {page: soup for page, soup in soups.items() if soup.html["lang"] == "en"}


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """Address of the site on a file server, under a path."""
    with served(site, SUB_PATH) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    executable = next((path for name in names if (path := shutil.which(name))), None)
    if executable is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium is installed")
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=quiet)
        yield chromium
        chromium.close()


class Visit:
    """A browser tab, what went wrong in it, and how many bytes it was sent."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.server = server
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.bytes = 0
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", lambda response: response.ok or self.errors.append(f"{response.status} {response.url}"))
        page.context.route("**/*", self._guard)
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", self._count)

    def _count(self, event: dict) -> None:
        self.bytes += event["encodedDataLength"]

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _guard(self, route: Route) -> None:
        if route.request.url.startswith((self.server, "data:", "blob:")):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def open(self, address: str, theme: str | None = None) -> Page:
        """Go to a page, in a theme if one is given."""
        if theme:
            self.page.add_init_script(f"localStorage.setItem('theme', '{theme}')")
        self.page.goto(f"{self.server}/{address}")
        return self.page


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield Visit(context.new_page(), server)
    context.close()


def draw_explorers(page: Page) -> None:
    """Bring every explorer into view once, since none is drawn before, and come back to the top."""
    page.mouse.move(5, 5)  # a sign that somebody is there
    for explorer in page.locator(".lossbook-explorer").all():
        explorer.scroll_into_view_if_needed()
        page.wait_for_function("(each) => each.dataset.drawn", arg=explorer.element_handle())
    page.evaluate("scrollTo(0, 0)")
