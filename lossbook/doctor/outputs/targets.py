"""The values of the targets: class numbers, rows, signs or counts that the loss can't take."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lossbook.doctor.findings import Finding
from lossbook.doctor.outputs.batch import WHOLE, Batch


def target_values(batch: Batch) -> list[Finding]:
    """What is wrong with the targets alone, by what the loss wants of them."""
    looks: dict[str, Callable[[Batch], list[Finding]]] = {
        "labels": _class_numbers,
        "distribution": _rows_of_targets,
        "binary": _binary_targets,
        "signs": _signs,
        "sides": _signs,
        "counts": _counts,
    }
    look = looks.get(batch.loss.targets)
    return look(batch) if look else []


def _class_numbers(batch: Batch) -> list[Finding]:
    labels = batch.y_true[batch.y_true != batch.ignored] if batch.ignored is not None else batch.y_true
    classes = batch.columns + batch.loss.row.beyond
    if not labels.size or labels.shape == batch.y_pred.shape or classes < 2:
        return []
    if np.any(labels != np.round(labels)):
        first = labels[labels != np.round(labels)].flat[0]
        witness = f"one of the targets is {first:.6g}, which numbers no class"
        return batch.said("LB203", f"fractions under {batch.name}", witness, None, value=first)
    least, greatest = int(labels.min()), int(labels.max())
    beyond = int(np.sum((labels < 0) | (labels >= classes)))
    if not beyond:
        return []
    witness = f"the class numbers go from {least} to {greatest}, the {classes} classes from 0 to {classes - 1}: "
    witness += f"{beyond} of {labels.size} targets have no output"
    what = "class numbers from 1" if least >= 1 and greatest == classes else "class numbers without an output"
    return batch.said("LB202", what, witness, None, least=least, greatest=greatest, beyond=beyond)


def _rows_of_targets(batch: Batch) -> list[Finding]:
    """Several ones in a row are several tags; other sums may be weights, such as those of a policy's gradient."""
    true = batch.y_true
    if true.shape != batch.y_pred.shape or batch.columns < 2 or batch.loss.row.family == "divergence":
        return []
    sums = true.reshape(-1, batch.columns).sum(-1)
    several = int(np.sum(sums > 1.5))
    if not several or not np.all((true == 0) | (true == 1)):
        return []
    witness = f"{several} of {sums.size} rows of the targets hold several ones, up to {int(sums.max())}"
    return batch.said("LB204", f"several tags a row under {batch.name}", witness, None, several=several)


def _binary_targets(batch: Batch) -> list[Finding]:
    true = batch.y_true
    least, greatest = float(true.min()), float(true.max())
    if least >= 0 and greatest <= 1 + WHOLE:
        return []
    if np.all(np.abs(true) == 1):
        what = f"targets −1 and 1 under {batch.name}"
    elif least >= 0 and 1 < greatest <= 255 and greatest > 100:
        what = f"pixels up to {greatest:.6g} under {batch.name}"
    else:
        what = f"targets beyond [0, 1] under {batch.name}"
    beyond = int(np.sum((true < 0) | (true > 1)))
    witness = f"{beyond} of {true.size} targets lie outside [0, 1], from {least:.6g} to {greatest:.6g}"
    witness += ": the loss has no lower bound" if batch.loss.row.family != "overlap" else ""
    return batch.said("LB203", what, witness, None, least=least, greatest=greatest, beyond=beyond)


def _signs(batch: Batch) -> list[Finding]:
    """Losses that take the sign of the target; Keras turns 0 and 1 into signs by itself, where it sees no other."""
    true = batch.y_true
    zeros = int(np.sum(true == 0))
    if not zeros or not np.all((true == 0) | (true == 1)):
        return []
    if batch.loss.targets == "sides" and batch.loss.framework != "torch":
        return []
    witness = f"{zeros} of {true.size} targets are 0, and the loss wants −1"
    if batch.loss.row.name in ("soft_margin", "margin_ranking"):
        witness += ": whatever the output, they have no gradient"
    return batch.said("LB203", f"targets 0 and 1 under {batch.name}", witness, None, zeros=zeros)


def _counts(batch: Batch) -> list[Finding]:
    below = int(np.sum(batch.y_true < 0))
    if not below:
        return []
    witness = f"{below} of {batch.y_true.size} targets are below 0, down to {batch.y_true.min():.6g}"
    return batch.said("LB203", f"targets below 0 under {batch.name}", witness, None, below=below)
