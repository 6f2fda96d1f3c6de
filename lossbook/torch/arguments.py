"""The front door of the PyTorch losses: what a loss is given is turned into tensors, checked, and made safe, once.

Shapes and parameters are checked always. Values are looked at where that costs no wait for a device and breaks no
trace, so that the checks may stay on in training; see :func:`can_look_at`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lossbook.arguments import Fit, FrontDoor, Given, Shape, behind, check_weight_shape
from lossbook.catalog import Input, Loss
from lossbook.domains import ROUNDING, Domain, Weights
from lossbook.torch.primitives import can_look_at

Function = TypeVar("Function", bound=Callable[..., Any])

ORDINARY = 50  # legal values up to this size have finite losses and gradients, which a weight of 0 makes 0


class TorchDoor(FrontDoor):
    """The front door of a PyTorch loss."""

    axis = "dim"
    tensors: tuple[type, ...] = (Tensor,)

    def accepted(self, function: Callable[..., Any]) -> dict[str, str]:
        """Weights of samples as a list, an array, or one number for all."""
        return {"sample_weight": "Weights"}

    def names_of(self, row: Loss) -> list[str]:
        """Input, target, and what else a loss takes."""
        return row.torch_names

    def in_order(self, values: Sequence[Any]) -> list[Any]:
        """Predictions before targets."""
        return self.row.in_torchs_order(values)

    def in_one_dtype(self, inputs: Sequence[Input], values: Sequence[Any]) -> tuple[list[Any], list[float]]:
        """Predictions decide the dtype: float64 and float32 stay, lower precisions become float32."""
        dtype, found = torch.float32, []
        for given, name, value in zip(inputs, self.names, values, strict=True):
            if value is not None or not given.optional:
                _check_tensor(self.row, given, name, value)
                if given.differentiable and value.dtype == torch.float64:
                    dtype = torch.float64
        for given, value in zip(inputs, values, strict=True):
            found.append(value if value is None else value.long() if given.domain.integer else value.to(dtype))
        slack = [
            ROUNDING * torch.finfo(v.dtype).eps if v is not None and v.is_floating_point() else 0.0 for v in values
        ]
        return found, slack

    def shape(self, array: Tensor) -> Shape:
        """The lengths of the axes."""
        return tuple(array.shape)

    def fitting(self, shapes: tuple[Shape | None, ...], axis: int | None) -> Fit:
        """What fits is found anew where a compiler traces, since it looks into no memory."""
        return self.fit(shapes, axis) if torch.compiler.is_compiling() else super().fitting(shapes, axis)

    def tiny(self, like: Tensor) -> float:
        """The smallest normal number of its dtype."""
        return torch.finfo(like.dtype).tiny

    def with_weights(self, options: dict[str, Any], like: Tensor) -> dict[str, Any]:
        """The options, with the weights of samples, a tensor, a list, an array or one number for all, as a tensor."""
        weight = options.get("sample_weight")
        if weight is None:
            return options
        if not isinstance(weight, Tensor):
            weight = torch.as_tensor(weight, device=like.device)
        if weight.is_complex():
            raise TypeError(f"sample_weight needs real numbers, got {weight.dtype}")
        return {**options, "sample_weight": weight.to(like.dtype)}

    def check_rest(self, given: Given, options: Mapping[str, Any], unreduced: Shape) -> None:
        """Raise for weights of samples that don't fit the unreduced loss, or an illegal weight that can be seen."""
        if options.get("sample_weight") is not None:
            check_weight_shape(tuple(options["sample_weight"].shape), unreduced)
        look_at_class_weights(self.row, options)
        look_at_weight(options.get("sample_weight"), "sample_weight", "finite non-negative numbers")

    def without_left_out(self, given: Given, options: Mapping[str, Any], classes: int | None) -> list[Any]:
        """Put something harmless where the weight is 0, the label is ignored, or no length reaches.

        The reduction drops the loss there, but 0 times a NaN on the way back would be one. Where a look costs nothing,
        only what has something to replace is copied.
        """
        weight, ignore_index = options.get("sample_weight"), options.get("ignore_index")
        if weight is None and ignore_index is None and self.row.layout != "named":
            return [tensor for _, _, tensor in given]
        named = {name: tensor for _, name, tensor in given}
        ignored: Tensor | None = None
        out: Tensor | None = None
        if ignore_index is not None:
            ignored = next(tensor for each, _, tensor in given if each.domain.integer) == ignore_index
        if weight is not None or ignored is not None:
            weightless = None if weight is None else weight == 0
            if weightless is not None and ignored is not None:
                weightless = _leading(weightless, ignored.ndim)
            out = _where_any(_either(weightless, ignored))
        safe = []
        for each, _, tensor in given:
            places = None
            if tensor is not None and not each.shared and out is not None:
                places = out
                if each.domain.over_axis:  # which may stand anywhere among the axes of the weights
                    places = _leading(out, tensor.ndim - 1).unsqueeze(options.get("dim", -1) % tensor.ndim)
                places = _leading(places, tensor.ndim)
            if tensor is not None and each.counted_by:
                behind_it = torch.arange(tensor.shape[1], device=tensor.device) >= named[each.counted_by].unsqueeze(1)
                places = _either(places, _where_any(_leading(behind_it, tensor.ndim)))
            if each.domain.integer and ignored is not None and places is not None:
                places = None if weight is None else places & ~ignored  # by its index the loss knows an ignored label
            if places is not None:
                stand_in = int(ignore_index == 0) if each.domain.integer else each.domain.stand_in(classes)
                tensor = _replaced(each.domain, tensor, places, stand_in)
            safe.append(tensor)
        return safe

    def with_legal_values(
        self, given: Given, slack: Sequence[float], options: Mapping[str, Any], classes: int | None
    ) -> list[Any]:
        """Raise for a value that the row does not allow, where it can be seen; what is so by rounding is put right."""
        row, seen = self.row, []
        for (each, name, tensor), rounding in zip(given, slack, strict=True):
            domain = each.domain
            limited = domain.alone and (domain.integer or domain.bounded or domain.hard)
            if limited and tensor is not None and tensor.numel() and can_look_at(tensor):
                if domain.integer:
                    _check_labels(row, tensor, classes or 0, options.get("ignore_index"))
                elif domain.bounded:
                    tensor = _within_bounds(domain, name, tensor, rounding)
                else:
                    _check_hard(domain, name, tensor.detach().numpy())
            seen.append(tensor)
        if row.together and all(map(can_look_at, seen)):
            row.together({name: tensor.detach().numpy() for _, name, tensor in given}, options)
        return seen


def checked(function: Function) -> Function:
    """Give a loss tensors of one dtype that its row in the catalog allows, with nothing in them that is left out."""
    return behind(TorchDoor(function))  # type: ignore[return-value]  # it is called like the function


def _check_tensor(row: Loss, given: Input, name: str, value: Any) -> None:
    """Raise ``TypeError`` for what is no tensor of numbers of the kind that the input has."""
    if not isinstance(value, Tensor):
        raise TypeError(f"{name} needs a tensor, got {type(value).__name__}")
    if given.differentiable and not value.is_floating_point():
        raise TypeError(f"{name} needs a floating-point dtype, got {value.dtype}")
    if value.is_complex():
        raise TypeError(f"{name} needs real numbers, got {value.dtype}")
    if given.domain.integer and (value.is_floating_point() or value.dtype == torch.bool):
        cure = "whole numbers become labels by .long()"
        raise TypeError(f"{row.name} needs integer labels, got {value.dtype}; {cure}")


def look_at_class_weights(row: Loss, options: Mapping[str, Any]) -> None:
    """Raise for an illegal weight of a class in a tensor that can be looked at."""
    for parameter in row.parameters:
        if isinstance(parameter, Weights):
            look_at_weight(options.get(parameter.name), parameter.name, parameter.words)


def look_at_weight(weight: Any, name: str, words: str) -> None:
    """Raise ``ValueError`` for a weight in a tensor that is negative or not finite, where it can be seen."""
    if isinstance(weight, Tensor) and weight.numel() and can_look_at(weight):
        least, greatest = _span(weight)
        if not (least >= 0 and greatest < math.inf):
            raise ValueError(f"{name} needs {words}, got values from {least:.6g} to {greatest:.6g}")


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


def _check_hard(domain: Domain, name: str, values: NDArray[Any]) -> None:
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
