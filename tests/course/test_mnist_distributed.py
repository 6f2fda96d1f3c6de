"""Several processes or devices give the loss and the gradients of one, weights and ignored labels included."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from distributed_cases import CASES

from lossbook_course.mnist import load_digits
from lossbook_course.mnist.experiment import Run, Settings, perform

ROOT = Path(__file__).parents[2]
TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
IDS = ["-".join(map(str, case)) for case in CASES]


def run(*arguments):
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'course'}",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    done = subprocess.run([sys.executable, *map(str, arguments)], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def two_torch_processes(tmp_path_factory):
    file = tmp_path_factory.mktemp("torch") / "found.npz"
    run(*TORCHRUN, ROOT / "tests" / "course" / "two_torch_processes.py", file)
    return np.load(file)


@pytest.fixture(scope="module")
def two_tensorflow_devices(tmp_path_factory):
    file = tmp_path_factory.mktemp("tensorflow") / "found.npz"
    run(ROOT / "tests" / "course" / "two_tensorflow_devices.py", file)
    return np.load(file)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(CASES)), ids=IDS)
def test_two_processes_are_one(number, two_torch_processes):
    from two_torch_processes import loss_and_gradients

    alone = loss_and_gradients(*CASES[number])  # this process
    together = two_torch_processes[str(number)]
    assert two_torch_processes["size"] == 2
    assert np.allclose(together, alone, rtol=1e-4, atol=1e-6 * max(1, np.abs(alone).max()))
    assert (np.abs(alone[1:]).max() > 1e-3) != (CASES[number][3] == 1)  # there was something to compare


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(CASES)), ids=IDS)
def test_two_devices_are_one(number, two_tensorflow_devices):
    alone, together = (two_tensorflow_devices[f"{kind}{number}"] for kind in ("one", "two"))
    assert two_tensorflow_devices["size"] == 2
    assert np.allclose(together, alone, rtol=1e-4, atol=1e-6 * max(1, np.abs(alone).max()))
    assert (np.abs(alone[1:]).max() > 1e-3) != (CASES[number][3] == 1)


@pytest.mark.slow
def test_the_plain_mean_of_means_would_not_do(two_torch_processes):
    """The check above can fail: averaging the two processes' own means gives another loss."""
    import torch
    from distributed_cases import batch
    from two_torch_processes import loss_and_gradients

    from lossbook.torch import sparse_categorical_cross_entropy
    from lossbook_course.mnist.torch_model import build_model

    case = ("SparseCategoricalCrossEntropy", "mean", False, 0.4, 8)
    images, labels, _, _ = map(torch.as_tensor, batch(8, 0.4))
    with torch.no_grad():
        logits = build_model(seed=0)(images)
    halves = [
        sparse_categorical_cross_entropy(logits[i::2], labels[i::2], from_logits=True, ignore_index=-1) for i in (0, 1)
    ]
    assert abs(np.mean(halves) - loss_and_gradients(*case)[0]) > 1e-3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("framework", "together"), [("torch", TORCHRUN), ("tensorflow", ())], ids=["torchrun", "MirroredStrategy"]
)
def test_the_whole_command_gives_the_same_on_two(framework, together, tmp_path):
    small = ["--loss", "weighted", "--imbalance", "20", "--seeds", "1", "--epochs", "1", "--head", "3000"]
    small += ["--framework", framework, "--threads", "1", "--out"]
    digits = load_digits()
    digits = digits.head(train=3_000, test=len(digits.test_labels))
    one = perform(Run(framework, "weighted", 0.0, 20.0, 0), Settings(epochs=1, head=3_000), digits, device="cpu")
    replicas = ["--replicas", "2"] if framework == "tensorflow" else []
    out = run(*together, "-m", "lossbook_course.mnist", *small, tmp_path, *replicas)
    assert out.count(f"{framework} on") == 1 and "2 at a time" in out
    (path,) = tmp_path.glob("*.json")
    two = json.loads(path.read_text())
    assert two["devices"] == 2 and two["steps"] == one["steps"] > 5
    assert two["raw"]["nll"] == pytest.approx(one["raw"]["nll"], rel=1e-2)
