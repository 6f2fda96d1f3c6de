"""The front door of the NumPy losses: every value is looked at, since that costs no wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.arguments import FrontDoor, Given, Shape, behind, check_weight_shape
from lossbook.catalog import CATALOG, Input, Loss
from lossbook.domains import ROUNDING
from lossbook.numpy.primitives import at_label, is_above

Function = TypeVar("Function", bound=Callable[..., Any])


SLACK = {np.dtype(kind).char: ROUNDING * float(np.finfo(kind).eps) for kind in ("float16", "float32", "float64")}


class NumpyDoor(FrontDoor):
    """The front door of a NumPy loss, and of its ``_grad``: every value is looked at."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self.shows_illegal: bool = self.row.residual and function.__name__ == self.row.name

    def accepted(self, function: Callable[..., Any]) -> dict[str, str]:
        """Of each input whatever NumPy can make an array of."""
        given = CATALOG[function.__name__.removesuffix("_grad")].inputs()
        return {each.name: "ArrayLike | None" if each.optional else "ArrayLike" for each in given}

    def call(self, arrays: Sequence[Any], options: Mapping[str, Any]) -> Any:
        """The formula. Where its value shows what is illegal, the inputs are looked at only if it is not finite."""
        if not self.shows_illegal:
            return self.formula(arrays, options)
        with np.errstate(invalid="ignore"):  # of ∞ − ∞, which is refused here
            found = self.formula(arrays, options)
        if not np.isfinite(found).all():
            for each, array in zip(self.row.inputs(), arrays, strict=True):
                each.domain.check(array, each.name, -1)
        return found

    def formula(self, arrays: Sequence[Any], options: Mapping[str, Any]) -> Any:
        """The loss of numbers as that of arrays of one: the formulas work in place, which a number does not allow."""
        if arrays[self.first].ndim or not all(array is None or array.ndim == 0 for array in arrays):
            return self.function(*arrays, **options)
        found = self.function(*(None if array is None else array.reshape(1) for array in arrays), **options)
        if isinstance(found, tuple):
            return tuple(gradient[0] for gradient in found)
        return found[0] if isinstance(found, np.ndarray) else found

    def in_one_dtype(self, inputs: Sequence[Input], values: Sequence[Any]) -> tuple[list[Any], list[float]]:
        """Predictions decide the dtype: float64 and float32 stay, lower precisions become float32, integers float64."""
        named = zip(values, self.names, strict=True)
        arrays = [None if value is None else _numbers(value, name) for value, name in named]
        slack = [0.0 if a is None else SLACK.get(a.dtype.char, 0.0) for a in arrays]
        pairs = list(zip(arrays, inputs, strict=True))
        if all(array is not None and array.dtype == np.float64 and not given.domain.integer for array, given in pairs):
            return arrays, slack  # as most are
        for array, given in pairs:
            if array is not None and given.domain.integer and array.dtype.kind not in "iu":
                raise TypeError(
                    f"{self.row.name} needs integer labels, got {array.dtype}; "
                    f"whole numbers stored as floats become labels by {given.name}.astype(int)"
                )
        kinds = [a.dtype for a, given in pairs if given.differentiable and a is not None and a.dtype.kind == "f"]
        dtype = np.result_type(np.float32, *kinds) if kinds else np.dtype(float)
        found = [a if a is None or given.domain.integer else a.astype(dtype, copy=False) for a, given in pairs]
        return found, slack

    def shape(self, array: NDArray[Any]) -> Shape:
        """The lengths of the axes."""
        return array.shape

    def tiny(self, like: NDArray[Any]) -> float:
        """The smallest normal number of its dtype."""
        return float(np.finfo(like.dtype).tiny)

    def with_weights(self, options: dict[str, Any], like: NDArray[Any]) -> dict[str, Any]:
        """The options as they are: a formula takes the weights of classes in its own dtype."""
        return options

    def check_rest(self, given: Given, options: Mapping[str, Any], unreduced: Shape) -> None:
        """Raise for weights of samples that don't fit the unreduced loss; their values are looked at by ``reduce``."""
        if options.get("sample_weight") is not None:
            check_weight_shape(np.shape(options["sample_weight"]), unreduced)

    def without_left_out(self, given: Given, options: Mapping[str, Any], classes: int | None) -> list[Any]:
        """Put something harmless where the weight is 0, the label is ignored, or no length reaches."""
        weight, ignore_index, axis = options.get("sample_weight"), options.get("ignore_index"), options.get("axis", -1)
        named = {name: array for _, name, array in given}
        if weight is None and ignore_index is None and self.row.layout != "named":
            return list(named.values())
        out = np.equal(1 if weight is None else weight, 0)
        if ignore_index is not None:
            labels = next(array for each, _, array in given if each.domain.integer)
            out = _leading(out, labels.ndim) | (labels == ignore_index)
        some_out, replaced = out.any(), []
        for each, _, array in given:
            places = np.array(False)
            if array is not None and some_out and not each.shared:
                if each.domain.over_axis:  # which may stand anywhere among the axes of the weights
                    places = np.expand_dims(_leading(out, array.ndim - 1), axis)
                else:
                    places = _leading(out, array.ndim)
            if array is not None and each.counted_by:
                lengths = named[each.counted_by]
                places = places | _leading(np.arange(array.shape[1]) >= lengths[:, None], array.ndim)
            if each.domain.integer and ignore_index is not None:
                places = places & (array != ignore_index)  # by its index the loss knows an ignored label
            if places.any():
                array = np.where(places, _stand_in(each, array, classes, ignore_index), array)
            replaced.append(array)
        return replaced

    def with_legal_values(
        self, given: Given, slack: Sequence[float], options: Mapping[str, Any], classes: int | None
    ) -> list[Any]:
        """Raise for an illegal value; one beyond a bound by rounding alone, as 1 + 1e-16, is put there."""
        if self.shows_illegal:
            return [array for _, _, array in given]
        row, legal = self.row, []
        for (each, _, array), rounding in zip(given, slack, strict=True):
            if array is not None and each.domain.alone:
                if each.domain.integer:
                    _check_labels(row, array, classes or 0, options.get("ignore_index"))
                elif each.domain.check(array, each.name, options.get("axis", -1), rounding):
                    array = array.clip(each.domain.low, each.domain.high)
            legal.append(array)
        if row.together:
            row.together({each.name: array for (each, _, _), array in zip(given, legal, strict=True)}, options)
        if options.get("from_logits"):
            _check_infinite_logits(row, legal[0], legal[1], options)
        return legal


def checked(function: Function) -> Function:
    """Give a loss, or its ``_grad``, arrays of one dtype that its row in the catalog allows, or raise."""
    return behind(NumpyDoor(function))  # type: ignore[return-value]  # it is called like the function


def _numbers(values: ArrayLike, name: str) -> NDArray[Any]:
    if np.ma.isMaskedArray(values):
        cure = f"pass {name}.filled() and sample_weight=~mask; reduction='weighted_mean' divides by what is kept"
        raise TypeError(f"{name} is a masked array, whose mask would be lost: {cure}")
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} needs real numbers, got dtype {array.dtype}")
    return array


def _leading(values: NDArray[Any], axes: int) -> NDArray[Any]:
    """The same with axes of length 1 behind: what is said of the leading axes holds for all that belongs to them."""
    return values.reshape(values.shape + (1,) * (axes - values.ndim))


def _stand_in(given: Input, array: NDArray[Any], classes: int | None, ignore_index: int | None) -> np.generic:
    if given.domain.integer:
        return array.dtype.type(ignore_index == 0)  # a label that is not ignored
    return array.dtype.type(given.domain.stand_in(classes))


def _check_labels(row: Loss, labels: NDArray[Any], classes: int, ignore_index: int | None) -> None:
    if not labels.size or (labels.min() >= 0 and labels.max() < classes):
        return
    wrong = (labels < 0) | (labels >= classes)
    if ignore_index is not None:
        wrong &= labels != ignore_index
    if wrong.any():
        hint = "; to leave positions out, pass ignore_index" if labels[wrong].min() < 0 else ""
        raise ValueError(f"{row.name} needs labels from 0 to {classes - 1}, got {labels[wrong][0]}{hint}")


def _check_infinite_logits(row: Loss, y_true: NDArray[Any], y_pred: NDArray[Any], options: Mapping[str, Any]) -> None:
    """An infinite logit is a certain probability: legal only where the target is as certain."""
    if np.isfinite(y_pred).all():
        return
    infinite = np.isinf(y_pred)
    if options.get("label_smoothing", 0) > 0:
        raise ValueError("y_pred has an infinite logit where label smoothing leaves no target certain")
    axis = options.get("axis", -1)
    if row.layout == "sparse" and not row.beyond:
        kept = y_true != options.get("ignore_index")
        contradicted = kept & at_label(infinite, np.where(kept, y_true, 0), axis)
    else:
        y = np.exp(y_true) if options.get("log_target") else y_true
        y = is_above(y_true, y_pred, axis) if row.beyond else y
        contradicted = infinite & (np.where(y_pred > 0, 1 - y, y) > 0)
    if contradicted.any():
        raise ValueError("y_pred rules out, by an infinite logit, what y_true calls possible")
