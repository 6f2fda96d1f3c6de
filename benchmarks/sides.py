"""Both sides of a comparison as calls without arguments: forward and backward on the same input."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.peers import Run, peer
from lossbook.catalog import Loss
from lossbook.samples import sample_inputs

CLASSES = 100
Side = Callable[[], tuple[Any, Any]]  # → unreduced loss, gradients


def sample(row: Loss, elements: int) -> dict[str, np.ndarray]:
    """Legal input in float32, by name: logits where the loss takes them."""
    rng = np.random.default_rng(0)
    shape = (max(elements // CLASSES, 1), CLASSES)
    arrays = sample_inputs(row, rng, shape, {"from_logits": row.logits is not None})
    named = zip((given.name for given in row.inputs()), arrays, strict=True)
    return {name: a if a.dtype.kind == "i" else a.astype(np.float32) for name, a in named}


def both(row: Loss, framework: str, elements: int, mode: str) -> tuple[Side, Side] | None:
    """Lossbook's side and its peer's, or None where there is no peer."""
    if framework == "torch" and mode == "compiled":
        import torch

        torch.compiler.reset()  # after eight functions it would give up and run them eagerly
    theirs = peer(row, framework)
    if theirs is None:
        return None
    make = {"numpy": numpy_side, "torch": torch_side, "tensorflow": tensorflow_side}[framework]
    arrays = sample(row, elements)
    compiled = mode == "compiled"
    return make(row, ours(row, framework, mode), arrays, compiled), make(row, theirs, arrays, compiled)


def ours(row: Loss, framework: str, mode: str) -> Run:
    """The library's own function, unreduced, from logits where it can."""
    function = getattr(importlib.import_module(f"lossbook.{framework}"), row.name)
    if framework == "numpy" and mode != "checked":
        function = function.__wrapped__  # its peers look at no values: the formula alone, and once more with the checks
    options: dict[str, Any] = {"from_logits": True} if row.logits else {}
    if framework != "tensorflow":
        options["reduction"] = "none"
    rename = {"y_true": "target", "y_pred": "input"} if framework == "torch" else {}
    return lambda inputs: function(**{rename.get(name, name): value for name, value in inputs.items()}, **options)


def numpy_side(row: Loss, loss: Run, arrays: dict[str, np.ndarray], compiled: bool) -> Side:
    """NumPy differentiates nothing: the value alone."""
    return lambda: (loss(arrays), None)


def torch_side(row: Loss, loss: Run, arrays: dict[str, np.ndarray], compiled: bool) -> Side:
    """Value and gradient of the mean."""
    import torch

    inputs = {name: torch.from_numpy(a) for name, a in arrays.items()}
    differentiable = [inputs[given.name].requires_grad_() for given in row.inputs() if given.differentiable]

    def mean(*tensors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        values = loss(dict(zip(inputs, tensors, strict=True)))
        return values, values.mean()

    run = torch.compile(mean, dynamic=False) if compiled else mean

    def forward_and_backward() -> tuple[torch.Tensor, tuple[torch.Tensor, ...]]:
        values, total = run(*inputs.values())
        return values.detach(), torch.autograd.grad(total, differentiable)

    return forward_and_backward


def tensorflow_side(row: Loss, loss: Run, arrays: dict[str, np.ndarray], compiled: bool) -> Side:
    """Value and gradient of the mean."""
    import tensorflow as tf

    inputs = {name: tf.constant(a) for name, a in arrays.items()}
    watched = [given.name for given in row.inputs() if given.differentiable]

    def value_and_gradient(inputs: dict[str, tf.Tensor]) -> tuple[tf.Tensor, list[tf.Tensor]]:
        with tf.GradientTape() as tape:
            tape.watch([inputs[name] for name in watched])
            values = loss(inputs)
            total = tf.reduce_mean(values)
        return values, tape.gradient(total, [inputs[name] for name in watched])

    run = tf.function(value_and_gradient, jit_compile=True) if compiled else value_and_gradient
    return lambda: run(inputs)
