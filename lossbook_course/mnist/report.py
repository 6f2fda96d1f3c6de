"""What the command shows at the end: a table for the eyes, two tables for the computer, and the figures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from lossbook_course.mnist.results import CROSS_ENTROPY, RELIABILITY, RUNS, Condition, Results
from lossbook_course.mnist.statistics import Difference
from lossbook_course.teaching.display import display_html

UNITS = {"accuracy": (100, "%"), "macro_f1": (100, "%"), "ece": (100, "%"), "nll": (1, "nats"), "brier": (1, "")}


Cells = list[tuple[str, ...]]


def overview(
    results: Results, metrics: tuple[str, ...] = ("accuracy", "macro_f1", "nll", "ece", "nll_scaled", "ece_scaled")
) -> Cells:
    """Mean and 95 % interval of each metric, a row for each imbalance and loss; the first row is the head."""
    rows = [("imbalance", "loss", "seeds", *(f"{name(metric)}{in_unit(metric)}" for metric in metrics))]
    for imbalance in results.imbalances:
        for condition in results.conditions:
            if seeds := len(results.select(condition, imbalance)):
                cells = (_cell(results, metric, condition, imbalance) for metric in metrics)
                rows.append((f"{imbalance:g} : 1", str(condition), str(seeds), *cells))
    return rows


def by_imbalance(results: Results, metric: str) -> Cells:
    """Mean and 95 % interval of one metric, a row for each loss and a column for each imbalance."""
    rows: Cells = [(f"{name(metric)}{in_unit(metric)}", *(ratio(imbalance) for imbalance in results.imbalances))]
    for condition in results.conditions:
        rows.append((str(condition), *(_cell(results, metric, condition, i) for i in results.imbalances)))
    return rows


def comparison(
    results: Results, metric: str, conditions: Sequence[Condition], baseline: Condition = CROSS_ENTROPY
) -> Cells:
    """Each loss minus the baseline on the same seeds, p-values corrected for the number of questions in the table."""
    scale, unit = UNITS[metric.removesuffix("_scaled")]
    unit = f" ({unit.replace('%', 'points')})" if unit else ""
    rows: Cells = [("imbalance", "loss", f"{name(metric)} minus that of {baseline}{unit}", "p, corrected", "verdict")]
    for (condition, imbalance), found in results.compare(metric, conditions, baseline).items():
        amount = f"{scale * found.mean:+.{_digits(scale)}f} ± {scale * found.half:.{_digits(scale)}f}"
        p = "no test" if np.isnan(found.holm) else "< 0.001" if found.holm < 0.001 else f"{found.holm:.3f}"
        rows.append((ratio(imbalance), str(condition), amount.replace("-", "−"), p, verdict(found)))
    return rows


def markdown(rows: Cells) -> str:
    """The rows as a Markdown table."""
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])


def show_table(rows: Cells) -> None:
    """Show the rows on a page, or as text where there is no HTML."""
    head, *body = rows
    cells = ["".join(f'<td style="white-space: nowrap">{escape(cell)}</td>' for cell in row) for row in body]
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    head_and_body = f"<thead><tr>{columns}</tr></thead><tbody><tr>{'</tr><tr>'.join(cells)}</tr></tbody>"
    display_html(f'<table class="table lossbook-wide">{head_and_body}</table>', markdown(rows))


def ratio(imbalance: float) -> str:
    """An imbalance in words."""
    return "balanced" if imbalance == 1 else f"{imbalance:g} : 1"


def verdict(found: Difference, level: float = 0.05) -> str:
    """``higher`` or ``lower`` where chance is an unlikely reason, ``the same`` to the last digit, or ``can't tell``."""
    if found.mean == found.half == 0:
        return "the same"
    if not found.holm < level:
        return "can't tell"
    return "higher" if found.mean > 0 else "lower"


def write_report(results: Results, framework: str, folder: Path) -> list[Path]:
    """Write the tables of all results and the figures of one framework into ``folder``; returns the files' paths."""
    from lossbook_course.mnist import figures

    results.write(folder)
    (folder / "table.md").write_text(markdown(overview(results.of(framework))) + "\n")
    paths = [folder / name for name in (RUNS, RELIABILITY, "table.md")]
    return paths + figures.save_all(results.of(framework), folder)


def name(metric: str) -> str:
    """A metric in words."""
    words = {
        "nll": "negative log-likelihood",
        "ece": "calibration error",
        "brier": "Brier score",
        "macro_f1": "macro-F1",
    }
    metric, scaled, _ = metric.partition("_scaled")
    return words.get(metric, metric) + (" after scaling" if scaled else "")


def in_unit(metric: str) -> str:
    """The unit of a metric, in brackets."""
    unit = UNITS[metric.removesuffix("_scaled")][1]
    return f" ({unit})" if unit else ""


def _digits(scale: float) -> int:
    return 2 if scale == 100 else 3


def _cell(results: Results, metric: str, condition: Condition, imbalance: float) -> str:
    if not results.select(condition, imbalance):
        return "not run"
    mean, half = results.interval(metric, condition, imbalance)
    scale = UNITS[metric.removesuffix("_scaled")][0]
    return f"{scale * mean:.{_digits(scale)}f} ± {scale * half:.{_digits(scale)}f}"
