"""A file server such as everybody's: gzip, a page for what is missing, and the site under a path if one is given.

What ``make serve`` runs, and what the tests of the site and ``tools/lighthouse.py`` look at.
"""

import gzip
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lossbook_site.contents import ROOT

SITE = ROOT / "_build" / "html"
COMPRESSED = ("text/", "application/javascript", "application/json", "application/wasm", "image/svg")


@lru_cache(maxsize=100)
def compressed(content: bytes) -> bytes:
    """What is sent of a file; that of ten megabytes takes a second to make."""
    return gzip.compress(content, 6)


class PlainServer(SimpleHTTPRequestHandler):
    """Answers for the files of a folder."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args, directory: Path, path: str = "", quiet: bool = True) -> None:
        """Serve a folder under a path, such as ``/some/path``."""
        self.path_of_site, self.quiet = path, quiet
        super().__init__(*args, directory=directory)

    def log_message(self, *args) -> None:
        """Keep quiet, if asked to."""
        if not self.quiet:
            super().log_message(*args)

    def do_GET(self) -> None:
        """Send a file."""
        self.answer()

    def do_HEAD(self) -> None:
        """Say what would be sent."""
        self.answer(head=True)

    def answer(self, head: bool = False) -> None:
        """Send what stands at the address, or the page for what is missing."""
        asked = self.path.partition("?")[0]
        file = Path(self.translate_path(asked.removeprefix(self.path_of_site)))
        file = file / "index.html" if file.is_dir() else file
        found = asked.startswith(f"{self.path_of_site}/") and file.is_file()
        file = file if found else Path(self.directory) / "404.html"
        content, kind = file.read_bytes(), self.guess_type(file)
        self.send_response(200 if found else 404)
        if kind.startswith(COMPRESSED) and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = compressed(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if not head:
            self.wfile.write(content)


@contextmanager
def served(site: Path = SITE, path: str = "") -> Iterator[str]:
    """The address of a site, for as long as it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(PlainServer, directory=site, path=path)) as http:
        http.daemon_threads = True
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}{path}"
        http.shutdown()


def main(port: int) -> None:
    """Serve the site until somebody ends it."""
    print(f"The book: http://localhost:{port}/  (Ctrl-C ends it)")
    with ThreadingHTTPServer(("127.0.0.1", port), partial(PlainServer, directory=SITE, quiet=False)) as http:
        http.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
