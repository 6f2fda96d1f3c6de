"""The losses in NumPy, each with its gradient ``<name>_grad`` derived by hand; no framework is loaded.

``reduction="mean"`` and the like give a float, ``"none"`` an array; a gradient has the shape of the predictions.
:mod:`lossbook.numpy.information` holds entropy and its relatives.
"""

from lossbook.numpy.cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_grad,
    categorical_cross_entropy,
    categorical_cross_entropy_grad,
    sparse_categorical_cross_entropy,
    sparse_categorical_cross_entropy_grad,
)
from lossbook.numpy.focal import (
    binary_focal,
    binary_focal_grad,
    categorical_focal,
    categorical_focal_grad,
    sparse_categorical_focal,
    sparse_categorical_focal_grad,
)
from lossbook.numpy.overlap import (
    dice,
    dice_grad,
    focal_tversky,
    focal_tversky_grad,
    tversky,
    tversky_grad,
)
from lossbook.numpy.regression import (
    huber,
    huber_grad,
    log_cosh,
    log_cosh_grad,
    mean_absolute_error,
    mean_absolute_error_grad,
    mean_absolute_percentage_error,
    mean_absolute_percentage_error_grad,
    mean_squared_error,
    mean_squared_error_grad,
    mean_squared_logarithmic_error,
    mean_squared_logarithmic_error_grad,
    quantile,
    quantile_grad,
    smooth_l1,
    smooth_l1_grad,
)

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_grad",
    "binary_focal",
    "binary_focal_grad",
    "categorical_cross_entropy",
    "categorical_cross_entropy_grad",
    "categorical_focal",
    "categorical_focal_grad",
    "dice",
    "dice_grad",
    "focal_tversky",
    "focal_tversky_grad",
    "huber",
    "huber_grad",
    "log_cosh",
    "log_cosh_grad",
    "mean_absolute_error",
    "mean_absolute_error_grad",
    "mean_absolute_percentage_error",
    "mean_absolute_percentage_error_grad",
    "mean_squared_error",
    "mean_squared_error_grad",
    "mean_squared_logarithmic_error",
    "mean_squared_logarithmic_error_grad",
    "quantile",
    "quantile_grad",
    "smooth_l1",
    "smooth_l1_grad",
    "sparse_categorical_cross_entropy",
    "sparse_categorical_cross_entropy_grad",
    "sparse_categorical_focal",
    "sparse_categorical_focal_grad",
    "tversky",
    "tversky_grad",
]
