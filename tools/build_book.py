"""Execute the pages and build the site: what ``make book`` runs.

Sphinx knows neither that a page's output depends on the library nor that a page which it
read in a failed build still has its warnings. So this script keeps two fingerprints: when what
pages execute with changes, all of them are executed anew; when what shapes the site changes, or a
build fails, all of them are read anew. Nothing else is thrown away.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import myst_nb_reader_plugin
from sphinx_external_toc.parsing import parse_toc_yaml
from translations import FOLDERS, build_translations, translated_pages

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
BUILD = ROOT / "_build"
CACHE = BUILD / ".jupyter_cache"
DOCTREES = BUILD / ".doctrees"
SITE = BUILD / "html"

TEMPLATES = sorted((BOOK / "_templates").rglob("*.html"))
PINS = [ROOT / "requirements.txt", ROOT / "constraints.txt"]
CONFIGURATION = [ROOT / "_config.yml", ROOT / "_toc.yml", Path(__file__), *TEMPLATES]

# A page needs about 2 GB at most with both frameworks loaded, and the longest one keeps a core busy.
PROCESSES = min(2, os.cpu_count() or 1)
SECONDS_A_CELL = 600


def main() -> int:
    """Build the site; the exit status is 0 if every page executed and nothing was warned about."""
    began = time.monotonic()
    os.environ |= {"LOSSBOOK_SITE": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    BUILD.mkdir(exist_ok=True)
    if changed("executed-with", [*files(ROOT / "lossbook"), *PINS]):
        forget(CACHE, DOCTREES)
    addresses = [os.environ.get("REPOSITORY_URL", ""), os.environ.get("SITE_URL", "")]
    buttons = [*addresses, *(path.name for path in files(ROOT / "notebooks"))]
    if changed("shaped-by", [*CONFIGURATION, *PINS, *files(BOOK / "_ext"), *files(BOOK / "_static")], *buttons):
        forget(DOCTREES, SITE)
    if not (execute_pages() and build_site() and translate(addresses)):
        forget(DOCTREES)  # pages that Sphinx has read keep quiet about their warnings
        print("The book was not built; the messages above say why.", file=sys.stderr)
        return 1
    print(f"The book is built, in {time.monotonic() - began:.0f} s: {SITE / 'index.html'}")
    return 0


def files(folder: Path) -> list[Path]:
    """Every file of a folder but what Python compiled."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def changed(name: str, paths: Iterable[Path], *words: str) -> bool:
    """Whether the files, the words or Python differ from those of the last build; they are then remembered."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update("\0".join([sys.version, *words]).encode())
    fingerprint = BUILD / f".{name}"
    if fingerprint.exists() and fingerprint.read_text() == digest.hexdigest():
        return False
    fingerprint.write_text(digest.hexdigest())
    return True


def forget(*folders: Path) -> None:
    """Remove folders that the build will make again."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def execute_pages() -> bool:
    """Execute the pages that the cache doesn't know, two at a time; Sphinx then finds all of them there."""
    cache = get_cache(CACHE)
    waiting = [page for page in pages() if not known(cache, page)]
    if not waiting:
        return True
    print(f"Executing {len(waiting)} page(s), {PROCESSES} at a time", flush=True)
    with ProcessPoolExecutor(PROCESSES, initializer=log_stderr) as pool:
        # The longest pages stand late in the book; begun first, they leave no core waiting at the end.
        running = [pool.submit(execute, page) for page in reversed(waiting)]
        return all([remember(cache, *page.result()) for page in as_completed(running)])


def log_stderr() -> None:
    """Send to a file what frameworks write to the terminal when a kernel loads them; cells' own output stays theirs."""
    with (BUILD / "kernels.log").open("w") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())


def pages() -> list[Path]:
    """The pages with code, in the order of the book."""
    listed = [BOOK / f"{name}.md" for name in parse_toc_yaml(ROOT / "_toc.yml")]
    return [page for page in listed if "{code-cell}" in page.read_text(encoding="utf-8")]


def known(cache, page: Path) -> bool:
    """Whether the cache holds the outputs of exactly these code cells."""
    try:
        cache.match_cache_notebook(myst_nb_reader_plugin(str(page)))
    except KeyError:
        return False
    return True


def execute(page: Path):
    """Run a page's cells in a kernel of its own, in the page's folder."""
    notebook = myst_nb_reader_plugin(str(page))
    # TensorFlow writes to file descriptor 2 as it loads, whatever TF_CPP_MIN_LOG_LEVEL says: not a page's output. And
    # each kernel would warn that it talks over TCP.
    quiet = ["--IPKernelApp.capture_fd_output=False", "--log-level=ERROR"]
    result = single_nb_execution(notebook, str(page.parent), SECONDS_A_CELL, allow_errors=False, extra_arguments=quiet)
    return page, result


def remember(cache, page: Path, result) -> bool:
    """Keep the outputs of a page, or say why it has none."""
    name = page.relative_to(ROOT)
    if result.err is not None:
        print(f"\n{name}: a cell failed\n{result.err}", file=sys.stderr)
        return False
    bundle = CacheBundleIn(result.nb, str(page), data={"execution_seconds": result.time})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    print(f"  {name}: {result.time:.0f} s", flush=True)
    return True


def build_site() -> bool:
    """Run Jupyter Book, strictly: every warning is an error, and all of them are told."""
    command = [Path(sys.executable).with_name("jupyter-book"), "build", BOOK, "--path-output", ROOT]
    command += ["--config", ROOT / "_config.yml", "--toc", ROOT / "_toc.yml", "-W", "-n", "--keep-going", "-q"]
    return subprocess.run(command, cwd=ROOT).returncode == 0


def translate(addresses: list[str]) -> bool:
    """Build the translated pages, if one is missing or anything changed that they are made of."""
    made_of = [*CONFIGURATION, *PINS, *files(BOOK), *files(ROOT / "lossbook"), ROOT / "tools" / "translations.py"]
    stale = changed("translated-from", made_of, *addresses)
    there = all(
        (SITE / folder / f"{page}.html").exists() for it, folder in FOLDERS.items() for page in translated_pages(it)
    )
    if there and not stale:
        return True
    if build_translations():
        return True
    (BUILD / ".translated-from").unlink()
    return False


if __name__ == "__main__":
    sys.exit(main())
