"""Written by `make stubs`."""

from typing import Literal, overload

from numpy.typing import ArrayLike

from lossbook.arguments import Reduction
from lossbook.numpy.primitives import Array

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_grad",
    "binary_focal",
    "binary_focal_grad",
    "categorical_cross_entropy",
    "categorical_cross_entropy_grad",
    "categorical_focal",
    "categorical_focal_grad",
    "categorical_hinge",
    "categorical_hinge_grad",
    "circle",
    "circle_grad",
    "cosine_embedding",
    "cosine_embedding_grad",
    "cosine_similarity",
    "cosine_similarity_grad",
    "crammer_singer",
    "crammer_singer_grad",
    "crps_ensemble",
    "crps_ensemble_grad",
    "ctc",
    "ctc_grad",
    "dice",
    "dice_grad",
    "elementwise_kl",
    "elementwise_kl_grad",
    "focal_tversky",
    "focal_tversky_grad",
    "gamma_deviance",
    "gamma_deviance_grad",
    "gaussian_crps",
    "gaussian_crps_grad",
    "gaussian_nll",
    "gaussian_nll_grad",
    "generalized_cross_entropy",
    "generalized_cross_entropy_grad",
    "hinge",
    "hinge_embedding",
    "hinge_embedding_grad",
    "hinge_grad",
    "huber",
    "huber_grad",
    "info_nce",
    "info_nce_grad",
    "js_divergence",
    "js_divergence_grad",
    "kl_divergence",
    "kl_divergence_grad",
    "linear_cross_entropy",
    "linear_cross_entropy_grad",
    "log_cosh",
    "log_cosh_grad",
    "margin_ranking",
    "margin_ranking_grad",
    "mean_absolute_error",
    "mean_absolute_error_grad",
    "mean_absolute_percentage_error",
    "mean_absolute_percentage_error_grad",
    "mean_squared_error",
    "mean_squared_error_grad",
    "mean_squared_logarithmic_error",
    "mean_squared_logarithmic_error_grad",
    "multi_margin",
    "multi_margin_grad",
    "multilabel_margin",
    "multilabel_margin_grad",
    "multilabel_soft_margin",
    "multilabel_soft_margin_grad",
    "nt_xent",
    "nt_xent_grad",
    "ordinal_cross_entropy",
    "ordinal_cross_entropy_grad",
    "poisson",
    "poisson_grad",
    "poly_cross_entropy",
    "poly_cross_entropy_grad",
    "pseudo_huber",
    "pseudo_huber_grad",
    "quantile",
    "quantile_grad",
    "smooth_l1",
    "smooth_l1_grad",
    "soft_linear_cross_entropy",
    "soft_linear_cross_entropy_grad",
    "soft_margin",
    "soft_margin_grad",
    "sparse_categorical_cross_entropy",
    "sparse_categorical_cross_entropy_grad",
    "sparse_categorical_focal",
    "sparse_categorical_focal_grad",
    "squared_emd",
    "squared_emd_grad",
    "squared_hinge",
    "squared_hinge_grad",
    "sup_con",
    "sup_con_grad",
    "triplet_margin",
    "triplet_margin_grad",
    "tversky",
    "tversky_grad",
    "tweedie_deviance",
    "tweedie_deviance_grad",
]

@overload
def binary_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: ArrayLike | None = None,
    eps: float = 1e-07,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def binary_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: ArrayLike | None = None,
    eps: float = 1e-07,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def binary_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: ArrayLike | None = None,
    eps: float = 1e-07,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def binary_cross_entropy_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: ArrayLike | None = None,
    eps: float = 1e-07,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def binary_focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-07,
    pos_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def binary_focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-07,
    pos_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def binary_focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-07,
    pos_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def binary_focal_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-07,
    pos_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def categorical_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def categorical_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def categorical_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def categorical_cross_entropy_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def categorical_focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def categorical_focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def categorical_focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def categorical_focal_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def categorical_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def categorical_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def categorical_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def categorical_hinge_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def circle(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 0.4,
    scale: float = 80.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def circle(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 0.4,
    scale: float = 80.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def circle(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 0.4,
    scale: float = 80.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def circle_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 0.4,
    scale: float = 80.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def cosine_embedding(
    x1: ArrayLike,
    x2: ArrayLike,
    target: ArrayLike,
    *,
    margin: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def cosine_embedding(
    x1: ArrayLike,
    x2: ArrayLike,
    target: ArrayLike,
    *,
    margin: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def cosine_embedding(
    x1: ArrayLike,
    x2: ArrayLike,
    target: ArrayLike,
    *,
    margin: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def cosine_embedding_grad(
    x1: ArrayLike,
    x2: ArrayLike,
    target: ArrayLike,
    *,
    margin: float = 0.0,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]: ...

@overload
def cosine_similarity(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def cosine_similarity(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def cosine_similarity(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def cosine_similarity_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def crammer_singer(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def crammer_singer(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def crammer_singer(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def crammer_singer_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def crps_ensemble(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    fair: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def crps_ensemble(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    fair: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def crps_ensemble(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    fair: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def crps_ensemble_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    fair: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def ctc(
    log_probs: ArrayLike,
    labels: ArrayLike,
    input_lengths: ArrayLike,
    label_lengths: ArrayLike,
    *,
    blank: int = 0,
    zero_infinity: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def ctc(
    log_probs: ArrayLike,
    labels: ArrayLike,
    input_lengths: ArrayLike,
    label_lengths: ArrayLike,
    *,
    blank: int = 0,
    zero_infinity: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def ctc(
    log_probs: ArrayLike,
    labels: ArrayLike,
    input_lengths: ArrayLike,
    label_lengths: ArrayLike,
    *,
    blank: int = 0,
    zero_infinity: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def ctc_grad(
    log_probs: ArrayLike,
    labels: ArrayLike,
    input_lengths: ArrayLike,
    label_lengths: ArrayLike,
    *,
    blank: int = 0,
    zero_infinity: bool = False,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def dice(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def dice(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def dice(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def dice_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def elementwise_kl(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def elementwise_kl(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def elementwise_kl(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def elementwise_kl_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def focal_tversky(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 1.3333333333333333,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def focal_tversky(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 1.3333333333333333,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def focal_tversky(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 1.3333333333333333,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def focal_tversky_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 1.3333333333333333,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def gamma_deviance(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def gamma_deviance(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def gamma_deviance(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def gamma_deviance_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def gaussian_crps(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    scale: ArrayLike,
    *,
    eps: float = 1e-06,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def gaussian_crps(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    scale: ArrayLike,
    *,
    eps: float = 1e-06,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def gaussian_crps(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    scale: ArrayLike,
    *,
    eps: float = 1e-06,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def gaussian_crps_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    scale: ArrayLike,
    *,
    eps: float = 1e-06,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]: ...

@overload
def gaussian_nll(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    variance: ArrayLike,
    *,
    full: bool = False,
    eps: float = 1e-06,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def gaussian_nll(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    variance: ArrayLike,
    *,
    full: bool = False,
    eps: float = 1e-06,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def gaussian_nll(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    variance: ArrayLike,
    *,
    full: bool = False,
    eps: float = 1e-06,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def gaussian_nll_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    variance: ArrayLike,
    *,
    full: bool = False,
    eps: float = 1e-06,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]: ...

@overload
def generalized_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def generalized_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def generalized_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def generalized_cross_entropy_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

@overload
def hinge_embedding(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def hinge_embedding(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def hinge_embedding(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def hinge_embedding_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    margin: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

def hinge_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def huber(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def huber(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def huber(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def huber_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def info_nce(
    queries: ArrayLike,
    keys: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def info_nce(
    queries: ArrayLike,
    keys: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def info_nce(
    queries: ArrayLike,
    keys: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def info_nce_grad(
    queries: ArrayLike,
    keys: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]: ...

@overload
def js_divergence(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def js_divergence(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def js_divergence(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def js_divergence_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def kl_divergence(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def kl_divergence(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def kl_divergence(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def kl_divergence_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def linear_cross_entropy(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def linear_cross_entropy(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def linear_cross_entropy(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def linear_cross_entropy_grad(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]: ...

@overload
def log_cosh(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def log_cosh(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def log_cosh(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def log_cosh_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def margin_ranking(
    x1: ArrayLike,
    x2: ArrayLike,
    target: ArrayLike,
    *,
    margin: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def margin_ranking(
    x1: ArrayLike,
    x2: ArrayLike,
    target: ArrayLike,
    *,
    margin: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def margin_ranking(
    x1: ArrayLike,
    x2: ArrayLike,
    target: ArrayLike,
    *,
    margin: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def margin_ranking_grad(
    x1: ArrayLike,
    x2: ArrayLike,
    target: ArrayLike,
    *,
    margin: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, Array]: ...

@overload
def mean_absolute_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def mean_absolute_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def mean_absolute_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def mean_absolute_error_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def mean_absolute_percentage_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def mean_absolute_percentage_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def mean_absolute_percentage_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def mean_absolute_percentage_error_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def mean_squared_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def mean_squared_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def mean_squared_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def mean_squared_error_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def mean_squared_logarithmic_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def mean_squared_logarithmic_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def mean_squared_logarithmic_error(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def mean_squared_logarithmic_error_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def multi_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    p: int = 1,
    margin: float = 1.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def multi_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    p: int = 1,
    margin: float = 1.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def multi_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    p: int = 1,
    margin: float = 1.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def multi_margin_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    p: int = 1,
    margin: float = 1.0,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def multilabel_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def multilabel_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def multilabel_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def multilabel_margin_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def multilabel_soft_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def multilabel_soft_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def multilabel_soft_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def multilabel_soft_margin_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    class_weight: ArrayLike | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def nt_xent(
    x1: ArrayLike,
    x2: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def nt_xent(
    x1: ArrayLike,
    x2: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def nt_xent(
    x1: ArrayLike,
    x2: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def nt_xent_grad(
    x1: ArrayLike,
    x2: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]: ...

@overload
def ordinal_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-07,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def ordinal_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-07,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def ordinal_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-07,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def ordinal_cross_entropy_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-07,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def poisson(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def poisson(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def poisson(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def poisson_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def poly_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def poly_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def poly_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def poly_cross_entropy_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def pseudo_huber(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def pseudo_huber(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def pseudo_huber(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def pseudo_huber_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    delta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def quantile(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def quantile(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def quantile(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def quantile_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    q: float = 0.5,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def smooth_l1(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    beta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def smooth_l1(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    beta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def smooth_l1(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    beta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def smooth_l1_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    beta: float = 1.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def soft_linear_cross_entropy(
    features: ArrayLike,
    weight: ArrayLike,
    targets: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def soft_linear_cross_entropy(
    features: ArrayLike,
    weight: ArrayLike,
    targets: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def soft_linear_cross_entropy(
    features: ArrayLike,
    weight: ArrayLike,
    targets: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def soft_linear_cross_entropy_grad(
    features: ArrayLike,
    weight: ArrayLike,
    targets: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]: ...

@overload
def soft_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def soft_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def soft_margin(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def soft_margin_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def sparse_categorical_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def sparse_categorical_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def sparse_categorical_cross_entropy(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def sparse_categorical_cross_entropy_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def sparse_categorical_focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def sparse_categorical_focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def sparse_categorical_focal(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def sparse_categorical_focal_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    gamma: float = 2.0,
    alpha: ArrayLike | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def squared_emd(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def squared_emd(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def squared_emd(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def squared_emd_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    from_logits: bool = False,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def squared_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def squared_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def squared_hinge(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def squared_hinge_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def sup_con(
    features: ArrayLike,
    labels: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def sup_con(
    features: ArrayLike,
    labels: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def sup_con(
    features: ArrayLike,
    labels: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def sup_con_grad(
    features: ArrayLike,
    labels: ArrayLike,
    *,
    temperature: float = 0.1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def triplet_margin(
    anchor: ArrayLike,
    positive: ArrayLike,
    negative: ArrayLike,
    *,
    margin: float = 1.0,
    p: float = 2.0,
    swap: bool = False,
    distance: str | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def triplet_margin(
    anchor: ArrayLike,
    positive: ArrayLike,
    negative: ArrayLike,
    *,
    margin: float = 1.0,
    p: float = 2.0,
    swap: bool = False,
    distance: str | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def triplet_margin(
    anchor: ArrayLike,
    positive: ArrayLike,
    negative: ArrayLike,
    *,
    margin: float = 1.0,
    p: float = 2.0,
    swap: bool = False,
    distance: str | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def triplet_margin_grad(
    anchor: ArrayLike,
    positive: ArrayLike,
    negative: ArrayLike,
    *,
    margin: float = 1.0,
    p: float = 2.0,
    swap: bool = False,
    distance: str | None = None,
    axis: int = -1,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> tuple[Array, ...]: ...

@overload
def tversky(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def tversky(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def tversky(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def tversky_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: ArrayLike | None = None,
    axis: int | None = None,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...

@overload
def tweedie_deviance(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["mean", "weighted_mean", "sum"] = "mean",
) -> float: ...
@overload
def tweedie_deviance(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Literal["none"],
) -> Array: ...
@overload
def tweedie_deviance(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> float | Array: ...

def tweedie_deviance_grad(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: ArrayLike | None = None,
    reduction: Reduction = "mean",
) -> Array: ...
