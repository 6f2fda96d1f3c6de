"""What the outputs cost, beside what an answer costs that is the same for all samples."""

from __future__ import annotations

import math

import numpy as np

from lossbook import numpy as losses
from lossbook.doctor.findings import Finding
from lossbook.doctor.outputs.batch import ROWS, Array, Batch

FAR = 10.0  # how many times the price of knowing nothing a first loss is far above it


def first_loss(batch: Batch) -> list[Finding]:
    """A loss far above that of an answer which is the same for all samples."""
    row = batch.loss.row
    if row.several or row.per_sample or row.across_batch or batch.rows.shape[0] < ROWS or not batch.loss.targets:
        return []
    if row.family not in ("cross_entropy", "regression") or row.name == "mean_absolute_percentage_error":
        return []
    truth = _targets_as_rows(batch)
    if truth is None:
        return []
    paid = price(batch)
    ignorant = _price_of_nothing(batch, truth)
    if paid is None or ignorant is None or ignorant < 1e-6 * abs(paid) or paid < FAR * ignorant:
        return []
    factor = paid / ignorant
    answer = "an answer of 0" if batch.loss.kind == "numbers" else "the best answer that is the same for all samples"
    witness = f"the loss of this batch is {paid:.6g}, {factor:.0f} times that of knowing nothing: {answer} costs "
    witness += f"{ignorant:.6g}"
    return batch.said("LB510", f"{batch.name} far above the price of knowing nothing", witness, None, factor=factor)


def _targets_as_rows(batch: Batch) -> Array | None:
    """One row of targets for each row of outputs; class numbers become one-hot rows."""
    true, classes = batch.y_true, batch.columns
    if batch.loss.targets == "labels":
        labels, kept = _labels(batch)
        if labels.size != batch.rows.shape[0] or labels[kept].size < ROWS or classes > 5000:
            return None
        return np.asarray(np.eye(classes)[labels[kept].astype(int)])
    if true.shape != batch.y_pred.shape:
        return None
    return np.asarray(true.reshape(-1, classes), np.float64)


def _labels(batch: Batch) -> tuple[Array, Array]:
    """The class numbers, one for each row of outputs, and which of them are counted."""
    labels = batch.y_true.reshape(-1)
    return labels, labels != batch.ignored if batch.ignored is not None else np.ones(labels.shape, bool)


def price(batch: Batch) -> float | None:
    """What the outputs cost."""
    outputs, true = batch.rows.astype(np.float64), batch.y_true
    if batch.loss.kind == "log distribution":
        outputs = np.exp(np.minimum(outputs, 0))
        outputs /= outputs.sum(-1, keepdims=True)
    if batch.loss.targets == "labels":
        labels, kept = _labels(batch)
        return value_of(batch, labels[kept].astype(int), outputs[kept])
    return value_of(batch, true.reshape(outputs.shape), outputs)


def _price_of_nothing(batch: Batch, truth: Array) -> float | None:
    """What the best constant answer costs, the mean of the targets or their median; of numbers 0, if that costs more.

    Few networks begin at the mean of targets that aren't centred, and most begin near 0.
    """
    name = "categorical_cross_entropy" if batch.loss.targets in ("labels", "distribution") else batch.loss.row.name
    function = getattr(losses, name)
    prices = []
    for constant in (truth.mean(0), np.median(truth, 0)):
        try:
            prices.append(float(np.mean(function(truth, np.broadcast_to(constant, truth.shape), reduction="none"))))
        except (ValueError, TypeError):
            continue
    least = min((it for it in prices if math.isfinite(it)), default=0.0)
    if batch.loss.kind == "numbers":
        least = max(least, value_of(batch, truth, np.zeros_like(truth)) or 0.0)
    return least if least > 0 else None


def value_of(batch: Batch, y_true: Array, y_pred: Array) -> float | None:
    """The mean loss by lossbook's own function, or None if that can't be told."""
    function = getattr(losses, batch.loss.row.name)
    options = {key: value for key, value in batch.loss.of_logits.items() if value}
    try:
        with np.errstate(all="ignore"):
            value = float(np.mean(function(y_true, np.asarray(y_pred, np.float64), reduction="none", **options)))
    except (ValueError, TypeError):
        return None
    return value if math.isfinite(value) else None
