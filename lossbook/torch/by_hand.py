"""Gradients written by hand, for the losses on which autograd would spend more than twice the time of the usual form.

Each function here gives a loss and, in the same few passes over memory, its gradients. The formula that a family's file
shows stays the definition: tests hold the two together, and :func:`apply` falls back on it wherever something has to
look inside: for second derivatives, for gradients by the targets, and under ``torch.func``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from lossbook.torch.primitives import can_look_at, finite, in_a_transform

PAIRS_AT_ONCE = 2**18  # of two classes: they stay near the processor, and are few beside the memory
SURE = 0.99  # a probability above which 1 − p has lost digits that count

Formula = Callable[..., Tensor]
Quick = Callable[..., tuple[Tensor, ...]]


def apply(
    quick: Quick | None,
    formula: Formula,
    *inputs: Tensor,
    dim: int | tuple[int, ...] | None = None,
    by: int = 1,
) -> Tensor:
    """The loss ``formula(*inputs)``, differentiated by hand.

    Args:
        quick: gives the loss of the same inputs and its gradients by the first of them. None: the formula has no need
            of it.
        formula: the loss in operations that autograd knows.
        inputs: the tensors; those without a gradient by hand come last.
        dim: the dimensions that the gradients have on top of the loss.
        by: how many gradients there are by hand. Where none of these is asked for, or another, the formula is taken.
    """
    asked_for = [torch.is_grad_enabled() and x.requires_grad for x in inputs]
    if quick is None or not any(asked_for[:by]) or any(asked_for[by:]):
        return formula(*inputs)
    if in_a_transform(*inputs) or inputs[0].numel() == 0:
        return formula(*inputs)
    loss: Tensor = ByHand.apply(quick, formula, dim, *inputs)
    return loss


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
        """What was taken along; or, if it will be differentiated again, the formula's."""
        saved, needed = ctx.saved_tensors, ctx.needs_input_grad[3:]
        inputs, gradients = saved[: ctx.many], saved[ctx.many :]
        if torch.is_grad_enabled():
            return None, None, None, *again(ctx.formula, inputs, needed, grad)
        for d in sorted((ctx.dim,) if isinstance(ctx.dim, int) else ctx.dim or ()):
            grad = grad.unsqueeze(d)
        pairs = zip(gradients, needed[: len(gradients)], strict=True)
        found = [gradient * grad if n else None for gradient, n in pairs]
        return None, None, None, *found, *[None] * (len(inputs) - len(found))


def again(formula: Formula, inputs: tuple[Tensor, ...], needed: tuple[bool, ...], grad: Tensor) -> list[Tensor | None]:
    """The gradients by autograd, which can be differentiated further."""
    loss = formula(*inputs)
    wanted = [x for x, n in zip(inputs, needed, strict=True) if n]
    found = iter(torch.autograd.grad(loss, wanted, grad, create_graph=True))
    return [next(found) if n else None for n in needed]


def binary_cross_entropy(logits: Tensor, y: Tensor, weight: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Binary cross-entropy and its slope, p − y; the positive term may have a weight."""
    p, q, tail = probabilities(logits)
    x = finite(logits)
    if weight is None:
        return x.relu().addcmul_(x, y, value=-1).add_(tail), p.lerp_(q.neg_(), y)
    return weighed(weight, x, y, p, q, tail)


def weighed(weight: Tensor, x: Tensor, y: Tensor, p: Tensor, q: Tensor, tail: Tensor) -> tuple[Tensor, Tensor]:
    """Binary cross-entropy whose positive term has a weight w, and its slope, (1 − y) p − w y (1 − p)."""
    positive, negative = weight * y, 1 - y
    loss = x.neg().relu_().mul_(positive).addcmul_(x.relu(), negative).addcmul_(tail, positive + negative)
    return loss, p.mul(negative).addcmul_(q, positive, value=-1)


def probabilities(logits: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """p, 1 − p and log(1 + e^−|x|), each with its digits where it is small.

    With them (1 − y) p − y (1 − p), which is the slope p − y, has digits left where p is near y.
    """
    p, q = logits.sigmoid(), logits.neg().sigmoid_()
    return p, q, torch.minimum(p, q).neg_().log1p_().neg_()


def binary_focal(logits: Tensor, y: Tensor, weight: Tensor | None = None, *, gamma: float) -> tuple[Tensor, Tensor]:
    """(1 − p_t)^γ BCE and its slope, with u = 1 − p_t: u^γ (BCE′ + γ BCE (1 − 2y) p (1 − p) / u)."""
    p, q, tail = probabilities(logits)
    x = finite(logits)
    wrong = p.lerp(q, y)
    if weight is None:
        cross_entropy, slope = x.relu().addcmul_(x, y, value=-1).add_(tail), p.lerp(-q, y)
    else:
        cross_entropy, slope = weighed(weight, x, y, p, q, tail)
    factor = wrong**gamma
    slope_of_factor = p.mul_(q).div_(above_zero(wrong)).mul_(cross_entropy).mul_(torch.sub(gamma, y, alpha=2 * gamma))
    return cross_entropy.mul_(factor), slope.add_(slope_of_factor).mul_(factor)


def cross_entropy(logits: Tensor, y: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """−Σ y log p for weighted or soft labels, and its gradient, p Σ y − y."""
    p, log_p, log_p_top = softmax(logits, dim)
    loss = finite(log_p).mul_(y).sum(dim).neg_()
    return loss, from_the_others(p.mul(y.sum(dim, keepdim=True)).sub_(y), p, log_p_top, dim)


def kl_divergence(logits: Tensor, y: Tensor, log_y: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """Σ y (log y − log p) and its gradient, p Σ y − y."""
    p, log_p, log_p_top = softmax(logits, dim)
    loss = (log_y - finite(log_p)).mul_(y).sum(dim)
    return loss, from_the_others(p.mul(y.sum(dim, keepdim=True)).sub_(y), p, log_p_top, dim)


def js_divergence(logits: Tensor, y: Tensor, log_y: Tensor, dim: int, eps: float) -> tuple[Tensor, Tensor]:
    """Σ y log(y / m) + p log(p / m) and its gradient, p (b − Σ p b) with b = log(p / m) − log 2.

    Where y and p are close, t has the digits of the two logarithms that count.
    """
    p, log_p, log_p_top = softmax(logits, dim)
    log_p = finite(log_p)
    t = (y - p).div_(above_zero(y + p))  # y / m = 1 + t and p / m = 1 − t
    close = (t.abs() < 0.5) & (y >= eps)
    log_p_to_m = torch.where(close, (-t).log1p_(), torch.where(y == 0, 0, log_p - (y + p).log()) + math.log(2))
    log_y_to_m = torch.where(close, t.log1p(), log_y - log_p + log_p_to_m)
    loss, slope = y * log_y_to_m + p * log_p_to_m, p * (log_p_to_m - math.log(2))
    gradient = slope.addcmul(p, slope.sum(dim, keepdim=True), value=-1)
    return loss.sum(dim), from_the_others(gradient, p, log_p_top, dim)


def categorical_focal(logits: Tensor, y: Tensor, gamma: float, dim: int) -> tuple[Tensor, Tensor]:
    """−Σ y (1 − p)^γ log p and its gradient, s − p Σ s, where s is the slope by log p."""
    p, log_p, log_p_top = softmax(logits, dim)
    likely = p > 0.5  # one class at most: for it 1 − p is the sum of the others
    q = torch.where(likely, torch.where(likely, 0, p).sum(dim, keepdim=True), 1 - p)
    log_p = torch.where(likely, torch.log1p(-q), finite(log_p))
    factor = q.pow(gamma).mul_(y)
    slope = (p * log_p).mul_(gamma).div_(above_zero(q)).sub_(1).mul_(factor)
    loss = factor.mul_(log_p).sum(dim).neg_()
    gradient = slope.addcmul(p, slope.sum(dim, keepdim=True), value=-1)
    return loss, from_the_others(gradient, p, log_p_top, dim)


def softmax(logits: Tensor, dim: int) -> tuple[Tensor, Tensor, Tensor]:
    """p, log p and the largest log p, by one log-softmax: an exp costs less than what makes log p of p."""
    log_p = logits.log_softmax(dim)
    return log_p.exp(), log_p, log_p.amax(dim, keepdim=True)


def from_the_others(gradient: Tensor, p: Tensor, log_p_top: Tensor, dim: int) -> Tensor:
    """A gradient by logits, with the digits that 1 − p has lost where p is near 1.

    All logits may move alike without a change: the gradient of a row sums to 0, and the entry of the class that has
    nearly all is minus the sum of the others.
    """
    if torch.is_grad_enabled() or not can_look_at(p):  # what may be differentiated, or costs a wait, is done to all
        sure = p > SURE
        return torch.where(sure, -torch.where(sure, 0, gradient).sum(dim, keepdim=True), gradient)
    rows = log_p_top.squeeze(dim) > math.log(SURE)
    if rows.any():
        those, sure = gradient.movedim(dim, -1)[rows], p.movedim(dim, -1)[rows] > SURE
        others = those.masked_fill(sure, 0).sum(-1, keepdim=True)
        gradient.movedim(dim, -1)[rows] = torch.where(sure, -others, those)
    return gradient


class LogSoftmax(torch.autograd.Function):
    """Log-probabilities from logits, whose gradient keeps its digits where a probability is near 1."""

    @staticmethod
    def forward(ctx: Any, logits: Tensor, dim: int) -> Tensor:
        """log p."""
        log_p = logits.log_softmax(dim)
        ctx.save_for_backward(log_p)
        ctx.dim = dim
        return log_p

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None]:
        """g − p Σ g."""
        p = ctx.saved_tensors[0].exp()
        gradient = torch.addcmul(grad, p, grad.sum(ctx.dim, keepdim=True), value=-1)
        return from_the_others(gradient, p, p.amax(ctx.dim, keepdim=True).log(), ctx.dim), None


def at_label(logits: Tensor, labels: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """−log p_y and its gradient, p_c − δ_cy; at the label 1 − p_y is the sum of the others."""
    place = labels.unsqueeze(dim)
    p = logits.softmax(dim)
    below = logits.gather(dim, place) - logits.amax(dim, keepdim=True)
    loss = (below + p.amax(dim, keepdim=True).log_()).neg_().squeeze(dim)
    p.scatter_(dim, place, 0)
    return loss, p.scatter_(dim, place, -p.sum(dim, keepdim=True))


def focal_at_label(logits: Tensor, labels: Tensor, gamma: float, dim: int) -> tuple[Tensor, Tensor]:
    """(1 − p_y)^γ log p_y and its gradient, s (δ_c − p_c), where s is the slope by log p_y."""
    place = labels.unsqueeze(dim)
    log_p = logits.log_softmax(dim)
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
    distance = torch.where((by_x == 0) | (by_y == 0), 1, apart.square().sum(dim, keepdim=True) / 2)
    by_second = apart.neg().addcmul_(distance, v, value=-1).mul_(by_y)
    return distance.squeeze(dim), apart.addcmul_(distance, u, value=-1).mul_(by_x), by_second


def euclidean(x: Tensor, y: Tensor, dim: int) -> tuple[Tensor, Tensor, Tensor]:
    """The distance |x − y|, and its gradients: the unit vector from y to x and its opposite, 0 where x = y."""
    u, inverse = direction(x - y, dim)
    distance = torch.where(inverse == 0, 0, 1 / inverse)
    return distance.squeeze(dim), u, -u


def direction(x: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """The unit vector of x, and 1/|x|; both are 0 for the zero vector."""
    length = torch.linalg.vector_norm(x, 2, dim, keepdim=True)
    if can_look_at(length) and squares_fit(length):  # elsewhere a look costs more than the two passes it saves
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
    input: Tensor, y: Tensor, alpha: float, beta: float, smooth: float, dims: tuple[int, ...], from_logits: bool
) -> tuple[Tensor, Tensor]:
    """W / (H + W + smooth) of hits H and weighted mistakes W of a mask, and its gradient by the quotient rule."""
    p, q = (input.sigmoid(), input.neg().sigmoid_()) if from_logits else (input, 1 - input)
    hit, missed = y * p, y * q
    added = p - hit
    hits, false_positives, false_negatives = (x.sum(dims, keepdim=True) for x in (hit, added, missed))
    wrong = alpha * false_positives + beta * false_negatives
    total = hits + wrong + smooth
    by_wrong, by_hits = (hits + smooth) / total / total, wrong / total / total
    of_zero, of_one = alpha * by_wrong, beta * by_wrong + by_hits  # by a pixel that is 0, and by one that is 1
    if from_logits:
        gradient = added.mul_(q.mul_(of_zero)).addcmul_(missed, p.mul_(of_one), value=-1)
    else:
        gradient = (1 - y).mul_(of_zero).addcmul_(y, of_one, value=-1)
    return (wrong / total).squeeze(dims), gradient


def label_violations(scores: Tensor, labels: Tensor, margin: float, p: int, dim: int) -> tuple[Tensor, Tensor]:
    """Σ max(0, margin − x_y + x_j)^p / C over the other classes j, and its gradient: at the label minus their sum."""
    place, classes = labels.unsqueeze(dim), scores.shape[dim]
    violation = (scores - scores.gather(dim, place)).add_(margin).relu_().scatter_(dim, place, 0)
    loss = (violation if p == 1 else violation.square()).sum(dim) / classes
    gradient = (violation.sign_() if p == 1 else violation.mul_(2)).div_(classes)
    return loss, gradient.scatter_(dim, place, -gradient.sum(dim, keepdim=True))


def pair_violations(scores: Tensor, is_label: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """Σ max(0, 1 − x_t + x_j) / C over labels t and other classes j, and its gradient: how many pairs violate."""
    x_t, x_j = (x.movedim(dim, -1) for x in pairs(scores, is_label))
    classes = scores.shape[dim]
    loss, gradient = torch.zeros_like(x_j[..., 0]), torch.zeros_like(x_j)
    for some in slices(x_j):
        violations = (x_j.unsqueeze(-2) - x_t[..., some].unsqueeze(-1)).add_(1).relu_()
        loss += violations.sum((-2, -1))
        violated = violations.sign_()
        gradient += violated.sum(-2)
        gradient[..., some] -= violated.sum(-1)
    return loss / classes, (gradient / classes).movedim(-1, dim)


def pairs(scores: Tensor, is_label: Tensor) -> tuple[Tensor, Tensor]:
    """The scores of labels, and of the other classes; what is neither has a margin of infinity. A NaN stays one."""
    scores, chosen = scores + 0 * is_label, is_label > 0
    return torch.where(chosen, scores, math.inf), torch.where(chosen, -math.inf, scores)


def slices(scores: Tensor) -> Iterator[slice]:
    """Some classes at a time, which the others are held against: a table of all pairs would fill the memory."""
    classes = scores.shape[-1]
    step = classes if torch.compiler.is_compiling() else max(1, PAIRS_AT_ONCE // max(scores.numel(), 1))
    return (slice(start, start + step) for start in range(0, classes, step))


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
