"""Measure each loss beside its peer, values compared first, and write a table.

``make bench`` goes through all of them and renews the table that the book shows (half an hour or more);
``python -m benchmarks --losses huber --sizes 1000000 --out huber.csv`` takes seconds.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from tqdm import tqdm

from benchmarks.measure import peak_memory, side_by_side
from benchmarks.sides import both
from lossbook.catalog import CATALOG
from lossbook_course.teaching.speed import TABLE, WEIGHED

FIELDS = ["loss", "framework", "mode", "elements", "ours_min_ms", "theirs_min_ms", "ours_median_ms", "theirs_median_ms"]
FIELDS += ["ratio", "ours_peak_mib", "theirs_peak_mib"]
MODES = {"numpy": ["eager", "checked"], "tensorflow": ["eager", "compiled"], "torch": ["eager", "compiled"]}


def main() -> None:
    """Measure what the command line asks for, and write each line at once."""
    options = arguments()
    cells = [
        (framework, mode, name, size)
        for framework in options.frameworks
        for mode in MODES[framework]
        if mode in options.modes
        for name in options.losses
        for size in options.sizes
    ]
    rows = []
    with options.out.open("w", newline="") as file:
        table = csv.DictWriter(file, FIELDS)
        table.writeheader()
        for framework, mode, name, size in tqdm(cells, disable=None):
            weigh = options.memory and size == WEIGHED and mode != "compiled"  # a compiler needs far more than a loss
            if row := measure(name, framework, mode, size, memory=weigh):
                rows.append(row)
                table.writerow(row)
                file.flush()
    summarise(rows)
    print(f"Written: {options.out}")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--losses", nargs="+", default=list(CATALOG), choices=list(CATALOG), metavar="NAME")
    parser.add_argument("--frameworks", nargs="+", default=["numpy", "tensorflow", "torch"])
    modes = ["eager", "checked", "compiled"]
    parser.add_argument("--modes", nargs="+", default=modes, choices=modes)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10**4, 10**5, 10**6, 10**7], help="elements")
    memory = f"weigh each side too, at {WEIGHED:,} elements, in a process of its own"
    parser.add_argument("--memory", action=argparse.BooleanOptionalAction, default=True, help=memory)
    parser.add_argument("--out", type=Path, default=TABLE, help="default: the table that the book shows")
    return parser.parse_args()


def measure(name: str, framework: str, mode: str, elements: int, *, memory: bool) -> dict | None:
    """One line of the table, or None where there is no peer or its value is another."""
    sides = both(CATALOG[name], framework, elements, mode)
    if sides is None:
        return None
    values = [np.asarray(side()[0]) for side in sides]
    if values[0].shape != values[1].shape or not np.allclose(*values, rtol=1e-4, atol=1e-5):
        return None  # two different losses are no comparison; counterparts.py says how they differ
    mine, other = side_by_side(*sides)
    peaks = [peak_memory(name, framework, str(elements), mode, side) if memory else "" for side in ("ours", "theirs")]
    times = [mine.minimum, other.minimum, mine.median, other.median]
    cells = [name, framework, mode, elements, *(f"{t * 1e3:.4f}" for t in times), f"{mine.median / other.median:.3f}"]
    return dict(zip(FIELDS, [*cells, *peaks], strict=True))


def summarise(rows: list[dict]) -> None:
    """Print the geometric mean of the ratios and the slowest losses, framework by framework."""
    for framework in ("numpy", "tensorflow", "torch"):
        for mode in ("eager", "checked", "compiled"):
            found = [r for r in rows if r["framework"] == framework and r["mode"] == mode and r["elements"] >= 100_000]
            if not found:
                continue
            slowest = sorted(found, key=lambda r: -float(r["ratio"]))[:3]
            named = ", ".join(f"{r['loss']} {float(r['ratio']):.2f} at {r['elements']:,}" for r in slowest)
            mean = statistics.geometric_mean(float(r["ratio"]) for r in found)
            print(f"{framework:11}{mode:9} {len(found):3} measured, geometric mean {mean:.2f}; slowest: {named}")


if __name__ == "__main__":
    main()
