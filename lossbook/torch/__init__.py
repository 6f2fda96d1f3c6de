"""The losses in PyTorch: functions ``f(input, target, ...)`` and modules ``...Loss``, as in :mod:`torch.nn`.

They give gradients, and gradients of gradients, by autograd, and work under ``torch.compile``, ``torch.func.vmap`` and
autocast.
"""

from lossbook.torch.cross_entropy import (
    BinaryCrossEntropyLoss,
    CategoricalCrossEntropyLoss,
    SparseCategoricalCrossEntropyLoss,
    binary_cross_entropy,
    categorical_cross_entropy,
    sparse_categorical_cross_entropy,
)
from lossbook.torch.focal import (
    BinaryFocalLoss,
    CategoricalFocalLoss,
    SparseCategoricalFocalLoss,
    binary_focal,
    categorical_focal,
    sparse_categorical_focal,
)
from lossbook.torch.overlap import (
    DiceLoss,
    FocalTverskyLoss,
    TverskyLoss,
    dice,
    focal_tversky,
    tversky,
)
from lossbook.torch.regression import (
    HuberLoss,
    LogCoshLoss,
    MeanAbsoluteErrorLoss,
    MeanAbsolutePercentageErrorLoss,
    MeanSquaredErrorLoss,
    MeanSquaredLogarithmicErrorLoss,
    QuantileLoss,
    SmoothL1Loss,
    huber,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    quantile,
    smooth_l1,
)

__all__ = [
    "BinaryCrossEntropyLoss",
    "BinaryFocalLoss",
    "CategoricalCrossEntropyLoss",
    "CategoricalFocalLoss",
    "DiceLoss",
    "FocalTverskyLoss",
    "HuberLoss",
    "LogCoshLoss",
    "MeanAbsoluteErrorLoss",
    "MeanAbsolutePercentageErrorLoss",
    "MeanSquaredErrorLoss",
    "MeanSquaredLogarithmicErrorLoss",
    "QuantileLoss",
    "SmoothL1Loss",
    "SparseCategoricalCrossEntropyLoss",
    "SparseCategoricalFocalLoss",
    "TverskyLoss",
    "binary_cross_entropy",
    "binary_focal",
    "categorical_cross_entropy",
    "categorical_focal",
    "dice",
    "focal_tversky",
    "huber",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "quantile",
    "smooth_l1",
    "sparse_categorical_cross_entropy",
    "sparse_categorical_focal",
    "tversky",
]
