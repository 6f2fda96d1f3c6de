"""Argument checks of the NumPy losses: what :mod:`lossbook.arguments` checks, and the values themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.arguments import check_parameters, check_reduction, check_shapes, check_weight_shape
from lossbook.catalog import CATALOG, Loss
from lossbook.numpy.primitives import at_label

Function = TypeVar("Function", bound=Callable[..., Any])


def checked(function: Function) -> Function:
    """Give a loss, or its ``_grad``, arrays of one dtype that its row in the catalog allows, or raise."""
    row = CATALOG[function.__name__.removesuffix("_grad")]
    names = [given.name for given in row.inputs()]
    optional = {given.name for given in row.inputs() if given.optional}

    @wraps(function)
    def with_checks(*values: ArrayLike, **options: Any) -> Any:
        values += tuple(options.pop(name, None) for name in names[len(values) :] if name in options or name in optional)
        if len(values) != len(names):  # Python's own error says what is missing or too many
            return function(*values, **options)
        arrays = _as_arrays(row, values)
        _check(row, arrays, names, options)
        return function(*arrays, **options)

    return with_checks  # type: ignore[return-value]  # wraps keeps the signature


def _as_arrays(row: Loss, values: Sequence[ArrayLike | None]) -> list[NDArray | None]:
    """Predictions decide the dtype: float64 and float32 stay, lower precisions become float32, integers float64."""
    inputs = row.inputs()
    pairs = list(zip(values, inputs, strict=True))
    arrays = [None if value is None and given.optional else _numbers(value, given.name) for value, given in pairs]
    floats = [a for a, given in zip(arrays, inputs, strict=True) if given.differentiable and a is not None]
    kinds = [a.dtype for a in floats if a.dtype.kind == "f"]
    dtype = np.result_type(np.float32, *kinds) if kinds else np.dtype(float)
    for i, given in enumerate(inputs):
        if arrays[i] is None:
            continue
        if not given.domain.integer:
            arrays[i] = arrays[i].astype(dtype, copy=False)
        elif arrays[i].dtype.kind not in "iu":
            raise TypeError(
                f"{row.name} needs integer labels, got {arrays[i].dtype}; "
                f"whole numbers stored as floats become labels by {given.name}.astype(int)"
            )
    return arrays


def _numbers(values: ArrayLike, name: str) -> NDArray:
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} needs real numbers, got dtype {array.dtype}")
    return array


def _check(row: Loss, arrays: Sequence[NDArray | None], names: Sequence[str], options: Mapping[str, Any]) -> None:
    axis = options.get("axis", -1)
    check_reduction(options.get("reduction", "mean"))
    shapes = [None if array is None else array.shape for array in arrays]
    shape = check_shapes(row, shapes, names, axis)
    classes = row.classes(shapes, axis)
    check_parameters(row, options, classes)
    check_weight_shape(np.shape(options.get("sample_weight", 0)), row.unreduced_shape(shape, axis))
    for array, given in zip(arrays, row.inputs(options), strict=True):
        if array is None or not given.domain.alone:
            continue
        if given.domain.integer:
            _check_labels(row, array, classes, options.get("ignore_index"))
        else:
            given.domain.check(array, given.name, axis)
    if row.together:
        row.together(dict(zip(names, arrays, strict=True)), options)
    if options.get("from_logits"):
        _check_infinite_logits(row, *arrays, options)


def _check_labels(row: Loss, labels: NDArray, classes: int, ignore_index: int | None) -> None:
    wrong = (labels < 0) | (labels >= classes)
    if ignore_index is not None:
        wrong &= labels != ignore_index
    if wrong.any():
        hint = "; to leave positions out, pass ignore_index" if labels[wrong].min() < 0 else ""
        raise ValueError(f"{row.name} needs labels from 0 to {classes - 1}, got {labels[wrong][0]}{hint}")


def _check_infinite_logits(row: Loss, y_true: NDArray, y_pred: NDArray, options: Mapping[str, Any]) -> None:
    """An infinite logit is a certain probability: legal only where the target is as certain."""
    infinite = np.isinf(y_pred)
    if not infinite.any():
        return
    if options.get("label_smoothing", 0) > 0:
        raise ValueError("y_pred has an infinite logit where label smoothing leaves no target certain")
    if row.layout == "sparse":
        kept = y_true != options.get("ignore_index")
        contradicted = kept & at_label(infinite, np.where(kept, y_true, 0), options.get("axis", -1))
    else:
        y = np.exp(y_true) if options.get("log_target") else y_true
        contradicted = infinite & (np.where(y_pred > 0, 1 - y, y) > 0)
    if contradicted.any():
        raise ValueError("y_pred rules out, by an infinite logit, what y_true calls possible")
