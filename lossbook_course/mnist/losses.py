"""The losses that the experiment compares, by name, in both frameworks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

LOSSES = ("cross_entropy", "weighted", "class_balanced", "focal", "class_balanced_focal")
FOCAL = {"focal": "cross_entropy", "class_balanced_focal": "class_balanced"}  # what each is for gamma = 0


def class_weights(kind: str, counts: np.ndarray, beta: float) -> np.ndarray:
    r"""One weight for each class, from how often the class is in the training set; their mean is 1.

    ``weighted`` is the inverse frequency :math:`1 / n`. The class-balanced losses divide by the *effective* number of
    samples, :math:`(1 - \beta^n) / (1 - \beta)`, since the thousandth sample of a class tells less than the tenth.

    Args:
        kind: name of the loss: ``"weighted"``, ``"class_balanced"`` or ``"class_balanced_focal"``.
        counts: training samples of each class.
        beta: in [0, 1). With 0 all classes weigh the same; towards 1 it becomes the inverse frequency.

    References:
        Cui et al. (2019).
    """
    size = counts if kind == "weighted" else (1 - beta**counts) / (1 - beta)
    return (1 / size) / (1 / size).mean()


def make_loss(framework: str, name: str, gamma: float, counts: np.ndarray, beta: float) -> Callable[..., Any]:
    """The loss ``name`` of the library, on logits and integer labels, as ``framework`` has it.

    Args:
        framework: ``"torch"`` or ``"tensorflow"``.
        name: one of ``LOSSES``.
        gamma: of the focal losses.
        counts: training samples of each class.
        beta: of the class-balanced losses.
    """
    weights = None if name in ("cross_entropy", "focal") else class_weights(name, counts, beta).tolist()
    CrossEntropy: Callable[..., Callable[..., Any]]
    Focal: Callable[..., Callable[..., Any]]
    if framework == "torch":
        from lossbook.torch import SparseCategoricalCrossEntropyLoss as CrossEntropy
        from lossbook.torch import SparseCategoricalFocalLoss as Focal
    else:
        from lossbook.tensorflow import SparseCategoricalCrossEntropy as CrossEntropy
        from lossbook.tensorflow import SparseCategoricalFocal as Focal
    if name in FOCAL:
        return Focal(gamma=gamma, alpha=weights, from_logits=True)
    return CrossEntropy(class_weight=weights, from_logits=True)
