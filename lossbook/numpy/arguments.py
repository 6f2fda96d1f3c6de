"""Argument checks of the NumPy losses: what :mod:`lossbook.arguments` checks, and the values themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.arguments import check_parameters, check_reduction, check_shapes, check_weight_shape, without_axis
from lossbook.catalog import CATALOG, Loss
from lossbook.numpy.primitives import at_label

Function = TypeVar("Function", bound=Callable[..., Any])


def checked(function: Function) -> Function:
    """Give a loss, or its ``_grad``, arrays of one dtype that its row in the catalog allows, or raise."""
    row = CATALOG[function.__name__.removesuffix("_grad")]

    @wraps(function)
    def with_checks(y_true: ArrayLike, y_pred: ArrayLike, **options: Any) -> Any:
        y_true, y_pred = _as_arrays(row, y_true, y_pred)
        _check(row, y_true, y_pred, options)
        return function(y_true, y_pred, **options)

    return with_checks  # type: ignore[return-value]  # wraps keeps the signature


def _as_arrays(row: Loss, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[NDArray, NDArray]:
    """Predictions decide the dtype: float64 and float32 stay, lower precisions become float32, integers float64."""
    y_pred = _numbers(y_pred, "y_pred")
    dtype = np.result_type(y_pred.dtype, np.float32) if y_pred.dtype.kind == "f" else np.dtype(float)
    y_true = _numbers(y_true, "y_true")
    if not row.targets.integer:
        y_true = y_true.astype(dtype, copy=False)
    elif y_true.dtype.kind not in "iu":
        raise TypeError(
            f"{row.name} needs integer labels, got {y_true.dtype}; "
            "whole numbers stored as floats become labels by y_true.astype(int)"
        )
    return y_true, y_pred.astype(dtype, copy=False)


def _numbers(values: ArrayLike, name: str) -> NDArray:
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} needs real numbers, got dtype {array.dtype}")
    return array


def _check(row: Loss, y_true: NDArray, y_pred: NDArray, options: Mapping[str, Any]) -> None:
    axis = options.get("axis", -1)
    check_reduction(options.get("reduction", "mean"))
    check_shapes(row, y_true.shape, y_pred.shape, axis, ("y_true", "y_pred"))
    classes = y_pred.shape[axis] if y_pred.ndim else None
    check_parameters(row, options, classes)
    unreduced = without_axis(y_pred.shape, axis) if row.predictions.over_axis else y_pred.shape
    check_weight_shape(np.shape(options.get("sample_weight", 0)), unreduced)
    targets, predictions = row.inputs(options.get("from_logits", False))
    if row.layout == "sparse":
        _check_labels(row, y_true, classes, options.get("ignore_index"))
    else:
        targets.check(y_true, "y_true", axis)
    predictions.check(y_pred, "y_pred", axis)
    _check_infinite_logits(row, y_true, y_pred, options)


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
        contradicted = infinite & (np.where(y_pred > 0, 1 - y_true, y_true) > 0)
    if contradicted.any():
        raise ValueError("y_pred rules out, by an infinite logit, what y_true calls possible")
