"""The argument checks that need no framework: shapes, parameters and reductions, against a loss's row in the catalog.

Each framework's own ``arguments.py`` turns what it is given into arrays or tensors, and adds what it can look at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lossbook.catalog import CATALOG, Loss
from lossbook.domains import Number

REDUCTIONS = ("mean", "weighted_mean", "sum", "none")

Shape = tuple[int | None, ...]  # None: not known before the graph runs


def check_parameters(row: Loss, options: Mapping[str, Any], classes: int | None) -> None:
    """Raise for the first keyword in ``options`` whose value its row does not allow."""
    for parameter in row.parameters:
        if parameter.name in options:
            parameter.check(options[parameter.name], classes)


def above_zero(row: Loss, options: Mapping[str, Any], tiny: float) -> dict[str, Any]:
    """The options, with every parameter that has to be above 0 above 0 in the dtype too, whose smallest is ``tiny``."""
    names = {p.name for p in row.parameters if isinstance(p, Number) and p.low == 0 and p.open_low}
    return {name: max(value, tiny) if name in names else value for name, value in options.items()}


def check_shapes(row: Loss, shapes: Sequence[Shape | None], names: Sequence[str], axis: int) -> Shape:
    """Raise ``ValueError`` unless the shapes fit, with the well-known mistake named where it is one.

    Args:
        row: the loss.
        shapes: one for each of the row's inputs, in the row's order; None for an optional one that is left out.
        names: what the framework calls them.
        axis: the axis that the loss joins, if it does.

    Returns:
        The shape of the first differentiable input, which the others are measured by.
    """
    if row.layout == "named":
        return _check_named_shapes(row, shapes, names)
    inputs = row.inputs()
    first = next(i for i, given in enumerate(inputs) if given.differentiable)
    shape = shapes[first]
    if row.over_axis and not -len(shape) <= axis < len(shape):
        raise ValueError(f"{row.name} needs a class axis {axis}, {names[first]} has shape {shape}")
    if row.across_batch and len(shape) != 2:
        raise ValueError(f"{row.name} needs {names[first]} of shape (N, D), one vector a row, got {shape}")
    if row.layout == "sample" and not shape:
        raise ValueError(f"{row.name} needs {names[first]} with an axis of samples, got a single number")
    for given, name, found in zip(inputs, names, shapes, strict=True):
        wanted = row.shape_of(given, shape, axis)
        if not _may_be_equal(found, wanted):
            raise ValueError(
                f"{row.name} needs {name} of shape {wanted} for {names[first]} of shape {shape}, got {found}"
                f"{_likely_mistake(row, found, shape, wanted, (name, names[first]))}"
            )
    return shape


def _check_named_shapes(row: Loss, shapes: Sequence[Shape | None], names: Sequence[str]) -> Shape:
    """Each letter has the length that the first input with it has."""
    lengths: dict[str, int] = {}
    for given, name, found in zip(row.inputs(), names, shapes, strict=True):
        if found is None:
            continue
        if not _may_be_equal(found, tuple(lengths.get(letter) for letter in given.axes)):
            wanted = f"({', '.join(given.axes)}{',' if len(given.axes) == 1 else ''})"
            known = [f"{letter} = {lengths[letter]}" for letter in given.axes if letter in lengths]
            where = f" with {', '.join(known)}" if known else ""
            raise ValueError(f"{row.name} needs {name} of shape {wanted}{where}, got {found}")
        lengths |= {letter: n for letter, n in zip(given.axes, found, strict=True) if n is not None}
    return next(shape for given, shape in zip(row.inputs(), shapes, strict=True) if given.differentiable)


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


def _likely_mistake(row: Loss, found: Shape, shape: Shape, wanted: Shape, names: tuple[str, str]) -> str:
    if row.layout == "sparse" and found == shape:
        dense = row.name.removeprefix("sparse_")
        cure = "an argmax over the classes makes indices of it" if dense == row.name else f"use {dense}"
        return f"; if {names[0]} is one-hot, {cure}"
    if row.layout == "axis" and f"sparse_{row.name}" in CATALOG and len(found) == len(shape) - 1:
        return f"; if {names[0]} holds class indices, use sparse_{row.name}"
    if found == (*wanted, 1) or (*found, 1) == wanted:
        longer = names[0] if len(found) > len(wanted) else names[1]
        return f"; drop the last axis of {longer}: broadcast, every row would meet every other"
    return ""
