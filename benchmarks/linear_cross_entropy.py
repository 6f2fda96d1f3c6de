"""Time and peak memory of cross-entropy over a large vocabulary in PyTorch, beside what else gives the same number.

    python -m benchmarks.linear_cross_entropy [--rounds 5] [--repeats 3] [--out FILE.csv]

Each measurement is a process of its own, and the methods take turns, so that a busy machine is busy for all of them.
Memory is the highest resident size less that before the first call, when PyTorch is imported and the inputs lie there.
"""

import argparse
import csv
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch.nn import functional as F

import lossbook.torch
from lossbook_course.teaching.speed import VOCABULARY

ROWS, FEATURES, CLASSES, THREADS = 2048, 256, 64_000, 2


def main() -> None:
    """Print a table: each method with its times, its peak, and both over those of the plain product."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="processes for each method")
    parser.add_argument("--repeats", type=int, default=3, help="timed calls in each process")
    parser.add_argument("--out", type=Path, default=VOCABULARY, help="default: the table that the book shows")
    parser.add_argument("--one", choices=METHODS, help="measure one method in this process, and print it as JSON")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.repeats)))
        return
    found = {name: [] for name in METHODS}
    for _ in range(options.rounds):
        for name in METHODS:
            command = [sys.executable, "-m", "benchmarks.linear_cross_entropy", "--one", name]
            command += ["--repeats", str(options.repeats)]
            found[name].append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    compare_values([results[0] for results in found.values()])
    summaries = {name: summary(results) for name, results in found.items()}
    print_table(summaries)
    with options.out.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["method", "least_s", "median_s", "peak_mib"])
        for name, own in summaries.items():
            table.writerow([name, f"{own['least']:.3f}", f"{own['median']:.3f}", f"{own['peak']:.1f}"])


def plain(features: torch.Tensor, weight: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """All logits at once."""
    return F.cross_entropy(features @ weight.T, labels)


def torchs_own(features: torch.Tensor, weight: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """What torch.nn.LinearCrossEntropyLoss calls, in chunks of its own choice, which are of a few rows here."""
    return F.linear_cross_entropy(features, weight, labels, options=torch.nn.LinearCrossEntropyOptions())


def torchs_own_256(features: torch.Tensor, weight: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The same in chunks of about as many rows as lossbook takes at this size."""
    options = torch.nn.LinearCrossEntropyOptions(batch_chunk_size=256)
    return F.linear_cross_entropy(features, weight, labels, options=options)


def each_row(features: torch.Tensor, weight: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """With no reduction the logits are made again on the way back."""
    return lossbook.torch.linear_cross_entropy(features, weight, labels, reduction="none").mean()


METHODS: dict[str, Callable[..., torch.Tensor]] = {
    "plain product": plain,
    "torch.nn, its own chunks": torchs_own,
    "torch.nn, 256 rows": torchs_own_256,
    "lossbook": lossbook.torch.linear_cross_entropy,
    "lossbook, 'none'": each_row,
}


def measure(name: str, repeats: int) -> dict:
    """Times of forward and backward together, after a first one whose memory is watched."""
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    features = torch.randn(ROWS, FEATURES, requires_grad=True)
    weight = (0.05 * torch.randn(CLASSES, FEATURES)).requires_grad_()
    labels = torch.randint(CLASSES, (ROWS,))
    small = [features[:8], weight[:8], labels[:8] % 8]
    torch.autograd.grad(METHODS[name](*small), small[:2])  # kernels and threads come up

    def run() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        loss = METHODS[name](features, weight, labels)
        return loss.detach(), *torch.autograd.grad(loss, (features, weight))

    Path("/proc/self/clear_refs").write_text("5")  # forget the highest size so far: it was the imports'
    before = resident("VmRSS")
    loss, by_features, by_weight = run()
    peak = resident("VmHWM") - before
    checks = [loss.item(), by_features.norm().item(), by_weight.norm().item()]
    del by_features, by_weight
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return {"times": times, "peak": peak, "checks": checks}


def resident(field: str) -> float:
    """A line of this process's status, in MiB (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) / 1024


def compare_values(results: list[dict]) -> None:
    """Refuse to compare the speed of what is not the same: the loss, and how long its gradients are."""
    reference = torch.tensor(results[0]["checks"])
    for result in results[1:]:
        torch.testing.assert_close(torch.tensor(result["checks"]), reference, rtol=1e-4, atol=0)


def summary(results: list[dict]) -> dict:
    """Least and median time over all processes, and the largest peak."""
    times = [t for result in results for t in result["times"]]
    return {
        "least": min(times),
        "median": statistics.median(times),
        "peak": max(r["peak"] for r in results),
    }


def print_table(found: dict[str, dict]) -> None:
    """One line a method, ratios to the first."""
    print(f"N = {ROWS:,}, D = {FEATURES}, V = {CLASSES:,}, float32, {THREADS} threads, PyTorch {torch.__version__}")
    print(f"{'':26}{'least':>9}{'median':>9}{'peak':>11}{'least':>9}{'median':>8}{'peak':>7}")
    first = next(iter(found.values()))
    for name, own in found.items():
        ratios = [own[key] / first[key] for key in ("least", "median", "peak")]
        print(
            f"{name:26}{own['least']:>7.2f} s{own['median']:>7.2f} s{own['peak']:>7.0f} MiB",
            end="",
        )
        print(f"{ratios[0]:>8.2f}×{ratios[1]:>7.2f}×{ratios[2]:>6.2f}×")


if __name__ == "__main__":
    main()
