"""A search for what is rare: eights among digits, how good a detector is, and which examples hold its loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import binary_focal
from lossbook_course.datasets import load_mnist
from lossbook_course.teaching.plots import show, subplots

RARE = 8
ONE_IN = 100


class Search(NamedTuple):
    """Digits as rows of 784 numbers between 0 and 1, labelled 1 for an eight; half for training, half for testing."""

    x_train: NDArray[np.float32]
    y_train: NDArray[np.float32]
    x_test: NDArray[np.float32]
    y_test: NDArray[np.float32]


class Worth(NamedTuple):
    """What a detector is worth: recall and precision at the logit 0, then three numbers that need no threshold."""

    recall: float
    precision: float
    best_f1: float
    average_precision: float
    auc: float


def rare_eights(seed: int) -> Search:
    """MNIST's training digits with one eight for a hundred others, shuffled and halved.

    Args:
        seed: which eights stay, and who comes into which half.
    """
    images, digits = load_mnist("train")
    rng = np.random.default_rng(seed)
    others, eights = np.flatnonzero(digits != RARE), np.flatnonzero(digits == RARE)
    kept = rng.choice(eights, len(others) // ONE_IN, replace=False)
    rows = rng.permutation(np.concatenate([others, kept]))
    x = (images[rows].reshape(len(rows), -1) / 255).astype(np.float32)
    y = (digits[rows] == RARE).astype(np.float32)
    half = len(rows) // 2
    return Search(x[:half], y[:half], x[half:], y[half:])


def worth(y: NDArray[Any], z: NDArray[Any]) -> Worth:
    """Judge logits ``z`` by labels ``y``, 0 or 1. With no alarm at all the precision is 0."""
    from sklearn.metrics import (
        average_precision_score,
        precision_recall_curve,
        precision_score,
        recall_score,
        roc_auc_score,
    )

    precision, recall, _ = precision_recall_curve(y, z)
    f1 = 2 * precision * recall / np.maximum(precision + recall, np.finfo(float).tiny)
    return Worth(
        recall=float(recall_score(y, z > 0)),
        precision=float(precision_score(y, z > 0, zero_division=0)),
        best_f1=float(f1.max()),
        average_precision=float(average_precision_score(y, z)),
        auc=float(roc_auc_score(y, z)),
    )


def collected(y: NDArray[Any], z: NDArray[Any], label: int, gamma: float) -> NDArray[Any]:
    """The share of one label's focal loss that its n easiest examples hold, for every n from 1 to all."""
    mine = z[y == label]
    loss = binary_focal(np.full_like(mine, label), mine, gamma=gamma, from_logits=True, reduction="none")
    return np.cumsum(np.sort(loss), dtype=float) / loss.sum(dtype=float)


def hardest(y: NDArray[Any], z: NDArray[Any], label: int, gamma: float, part: float) -> float:
    """The share of one label's focal loss that the hardest ``part`` of its examples holds."""
    share = collected(y, z, label, gamma)
    return float(1 - share[-1 - round(part * len(share))])


def show_collected(
    y: NDArray[Any], z: NDArray[Any], gammas: Sequence[float], names: Mapping[int, str], alt: str
) -> None:
    """Draw ``collected`` for several values of γ, a panel for each label.

    Args:
        y: labels, 0 or 1.
        z: logits.
        gammas: at most four values of γ.
        names: from a label to the title of its panel.
        alt: what the figure says, in words, for those who cannot see it.
    """
    fig, axes = subplots(len(names), width=3.6)
    for ax, (label, name) in zip(np.atleast_1d(axes), names.items(), strict=True):
        for gamma in gammas:
            share = collected(y, z, label, gamma)
            at = np.linspace(0, len(share) - 1, 200).astype(int)  # as fine as the eye
            ax.plot(100 * (at + 1) / len(share), 100 * share[at], label=f"γ = {gamma:g}")
        ax.set(title=name, xlabel="examples, easiest first (%)")
    np.atleast_1d(axes)[0].set_ylabel("share of the loss (%)")
    np.atleast_1d(axes)[0].legend()
    show(fig, alt)
