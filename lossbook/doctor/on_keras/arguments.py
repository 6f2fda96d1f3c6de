"""What losses, metrics and sample weights are given, and what of it goes wrong."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import tensorflow as tf

from lossbook.doctor.findings import Finding, Place, finding
from lossbook.doctor.losses import Wanted
from lossbook.doctor.nested import flat
from lossbook.doctor.on_keras.examination import Examination
from lossbook.doctor.on_keras.heads import Head, batch_of
from lossbook.doctor.outputs import examine_batch


def examine_head(it: Examination, head: Head) -> list[Finding]:
    """What is wrong between an output, its targets and its loss."""
    batch = batch_of(head, head.name if len(it.heads) > 1 else "")
    if batch is None:
        return []
    if it.sample_weight is not None:
        batch = replace(batch, told={**batch.told, "sample_weight": it.sample_weight})
    found = examine_batch(batch)
    if it.sample_weight is not None:  # which may be 0 where rows are filled up
        found = [each for each in found if each.code != "LB402"]
    return [_unless_repaired(it, each, head, batch.loss) for each in found]


def _unless_repaired(it: Examination, found: Finding, head: Head, loss: Wanted) -> Finding:
    """Milder, where Keras has found the logits behind its activation, and took those."""
    inner = head.values.get("inner")
    if found.code not in ("LB102", "LB103") or inner is None or loss.framework != "keras":
        return found
    taken = float(head.loss(head.y_true, tf.constant(inner)))
    given = float(head.loss(head.y_true, tf.constant(head.values["y_pred"])))
    weight = 1.0 if head.weight is None else float(head.weight)
    paid = float(head.values["loss"]) / weight - sum(map(float, it.model.losses)) * (len(it.heads) == 1)
    if abs(paid - taken) >= abs(paid - given):
        return found
    witness = f"Keras takes the logits behind it, and the loss is {taken:.6g}; elsewhere, or behind one more layer, "
    witness += f"it would be {given:.6g}"
    return replace(found, witness=witness, severity="look", numbers={"taken": taken, "given": given})


def alpha_ignored(it: Examination) -> list[Finding]:
    """Keras's binary focal loss, whose alpha does nothing until it is told to."""
    for head in it.heads:
        options = getattr(head.loss, "_fn_kwargs", {})
        alpha = options.get("alpha", 0.25)
        if type(head.loss).__name__ != "BinaryFocalCrossentropy" or alpha == 0.25:
            continue
        y_pred = tf.constant(head.values["y_pred"])
        one = float(head.loss(head.y_true, y_pred))
        try:
            head.loss._fn_kwargs = {**options, "alpha": 0.25}
            two = float(head.loss(head.y_true, y_pred))
        finally:
            head.loss._fn_kwargs = options
        if one == two:
            witness = f"the loss of this batch is {one:.6g} with alpha={alpha:g}, and {two:.6g} with alpha=0.25"
            return [finding("LB403", f"alpha={alpha:g} is ignored", witness, Place(), "keras", None, loss=one)]
    return []


def weights_ignored(it: Examination) -> list[Finding]:
    """Weights of samples that the loss doesn't see."""
    if it.sample_weight is None or len(it.heads) != 1:
        return []
    weights = np.asarray(it.sample_weight)
    each = it.heads[0].by_sample()
    if each is None or weights.ndim != 1 or weights.min() == weights.max() or np.ptp(each) == 0:
        return []
    y_pred = it.model(it.x, training=False)
    with_them, without = (float(it.priced(it.x, it.y, y_pred, given)) for given in (it.sample_weight, None))
    if not math.isclose(with_them, without, rel_tol=1e-6):
        return []
    witness = f"the loss is {with_them:.6g} with weights from {weights.min():g} to {weights.max():g}, and "
    witness += f"{without:.6g} without"
    return [finding("LB404", "sample weights that change nothing", witness, Place(), "keras", None, loss=without)]


def wrong_accuracy(it: Examination) -> list[Finding]:
    """An accuracy of logits, or of numbers."""
    compiled = getattr(it.model, "_compile_metrics", None)
    named = {str(each).lower() for each in flat(getattr(compiled, "_user_metrics", None))}
    if len(it.heads) != 1 or not named & {"accuracy", "acc", "binary_accuracy"}:
        return []
    head = it.heads[0]
    loss, y_pred, y_true = head.wanted(), head.values["y_pred"], np.asarray(head.y_true)
    if loss is None:
        return []
    between = int(np.sum((y_pred > 0) & (y_pred <= 0.5)))
    if loss.kind == "logits" and head.activation in ("linear", "") and between and y_pred.shape[-1] == 1:
        witness = f"{between} of {y_pred.size} logits lie between 0 and 0.5: a yes that the accuracy counts as a no"
        return [finding("LB506", "accuracy of logits", witness, Place(), "keras", None, between=between)]
    numbers = loss.kind == "numbers" and bool(np.any(y_true != np.round(y_true)))
    if numbers and head.activation in ("linear", "relu") and y_true.size == y_pred.size:
        equal = int(np.sum(y_true.reshape(-1) == y_pred.reshape(-1)))
        witness = f"{equal} of {y_true.size} outputs are equal to their targets, which are no whole numbers"
        return [finding("LB507", "accuracy of numbers", witness, Place(), "keras", None, equal=equal)]
    return []
