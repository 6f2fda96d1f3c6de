"""Gradients written by hand, for the losses on which autograd would spend more than twice the time of the usual form.

Each function here gives a loss and, in the same few passes over memory, its gradients. The formula that a family's file
shows stays the definition: tests hold the two together, and :func:`apply` falls back on it wherever something has to
look inside: for second derivatives, for gradients by the targets, and under ``torch.func``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.torch.primitives import finite, in_a_transform

PAIRS_AT_ONCE = 2**20  # of two classes of a row: they stay near the processor

Formula = Callable[..., Tensor]
Quick = Callable[..., tuple[Tensor, ...]]


def apply(quick: Quick | None, formula: Formula, *inputs: Tensor, dim: int | tuple[int, ...] | None = None) -> Tensor:
    """The loss ``formula(*inputs)``, differentiated by hand.

    Args:
        quick: gives the loss of the same inputs and its gradients by the first of them: one, or more. None: the formula
            has no need of it.
        formula: the loss in operations that autograd knows.
        inputs: the tensors; those without a gradient by hand come last.
        dim: the dimensions that the gradients have on top of the loss.
    """
    if quick is None or not torch.is_grad_enabled() or in_a_transform(*inputs):
        return formula(*inputs)
    return ByHand.apply(quick, formula, dim, *inputs)


class ByHand(torch.autograd.Function):
    """A loss with its gradients, taken along on the way forward."""

    @staticmethod
    def forward(ctx: Any, quick: Quick, formula: Formula, dim: int | tuple[int, ...] | None, *inputs: Tensor) -> Tensor:
        """The loss."""
        loss, *gradients = quick(*inputs)
        ctx.formula, ctx.dim, ctx.many = formula, dim, len(inputs)
        ctx.save_for_backward(*inputs, *gradients)
        return loss

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        """What was taken along; or, if it will be differentiated again or was not taken, the formula's."""
        inputs, gradients = ctx.saved_tensors[: ctx.many], ctx.saved_tensors[ctx.many :]
        needed = ctx.needs_input_grad[3:]
        if torch.is_grad_enabled() or any(needed[len(gradients) :]):
            return None, None, None, *again(ctx.formula, inputs, needed, grad)
        for d in sorted((ctx.dim,) if isinstance(ctx.dim, int) else ctx.dim or ()):
            grad = grad.unsqueeze(d)
        found = [gradient * grad if n else None for gradient, n in zip(gradients, needed, strict=False)]
        return None, None, None, *found, *[None] * (len(inputs) - len(found))


def again(formula: Formula, inputs: tuple[Tensor, ...], needed: tuple[bool, ...], grad: Tensor) -> list[Tensor | None]:
    """The gradients by autograd, which can be differentiated further."""
    differentiable = torch.is_grad_enabled()
    with torch.enable_grad():
        loss = formula(*inputs)
    wanted = [x for x, n in zip(inputs, needed, strict=True) if n]
    found = iter(torch.autograd.grad(loss, wanted, grad, create_graph=differentiable))
    return [next(found) if n else None for n in needed]


def binary_cross_entropy(logits: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Binary cross-entropy and its slope, p − y."""
    return F.binary_cross_entropy_with_logits(finite(logits), y, reduction="none"), logits.sigmoid().sub_(y)


def binary_focal(logits: Tensor, y: Tensor, gamma: float) -> tuple[Tensor, Tensor]:
    """(1 − p_t)^γ BCE and its slope, with w = 1 − p_t: w^γ (p − y + γ BCE (1 − 2y) p (1 − p) / w)."""
    cross_entropy, slope = binary_cross_entropy(logits, y)
    p, q = logits.sigmoid(), logits.neg().sigmoid_()  # each has its digits where it is small
    wrong = p.lerp(q, y)
    factor = wrong**gamma
    slope_of_factor = p.mul_(q).div_(above_zero(wrong)).mul_(cross_entropy).mul_(torch.sub(gamma, y, alpha=2 * gamma))
    return cross_entropy.mul_(factor), slope.add_(slope_of_factor).mul_(factor)


def cross_entropy(logits: Tensor, y: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """−Σ y log p for weighted or soft labels, and its gradient, p Σ y − y."""
    log_p = F.log_softmax(logits, dim)
    loss = -finite(log_p).mul_(y).sum(dim)
    return loss, log_p.exp_().mul_(y.sum(dim, keepdim=True)).sub_(y)


def focal_at_label(logits: Tensor, labels: Tensor, gamma: float, dim: int) -> tuple[Tensor, Tensor]:
    """(1 − p_y)^γ log p_y and its gradient, s (δ_c − p_c), where s is the slope by log p_y."""
    place = labels.unsqueeze(dim)
    log_p = F.log_softmax(logits, dim)
    at_label = log_p.gather(dim, place)
    others = log_p.exp_().scatter_(dim, place, 0)
    wrong = others.sum(dim, keepdim=True)  # 1 − p_y, with all its digits
    at_label = torch.where(wrong < 0.5, torch.log1p(-wrong), at_label)
    factor = wrong**gamma
    slope = factor * (1 - gamma * at_label.exp() * at_label / above_zero(wrong))
    gradient = others.mul_(-slope).scatter_(dim, place, slope * wrong)
    return (factor * at_label).squeeze(dim), gradient


def cosine(x: Tensor, y: Tensor, dim: int) -> tuple[Tensor, ...]:
    """The cosine of two vectors, and its gradients: of unit vectors u and v, (v − cos u) / |x| and the other."""
    (u, by_x), (v, by_y) = direction(x, dim), direction(y, dim)
    cos = (u * v).sum(dim, keepdim=True)
    gradient = torch.addcmul(v, cos, u, value=-1).mul_(by_x)
    other = [u.addcmul_(cos, v, value=-1).mul_(by_y)] if y.requires_grad else []
    return cos.squeeze(dim), gradient, *other


def cosine_distance(x: Tensor, y: Tensor, dim: int) -> tuple[Tensor, Tensor, Tensor]:
    """1 − cos as half the squared distance d of unit vectors, and its gradients, (u − v − d u) / |x| and the other."""
    (u, by_x), (v, by_y) = direction(x, dim), direction(y, dim)
    apart = u - v
    distance = torch.where((by_x > 0) & (by_y > 0), apart.square().sum(dim, keepdim=True) / 2, 1)
    by_second = apart.neg().addcmul_(distance, v, value=-1).mul_(by_y)
    return distance.squeeze(dim), apart.addcmul_(distance, u, value=-1).mul_(by_x), by_second


def euclidean(x: Tensor, y: Tensor, dim: int) -> tuple[Tensor, Tensor, Tensor]:
    """The distance |x − y|, and its gradients: the unit vector from y to x and its opposite, 0 where x = y."""
    u, inverse = direction(x - y, dim)
    distance = torch.where(inverse > 0, 1 / inverse, 0)
    return distance.squeeze(dim), u, -u


def direction(x: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """The unit vector of x, and 1/|x|; both are 0 for the zero vector."""
    length = torch.linalg.vector_norm(x, 2, dim, keepdim=True)
    # Elsewhere than on the CPU, and in a trace, a look costs more than the two passes it saves.
    if x.device.type == "cpu" and not torch.compiler.is_compiling() and squares_fit(length):
        return x / length, 1 / length
    largest = torch.linalg.vector_norm(x, float("inf"), dim, keepdim=True)  # keeps squares within the dtype
    u = x / torch.where(largest > 0, largest, 1)
    length = torch.linalg.vector_norm(u, 2, dim, keepdim=True)
    is_zero = length == 0
    inverse = torch.where(is_zero, 0, 1 / length)
    return u.mul_(inverse), torch.where(is_zero, 0, inverse / largest)


def squares_fit(length: Tensor) -> bool:
    """Whether the squares in a length neither overflowed nor lost digits by underflow."""
    range_ = torch.finfo(length.dtype)
    return bool(((length > (range_.tiny / range_.eps) ** 0.5) & (length < range_.max)).all())


def overlap_share(
    logits: Tensor, y: Tensor, alpha: float, beta: float, smooth: float, dims: tuple[int, ...]
) -> tuple[Tensor, Tensor]:
    """W / (H + W + smooth) of hits H and weighted mistakes W of a mask, and its gradient by the quotient rule."""
    p, q = logits.sigmoid(), logits.neg().sigmoid_()
    hit = y * p
    hits = hit.sum(dims, keepdim=True)
    false_positives, false_negatives = (p - hit).sum(dims, keepdim=True), (y * q).sum(dims, keepdim=True)
    wrong = alpha * false_positives + beta * false_negatives
    total = hits + wrong + smooth
    by_wrong, by_hits = (hits + smooth) / total.square(), wrong / total.square()
    coefficient = alpha * by_wrong - y * ((alpha + beta) * by_wrong + by_hits)
    return (wrong / total).squeeze(dims), p.mul_(q).mul_(coefficient)


def pair_violations(scores: Tensor, is_label: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """Σ max(0, 1 − x_t + x_j) / C over labels t and other classes j, and its gradient: how many pairs violate.

    A few rows at a time, since a table of all pairs of classes for all rows would fill the memory.
    """
    x = scores.movedim(dim, -1)
    rows, chosen = x.flatten(0, -2), is_label.movedim(dim, -1).flatten(0, -2) > 0
    classes = rows.shape[-1]
    losses, gradient = rows.new_empty(len(rows)), torch.empty_like(rows)
    step = max(1, PAIRS_AT_ONCE // classes**2)
    for some in (slice(start, start + step) for start in range(0, len(rows), step)):
        x_t = torch.where(chosen[some], rows[some], math.inf)  # what is no pair has a margin of infinity
        x_j = torch.where(chosen[some], -math.inf, rows[some])
        violations = (x_j.unsqueeze(1) - x_t.unsqueeze(2)).add_(1).relu_()
        losses[some] = violations.sum((1, 2)) / classes
        violated = violations.sign_()
        gradient[some] = (violated.sum(1) - violated.sum(2)) / classes
    return losses.reshape(x.shape[:-1]), gradient.reshape(x.shape).movedim(-1, dim)


def log_cosh(residual: Tensor) -> tuple[Tensor, Tensor]:
    """Log cosh r and its slope, tanh r. Eager, sinh is fast; compiled, one exponential and one logarithm are."""
    if torch.compiler.is_compiling():
        size = residual.abs()
        shrunk = torch.expm1(-2 * size)  # e^(−2|r|) − 1
        tanh, near = -shrunk / (2 + shrunk), size < 1  # near 0, log cosh = −log(1 − tanh²) / 2
        logarithm = torch.log1p(torch.where(near, -tanh.square(), 1 + shrunk))
        return torch.where(near, -logarithm / 2, logarithm + (size - math.log(2))), tanh.copysign(residual)
    near = residual.clamp(-20, 20)
    return near.sinh().square_().log1p_().div_(2).add_((residual - near).abs_()), residual.tanh()


def squared_log_ratio(input: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """The square of log((1 + ŷ) / (1 + y)), from the difference of the two, and its slope."""
    residual = input - target
    ratio = (residual.abs() / (1 + torch.minimum(input, target))).log1p_().mul_(residual.sign())
    return ratio.square(), (2 * ratio).div_(1 + input)


def above_zero(x: Tensor) -> Tensor:
    """A number to divide by: where x is 0, what it divides is 0 as well."""
    return x.clamp(min=torch.finfo(x.dtype).tiny)
