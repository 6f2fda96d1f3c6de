"""Argument checks of the TensorFlow losses: when traced where a shape is known, by the graph where it is not."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

import tensorflow as tf

from lossbook.arguments import check_parameters, check_shapes
from lossbook.catalog import CATALOG, Loss

Function = TypeVar("Function", bound=Callable[..., Any])


def checked(function: Function) -> Function:
    """Give a loss tensors of one dtype whose shapes and parameters its row in the catalog allows, or raise."""
    row = CATALOG[function.__name__]
    names = [given.name for given in row.inputs()]
    optional = {given.name for given in row.inputs() if given.optional}
    parameters = tuple(inspect.signature(function).parameters)

    @tf.autograph.experimental.do_not_convert  # nothing here branches on a tensor: tracing need not rewrite it
    @wraps(function)
    def with_checks(*arguments: Any, **options: Any) -> tf.Tensor:
        if len(arguments) > len(parameters):
            raise TypeError(f"{row.name} takes at most {len(parameters)} arguments, got {len(arguments)}")
        options = {**dict(zip(parameters, arguments, strict=False)), **options}
        values = [options.pop(name, None) for name in names if name in options or name in optional]
        if len(values) != len(names):  # Python's own error says what is missing
            return function(*values, **options)
        tensors = _as_tensors(row, values)
        _check(row, tensors, names, options)
        return function(*tensors, **options)

    return with_checks  # type: ignore[return-value]  # wraps keeps the signature


def _as_tensors(row: Loss, values: Sequence[Any]) -> list[tf.Tensor | None]:
    """Predictions decide the dtype: float64 and float32 stay, lower precisions and integers become float32."""
    dtype, inputs = tf.float32, row.inputs()
    tensors = [None if value is None else tf.convert_to_tensor(value) for value in values]
    for given, tensor in zip(inputs, tensors, strict=True):
        if tensor is None and given.optional:
            continue
        if not (tensor.dtype.is_floating or tensor.dtype.is_integer or tensor.dtype.is_bool):
            raise TypeError(f"{given.name} needs real numbers, got {tensor.dtype.name}")
        if given.differentiable and tensor.dtype == tf.float64:
            dtype = tf.float64
    # Keras hands labels over as floats, so floats are labels here too.
    kinds = [tf.int64 if given.domain.integer else dtype for given in inputs]
    return [tensor if tensor is None else tf.cast(tensor, kind) for tensor, kind in zip(tensors, kinds, strict=True)]


def _check(row: Loss, tensors: Sequence[tf.Tensor | None], names: Sequence[str], options: Mapping[str, Any]) -> None:
    present = [tensor for tensor in tensors if tensor is not None]
    if any(tensor.shape.rank is None for tensor in present):
        raise ValueError(f"{row.name} needs inputs of known rank, got {[tensor.shape for tensor in present]}")
    axis = options.get("axis", -1)
    shapes = [None if tensor is None else tuple(tensor.shape) for tensor in tensors]
    shape = check_shapes(row, shapes, names, axis)
    if not shape:
        raise ValueError(f"{row.name} needs inputs with at least one axis, got single numbers")
    classes = row.classes(shapes, axis)
    check_parameters(row, options, classes)
    if row.layout == "named":
        _check_unknown_lengths(row, tensors, names)
    else:
        _check_unknown_shapes(row, tensors, names, axis)
    for given, name, tensor in zip(row.inputs(), names, tensors, strict=True):
        if tensor is None or not given.domain.alone or not _can_look_at(tensor):
            continue
        if given.domain.integer:
            _check_labels(row, tensor, classes, options.get("ignore_index"))
        elif given.domain.hard:
            given.domain.check(tensor.numpy(), name, axis)
    if row.together and all(map(_can_look_at, tensors)):
        row.together({name: tensor.numpy() for name, tensor in zip(names, tensors, strict=True)}, options)


def _can_look_at(tensor: tf.Tensor) -> bool:
    """On the CPU and run at once: there a look costs no wait."""
    return tf.executing_eagerly() and "CPU" in tensor.device


def _check_unknown_lengths(row: Loss, tensors: Sequence[tf.Tensor | None], names: Sequence[str]) -> None:
    """The same as :func:`_check_unknown_shapes` for inputs that name their axes: one letter, one length."""
    seen: dict[str, tuple[tf.Tensor, int]] = {}
    for given, name, tensor in zip(row.inputs(), names, tensors, strict=True):
        for axis, letter in enumerate(given.axes if tensor is not None else ""):
            other, place = seen.setdefault(letter, (tensor, axis))
            if None in (tensor.shape[axis], other.shape[place]):
                message = f"{row.name} needs another length {letter} of {name} beside the others"
                tf.debugging.assert_equal(tf.shape(tensor)[axis], tf.shape(other)[place], message)


def _check_unknown_shapes(row: Loss, tensors: Sequence[tf.Tensor], names: Sequence[str], axis: int) -> None:
    """Leave a check in the graph for axes whose length is not known yet; XLA drops it."""
    first = next(tensor for given, tensor in zip(row.inputs(), tensors, strict=True) if given.differentiable)
    lengths, rank = tf.shape(first), first.shape.rank
    for given, name, tensor in zip(row.inputs(), names, tensors, strict=True):
        if tensor is first or None not in tuple(tensor.shape) + tuple(first.shape):
            continue
        kept = row.shape_of(given, tuple(range(rank)), axis)
        wanted = tf.gather(lengths, kept)
        message = f"{row.name} needs another shape of {name} beside the others"
        tf.debugging.assert_equal(tf.shape(tensor), wanted, message)


def _check_labels(row: Loss, labels: tf.Tensor, classes: int, ignore_index: int | None) -> None:
    wrong = (labels < 0) | (labels >= classes)
    if ignore_index is not None:
        wrong &= labels != ignore_index
    if tf.reduce_any(wrong):
        first = int(labels[wrong][0])
        hint = "; to leave positions out, pass ignore_index" if first < 0 else ""
        raise ValueError(f"{row.name} needs labels from 0 to {classes - 1}, got {first}{hint}")
