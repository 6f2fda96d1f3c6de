"""Where NaN and infinity begin: in the inputs, the weights, a layer, a loss written by hand, or a gradient."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from lossbook.doctor import on_both
from lossbook.doctor.findings import Finding, Place, finding
from lossbook.doctor.nested import mapped
from lossbook.doctor.on_torch.examination import Examination, summed, tensors
from lossbook.doctor.on_torch.graph import inner_or_complement, nodes


def not_finite(it: Examination) -> list[Finding]:
    """A loss or gradients that are NaN or infinite, and where that begins."""
    if not math.isfinite(it.value):
        return _of_infinite_loss(it)
    bad = [name for name, each in it.gradients.items() if not torch.isfinite(each).all()]
    if not bad:
        return []
    if found := culprit(it.total):
        return found
    return on_both.infinite_gradients(bad, len(it.gradients), it.value, "torch", _operation(it))


def _of_infinite_loss(it: Examination) -> list[Finding]:
    """Where it begins: in the inputs, in a layer, or in the loss; in float16 alone, or anyway."""
    numbers = [t for t in tensors(it.x) if t.is_floating_point()]
    bad = sum(int((~torch.isfinite(t)).sum()) for t in numbers)
    if bad:
        return on_both.infinite_inputs(bad, sum(t.numel() for t in numbers), "torch")
    if spoiled := [name for name, p in it.parameters.items() if not torch.isfinite(p).all()]:
        bad = sum(int((~torch.isfinite(it.parameters[name])).sum()) for name in spoiled)
        witness = f"{bad} weights are NaN or infinite before the first step, beginning with {spoiled[0]}"
        place = Place(part=spoiled[0])
        return [finding("LB508", "weights that are NaN or infinite", witness, place, "torch", None, bad=bad)]
    if found := _first_layer(it):
        return found
    if it.total.requires_grad and (found := culprit(it.total)):
        return found
    halves = [t for t in tensors(it.outputs) if t.dtype == torch.float16]
    if halves:
        in_float32 = float(summed(it.priced(_cast(it.outputs), it.y)))
        if found := on_both.infinite_in_float16(it.value, in_float32, "torch"):
            return found
    return on_both.infinite_loss(it.value, "torch")


def _first_layer(it: Examination) -> list[Finding]:
    """The first module whose output is not finite while its input is."""
    at_fault: list[tuple[str, int, int]] = []
    names = {module: name for name, module in it.model.named_modules()}

    def look(module: nn.Module, given: Any, made: Any) -> None:
        if not at_fault and _finite(given) and not _finite(made):
            values = [t for t in tensors(made) if t.is_floating_point()]
            bad = sum(int((~torch.isfinite(t)).sum()) for t in values)
            at_fault.append((names[module], bad, sum(t.numel() for t in values)))

    handles = [module.register_forward_hook(look) for module in it.model.modules() if not list(module.children())]
    try:
        with torch.no_grad():
            it.call(it.x)
    finally:
        for handle in handles:
            handle.remove()
    return on_both.infinite_layer(*at_fault[0], "torch") if at_fault else []


def _finite(nested: Any) -> bool:
    return all(bool(torch.isfinite(t).all()) for t in tensors(nested) if t.is_floating_point())


def _cast(nested: Any) -> Any:
    return mapped(nested, lambda it: it.float() if isinstance(it, Tensor) and it.dtype == torch.float16 else it)


def _operation(it: Examination) -> str:
    """The operation whose backward gives the first NaN, as autograd names it."""
    try:
        with warnings.catch_warnings(), torch.autograd.set_detect_anomaly(True, check_nan=True):
            warnings.simplefilter("ignore")
            loss = summed(it.priced(it.call(it.x), it.y))
            torch.autograd.grad(loss, list(it.trainable.values()), allow_unused=True)
    except RuntimeError as error:
        return str(error).split("'")[1] if "returned nan" in str(error) else ""
    return ""


def culprit(loss: Tensor) -> list[Finding]:
    """The operation behind a loss, or behind its gradient, that gives infinity here, if the graph still knows it."""
    for node in nodes(loss):
        name = node.name()
        if name == "LogBackward0" and (zeros := _count(node, "_saved_self", lambda t: t == 0)):
            inner = inner_or_complement(node)
            code = "LB301" if inner in ("softmax", "sigmoid") else "LB508"
            what = f"the logarithm of a {inner}, by hand" if code == "LB301" else "the logarithm of 0"
            witness = f"{zeros[0]} of {zeros[1]} numbers are exactly 0 here, and their logarithm is −∞"
            return [finding(code, what, witness, Place(), "torch", None, zeros=zeros[0])]
        if name == "ExpBackward0" and (found := _count(node, "_saved_result", torch.isinf)):
            dtype = node._saved_result.dtype
            half = dtype == torch.float16
            end = f"{str(dtype).removeprefix('torch.')} ends at {torch.finfo(dtype).max:.{5 if half else 2}g}"
            witness = f"{found[0]} of {found[1]} exponentials are infinite: {end}"
            return [finding("LB509" if half else "LB508", "an exponential overflows", witness, Place(), "torch")]
        # A vector norm has a gradient of 0 at 0, and is no fault.
        if name == "SqrtBackward0" and (found := _count(node, "_saved_result", lambda t: t == 0)):
            witness = f"{found[0]} of {found[1]} square roots are of exactly 0, where the slope is infinite"
            return [finding("LB304", "a square root of 0", witness, Place(), "torch", None, zeros=found[0])]
    return []


def _count(node: Any, saved: str, which: Callable[[Tensor], Tensor]) -> tuple[int, int] | None:
    """How many of the saved numbers are such, of how many; None if there are none."""
    try:
        values = getattr(node, saved)
    except (AttributeError, RuntimeError):  # backward has freed them
        return None
    number = int(which(values.detach()).sum())
    return (number, values.numel()) if number else None
