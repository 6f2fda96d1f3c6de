"""The pages' cells, executed two pages at a time; Sphinx then finds their outputs in jupyter-cache.

jupyter-cache has an executor of its own that works in parallel. It starts as many kernels as there are cores, and a
kernel with both frameworks takes 2 GB; it begins with the first page, though the longest stand late in the book; and it
hands no arguments to a kernel.
"""

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import myst_nb_reader_plugin

from lossbook_course.teaching.display import RECORD
from lossbook_site.contents import ROOT, has_code, pages, source

CACHE = ROOT / "_build" / ".jupyter_cache"
PROCESSES = min(2, os.cpu_count() or 1)
SECONDS_A_CELL = 600
# TensorFlow writes to file descriptor 2 as it loads, whatever TF_CPP_MIN_LOG_LEVEL says: not a page's output. And each
# kernel would warn that it talks over TCP.
QUIET = ["--IPKernelApp.capture_fd_output=False", "--log-level=ERROR"]


def execute_pages(folder: Path) -> bool:
    """Execute the pages that the cache in this folder doesn't know."""
    cache = get_cache(folder)
    waiting = [name for name in pages() if has_code(source(name)) and not known(cache, source(name))]
    if not waiting:
        return True
    print(f"Executing {len(waiting)} page(s), {PROCESSES} at a time", flush=True)
    with ProcessPoolExecutor(PROCESSES, initializer=log_stderr, initargs=[folder.parent / "kernels.log"]) as pool:
        # The longest pages stand late in the book; begun first, they leave no core waiting at the end.
        running = [pool.submit(execute, source(name)) for name in reversed(waiting)]
        return all([remember(cache, *page.result()) for page in as_completed(running)])


def log_stderr(path: Path) -> None:
    """Send to a file what frameworks write to the terminal when a kernel loads them; cells' own output stays theirs."""
    with path.open("w") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())


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
    # What a cell prints comes in pieces, and where they end is chance; each would be a box of its own.
    told = {"extra_arguments": QUIET, "coalesce_streams": True}
    result = single_nb_execution(notebook, str(page.parent), SECONDS_A_CELL, allow_errors=False, **told)
    return page, result


def remember(cache, page: Path, result) -> bool:
    """Keep the outputs of a page, or say why it has none."""
    if result.err is not None:
        print(f"\n{page}: a cell failed\n{result.err}", file=sys.stderr)
        return False
    bundle = CacheBundleIn(result.nb, str(page), data={"execution_seconds": result.time})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    print(f"  {page.stem}: {result.time:.0f} s", flush=True)
    return True


def executed_cells(page: Path, folder: Path = CACHE) -> list:
    """The code cells of a page with what they gave; an empty list if they were not executed as they stand."""
    if not folder.exists() or not known(cache := get_cache(folder), page):
        return []
    record = cache.match_cache_notebook(myst_nb_reader_plugin(str(page)))
    return [cell for cell in cache.get_cache_bundle(record.pk).nb.cells if cell.cell_type == "code"]


def glued(outputs: Iterable) -> dict[str, str]:
    """The values among some outputs that prose quotes: what they print as, by their names."""
    records = (output for output in outputs if RECORD in output.get("data", {}))
    return {record.metadata["scrapbook"]["name"]: record.data[RECORD] for record in records}
