"""Print what is tested of each loss in each framework: how many test cases for values, gradients and the rest.

The counts come from the test suite's own list of cases; ``make test`` runs them all. A hole is a dash where the
framework has no such thing (NumPy neither compiles nor saves) and a zero where a test is missing, which is an error.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from lossbook.catalog import CATALOG

ROOT = Path(__file__).resolve().parents[1]
FRAMEWORKS = ("numpy", "tensorflow", "torch")
ASPECTS = {
    "value": ("test_value_is",),
    "gradient": ("test_gradient_is", "test_hand_derived_gradient"),
    "second derivative": ("test_second_derivative", "test_first_and_second", "test_double_backward"),
    "reductions": ("test_reductions_of", "test_class_reduces", "test_gradient_of_a_reduction", "test_module_is"),
    "weights": ("test_reductions_of", "test_weights", "test_class_reduces"),
    "empty": ("test_empty_batch",),
    "dtypes": ("test_low_precision", "test_class_has_the_dtype"),
    "bad input": ("test_wrong", "test_illegal", "test_class_refuses"),
    "state": ("test_loss_survives", "test_repr_can", "test_class_hands"),
    "compile": ("test_aot_eager", "test_graph_and_xla"),
    "parity": ("test_torch_gives", "test_keras_gives"),
}
WITHOUT = {"numpy": {"second derivative", "state", "compile", "parity"}, "tensorflow": {"parity"}, "torch": {"parity"}}


def main() -> int:
    """Print a Markdown table; the exit status is 1 if it has a hole."""
    counts = count(test_cases())
    print(f"| loss | framework | {' | '.join(ASPECTS)} |\n|---|---|{'---|' * len(ASPECTS)}")
    holes = 0
    for name in CATALOG:
        for framework in FRAMEWORKS:
            found = [counts[name, framework, aspect] for aspect in ASPECTS]
            missing = [a for a, n in zip(ASPECTS, found, strict=True) if n == 0 and a not in WITHOUT[framework]]
            holes += len(missing)
            print(f"| {name} | {framework} | {' | '.join(str(n or '–') for n in found)} |")
    print(f"\n{sum(counts.values())} cases of {len(CATALOG)} losses; {holes} holes")
    return int(holes > 0)


def test_cases() -> list[str]:
    """The ids of all unit tests."""
    command = [sys.executable, "-m", "pytest", "tests", "--ignore", "tests/site", "--collect-only"]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [line for line in output.splitlines() if "::" in line]


def count(ids: list[str]) -> Counter:
    """How many cases there are for a loss, a framework and an aspect."""
    counts: Counter = Counter()
    for test in ids:
        file, _, rest = test.partition("::")
        function, _, case = rest.partition("[")
        words = case.rstrip("]").split("-")
        name = next((word for word in words if word in CATALOG), None)
        if name is None:
            continue
        named = [framework for framework in FRAMEWORKS if framework in words or framework in file]
        if "parity" in file:
            named = ["torch" if function.startswith("test_torch") else "tensorflow"]
        for framework in named or ["numpy"]:
            for aspect, starts in ASPECTS.items():
                counts[name, framework, aspect] += function.startswith(starts)
    return counts


if __name__ == "__main__":
    sys.exit(main())
