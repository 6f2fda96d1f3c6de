"""The losses in TensorFlow: functions ``f(y_true, y_pred, ...)`` that give one value a sample, and Keras classes.

The classes work in ``compile``, with ``sample_weight``, and are saved and loaded with their parameters.
"""

from lossbook.tensorflow.cross_entropy import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    SparseCategoricalCrossEntropy,
    binary_cross_entropy,
    categorical_cross_entropy,
    sparse_categorical_cross_entropy,
)
from lossbook.tensorflow.focal import (
    BinaryFocal,
    CategoricalFocal,
    SparseCategoricalFocal,
    binary_focal,
    categorical_focal,
    sparse_categorical_focal,
)
from lossbook.tensorflow.overlap import (
    Dice,
    FocalTversky,
    Tversky,
    dice,
    focal_tversky,
    tversky,
)
from lossbook.tensorflow.regression import (
    Huber,
    LogCosh,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Quantile,
    SmoothL1,
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
    "BinaryCrossEntropy",
    "BinaryFocal",
    "CategoricalCrossEntropy",
    "CategoricalFocal",
    "Dice",
    "FocalTversky",
    "Huber",
    "LogCosh",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Quantile",
    "SmoothL1",
    "SparseCategoricalCrossEntropy",
    "SparseCategoricalFocal",
    "Tversky",
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
