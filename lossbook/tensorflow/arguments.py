"""The front door of the TensorFlow losses: when traced where a shape is known, by the graph where it is not.

Values are looked at where a look costs no wait: eagerly, on the CPU. A NaN passes, and comes out as NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from lossbook.arguments import FrontDoor, Given, Shape, behind
from lossbook.catalog import Input, Loss
from lossbook.domains import ROUNDING, Domain, Weights
from lossbook.tensorflow import batch
from lossbook.tensorflow.batch import leading
from lossbook.tensorflow.primitives import can_look_at, view

Function = TypeVar("Function", bound=Callable[..., Any])

# What one unit in the last place of 1 comes to.
UNIT = {tf.float64: 2.0**-52, tf.float32: 2.0**-23, tf.float16: 2.0**-10, tf.bfloat16: 2.0**-7}
TENSORS: tuple[type, ...] = (tf.Tensor, tf.Variable, keras.Variable)


class TensorFlowDoor(FrontDoor):
    """The front door of a TensorFlow loss. A Keras class tells it of weights and mask by way of :mod:`.batch`."""

    tensors: tuple[type, ...] = TENSORS

    def in_one_dtype(self, inputs: Sequence[Input], values: Sequence[Any]) -> tuple[list[Any], list[float]]:
        """Predictions decide the dtype: float64 and float32 stay, lower precisions and integers become float32.

        Labels become integers. Keras hands them over as floats, so floats are labels here too until they are looked at.
        """
        named = zip(values, self.names, strict=True)
        tensors = [None if value is None else as_tensor(value, name) for value, name in named]
        slack = [0.0 if t is None or not t.dtype.is_floating else ROUNDING * UNIT[t.dtype] for t in tensors]
        pairs = list(zip(tensors, inputs, strict=True))
        wide = any(given.differentiable and t is not None and t.dtype == tf.float64 for t, given in pairs)
        dtype, found = tf.float64 if wide else tf.float32, []
        for tensor, given in pairs:
            if tensor is not None and not given.domain.integer:
                tensor = tf.cast(tensor, dtype)
            elif tensor is not None and not tensor.dtype.is_floating:
                tensor = tf.cast(tensor, tf.int64)
            found.append(tensor)
        return found, slack

    def shape(self, array: tf.Tensor) -> Shape:
        """The lengths of the axes, None where the graph will know."""
        if array.shape.rank is None:
            raise ValueError(f"{self.row.name} needs inputs of known rank, got one of unknown")
        return tuple(array.shape)

    def tiny(self, like: tf.Tensor) -> float:
        """The smallest normal number of its dtype."""
        return float(np.finfo(like.dtype.as_numpy_dtype).tiny)

    def with_weights(self, options: dict[str, Any], like: tf.Tensor) -> dict[str, Any]:
        """The options, with weights of classes that are tensors or variables in the dtype of the loss."""
        return {name: tf.cast(value, like.dtype) if tf.is_tensor(value) else value for name, value in options.items()}

    def check_rest(self, given: Given, options: Mapping[str, Any], unreduced: Shape) -> None:
        """Raise for single numbers, weights that don't fit, and leave a check in the graph for unknown lengths."""
        row, tensors, axis = self.row, [tensor for _, _, tensor in given], options.get("axis", self.row.usual_axis)
        if any(each.differentiable and tensor is not None and tensor.shape.rank == 0 for each, _, tensor in given):
            raise ValueError(f"{row.name} needs inputs with at least one axis, got single numbers")
        check_class_weights(row, options)
        if row.layout == "named":
            _check_unknown_lengths(row, tensors, self.names)
        else:
            _check_unknown_shapes(row, tensors, self.names, axis)
            if row.has_axis and axis is not None:
                _check_unknown_number_of_classes(row, self.weights, options, tensors[self.first], axis)
        if current := batch.current():
            current.align(unreduced)

    def without_left_out(self, given: Given, options: Mapping[str, Any], classes: int | None) -> list[Any]:
        """Put something harmless where the weight is 0, the label is ignored, or no length reaches."""
        ignore_index, axis = options.get("ignore_index"), options.get("axis", -1)
        named = {name: tensor for _, name, tensor in given}
        current = batch.current()
        out = current.left_out() if current else None
        if ignore_index is not None:
            ignored = next(tensor for each, _, tensor in given if each.domain.integer) == ignore_index
            out = ignored if out is None else leading(out, ignored) | ignored
        if out is None and self.row.layout != "named":
            return list(named.values())
        replaced = []
        for each, _, tensor in given:
            if tensor is not None and out is not None and not each.shared:
                places = leading(out, tensor)
                if each.domain.over_axis:  # which may stand anywhere among the axes of the weights
                    places = tf.expand_dims(leading(out, tensor.shape.rank - 1), axis)
                if each.domain.integer and ignore_index is not None:
                    places &= tensor != ignore_index  # by its index the loss knows an ignored label
                tensor = _replace(places, tensor, each, classes, ignore_index)
            if tensor is not None and each.counted_by:
                lengths = named[each.counted_by]
                behind_it = tf.cast(tf.range(tf.shape(tensor)[1]), lengths.dtype) >= lengths[:, None]
                tensor = _replace(leading(behind_it, tensor), tensor, each, classes, ignore_index)
            replaced.append(tensor)
        return replaced

    def with_legal_values(
        self, given: Given, slack: Sequence[float], options: Mapping[str, Any], classes: int | None
    ) -> list[Any]:
        """Raise for an illegal value that can be seen; one beyond a bound by rounding alone is put there."""
        row, legal = self.row, []
        for (each, name, tensor), rounding in zip(given, slack, strict=True):
            domain = each.domain
            if tensor is not None and domain.integer:
                tensor = _labels(row, tensor, each, classes, options.get("ignore_index"))
            elif tensor is not None and (domain.hard or domain.bounded) and can_look_at(tensor):
                values = view(tensor)
                if domain.hard:
                    domain.check(values[~np.isnan(values)] if math.isnan(values.sum()) else values, name, -1)
                elif values.size and domain.check_span(float(values.min()), float(values.max()), name, rounding):
                    tensor = _at_bounds(tensor, domain)
            legal.append(tensor)
        if row.together and all(map(can_look_at, legal)):
            row.together({name: view(tensor) for (_, name, _), tensor in zip(given, legal, strict=True)}, options)
        return legal


def checked(function: Function) -> Function:
    """Give a loss tensors of one dtype that its row in the catalog allows, or raise; and let Keras save it by name."""
    with_checks = behind(TensorFlowDoor(function))
    with_checks = tf.autograph.experimental.do_not_convert(with_checks)  # nothing before the formula needs rewriting
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


def check_class_weights(row: Loss, options: Mapping[str, Any]) -> None:
    """Raise for an illegal weight of a class in a tensor that can be looked at."""
    for parameter in row.parameters:
        value = options.get(parameter.name)
        if isinstance(parameter, Weights) and isinstance(value, TENSORS) and can_look_at(tf.convert_to_tensor(value)):
            parameter.normal(np.asarray(value), None)


def _check_unknown_lengths(row: Loss, tensors: Sequence[Any], names: Sequence[str]) -> None:
    """The same as :func:`_check_unknown_shapes` for inputs that name their axes: one letter, one length."""
    seen: dict[str, tuple[tf.Tensor, int]] = {}
    leading = row.leading(row.first_shape([None if tensor is None else tuple(tensor.shape) for tensor in tensors]))
    for given, name, tensor in zip(row.inputs(), names, tensors, strict=True):
        for axis, letter in enumerate(given.letters(leading) if tensor is not None else ""):
            other, place = seen.setdefault(letter, (tensor, axis))
            if None in (tensor.shape[axis], other.shape[place]):
                message = f"{row.name} needs another length {letter} of {name} beside the others"
                tf.debugging.assert_equal(tf.shape(tensor)[axis], tf.shape(other)[place], message)


def _check_unknown_shapes(row: Loss, tensors: Sequence[tf.Tensor], names: Sequence[str], axis: int | None) -> None:
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


def _check_unknown_number_of_classes(
    row: Loss, weights: Sequence[Weights], options: Mapping[str, Any], first: tf.Tensor, axis: int
) -> None:
    """Leave a check in the graph that one weight a class is as many as the classes will be; XLA drops it."""
    for parameter in weights:
        given = options.get(parameter.name)
        many = None if given is None else tf.convert_to_tensor(given)
        if many is not None and many.shape.rank and None in (many.shape[0], first.shape[axis]):
            message = f"{row.name} needs another number of weights in {parameter.name}, one for each class"
            tf.debugging.assert_equal(tf.shape(many)[0], tf.shape(first)[axis], message)


def _replace(
    places: tf.Tensor, tensor: tf.Tensor, given: Input, classes: int | None, ignore_index: int | None
) -> tf.Tensor:
    if can_look_at(places) and not view(places).any():
        return tensor
    stand_in = ignore_index == 0 if given.domain.integer else given.domain.stand_in(classes)  # a label not ignored
    return tf.where(places, tf.constant(stand_in, tensor.dtype), tensor)


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
        _check_labels(row, view(labels), classes or 0, ignore_index)
    return labels


def _check_labels(row: Loss, labels: NDArray[Any], classes: int, ignore_index: int | None) -> None:
    if not labels.size or (labels.min() >= 0 and labels.max() < classes):
        return
    wrong = (labels < 0) | (labels >= classes)
    if ignore_index is not None:
        wrong &= labels != ignore_index
    if wrong.any():
        first = labels[wrong][0]
        hint = "; to leave positions out, pass ignore_index" if first < 0 else ""
        raise ValueError(f"{row.name} needs labels from 0 to {classes - 1}, got {first}{hint}")
