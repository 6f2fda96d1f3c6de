"""Set-up that all tests share: the frameworks, quiet and on one thread, and what must not be skipped in CI."""

import os
import shutil
import sys
from functools import cache
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before TensorFlow is imported
sys.path.insert(0, str(Path(__file__).parent))  # cases.py, frameworks.py and reference.py

import frameworks
import pytest

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


def pytest_runtest_setup(item):
    """Skip what needs a compiler on a machine without one; in CI that is a failure."""
    if item.get_closest_marker("compiler") and not (shutil.which("g++") or shutil.which("clang++")):
        reason = "needs a C++ compiler (g++ or clang++) for torch.compile's inductor"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
