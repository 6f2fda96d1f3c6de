"""The argument checks that need no framework: shapes, parameters and reductions, against a loss's row in the catalog.

Each framework's own ``arguments.py`` turns what it is given into arrays or tensors, and adds what it can look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lossbook.catalog import Loss

REDUCTIONS = ("mean", "weighted_mean", "sum", "none")

Shape = tuple[int | None, ...]  # None: not known before the graph runs


def without_axis(shape: Shape, axis: int) -> Shape:
    """The shape that is left when ``axis`` is summed away."""
    axis %= len(shape)
    return shape[:axis] + shape[axis + 1 :]


def check_parameters(row: Loss, options: Mapping[str, Any], classes: int | None) -> None:
    """Raise for the first keyword in ``options`` whose value its row does not allow."""
    for parameter in row.parameters:
        if parameter.name in options:
            parameter.check(options[parameter.name], classes)


def check_shapes(row: Loss, y_true: Shape, y_pred: Shape, axis: int, names: tuple[str, str]) -> None:
    """Raise ``ValueError`` unless the shapes fit, with the well-known mistake named where it is one."""
    if row.predictions.over_axis and not -len(y_pred) <= axis < len(y_pred):
        raise ValueError(f"{row.name} needs a class axis {axis}, {names[1]} has shape {y_pred}")
    wanted = without_axis(y_pred, axis) if row.layout == "sparse" else y_pred
    if _may_be_equal(y_true, wanted):
        return
    raise ValueError(
        f"{row.name} needs {names[0]} of shape {wanted} for {names[1]} of shape {y_pred}, got {y_true}"
        f"{_likely_mistake(row, y_true, y_pred, wanted, names)}"
    )


def check_reduction(reduction: str) -> None:
    """Raise ``ValueError`` for an unknown reduction."""
    if reduction not in REDUCTIONS:
        hint = '; Keras\'s "sum_over_batch_size" is "mean" here' if reduction == "sum_over_batch_size" else ""
        raise ValueError(f"reduction needs to be one of {', '.join(REDUCTIONS)}, got {reduction!r}{hint}")


def check_weight_shape(weight: Shape, loss: Shape) -> None:
    """Raise ``ValueError`` unless the weights have the shape of the unreduced loss, or its leading axes."""
    if weight != loss[: len(weight)]:
        raise ValueError(f"sample_weight needs shape {loss}, or its leading axes, got {weight}")


def _may_be_equal(a: Shape, b: Shape) -> bool:
    return len(a) == len(b) and all(m == n or m is None or n is None for m, n in zip(a, b, strict=True))


def _likely_mistake(row: Loss, y_true: Shape, y_pred: Shape, wanted: Shape, names: tuple[str, str]) -> str:
    if row.layout == "sparse" and y_true == y_pred:
        return f"; if {names[0]} is one-hot, use {row.name.removeprefix('sparse_')}"
    if row.layout == "axis" and len(y_true) == len(y_pred) - 1:
        return f"; if {names[0]} holds class indices, use sparse_{row.name}"
    if y_true == (*wanted, 1) or (*y_true, 1) == wanted:
        longer = names[0] if len(y_true) > len(wanted) else names[1]
        return f"; drop the last axis of {longer}: broadcast, every row would meet every other"
    return ""
