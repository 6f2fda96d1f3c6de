"""The number that proves a wrong last layer on a batch, rule by rule; the table is at the end."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from lossbook.doctor.losses import ACTIVATIONS
from lossbook.doctor.outputs.batch import WHOLE, Batch, one_hot

Witness = tuple[str, dict[str, float]]


def _floor_of_class_logits(batch: Batch, activation: str) -> Witness:
    """The least loss of a network whose logits end at 0 and 1: all for the right class, nothing for the others."""
    others = batch.columns - 1
    if batch.loss.targets not in ("labels", "distribution") or others < 1:
        return plain(batch, activation)
    if batch.loss.targets == "labels" or bool(np.all(one_hot(batch.y_true))):
        floor = math.log1p(others * math.exp(-1))
        if batch.loss.row.family == "focal":
            return plain(batch, activation)
        return f"even a perfect network can't get below {floor:.4f} here{batch.provisos}", {"floor": floor}
    return plain(batch, activation)


def _floor_of_logits(batch: Batch, activation: str) -> Witness:
    """The least loss where a yes has at best the logit at the top of the range, and a no that at the bottom."""
    given = ACTIVATIONS[activation]
    low, high = (0.0, 1.0) if given.kind in ("probabilities", "distribution") else (given.low, given.high)
    if batch.loss.row.family not in ("cross_entropy",) or math.isinf(low):
        return plain(batch, activation)
    yes = float(np.clip(batch.y_true, 0, 1).mean())
    floor = (1 - yes) * math.log1p(math.exp(low)) + yes * math.log1p(math.exp(-high))
    return f"even a perfect network can't get below {floor:.4f} here{batch.provisos}", {"floor": floor}


def _row_sums(batch: Batch, activation: str) -> Witness:
    sums = batch.rows.astype(np.float64).sum(-1)
    far = float(sums[np.argmax(np.abs(sums - 1))])
    if abs(far - 1) <= WHOLE:
        return plain(batch, activation)
    witness = f"the outputs of a sample sum to {sums.min():.6g} to {sums.max():.6g}, and not to 1"
    return witness, {"least": float(sums.min()), "greatest": float(sums.max())}


def _under_categorical(batch: Batch, activation: str) -> Witness:
    """A sigmoid: as logits it has a floor; as probabilities its rows don't sum to 1."""
    floor_of = {"class logits": _floor_of_class_logits}.get(batch.loss.kind, _row_sums)
    return floor_of(batch, activation)


def _no_probabilities(batch: Batch, activation: str) -> Witness:
    values = batch.y_pred
    beyond = int(np.sum((values < 0) | (values > 1)))
    if not beyond:
        return _row_sums(batch, activation) if batch.loss.categorical else ("", {})
    witness = f"{beyond} of {values.size} outputs lie outside [0, 1], from {values.min():.6g} to {values.max():.6g}"
    return witness, {"beyond": beyond, "least": float(values.min()), "greatest": float(values.max())}


def _no_log_probabilities(batch: Batch, activation: str) -> Witness:
    with np.errstate(over="ignore"):
        sums = np.exp(batch.rows.astype(np.float64)).sum(-1)
    above = int(np.sum(batch.y_pred > 0))
    witness = f"the exponentials of a sample's outputs sum to {sums.min():.6g} to {sums.max():.6g}, and not to 1; "
    high = ACTIVATIONS[activation].high if activation in ACTIVATIONS else math.inf
    end = "the loss can be as low as it likes" if math.isinf(high) else f"no sample costs less than {0.0 - high:g}"
    witness += f"{above} of {batch.y_pred.size} outputs are above 0, and {end}"
    witness += "" if math.isinf(high) else batch.provisos
    if batch.loss.row.family == "divergence":
        witness = f"{witness.split('; ')[0]}"
    return witness, {"least": float(sums.min()), "greatest": float(sums.max()), "above": above}


def _kl(batch: Batch, activation: str) -> Witness:
    of_logarithms = batch.loss.kind == "log distribution"
    return (_no_log_probabilities if of_logarithms else _no_probabilities)(batch, activation)


def _always_one(batch: Batch, activation: str) -> Witness:
    count = batch.y_pred.size
    constant = 0 if activation == "log_softmax" else 1
    return f"all {count} outputs are exactly {constant}, whatever the input", {"outputs": count}


def _one_column(batch: Batch, activation: str) -> Witness:
    count = batch.y_pred.size
    return f"the share of a single class is 1 in all {count} samples, whatever the output", {"outputs": count}


def _multi_label(batch: Batch, activation: str) -> Witness:
    true = batch.y_true
    if true.shape == batch.y_pred.shape:
        sums = true.reshape(-1, batch.columns).sum(-1)
        other = int(np.sum(np.abs(sums - 1) > WHOLE))
        if other:
            witness = f"the outputs of a sample sum to 1, the targets of {other} of {sums.size} samples to something "
            return witness + f"else, up to {sums.max():.6g}", {"other": other, "greatest": float(sums.max())}
    return f"the {batch.columns} outputs of a sample sum to 1: no two can be true at once", {"columns": batch.columns}


def _activated(batch: Batch, activation: str) -> Witness:
    """A ReLU or the like: a floor if there is one, or else what has no gradient, or has no place."""
    given, values = ACTIVATIONS[activation], batch.y_pred
    if batch.loss.kind == "logits":
        return _floor_of_logits(batch, activation)
    if batch.loss.kind == "class logits" and not math.isinf(given.low) and not math.isinf(given.high):
        floor = math.log1p((batch.columns - 1) * math.exp(given.low - given.high))
        return f"even a perfect network can't get below {floor:.4f} here{batch.provisos}", {"floor": floor}
    if batch.loss.kind in ("distribution", "probabilities") and (witness := _no_probabilities(batch, activation))[0]:
        return witness
    if given.at_low:
        dead = int(np.sum(values == given.low))
        return f"{dead} of {values.size} outputs are exactly {given.low:g}, and get no gradient", {"dead": dead}
    if math.isinf(given.low):
        return "", {}
    least = float(values.min())
    return f"no logit lies below {given.low:.4g}, and the least here is {least:.6g}", {"least": least}


def _not_rates(batch: Batch, activation: str) -> Witness:
    if batch.loss.kind == "rates":
        below = int(np.sum(batch.y_pred < 0))
        if not below:
            return "", {}
        least = float(batch.y_pred.min())
        return f"{below} of {batch.y_pred.size} rates are below 0, down to {least:.6g}", {"below": below}
    least = float(np.exp(ACTIVATIONS[activation].low))
    low = int(np.sum(batch.y_true < least))
    mean = float(np.exp(np.minimum(batch.y_pred.astype(np.float64), 700)).mean())
    witness = f"the loss takes the outputs for logarithms, of rates of {mean:.6g} on average, none below {least:g}; "
    return witness + f"{low} of {batch.y_true.size} targets are below it", {"mean": mean, "below": low}


def _whole_of_one(batch: Batch, activation: str) -> Witness:
    true = batch.y_true
    rows = true.reshape(-1, batch.columns) if true.shape == batch.y_pred.shape else true.reshape(-1, 1)
    sums = rows.sum(-1)
    other = int(np.sum(np.abs(sums - 1) > WHOLE))
    witness = f"the outputs of a sample sum to 1, the targets of {other} of {sums.size} samples to something else, "
    return witness + f"from {sums.min():.6g} to {sums.max():.6g}", {"other": other}


def _squashed_score(batch: Batch, activation: str) -> Witness:
    values = batch.y_pred
    witness = f"the scores lie between {values.min():.6g} and {values.max():.6g}"
    if batch.loss.row.name in ("hinge", "squared_hinge", "soft_margin"):
        no = float(np.mean(batch.y_true <= 0))
        floor = no * {"soft_margin": math.log(2)}.get(batch.loss.row.name, 1.0)
        floor += (1 - no) * {"soft_margin": math.log1p(math.exp(-1))}.get(batch.loss.row.name, 0.0)
        return f"{witness}; even a perfect network can't get below {floor:.4f} here{batch.provisos}", {"floor": floor}
    return f"{witness}; no lead over another class can go beyond 1", {"greatest": float(values.max())}


def plain(batch: Batch, activation: str) -> Witness:
    """Where the outputs lie, if there is no better number."""
    values = batch.y_pred
    return f"all {values.size} outputs lie between {values.min():.6g} and {values.max():.6g}", {
        "least": float(values.min()),
        "greatest": float(values.max()),
    }


WITNESSES: dict[str, Callable[[Batch, str], Witness]] = {
    "LB101": _always_one,
    "LB102": _floor_of_class_logits,
    "LB103": _floor_of_logits,
    "LB104": _no_probabilities,
    "LB105": _no_log_probabilities,
    "LB106": _under_categorical,
    "LB107": _multi_label,
    "LB108": _one_column,
    "LB109": _activated,
    "LB110": _whole_of_one,
    "LB113": _squashed_score,
    "LB114": _kl,
    "LB115": _not_rates,
}
