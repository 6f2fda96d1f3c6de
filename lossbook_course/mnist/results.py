"""The results of a grid as two tables: a row for each run, and the bins of the reliability diagrams."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lossbook_course.mnist.calibration import BINS, Reliability
from lossbook_course.mnist.losses import FOCAL, LOSSES
from lossbook_course.mnist.statistics import Difference, Interval, holm, interval, paired_difference

COMMITTED = Path(__file__).with_name("committed")
RUNS, RELIABILITY = "runs.csv", "reliability.csv"
KEY = ("framework", "loss", "gamma", "imbalance", "seed")
PROBABILITY = ("nll", "brier", "ece")
METRICS = ("accuracy", "macro_f1", *PROBABILITY, *(f"{name}_scaled" for name in PROBABILITY), "temperature")

Row = dict[str, Any]


class Condition(NamedTuple):
    """A loss with its gamma; 0 where it has none."""

    loss: str
    gamma: float = 0.0

    def __str__(self) -> str:
        words = self.loss.replace("_", " ").replace("cross entropy", "cross-entropy")
        words = words.replace("class balanced", "class-balanced")
        return f"{words}, γ = {self.gamma:g}" if self.loss in FOCAL else words


CROSS_ENTROPY = Condition("cross_entropy")


def plainest(condition: Condition, imbalance: float) -> Condition:
    """The loss without class weights, where they are all 1: on balanced digits a weighted loss is no other loss."""
    if imbalance != 1:
        return condition
    without = {"weighted": "cross_entropy", "class_balanced": "cross_entropy", "class_balanced_focal": "focal"}
    return condition._replace(loss=without.get(condition.loss, condition.loss))


@dataclass(frozen=True)
class Results:
    """All runs, and the bins of each condition, summed over its seeds. Ask only one framework's results at a time."""

    runs: list[Row]
    bins: list[Row]

    def of(self, framework: str) -> Results:
        """Those of one framework."""
        return Results(*([row for row in rows if row["framework"] == framework] for rows in (self.runs, self.bins)))

    @property
    def conditions(self) -> list[Condition]:
        """Every loss that was trained."""
        return sorted({Condition(row["loss"], row["gamma"]) for row in self.runs}, key=_place)

    @property
    def imbalances(self) -> list[float]:
        """Every imbalance, in ascending order."""
        return sorted({row["imbalance"] for row in self.runs})

    def select(self, condition: Condition, imbalance: float) -> list[Row]:
        """The runs of one condition, in the order of their seeds."""
        rows = [row for row in self.runs if (row["loss"], row["gamma"], row["imbalance"]) == (*condition, imbalance)]
        return sorted(rows, key=lambda row: row["seed"])

    def values(self, metric: str, condition: Condition, imbalance: float) -> np.ndarray:
        """One value a seed."""
        return np.array([row[metric] for row in self.select(condition, imbalance)])

    def interval(self, metric: str, condition: Condition, imbalance: float) -> Interval:
        """Mean over the seeds and half-width of its 95 % interval."""
        return interval(self.values(metric, condition, imbalance))

    def recalls(self, condition: Condition, imbalance: float) -> list[Interval]:
        """Recall of each class over the seeds, the class that was commonest in training first."""
        return [self.interval(f"recall_{rank}", condition, imbalance) for rank in range(10)]

    def difference(
        self, metric: str, condition: Condition, imbalance: float, baseline: Condition = CROSS_ENTROPY
    ) -> Difference:
        """A condition minus a baseline, seed by seed; a seed that only one of them has doesn't count."""
        ours, theirs = (
            {row["seed"]: row[metric] for row in self.select(which, imbalance)} for which in (condition, baseline)
        )
        both = [seed for seed in ours if seed in theirs]
        return paired_difference(*(np.array([side[seed] for seed in both]) for side in (ours, theirs)))

    def compare(
        self, metric: str, conditions: Sequence[Condition], baseline: Condition = CROSS_ENTROPY
    ) -> dict[tuple[Condition, float], Difference]:
        """Each condition minus the baseline at each imbalance, corrected for being that many questions.

        Two names for one training are one question. Where a condition is another name for the baseline there is none,
        and ``holm`` is NaN: that the two are the same is known before anything is trained.
        """
        pairs = [(condition, imbalance) for condition in conditions for imbalance in self.imbalances]
        found = {pair: self.difference(metric, *pair, baseline) for pair in pairs}
        questions = {
            (plainest(condition, imbalance), imbalance): difference.p
            for (condition, imbalance), difference in found.items()
            if plainest(condition, imbalance) != plainest(baseline, imbalance)
        }
        corrected = dict(zip(questions, holm(np.array(list(questions.values()))).tolist(), strict=True))
        return {
            (condition, imbalance): difference._replace(
                holm=corrected.get((plainest(condition, imbalance), imbalance), np.nan)
            )
            for (condition, imbalance), difference in found.items()
        }

    def reliability(self, condition: Condition, imbalance: float, *, scaled: bool) -> Reliability:
        """The bins of one condition, before or after temperature scaling, all seeds together."""
        wanted = (*condition, imbalance, int(scaled))
        rows = [r for r in self.bins if (r["loss"], r["gamma"], r["imbalance"], r["scaled"]) == wanted]
        return Reliability(*(np.array([row[name] for row in rows]) for name in vars(EMPTY)))

    def write(self, folder: Path) -> None:
        """Write both tables as CSV."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in ((RUNS, self.runs), (RELIABILITY, self.bins)):
            with (folder / name).open("w", newline="") as file:
                writer = csv.DictWriter(file, rows[0], lineterminator="\n")
                writer.writeheader()
                writer.writerows({key: _short(value) for key, value in row.items()} for row in rows)


EMPTY = Reliability(*np.zeros((3, BINS)))


def collect(records: Iterable[dict[str, Any]]) -> Results:
    """Make the tables from the records of finished runs."""
    runs: list[Row] = []
    sums: dict[tuple[Any, ...], dict[str, np.ndarray]] = {}  # by framework, loss, gamma, imbalance, scaled or not
    for record in records:
        runs.append(_row(record))
        for scaled in (0, 1):
            key = (record["framework"], record["loss"], record["gamma"], record["imbalance"], scaled)
            total = sums.setdefault(key, {name: np.zeros(BINS) for name in vars(EMPTY)})
            for name, values in record["scaled" if scaled else "raw"]["bins"].items():
                total[name] += values
    bins = [
        dict(zip((*KEY[:-1], "scaled"), key, strict=True)) | {"bin": i} | {name: t[i] for name, t in total.items()}
        for key, total in sums.items()
        for i in range(BINS)
    ]
    return Results(runs, bins)


def load_results(framework: str = "torch", folder: Path = COMMITTED) -> Results:
    """The results that travel in the package, or those in the folder of a grid of yours."""
    tables = []
    for name in (RUNS, RELIABILITY):
        with (folder / name).open(newline="") as file:
            tables.append([{key: _number(text) for key, text in row.items()} for row in csv.DictReader(file)])
    return Results(*tables).of(framework)


def _place(condition: Condition) -> tuple[int, float]:
    return LOSSES.index(condition.loss), condition.gamma


def _row(record: dict[str, Any]) -> Row:
    """One run in one line; recalls stand in the order of the classes' sizes, the commonest first."""
    by_size = np.argsort(-np.array(record["class_sizes"]), kind="stable")
    return {
        **{key: record[key] for key in (*KEY, "accuracy", "macro_f1", "temperature")},
        **{name: record["raw"][name] for name in PROBABILITY},
        **{f"{name}_scaled": record["scaled"][name] for name in PROBABILITY},
        **{f"recall_{rank}": record["recall"][digit] for rank, digit in enumerate(by_size)},
        "largest_class": max(record["class_sizes"]),
        "steps": record["steps"],
        "seconds": record["seconds"],
    }


def _short(value: Any) -> Any:
    return f"{value:.6g}" if isinstance(value, float) else value


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text
