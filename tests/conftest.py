"""Set-up that all tests share: the frameworks, quiet and on one thread, and what must not be skipped in CI."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before TensorFlow is imported
sys.path.insert(0, str(Path(__file__).parent))  # cases.py, frameworks.py and reference.py

import frameworks
import pytest

from lossbook.catalog import CATALOG

ROOT = Path(__file__).parents[1]

make = cache(lambda name: frameworks.MAKERS[name]())


@pytest.fixture(params=frameworks.NAMES)
def framework(request):
    """Each of the three packages in turn."""
    return make(request.param)


@pytest.fixture(params=("tensorflow", "torch"))
def autodiff(request):
    """Each of the two packages that differentiate by themselves."""
    return make(request.param)


@pytest.fixture
def numpy_losses():
    return make("numpy")


def pytest_addoption(parser):
    parser.addoption(
        "--touched",
        action="store_true",
        help="of the tests of losses, run those of the families that differ from the last commit; if none does, "
        "those of each family's first loss with its defaults",
    )


def pytest_collection_modifyitems(config, items):
    """Leave out, with --touched, what `make quick` has no time for."""
    if not config.getoption("--touched"):
        return
    families = touched_families()
    unwanted = [item for item in items if not is_wanted(item, families)]
    config.hook.pytest_deselected(items=unwanted)
    left_out = set(unwanted)
    items[:] = [item for item in items if item not in left_out]


def touched_families():
    """The families whose files differ from the last commit."""
    status = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=False, cwd=ROOT)
    changed = {Path(line[3:]).stem for line in status.stdout.splitlines() if line[3:].startswith("lossbook/")}
    return changed & {row.family for row in CATALOG.values()}


def is_wanted(item, families):
    """Whether a test is of a touched family; or, if none was touched, of a family's first loss or of no loss."""
    parameters = getattr(item, "callspec", None) and item.callspec.params
    case = parameters and parameters.get("case")
    row = parameters and (case.row if case else parameters.get("row"))
    if not row:
        own = item.path.stem.removeprefix("test_")
        return own not in FIRST or own in families
    if families:
        return row.family in families
    usual = case is None or (case.kind == "ordinary" and set(case.options) <= {"from_logits"})
    return row is FIRST[row.family] and usual


# The first loss of each family stands for it where nothing was touched.
FIRST = {row.family: row for row in reversed(CATALOG.values())}


def pytest_runtest_setup(item):
    """Skip what needs a compiler on a machine without one; in CI that is a failure."""
    if item.get_closest_marker("compiler") and not (shutil.which("g++") or shutil.which("clang++")):
        reason = "needs a C++ compiler (g++ or clang++) for torch.compile's inductor"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
