"""Argument checks of the TensorFlow losses: when traced where a shape is known, by the graph where it is not.

Values are looked at where a look costs no wait: eagerly, on the CPU. A NaN passes, and comes out as NaN.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lossbook.arguments import above_zero, check_parameters, check_shapes
from lossbook.catalog import CATALOG, Input, Loss
from lossbook.domains import ROUNDING, Domain, Weights
from lossbook.tensorflow import batch
from lossbook.tensorflow.batch import leading

Function = TypeVar("Function", bound=Callable[..., Any])

# What one unit in the last place of 1 comes to.
UNIT = {tf.float64: 2.0**-52, tf.float32: 2.0**-23, tf.float16: 2.0**-10, tf.bfloat16: 2.0**-7}


def checked(function: Function) -> Function:
    """Give a loss tensors of one dtype that its row in the catalog allows, or raise; and let Keras save it by name."""
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
        tensors = [None if v is None else as_tensor(v, name) for v, name in zip(values, names, strict=True)]
        slack = [0.0 if t is None or not t.dtype.is_floating else ROUNDING * UNIT[t.dtype] for t in tensors]
        tensors, dtype = _in_one_dtype(row, tensors)
        options = {name: _in_dtype(value, dtype) for name, value in options.items()}
        classes = _check_shapes(row, tensors, names, options)
        options = above_zero(row, options, float(np.finfo(dtype.as_numpy_dtype).tiny))
        tensors = _without_left_out(row, tensors, names, options, classes)
        return function(*_with_legal_values(row, tensors, slack, options, classes), **options)

    return keras.saving.register_keras_serializable(package="lossbook")(with_checks)


def as_tensor(value: Any, name: str) -> tf.Tensor:
    """The value as a tensor of real numbers, or a sentence that says what to do."""
    if isinstance(value, tf.RaggedTensor):
        cure = f"pass {name}.to_tensor(), and where that fills up, a sample_weight of 0 to the Keras class"
        raise TypeError(f"{name} is ragged, got rows of different lengths: {cure} (tf.sequence_mask gives one)")
    tensor = tf.sparse.to_dense(value) if isinstance(value, tf.SparseTensor) else tf.convert_to_tensor(value)
    if not (tensor.dtype in UNIT or tensor.dtype.is_integer or tensor.dtype.is_bool):
        raise TypeError(f"{name} needs real numbers, got {tensor.dtype.name}")
    return tensor


def can_look_at(tensor: tf.Tensor) -> bool:
    """On the CPU and run at once: there a look costs no wait."""
    return tf.executing_eagerly() and "CPU" in tensor.device


def view(tensor: tf.Tensor) -> NDArray:
    """The numbers of a tensor that can be looked at, where they are."""
    return np.asarray(memoryview(tensor))


def check_weights(row: Loss, options: Mapping[str, Any]) -> None:
    """Raise for an illegal weight of a class in a tensor that can be looked at."""
    for parameter in row.parameters:
        value = options.get(parameter.name)
        if isinstance(parameter, Weights) and tf.is_tensor(value) and can_look_at(tf.convert_to_tensor(value)):
            parameter.check(np.asarray(value), None)


def _in_one_dtype(row: Loss, tensors: Sequence[tf.Tensor | None]) -> tuple[list[tf.Tensor | None], tf.DType]:
    """Predictions decide the dtype: float64 and float32 stay, lower precisions and integers become float32.

    Labels become integers. Keras hands them over as floats, so floats are labels here too, until they are looked at.
    """
    pairs = list(zip(tensors, row.inputs(), strict=True))
    wide = any(given.differentiable and t is not None and t.dtype == tf.float64 for t, given in pairs)
    dtype = tf.float64 if wide else tf.float32
    found = []
    for tensor, given in pairs:
        if tensor is not None and not given.domain.integer:
            tensor = tf.cast(tensor, dtype)
        elif tensor is not None and not tensor.dtype.is_floating:
            tensor = tf.cast(tensor, tf.int64)
        found.append(tensor)
    return found, dtype


def _in_dtype(value: Any, dtype: tf.DType) -> Any:
    """A parameter: weights in a tensor or variable in the dtype of the loss, NumPy's numbers as Python's."""
    if isinstance(value, np.generic):
        return value.item()
    return tf.cast(value, dtype) if tf.is_tensor(value) else value


def _check_shapes(
    row: Loss, tensors: Sequence[tf.Tensor | None], names: Sequence[str], options: Mapping[str, Any]
) -> int | None:
    """Raise unless shapes and parameters fit; the number of classes, if there are any and it is known."""
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
    check_weights(row, options)
    if row.layout == "named":
        _check_unknown_lengths(row, tensors, names)
    else:
        _check_unknown_shapes(row, tensors, names, axis)
    if batch.current():
        batch.current().align(row.unreduced_shape(shape, axis))
    return classes


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


def _without_left_out(
    row: Loss,
    tensors: Sequence[tf.Tensor | None],
    names: Sequence[str],
    options: Mapping[str, Any],
    classes: int | None,
) -> list[tf.Tensor | None]:
    """Put something harmless where the weight is 0, the label is ignored, or no length reaches.

    Whatever stands there has no influence then, NaN and infinity included, in value and gradient.
    """
    ignore_index, axis = options.get("ignore_index"), options.get("axis", -1)
    out = batch.current().left_out() if batch.current() else None
    if ignore_index is not None:
        labels = next(t for t, given in zip(tensors, row.inputs(), strict=True) if given.domain.integer)
        ignored = labels == ignore_index
        out = ignored if out is None else leading(out, ignored) | ignored
    if out is None and row.layout != "named":
        return list(tensors)
    replaced = []
    for tensor, given in zip(tensors, row.inputs(options), strict=True):
        if tensor is not None and out is not None and not given.shared:
            places = leading(out, tensor)
            if given.domain.over_axis:  # which may stand anywhere among the axes of the weights
                places = tf.expand_dims(leading(out, tensor.shape.rank - 1), axis)
            if given.domain.integer and ignore_index is not None:
                places &= tensor != ignore_index  # by its index the loss knows an ignored label
            tensor = _replace(places, tensor, given, classes, ignore_index)
        if tensor is not None and given.counted_by:
            lengths = tensors[names.index(given.counted_by)]
            behind = tf.cast(tf.range(tf.shape(tensor)[1]), lengths.dtype) >= lengths[:, None]
            tensor = _replace(leading(behind, tensor), tensor, given, classes, ignore_index)
        replaced.append(tensor)
    return replaced


def _replace(
    places: tf.Tensor, tensor: tf.Tensor, given: Input, classes: int | None, ignore_index: int | None
) -> tf.Tensor:
    if can_look_at(places) and not view(places).any():
        return tensor
    stand_in = ignore_index == 0 if given.domain.integer else given.domain.stand_in(classes)  # a label not ignored
    return tf.where(places, tf.constant(stand_in, tensor.dtype), tensor)


def _with_legal_values(
    row: Loss,
    tensors: Sequence[tf.Tensor | None],
    slack: Sequence[float],
    options: Mapping[str, Any],
    classes: int | None,
) -> list[tf.Tensor | None]:
    """Raise for an illegal value that can be seen; one beyond a bound by rounding alone is put there."""
    inputs, legal = row.inputs(options), []
    for tensor, given, rounding in zip(tensors, inputs, slack, strict=True):
        domain = given.domain
        if tensor is not None and domain.integer:
            tensor = _labels(row, tensor, given, classes, options.get("ignore_index"))
        elif tensor is not None and (domain.hard or domain.bounded) and can_look_at(tensor):
            values = view(tensor)
            if domain.hard:
                domain.check(values[~np.isnan(values)] if math.isnan(values.sum()) else values, given.name, -1)
            elif values.size and domain.check_span(float(values.min()), float(values.max()), given.name, rounding):
                tensor = _at_bounds(tensor, domain)
        legal.append(tensor)
    if row.together and all(map(can_look_at, legal)):
        row.together({given.name: view(tensor) for given, tensor in zip(inputs, legal, strict=True)}, options)
    return legal


def _at_bounds(tensor: tf.Tensor, domain: Domain) -> tf.Tensor:
    """The tensor within the bounds; its gradient passes as it stands there, where a clip would stop it."""
    return tensor + tf.stop_gradient(tf.clip_by_value(tensor, domain.low, domain.high) - tensor)


def _labels(row: Loss, labels: tf.Tensor, given: Input, classes: int | None, ignore_index: int | None) -> tf.Tensor:
    """Integers, from whole numbers that may be stored as floats; raise for others that can be seen."""
    if labels.dtype.is_floating:
        exact = 2 / UNIT[labels.dtype]
        if classes is not None and classes > exact + 1:
            cure = "pass integers, and to Keras the class, which leaves them integers"
            raise ValueError(f"{row.name} has {classes} classes, and {labels.dtype.name} counts to {exact:.0f}: {cure}")
        if can_look_at(labels):
            values = labels.numpy()
            wrong = values[values != np.floor(values)]  # a NaN too
            if wrong.size:
                raise ValueError(f"{row.name} needs whole numbers for {given.name}, got {wrong[0]:.6g}")
        labels = tf.cast(labels, tf.int64)
    if given.domain.alone and can_look_at(labels):
        _check_labels(row, view(labels), classes, ignore_index)
    return labels


def _check_labels(row: Loss, labels: NDArray, classes: int, ignore_index: int | None) -> None:
    if not labels.size or (labels.min() >= 0 and labels.max() < classes):
        return
    wrong = (labels < 0) | (labels >= classes)
    if ignore_index is not None:
        wrong &= labels != ignore_index
    if wrong.any():
        first = labels[wrong][0]
        hint = "; to leave positions out, pass ignore_index" if first < 0 else ""
        raise ValueError(f"{row.name} needs labels from 0 to {classes - 1}, got {first}{hint}")
