"""Argument checks of the PyTorch losses: what costs no wait for a device, so that they may stay on in training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

import torch
from torch import Tensor

from lossbook.arguments import check_parameters, check_reduction, check_shapes, check_weight_shape
from lossbook.catalog import CATALOG, Input, Loss

Function = TypeVar("Function", bound=Callable[..., Any])


def checked(function: Function) -> Function:
    """Give a loss tensors of one dtype whose shapes and parameters its row in the catalog allows, or raise."""
    row = CATALOG[function.__name__]
    # PyTorch's order is (input, target) where NumPy's and Keras's is (y_true, y_pred).
    inputs, names = row.inputs(), [given.name for given in row.inputs()]
    if not row.several:
        inputs, names = inputs[::-1], ["input", "target"]
    optional = {given.name for given in inputs if given.optional}

    @wraps(function)
    def with_checks(*values: Tensor, **options: Any) -> Tensor:
        values += tuple(options.pop(name, None) for name in names[len(values) :] if name in options or name in optional)
        if len(values) != len(names):  # Python's own error says what is missing or too many
            return function(*values, **options)
        tensors = _as_tensors(row, inputs, names, values)
        _check(row, tensors if row.several else tensors[::-1], names if row.several else names[::-1], options)
        return function(*tensors, **options)

    return with_checks  # type: ignore[return-value]  # wraps keeps the signature


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


def _check(row: Loss, tensors: Sequence[Tensor | None], names: Sequence[str], options: Mapping[str, Any]) -> None:
    dim = options.get("dim", -1)
    check_reduction(options.get("reduction", "mean"))
    shapes = [None if tensor is None else tuple(tensor.shape) for tensor in tensors]
    shape = check_shapes(row, shapes, names, dim)
    classes = row.classes(shapes, dim)
    check_parameters(row, options, classes)
    weight = options.get("sample_weight")
    if weight is not None:
        check_weight_shape(tuple(weight.shape), row.unreduced_shape(shape, dim))
    for given, name, tensor in zip(row.inputs(), names, tensors, strict=True):
        if tensor is None or not given.domain.alone:
            continue
        if given.domain.integer and _can_look_at(tensor):
            _check_labels(row, tensor, classes, options.get("ignore_index"))
        elif given.domain.hard and _can_look_at(tensor):
            given.domain.check(tensor.detach().numpy(), name, dim)
    if row.together and all(map(_can_look_at, tensors)):
        row.together({name: tensor.detach().numpy() for name, tensor in zip(names, tensors, strict=True)}, options)


def _can_look_at(values: Tensor) -> bool:
    """On the CPU, run at once, and not inside vmap or grad: there a look costs no wait and breaks no trace."""
    return (
        values.device.type == "cpu"
        and not torch.compiler.is_compiling()
        and not torch._C._functorch.is_functorch_wrapped_tensor(values)
    )


def _check_labels(row: Loss, labels: Tensor, classes: int, ignore_index: int | None) -> None:
    wrong = (labels < 0) | (labels >= classes)
    if ignore_index is not None:
        wrong &= labels != ignore_index
    if wrong.any():
        first = labels[wrong][0].item()
        hint = "; to leave positions out, pass ignore_index" if first < 0 else ""
        raise ValueError(f"{row.name} needs labels from 0 to {classes - 1}, got {first}{hint}")
