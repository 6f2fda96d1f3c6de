"""The built site, a server for it, and a browser that lets no request leave this machine."""

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

SITE = Path(__file__).parents[2] / "_build" / "html"
NOT_PAGES = {"genindex.html", "search.html", "prf-prf.html"}  # Sphinx's own


def content_pages() -> list[str]:
    """Addresses of the pages that come from book/, relative to the site."""
    found = (path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
    return sorted(page for page in found if not page.startswith("_static/") and page not in NOT_PAGES)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes ``address`` runs once for each page."""
    if "address" in metafunc.fixturenames:
        metafunc.parametrize("address", content_pages())


@pytest.fixture(scope="session")
def site() -> Path:
    if not (SITE / "index.html").exists():
        pytest.fail(f"there is no site at {SITE}: run `make book` first")
    return SITE


@pytest.fixture(scope="session")
def soups(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the site, parsed."""
    return {page: BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser") for page in content_pages()}


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """Address of a plain file server over the site."""
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=site)) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
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
    """A browser tab, and what went wrong in it."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.server = server
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", lambda response: response.ok or self.errors.append(f"{response.status} {response.url}"))
        page.context.route("**/*", self._guard)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _guard(self, route: Route) -> None:
        if route.request.url.startswith((self.server, "data:", "blob:")):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def open(self, address: str) -> Page:
        """Go to a page and wait until its mathematics is set."""
        self.page.goto(f"{self.server}/{address}")
        self.page.wait_for_function("!window.MathJax?.startup || MathJax.startup.promise.then(() => true)")
        return self.page


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield Visit(context.new_page(), server)
    context.close()
