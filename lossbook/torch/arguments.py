"""Argument checks of the PyTorch losses: what costs no wait for a device, so that they may stay on in training."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import torch
from torch import Tensor

from lossbook.arguments import check_parameters, check_reduction, check_shapes, check_weight_shape, without_axis
from lossbook.catalog import CATALOG, Loss

Function = TypeVar("Function", bound=Callable[..., Any])


def checked(function: Function) -> Function:
    """Give a loss tensors of one dtype whose shapes and parameters its row in the catalog allows, or raise."""
    row = CATALOG[function.__name__]

    @wraps(function)
    def with_checks(input: Tensor, target: Tensor, **options: Any) -> Tensor:
        input, target = _as_tensors(row, input, target)
        _check(row, input, target, options)
        return function(input, target, **options)

    return with_checks  # type: ignore[return-value]  # wraps keeps the signature


def _as_tensors(row: Loss, input: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """The input decides the dtype: float64 and float32 stay, lower precisions become float32, as under autocast."""
    for name, value in (("input", input), ("target", target)):
        if not isinstance(value, Tensor):
            raise TypeError(f"{name} needs a tensor, got {type(value).__name__}")
    if not input.is_floating_point():
        raise TypeError(f"input needs a floating-point dtype, got {input.dtype}")
    if target.is_complex():
        raise TypeError(f"target needs real numbers, got {target.dtype}")
    input = input if input.dtype in (torch.float32, torch.float64) else input.float()
    if not row.targets.integer:
        return input, target.to(input.dtype)
    if target.is_floating_point() or target.dtype == torch.bool:
        raise TypeError(f"{row.name} needs integer labels, got {target.dtype}; whole numbers become labels by .long()")
    return input, target.long()


def _check(row: Loss, input: Tensor, target: Tensor, options: Mapping[str, Any]) -> None:
    dim = options.get("dim", -1)
    check_reduction(options.get("reduction", "mean"))
    check_shapes(row, tuple(target.shape), tuple(input.shape), dim, ("target", "input"))
    classes = input.shape[dim] if input.ndim else None
    check_parameters(row, options, classes)
    weight = options.get("sample_weight")
    if weight is not None:
        unreduced = without_axis(tuple(input.shape), dim) if row.predictions.over_axis else tuple(input.shape)
        check_weight_shape(tuple(weight.shape), unreduced)
    if row.layout == "sparse" and _can_look_at(target):
        _check_labels(row, target, classes, options.get("ignore_index"))


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
