"""The pictures of the case study."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from lossbook.mnist.history import History
from lossbook.mnist.metrics import Scores
from lossbook.teaching import PALETTE, show, subplots

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
    show(fig, f"Bars for the ten digits, all of about the same height. {'; '.join(ranges)}.")


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
