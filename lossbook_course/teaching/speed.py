"""The measured speed and memory of the losses beside their peers': what ``python -m benchmarks`` wrote, shown."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lossbook.catalog import CATALOG
from lossbook_course.teaching.display import display_html
from lossbook_course.teaching.plots import PALETTE, show, subplots

TABLE = Path(__file__).with_name("speed.csv")
WEIGHED = 1_000_000  # elements at which memory is measured
VOCABULARY = Path(__file__).with_name("vocabulary.csv")
PAIRS = [(name, mode) for name in ("torch", "tensorflow") for mode in ("eager", "compiled")]
PAIRS += [("numpy", "eager"), ("numpy", "checked")]
FRAMEWORKS = {"numpy": "NumPy", "tensorflow": "TensorFlow", "torch": "PyTorch"}


class Measured(NamedTuple):
    """One loss beside its peer: medians in milliseconds, and peaks in MiB where they were measured."""

    loss: str
    framework: str
    mode: str
    elements: int
    ours: float
    theirs: float
    our_peak: float | None
    their_peak: float | None

    @property
    def ratio(self) -> float:
        """Our time in units of theirs."""
        return self.ours / self.theirs


def measurements(framework: str | None = None, mode: str | None = None, least: int = 0) -> list[Measured]:
    """The lines of the table: of a framework, in a mode, from so many elements on."""
    with TABLE.open(newline="") as file:
        rows = [_measured(line) for line in csv.DictReader(file)]
    return [r for r in rows if framework in (None, r.framework) and mode in (None, r.mode) and r.elements >= least]


def _measured(line: dict[str, str]) -> Measured:
    peaks = (float(line[f"{side}_peak_mib"]) if line[f"{side}_peak_mib"] else None for side in ("ours", "theirs"))
    times = (float(line[f"{side}_median_ms"]) for side in ("ours", "theirs"))
    return Measured(line["loss"], line["framework"], line["mode"], int(line["elements"]), *times, *peaks)


def typical(rows: Iterable[Measured]) -> float:
    """The geometric mean of the ratios."""
    return statistics.geometric_mean(row.ratio for row in rows)


def ratios(framework: str, mode: str, least: int = 0) -> None:
    """Draw each loss's time in units of its peer's, one mark a size, the largest size filled."""
    rows = measurements(framework, mode, least)
    names = [name for name in CATALOG if any(row.loss == name for row in rows)]
    sizes = sorted({row.elements for row in rows})
    fig, ax = subplots(width=6.5, height=0.9 + 0.24 * len(names))
    ax.axvline(1, color="#808080", linewidth=1)
    for place, size in enumerate(sizes):
        found = {row.loss: row.ratio for row in rows if row.elements == size}
        y = [names.index(name) for name in found]
        filled = PALETTE[place % 4] if size == sizes[-1] else "none"
        label = f"{size:,} elements"
        ax.plot(list(found.values()), y, "osD^"[place % 4], color=PALETTE[place % 4], mfc=filled, label=label)
    ticks = [t for t in (0.25, 0.5, 1, 2, 4, 8) if t <= 2 * max(row.ratio for row in rows)]
    ax.set(xscale="log", xticks=ticks, xticklabels=[f"{t:g}" for t in ticks], yticks=range(len(names)))
    ax.minorticks_off()
    ax.set(yticklabels=[CATALOG[name].title for name in names], xlabel="our time ÷ theirs (left of 1 is faster)")
    ax.invert_yaxis()
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, fontsize=9)
    slowest = max(rows, key=lambda row: row.ratio)
    alt = (
        f"{FRAMEWORKS[framework]}, {mode}: the time of {len(names)} losses in units of their peers'. "
        f"Geometric mean {typical(rows):.2f}, at most {slowest.ratio:.2f} for {CATALOG[slowest.loss].title} "
        f"at {slowest.elements:,} elements."
    )
    show(fig, alt)


def vocabulary() -> None:
    """Show what cross-entropy over a large vocabulary takes, method by method."""
    with VOCABULARY.open(newline="") as file:
        lines = list(csv.DictReader(file))
    head = ["method", "median", "peak", "time", "memory"]
    first = {key: float(lines[0][key]) for key in ("median_s", "peak_mib")}
    body = []
    for line in lines:
        seconds, peak = float(line["median_s"]), float(line["peak_mib"])
        shares = f"{seconds / first['median_s']:.2f}×", f"{peak / first['peak_mib']:.2f}×"
        body.append([line["method"], f"{seconds:.2f} s", f"{peak:,.0f} MiB", *shares])
    _show_table(head, body)


def table(framework: str, mode: str) -> None:
    """Show all numbers of a framework in a mode: time of both sides and their ratio by size, and peak memory."""
    rows = measurements(framework, mode)
    sizes = sorted({row.elements for row in rows})
    head = ["loss", *(f"{size:,}" for size in sizes), f"MiB at {WEIGHED:,}"]
    lines = [[CATALOG[name].title, *_cells(name, rows, sizes)] for name in dict.fromkeys(row.loss for row in rows)]
    _show_table(head, lines)


def _show_table(head: list[str], lines: list[list[str]]) -> None:
    """A table that scrolls in its own box where it is wider than the page."""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    html = f"<table><thead><tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr></thead><tbody>{body}</tbody></table>"
    display_html(f'<div class="lossbook-wide">{html}</div>', "\n".join("  ".join(line) for line in [head, *lines]))


def _cells(name: str, rows: list[Measured], sizes: list[int]) -> list[str]:
    """Ours over theirs in milliseconds and the ratio, a cell for each size; then the two peaks."""
    found = {row.elements: row for row in rows if row.loss == name}
    times = (found.get(size) for size in sizes)
    cells = [f"{t.ours:.3g} / {t.theirs:.3g} = {t.ratio:.2f}" if t else "–" for t in times]
    weighed = found.get(WEIGHED)
    if weighed is None or weighed.our_peak is None:
        return [*cells, "–"]
    return [*cells, f"{weighed.our_peak:.1f} / {weighed.their_peak:.1f}"]
