"""Sequence losses in PyTorch: connectionist temporal classification."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.arguments import Reduction
from lossbook.torch.arguments import checked
from lossbook.torch.primitives import in_a_transform, is_plain, reduce

IMPOSSIBLE = -1e30  # in place of −∞, whose differences are NaN


@checked
def ctc(
    log_probs: Tensor,
    labels: Tensor,
    input_lengths: Tensor,
    label_lengths: Tensor,
    *,
    blank: int = 0,
    zero_infinity: bool = False,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Connectionist temporal classification: minus the log-probability of a label, over all ways to align it.

    .. math:: \ell = -\log \sum_{\pi \in B^{-1}(y)} \prod_t p_t(\pi_t)

    A path π says one class a frame. B makes a label of it: it joins what repeats, then drops the blanks. The sum over
    all paths that give y takes one pass through the frames. PyTorch's own kernel makes it, and the written-out form
    where the kernel cannot: for second derivatives, under ``torch.compile`` and ``torch.func``.

    Args:
        log_probs: log-probabilities of shape (N, T, C): samples, frames, classes. Logits will do: log-softmax is
            taken first, and leaves log-probabilities as they are.
        labels: class indices of shape (N, S), without blanks; what lies behind a sample's length is not looked at.
        input_lengths: how many of the T frames count, of shape (N,).
        label_lengths: how many of the S labels count, of shape (N,).
        blank: the index of the blank.
        zero_infinity: if True, a label that has no path, since it needs more frames than there are (one a label, and
            one between equal neighbours), costs 0; if False, infinity. Its gradient is 0 in both cases.
        sample_weight: one weight for each sample, of shape (N,).
        reduction: ``"mean"`` (÷ N, whatever the lengths), ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a scalar, or a tensor of shape (N,) for ``"none"``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes don't fit, a length or a label is out of range (looked at on the CPU alone), or a
            parameter or the reduction is.
        TypeError: labels or lengths are not integers, or a parameter has the wrong type.

    Examples:
        >>> p = torch.tensor([[[0.4, 0.6], [0.4, 0.6]]])  # the paths to [1] are 11, 1-, -1
        >>> one, two = torch.tensor([1]), torch.tensor([2])
        >>> ctc(p.log(), torch.tensor([[1]]), two, one).neg().exp()
        tensor(0.8400)

    References:
        Graves et al. (2006).
    """
    traced = torch.compiler.is_compiling() or in_a_transform(log_probs) or not is_plain(log_probs)
    if traced or log_probs.numel() == 0:
        loss = by_frames(log_probs, labels, input_lengths, label_lengths, blank)
    else:
        loss = ByKernel.apply(log_probs, labels, input_lengths, label_lengths, blank, torch.is_grad_enabled())
    possible = frames_needed(labels, label_lengths) <= input_lengths
    loss = torch.where(possible, loss, 0.0 if zero_infinity else math.inf)
    return reduce(loss, sample_weight, reduction)


def by_frames(log_probs: Tensor, labels: Tensor, input_lengths: Tensor, label_lengths: Tensor, blank: int) -> Tensor:
    """One loss a sample, written out.

    Before the first frame all paths are in the first blank, where they may stay or move on. After the last one they
    have to be in the last label, or in the blank behind it.
    """
    log_p = F.log_softmax(log_probs, -1)
    path, may_skip = with_blanks(labels, blank)
    logs = torch.where(torch.arange(path.shape[1], device=path.device) == 0, 0.0, IMPOSSIBLE).to(log_p.dtype)
    logs = logs.expand(path.shape)
    for t in range(log_p.shape[1]):
        step, skip = (F.pad(logs, (by, 0), value=IMPOSSIBLE)[:, : path.shape[1]] for by in (1, 2))
        ways = torch.stack([logs, step, torch.where(may_skip, skip, IMPOSSIBLE)])
        arrived = ways.logsumexp(0) + log_p[:, t].gather(1, path)
        logs = torch.where(t < input_lengths[:, None], arrived, logs)
    behind = 2 * label_lengths[:, None] - torch.arange(path.shape[1], device=path.device)
    return -torch.where((behind == 0) | (behind == 1), logs, IMPOSSIBLE).logsumexp(1)


class ByKernel(torch.autograd.Function):
    """The same by PyTorch's own kernel, which takes the gradient along on the way forward."""

    @staticmethod
    def forward(
        ctx: Any,
        log_probs: Tensor,
        labels: Tensor,
        input_lengths: Tensor,
        label_lengths: Tensor,
        blank: int,
        differentiate: bool,
    ) -> Tensor:
        """One loss a sample."""
        differentiate = differentiate and ctx.needs_input_grad[0]
        with torch.enable_grad():
            inputs = log_probs.detach().requires_grad_(differentiate)
            log_p = F.log_softmax(inputs, -1).transpose(0, 1)  # the kernel wants the frames first
            loss = F.ctc_loss(log_p, labels, input_lengths, label_lengths, blank, "none", zero_infinity=True)
            gradient = torch.autograd.grad(loss.sum(), inputs)[0] if differentiate else None
        ctx.save_for_backward(log_probs, labels, input_lengths, label_lengths, gradient)
        ctx.blank = blank
        return loss.detach()

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        """The gradient that was taken along, or one that can be differentiated again."""
        log_probs, labels, input_lengths, label_lengths, gradient = ctx.saved_tensors
        if torch.is_grad_enabled():  # the gradient will be differentiated: it has to be made of what can be
            again = by_frames(log_probs, labels, input_lengths, label_lengths, ctx.blank)
            (gradient,) = torch.autograd.grad(again, log_probs, torch.ones_like(again), create_graph=True)
        return gradient * grad[:, None, None], None, None, None, None, None


def with_blanks(labels: Tensor, blank: int) -> tuple[Tensor, Tensor]:
    """The states of a path: the labels, a blank before, between and behind; and which may follow the last but one.

    From a label to the next one a path may skip the blank, unless the two are the same.
    """
    blanks = torch.full_like(labels, blank)
    labels = torch.where(labels < 0, blank, labels)  # behind a sample's length
    path = F.pad(torch.stack([blanks, labels], -1).flatten(1), (0, 1), value=blank)
    return path, (path != blank) & (path != F.pad(path, (2, 0), value=blank)[:, :-2])


def frames_needed(labels: Tensor, label_lengths: Tensor) -> Tensor:
    """One frame a label, and one for the blank between equal neighbours."""
    counts = torch.arange(labels.shape[1], device=labels.device) < label_lengths[:, None]
    repeats = (labels[:, 1:] == labels[:, :-1]) & counts[:, 1:]
    return label_lengths + repeats.sum(-1)
