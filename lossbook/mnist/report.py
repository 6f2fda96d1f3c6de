"""What the command shows at the end: a table for the eyes, two tables for the computer, and the figures."""

from __future__ import annotations

from pathlib import Path

from lossbook.mnist.results import CROSS_ENTROPY, Condition, Results
from lossbook.mnist.statistics import Difference

UNITS = {"accuracy": (100, "%"), "macro_f1": (100, "%"), "ece": (100, "%"), "nll": (1, "nats"), "brier": (1, "")}


def table(results: Results, metrics: tuple[str, ...] = ("accuracy", "macro_f1", "nll", "ece", "ece_scaled")) -> str:
    """Mean and 95 % interval of each metric, for each imbalance and loss, as a Markdown table."""
    heads = ("imbalance", "loss", "seeds", *map(_head, metrics))
    lines = [f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
    for imbalance in results.imbalances:
        for condition in results.conditions:
            if seeds := len(results.select(condition, imbalance)):
                cells = (_cell(results, metric, condition, imbalance) for metric in metrics)
                lines.append(f"| {imbalance:g} | {condition} | {seeds} | {' | '.join(cells)} |")
    return "\n".join(lines)


def comparison(results: Results, metric: str, conditions: list[Condition], baseline: Condition = CROSS_ENTROPY) -> str:
    """Each loss minus the baseline on the same seeds, with Holm's correction, as a Markdown table."""
    scale, unit = _unit(metric)
    unit = unit.replace("%", "points")
    name = metric.replace("_scaled", " after scaling").replace("_", " ")
    lines = [
        f"| imbalance | loss | {name} minus that of {baseline} ({unit}) | p, corrected | verdict |".replace(" ()", ""),
        "| --- | --- | --- | --- | --- |",
    ]
    for (condition, imbalance), found in results.compare(metric, conditions, baseline).items():
        amount = f"{scale * found.mean:+.{_digits(scale)}f} ± {scale * found.half:.{_digits(scale)}f}"
        lines.append(f"| {imbalance:g} | {condition} | {amount} | {found.holm:.2g} | {verdict(found)} |")
    return "\n".join(lines)


def verdict(found: Difference, level: float = 0.05) -> str:
    """``higher`` or ``lower``, where chance is an unlikely reason, else ``can't tell``."""
    if not found.holm < level:
        return "can't tell"
    return "higher" if found.mean > 0 else "lower"


def write_report(results: Results, folder: Path) -> list[Path]:
    """Write tables and figures into ``folder``, and return the paths of all files."""
    from lossbook.mnist import figures

    results.write(folder)
    (folder / "table.md").write_text(table(results) + "\n")
    paths = [folder / name for name in ("runs.csv", "reliability.csv", "table.md")]
    return paths + figures.save_all(results, folder)


def _unit(metric: str) -> tuple[float, str]:
    return UNITS.get(metric.removesuffix("_scaled"), (1, ""))


def _digits(scale: float) -> int:
    return 2 if scale == 100 else 4


def _head(metric: str) -> str:
    unit = _unit(metric)[1]
    name = metric.replace("_scaled", " after scaling").replace("_", " ")
    return f"{name} ({unit})" if unit else name


def _cell(results: Results, metric: str, condition: Condition, imbalance: float) -> str:
    mean, half = results.interval(metric, condition, imbalance)
    scale = _unit(metric)[0]
    return f"{scale * mean:.{_digits(scale)}f} ± {scale * half:.{_digits(scale)}f}"
