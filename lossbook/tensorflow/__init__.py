"""The losses in TensorFlow: functions ``f(y_true, y_pred, ...)`` that give one value a sample, and Keras classes.

The classes work in ``compile``, with ``sample_weight``, and are saved and loaded with their parameters.
"""

from lossbook.tensorflow import classes
from lossbook.tensorflow.classes import *
from lossbook.tensorflow.cross_entropy import (
    binary_cross_entropy,
    categorical_cross_entropy,
    generalized_cross_entropy,
    poly_cross_entropy,
    sparse_categorical_cross_entropy,
)
from lossbook.tensorflow.divergence import elementwise_kl, js_divergence, kl_divergence
from lossbook.tensorflow.embedding import (
    circle,
    cosine_embedding,
    cosine_similarity,
    info_nce,
    nt_xent,
    sup_con,
    triplet_margin,
)
from lossbook.tensorflow.focal import binary_focal, categorical_focal, sparse_categorical_focal
from lossbook.tensorflow.margin import (
    categorical_hinge,
    crammer_singer,
    hinge,
    hinge_embedding,
    margin_ranking,
    multi_margin,
    multilabel_margin,
    multilabel_soft_margin,
    soft_margin,
    squared_hinge,
)
from lossbook.tensorflow.ordinal import ordinal_cross_entropy, squared_emd
from lossbook.tensorflow.overlap import dice, focal_tversky, tversky
from lossbook.tensorflow.regression import (
    crps_ensemble,
    gamma_deviance,
    gaussian_crps,
    gaussian_nll,
    huber,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
    pseudo_huber,
    quantile,
    smooth_l1,
    tweedie_deviance,
)
from lossbook.tensorflow.sequence import ctc
from lossbook.tensorflow.vocabulary import linear_cross_entropy, soft_linear_cross_entropy

__all__ = [
    *classes.__all__,
    "binary_cross_entropy",
    "binary_focal",
    "categorical_cross_entropy",
    "categorical_focal",
    "categorical_hinge",
    "circle",
    "cosine_embedding",
    "cosine_similarity",
    "crammer_singer",
    "crps_ensemble",
    "ctc",
    "dice",
    "focal_tversky",
    "gaussian_nll",
    "pseudo_huber",
    "gamma_deviance",
    "tweedie_deviance",
    "gaussian_crps",
    "generalized_cross_entropy",
    "hinge",
    "hinge_embedding",
    "huber",
    "info_nce",
    "elementwise_kl",
    "js_divergence",
    "kl_divergence",
    "linear_cross_entropy",
    "log_cosh",
    "margin_ranking",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "multi_margin",
    "multilabel_margin",
    "multilabel_soft_margin",
    "ordinal_cross_entropy",
    "nt_xent",
    "poisson",
    "poly_cross_entropy",
    "quantile",
    "smooth_l1",
    "soft_linear_cross_entropy",
    "soft_margin",
    "sparse_categorical_cross_entropy",
    "sparse_categorical_focal",
    "squared_emd",
    "squared_hinge",
    "sup_con",
    "triplet_margin",
    "tversky",
]
