"""One batch through one model: forward, loss and backward, and nothing is changed by them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from lossbook.doctor.nested import flat
from lossbook.doctor.on_both import asked, same_draws
from lossbook.doctor.on_torch.calls import Call, listening, own_calls, separate
from lossbook.doctor.on_torch.graph import before


class Examination:
    """One batch through one model: what the looks share.

    ``calls``: the losses that were called; ``told``: the rules that their arguments break; ``slopes``: of each call the
    gradient of what lies before it.
    """

    def __init__(self, model: nn.Module, loss: Any, x: Any, y: Any, optimizer: Any) -> None:
        self.model: nn.Module = model
        self.loss: Any = loss
        self.x: Any = x
        self.y: Any = y
        self.optimizer: Any = optimizer
        self.parameters: dict[str, nn.Parameter] = dict(model.named_parameters())
        self.trainable: dict[str, nn.Parameter] = {n: p for n, p in self.parameters.items() if p.requires_grad}
        self.outputs: Any = None
        self.losses: dict[str, Tensor] = {}
        self.calls: list[Call] = []
        self.told: set[str] = set()
        self.gradients: dict[str, Tensor] = {}
        self.slopes: list[Tensor | None] = []

    def forward(self) -> None:
        """Outputs and losses; where the loss raises, the calls are those that it came to."""
        self.outputs = asked(lambda: self.call(self.x), "the model")
        with listening() as listener, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.calls = listener.calls
            self.losses = asked(lambda: self.priced(self.outputs, self.y), "the loss")
        self.calls = [*listener.calls, *own_calls(self.loss, self.outputs, self.y)]
        for name, value in self.losses.items():
            if not isinstance(value, Tensor):
                raise TypeError(f"the loss{f' {name!r}' if name else ''} gives {type(value).__name__}, and no tensor")

    def call(self, x: Any) -> Any:
        """The model on a batch."""
        if isinstance(x, Mapping):
            return self.model(**x)
        return self.model(*x) if isinstance(x, (tuple, list)) else self.model(x)

    def priced(self, outputs: Any, y: Any) -> dict[str, Tensor]:
        """Each loss by its name; of a loss for each element the mean."""
        if isinstance(self.loss, (Mapping, list, tuple)):
            found = {name: each(*batch) for name, each, *batch in separate(self.loss, outputs, y)}
        else:
            value = self.loss(outputs, y)
            if isinstance(value, Mapping):
                found = {str(key): each for key, each in value.items()}
            elif isinstance(value, (list, tuple)):
                found = {str(i): each for i, each in enumerate(value)}
            else:
                found = {"": value}
        return {name: each.mean() if isinstance(each, Tensor) and each.ndim else each for name, each in found.items()}

    @property
    def total(self) -> Tensor:
        """All losses together."""
        return summed(self.losses)

    @property
    def value(self) -> float:
        """The loss of the batch."""
        return float(self.total.detach())

    def backward(self) -> None:
        """The gradients of the parameters, and of what lies before each loss."""
        with _before_losses(self.calls) as slopes:
            found = torch.autograd.grad(self.total, list(self.trainable.values()), retain_graph=True, allow_unused=True)
        self.slopes = slopes
        self.gradients = {name: each for name, each in zip(self.trainable, found, strict=True) if each is not None}


@contextmanager
def _before_losses(calls: list[Call]) -> Iterator[list[Tensor | None]]:
    """The gradient of what lies before each loss: of a sigmoid's or a softmax's input, or of the outputs."""
    slopes: list[Tensor | None] = [None] * len(calls)
    handles = []

    def keep(index: int) -> Callable[..., None]:
        def hook(inputs: tuple[Tensor | None, ...], outputs: tuple[Tensor | None, ...]) -> None:
            slopes[index] = inputs[0]

        return hook

    def keep_whole(index: int) -> Callable[[Tensor], None]:
        def hook(gradient: Tensor) -> None:
            slopes[index] = gradient

        return hook

    for index, call in enumerate(calls):
        outputs = call.outputs
        if outputs is None or outputs.grad_fn is None:
            continue
        last = before(outputs)
        squashed = last.node is not None and last.activation not in ("", "linear")
        if squashed:
            handles.append(last.node.register_hook(keep(index)))
        else:
            handles.append(outputs.register_hook(keep_whole(index)))
    try:
        yield slopes
    finally:
        for handle in handles:
            handle.remove()


def summed(losses: Mapping[str, Tensor]) -> Tensor:
    """All losses together."""
    return torch.stack([each.float() for each in losses.values()]).sum()


def tensors(nested: Any) -> list[Tensor]:
    """All tensors in tuples, lists and dicts."""
    return [it for it in flat(nested) if isinstance(it, Tensor)]


@contextmanager
def untouched(*parts: Any) -> Iterator[None]:
    """Put back what a forward and a backward pass change: buffers, modes, attributes, random states.

    And weights: an embedding with a ``max_norm`` writes its own in the forward pass.
    """
    modules = {module for part in parts for each in _modules(part) for module in each.modules()}
    attributes = {module: dict(module.__dict__) for module in modules}
    registered = {module: (dict(module._buffers), dict(module._parameters)) for module in modules}
    held = (it for module in modules for it in (*module._buffers.values(), *module._parameters.values()))
    values = {id(it): (it, it.detach().clone()) for it in held if it is not None}
    devices = list(range(torch.cuda.device_count())) if torch.cuda.is_initialized() else []
    try:
        with same_draws(), torch.random.fork_rng(devices=devices):
            yield
    finally:
        for module in modules:
            buffers, parameters = registered[module]
            module.__dict__.clear()
            module.__dict__.update(attributes[module])
            for own, saved in ((module._buffers, buffers), (module._parameters, parameters)):
                own.clear()
                own.update(saved)  # type: ignore[arg-type]  # each with its own kind
        with torch.no_grad():
            for tensor, value in values.values():
                comparable = tensor.layout == torch.strided and not tensor.is_meta
                # A copy in place would end a backward pass that is still to come, so what is the same is let alone.
                if not (comparable and torch.equal(tensor, value)):
                    tensor.copy_(value)


def _modules(part: Any) -> list[nn.Module]:
    if isinstance(part, nn.Module):
        return [part]
    values = part.values() if isinstance(part, Mapping) else part if isinstance(part, (list, tuple)) else ()
    return [each for each in values if isinstance(each, nn.Module)]
