"""What can be seen on the targets and outputs of one batch: arrays alone, whatever framework they come from."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossbook.doctor.findings import Finding
from lossbook.doctor.losses import ACTIVATIONS, wanted
from lossbook.doctor.outputs.batch import ROWS, Array, Batch, laid_out, sure
from lossbook.doctor.outputs.cost import first_loss
from lossbook.doctor.outputs.infinite import half_precision, not_finite
from lossbook.doctor.outputs.last_layer import classifier, last_layer, reach
from lossbook.doctor.outputs.padding import padding
from lossbook.doctor.outputs.shapes import broadcasts, encoding, swapped
from lossbook.doctor.outputs.targets import target_values


def examine_outputs(
    loss: str,
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    logits: bool | None = None,
    framework: str = "",
    activation: str = "",
    ignore_index: int | None = None,
) -> list[Finding]:
    """What is wrong between a loss and the targets and outputs of one batch.

    Args:
        loss: its name in the catalog, in Keras or in PyTorch, a class or a function.
        y_true: the targets, as the loss is given them.
        y_pred: the outputs, as the loss is given them.
        logits: whether the loss is told ``from_logits=True``; None for what it does unless told.
        framework: ``"keras"`` or ``"torch"``, where a name alone does not say it.
        activation: the last operation before the loss, such as ``"softmax"``, or ``"linear"`` if there is none; left
            out, it is only said what the values alone prove.
        ignore_index: the class number that the loss leaves out.

    Returns:
        The findings; an empty list if nothing is certain.

    Raises:
        ValueError: nobody knows the loss, or the arrays are empty.
        TypeError: they are no numbers.

    >>> import numpy as np
    >>> half = np.full((8, 10), 0.1) + np.linspace(0, 0.09, 8)[:, None] * np.eye(10)[0] * 10 / 9
    >>> probabilities = half / half.sum(1, keepdims=True)
    >>> for found in examine_outputs("CrossEntropyLoss", np.arange(8), probabilities):
    ...     print(found)
    LB102 softmax before CrossEntropyLoss: even a perfect network can't get below 1.4612 here
    >>> examine_outputs("CrossEntropyLoss", np.arange(8), np.log(probabilities))
    []
    """
    truth, outputs = _numbers(y_true, "y_true"), _numbers(y_pred, "y_pred")
    soft = truth.ndim == outputs.ndim and truth.dtype.kind == "f" and outputs.shape == truth.shape
    found = wanted(loss, framework, logits, soft)
    if found is None:
        raise ValueError(f"no loss is called {loss!r} in the catalog, in Keras or in PyTorch")
    if activation and activation not in ACTIVATIONS:
        raise ValueError(f"activation needs one of {', '.join(ACTIVATIONS)}, got {activation!r}")
    if ignore_index is None and found.framework == "torch" and found.targets == "labels":
        ignore_index = -100
    batch = Batch(found, truth, outputs, activation, ignored=ignore_index, dtype=str(outputs.dtype))
    said = examine_batch(batch)
    return said or _all_alike(laid_out(batch))


def _numbers(values: ArrayLike, name: str) -> Array:
    array = np.asarray(values)
    if array.dtype.kind not in "biuf":
        if array.dtype.name == "bfloat16":
            return array.astype(np.float32)
        raise TypeError(f"{name} needs numbers, got {array.dtype}")
    if not array.size:
        raise ValueError(f"{name} is empty, of shape {array.shape}")
    return array


def _all_alike(batch: Batch) -> list[Finding]:
    """One answer for all samples: not a fault of an untrained model, but of one that should know something."""
    rows = batch.rows
    if len(rows) < ROWS or np.any(rows != rows[0]) or len(np.unique(batch.y_true)) < 2:
        return []
    witness = f"all {len(rows)} rows of outputs are the same, beginning with {float(rows[0, 0]):.6g}"
    return batch.said("LB116", "one answer for every input", witness, "look", rows=len(rows))


def examine_batch(batch: Batch) -> list[Finding]:
    """All that is certain of a batch; of faults of which one explains the others, the one that does."""
    for look in (broadcasts, encoding, not_finite, swapped):
        if found := look(batch):
            return found
    batch = sure(laid_out(batch))
    found = [*target_values(batch), *last_layer(batch)]
    if not found:
        found = [*reach(batch), *classifier(batch)]
    return [*found, *half_precision(batch)] or [*padding(batch), *first_loss(batch)]
