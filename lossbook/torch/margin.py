"""Margin losses in PyTorch: being right is not enough, it has to be right by a margin."""

from __future__ import annotations

import math
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.arguments import Reduction
from lossbook.torch import by_hand
from lossbook.torch.arguments import checked
from lossbook.torch.cross_entropy import label_weights
from lossbook.torch.primitives import Weights, along, at_label, by_sign, reduce


@checked
def hinge(
    input: Tensor, target: Tensor, *, sample_weight: Tensor | None = None, reduction: Reduction = "mean"
) -> Tensor:
    r"""Hinge loss: nothing once the score is on the label's side by 1 or more, linear in what is missing.

    .. math:: \ell = \max(0,\; 1 - y \hat y)

    Args:
        input: scores, any real numbers, any shape.
        target: labels −1 or 1, of the shape of ``input``. Labels 0 or 1 are taken as −1 or 1.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64
        for float64.

    Raises:
        ValueError: the shapes differ, a label is none of these or −1 and 0 come together (looked at on the CPU alone),
            or the reduction is unknown.
        TypeError: the inputs are not tensors of numbers.

    Examples:
        >>> hinge(torch.tensor([0.5, 0.25, 3.0]), torch.tensor([-1, 1, 1]), reduction="none")
        tensor([1.5000, 0.7500, 0.0000])
        >>> hinge(torch.tensor([0.5, 0.25, 3.0]), torch.tensor([0, 1, 1]), reduction="none")
        tensor([1.5000, 0.7500, 0.0000])

    References:
        Cortes and Vapnik (1995).
    """
    y = signs(target)
    return reduce(torch.relu(1 - y * input), sample_weight, reduction)


@checked
def squared_hinge(
    input: Tensor, target: Tensor, *, sample_weight: Tensor | None = None, reduction: Reduction = "mean"
) -> Tensor:
    r"""Squared hinge loss: the square of :func:`hinge`, smooth where that has its kink and harder on what is far off.

    .. math:: \ell = \max(0,\; 1 - y \hat y)^2

    Args:
        input: scores, any real numbers, any shape.
        target: labels −1 or 1, of the shape of ``input``. Labels 0 or 1 are taken as −1 or 1.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in squared units of the score: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, a label is none of these or −1 and 0 come together (looked at on the CPU alone),
            or the reduction is unknown.
        TypeError: the inputs are not tensors of numbers.

    Examples:
        >>> squared_hinge(torch.tensor([0.5, 0.25, 3.0]), torch.tensor([-1, 1, 1]), reduction="none")
        tensor([2.2500, 0.5625, 0.0000])

    References:
        Lee and Mangasarian (2001).
    """
    y = signs(target)
    return reduce(torch.relu(1 - y * input).square(), sample_weight, reduction)


@checked
def categorical_hinge(
    input: Tensor, target: Tensor, *, dim: int = -1, sample_weight: Tensor | None = None, reduction: Reduction = "mean"
) -> Tensor:
    r"""Categorical hinge loss, as Keras defines it: the label's score against the best of what the label leaves.

    .. math:: \ell = \max\Bigl(0,\; 1 + \max_c (1 - y_c)\, \hat y_c - \sum_c y_c \hat y_c\Bigr)

    The inner maximum runs over the true class too, where :math:`1 - y_c = 0`: if all other scores are negative, the
    label is compared with 0 and not with the best of them. :func:`crammer_singer` has no such zero.

    Args:
        input: scores, any real numbers.
        target: one-hot labels, or probabilities that sum to 1 along ``dim``, of the shape of ``input``.
        dim: the class dimension.
        sample_weight: the inputs' shape without ``dim``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a scalar, or for ``"none"`` a tensor of the inputs' shape without ``dim``;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a target is out of range (looked at on the CPU alone), or the reduction is
            unknown.
        TypeError: the inputs are not tensors of numbers.

    Examples:
        >>> categorical_hinge(torch.tensor([[0.5, 0.25], [-3.0, -2.0]]), torch.eye(2), reduction="none")
        tensor([0.7500, 3.0000])

    References:
        Keras, after Crammer and Singer (2001).
    """
    positive = (target * input).sum(dim)
    negative = ((1 - target) * input).amax(dim)
    return reduce(torch.relu(1 + (negative - positive)), sample_weight, reduction)


@checked
def crammer_singer(
    input: Tensor, target: Tensor, *, dim: int = -1, sample_weight: Tensor | None = None, reduction: Reduction = "mean"
) -> Tensor:
    r"""Multi-class hinge loss of Crammer and Singer: the label's score has to beat the best other one by 1.

    .. math:: \ell = \max\bigl(0,\; 1 + \max_{c \ne y} \hat y_c - \hat y_y\bigr)

    Args:
        input: scores along ``dim``, any real numbers.
        target: class indices from 0 to C − 1, of the shape of ``input`` without ``dim``.
        dim: the class dimension.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a scalar, or a tensor of the shape of ``target`` for ``"none"``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at on the CPU alone), or the reduction is
            unknown.
        TypeError: the labels are not integers.

    Examples:
        >>> crammer_singer(torch.tensor([[0.5, 0.25], [-4.0, -2.0]]), torch.tensor([0, 1]), reduction="none")
        tensor([0.7500, 0.0000])

    References:
        Crammer and Singer (2001).
    """
    rival = without_label(input, target, dim).amax(dim)
    violation = 1 + (rival - at_label(input, target, dim))
    return reduce(torch.relu(violation), sample_weight, reduction)


@checked
def multi_margin(
    input: Tensor,
    target: Tensor,
    *,
    p: int = 1,
    margin: float = 1.0,
    class_weight: Weights = None,
    dim: int = -1,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Multi-class margin loss: the label's score has to beat every other one by ``margin``.

    .. math:: \ell = \frac{w_y}{C} \sum_{c \ne y} \max\bigl(0,\; \mathrm{margin} + \hat y_c - \hat y_y\bigr)^p

    Args:
        input: scores along ``dim``, any real numbers.
        target: class indices from 0 to C − 1, of the shape of ``input`` without ``dim``.
        p: 1, or 2 for squares.
        margin: by how much the label has to win, in units of the score, from 0 up.
        class_weight: one weight w for each class; that of the label counts.
        dim: the class dimension.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score to the power ``p``: a scalar, or a tensor of the shape of ``target`` for
        ``"none"``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> multi_margin(torch.tensor([[0.5, 0.25], [-4.0, -2.0]]), torch.tensor([0, 1]), reduction="none")
        tensor([0.3750, 0.0000])

    References:
        Weston and Watkins (1999).
    """

    def formula(input: Tensor, target: Tensor) -> Tensor:
        return (label_violations(input, target, margin, dim) ** p).mean(dim)

    quick = partial(by_hand.label_violations, margin=margin, p=p, dim=dim)
    weight = label_weights(class_weight, target, input)
    loss = weight * by_hand.apply(quick, formula, input, target, dim=dim)
    return reduce(loss, sample_weight, reduction, label_weight=weight)


@checked
def soft_margin(
    input: Tensor, target: Tensor, *, sample_weight: Tensor | None = None, reduction: Reduction = "mean"
) -> Tensor:
    r"""Soft-margin loss, the logistic loss: a hinge without the kink.

    .. math:: \ell = \log\bigl(1 + e^{-y \hat y}\bigr)

    It is binary cross-entropy from logits, with the labels written as −1 and 1.

    Args:
        input: scores, any real numbers, any shape.
        target: labels −1 or 1, of the shape of ``input``. Labels 0 or 1 are taken as −1 or 1.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a label is none of these or −1 and 0 come together (looked at on the CPU alone),
            or the reduction is unknown.
        TypeError: the inputs are not tensors of numbers.

    Examples:
        >>> soft_margin(torch.tensor([0.0, -1000.0]), torch.tensor([-1, 1]), reduction="none")
        tensor([6.9315e-01, 1.0000e+03])

    References:
        Rosasco et al. (2004).
    """
    y = signs(target)
    return reduce(-F.logsigmoid(y * input), sample_weight, reduction)


@checked
def multilabel_margin(
    input: Tensor, target: Tensor, *, dim: int = -1, sample_weight: Tensor | None = None, reduction: Reduction = "mean"
) -> Tensor:
    r"""Multi-label margin loss: every class that applies has to beat every class that does not by 1.

    .. math:: \ell = \frac{1}{C} \sum_{y_a = 1} \sum_{y_b = 0} \max\bigl(0,\; 1 + \hat y_b - \hat y_a\bigr)

    Args:
        input: scores, any real numbers.
        target: 0 or 1 for each class along ``dim``, any number of them 1, of the shape of ``input``.
        dim: the class dimension.
        sample_weight: the inputs' shape without ``dim``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a scalar, or for ``"none"`` a tensor of the inputs' shape without ``dim``;
        float32, or float64 for float64.

    Raises:
        ValueError: the shapes differ, a target is neither 0 nor 1 (looked at on the CPU alone), or the reduction is
            unknown.
        TypeError: the inputs are not tensors of numbers.

    Examples:
        >>> multilabel_margin(torch.tensor([[0.5, 0.25, 2.0]]), torch.tensor([[1, 0, 1]]), reduction="none")
        tensor([0.2500])

    References:
        Elisseeff and Weston (2001).
    """

    def formula(input: Tensor, target: Tensor) -> Tensor:
        return pair_violations(input, target, dim)

    loss = by_hand.apply(partial(by_hand.pair_violations, dim=dim), formula, input, target, dim=dim)
    return reduce(loss, sample_weight, reduction)


@checked
def multilabel_soft_margin(
    input: Tensor,
    target: Tensor,
    *,
    class_weight: Weights = None,
    dim: int = -1,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Multi-label soft-margin loss: binary cross-entropy from logits, averaged over the classes.

    .. math:: \ell = -\frac{1}{C} \sum_c w_c \bigl(y_c \log \sigma(\hat y_c) + (1 - y_c) \log \sigma(-\hat y_c)\bigr)

    Args:
        input: scores, any real numbers: logits of each class on its own.
        target: 0 or 1 for each class along ``dim``, or probabilities between, of the shape of ``input``.
        class_weight: one weight w for each class.
        dim: the class dimension.
        sample_weight: the inputs' shape without ``dim``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean counts the weights of all
            classes, so that doubling them changes nothing.

    Returns:
        The loss in nats: a scalar, or for ``"none"`` a tensor of the inputs' shape without ``dim``; float32, or float64
        for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> multilabel_soft_margin(torch.tensor([[0.0, 2.0]]), torch.tensor([[1, 0]]), reduction="none")
        tensor([1.4100])

    References:
        Nam et al. (2014).
    """

    def formula(input: Tensor, target: Tensor) -> Tensor:
        return -(target * F.logsigmoid(input) + (1 - target) * F.logsigmoid(-input))

    weight = along(dim, class_weight, input)
    loss = (weight * by_hand.apply(by_hand.binary_cross_entropy, formula, input, target)).mean(dim)
    mean_weight = weight.mean() if isinstance(weight, Tensor) else weight
    return reduce(loss, sample_weight, reduction, label_weight=mean_weight)


@checked
def hinge_embedding(
    input: Tensor,
    target: Tensor,
    *,
    margin: float = 1.0,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Hinge embedding loss: pairs that belong together cost their distance, others what they lack to ``margin``.

    .. math:: \ell = \hat y \text{ for } y = 1, \qquad \max(0,\; \mathrm{margin} - \hat y) \text{ for } y = -1

    Args:
        input: distances, any shape. Negative ones are allowed: for a label of 1 they cost as little as they say, for −1
            more than a distance of 0.
        target: 1 for a pair that belongs together, −1 for one that does not, of the shape of ``input``.
        margin: how far apart others have to be, in units of the distance, from 0 up.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the distance: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, a label is neither −1 nor 1 (looked at on the CPU alone), or a parameter or the
            reduction is out of range.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> hinge_embedding(torch.tensor([0.25, 0.25, 3.0]), torch.tensor([1, -1, -1]), reduction="none")
        tensor([0.2500, 0.7500, 0.0000])

    References:
        Mobahi et al. (2009).
    """
    loss = by_sign(target, input, torch.relu(margin - input))
    return reduce(loss, sample_weight, reduction)


@checked
def margin_ranking(
    x1: Tensor,
    x2: Tensor,
    target: Tensor,
    *,
    margin: float = 0.0,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Margin ranking loss: of two scores the one that should rank higher has to, by ``margin``.

    .. math:: \ell = \max\bigl(0,\; \mathrm{margin} - y\, (x_1 - x_2)\bigr)

    Args:
        x1: scores of the first, any real numbers, any shape.
        x2: scores of the second, of the shape of ``x1``.
        target: y: 1 where the first should rank higher, −1 where the second should, of the shape of ``x1``.
        margin: by how much, in units of the score, from 0 up.
        sample_weight: the shape of ``x1``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, in units of the score: a scalar, or a tensor of the inputs' shape for ``"none"``; float32, or float64
        for float64.

    Raises:
        ValueError: the shapes differ, a target is neither −1 nor 1 (looked at on the CPU alone), or a parameter or the
            reduction is out of range.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> x1, x2 = torch.tensor([0.5, 0.5]), torch.tensor([2.0, 2.0])
        >>> margin_ranking(x1, x2, torch.tensor([1, -1]), margin=1.0, reduction="none")
        tensor([2.5000, 0.0000])

    References:
        Herbrich et al. (2000).
    """
    violation = margin - target * (x1 - x2)
    return reduce(torch.relu(violation), sample_weight, reduction)


def signs(labels: Tensor) -> Tensor:
    """Labels −1 and 1 as they are, and 0 as −1."""
    return (2 * labels - 1).clamp(min=-1)


def without_label(values: Tensor, labels: Tensor, dim: int) -> Tensor:
    """``values`` with −∞ where the label points, so that a maximum is one over the other classes."""
    return values.scatter(dim, labels.unsqueeze(dim), -math.inf)


def label_violations(input: Tensor, labels: Tensor, margin: float, dim: int) -> Tensor:
    """By how much each other class comes closer to the label's score than ``margin``; 0 for the label itself."""
    own = at_label(input, labels, dim).unsqueeze(dim)
    return torch.relu(margin + (without_label(input, labels, dim) - own))


def pair_violations(input: Tensor, target: Tensor, dim: int) -> Tensor:
    """By how much each class that does not apply comes closer than 1 to each that does; all that over C."""
    applies, others = (x.movedim(dim, -1) for x in by_hand.pairs(input, target))
    some_at_a_time = (applies[..., some].unsqueeze(-1) for some in by_hand.slices(others))
    violations = (torch.relu(1 + (others.unsqueeze(-2) - score)).sum((-2, -1)) for score in some_at_a_time)
    return sum(violations, others.new_zeros(())) / input.shape[dim]
