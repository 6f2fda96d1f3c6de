"""Losses for classes in order in PyTorch: a miss by one costs less than a miss by four."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.arguments import Reduction
from lossbook.torch.arguments import checked
from lossbook.torch.cross_entropy import keep
from lossbook.torch.primitives import reduce, safe_log, safe_log_complement


@checked
def ordinal_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-7,
    dim: int = -1,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Ordinal cross-entropy: one yes-or-no question for each step between two classes in order.

    .. math:: \ell = -\frac{1}{K - 1} \sum_{k=0}^{K-2} \bigl([y > k] \log p_k + [y \le k] \log (1 - p_k)\bigr)

    Of K classes in order, as stars or grades, the k-th question is 'is it above class k?'. A label y answers yes to the
    first y questions, so a guess that is four classes off is wrong in four of them, and one that is next to it in one.
    The grade that a model gives is the number of probabilities above 1/2, of logits above 0.

    Args:
        input: K − 1 probabilities along ``dim``, of a class above the k-th, or logits with ``from_logits``. They are
            one less than the classes: with K of them, nothing would ever be above the last step.
        target: class indices from 0, the lowest, to K − 1, of the shape of ``input`` without ``dim``.
        from_logits: take ``input`` as logits z with p = σ(z); never clipped.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        dim: the dimension of the K − 1 steps.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats, a mean over the steps: a scalar, or for ``"none"`` a tensor of the shape of ``target``;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> z = torch.tensor([[2.0, -1.0], [2.0, -1.0]])  # above the lowest of three classes, not above the middle one
        >>> ordinal_cross_entropy(z, torch.tensor([1, 0]), from_logits=True, reduction="none")
        tensor([0.2201, 1.2201])

    References:
        Cao et al. (2020), who call it CORAL, sum over the steps, and let all logits but for their biases share weights.
    """
    kept, labels = keep(target, ignore_index)
    above = is_above(labels, input, dim)
    if from_logits:
        log_right = F.logsigmoid(torch.where(above, input, -input))
    else:
        log_right = torch.where(above, safe_log(input, eps), safe_log_complement(input, eps))
    return reduce(-log_right.mean(dim), sample_weight, reduction, kept=kept)


@checked
def squared_emd(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    dim: int = -1,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Squared earth mover's distance: how far two cumulative distributions over classes in order lie apart.

    .. math:: \ell = \sum_k (P_k - Y_k)^2, \qquad P_k = \sum_{c \le k} p_c, \quad Y_k = \sum_{c \le k} y_c

    Probability that is two classes away from where it should be has two steps to go. The earth mover's distance itself
    is the sum of the sizes of the differences, where this has their squares. For one-hot targets it is the ranked
    probability score.

    Args:
        input: probabilities along ``dim``, or logits with ``from_logits``.
        target: one-hot labels, or probabilities that sum to 1 along ``dim``, the lowest class first, of the shape of
            ``input``.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        dim: the class dimension.
        sample_weight: the inputs' shape without ``dim``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, from 0 to K − 1 for K classes, without unit: a scalar, or for ``"none"`` a tensor of the inputs'
        shape without ``dim``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> target, near, far = torch.tensor([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.5, 0.0, 0.5]])
        >>> squared_emd(torch.stack([near, far]), torch.stack([target, target]), reduction="none")
        tensor([0.2500, 0.5000])

    References:
        Hou et al. (2016).
    """
    p, y = input.movedim(dim, -1), target.movedim(dim, -1)
    apart = steps_of_logits(p, y) if from_logits else (p - y).cumsum(-1)
    return reduce(apart.square().sum(-1), sample_weight, reduction)


def is_above(labels: Tensor, steps: Tensor, dim: int) -> Tensor:
    """Whether each row's label lies above each of the steps, which are numbered along ``dim``."""
    numbers = torch.arange(steps.shape[dim], device=steps.device)
    return labels.unsqueeze(dim) > numbers.reshape(-1, *[1] * (steps.ndim - 1 - dim % steps.ndim))


def steps_of_logits(logits: Tensor, y: Tensor) -> Tensor:
    """The differences of the cumulative distributions, of p and y, along the last dimension.

    Where that of p is near 1, as where a model is right and sure, they keep their digits as those of the complements.
    """
    p = logits.softmax(-1)
    up_to, beyond, truth = p.cumsum(-1), sum_behind(p), y.cumsum(-1)
    return torch.where(up_to > 0.5, (1 - truth) - beyond, up_to - truth)


def sum_behind(values: Tensor) -> Tensor:
    """For each place of the last dimension the sum of all values behind it."""
    return F.pad(values[..., 1:].flip(-1).cumsum(-1).flip(-1), (0, 1))
