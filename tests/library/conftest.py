"""The losses need NumPy alone: what is about a framework that is not installed is left out, here and nowhere else."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ABSENT = [name for name in ("tensorflow", "keras", "torch") if not find_spec(name)]
IMPORT = re.compile(rf"^(?:import|from) (?:lossbook\.)?(?:{'|'.join(ABSENT)})\b", re.MULTILINE)
collect_ignore = [str(p) for p in Path(__file__).parent.rglob("test_*.py") if ABSENT and IMPORT.search(p.read_text())]


def pytest_report_header():
    return f"not installed, and not tested: {', '.join(ABSENT)}" if ABSENT else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Skip what turns out to need a framework that is not installed."""
    try:
        return (yield)
    except ModuleNotFoundError as error:
        if error.name in ABSENT:
            pytest.skip(f"needs {error.name}")
        raise
