"""Cross-entropy over a large vocabulary in PyTorch, never with all logits at once: function and module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

from lossbook.torch.arguments import checked
from lossbook.torch.cross_entropy import cross_entropy_at_label, keep, log_softmax
from lossbook.torch.module import Loss
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
    sample_weight: Weights = None,
    reduction: str = "mean",
) -> Tensor:
    r"""Cross-entropy of a linear layer's logits, for vocabularies whose logits would fill the memory.

    .. math:: \ell = -\log p_y, \qquad p = \mathrm{softmax}(W x + b)

    The value is that of :func:`sparse_categorical_cross_entropy` from the logits ``features @ weight.T + bias``. They
    are made for a few rows at a time. A reduced loss takes its gradients along on the way forward; with ``"none"``, and
    for second derivatives, the logits are made a second time.

    Args:
        features: what the last layer is given, of shape (N, D).
        weight: the layer's weight W, of shape (C, D) for C classes.
        labels: class indices from 0 to C − 1, of shape (N,).
        bias: the layer's bias b, of shape (C,); None: none.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        sample_weight: one weight for each row, of shape (N,).
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a scalar, or a tensor of shape (N,) for ``"none"``; float32, or float64 for float64.

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
    """
    kept, labels = keep(labels, ignore_index)

    def reduced(loss: Tensor) -> Tensor:
        return reduce(loss, sample_weight, reduction, kept=kept)

    with without_autocast(features):
        if reduction == "none" or torch.compiler.is_compiling() or in_a_transform(features, weight):
            return reduced(losses_by_rows(features, weight, bias, labels, label_smoothing))
        shares = torch.func.grad(reduced)(features.new_zeros(labels.shape))  # a reduction is a sum with these weights
        return SumByRows.apply(features, weight, bias, shares, labels, label_smoothing, torch.is_grad_enabled())


class LinearCrossEntropyLoss(Loss):
    """Module form of :func:`linear_cross_entropy`. The layer stays yours: pass its weight, as ``head.weight``."""

    def __init__(self, label_smoothing: float = 0.0, ignore_index: int | None = None, reduction: str = "mean") -> None:
        super().__init__(linear_cross_entropy, reduction, label_smoothing=label_smoothing, ignore_index=ignore_index)


def losses_by_rows(
    features: Tensor, weight: Tensor, bias: Tensor | None, labels: Tensor, label_smoothing: float
) -> Tensor:
    """One loss a row. What the way back needs is not kept and made again there, a few rows at a time."""

    def losses(some: Tensor, their_labels: Tensor) -> Tensor:
        return smoothed_at_label(F.linear(some, weight, bias), their_labels, label_smoothing)

    # Inside a transform nothing can be made again, and an exported graph is not for as many rows as it was made with.
    if in_a_transform(features, weight) or exporting() or not len(features):
        return losses(features, labels)
    parts = [checkpoint(losses, features[rows], labels[rows], use_reentrant=False) for rows in chunks(features, weight)]
    return torch.cat(parts)


def exporting() -> bool:
    """Whether a graph is made for later, where PyTorch can tell."""
    ask = getattr(torch.compiler, "is_exporting", None)  # since 2.7
    return ask is not None and ask()


def smoothed_at_label(logits: Tensor, labels: Tensor, label_smoothing: float) -> Tensor:
    """−log p of each row's label, averaged with that of all classes when labels are smoothed."""
    loss = cross_entropy_at_label(logits, labels, -1)
    if label_smoothing == 0:
        return loss
    return (1 - label_smoothing) * loss - label_smoothing * log_softmax(logits, -1).mean(-1)


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
        labels: Tensor,
        label_smoothing: float,
        differentiate: bool,
    ) -> Tensor:
        """The sum."""
        needed = [differentiate and needs for needs in ctx.needs_input_grad[:3]]
        gradients = [torch.zeros_like(x) if n else None for x, n in zip((features, weight, bias), needed, strict=True)]
        loss = torch.empty_like(shares)
        space = None  # one for all chunks: new memory costs time
        for rows in chunks(features, weight):
            place, share = labels[rows, None], shares[rows, None]
            space = features.new_empty(len(place), len(weight)) if space is None else space[: len(place)]
            logits = torch.mm(features[rows], weight.T, out=space)
            if bias is not None:
                logits.add_(bias)
            at_label, largest = logits.gather(1, place), logits.amax(1, keepdim=True)
            mean = logits.mean(1, keepdim=True) if label_smoothing else 0.0
            target = (1 - label_smoothing) * at_label + label_smoothing * mean
            exps = logits.sub_(largest).exp_()
            own, others = exps.gather(1, place), exps.scatter_(1, place, 0).sum(1, keepdim=True)
            total = own + others
            loss[rows] = (total.log() + (largest - target)).squeeze(1)
            if any(needed):
                by_logits = exps.mul_(share / total)
                # p − 1 of the label, with the digits that the difference has lost where p is near 1
                by_logits.scatter_(1, place, share * (label_smoothing - others / total))
                if label_smoothing:
                    by_logits.sub_(share * (label_smoothing / len(weight)))
                add_gradients(gradients, by_logits, features, weight, rows)
        ctx.save_for_backward(features, weight, bias, shares, labels, loss, *gradients)
        ctx.label_smoothing = label_smoothing
        return loss @ shares

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        """The gradients that were taken along, or some that can be differentiated again."""
        features, weight, bias, shares, labels, loss, *gradients = ctx.saved_tensors
        if torch.is_grad_enabled():  # the gradient will be differentiated: it has to be made of what can be
            again = losses_by_rows(features, weight, bias, labels, ctx.label_smoothing) @ shares
            needed = ctx.needs_input_grad[:4]
            inputs = [x for x, needs in zip((features, weight, bias, shares), needed, strict=True) if needs]
            found = iter(torch.autograd.grad(again, inputs, grad, create_graph=True))
            return *(next(found) if needs else None for needs in needed), None, None, None
        by_inputs = (None if gradient is None else gradient * grad for gradient in gradients)
        return *by_inputs, loss * grad if ctx.needs_input_grad[3] else None, None, None, None


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
