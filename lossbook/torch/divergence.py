"""Divergences in PyTorch: how far one distribution is from another."""

from __future__ import annotations

import math
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.arguments import Reduction
from lossbook.torch import by_hand
from lossbook.torch.arguments import checked
from lossbook.torch.cross_entropy import log_softmax
from lossbook.torch.primitives import finite, levelled, reduce, safe_log, safe_log_complement


@checked
def kl_divergence(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = math.e,
    dim: int = -1,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Kullback–Leibler divergence: what coding for the prediction costs on top, when events follow the target.

    .. math:: D(y \,\|\, p) = \sum_c y_c \log \frac{y_c}{p_c}

    It is cross-entropy less the entropy of the target: 0 where both agree, and above 0 elsewhere. It is not
    symmetric: the target stands first.

    Args:
        input: probabilities along ``dim``, or logits with ``from_logits``.
        target: probabilities that sum to 1 along ``dim``, or their logarithms with ``log_target``,
            of the shape of ``input``.
        from_logits: take ``input`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        log_target: take ``target`` as log-probabilities; never clipped.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        sample_weight: the inputs' shape without ``dim``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The mean is over distributions: PyTorch's
            ``"batchmean"`` and not its ``"mean"``, which divides by the number of all probabilities.

    Returns:
        The divergence in nats, or in units of ``base``: a scalar, or for ``"none"`` a tensor of the inputs' shape
        without ``dim``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> p, uniform = torch.tensor([0.36, 0.48, 0.16]), torch.full((3,), 1 / 3)
        >>> round(kl_divergence(uniform, p).item(), 4)
        0.0853

    References:
        Kullback and Leibler (1951); Cover and Thomas (2006), section 2.3.
    """
    y, log_y = (target.exp(), finite(target)) if log_target else (target, safe_log(target, eps))

    def formula(input: Tensor, y: Tensor, log_y: Tensor) -> Tensor:
        log_p = finite(F.log_softmax(levelled(input, dim), dim)) if from_logits else safe_log(input, eps)
        return (y * (log_y - log_p)).sum(dim)

    quick = partial(by_hand.kl_divergence, dim=dim) if from_logits else None
    loss = by_hand.apply(quick, formula, input, y, log_y, dim=dim) / math.log(base)
    return reduce(loss, sample_weight, reduction)


@checked
def elementwise_kl(
    input: Tensor,
    target: Tensor,
    *,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""What each element adds to a Kullback–Leibler divergence, for sums that you take yourself.

    .. math:: \ell = y (\log y - \log p)

    An element is negative where y < p. Only the sum over all outcomes of two distributions is never below 0, so a mean
    over some of them says nothing: with a mask, add up each distribution's own elements first. An element with y = 0
    is 0.

    Args:
        input: probabilities p in [0, 1], or their logarithms with ``log_input``, any shape.
        target: probabilities y in [0, 1], or their logarithms with ``log_target``, of the shape of
            ``input``.
        log_input: take ``input`` as log p; never clipped.
        log_target: take ``target`` as log y; never clipped.
        eps: a probability below ``eps`` counts as ``eps`` in its logarithm.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> elementwise_kl(torch.tensor([0.25, 0.75]), torch.tensor([0.5, 0.5]), reduction="none")
        tensor([ 0.3466, -0.2027])

    References:
        Kullback and Leibler (1951).
    """
    y, log_y = (target.exp(), target) if log_target else (target, safe_log(target, eps))
    return reduce(y * (log_y - (input if log_input else safe_log(input, eps))), sample_weight, reduction)


@checked
def js_divergence(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    base: float = math.e,
    dim: int = -1,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Jensen–Shannon divergence: how far two distributions lie, on average, from their mixture.

    .. math:: \tfrac12 D(y \,\|\, m) + \tfrac12 D(p \,\|\, m), \qquad m = \tfrac12 (y + p)

    It is symmetric, and at most log 2, one bit, also for distributions that share no outcome.

    Args:
        input: probabilities along ``dim``, or logits with ``from_logits``.
        target: probabilities that sum to 1 along ``dim``, of the shape of ``input``.
        from_logits: take ``input`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        dim: the class dimension.
        eps: from probabilities, y/m or p/m below ``eps`` counts as ``eps`` in its logarithm; from logits, y does.
        sample_weight: the inputs' shape without ``dim``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The divergence in nats, or in units of ``base``: a scalar, or for ``"none"`` a tensor of the inputs' shape
        without ``dim``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> round(js_divergence(torch.tensor([0.25, 0.75]), torch.tensor([0.5, 0.5])).item(), 4)
        0.0338

    References:
        Lin (1991).
    """

    def formula(input: Tensor, target: Tensor, *log_y: Tensor) -> Tensor:
        terms = from_mixture_of_logits(input, target, log_y[0], dim, eps) if log_y else from_mixture(input, target, eps)
        return terms.sum(dim)

    log_y = (safe_log(target, eps),) if from_logits else ()
    quick = partial(by_hand.js_divergence, dim=dim, eps=eps) if from_logits else None
    loss = by_hand.apply(quick, formula, input, target, *log_y, dim=dim) / (2 * math.log(base))
    return reduce(loss, sample_weight, reduction)


def from_mixture(p: Tensor, y: Tensor, eps: float) -> Tensor:
    """y log(y / m) + p log(p / m), with the mixture m = (y + p) / 2.

    y / m = 1 + t and p / m = 1 − t: where y and p are close, t has the digits that count.
    """
    happens = y > 0
    t = torch.where(happens, (y - p) / torch.where(happens, y + p, 1), -1)
    return y * safe_log_complement(-t, eps) + p * safe_log_complement(t, eps)


def from_mixture_of_logits(logits: Tensor, y: Tensor, log_y: Tensor, dim: int, eps: float) -> Tensor:
    """The same from logits.

    Where y is 0, m is p / 2, and p may be too small for a float where its logarithm is not. The sum of p log 2 does not
    change with the logits; that its gradient is taken away leaves the digits of the others.
    """
    log_p = finite(log_softmax(logits, dim))
    p, happens = log_p.exp(), y > 0
    total = torch.where(happens, y + p, 1)
    log_sum = torch.where(happens, total.log(), log_p)
    t = (y - p) / total
    close = (t.abs() < 0.5) & (y >= eps)
    t = torch.where(close, t, 0)
    log_y_to_m = torch.where(close, t.log1p(), log_y - log_sum + math.log(2))
    log_p_to_m = torch.where(close, (-t).log1p(), torch.where(happens, log_p - log_sum, 0) + math.log(2))
    return y * log_y_to_m + p * log_p_to_m - (p - p.detach()) * math.log(2)
