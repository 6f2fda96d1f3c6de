"""Rows that are filled up to one length, and counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lossbook.doctor.findings import Finding
from lossbook.doctor.outputs.batch import Array, Batch
from lossbook.doctor.outputs.cost import price


def padding(batch: Batch) -> list[Finding]:
    """Rows of class numbers filled up with one that stands nowhere else, and is counted."""
    true = batch.y_true
    if batch.loss.targets != "labels" or true.ndim != 2 or true.shape != batch.y_pred.shape[:-1]:
        return []
    fill, padded = filled_up(true)
    if fill is None or fill == batch.ignored or np.any(true[~padded] == fill):
        return []
    rows, share = batch.y_pred.reshape(-1, batch.columns), float(padded.mean())
    kept = ~padded.reshape(-1)
    whole = price(batch)
    without = price(replace(batch, y_true=true.reshape(-1)[kept], y_pred=rows[kept]))
    if whole is None or without is None:
        return []
    return batch.said(
        "LB402", f"padding in {batch.name}", counted(share, fill, whole, without), share=share, without=without
    )


def counted(share: float, fill: int, whole: float, without: float) -> str:
    """The witness: how much of the targets fills up rows, and what the loss would be without it."""
    witness = f"{100 * share:.0f} % of the targets are {fill}, all of them at the ends of rows, and counted: the loss "
    return witness + f"is {whole:.6g}, and {without:.6g} without them"


def filled_up(tokens: Array) -> tuple[int | None, Array]:
    """The number that fills up rows of different length, None if there is none, and where it does.

    >>> filled_up(np.array([[3, 1, 2, 4], [5, 2, 0, 0], [4, 0, 0, 0]]))[0]
    0
    """
    if tokens.shape[1] < 3:
        return None, np.zeros(tokens.shape, bool)
    values, counts = np.unique(tokens[:, -1], return_counts=True)
    fill = int(values[counts.argmax()])
    behind = np.cumsum((tokens != fill)[:, ::-1], axis=1)[:, ::-1] == 0
    lengths = behind.sum(1)
    usual = len(np.unique(lengths)) > 1 and np.sum(lengths > 1) >= 2 and behind.mean() > 0.1
    return (fill if usual else None), behind
