"""Whether targets and outputs go together: their shapes, how classes are written, and which of the two is which."""

from __future__ import annotations

import math

import numpy as np

from lossbook.doctor.findings import Finding
from lossbook.doctor.outputs.batch import ROWS, Batch, one_hot
from lossbook.doctor.outputs.cost import value_of


def broadcasts(batch: Batch) -> list[Finding]:
    """(N,) against (N, 1): the difference is a table of all pairs."""
    true, pred = batch.y_true, batch.y_pred
    if batch.loss.row.layout != "elementwise" or true.shape == pred.shape or batch.loss.framework == "keras":
        return []
    try:
        together = np.broadcast_shapes(true.shape, pred.shape)
    except ValueError:
        return []
    pairs = math.prod(together)
    if pairs <= max(true.size, pred.size) or true.size != pred.size:
        return []
    what = f"{batch.name} of outputs of shape {pred.shape} and targets of shape {true.shape}"
    perfect = value_of(batch, np.broadcast_to(true, together), np.broadcast_to(true.reshape(pred.shape), together))
    price = "" if perfect is None else f"; even perfect predictions cost {perfect:.6g}"
    witness = f"{pairs} differences for {true.size} targets: every prediction meets every target{price}"
    return batch.said("LB205", what, witness, None, pairs=pairs, perfect=math.nan if perfect is None else perfect)


def encoding(batch: Batch) -> list[Finding]:
    """Class numbers under a loss that wants rows, or rows under a loss that wants class numbers."""
    true, pred, classes = batch.y_true, batch.y_pred, batch.columns
    axis = batch.loss.axis if pred.ndim > 1 else -1
    if pred.ndim < 2 or not batch.loss.row.over_axis:
        return []
    classes = pred.shape[axis]
    if classes < 2:
        return []
    whole = bool(np.all(true == np.round(true)))
    alone = true.shape == _without(pred.shape, axis) or (true.ndim == pred.ndim and true.shape[-1] == 1)
    if batch.loss.targets == "distribution" and alone and whole:
        greatest = int(true.max())
        witness = f"the targets of shape {true.shape} go up to {greatest}, and should be rows of {classes}"
        return batch.said("LB201", f"class numbers under {batch.name}", witness, None, greatest=greatest)
    if batch.loss.targets == "labels" and true.shape == pred.shape:
        ones = int(np.sum(one_hot(np.moveaxis(true, axis, -1))))
        if ones == true.size // classes:
            witness = f"all {ones} rows of the targets hold a single 1 among {classes} numbers, and no class number"
            return batch.said("LB201", f"one-hot rows under {batch.name}", witness, None, rows=ones)
    return []


def _without(shape: tuple[int, ...], axis: int) -> tuple[int, ...]:
    axis %= len(shape)
    return shape[:axis] + shape[axis + 1 :]


def swapped(batch: Batch) -> list[Finding]:
    """Outputs that are all exactly 0 or 1, and targets that are hardly ever."""
    true, pred = batch.y_true, batch.y_pred
    hard = (pred == 0) | (pred == 1)
    kinds = batch.loss.kind in ("probabilities", "distribution") and batch.loss.cross_entropy
    if not kinds or true.shape != pred.shape or pred.size < ROWS or not hard.all() or pred.min() == pred.max():
        return []
    soft = int(np.sum((true > 0) & (true < 1)))
    if soft < true.size / 2 or true.min() < 0 or true.max() > 1:
        return []
    witness = f"all {pred.size} outputs are exactly 0 or 1, and {soft} of {true.size} targets lie between"
    return batch.said("LB207", f"target and output of {batch.name} swapped", witness, None, between=soft)
