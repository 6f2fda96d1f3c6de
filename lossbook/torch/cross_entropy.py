"""Cross-entropy losses in PyTorch: binary, categorical, and categorical on class indices."""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from lossbook.arguments import Reduction
from lossbook.torch import by_hand
from lossbook.torch.arguments import checked
from lossbook.torch.primitives import (
    Weights,
    along,
    at_label,
    finite,
    in_a_transform,
    levelled,
    reduce,
    safe_log,
    safe_log_complement,
)


@checked
def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: Weights = None,
    eps: float = 1e-7,
    dim: int = -1,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Binary cross-entropy: minus the log-likelihood of independent yes-or-no labels.

    .. math:: \ell = -\bigl(w_+\, y \log p + (1 - y) \log (1 - p)\bigr)

    Args:
        input: probabilities, or logits with ``from_logits``, any shape.
        target: labels 0 or 1, or probabilities between, of the shape of ``input``.
        from_logits: take ``input`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``dim``.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
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
        >>> binary_cross_entropy(torch.tensor([0.9, 0.2]), torch.tensor([1.0, 0.0]))
        tensor(0.1643)

    References:
        Goodfellow et al. (2016), section 6.2.2.2. Label smoothing: Szegedy et al. (2016), section 7.
    """
    y = smooth(target, label_smoothing, classes=2)
    weight = () if pos_weight is None else (torch.as_tensor(along(dim, pos_weight, y)),)

    def formula(input: Tensor, y: Tensor, weight: Tensor | None = None) -> Tensor:
        log_p, log_q = binary_log_probabilities(input, from_logits, eps)
        return -((y if weight is None else weight * y) * log_p + (1 - y) * log_q)

    loss = by_hand.apply(by_hand.binary_cross_entropy if from_logits else None, formula, input, y, *weight)
    return reduce(loss, sample_weight, reduction, label_weight=positive_weights(target, pos_weight, dim))


@checked
def categorical_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    dim: int = -1,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Categorical cross-entropy: minus the log-probability of the label, averaged over a soft one.

    .. math:: \ell = -\sum_c w_c\, y_c \log p_c

    Args:
        input: probabilities along ``dim``, or logits with ``from_logits``.
        target: one-hot labels, or probabilities that sum to 1 along ``dim``, of the shape of ``input``.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        class_weight: one weight w for each class.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        sample_weight: the inputs' shape without ``dim``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``. The weighted mean divides by the class
            weights of the labels before smoothing, times the sample weights.

    Returns:
        The loss in nats: a scalar, or for ``"none"`` a tensor of the inputs' shape without ``dim``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes differ, a value is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the inputs are not tensors of numbers, or a parameter has the wrong type.

    Examples:
        >>> p = torch.tensor([[0.9, 0.05, 0.05], [0.05, 0.89, 0.06], [0.05, 0.01, 0.94]], dtype=torch.float64)
        >>> round(categorical_cross_entropy(p, torch.eye(3)).item(), 7)
        0.0945899

    References:
        Goodfellow et al. (2016), section 6.2.2.3. Label smoothing: Szegedy et al. (2016), section 7.
    """
    y = along(dim, class_weight, target) * smooth(target, label_smoothing, target.shape[dim])

    def formula(input: Tensor, y: Tensor) -> Tensor:
        log_p = F.log_softmax(levelled(input, dim), dim) if from_logits else safe_log(input, eps)
        return -(y * finite(log_p)).sum(dim)

    quick = partial(by_hand.cross_entropy, dim=dim) if from_logits else None
    loss = by_hand.apply(quick, formula, input, y, dim=dim)
    return reduce(loss, sample_weight, reduction, label_weight=soft_label_weights(class_weight, target, dim))


@checked
def sparse_categorical_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    dim: int = -1,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Categorical cross-entropy on class indices: minus the log-probability of the label.

    .. math:: \ell = -w_y \log p_y

    The value is that of :func:`categorical_cross_entropy` on one-hot labels, which are never built.

    Args:
        input: probabilities along ``dim``, or logits with ``from_logits``.
        target: class indices from 0 to C − 1, of the shape of ``input`` without ``dim``.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label, unless labels are smoothed.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"`` (what PyTorch's own ``"mean"`` is with class weights), ``"sum"`` or
            ``"none"``.

    Returns:
        The loss in nats: a scalar, or for ``"none"`` a tensor of the shape of ``target``; float32, or float64 for
        float64.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> p = torch.tensor([[0.9, 0.05, 0.05], [0.05, 0.89, 0.06], [0.05, 0.01, 0.94]], dtype=torch.float64)
        >>> round(sparse_categorical_cross_entropy(p, torch.tensor([0, 1, 2])).item(), 7)
        0.0945899

    References:
        Goodfellow et al. (2016), section 6.2.2.3. Label smoothing: Szegedy et al. (2016), section 7.
    """
    kept, labels = keep(target, ignore_index)
    weight = label_weights(class_weight, labels, input)
    loss = label_cross_entropy(input, labels, from_logits, dim, eps)
    loss = loss if class_weight is None else weight * loss
    if label_smoothing > 0:
        log_p = log_softmax(input, dim) if from_logits else safe_log(input, eps)
        of_all = (along(dim, class_weight, input) * log_p).mean(dim)
        loss = (1 - label_smoothing) * loss - label_smoothing * of_all
    return reduce(loss, sample_weight, reduction, label_weight=weight, kept=kept)


@checked
def generalized_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    dim: int = -1,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Generalised cross-entropy: a bridge from cross-entropy to the absolute error, for labels that may be wrong.

    .. math:: \ell = w_y\, \frac{1 - p_y^q}{q}

    The gradient by the logits is that of cross-entropy times :math:`p_y^q`, so that a sample whose label looks wrong
    pulls little. Towards q = 0 it becomes cross-entropy; with q = 1 it is :math:`1 - p_y`, half the absolute error
    between p and the one-hot label.

    Args:
        input: probabilities along ``dim``, or logits with ``from_logits``.
        target: class indices from 0 to C − 1, of the shape of ``input`` without ``dim``.
        q: in (0, 1]: the larger, the less a confidently contradicted label counts.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps``.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss, from 0 to 1/q (times w), without unit: a scalar, or for ``"none"`` a tensor of the shape of
        ``target``; float32, or float64 for float64.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> p = torch.tensor([[0.6, 0.4], [0.9, 0.1]])
        >>> generalized_cross_entropy(p, torch.tensor([0, 1]), q=0.5, reduction="none")
        tensor([0.4508, 1.3675])

    References:
        Zhang and Sabuncu (2018).
    """
    kept, labels = keep(target, ignore_index)
    log_p = -label_cross_entropy(input, labels, from_logits, dim, eps)
    weight = label_weights(class_weight, labels, log_p)
    loss = weight * (-expm1(q * log_p) / q)
    return reduce(loss, sample_weight, reduction, label_weight=weight, kept=kept)


@checked
def poly_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    dim: int = -1,
    eps: float = 1e-7,
    sample_weight: Tensor | None = None,
    reduction: Reduction = "mean",
) -> Tensor:
    r"""Poly-1 cross-entropy: cross-entropy with another weight for the first term of its series in 1 − p.

    .. math:: \ell = w_y \bigl(-\log p_y + \epsilon (1 - p_y)\bigr), \qquad
              -\log p = (1 - p) + \tfrac12 (1 - p)^2 + \dots

    With ``epsilon`` above 0 samples that are nearly right keep pulling, below 0 they pull less; 0 is cross-entropy.

    Args:
        input: probabilities along ``dim``, or logits with ``from_logits``.
        target: class indices from 0 to C − 1, of the shape of ``input`` without ``dim``.
        epsilon: ϵ, from −1 up, where the term cancels out; which is best depends on the task.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps``.
        sample_weight: the shape of ``target``, or its leading dimensions.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.

    Returns:
        The loss in nats: a scalar, or for ``"none"`` a tensor of the shape of ``target``; float32, or
        float64 for float64.

    Raises:
        ValueError: the shapes don't fit, a label is out of range (looked at on the CPU alone), or a parameter or the
            reduction is.
        TypeError: the labels are not integers, or a parameter has the wrong type.

    Examples:
        >>> p = torch.tensor([[0.6, 0.4], [0.9, 0.1]])
        >>> poly_cross_entropy(p, torch.tensor([0, 1]), epsilon=1.0, reduction="none")
        tensor([0.9108, 3.2026])

    References:
        Leng et al. (2022).
    """
    kept, labels = keep(target, ignore_index)
    log_p = -label_cross_entropy(input, labels, from_logits, dim, eps)
    weight = label_weights(class_weight, labels, log_p)
    loss = weight * (-log_p - epsilon * expm1(log_p))
    return reduce(loss, sample_weight, reduction, label_weight=weight, kept=kept)


def smooth(target: Tensor, label_smoothing: float, classes: int) -> Tensor:
    """Labels that leave ``label_smoothing`` to be shared by all classes."""
    return target if label_smoothing == 0 else target * (1 - label_smoothing) + label_smoothing / classes


def positive_weights(target: Tensor, pos_weight: Weights, dim: int) -> Tensor | float:
    """The weight of each binary label: pos_weight for positives, 1 for negatives."""
    return 1.0 if pos_weight is None else 1 + (along(dim, pos_weight, target) - 1) * target


def binary_log_probabilities(input: Tensor, from_logits: bool, eps: float) -> tuple[Tensor, Tensor]:
    """log p and log(1 − p)."""
    if from_logits:
        return F.logsigmoid(finite(input)), F.logsigmoid(finite(-input))
    return safe_log(input, eps), safe_log_complement(input, eps)


def keep(labels: Tensor, ignore_index: int | None) -> tuple[Tensor | None, Tensor]:
    """Which positions count (None: all), and labels that can be looked up everywhere."""
    if ignore_index is None:
        return None, labels
    kept = labels != ignore_index
    return kept, torch.where(kept, labels, 0)


def label_weights(class_weight: Weights, labels: Tensor, like: Tensor) -> Tensor | float:
    """The class weight of each label, in the dtype and on the device of ``like``."""
    if class_weight is None or isinstance(class_weight, (int, float)):
        return 1.0 if class_weight is None else class_weight
    weight = torch.as_tensor(class_weight, dtype=like.dtype, device=like.device)
    return weight if weight.ndim == 0 else weight[labels]


def soft_label_weights(class_weight: Weights, target: Tensor, dim: int) -> Tensor | float:
    """The class weight of each one-hot or soft label."""
    return 1.0 if class_weight is None else (along(dim, class_weight, target) * target).sum(dim)


def label_cross_entropy(input: Tensor, labels: Tensor, from_logits: bool, dim: int, eps: float) -> Tensor:
    """−log p of each row's label."""
    return cross_entropy_at_label(input, labels, dim) if from_logits else -safe_log(at_label(input, labels, dim), eps)


def cross_entropy_at_label(logits: Tensor, labels: Tensor, dim: int) -> Tensor:
    """−log p of each row's label, from logits."""

    def formula(logits: Tensor, labels: Tensor) -> Tensor:
        return -at_label(F.log_softmax(levelled(logits, dim), dim), labels, dim)

    return by_hand.apply(partial(by_hand.at_label, dim=dim), formula, logits, labels, dim=dim)


def log_softmax(logits: Tensor, dim: int) -> Tensor:
    """log p of each class, from logits."""
    if not logits.requires_grad or logits.numel() == 0 or in_a_transform(logits):
        return F.log_softmax(levelled(logits, dim), dim)
    log_p: Tensor = by_hand.LogSoftmax.apply(logits, dim)
    return log_p


def expm1(log_p: Tensor) -> Tensor:
    """p − 1 from log p. The gradient of PyTorch's own is its result plus 1, which forgets the digits of a small p."""
    return torch.where(log_p > -1, log_p.expm1(), log_p.exp() - 1)
