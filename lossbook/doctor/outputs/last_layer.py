"""The last layer: outputs of another kind than the loss wants, or that can't reach the targets."""

from __future__ import annotations

import math

import numpy as np

from lossbook.doctor.findings import Finding, Severity
from lossbook.doctor.losses import ACTIVATIONS, LEADS, fault
from lossbook.doctor.outputs.batch import WHOLE, Array, Batch, one_hot
from lossbook.doctor.outputs.cost import value_of
from lossbook.doctor.outputs.witnesses import WITNESSES, plain


def last_layer(batch: Batch) -> list[Finding]:
    """Outputs of another kind than the loss wants: certain from the last operation, or from the values alone."""
    activation, sure = batch.activation, bool(batch.activation)
    if batch.normal_axis is not None and (found := _axis(batch)):
        return found
    if not sure:
        if found := _axis_by_values(batch):
            return found
        activation = _proven_by_values(batch)
    code = fault(batch.loss, activation, batch.columns if batch.loss.row.over_axis or batch.columns == 1 else None)
    if code == "LB108" and batch.loss.targets == "distribution" and batch.y_true.shape != batch.y_pred.shape:
        return []
    if not code or _is_fine(batch, code):
        return []
    witness, numbers = WITNESSES.get(code, plain)(batch, activation)
    if not witness:
        return []
    what = f"{_before(activation)} before {batch.name}" if code != "LB108" else f"one column under {batch.name}"
    return batch.said(code, what, witness, _severity(batch, code, activation), **numbers)


def _before(activation: str) -> str:
    words = ACTIVATIONS[activation].words if activation in ACTIVATIONS else "outputs that are no probabilities"
    return words.removeprefix("a ").removeprefix("an ") if activation != "linear" else "no activation"


def _is_fine(batch: Batch, code: str) -> bool:
    """What the targets make right: two classes that share a whole cost the same as under a categorical loss."""
    if code == "LB107":
        return batch.columns == 2 and _exclusive(batch) and batch.loss.kind == "probabilities"
    if code == "LB110":
        return _shares(batch)
    if code == "LB113" and batch.loss.row.name in LEADS:
        return float(batch.told.get("margin", 1)) < 1  # a lead that outputs from 0 to 1 can have
    return False


def _exclusive(batch: Batch) -> bool:
    """Whether each row of the targets is a distribution."""
    if batch.y_true.shape != batch.y_pred.shape:
        return False
    return bool(np.all(np.abs(batch.y_true.reshape(-1, batch.columns).sum(-1) - 1) <= WHOLE))


def _shares(batch: Batch) -> bool:
    """Whether the targets are such as a softmax gives."""
    return _exclusive(batch) and float(batch.y_true.min()) >= 0


def _severity(batch: Batch, code: str, activation: str) -> Severity | None:
    if code == "LB107" and _exclusive(batch) and batch.loss.kind == "probabilities":
        return "wasteful"  # one class of many under a binary loss is learned too, only slower
    hinged = code == "LB113" and batch.loss.row.name in LEADS
    return "wasteful" if activation == "leaky_relu" or hinged else None


def _axis(batch: Batch) -> list[Finding]:
    """A softmax over another axis than that of the classes."""
    axis = batch.normal_axis if batch.normal_axis is not None else -1
    if not batch.loss.categorical or axis == batch.class_axis or batch.y_pred.ndim < 2:
        return []
    sums = _sums(batch)
    witness = f"it normalises axis {axis}, and the loss has its classes on axis {batch.class_axis}, where the sums go "
    witness += f"from {sums.min():.6g} to {sums.max():.6g}"
    what = f"{_before(batch.activation)} over axis {axis} before {batch.name}"
    return batch.said("LB206", what, witness, None, least=sums.min(), greatest=sums.max())


def _sums(batch: Batch) -> Array:
    rows = batch.rows.astype(np.float64)
    if batch.activation == "log_softmax" or (not batch.activation and batch.loss.kind == "log distribution"):
        rows = np.exp(np.minimum(rows, 700))
    return np.asarray(rows.sum(-1))


def _axis_by_values(batch: Batch) -> list[Finding]:
    """Columns that sum to 1 where rows should."""
    values = batch.y_pred.astype(np.float64)
    if not batch.loss.categorical or values.ndim != 2 or min(values.shape) < 2:
        return []
    if batch.loss.kind == "log distribution":
        values = np.exp(np.minimum(values, 700))
    rows, columns = values.sum(1), values.sum(0)
    if values.min() < 0 or np.abs(columns - 1).max() > WHOLE or np.abs(rows - 1).max() <= 10 * WHOLE:
        return []
    witness = f"the outputs sum to 1 over the batch, and to {rows.min():.6g} to {rows.max():.6g} over the classes"
    what = f"softmax over the batch before {batch.name}"
    return batch.said("LB206", what, witness, None, least=rows.min(), greatest=rows.max())


def _proven_by_values(batch: Batch) -> str:
    """The last activation as far as the values prove it; an empty string if they prove nothing."""
    rows = batch.rows.astype(np.float64)
    least, greatest = float(rows.min()), float(rows.max())
    within = least >= 0 and greatest <= 1 + 1e-6
    whole = bool(np.all(np.abs(rows.sum(-1) - 1) <= WHOLE))
    varied = len(rows) > 1 and bool(np.any(rows != rows[0])) and batch.columns > 1
    if within and whole and varied and batch.columns > 1:
        return "softmax"
    if within and batch.columns == 1 and len(rows) > 1 and bool(np.all(rows == 1)) and batch.loss.kind != "numbers":
        return "softmax"  # over one column
    if batch.loss.kind in ("distribution", "probabilities"):
        if not within:
            return "linear"
        return "sigmoid" if batch.loss.kind == "distribution" and batch.columns > 1 and not whole else ""
    if batch.loss.kind == "log distribution":
        normal = greatest <= 1e-6 and (batch.loss.row.name != "sparse_categorical_cross_entropy" or _log_whole(rows))
        return "log_softmax" if normal else "linear"
    return "linear" if batch.loss.kind == "rates" and least < 0 else ""


def _log_whole(rows: Array) -> bool:
    return bool(np.all(np.abs(np.exp(np.minimum(rows, 1)).sum(-1) - 1) <= 10 * WHOLE))


def reach(batch: Batch) -> list[Finding]:
    """Targets beyond the range of the last operation."""
    given = ACTIVATIONS.get(batch.activation)
    numbers = batch.loss.targets in ("numbers", "counts") and batch.loss.kind in ("numbers", "rates")
    if given is None or not numbers or batch.loss.row.over_axis or batch.loss.row.several:
        return []
    true = batch.y_true.astype(np.float64)
    low, high, slack = given.low, given.high, WHOLE
    below, above = int(np.sum(true < low - slack)), int(np.sum(true > high + slack))
    if not below + above:
        return []
    reachable = np.clip(true, low, high)
    floor = value_of(batch, true, reachable)
    ends = [f"{below} below {low:g}"] if below else []
    ends += [f"{above} above {high:g}"] if above else []
    witness = f"of {true.size} targets, from {true.min():.6g} to {true.max():.6g}, {' and '.join(ends)}"
    witness += "" if floor is None else f": even a perfect network can't get below {floor:.6g} here{batch.provisos}"
    what = f"{_before(batch.activation)} before targets beyond its range"
    return batch.said(
        "LB112", what, witness, None, below=below, above=above, floor=math.nan if floor is None else floor
    )


def classifier(batch: Batch) -> list[Finding]:
    """A sigmoid or a softmax under a squared or absolute error, where the targets are classes."""
    given = ACTIVATIONS.get(batch.activation)
    if given is None or given.kind not in ("probabilities", "distribution") or batch.loss.kind != "numbers":
        return []
    true = batch.y_true
    hard = bool(np.all((true == 0) | (true == 1))) and true.shape == batch.y_pred.shape
    one_of_many = batch.columns > 1 and hard and bool(np.all(one_hot(true)))
    yes_or_no = batch.columns == 1 and hard and 0 < true.mean() < 1
    if batch.loss.targets != "numbers" or not (one_of_many or yes_or_no):
        return []
    witness = f"all {true.size} targets are 0 or 1; where an output is wrong by 0.999, "
    slope, entropic = 0.999 * 0.001, 0.999
    if batch.loss.row.name == "mean_squared_error" and batch.columns == 1:
        slope *= 2 * 0.999
        witness += f"a cross-entropy pushes its logit with {entropic:g}, a squared error with {slope:.4f}"
    else:
        witness += (
            f"{slope:.4f} of the gradient comes through to its logit, and a cross-entropy pushes with {entropic:g}"
        )
    return batch.said("LB111", f"{_before(batch.activation)} before {batch.name}", witness, None, slope=slope)
