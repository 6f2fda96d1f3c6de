"""Cross-entropy over a large vocabulary in PyTorch, never with all logits at once: function and module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

from lossbook.arguments import Reduction
from lossbook.torch.arguments import checked
from lossbook.torch.by_hand import from_the_others
from lossbook.torch.cross_entropy import cross_entropy_at_label, keep, label_weights, log_softmax, smooth
from lossbook.torch.primitives import Weights, in_a_transform, reduce, without_autocast

LOGITS_AT_ONCE = 2**24  # 64 MB of float32: large enough for a fast matrix product, small beside the weight's gradient


@checked
def linear_cross_entropy(
    features: Tensor,
    weight: Tensor,
    labels: Tensor,
    bias: Tensor | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: Weights = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Cross-entropy of a linear layer's logits, for vocabularies whose logits would fill the memory.

    .. math:: \ell = -w_y \log p_y + \zeta \Bigl(\log \sum_c e^{z_c}\Bigr)^2, \qquad p = \mathrm{softmax}(z),
              \qquad z = W x + b

    Without ``softcap`` and ``z_loss`` the value is that of :func:`sparse_categorical_cross_entropy` from the logits
    ``features @ weight.T + bias``. They are made for a few rows at a time. A reduced loss takes its gradients along on
    the way forward; with ``"none"``, and for second derivatives, the logits are made a second time.

    Args:
        features: what the last layer is given, of shape (…, D): (N, D), or (B, T, D) for B sequences of T positions.
        weight: the layer's weight W, of shape (C, D) for C classes.
        labels: class indices from 0 to C − 1, of the shape of ``features`` without its last dimension.
        bias: the layer's bias b, of shape (C,); None: none.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        class_weight: one weight w for each class. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.
        sample_weight: the shape of ``labels``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean divides by the class
            weights of the labels, times the sample weights.

    Returns:
        The loss in nats: a scalar, or a tensor of the shape of ``labels`` for ``"none"``; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> features = torch.tensor([[1.0, 0.0], [0.0, 2.0]])
        >>> weight = torch.tensor([[2.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
        >>> linear_cross_entropy(features, weight, torch.tensor([0, 1]), reduction="none")
        tensor([0.2395, 0.2395])

    References:
        Wijmans et al. (2025): the memory that logits take. A few rows at a time: Hsu et al. (2024).
        ``softcap``: Riviere et al. (2024), the report on Gemma 2. ``z_loss``: Chowdhery et al. (2023).
    """
    kept, labels = keep(labels, ignore_index)
    knobs = Knobs(label_smoothing, weights_of_classes(class_weight, features), softcap, z_loss)

    def reduced(loss: Tensor) -> Tensor:
        label_weight = label_weights(knobs.class_weight, labels, loss)
        loss = loss.reshape(labels.shape)
        return reduce(loss, sample_weight, reduction, label_weight=label_weight, kept=kept)

    return whole(features, weight, bias, labels.flatten(), knobs, reduced, reduction)


@checked
def soft_linear_cross_entropy(
    features: Tensor,
    weight: Tensor,
    targets: Tensor,
    bias: Tensor | None = None,
    *,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Cross-entropy of a linear layer's logits with soft labels, such as what another model says.

    .. math:: \ell = -\sum_c w_c\, y_c \log p_c + \zeta \Bigl(\log \sum_c e^{z_c}\Bigr)^2,
              \qquad p = \mathrm{softmax}(z), \qquad z = W x + b

    Without ``softcap`` and ``z_loss`` the value is that of :func:`categorical_cross_entropy` from the logits
    ``features @ weight.T + bias``. They are made for a few rows at a time; and a second time with ``"none"``, for
    second derivatives, and for a gradient by the targets. For one class a position :func:`linear_cross_entropy` needs
    no targets as large as the logits.

    Args:
        features: what the last layer is given, of shape (…, D): (N, D), or (B, T, D) for B sequences of T positions.
        weight: the layer's weight W, of shape (C, D) for C classes.
        targets: probabilities that sum to 1 along the last dimension, of shape (…, C).
        bias: the layer's bias b, of shape (C,); None: none.
        label_smoothing: ε in [0, 1]; targets become y(1 − ε) + ε/C.
        class_weight: one weight w for each class. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.
        sample_weight: the shape of ``features`` without its last dimension, or the leading ones of these dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean divides by the class
            weights of the targets before smoothing, times the sample weights.

    Returns:
        The loss in nats: a scalar, or for ``"none"`` a tensor of the shape of ``features`` without its last dimension;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes don't fit, targets are out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> features, targets = torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.tensor([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0]])
        >>> weight = torch.tensor([[2.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
        >>> soft_linear_cross_entropy(features, weight, targets, reduction="none")
        tensor([1.2395, 0.2395])

    References:
        Wijmans et al. (2025): the memory that logits take. Soft labels: Hinton et al. (2015).
        ``softcap``: Riviere et al. (2024), the report on Gemma 2. ``z_loss``: Chowdhery et al. (2023).
    """
    knobs = Knobs(label_smoothing, weights_of_classes(class_weight, features), softcap, z_loss)

    def reduced(loss: Tensor) -> Tensor:
        label_weight = 1.0 if knobs.class_weight is None else targets @ knobs.class_weight
        return reduce(loss.reshape(targets.shape[:-1]), sample_weight, reduction, label_weight=label_weight)

    return whole(features, weight, bias, targets.reshape(-1, len(weight)), knobs, reduced, reduction)


class Knobs(NamedTuple):
    """How a loss comes of logits."""

    label_smoothing: float
    class_weight: Tensor | None
    softcap: float | None
    z_loss: float


def weights_of_classes(class_weight: Weights, like: Tensor) -> Tensor | None:
    """The weights, in the dtype and on the device of ``like``."""
    return None if class_weight is None else torch.as_tensor(class_weight, dtype=like.dtype, device=like.device)


def whole(
    features: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    target: Tensor,
    knobs: Knobs,
    reduced: Callable[[Tensor], Tensor],
    reduction: Reduction,
) -> Tensor:
    """The loss of all rows, by hand where that can be done. A row's target is a label, or one number a class."""
    x = features.reshape(len(target), features.shape[-1])
    others = [side for side in (target, knobs.class_weight) if side is not None]
    traced = torch.compiler.is_compiling() or in_a_transform(x, weight, *others)
    with without_autocast(features):
        if reduction == "none" or traced or any(side.requires_grad for side in others):
            return reduced(losses_by_rows(x, weight, bias, target, knobs))
        shares = torch.func.grad(reduced)(x.new_zeros(len(x)))  # a reduction is a sum with these weights
        loss: Tensor = SumByRows.apply(x, weight, bias, shares, target, knobs, torch.is_grad_enabled())
        return loss


def losses_by_rows(features: Tensor, weight: Tensor, bias: Tensor | None, target: Tensor, knobs: Knobs) -> Tensor:
    """One loss a row. What the way back needs is not kept and made again there, a few rows at a time."""

    def losses(some: Tensor, their_target: Tensor) -> Tensor:
        return from_logits(F.linear(some, weight, bias), their_target, knobs)

    # Inside a transform nothing can be made again, and an exported graph is not for as many rows as it was made with.
    if in_a_transform(features, weight, target) or exporting() or not len(features):
        return losses(features, target)
    parts = [checkpoint(losses, features[rows], target[rows], use_reentrant=False) for rows in chunks(features, weight)]
    return torch.cat(parts)


def exporting() -> bool:
    """Whether a graph is made for later, where PyTorch can tell."""
    ask = getattr(torch.compiler, "is_exporting", None)  # since 2.7
    return ask is not None and ask()


def from_logits(logits: Tensor, target: Tensor, knobs: Knobs) -> Tensor:
    """One loss a row, in operations that autograd knows."""
    smoothing, class_weight, softcap, z_loss = knobs
    if softcap is not None:
        logits = softcap * torch.tanh(logits / softcap)
    weight = 1.0 if class_weight is None else class_weight
    if target.is_floating_point():
        loss = -(weight * smooth(target, smoothing, logits.shape[-1]) * log_softmax(logits, -1)).sum(-1)
    else:
        loss = label_weights(class_weight, target, logits) * cross_entropy_at_label(logits, target, -1)
        if smoothing > 0:
            loss = (1 - smoothing) * loss - smoothing * (weight * log_softmax(logits, -1)).mean(-1)
    return loss if z_loss == 0 else loss + z_loss * logits.logsumexp(-1).square()


class SumByRows(torch.autograd.Function):
    """The sum of :func:`losses_by_rows` with one share each, and its gradients in the same pass.

    Written by hand since it saves one of four matrix products, and works where the logits lie.
    """

    @staticmethod
    def forward(
        ctx: Any,
        features: Tensor,
        weight: Tensor,
        bias: Tensor | None,
        shares: Tensor,
        target: Tensor,
        knobs: Knobs,
        differentiate: bool,
    ) -> Tensor:
        """The sum."""
        needed = [differentiate and needs for needs in ctx.needs_input_grad[:3]]
        given = zip((features, weight, bias), needed, strict=True)
        gradients = [torch.zeros_like(x) if n and x is not None else None for x, n in given]
        loss = torch.empty_like(shares)
        by_hand = of_soft_rows if target.is_floating_point() else of_labels
        space = None  # one for all chunks: new memory costs time
        for rows in chunks(features, weight):
            x = features[rows]
            space = x.new_empty(len(x), len(weight)) if space is None else space[: len(x)]
            logits = torch.mm(x, weight.T, out=space)
            if bias is not None:
                logits.add_(bias)
            slope = cap(logits, knobs.softcap) if knobs.softcap is not None else None
            loss[rows], by_logits = by_hand(logits, target[rows], shares[rows, None], knobs, any(needed))
            if by_logits is not None:
                by_logits = by_logits if slope is None else by_logits.mul_(slope)
                add_gradients(gradients, by_logits, features, weight, rows)
        ctx.save_for_backward(features, weight, bias, shares, target, loss, *gradients)
        ctx.knobs = knobs
        return loss @ shares

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        """The gradients that were taken along, or some that can be differentiated again."""
        features, weight, bias, shares, target, loss, *gradients = ctx.saved_tensors
        if torch.is_grad_enabled():  # the gradient will be differentiated: it has to be made of what can be
            again = losses_by_rows(features, weight, bias, target, ctx.knobs) @ shares
            needed = ctx.needs_input_grad[:4]
            inputs = [x for x, needs in zip((features, weight, bias, shares), needed, strict=True) if needs]
            found = iter(torch.autograd.grad(again, inputs, grad, create_graph=True))
            return *(next(found) if needs else None for needs in needed), None, None, None
        by_inputs = (None if gradient is None else gradient * grad for gradient in gradients)
        return *by_inputs, loss * grad if ctx.needs_input_grad[3] else None, None, None, None


def cap(logits: Tensor, softcap: float) -> Tensor:
    """Cap the logits where they lie; the slope of that."""
    slope = logits.div_(softcap).tanh_().square().neg_().add_(1)
    logits.mul_(softcap)
    return slope


def of_labels(
    logits: Tensor, labels: Tensor, share: Tensor, knobs: Knobs, differentiate: bool
) -> tuple[Tensor, Tensor | None]:
    """One loss a row and, times the shares, its gradient by the logits, which takes their place.

    With y the weighed and smoothed label, the loss is Σ y (log Σ exp z − z) + ζ (log Σ exp z)², and its gradient
    p (Σ y + 2 ζ log Σ exp z) − y.
    """
    smoothing, class_weight, _, z_loss = knobs
    place, equally = labels.unsqueeze(1), smoothing / logits.shape[1]
    largest = logits.amax(1, keepdim=True)
    below = logits.sub_(largest)
    own_weight = (1 - smoothing) * (1.0 if class_weight is None else class_weight[place])
    at_target = own_weight * below.gather(1, place)
    spread: Tensor | float = 0.0
    if smoothing:
        of_all = below.sum(1, keepdim=True) if class_weight is None else below @ class_weight[:, None]
        at_target = at_target + equally * of_all
        spread = smoothing if class_weight is None else smoothing * class_weight.mean()
    exps = below.exp_()
    own, others = exps.gather(1, place), exps.scatter_(1, place, 0).sum(1, keepdim=True)
    total = own + others
    log_total = total.log()
    log_sum = log_total + largest
    loss = (own_weight + spread) * log_total - at_target
    if z_loss:
        loss, spread = loss + z_loss * log_sum.square(), spread + 2 * z_loss * log_sum
    if not differentiate:
        return loss.squeeze(1), None
    by_logits = exps.mul_(share * (own_weight + spread) / total)
    # p − 1 of the label, with the digits that the difference has lost where p is near 1
    by_logits.scatter_(1, place, share * (spread * own - own_weight * others) / total)
    if smoothing:
        if class_weight is None:
            by_logits.sub_(equally * share)
        else:
            by_logits.addcmul_(share, class_weight, value=-equally)
    return loss.squeeze(1), by_logits


def of_soft_rows(
    logits: Tensor, target: Tensor, share: Tensor, knobs: Knobs, differentiate: bool
) -> tuple[Tensor, Tensor | None]:
    """The same as :func:`of_labels` for targets with one entry a class."""
    smoothing, class_weight, _, z_loss = knobs
    y = smooth(target, smoothing, logits.shape[1])
    y = y if class_weight is None else y * class_weight
    of_all = y.sum(1, keepdim=True)
    largest = logits.amax(1, keepdim=True)
    below = logits.sub_(largest)
    at_target = torch.linalg.vecdot(below, y).unsqueeze(1)
    p = below.exp_()
    total = p.sum(1, keepdim=True)
    p.div_(total)
    log_total = total.log()
    log_sum = log_total + largest
    loss = of_all * log_total - at_target
    if z_loss:
        loss += z_loss * log_sum.square()
    if not differentiate:
        return loss.squeeze(1), None
    by_logits = from_the_others(p.mul(of_all).sub_(y), p, -log_total, 1)
    if z_loss:
        by_logits.addcmul_(p, log_sum, value=2 * z_loss)
    return loss.squeeze(1), by_logits.mul_(share)


def add_gradients(
    gradients: list[Tensor | None], by_logits: Tensor, features: Tensor, weight: Tensor, rows: slice
) -> None:
    """Add what some rows give to the gradients by features, weight and bias, where these are asked for."""
    by_features, by_weight, by_bias = gradients
    if by_features is not None:
        torch.mm(by_logits, weight, out=by_features[rows])
    if by_weight is not None:
        by_weight.addmm_(by_logits.T, features[rows])
    if by_bias is not None:
        by_bias.add_(by_logits.sum(0))


def chunks(features: Tensor, weight: Tensor) -> Iterator[slice]:
    """All rows, as many at a time as LOGITS_AT_ONCE allows."""
    step = max(1, LOGITS_AT_ONCE // len(weight))
    return (slice(start, start + step) for start in range(0, len(features), step))
