"""One batch before its loss: what a look at it is given."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.doctor.findings import Finding, Place, Severity, finding
from lossbook.doctor.losses import Wanted

Array = NDArray[Any]

WHOLE = 1e-3  # how far from 1 the sum of a distribution may lie
ROWS = 8  # with fewer rows a batch says little about a distribution of targets
WEIGHTS = ("weight", "pos_weight", "class_weight", "sample_weight")
MUCH = 2_000_000  # of more values than these, the first rows stand for all


@dataclass(frozen=True)
class Batch:
    """The targets and outputs of one batch, with the classes on the last axis, and what the loss wants.

    ``activation``: the last operation before the loss, if it is known for certain; ``normal_axis``: the axis of the
    outputs, as the program has them, over which that operation normalises. ``ignored``: the class number that the loss
    leaves out. ``part``: the output's name in a model that has several. ``told``: the loss's own arguments.
    """

    loss: Wanted
    y_true: Array
    y_pred: Array
    activation: str = ""
    normal_axis: int | None = None
    class_axis: int = -1
    ignored: int | None = None
    part: str = ""
    dtype: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The loss, as the program calls it."""
        return self.loss.name

    @property
    def columns(self) -> int:
        """How many outputs there are for each sample, along the class axis."""
        return int(self.y_pred.shape[-1]) if self.y_pred.ndim else 1

    @property
    def rows(self) -> Array:
        """The outputs, one row for each set of classes."""
        return self.y_pred.reshape(-1, self.columns)

    @property
    def provisos(self) -> str:
        """What stands behind a floor that doesn't reckon with weights."""
        weighted = any(self.told.get(name) is not None for name in WEIGHTS)
        return " (unweighted)" if weighted or self.told.get("apply_class_balancing") else ""

    def said(
        self, code: str, what: str, witness: str, severity: Severity | None = None, **numbers: float
    ) -> list[Finding]:
        """One finding about this batch."""
        place = Place(part=self.part)
        return [finding(code, what, witness, place, self.loss.framework, severity, **numbers)]


def laid_out(batch: Batch) -> Batch:
    """The batch with its classes on the last axis, and not more rows than are needed."""
    y_pred, y_true, axis = batch.y_pred, batch.y_true, batch.loss.axis
    if batch.loss.row.over_axis and 0 < axis < y_pred.ndim - 1:
        y_true = np.moveaxis(y_true, axis, -1) if y_true.ndim == y_pred.ndim else y_true
        y_pred = np.moveaxis(y_pred, axis, -1)
    class_axis = axis % y_pred.ndim if y_pred.ndim else 0
    if not batch.loss.row.over_axis:  # nothing of the loss says where the classes are, and a softmax may
        class_axis = batch.normal_axis % y_pred.ndim if batch.normal_axis is not None and y_pred.ndim else class_axis
        if y_true.shape == y_pred.shape and y_pred.ndim > 1:
            y_true, y_pred = np.moveaxis(y_true, class_axis, -1), np.moveaxis(y_pred, class_axis, -1)
        elif y_pred.ndim == 1:
            y_true, y_pred = y_true.reshape(-1, 1) if y_true.ndim == 1 else y_true, y_pred.reshape(-1, 1)
    if batch.loss.targets == "labels" and y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1:
        y_true = y_true[..., 0]  # as Keras does
    if y_true.ndim == y_pred.ndim - 1 and y_pred.shape[-1] == 1 and batch.loss.targets != "labels":
        y_true = y_true[..., None]
    y_true, y_pred = first_rows(y_true, y_pred)
    if y_pred.ndim == 0:
        y_true, y_pred = y_true.reshape(-1), y_pred.reshape(1)
    return replace(batch, y_true=y_true, y_pred=y_pred, class_axis=class_axis)


def first_rows(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Both without the rows beyond those that stand for all; they are arrays, or tensors of PyTorch's."""
    size = math.prod(y_pred.shape)
    if size <= MUCH or y_pred.ndim < 2 or not y_true.ndim or len(y_true) != len(y_pred):
        return y_true, y_pred
    kept = max(ROWS, MUCH * len(y_pred) // size)
    return y_true[:kept], y_pred[:kept]


def sure(batch: Batch) -> Batch:
    """The batch without its softmax, if something has moved the outputs about since and the rows are no wholes."""
    if batch.activation not in ("softmax", "log_softmax") or batch.normal_axis is not None:
        return batch
    rows = batch.rows.astype(np.float64)
    sums = (np.exp(rows) if batch.activation == "log_softmax" else rows).sum(-1)
    return batch if np.abs(sums - 1).max() <= 10 * WHOLE else replace(batch, activation="")


def one_hot(rows: Array) -> Array:
    """Which rows hold a single 1, and 0 for the rest."""
    return np.asarray(((rows == 0) | (rows == 1)).all(-1) & (rows.sum(-1) == 1))
