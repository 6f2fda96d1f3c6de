"""What a type checker says of both packages, and of a program that uses the losses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow

RIGHT = """
from typing import Any, assert_type

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, zeros

import lossbook.numpy as losses
from lossbook.torch import HuberLoss, huber

assert_type(losses.huber([1.0, 2.0], (0.5, 3)), float)
assert_type(losses.huber(1, np.float32(2), delta=0.5, reduction="sum"), float)
assert_type(losses.huber([1.0], [2.0], reduction="none"), NDArray[Any])
assert_type(losses.huber_grad([1.0], [2.0]), NDArray[Any])
assert_type(huber(zeros(2), zeros(2), sample_weight=[1.0, 2.0]), Tensor)
HuberLoss(delta=2.0, reduction="none")
"""
WRONG = {
    'losses.huber([1.0], [2.0], reduction="average")': "call-overload",
    "losses.huber([1.0], [2.0], 3.0)": "call-overload",
    'HuberLoss(delta="a")': "arg-type",
    "HuberLoss(gamma=1.0)": "call-arg",
}


def mypy(*arguments):
    return subprocess.run([sys.executable, "-m", "mypy", *arguments], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("package", ["lossbook", "lossbook_course"])
def test_mypy_finds_nothing_in_either_package(package):
    assert (ROOT / package / "py.typed").exists()  # else nobody else's type checker would look into it
    found = mypy(package)
    assert found.returncode == 0, found.stdout


def test_an_engineers_editor_knows_what_a_loss_takes_and_gives(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(RIGHT)
    found = mypy("--strict", str(path))
    assert found.returncode == 0, found.stdout
    path.write_text(RIGHT + "\n".join(WRONG))
    lines = [line for line in mypy("--strict", str(path)).stdout.splitlines() if "error:" in line]
    assert [line.rpartition("[")[2].rstrip("]") for line in lines] == list(WRONG.values())


def test_every_public_type_is_known_but_for_what_stands_on_keras():
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    command = [programs / "basedpyright", "--verifytypes", "lossbook", "--ignoreexternal"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True).stdout
    errors = [line.strip() for line in said.splitlines() if "error:" in line]
    of_keras = ("Type of metaclass unknown", "Type of base class unknown", "tensorflow")
    assert len(errors) > 10, said  # all Keras classes, since Keras says nothing of the types of its Loss
    assert [error for error in errors if not any(words in error for words in of_keras)] == []
