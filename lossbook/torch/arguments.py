"""The front door of the PyTorch losses: what a loss is given is turned into tensors, checked, and made safe, once.

Shapes and parameters are checked always. Values are looked at where that costs no wait for a device and breaks no
trace, so that the checks may stay on in training; see :func:`can_look_at`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lossbook.arguments import above_zero, check_parameters, check_reduction, check_shapes, check_weight_shape
from lossbook.catalog import CATALOG, Input, Loss
from lossbook.domains import ROUNDING, Domain, Weights
from lossbook.torch.primitives import can_look_at

Function = TypeVar("Function", bound=Callable[..., Any])

ORDINARY = 50  # legal values up to this size have finite losses and gradients, which a weight of 0 makes 0


def checked(function: Function) -> Function:
    """Give a loss tensors of one dtype that its row in the catalog allows, with nothing in them that is left out."""
    row = CATALOG[function.__name__]
    names = row.torch_names
    optional = {given.name for given in row.inputs() if given.optional}

    @wraps(function)
    def with_checks(*values: Tensor, **options: Any) -> Tensor:
        values += tuple(options.pop(name, None) for name in names[len(values) :] if name in options or name in optional)
        if len(values) != len(names):  # Python's own error says what is missing or too many
            return function(*values, **options)
        options = {name: plain(value) for name, value in options.items()}
        inputs = row.in_torchs_order(row.inputs(options))
        tensors = _as_tensors(row, inputs, names, values)
        like = next(tensor for tensor, given in zip(tensors, inputs, strict=True) if given.differentiable)
        if options.get("sample_weight") is not None:
            options["sample_weight"] = _as_weight(options["sample_weight"], like)
        shape, classes = _check_shapes(row, row.in_torchs_order(tensors), row.in_torchs_order(names), options)
        options = above_zero(row, options, torch.finfo(like.dtype).tiny)
        _look_at_weights(row, options)
        tensors = _without_left_out(list(zip(inputs, names, tensors, strict=True)), len(shape), classes, options)
        slack = [ROUNDING * torch.finfo(v.dtype).eps if v is not None and v.is_floating_point() else 0 for v in values]
        tensors = _look_at(row, list(zip(inputs, names, tensors, strict=True)), slack, classes, options)
        return function(*tensors, **options)

    # torch.compile counts by code how often it has compiled, and gives up after eight: no two losses may share it.
    with_checks.__code__ = with_checks.__code__.replace(co_name=function.__name__)
    return with_checks  # type: ignore[return-value]  # wraps keeps the signature


def plain(value: Any) -> Any:
    """A parameter: a NumPy scalar as the Python number that it is."""
    return value.item() if isinstance(value, np.generic) else value


def _as_tensors(
    row: Loss, inputs: Sequence[Input], names: Sequence[str], values: Sequence[Tensor | None]
) -> list[Tensor | None]:
    """Predictions decide the dtype: float64 and float32 stay, lower precisions become float32, as under autocast."""
    dtype = torch.float32
    for given, name, value in zip(inputs, names, values, strict=True):
        if value is None and given.optional:
            continue
        if not isinstance(value, Tensor):
            raise TypeError(f"{name} needs a tensor, got {type(value).__name__}")
        if given.differentiable and not value.is_floating_point():
            raise TypeError(f"{name} needs a floating-point dtype, got {value.dtype}")
        if value.is_complex():
            raise TypeError(f"{name} needs real numbers, got {value.dtype}")
        if given.domain.integer and (value.is_floating_point() or value.dtype == torch.bool):
            cure = "whole numbers become labels by .long()"
            raise TypeError(f"{row.name} needs integer labels, got {value.dtype}; {cure}")
        if given.differentiable and value.dtype == torch.float64:
            dtype = torch.float64
    pairs = zip(inputs, values, strict=True)
    return [
        value if value is None else value.long() if given.domain.integer else value.to(dtype) for given, value in pairs
    ]


def _as_weight(weight: Any, like: Tensor) -> Tensor:
    """Weights of samples: a tensor, a list, an array, or one number that weighs all alike."""
    if not isinstance(weight, Tensor):
        weight = torch.as_tensor(weight, device=like.device)
    if weight.is_complex():
        raise TypeError(f"sample_weight needs real numbers, got {weight.dtype}")
    return weight.to(like.dtype)


def _check_shapes(
    row: Loss, tensors: Sequence[Tensor | None], names: Sequence[str], options: Mapping[str, Any]
) -> tuple[tuple[int, ...], int | None]:
    """Raise unless shapes and parameters fit; give the shape of the unreduced loss, and the number of classes."""
    dim = options.get("dim", -1)
    check_reduction(options.get("reduction", "mean"))
    shapes = [None if tensor is None else tuple(tensor.shape) for tensor in tensors]
    shape = check_shapes(row, shapes, names, dim)
    classes = row.classes(shapes, dim)
    check_parameters(row, options, classes)
    unreduced = row.unreduced_shape(shape, dim)
    if options.get("sample_weight") is not None:
        check_weight_shape(tuple(options["sample_weight"].shape), unreduced)
    return unreduced, classes


def _look_at_weights(row: Loss, options: Mapping[str, Any]) -> None:
    for parameter in row.parameters:
        if isinstance(parameter, Weights):
            look_at_weight(options.get(parameter.name), parameter.name, parameter.words)
    look_at_weight(options.get("sample_weight"), "sample_weight", "finite non-negative numbers")


def look_at_weight(weight: Any, name: str, words: str) -> None:
    """Raise ``ValueError`` for a weight in a tensor that is negative or not finite, where it can be seen."""
    if isinstance(weight, Tensor) and weight.numel() and can_look_at(weight):
        least, greatest = _span(weight)
        if not (least >= 0 and greatest < math.inf):
            raise ValueError(f"{name} needs {words}, got values from {least:.6g} to {greatest:.6g}")


Inputs = Sequence[tuple[Input, str, Tensor | None]]  # with what PyTorch calls them, and what was given


def _without_left_out(
    inputs: Inputs, axes: int, classes: int | None, options: Mapping[str, Any]
) -> list[Tensor | None]:
    """Put something harmless where the weight is 0, the label is ignored, or no length reaches.

    Whatever stands there has no influence then, NaN and infinity included: the reduction drops the loss, but 0 times a
    NaN on the way back would be one. Where a look costs nothing, only what has something to replace is copied.
    """
    weight, ignore_index = options.get("sample_weight"), options.get("ignore_index")
    tensors = {name: tensor for _, name, tensor in inputs}
    ignored = None
    if ignore_index is not None:
        ignored = next(tensor for given, _, tensor in inputs if given.domain.integer) == ignore_index
    out = _where_any(_either(None if weight is None else _leading(weight == 0, axes), ignored))
    safe = []
    for given, _, tensor in inputs:
        places = None
        if tensor is not None and not given.shared and out is not None:
            places = out.unsqueeze(options.get("dim", -1) % tensor.ndim) if given.domain.over_axis else out
            places = _leading(places, tensor.ndim)
        if tensor is not None and given.counted_by:
            behind = torch.arange(tensor.shape[1], device=tensor.device) >= tensors[given.counted_by].unsqueeze(1)
            places = _either(places, _where_any(_leading(behind, tensor.ndim)))
        if given.domain.integer and ignored is not None and places is not None:
            places = None if weight is None else places & ~ignored  # by its index the loss knows an ignored label
        if places is not None:
            stand_in = int(ignore_index == 0) if given.domain.integer else given.domain.stand_in(classes)
            tensor = _replaced(given.domain, tensor, places, stand_in)
        safe.append(tensor)
    return safe


def _replaced(domain: Domain, tensor: Tensor, places: Tensor, value: float) -> Tensor:
    """The tensor with a value put in some places; where a look costs nothing, only if something there may do harm."""
    if not can_look_at(tensor, places):
        return torch.where(places, value, tensor)
    if tensor.numel() and not (domain.integer or domain.hard or domain.open_low):
        least, greatest = _span(tensor)
        if max(domain.low, -ORDINARY) <= least and greatest <= min(domain.high, ORDINARY):
            return tensor
    axes = max([i + 1 for i, length in enumerate(places.shape) if length != 1], default=0)
    if places.shape[:axes] != tensor.shape[:axes]:
        return torch.where(places, value, tensor)
    rows = tensor.reshape(places.numel(), -1)  # to fill some is faster than to choose everywhere
    return rows.index_fill(0, places.flatten().nonzero().squeeze(1), value).reshape(tensor.shape)


def _where_any(places: Tensor | None) -> Tensor | None:
    """The places; None if a look, where it costs nothing, shows that there are none."""
    return None if places is None or (can_look_at(places) and not places.any()) else places


def _leading(values: Tensor, axes: int) -> Tensor:
    """The same with axes of length 1 behind: what is said of the leading axes holds for all that belongs to them."""
    return values.reshape(values.shape + (1,) * (axes - values.ndim))


def _either(a: Tensor | None, b: Tensor | None) -> Tensor | None:
    return b if a is None else a if b is None else a | b


def _look_at(
    row: Loss, inputs: Inputs, slack: Sequence[float], classes: int | None, options: Mapping[str, Any]
) -> list[Tensor | None]:
    """Raise for a value that the row does not allow, where it can be seen; what is so by rounding is put right."""
    seen = []
    for (given, name, tensor), rounding in zip(inputs, slack, strict=True):
        domain = given.domain
        limited = domain.alone and (domain.integer or domain.bounded or domain.hard)
        if limited and tensor is not None and tensor.numel() and can_look_at(tensor):
            if domain.integer:
                _check_labels(row, tensor, classes, options.get("ignore_index"))
            elif domain.bounded:
                tensor = _within_bounds(domain, name, tensor, rounding)
            else:
                _check_hard(domain, name, tensor.detach().numpy())
        seen.append(tensor)
    if row.together and all(map(can_look_at, seen)):
        row.together({name: tensor.detach().numpy() for _, name, tensor in inputs}, options)
    return seen


def _check_hard(domain: Domain, name: str, values: NDArray) -> None:
    """Raise for a value that is none of the few; but a NaN comes out as NaN."""
    try:
        domain.check(values, name, -1)
    except ValueError:
        domain.check(values[~np.isnan(values)], name, -1)


def _within_bounds(domain: Domain, name: str, values: Tensor, slack: float) -> Tensor:
    """Raise for a value out of bounds; what is so by rounding becomes the bound, with the gradient that is there."""
    if domain.check_span(*_span(values), name, slack):
        return values + (values.clamp(domain.low, domain.high) - values).detach()
    return values


def _span(values: Tensor) -> tuple[float, float]:
    """The smallest and the largest; both are NaN if one of the values is."""
    least, greatest = values.detach().aminmax()
    return least.item(), greatest.item()


def _check_labels(row: Loss, labels: Tensor, classes: int, ignore_index: int | None) -> None:
    kept = labels if ignore_index is None else torch.where(labels == ignore_index, 0, labels)
    least, greatest = _span(kept)
    if least < 0 or greatest >= classes:
        first = kept[(kept < 0) | (kept >= classes)][0].item()
        hint = "; to leave positions out, pass ignore_index" if first < 0 else ""
        raise ValueError(f"{row.name} needs labels from 0 to {classes - 1}, got {first}{hint}")
