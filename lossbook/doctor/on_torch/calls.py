"""What PyTorch's own losses are given: every call of one, whoever makes it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

from lossbook.doctor.findings import Place
from lossbook.doctor.losses import FUNCTIONS_IN_TORCH, Wanted, wanted

PREDICTIONS = ("input", "input1", "x1")  # what losses call the first of what a model gives


@dataclass
class Call:
    """One call of a loss: its function and arguments by name, and what it returned, if it returned."""

    name: str
    function: Callable[..., Tensor]
    arguments: dict[str, Any]
    result: Tensor | None = None
    module: str = "torch"
    place: Place | None = None

    @property
    def outputs(self) -> Tensor | None:
        """The predictions, or the first of several."""
        return next((it for it in map(_tensor, map(self.arguments.get, PREDICTIONS)) if it is not None), None)

    @property
    def targets(self) -> Tensor | None:
        """The truth, where the loss has one."""
        return _tensor(self.arguments.get("target"))

    @property
    def shown(self) -> str:
        """The class that people know the loss by, or its function."""
        return shown_name(self.name) if self.module == "torch" else self.name

    def again(self, **changed: Any) -> Tensor:
        """The same loss with other arguments, without a graph."""
        with torch.no_grad():
            return self.function(**{**self.arguments, **changed})

    def by_sample(self) -> Tensor | None:
        """The loss of each sample, where the loss can say it."""
        told = {"size_average": None, "reduce": None} if self.module == "torch" else {}
        try:
            each = self.again(**told, reduction="none")
        except (RuntimeError, ValueError, TypeError):
            return None
        return each.reshape(len(each), -1).mean(1) if each.ndim else None

    def wanted(self) -> Wanted | None:
        """What the loss wants, by these arguments."""
        targets = self.targets
        options = {key: self.arguments[key] for key in ("log_input",) if key in self.arguments}
        if self.module != "torch":
            return wanted(self.name, "", self.arguments.get("from_logits"), options=options)
        soft = targets is not None and targets.is_floating_point() and self.name == "cross_entropy"
        return wanted(self.shown, "torch", soft=soft, options=options)


def _tensor(value: Any) -> Tensor | None:
    return value if isinstance(value, Tensor) else None


@cache
def shown_name(function: str) -> str:
    """The module's name for a function: ``CrossEntropyLoss`` for ``cross_entropy``."""
    if function in FUNCTIONS_IN_TORCH:
        return FUNCTIONS_IN_TORCH[function]
    plain = function.replace("_", "")
    names = (name for name in dir(nn) if name.endswith("Loss"))
    special = {"binary_cross_entropy": "BCELoss"}
    return special.get(function) or next((name for name in names if name.lower() == plain), function)


@cache
def torchs_losses() -> dict[Callable[..., Any], str]:
    """The losses of ``torch.nn.functional`` that the catalog knows."""
    found: dict[Callable[..., Any], str] = {}
    for name in dir(F):
        function = getattr(F, name)
        if callable(function) and name != "cosine_similarity" and wanted(name, "torch"):
            found[function] = name
    return found


class Listener(TorchFunctionMode):
    """Notes every call of a loss of ``torch.nn.functional``; ``nn``'s modules and methods end there."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Let the call through, and note it if it is one of a loss."""
        kwargs = dict(kwargs or {})
        name = torchs_losses().get(func)
        if name is None:
            return func(*args, **kwargs)
        call = Call(name, func, inspect.signature(func).bind(*args, **kwargs).arguments)
        self.calls.append(call)
        call.result = func(*args, **kwargs)
        return call.result


@contextmanager
def listening() -> Iterator[Listener]:
    """Note the calls of losses until the block ends."""
    listener = Listener()
    with listener:
        yield listener


def separate(loss: Any, outputs: Any, y: Any) -> Iterator[tuple[str, Any, Any, Any]]:
    """Of each loss its name, itself, and the outputs and the targets that it is given."""
    if isinstance(loss, Mapping):
        yield from ((str(key), each, outputs[key], y[key]) for key, each in loss.items())
    elif isinstance(loss, (list, tuple)):
        yield from ((str(i), each, outputs[i], y[i]) for i, each in enumerate(loss))
    else:
        yield "", loss, outputs, y


def own_calls(loss: Any, outputs: Any, y: Any) -> list[Call]:
    """A loss of lossbook's, as the call of a loss."""
    found = []
    for _, each, output, target in separate(loss, outputs, y):
        function = getattr(each, "function", each)
        if not getattr(function, "__module__", "").startswith("lossbook.torch") or not isinstance(output, Tensor):
            continue
        arguments = {"input": output, "target": target, **getattr(each, "options", {})}
        name = type(each).__name__ if isinstance(each, nn.Module) else function.__name__
        found.append(Call(name, function, arguments, None, "lossbook"))
    return found


def array(tensor: Tensor) -> NDArray[Any]:
    """The values as NumPy has them: bfloat16, which it hasn't, as float32."""
    values = tensor.detach()
    values = values.float() if values.dtype == torch.bfloat16 else values
    return np.asarray(values.cpu().numpy())
