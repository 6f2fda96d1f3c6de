"""The pictures of the case study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lossbook_course.datasets import class_sizes
from lossbook_course.mnist.history import History
from lossbook_course.mnist.metrics import Scores
from lossbook_course.mnist.results import CROSS_ENTROPY, Condition, Results
from lossbook_course.teaching import PALETTE, show, subplots
from lossbook_course.teaching.plots import DASHES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def digit_grid(images: np.ndarray, alt: str, columns: int = 10) -> None:
    """Digits side by side, ``columns`` to a row, dark ink on white paper."""
    rows = images.reshape(-1, columns, 28, 28)
    sheet = rows.transpose(0, 2, 1, 3).reshape(len(rows) * 28, columns * 28)
    fig, ax = subplots(width=0.55 * columns, height=0.55 * len(rows))
    ax.imshow(sheet, cmap="gray_r")
    ax.axis("off")
    show(fig, alt)


def class_counts(train_labels: np.ndarray, test_labels: np.ndarray) -> None:
    """How many digits of each class there are, to train on and to test on."""
    fig, ax = subplots(width=6.5, height=2.6)
    sides = {"train": np.bincount(train_labels), "test": np.bincount(test_labels)}
    for place, (side, counts) in enumerate(sides.items()):
        ax.bar(np.arange(10) + 0.4 * place - 0.2, counts, width=0.4, label=side, color=PALETTE[place])
    ax.set(xticks=range(10), xlabel="digit", ylabel="how many")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    ranges = (f"{side}: {counts.min():,} to {counts.max():,} a digit" for side, counts in sides.items())
    show(fig, f"Two bars for each digit, about the same for all ten. {'; '.join(ranges)}.")


def loss_curves(histories: Mapping[str, History]) -> None:
    """Loss against epochs, training dotted and test solid, at most four runs."""
    fig, ax = _history_axes(histories, "loss")
    ax.set(ylabel="loss (nats)")
    ends = (f"{label}: {history.test_loss[-1]:.3f} nats on the test digits" for label, history in histories.items())
    show(fig, f"Loss against epochs, falling steeply, then slowly. At the end, {'; '.join(ends)}.")


def error_curves(histories: Mapping[str, History]) -> None:
    """Share of errors against epochs, training dotted and test solid, at most four runs."""
    fig, ax = _history_axes(histories, "accuracy", lambda accuracy: 100 * (1 - accuracy))
    ticks = (1, 2, 5, 10, 20, 50, 100)
    ax.set(ylabel="errors (% of digits)", yticks=ticks, yticklabels=map(str, ticks))
    ends = (f"{label}: {1 - history.test_accuracy[-1]:.1%} of the test digits" for label, history in histories.items())
    show(fig, f"Share of errors against epochs, falling steeply, then slowly. At the end, {'; '.join(ends)}.")


def _history_axes(
    histories: Mapping[str, History], quantity: str, convert: Callable[[np.ndarray], np.ndarray] = np.asarray
) -> tuple[Figure, Axes]:
    fig, ax = subplots(width=6.5, height=3.4)
    for colour, (label, history) in zip(PALETTE, histories.items(), strict=False):
        for side, line in (("test", "-"), ("train", (0, (2, 1.5)))):
            values = convert(np.array(getattr(history, f"{side}_{quantity}")))
            ax.semilogy(history.epochs, values, color=colour, linestyle=line, label=f"{label}, {side}")
    ax.minorticks_off()
    ax.set(xlabel="epoch")
    ax.legend(fontsize=9)
    return fig, ax


def confusion_matrix(scores: Scores, title: str) -> None:
    """Who is taken for whom; the right answers are left out, since they would outshine the mistakes."""
    mistakes = scores.confusion * (1 - np.eye(10, dtype=int))
    brightest = max(20, mistakes.max())
    fig, ax = subplots(width=4.6, height=4.4)
    ax.imshow(mistakes, cmap="Blues", vmin=0, vmax=brightest)
    for truth, answer in np.argwhere(mistakes):
        count = mistakes[truth, answer]
        ink = "white" if count > brightest / 2 else "#010101"
        ax.text(answer, truth, count, ha="center", va="center", fontsize=9, color=ink)
    ax.set(xticks=range(10), yticks=range(10), xlabel="answer", ylabel="truth")
    ax.set_title(title, fontsize=11)
    truth, answer = np.unravel_index(mistakes.argmax(), mistakes.shape)
    worst = f"most often, {mistakes.max()} times, a {truth} is called a {answer}"
    show(fig, f"Table of the mistakes of {title}, truth against answer: {worst}.")


def recalls(scores: Mapping[str, Scores]) -> None:
    """Recall of each digit, one mark a classifier."""
    fig, ax = subplots(width=6.5, height=2.8)
    for place, (label, result) in enumerate(scores.items()):
        shift = 0.16 * (place - (len(scores) - 1) / 2)
        marker = "osD^"[place % 4]
        ax.plot(np.arange(10) + shift, 100 * result.recall, marker, color=PALETTE[place % 4], label=label)
    ax.set(xticks=range(10), xlabel="digit", ylabel="recall (%)")
    ax.grid(axis="y", alpha=0.3)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=9)
    lowest = (
        f"{label}: lowest for {result.recall.argmin()}, {result.recall.min():.1%}" for label, result in scores.items()
    )
    show(fig, f"Recall of each of the ten digits. {'; '.join(lowest)}.")


FEW = (CROSS_ENTROPY, Condition("focal", 2.0), Condition("weighted"), Condition("class_balanced_focal", 2.0))
MARKERS = "osD^"
FEWEST = 30  # answers that a mark of a reliability diagram stands for


def recall_by_size(
    results: Results,
    imbalance: float,
    conditions: Sequence[Condition] = FEW,
    file: Path | None = None,
) -> None:
    """Recall of each class against how many digits of it there were to train on, with intervals over the seeds."""
    largest = results.select(conditions[0], imbalance)[0]["largest_class"]
    sizes = class_sizes(round(largest), imbalance, 10)
    fig, ax = subplots(width=6.5, height=3.6)
    for place, condition in enumerate(conditions):
        mean, half = 100 * np.array(results.recalls(condition, imbalance)).T
        _draw(ax, sizes * 1.04 ** (place - 1.5), mean, half, place, str(condition))
    ax.set(xscale="log", xlabel="training digits of the class", ylabel="recall (%)", ylim=(0, 103))
    ax.legend(fontsize=9)
    ends = (f"{c}: {results.recalls(c, imbalance)[-1].mean:.0%} for the rarest" for c in conditions)
    _finish(fig, f"Recall against class size; the rarer the class, the lower. {'; '.join(ends)}.", file)


def gamma_effect(
    results: Results, metric: str = "accuracy", scale: float = 100, unit: str = "points", file: Path | None = None
) -> None:
    """How far focal loss is from cross-entropy on the same seeds, against γ, one line an imbalance."""
    fig, ax = subplots(width=6.5, height=3.6)
    gammas = [condition.gamma for condition in results.conditions if condition.loss == "focal"]
    ends = []
    for place, imbalance in enumerate(results.imbalances):
        found = [results.difference(metric, Condition("focal", gamma), imbalance) for gamma in gammas]
        mean, half = scale * np.array([[d.mean, d.half] for d in found]).T
        label = "balanced" if imbalance == 1 else f"{imbalance:g} : 1"
        _draw(ax, np.arange(len(gammas)) + 0.06 * (place - 1), mean, half, place, label)
        ends.append(f"{label}: {mean[-1]:+.2f} at γ = {gammas[-1]:g}")
    ax.axhline(0, color="#808080", linewidth=0.8)
    name = metric.replace("_scaled", " after scaling")
    ax.set(xticks=range(len(gammas)), xticklabels=[f"{g:g}" for g in gammas], xlabel="γ of focal loss")
    ax.set(ylabel=f"{name} minus that\nof cross-entropy ({unit})")
    ax.legend(fontsize=9)
    _finish(fig, f"Difference of {name} between focal loss and cross-entropy against γ. {'; '.join(ends)}.", file)


def imbalance_effect(results: Results, conditions: Sequence[Condition] = FEW, file: Path | None = None) -> None:
    """Share of errors on the test digits against the imbalance of the training digits, one line a loss."""
    fig, ax = subplots(width=6.5, height=3.6)
    places = np.arange(len(results.imbalances))
    ends = []
    for place, condition in enumerate(conditions):
        found = [results.interval("accuracy", condition, imbalance) for imbalance in results.imbalances]
        mean, half = 100 * np.array(found).T
        _draw(ax, places + 0.06 * (place - 1.5), 100 - mean, half, place, str(condition))
        ends.append(f"{condition}: from {100 - mean[0]:.1f} % to {100 - mean[-1]:.1f} %")
    ticks = (1, 2, 5, 10, 20)
    ax.set(yscale="log", yticks=ticks, yticklabels=map(str, ticks), ylabel="errors (% of test digits)")
    ax.minorticks_off()
    names = ["balanced" if imbalance == 1 else f"{imbalance:g} : 1" for imbalance in results.imbalances]
    ax.set(xticks=places, xticklabels=names, xlabel="commonest digit : rarest digit")
    ax.legend(fontsize=9)
    _finish(fig, f"Errors against imbalance, rising. {'; '.join(ends)}.", file)


def reliability_diagram(
    results: Results,
    imbalance: float,
    *,
    scaled: bool,
    conditions: Sequence[Condition] = FEW[:2],
    file: Path | None = None,
) -> None:
    """How often answers of each confidence are right, all seeds together; an honest classifier is on the diagonal."""
    fig, ax = subplots(width=4.2, height=3.8)
    ax.plot([0, 100], [0, 100], color="#808080", linewidth=0.8)
    errors = []
    for place, condition in enumerate(conditions):
        bins = results.reliability(condition, imbalance, scaled=scaled)
        full = bins.count >= FEWEST
        x, y = (100 * sums[full] / bins.count[full] for sums in (bins.confidence, bins.correct))
        _draw(ax, x, y, None, place, str(condition))
        name = "ece_scaled" if scaled else "ece"
        errors.append(f"{condition}: {results.interval(name, condition, imbalance).mean:.1%}")
    when = "after" if scaled else "before"
    ax.set(xlabel="confidence (%)", ylabel="right (%)", xlim=(20, 102), ylim=(20, 102))
    ax.set_title(f"{when} temperature scaling", fontsize=11)
    ax.legend(fontsize=9, loc="upper left")
    alt = f"Share of right answers against confidence {when} temperature scaling, imbalance {imbalance:g} : 1."
    _finish(fig, f"{alt} Expected calibration error, {'; '.join(errors)}.", file)


def save_all(results: Results, folder: Path) -> list[Path]:
    """Write every figure that the results are enough for, and return the files."""
    few = [condition for condition in results.conditions if condition in FEW] or results.conditions[:4]
    jobs = {"imbalance.svg": partial(imbalance_effect, results, few)}
    if CROSS_ENTROPY in results.conditions and any(c.loss == "focal" for c in results.conditions):
        jobs["gamma.svg"] = partial(gamma_effect, results)
    for imbalance in results.imbalances:
        for scaled, name in ((False, "before"), (True, "after")):
            jobs[f"reliability-{imbalance:g}-{name}.svg"] = partial(
                reliability_diagram, results, imbalance, scaled=scaled, conditions=few
            )
        if imbalance > 1:
            jobs[f"recall-{imbalance:g}.svg"] = partial(recall_by_size, results, imbalance, few)
    for name, draw in jobs.items():
        draw(file=folder / name)
    return [folder / name for name in jobs]


def _draw(ax: Axes, x: np.ndarray, y: np.ndarray, half: np.ndarray | None, place: int, label: str) -> None:
    """One line with its intervals, told from the others by colour, dashes and marks."""
    ax.errorbar(
        x,
        y,
        half,
        label=label,
        color=PALETTE[place],
        linestyle=DASHES[place],
        linewidth=1.5,
        marker=MARKERS[place],
        markersize=5,
        capsize=3,
    )


def _finish(fig: Figure, alt: str, file: Path | None) -> None:
    """Show the figure on a page, or write it to a file."""
    if file is None:
        show(fig, alt)
        return
    import matplotlib.pyplot as plt

    fig.savefig(file, metadata={"Date": None})
    plt.close(fig)
