"""What autograd's graph tells of a tensor: the operation that made it, and all that lies behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

NAMED = {
    "SoftmaxBackward0": "softmax",
    "LogSoftmaxBackward0": "log_softmax",
    "SigmoidBackward0": "sigmoid",
    "HardsigmoidBackward0": "hard_sigmoid",
    "LogSigmoidBackward0": "log_sigmoid",
    "ReluBackward0": "relu",
    "ThresholdBackward0": "",
    "SoftplusBackward0": "softplus",
    "ExpBackward0": "exponential",
    "TanhBackward0": "tanh",
    "GeluBackward0": "gelu",
    "SiluBackward0": "silu",
    "MishBackward0": "mish",
    "LeakyReluBackward0": "leaky_relu",
    "AddmmBackward0": "linear",
    "MmBackward0": "linear",
    "ConvolutionBackward0": "linear",
}
MOVES = {  # what moves values about, or casts them, and changes none
    "View", "UnsafeView", "Reshape", "ReshapeAlias", "Squeeze", "Unsqueeze", "Transpose", "Permute", "T", "Clone",
    "Alias", "AsStrided", "Slice", "Index", "Select", "Unbind", "Split", "Narrow", "Cat", "Stack", "Clamp", "Expand",
    "Gather", "MaskedSelect", "IndexSelect",
}  # fmt: skip
CASTS = {"ToCopy", "Clone", "Alias", "CloneBackward"}
PARTS = {"Slice", "Index", "Select", "Unbind", "Split", "Narrow", "Gather", "MaskedSelect", "IndexSelect", "Cat"}


@dataclass
class Before:
    """The operation before a loss: its name as in ``ACTIVATIONS``, the axis it normalises, its node in the graph."""

    activation: str = ""
    axis: int | None = None
    node: Any = field(default=None, repr=False)


def before(tensor: Tensor) -> Before:
    """The last operation that made these values, through what only moves them; unknown if it is none we know.

    >>> import torch
    >>> x = torch.ones(2, 3, requires_grad=True)
    >>> before(x.softmax(1).view(2, 3)).activation, before(x @ torch.ones(3, 4)).activation, before(x + 1).activation
    ('softmax', 'linear', '')
    """
    node, passed = tensor.grad_fn, set()
    while node is not None:
        kind = node.name().rstrip("0123456789").removesuffix("Backward")
        if kind not in MOVES and kind not in CASTS:
            break
        passed.add(kind)
        nexts = [following for following, _ in node.next_functions if following is not None]
        if not nexts or (len(nexts) > 1 and len({following.name() for following in nexts}) > 1):
            return Before()
        node = nexts[0]
    if node is None:
        return Before()
    return _named(node, passed, tensor.ndim)


def _named(node: Any, passed: set[str], ndim: int) -> Before:
    name = node.name()
    activation = NAMED.get(name, "")
    if name == "HardtanhBackward0":
        activation = {(0, 6): "relu6", (-1, 1): "hard_tanh"}.get((node._saved_min_val, node._saved_max_val), "")
    elif name == "EluBackward0":
        plain = (node._saved_scale, node._saved_alpha) == (1, 1)
        activation = "elu" if plain else "selu" if node._saved_scale != 1 else ""
    elif name == "LogBackward0":
        inner = _inner(node)
        activation = {"softmax": "log_softmax", "sigmoid": "log_sigmoid"}.get(inner.activation, "")
        return Before(activation if not passed & PARTS else "", None, inner.node)
    elif name == "AddBackward0":  # a bias, where the product has more than two axes
        first = node.next_functions[0][0]
        inner_name = first.next_functions[0][0].name() if first is not None and first.next_functions else ""
        is_product = first is not None and first.name() == "UnsafeViewBackward0" and inner_name == "MmBackward0"
        activation = "linear" if is_product else ""
    if activation in ("softmax", "log_softmax"):
        if passed & {"Select", "Unbind"}:  # one class of several: a probability of its own
            return Before("sigmoid" if activation == "softmax" else "log_sigmoid", None, node)
        if passed & PARTS:
            return Before("", None, node)
        dim = getattr(node, "_saved_dim", -1)
        dim = dim - 2**64 if dim > 2**32 else dim
        moved = passed - CASTS - {"Clamp"}
        return Before(activation, None if moved else dim % ndim, node)
    return Before(activation, None, node)


def _inner(node: Any) -> Before:
    """What lies before a logarithm, past what guards it from 0."""
    following = node.next_functions[0][0]
    while following is not None and following.name() in ("ClampBackward1", "ClampMinBackward0", "AddBackward0"):
        following = following.next_functions[0][0]
    return Before() if following is None else _named(following, set(), 2)


def inner_or_complement(node: Any) -> str:
    """What a logarithm is taken of: a softmax, a sigmoid, or one minus a sigmoid."""
    following = node.next_functions[0][0]
    while following is not None and following.next_functions:
        kind = following.name().rstrip("0123456789").removesuffix("Backward")
        if kind not in MOVES | CASTS | {"Rsub", "Add", "Sub"}:
            break
        following = following.next_functions[0][0]
    return NAMED.get(following.name(), "") if following is not None else ""


def nodes(loss: Tensor) -> Iterator[Any]:
    """All operations behind a loss, the last first."""
    waiting, passed = [loss.grad_fn], set()
    while waiting:
        node = waiting.pop(0)
        if node is None or node in passed:
            continue
        passed.add(node)
        yield node
        waiting.extend(following for following, _ in node.next_functions)


def leaves_of(loss: Tensor) -> list[Tensor]:
    """The tensors that autograd would give a gradient by this loss."""
    found = (getattr(node, "variable", None) for node in nodes(loss))
    return list({id(leaf): leaf for leaf in found if isinstance(leaf, Tensor)}.values())
