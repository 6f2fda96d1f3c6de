"""The built site, a server for it, and a browser that lets no request leave this machine."""

import gzip
import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
SUB_PATH = "/some/sub/path"  # as on GitHub Pages, where a site lies under the repository's name
NOT_CONTENT = {"search.html", "status.html", "404.html"}  # pages that no file of book/ is the source of
COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg")


def all_pages() -> list[str]:
    """Addresses of all pages, relative to the site."""
    found = (path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
    return sorted(page for page in found if not page.startswith("_static/"))


def content_pages() -> list[str]:
    """Addresses of the pages that come from book/."""
    return [page for page in all_pages() if page not in NOT_CONTENT]


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


class PlainServer(SimpleHTTPRequestHandler):
    """A file server such as everybody's: gzip, a page for what is missing, and the site under a path."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_) -> None:
        pass

    def do_GET(self) -> None:
        self.answer()

    def do_HEAD(self) -> None:
        self.answer(head=True)

    def answer(self, head: bool = False) -> None:
        path = self.path.partition("?")[0]
        file = Path(self.translate_path(path.removeprefix(SUB_PATH)))
        file = file / "index.html" if file.is_dir() else file
        found = path.startswith(f"{SUB_PATH}/") and file.is_file()
        file = file if found else SITE / "404.html"
        content, kind = file.read_bytes(), self.guess_type(file)
        self.send_response(200 if found else 404)
        if kind.startswith(COMPRESSED) and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if not head:
            self.wfile.write(content)


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """Address of the site on a file server, under a path."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(PlainServer, directory=site)) as http:
        http.daemon_threads = True
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}{SUB_PATH}"
        http.shutdown()


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
            self.page.add_init_script(f"localStorage.setItem('mode', '{theme}')")
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
