"""What the book contains: the pages in their order, as _toc.yml lists them."""

from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
TOC = ROOT / "_toc.yml"


@cache
def pages(toc: Path = TOC) -> tuple[str, ...]:
    """The names of all pages, such as ``appendix/clinic``."""
    return tuple(parse_toc_yaml(toc))


def pages_of(app: Sphinx) -> tuple[str, ...]:
    """The names of all pages of the book that is being built."""
    return pages((Path(app.confdir) / app.config.external_toc_path).resolve())


def source(name: str) -> Path:
    """The file that a page is written in."""
    return BOOK / f"{name}.md"


def has_code(page: Path) -> bool:
    """Whether a page has cells, and so a notebook."""
    return "{code-cell}" in page.read_text(encoding="utf-8")
