"""The few numerical pieces that the PyTorch losses are made of: safe logarithms, and the reduction.

A ``torch.where`` stops a value and not a gradient: 0 · ∞ on the road not taken is NaN. So the argument of a logarithm
is made safe first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeAlias

import torch
from torch import Tensor, nn
from torch.autograd.forward_ad import unpack_dual

from lossbook.arguments import Reduction

Weights: TypeAlias = Tensor | Sequence[float] | float | None

PLAIN = (Tensor, nn.Parameter)


def safe_log(p: Tensor, eps: float) -> Tensor:
    """log max(p, eps), with gradient 0 where clipped."""
    return at_least(p, eps).log()


def at_least(x: Tensor, low: float) -> Tensor:
    """max(x, low), with gradient 0 from ``low`` down; a NaN stays one."""
    return torch.where(x <= low, low, x)


def safe_log_complement(p: Tensor, eps: float) -> Tensor:
    """log max(1 − p, eps), by log1p: 1 − p forgets the digits of a small p."""
    clipped = 1 - p <= eps
    return torch.where(clipped, math.log(eps), torch.log1p(-torch.where(clipped, 0, p)))


def log_one_minus(log_p: Tensor, dim: int) -> Tensor:
    """log(1 − p) from log-probabilities, also where p rounds to 1.

    At most one class has p > 1/2. There 1 − p is the sum of the others, and the log of that sum is taken with a shift;
    elsewhere log1p(−p) is exact enough.
    """
    confident = log_p > -math.log(2)
    others = finite(torch.where(confident, -math.inf, log_p)).logsumexp(dim, keepdim=True)
    return torch.where(confident, others, torch.log1p(-torch.where(confident, -1, log_p).exp()))


def levelled(logits: Tensor, dim: int) -> Tensor:
    """Logits less the largest of their row, which is a constant from then on; a softmax does not change.

    Its own gradient is then minus the sum of the others', and keeps the digits that 1 − p has lost where p is near 1.
    """
    if logits.numel() == 0 or not (logits.requires_grad or in_a_transform(logits)):
        return logits
    largest, place = logits.max(dim, keepdim=True)
    below = logits - largest
    return below.scatter(dim, place, (largest - largest).detach())


def finite(log_p: Tensor) -> Tensor:
    """log p, or a logit, with the largest numbers for ±∞: 0 · ∞ is NaN, in a value or on the way back."""
    largest = torch.finfo(log_p.dtype).max
    return log_p.clamp(-largest, largest)


def at_label(values: Tensor, labels: Tensor, dim: int) -> Tensor:
    """The entry of each row that its label points at; ``dim`` is gone."""
    return values.gather(dim, labels.unsqueeze(dim)).squeeze(dim)


def by_sign(signs: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
    """One loss for the label 1 and another for −1; a NaN stays one."""
    return torch.where(signs < 0, negative, positive * signs)


def along(dim: int, weights: Weights, like: Tensor) -> Tensor | float:
    """One weight a class, shaped to multiply ``like`` along ``dim``; None weighs 1."""
    if weights is None:
        return 1.0
    weights = torch.as_tensor(weights, dtype=like.dtype, device=like.device)
    if weights.ndim == 0:
        return weights
    return weights.reshape([-1 if d == dim % like.ndim else 1 for d in range(like.ndim)])


def can_look_at(*tensors: Tensor) -> bool:
    """Whether a look at the values costs no wait and breaks nothing.

    That is on the CPU, run at once, and with plain tensors: neither traced nor compiled, nor inside a transform, nor
    with what only looks like a tensor of numbers, as a fake or a distributed one does.
    """
    if torch.compiler.is_compiling() or torch.jit._trace.is_tracing():
        return False
    if torch._C._functorch.peek_interpreter_stack() is not None:  # a transform wraps whatever is done in it
        return False
    return all(x.is_cpu and type(x) in PLAIN for x in tensors)


def is_plain(*tensors: Tensor) -> bool:
    """Whether the tensors have numbers of their own."""
    return all(type(x) in PLAIN and x.device.type != "meta" for x in tensors)


def without_autocast(like: Tensor) -> AbstractContextManager[Any]:
    """Products in full precision; a device that has no numbers has no autocast either."""
    device = like.device.type
    # Up to PyTorch 2.8 a compiler can't trace the question; what is compiled has an autocast.
    if torch.compiler.is_compiling() or torch.amp.is_autocast_available(device):
        return torch.autocast(device, enabled=False)
    return nullcontext()


def in_a_transform(*tensors: Tensor) -> bool:
    """Where a function written by hand cannot be looked into: inside vmap or grad of torch.func, and forward mode."""
    if torch.compiler.is_compiling():
        return False
    wrapped = any(map(torch._C._functorch.is_functorch_wrapped_tensor, tensors))
    return wrapped or any(unpack_dual(x).tangent is not None for x in tensors)


def reduce(
    loss: Tensor,
    sample_weight: Tensor | None,
    reduction: Reduction,
    *,
    label_weight: Tensor | float = 1.0,
    kept: Tensor | None = None,
) -> Tensor:
    """Weigh each sample's loss and put the batch together.

    Args:
        loss: one value a sample.
        sample_weight: weights of the shape of ``loss``, or of its leading axes.
        reduction: ``"mean"`` divides by the number of samples kept, ``"weighted_mean"`` by the sum of all weights,
            ``"sum"`` by nothing; ``"none"`` gives the tensor.
        label_weight: the weight that the label brought, already in ``loss``; it counts in the sum of all weights.
        kept: False for ignored samples, which count for nothing.
    """
    weight = None
    if sample_weight is not None:
        weight = sample_weight.to(loss.dtype).reshape(sample_weight.shape + (1,) * (loss.ndim - sample_weight.ndim))
        loss = torch.where(weight != 0, loss * weight, 0)  # also of an infinite loss a weight of 0 leaves nothing
    if kept is not None:
        loss = torch.where(kept, loss, 0)
    if reduction == "none":
        return loss
    if reduction == "sum":
        return loss.sum()
    if reduction == "mean":
        if kept is None and loss.numel():
            return loss.mean()
        return loss.sum() / (1 if kept is None else kept.sum().clamp(min=1))  # of nothing: 0
    weight = torch.ones_like(loss) * (1.0 if weight is None else weight) * label_weight
    total = (weight if kept is None else torch.where(kept, weight, 0)).sum()
    nothing = total == 0
    return torch.where(nothing, 0, loss.sum() / torch.where(nothing, 1, total))
