"""The part of this checkout that a page imports, as one small zip: the same files, not a second copy of anything."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lossbook_site.contents import ROOT

HERE = Path(__file__).resolve().parent
# Without the frameworks' side, the digits, the texts of the questions, and what draws with Altair.
PATTERNS = (
    "lossbook/__init__.py",
    "lossbook/arguments.py",
    "lossbook/catalog.py",
    "lossbook/classes.py",
    "lossbook/domains.py",
    "lossbook/numpy/*.py",
    "lossbook/testing/[!o]*.py",
    "lossbook/testing/on_numpy.py",
    "lossbook_course/__init__.py",
    "lossbook_course/datasets/*.py",
    "lossbook_course/teaching/__init__.py",
    "lossbook_course/teaching/display.py",
    "lossbook_course/teaching/explorers.py",
    "lossbook_course/teaching/plane.py",
    "lossbook_course/teaching/plots.py",
    "lossbook_course/teaching/exercises/*.py",
    "lossbook_course/teaching/questions/*.py",
)
PACKAGE = "live"  # what this folder is called in a page


def archive() -> bytes:
    """The zip; the same files give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in sorted(members()):
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def members() -> Iterator[tuple[str, bytes]]:
    """Each file with its name in the zip."""
    for path in (path for pattern in PATTERNS for path in ROOT.glob(pattern)):
        yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    yield f"{PACKAGE}/__init__.py", b""
    for name in ("cells.py", "kernel.py", "wants.py"):
        yield f"{PACKAGE}/{name}", (HERE / name).read_bytes()
