"""Set-up that all tests share: the frameworks, quiet and on one thread, and what must not be skipped in CI."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before TensorFlow is imported

import frameworks
import hypothesis
import pytest

from lossbook.catalog import CATALOG

ROOT = Path(__file__).parents[1]

# How long an example takes says how busy the machine is, and nothing of the loss.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@cache
def make(name):
    """A package, or a skip where what it needs is not installed."""
    pytest.importorskip(name)
    return frameworks.MAKERS[name]()


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


@pytest.fixture(autouse=True)
def no_figure_is_left_open():
    """Which tests share a process is chance: a figure of one must not come up in another."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


def pytest_addoption(parser):
    parser.addoption(
        "--touched",
        action="store_true",
        help="of the tests of losses, run those of the families that differ from the last commit; if none does, "
        "those of each family's first loss with its defaults",
    )
    parser.addoption("--aspect", help="run the cases of this aspect, as tools/tested.py names it")
    parser.addoption("--package", choices=frameworks.NAMES, help="of the cases of an aspect, those of this package")
    parser.addoption("--loss", choices=list(CATALOG), help="of the cases of an aspect, those of this loss")


def pytest_collection_modifyitems(config, items):
    """Leave out, with --touched, what `make quick` has no time for; with --aspect, all that is not of it."""
    for item in items:
        item.user_properties += guarantees(item)
    if config.getoption("--touched"):
        families = touched_families()
        leave_out(config, items, {item for item in items if not is_wanted(item, families)})
    if wanted := config.getoption("--aspect"):
        wanted = (wanted, config.getoption("--package"), config.getoption("--loss"))
        leave_out(
            config, items, {item for item in items if not any(fits(wanted, it) for _, it in item.user_properties)}
        )


def leave_out(config, items, unwanted):
    config.hook.pytest_deselected(items=[item for item in items if item in unwanted])
    items[:] = [item for item in items if item not in unwanted]


def guarantees(item):
    """What a case guarantees, by its marker: for each aspect, the package and the loss with it."""
    for marker in item.iter_markers("aspect"):
        given = item.callspec.params
        package = marker.kwargs.get("framework") or given.get("framework") or given.get("autodiff") or "numpy"
        row = given["case"].row if "case" in given else given["row"]
        yield from (("guarantees", (aspect, package, row.name)) for aspect in marker.args)


def fits(wanted, found):
    return all(one is None or one == other for one, other in zip(wanted, found, strict=True))


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
