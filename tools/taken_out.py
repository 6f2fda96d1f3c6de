"""Take each guarantee out of the library, one at a time, and see that a case of its aspect fails.

``python tools/taken_out.py`` prints a line each; ``python tools/taken_out.py NaN torch`` does those that the words
name. ``tools/tested.py`` counts the cases of an aspect; that they are worth counting is what this shows. A test sees to
it that every aspect stands here for every package, and that the text to replace still stands in the library.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Removal:
    """A change to one file that takes a guarantee away, and a loss whose cases have to notice."""

    aspect: str
    package: str
    file: str  # of the package
    guarantee: str
    without: str
    loss: str


REMOVALS = (
    Removal("value", "numpy", "regression.py", "delta * (size - delta / 2)", "delta * (size - delta / 3)", "huber"),
    Removal("gradient", "numpy", "regression.py", "2 * (y_pred - y_true)", "y_pred - y_true", "mean_squared_error"),
    Removal("reductions", "numpy", "primitives.py", "return count or math.inf", "return count + 1", "huber"),
    Removal("weights", "numpy", "primitives.py", "(axes - weights.ndim)", "0", "huber"),
    Removal("empty", "numpy", "primitives.py", "return count or math.inf", "return count", "huber"),
    Removal("dtypes", "numpy", "arguments.py", "np.result_type(np.float32, *kinds)", "np.result_type(*kinds)", "huber"),
    Removal("bad input", "numpy", "arguments.py", "    check_parameters(row, options, classes)\n", "", "huber"),
    Removal("illegal value", "numpy", "arguments.py", "elif given.domain.check(", "elif False and (", "poisson"),
    Removal("NaN", "numpy", "arguments.py", "elif given.domain.check(", "elif False and (", "huber"),
    Removal("left out", "numpy", "arguments.py", "if places.any():", "if False:", "huber"),
)


def main(words: list[str]) -> int:
    """Try the removals that the words name, or all; the exit status is 1 if one of them is not noticed."""
    wanted = [it for it in REMOVALS if all(word in (it.aspect, it.package) for word in words)]
    unnoticed = [it for it in wanted if not is_noticed(it)]
    print(f"{len(wanted)} guarantees taken out, {len(unnoticed)} of them without a case that fails")
    return int(bool(unnoticed))


def is_noticed(removal: Removal) -> bool:
    """Whether a case of the aspect fails on a copy of the library without the guarantee, and none does with it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "lossbook", Path(folder) / "lossbook", ignore=shutil.ignore_patterns("__pycache__"))
        before = run(removal, folder)
        file = Path(folder) / "lossbook" / removal.package / removal.file
        file.write_text(file.read_text("utf-8").replace(removal.guarantee, removal.without, 1), "utf-8")
        after = run(removal, folder)
    print(f"{removal.aspect}, {removal.package}, {removal.loss}: {before}; without it: {after}", flush=True)
    return before.endswith("passed") and "failed" in after


def run(removal: Removal, folder: str) -> str:
    """What pytest says of the aspect's cases of one loss on the library in this folder."""
    command = [sys.executable, "-P", "-m", "pytest", "tests", "--ignore", "tests/site", "-p", "no:cacheprovider"]
    command += ["--aspect", removal.aspect, "--package", removal.package, "--loss", removal.loss, "-rA"]
    environment = os.environ | {"PYTHONPATH": folder}
    output = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True).stdout
    lines = output.splitlines()
    counts = {
        word: sum(line.startswith(f"{word.upper()} ") for line in lines) for word in ("passed", "failed", "error")
    }
    return ", ".join(f"{n} {word}" for word, n in counts.items() if n) or "no case ran"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
