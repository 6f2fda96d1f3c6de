"""Argument checks of the TensorFlow losses: when traced where a shape is known, by the graph where it is not."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import tensorflow as tf

from lossbook.arguments import Shape, check_parameters, check_shapes, without_axis
from lossbook.catalog import CATALOG, Loss

Function = TypeVar("Function", bound=Callable[..., Any])


def checked(function: Function) -> Function:
    """Give a loss tensors of one dtype whose shapes and parameters its row in the catalog allows, or raise."""
    row = CATALOG[function.__name__]
    names = tuple(inspect.signature(function).parameters)[2:]

    @wraps(function)
    def with_checks(y_true: Any, y_pred: Any, *arguments: Any, **options: Any) -> tf.Tensor:
        if len(arguments) > len(names):
            raise TypeError(f"{row.name} takes at most {len(names) + 2} arguments, got {len(arguments) + 2}")
        options = {**dict(zip(names, arguments, strict=False)), **options}
        y_true, y_pred = _as_tensors(row, y_true, y_pred)
        _check(row, y_true, y_pred, options)
        return function(y_true, y_pred, **options)

    return with_checks  # type: ignore[return-value]  # wraps keeps the signature


def _as_tensors(row: Loss, y_true: Any, y_pred: Any) -> tuple[tf.Tensor, tf.Tensor]:
    """Predictions decide the dtype: float64 and float32 stay, lower precisions and integers become float32."""
    y_pred, y_true = tf.convert_to_tensor(y_pred), tf.convert_to_tensor(y_true)
    for name, value in (("y_pred", y_pred), ("y_true", y_true)):
        if not (value.dtype.is_floating or value.dtype.is_integer or value.dtype.is_bool):
            raise TypeError(f"{name} needs real numbers, got {value.dtype.name}")
    y_pred = y_pred if y_pred.dtype in (tf.float32, tf.float64) else tf.cast(y_pred, tf.float32)
    # Keras hands labels over as floats, so floats are labels here too.
    return tf.cast(y_true, tf.int64 if row.targets.integer else y_pred.dtype), y_pred


def _check(row: Loss, y_true: tf.Tensor, y_pred: tf.Tensor, options: Mapping[str, Any]) -> None:
    if y_true.shape.rank is None or y_pred.shape.rank is None:
        raise ValueError(f"{row.name} needs inputs of known rank, got {y_true.shape} and {y_pred.shape}")
    if y_pred.shape.rank == 0:
        raise ValueError(f"{row.name} needs y_pred with at least one axis, got a single number")
    axis = options.get("axis", -1)
    wanted, given = tuple(y_pred.shape), tuple(y_true.shape)
    check_shapes(row, given, wanted, axis, ("y_true", "y_pred"))
    check_parameters(row, options, classes=wanted[axis])
    _check_unknown_shapes(row, y_true, y_pred, axis)
    if row.layout == "sparse" and tf.executing_eagerly() and "CPU" in y_true.device:
        _check_labels(row, y_true, wanted[axis], options.get("ignore_index"))


def _check_unknown_shapes(row: Loss, y_true: tf.Tensor, y_pred: tf.Tensor, axis: int) -> None:
    """Leave a check in the graph for axes whose length is not known yet; XLA drops it."""
    shape: Shape = tuple(y_pred.shape)
    wanted = without_axis(shape, axis) if row.layout == "sparse" else shape
    if None not in wanted and None not in tuple(y_true.shape):
        return
    lengths = tf.shape(y_pred)
    if row.layout == "sparse":
        lengths = tf.concat([lengths[: axis % len(shape)], lengths[axis % len(shape) + 1 :]], 0)
    tf.debugging.assert_equal(tf.shape(y_true), lengths, f"{row.name} needs another shape of y_true for this y_pred")


def _check_labels(row: Loss, labels: tf.Tensor, classes: int, ignore_index: int | None) -> None:
    wrong = (labels < 0) | (labels >= classes)
    if ignore_index is not None:
        wrong &= labels != ignore_index
    if tf.reduce_any(wrong):
        first = int(labels[wrong][0])
        hint = "; to leave positions out, pass ignore_index" if first < 0 else ""
        raise ValueError(f"{row.name} needs labels from 0 to {classes - 1}, got {first}{hint}")
