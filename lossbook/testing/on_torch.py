"""A loss in PyTorch: a function or a module."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lossbook.testing.faults import Fault, difference, told
from lossbook.testing.on_numpy import Arrays, NumPy, Result


class Torch(NumPy):
    """A loss with tensors in and out. A module is tried as a copy in the dtype of the inputs."""

    name = "PyTorch"
    usual = "float32"
    half: tuple[str, ...] = ("float16", "bfloat16")
    keeps_dtype = True
    prediction = 0

    def __init__(self, function: Callable[..., Any], by_hand: Callable[..., Any] | None = None) -> None:
        super().__init__(function, by_hand)
        self.module: nn.Module | None = function if isinstance(function, nn.Module) else None
        self.device: torch.device | None = None
        self._copies: dict[str, Callable[..., Any]] = {}

    @classmethod
    def of(cls, function: Callable[..., Any], by_hand: Callable[..., Any] | None, inputs: Sequence[Any]) -> Self:
        """On the device of the first tensor."""
        loss = cls(function, by_hand)
        loss.device = next((it.device for it in inputs if isinstance(it, Tensor)), None)
        return loss

    def like(self, function: Callable[..., Any]) -> Self:
        """Another loss on the same device."""
        other = type(self)(function)
        other.device = self.device
        return other

    @staticmethod
    def array(values: Any) -> NDArray[Any]:
        """A tensor or an array as an array."""
        if not isinstance(values, Tensor):
            return NumPy.array(values)
        values = values.detach().cpu()
        return np.asarray((values.double() if values.is_floating_point() else values).numpy())

    @property
    def described(self) -> Callable[..., Any]:
        """A module's signature is that of its ``forward``."""
        return self.module.forward if self.module is not None else self.function

    def given(self, arrays: Arrays, dtype: str) -> list[Any]:
        """The inputs as tensors that share no memory with anything."""
        tensors = [torch.tensor(array, device=self.device) for array in arrays]
        return [tensor.to(getattr(torch, dtype)) if tensor.is_floating_point() else tensor for tensor in tensors]

    def call(self, arrays: Arrays, dtype: str | None = None) -> Result:
        """The loss."""
        dtype = dtype or self.usual
        return self.result(self._in(dtype)(*self.given(arrays, dtype)))

    def _in(self, dtype: str) -> Callable[..., Any]:
        """The loss with its own tensors in this dtype, if it is a module."""
        if self.module is None:
            return self.function
        if dtype not in self._copies:
            self._copies[dtype] = copy.deepcopy(self.module).to(getattr(torch, dtype))
        return self._copies[dtype]

    def result(self, found: Any) -> Result:
        """What came out."""
        if not isinstance(found, Tensor):
            raise Fault(f"The loss is a {type(found).__name__}, which has no gradient. Return a tensor; no .item()")
        return Result(self.array(found).astype(np.float64), str(found.dtype).removeprefix("torch."))

    @property
    def has_gradient(self) -> bool:
        """Autograd's."""
        return True

    def gradients(
        self, arrays: Arrays, positions: Sequence[int], dtype: str | None = None
    ) -> list[NDArray[Any] | None]:
        """By autograd, or by hand."""
        if self.by_hand is not None:
            return super().gradients(arrays, positions, dtype)
        dtype = dtype or self.usual
        given = self.given(arrays, dtype)
        wanted = [given[i].requires_grad_() for i in positions]
        loss = self._in(dtype)(*given).sum()
        if not loss.requires_grad:
            return [None for _ in wanted]
        found = torch.autograd.grad(loss, wanted, allow_unused=True)
        return [None if it is None else self.array(it) for it in found]

    def reduced(self, reduction: str) -> Self | None:
        """A function's keyword, or a module's attribute."""
        if self.module is None:
            return super().reduced(reduction)
        if not hasattr(self.module, "reduction"):
            return None
        module = copy.deepcopy(self.module)
        setattr(module, "reduction", reduction)  # noqa: B010 - which module it is, only its author knows
        return self.like(module)

    def changed(self, arrays: Arrays) -> int | None:
        """The position of an input that is not the same after a call."""
        with torch.no_grad():
            return super().changed(arrays)

    def compiled(self, arrays: Arrays, positions: Sequence[int]) -> Self:
        """As one graph, by the backend that runs it without a C++ compiler."""
        torch.compiler.reset()  # or the ninth loss of one code, such as a base class's, would be refused
        loss = self._in(self.usual)

        def call(*inputs: Tensor) -> Any:
            """PyTorch 2.6 refuses a function of its own, but not one that calls it."""
            return loss(*inputs)

        compiled = torch.compile(call, backend="aot_eager", fullgraph=True, dynamic=False)

        def differentiated(*inputs: Tensor) -> Any:
            """Always with gradients, since a call without would be compiled once more."""
            return compiled(*(it.requires_grad_() if i in positions else it for i, it in enumerate(inputs)))

        return self.like(differentiated)

    def saving(self, arrays: Arrays, notes: list[str]) -> Iterator[str]:
        """Tensors that don't move or are not in the file; what a copy and a loaded ``state_dict`` give."""
        if self.module is None:
            yield from super().saving(arrays, notes)
            return
        yield from _plain_tensors(self.module)
        repr(self.module)
        before, other = self.call(arrays).losses, copy.deepcopy(self.module)
        with torch.no_grad():
            for tensor in other.state_dict().values():
                tensor.zero_()
        other.load_state_dict(self.module.state_dict())
        if found := difference(self.like(other).call(arrays).losses, before, 1e-6):
            yield f"After load_state_dict(state_dict()) of a copy, {found}. Load all that you save"
        try:
            pickle.dumps(self.module)
        except Exception as error:  # pickle raises what it likes
            notes.append(f"saving: torch.save of the whole module fails ({told(error)}); its state_dict can be saved")


def _plain_tensors(loss: nn.Module) -> Iterator[str]:
    """Tensors that are attributes and nothing more."""
    saved = ", ".join(loss.state_dict()) or "nothing"
    for where, module in loss.named_modules():
        for name, value in vars(module).items():
            held = value if isinstance(value, (list, tuple)) else [value]
            if not name.startswith("_") and any(isinstance(it, Tensor) for it in held):
                path = f"{where}.{name}" if where else name
                yield (
                    f"{path} is a plain tensor: .to(device) and .double() leave it behind, and the state_dict holds "
                    f"{saved}. Write self.register_buffer({name!r}, ...), or nn.Parameter if it is trained"
                )
