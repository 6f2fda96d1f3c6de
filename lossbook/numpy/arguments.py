"""Argument checks of the NumPy losses: what :mod:`lossbook.arguments` checks, and the values themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.arguments import above_zero, check_parameters, check_reduction, check_shapes, check_weight_shape
from lossbook.catalog import CATALOG, Input, Loss
from lossbook.domains import ROUNDING
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
        arrays = [None if value is None else _numbers(value, name) for value, name in zip(values, names, strict=True)]
        slack = [0.0 if a is None or a.dtype.kind != "f" else ROUNDING * float(np.finfo(a.dtype).eps) for a in arrays]
        arrays = _in_one_dtype(row, arrays)
        classes = _check_shapes(row, arrays, names, options)
        options = above_zero(row, options, float(np.finfo(_dtype(row, arrays)).tiny))
        arrays = _without_left_out(row, arrays, names, options, classes)
        arrays = _with_legal_values(row, arrays, slack, options, classes)
        if all(array is None or array.ndim == 0 for array in arrays):
            return _of_single_numbers(function, arrays, options)
        return function(*arrays, **options)

    return with_checks  # type: ignore[return-value]  # wraps keeps the signature


def _of_single_numbers(function: Callable[..., Any], arrays: Sequence[NDArray], options: Mapping[str, Any]) -> Any:
    """The loss of numbers as that of arrays of one: the formulas work in place, which a number does not allow."""
    found = function(*(array.reshape(1) for array in arrays), **options)
    if isinstance(found, tuple):
        return tuple(gradient[0] for gradient in found)
    return found[0] if isinstance(found, np.ndarray) else found


def _in_one_dtype(row: Loss, arrays: Sequence[NDArray | None]) -> list[NDArray | None]:
    """Predictions decide the dtype: float64 and float32 stay, lower precisions become float32, integers float64."""
    pairs = list(zip(arrays, row.inputs(), strict=True))
    dtype = _dtype(row, arrays)
    for array, given in pairs:
        if array is not None and given.domain.integer and array.dtype.kind not in "iu":
            raise TypeError(
                f"{row.name} needs integer labels, got {array.dtype}; "
                f"whole numbers stored as floats become labels by {given.name}.astype(int)"
            )
    return [a if a is None or given.domain.integer else a.astype(dtype, copy=False) for a, given in pairs]


def _dtype(row: Loss, arrays: Sequence[NDArray | None]) -> np.dtype:
    pairs = zip(arrays, row.inputs(), strict=True)
    kinds = [a.dtype for a, given in pairs if given.differentiable and a is not None and a.dtype.kind == "f"]
    return np.result_type(np.float32, *kinds) if kinds else np.dtype(float)


def _numbers(values: ArrayLike, name: str) -> NDArray:
    if np.ma.isMaskedArray(values):
        cure = f"pass {name}.filled() and sample_weight=~mask; reduction='weighted_mean' divides by what is kept"
        raise TypeError(f"{name} is a masked array, whose mask would be lost: {cure}")
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} needs real numbers, got dtype {array.dtype}")
    return array


def _check_shapes(
    row: Loss, arrays: Sequence[NDArray | None], names: Sequence[str], options: Mapping[str, Any]
) -> int | None:
    """Raise unless shapes and parameters fit; the number of classes, if there are any."""
    axis = options.get("axis", -1)
    check_reduction(options.get("reduction", "mean"))
    shapes = [None if array is None else array.shape for array in arrays]
    shape = check_shapes(row, shapes, names, axis)
    classes = row.classes(shapes, axis)
    check_parameters(row, options, classes)
    check_weight_shape(np.shape(options.get("sample_weight", 0)), row.unreduced_shape(shape, axis))
    return classes


def _without_left_out(
    row: Loss, arrays: list[NDArray | None], names: Sequence[str], options: Mapping[str, Any], classes: int | None
) -> list[NDArray | None]:
    """Put something harmless where the weight is 0, the label is ignored, or no length reaches.

    Whatever stands there has no influence then, NaN and infinity included, in value and gradient.
    """
    weight, ignore_index, axis = options.get("sample_weight"), options.get("ignore_index"), options.get("axis", -1)
    out = np.equal(1 if weight is None else weight, 0)
    if ignore_index is not None:
        labels = next(a for a, given in zip(arrays, row.inputs(), strict=True) if given.domain.integer)
        out = _leading(out, labels.ndim) | (labels == ignore_index)
    some_out, replaced = out.any(), []
    for array, given in zip(arrays, row.inputs(options), strict=True):
        places = np.array(False)
        if array is not None and some_out and not given.shared:
            over_axis = given.domain.over_axis  # the axis of the classes may stand anywhere among those of the weights
            places = np.expand_dims(_leading(out, array.ndim - 1), axis) if over_axis else _leading(out, array.ndim)
        if array is not None and given.counted_by:
            lengths = arrays[names.index(given.counted_by)]
            places = places | _leading(np.arange(array.shape[1]) >= lengths[:, None], array.ndim)
        if given.domain.integer and ignore_index is not None:
            places = places & (array != ignore_index)  # by its index the loss knows an ignored label
        replaced.append(
            np.where(places, _stand_in(given, array, classes, ignore_index), array) if places.any() else array
        )
    return replaced


def _leading(values: NDArray, axes: int) -> NDArray:
    """The same with axes of length 1 behind: what is said of the leading axes holds for all that belongs to them."""
    return values.reshape(values.shape + (1,) * (axes - values.ndim))


def _stand_in(given: Input, array: NDArray, classes: int | None, ignore_index: int | None) -> np.generic:
    if given.domain.integer:
        return array.dtype.type(ignore_index == 0)  # a label that is not ignored
    return array.dtype.type(given.domain.stand_in(classes))


def _with_legal_values(
    row: Loss,
    arrays: Sequence[NDArray | None],
    slack: Sequence[float],
    options: Mapping[str, Any],
    classes: int | None,
) -> list[NDArray | None]:
    """Raise for an illegal value; one beyond a bound by rounding alone, as a probability of 1 + 1e-16, is put there."""
    inputs, legal = row.inputs(options), []
    for array, given, rounding in zip(arrays, inputs, slack, strict=True):
        if array is not None and given.domain.alone:
            if given.domain.integer:
                _check_labels(row, array, classes, options.get("ignore_index"))
            elif given.domain.check(array, given.name, options.get("axis", -1), rounding):
                array = array.clip(given.domain.low, given.domain.high)
        legal.append(array)
    if row.together:
        row.together({given.name: array for given, array in zip(inputs, legal, strict=True)}, options)
    if options.get("from_logits"):
        _check_infinite_logits(row, *legal, options)
    return legal


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
