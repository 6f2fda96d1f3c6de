"""The pictures of the case study."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lossbook.mnist.history import History
from lossbook.mnist.metrics import Scores
from lossbook.teaching import PALETTE, show, subplots


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


def learning_curves(histories: Mapping[str, History], unit: str = "loss (nats)") -> None:
    """Loss on the left and share of errors on the right, at most two runs, training dashed and test solid."""
    fig, (left, right) = subplots(2)
    for colour, (label, history) in zip(PALETTE, histories.items(), strict=False):
        for side, line in (("test", "-"), ("train", (0, (2, 1.5)))):
            loss = np.array(getattr(history, f"{side}_loss"))
            errors = 100 * (1 - np.array(getattr(history, f"{side}_accuracy")))
            name = f"{label}, {side}"
            left.semilogy(history.epochs, loss, color=colour, linestyle=line, label=name)
            right.semilogy(history.epochs, errors, color=colour, linestyle=line, label=name)
    left.set(xlabel="epoch", ylabel=unit)
    right.set(xlabel="epoch", ylabel="errors (% of digits)")
    left.legend(fontsize=9)
    ends = (f"{label}: test errors end at {1 - history.test_accuracy[-1]:.1%}" for label, history in histories.items())
    show(fig, f"Loss and share of errors against epochs, falling steeply, then slowly. {'; '.join(ends)}.")


def confusion_matrices(scores: Mapping[str, Scores]) -> None:
    """Who is taken for whom, a panel each; only mistakes are coloured, since the diagonal would outshine them."""
    fig, axes = subplots(len(scores), width=4.3, height=4.3)
    worst = []
    for ax, (label, result) in zip(np.atleast_1d(axes), scores.items(), strict=True):
        mistakes = result.confusion * (1 - np.eye(10, dtype=int))
        ax.imshow(mistakes, cmap="Blues", vmin=0, vmax=max(20, mistakes.max()))
        for truth, answer in np.argwhere(mistakes):
            count = mistakes[truth, answer]
            ink = "white" if count > 0.5 * max(20, mistakes.max()) else "#010101"
            ax.text(answer, truth, count, ha="center", va="center", fontsize=8, color=ink)
        ax.set(xticks=range(10), yticks=range(10), xlabel="answer", ylabel="truth")
        ax.set_title(label, fontsize=11)
        truth, answer = np.unravel_index(mistakes.argmax(), mistakes.shape)
        worst.append(f"{label}: most often, {mistakes.max()} times, a {truth} is called a {answer}")
    show(fig, f"Table of mistakes, truth against answer. {'; '.join(worst)}.")


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
