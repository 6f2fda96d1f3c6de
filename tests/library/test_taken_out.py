"""The guarantees that tools/taken_out.py takes out are all there are, and their texts stand in the library."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not (find_spec("tensorflow") and find_spec("torch")), reason="needs all three packages")

TOOL = Path(__file__).parents[2] / "tools" / "taken_out.py"


def test_every_aspect_has_a_guarantee_to_take_out_of_every_package():
    found = subprocess.run([sys.executable, TOOL, "none of them"], capture_output=True, text=True)
    assert (found.stdout, found.returncode) == ("0 guarantees taken out, 0 of them without a case that fails\n", 0)


@pytest.mark.slow
def test_a_guarantee_that_is_taken_out_is_noticed():
    """The cases run on the copy without it, and not on the library beside them."""
    found = subprocess.run([sys.executable, TOOL, "NaN", "numpy"], capture_output=True, text=True)
    assert (found.stdout.splitlines()[-1], found.returncode) == (
        "1 guarantees taken out, 0 of them without a case that fails",
        0,
    )
