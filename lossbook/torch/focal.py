"""Focal losses in PyTorch: cross-entropy that cares less for what is already right."""

from __future__ import annotations

import math
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.arguments import Reduction
from lossbook.torch import by_hand
from lossbook.torch.arguments import checked
from lossbook.torch.cross_entropy import (
    binary_log_probabilities,
    keep,
    label_weights,
    log_softmax,
    positive_weights,
    smooth,
    soft_label_weights,
)
from lossbook.torch.primitives import Weights, along, at_label, at_least, finite, log_one_minus, reduce, safe_log


@checked
def binary_focal(
    input: Tensor,
    target: Tensor,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-7,
    pos_weight: Weights = None,
    dim: int = -1,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Binary focal loss: cross-entropy, turned down where the label already has a high probability.

    .. math:: \ell = -\alpha_t (1 - p_t)^\gamma \bigl(w_+\, y \log p + (1 - y) \log (1 - p)\bigr), \qquad
              p_t = y p + (1 - y)(1 - p), \qquad \alpha_t = y \alpha + (1 - y)(1 - \alpha)

    A positive costs :math:`w_+` times as much, its factor :math:`(1 - p)^\gamma` included. At γ = 0 and without α it is
    :func:`binary_cross_entropy` with the same ``pos_weight``. On labels of 0 and 1, ``alpha`` is the ``pos_weight``
    α/(1 − α), and all of that times 1 − α.

    Args:
        input: probabilities, or logits with ``from_logits``, any shape.
        target: labels 0 or 1, or probabilities between, of the shape of ``input``.
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: weight of positives in [0, 1]; negatives get 1 − alpha. None: no weighting.
        from_logits: take ``input`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``dim``.
        dim: the class dimension, where ``pos_weight`` has one number for each class: 1 for images, which have channels
            first.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> binary_focal(torch.tensor([0.6, 0.1]), torch.ones(2), gamma=2.0, reduction="none")
        tensor([0.0817, 1.8651])

    References:
        Lin et al. (2017), equation 5.
    """
    y = smooth(target, label_smoothing, classes=2)
    weight = () if pos_weight is None else (torch.as_tensor(along(dim, pos_weight, y)),)

    def formula(input: Tensor, y: Tensor, weight: Tensor | None = None) -> Tensor:
        log_p, log_q = binary_log_probabilities(input, from_logits, eps)
        cross_entropy = -((y if weight is None else weight * y) * log_p + (1 - y) * log_q)
        return binary_factor(y, input, gamma, from_logits, eps) * cross_entropy

    quick = partial(by_hand.binary_focal, gamma=gamma) if from_logits else None
    loss = binary_alpha(y, alpha) * by_hand.apply(quick, formula, input, y, *weight)
    return reduce(loss, sample_weight, reduction, label_weight=binary_weights(target, alpha, pos_weight, dim))


@checked
def categorical_focal(
    input: Tensor,
    target: Tensor,
    *,
    gamma: float = 2.0,
    alpha: Weights = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    dim: int = -1,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Categorical focal loss: each class's cross-entropy term, turned down where the class is already likely.

    .. math:: \ell = -\sum_c \alpha_c (1 - p_c)^\gamma\, y_c \log p_c

    Args:
        input: probabilities along ``dim``, or logits with ``from_logits``.
        target: one-hot labels, or probabilities that sum to 1 along ``dim``, of the shape of ``input``.
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: one weight for each class. A single number only scales the loss. None: no weighting.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        sample_weight: the inputs' shape without ``dim``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean counts ``alpha``.

    Returns:
        The loss in nats: a scalar, or for ``"none"`` a tensor of the inputs' shape without ``dim``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> categorical_focal(torch.tensor([[0.6, 0.4], [0.9, 0.1]]), torch.eye(2), reduction="none")
        tensor([0.0817, 1.8651])

    References:
        Lin et al. (2017), equation 5, for one class out of several.
    """
    y = smooth(target, label_smoothing, target.shape[dim])

    def formula(input: Tensor, y: Tensor) -> Tensor:
        return -(y * class_focal_log(input, gamma, from_logits, dim, eps)).sum(dim)

    quick = partial(by_hand.categorical_focal, gamma=gamma, dim=dim) if from_logits else None
    loss = by_hand.apply(quick, formula, input, along(dim, alpha, y) * y, dim=dim)
    return reduce(loss, sample_weight, reduction, label_weight=soft_label_weights(alpha, target, dim))


@checked
def sparse_categorical_focal(
    input: Tensor,
    target: Tensor,
    *,
    gamma: float = 2.0,
    alpha: Weights = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    dim: int = -1,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Categorical focal loss on class indices.

    .. math:: \ell = -\alpha_y (1 - p_y)^\gamma \log p_y

    The value is that of :func:`categorical_focal` on one-hot labels, which are never built.

    Args:
        input: probabilities along ``dim``, or logits with ``from_logits``.
        target: class indices from 0 to C − 1, of the shape of ``input`` without ``dim``.
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: one weight for each class. A single number only scales the loss. None: no weighting.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label, unless labels are smoothed.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean counts ``alpha``.

    Returns:
        The loss in nats: a scalar, or for ``"none"`` a tensor of the shape of ``target``; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> sparse_categorical_focal(torch.tensor([[0.6, 0.4], [0.9, 0.1]]), torch.tensor([0, 1]), reduction="none")
        tensor([0.0817, 1.8651])

    References:
        Lin et al. (2017), equation 5, for one class out of several.
    """
    kept, labels = keep(target, ignore_index)
    weight = label_weights(alpha, labels, input)
    loss = -weight * focal_log_at_label(input, labels, gamma, from_logits, dim, eps)
    if label_smoothing > 0:
        of_all = along(dim, alpha, input) * class_focal_log(input, gamma, from_logits, dim, eps)
        loss = (1 - label_smoothing) * loss - label_smoothing * of_all.mean(dim)
    return reduce(loss, sample_weight, reduction, label_weight=weight, kept=kept)


def binary_alpha(y: Tensor, alpha: float | None) -> Tensor | float:
    """The weight of each label: alpha for positives, 1 − alpha for negatives."""
    return 1.0 if alpha is None else y * alpha + (1 - y) * (1 - alpha)


def binary_weights(y: Tensor, alpha: float | None, pos_weight: Weights, dim: int) -> Tensor | float:
    """What a label weighs by both."""
    weight = binary_alpha(y, alpha)
    return weight if pos_weight is None else weight * positive_weights(y, pos_weight, dim)


def binary_factor(y: Tensor, input: Tensor, gamma: float, from_logits: bool, eps: float) -> Tensor | float:
    """(1 − p_t)^γ; from logits by its logarithm, whose gradient is finite also for γ < 1."""
    if gamma == 0:
        return 1.0
    if from_logits:
        return (gamma * log_wrong(y, input)).exp()
    wrong = probability_of_wrong(y, input)
    return at_least(wrong, eps) ** gamma


def probability_of_wrong(y: Tensor, p: Tensor) -> Tensor:
    """1 − p_t."""
    return y * (1 - p) + (1 - y) * p


def log_wrong(y: Tensor, logits: Tensor) -> Tensor:
    """log(1 − p_t) from logits: by log-sigmoid for a hard label; a soft one keeps 1 − p_t away from 0."""
    soft = (y > 0) & (y < 1)
    mixed = y * torch.sigmoid(-logits) + (1 - y) * torch.sigmoid(logits)
    return torch.where(soft, torch.where(soft, mixed, 1).log(), finite(F.logsigmoid((1 - 2 * y) * logits)))


def focal_log_at_label(input: Tensor, labels: Tensor, gamma: float, from_logits: bool, dim: int, eps: float) -> Tensor:
    """(1 − p_y)^γ log p_y.

    From logits p_y is the sigmoid of a margin: the label's logit less the log-sum-exp of the others. So this is the
    binary loss of the margin, and as safe.
    """
    if not from_logits:
        p = at_label(input, labels, dim)
        return at_least(1 - p, eps) ** gamma * safe_log(p, eps)

    def formula(input: Tensor, labels: Tensor) -> Tensor:
        others = finite(input.scatter(dim, labels.unsqueeze(dim), -math.inf)).logsumexp(dim)
        margin = at_label(input, labels, dim) - others
        factor = 1.0 if gamma == 0 else (gamma * F.logsigmoid(-margin)).exp()
        return factor * F.logsigmoid(margin)

    return by_hand.apply(partial(by_hand.focal_at_label, gamma=gamma, dim=dim), formula, input, labels, dim=dim)


def class_focal_log(input: Tensor, gamma: float, from_logits: bool, dim: int, eps: float) -> Tensor:
    """(1 − p_c)^γ log p_c for every class; from logits by log(1 − p_c), whose gradient is finite also for γ < 1."""
    log_p = log_softmax(input, dim) if from_logits else safe_log(input, eps)
    if gamma == 0:
        return finite(log_p)
    if not from_logits:
        return at_least(1 - input, eps) ** gamma * log_p
    log_q = log_one_minus(log_p, dim)
    likely = log_q < log_p  # for such a class log p has lost the digits that log(1 − p) has
    log_p = torch.where(likely, torch.log1p(-torch.where(likely, log_q, -1).exp()), finite(log_p))
    return (gamma * log_q).exp() * log_p
