"""Written by `make stubs`."""

import tensorflow as tf

from lossbook.tensorflow.loss import Loss
from lossbook.tensorflow.primitives import Weights

__all__ = [
    "BinaryCrossEntropy",
    "BinaryFocal",
    "CRPSEnsemble",
    "CTC",
    "CategoricalCrossEntropy",
    "CategoricalFocal",
    "CategoricalHinge",
    "Circle",
    "CosineEmbedding",
    "CosineSimilarity",
    "CrammerSinger",
    "Dice",
    "ElementwiseKL",
    "FocalTversky",
    "GammaDeviance",
    "GaussianCRPS",
    "GaussianNLL",
    "GeneralizedCrossEntropy",
    "Hinge",
    "HingeEmbedding",
    "Huber",
    "InfoNCE",
    "JSDivergence",
    "KLDivergence",
    "LinearCrossEntropy",
    "LogCosh",
    "MarginRanking",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "MultiMargin",
    "MultilabelMargin",
    "MultilabelSoftMargin",
    "NTXent",
    "OrdinalCrossEntropy",
    "Poisson",
    "PolyCrossEntropy",
    "PseudoHuber",
    "Quantile",
    "SmoothL1",
    "SoftLinearCrossEntropy",
    "SoftMargin",
    "SparseCategoricalCrossEntropy",
    "SparseCategoricalFocal",
    "SquaredEMD",
    "SquaredHinge",
    "SupCon",
    "TripletMargin",
    "Tversky",
    "TweedieDeviance",
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
    "elementwise_kl",
    "focal_tversky",
    "gamma_deviance",
    "gaussian_crps",
    "gaussian_nll",
    "generalized_cross_entropy",
    "hinge",
    "hinge_embedding",
    "huber",
    "info_nce",
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
    "nt_xent",
    "ordinal_cross_entropy",
    "poisson",
    "poly_cross_entropy",
    "pseudo_huber",
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
    "tweedie_deviance",
]

class BinaryCrossEntropy(Loss):
    r"""Keras class of :func:`binary_cross_entropy`.

    ``pos_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``axis``.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
        axis: the class axis, where ``pos_weight`` has one number for each class: 1 for images with channels first.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        pos_weight: Weights = None,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "binary_cross_entropy",
        dtype: str | None = None,
        *,
        axis: int = -1,
    ) -> None: ...

class BinaryFocal(Loss):
    r"""Keras class of :func:`binary_focal`.

    ``pos_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: weight of positives in [0, 1]; negatives get 1 − alpha. None: no weighting.
        from_logits: take ``y_pred`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``axis``.
        axis: the class axis, where ``pos_weight`` has one number for each class: 1 for images with channels first.
    """

    def __init__(
        self,
        gamma: float = 2.0,
        alpha: float | None = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "binary_focal",
        dtype: str | None = None,
        *,
        pos_weight: Weights = None,
        axis: int = -1,
    ) -> None: ...

class CRPSEnsemble(Loss):
    r"""Keras class of :func:`crps_ensemble`.

    Args:
        fair: divide the second sum by 2M(M − 1), not by 2M²; needs two members at least.
        axis: the axis of the members.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        fair: bool = False,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "crps_ensemble",
        dtype: str | None = None,
    ) -> None: ...

class CTC(Loss):
    r"""Keras class of :func:`ctc`.

    ``y_true`` has one row of labels a sample, filled up with blanks or with negative numbers; ``y_pred`` the
    log-probabilities, all of whose frames count.

    Args:
        blank: the index of the blank.
        zero_infinity: if True, a label that has no path, since it needs more frames than there are (one a label, and
            one between equal neighbours), costs 0; if False, infinity. Its gradient is 0 in both cases.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        blank: int = 0,
        zero_infinity: bool = False,
        reduction: str = "sum_over_batch_size",
        name: str = "ctc",
        dtype: str | None = None,
    ) -> None: ...

class CategoricalCrossEntropy(Loss):
    r"""Keras class of :func:`categorical_cross_entropy`.

    ``class_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        class_weight: one weight w for each class.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        class_weight: Weights = None,
        axis: int = -1,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "categorical_cross_entropy",
        dtype: str | None = None,
    ) -> None: ...

class CategoricalFocal(Loss):
    r"""Keras class of :func:`categorical_focal`.

    ``alpha`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: one weight for each class. A single number only scales the loss. None: no weighting.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        gamma: float = 2.0,
        alpha: Weights = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "categorical_focal",
        dtype: str | None = None,
    ) -> None: ...

class CategoricalHinge(Loss):
    r"""Keras class of :func:`categorical_hinge`.

    Args:
        axis: the class axis.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "categorical_hinge",
        dtype: str | None = None,
    ) -> None: ...

class Circle(Loss):
    r"""Keras class of :func:`circle`.

    Args:
        margin: m in [0, 1]: the exponent is 0 where one's own similarity is 1 − m and another one is m; both are
            pulled on from there, and another one from −m down is left alone.
        scale: γ above 0.
        axis: the class axis.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        margin: float = 0.4,
        scale: float = 80.0,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "circle",
        dtype: str | None = None,
    ) -> None: ...

class CosineEmbedding(Loss):
    r"""Keras class of :func:`cosine_embedding`.

    Args:
        margin: the cosine that pairs which don't belong together may have, in [−1, 1].
        axis: the axis along which a vector lies.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        margin: float = 0.0,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "cosine_embedding",
        dtype: str | None = None,
    ) -> None: ...

class CosineSimilarity(Loss):
    r"""Keras class of :func:`cosine_similarity`.

    Args:
        axis: the axis along which a vector lies.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "cosine_similarity",
        dtype: str | None = None,
    ) -> None: ...

class CrammerSinger(Loss):
    r"""Keras class of :func:`crammer_singer`.

    Args:
        axis: the class axis.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "crammer_singer",
        dtype: str | None = None,
    ) -> None: ...

class Dice(Loss):
    r"""Keras class of :func:`dice`.

    Args:
        from_logits: take ``y_pred`` as logits x, with p = σ(x), or with p = softmax(x) along ``axis`` if that is given;
            never clipped.
        smooth: s above 0, in pixels. It decides what an empty mask asks for: with the small default any predicted
            pixel costs 1 and pulls little, with 1, one costs 1/2, three 3/4, and each pulls.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
        class_weight: one weight w for each class along ``axis``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        axis: the class axis, −1 for images with channels last; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
    """

    def __init__(
        self,
        from_logits: bool = False,
        smooth: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "dice",
        dtype: str | None = None,
        *,
        class_weight: Weights = None,
        axis: int | None = None,
    ) -> None: ...

class ElementwiseKL(Loss):
    r"""Keras class of :func:`elementwise_kl`.

    Args:
        log_input: take ``y_pred`` as log p; never clipped.
        log_target: take ``y_true`` as log y; never clipped.
        eps: a probability below ``eps`` counts as ``eps`` in its logarithm.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        log_input: bool = False,
        log_target: bool = False,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "elementwise_kl",
        dtype: str | None = None,
    ) -> None: ...

class FocalTversky(Loss):
    r"""Keras class of :func:`focal_tversky`.

    Args:
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives. (The paper swaps the names of the two.)
        gamma: γ above 0; 1 is :func:`tversky`.
        from_logits: take ``y_pred`` as logits x, with p = σ(x), or with p = softmax(x) along ``axis`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
        class_weight: one weight w for each class along ``axis``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        axis: the class axis, −1 for images with channels last; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
    """

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        gamma: float = 1.3333333333333333,
        from_logits: bool = False,
        smooth: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "focal_tversky",
        dtype: str | None = None,
        *,
        class_weight: Weights = None,
        axis: int | None = None,
    ) -> None: ...

class GammaDeviance(Loss):
    r"""Keras class of :func:`gamma_deviance`.

    Args:
        log_input: take ``y_pred`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        log_input: bool = False,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "gamma_deviance",
        dtype: str | None = None,
    ) -> None: ...

class GaussianCRPS(Loss):
    r"""Keras class of :func:`gaussian_crps`.

    Args:
        eps: a standard deviation below ``eps`` counts as ``eps``, in units of ``y``; above 0.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        eps: float = 1e-06,
        reduction: str = "sum_over_batch_size",
        name: str = "gaussian_crps",
        dtype: str | None = None,
    ) -> None: ...

class GaussianNLL(Loss):
    r"""Keras class of :func:`gaussian_nll`.

    Args:
        full: add the constant :math:`\tfrac12 \log 2\pi`.
        eps: a variance below ``eps`` counts as ``eps``, in squared units of ``y``; above 0.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        full: bool = False,
        eps: float = 1e-06,
        reduction: str = "sum_over_batch_size",
        name: str = "gaussian_nll",
        dtype: str | None = None,
    ) -> None: ...

class GeneralizedCrossEntropy(Loss):
    r"""Keras class of :func:`generalized_cross_entropy`.

    ``class_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        q: in (0, 1]: the larger, the less a confidently contradicted label counts.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps``.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        q: float = 0.7,
        from_logits: bool = False,
        class_weight: Weights = None,
        ignore_index: int | None = None,
        axis: int = -1,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "generalized_cross_entropy",
        dtype: str | None = None,
    ) -> None: ...

class Hinge(Loss):
    r"""Keras class of :func:`hinge`.

    Args:
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str = "hinge",
        dtype: str | None = None,
    ) -> None: ...

class HingeEmbedding(Loss):
    r"""Keras class of :func:`hinge_embedding`.

    Args:
        margin: how far apart others have to be, in units of the distance, from 0 up.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        margin: float = 1.0,
        reduction: str = "sum_over_batch_size",
        name: str = "hinge_embedding",
        dtype: str | None = None,
    ) -> None: ...

class Huber(Loss):
    r"""Keras class of :func:`huber`.

    Args:
        delta: where the loss becomes a straight line, in units of ``y``; above 0.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        delta: float = 1.0,
        reduction: str = "sum_over_batch_size",
        name: str = "huber",
        dtype: str | None = None,
    ) -> None: ...

class InfoNCE(Loss):
    r"""Keras class of :func:`info_nce`.

    Args:
        temperature: τ above 0: the smaller, the more the closest negatives count.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        temperature: float = 0.1,
        reduction: str = "sum_over_batch_size",
        name: str = "info_nce",
        dtype: str | None = None,
    ) -> None: ...

class JSDivergence(Loss):
    r"""Keras class of :func:`js_divergence`.

    Args:
        from_logits: take ``y_pred`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        axis: the class axis.
        eps: from probabilities, y/m or p/m below ``eps`` counts as ``eps`` in its logarithm; from logits, y does.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        from_logits: bool = False,
        base: float = 2.718281828459045,
        axis: int = -1,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "js_divergence",
        dtype: str | None = None,
    ) -> None: ...

class KLDivergence(Loss):
    r"""Keras class of :func:`kl_divergence`.

    Args:
        from_logits: take ``y_pred`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        log_target: take ``y_true`` as log-probabilities; never clipped.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        from_logits: bool = False,
        log_target: bool = False,
        base: float = 2.718281828459045,
        axis: int = -1,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "kl_divergence",
        dtype: str | None = None,
    ) -> None: ...

class LinearCrossEntropy(Loss):
    r"""Keras class of :func:`linear_cross_entropy`.

    Keras gives a loss one tensor: ``y_pred`` has the N rows of features, and below them the C rows of the weight. A
    layer for it returns ``tf.concat([features, self.weight], 0)``; of sequences, the features of all positions below
    one another, while ``y_true`` keeps their axes, such as (B, T). A bias is the last column of the weight, beside a
    last feature of 1.

    ``class_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
        class_weight: one weight w for each class, a constant. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.
    """

    def __init__(
        self,
        label_smoothing: float = 0.0,
        ignore_index: int | None = None,
        reduction: str = "sum_over_batch_size",
        name: str = "linear_cross_entropy",
        dtype: str | None = None,
        *,
        class_weight: Weights = None,
        softcap: float | None = None,
        z_loss: float = 0.0,
    ) -> None: ...

class LogCosh(Loss):
    r"""Keras class of :func:`log_cosh`.

    Args:
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str = "log_cosh",
        dtype: str | None = None,
    ) -> None: ...

class MarginRanking(Loss):
    r"""Keras class of :func:`margin_ranking`.

    Args:
        margin: by how much, in units of the score, from 0 up.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        margin: float = 0.0,
        reduction: str = "sum_over_batch_size",
        name: str = "margin_ranking",
        dtype: str | None = None,
    ) -> None: ...

class MeanAbsoluteError(Loss):
    r"""Keras class of :func:`mean_absolute_error`.

    Args:
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str = "mean_absolute_error",
        dtype: str | None = None,
    ) -> None: ...

class MeanAbsolutePercentageError(Loss):
    r"""Keras class of :func:`mean_absolute_percentage_error`.

    Args:
        eps: a target nearer to 0 counts as ``eps``, in units of ``y``; above 0.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "mean_absolute_percentage_error",
        dtype: str | None = None,
    ) -> None: ...

class MeanSquaredError(Loss):
    r"""Keras class of :func:`mean_squared_error`.

    Args:
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str = "mean_squared_error",
        dtype: str | None = None,
    ) -> None: ...

class MeanSquaredLogarithmicError(Loss):
    r"""Keras class of :func:`mean_squared_logarithmic_error`.

    Args:
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str = "mean_squared_logarithmic_error",
        dtype: str | None = None,
    ) -> None: ...

class MultiMargin(Loss):
    r"""Keras class of :func:`multi_margin`.

    ``class_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        p: 1, or 2 for squares.
        margin: by how much the label has to win, in units of the score, from 0 up.
        class_weight: one weight w for each class; that of the label counts.
        axis: the class axis.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        p: int = 1,
        margin: float = 1.0,
        class_weight: Weights = None,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "multi_margin",
        dtype: str | None = None,
    ) -> None: ...

class MultilabelMargin(Loss):
    r"""Keras class of :func:`multilabel_margin`.

    Args:
        axis: the class axis.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "multilabel_margin",
        dtype: str | None = None,
    ) -> None: ...

class MultilabelSoftMargin(Loss):
    r"""Keras class of :func:`multilabel_soft_margin`.

    ``class_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        class_weight: one weight w for each class.
        axis: the class axis.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        class_weight: Weights = None,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "multilabel_soft_margin",
        dtype: str | None = None,
    ) -> None: ...

class NTXent(Loss):
    r"""Keras class of :func:`nt_xent`.

    Args:
        temperature: τ above 0: the smaller, the more the closest negatives count.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        temperature: float = 0.1,
        reduction: str = "sum_over_batch_size",
        name: str = "nt_xent",
        dtype: str | None = None,
    ) -> None: ...

class OrdinalCrossEntropy(Loss):
    r"""Keras class of :func:`ordinal_cross_entropy`.

    Args:
        from_logits: take ``y_pred`` as logits z with p = σ(z); never clipped.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        axis: the axis of the K − 1 steps.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        from_logits: bool = False,
        ignore_index: int | None = None,
        eps: float = 1e-07,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "ordinal_cross_entropy",
        dtype: str | None = None,
    ) -> None: ...

class Poisson(Loss):
    r"""Keras class of :func:`poisson`.

    Args:
        log_input: take ``y_pred`` as logarithms of the rates, any real numbers; never clipped.
        full: add the Stirling term.
        eps: a rate below ``eps`` counts as ``eps`` in the logarithm; above 0.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        log_input: bool = False,
        full: bool = False,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "poisson",
        dtype: str | None = None,
    ) -> None: ...

class PolyCrossEntropy(Loss):
    r"""Keras class of :func:`poly_cross_entropy`.

    ``class_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        epsilon: ϵ, from −1 up, where the term cancels out; which is best depends on the task.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps``.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        epsilon: float = 1.0,
        from_logits: bool = False,
        class_weight: Weights = None,
        ignore_index: int | None = None,
        axis: int = -1,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "poly_cross_entropy",
        dtype: str | None = None,
    ) -> None: ...

class PseudoHuber(Loss):
    r"""Keras class of :func:`pseudo_huber`.

    Args:
        delta: about where the loss turns into a straight line, in units of ``y``; above 0.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        delta: float = 1.0,
        reduction: str = "sum_over_batch_size",
        name: str = "pseudo_huber",
        dtype: str | None = None,
    ) -> None: ...

class Quantile(Loss):
    r"""Keras class of :func:`quantile`.

    Args:
        q: the quantile, above 0 and below 1.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        q: float = 0.5,
        reduction: str = "sum_over_batch_size",
        name: str = "quantile",
        dtype: str | None = None,
    ) -> None: ...

class SmoothL1(Loss):
    r"""Keras class of :func:`smooth_l1`.

    Args:
        beta: where the parabola ends, in units of ``y``; 0 is the absolute error.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        beta: float = 1.0,
        reduction: str = "sum_over_batch_size",
        name: str = "smooth_l1",
        dtype: str | None = None,
    ) -> None: ...

class SoftLinearCrossEntropy(Loss):
    r"""Keras class of :func:`soft_linear_cross_entropy`.

    Keras gives a loss one tensor: ``y_pred`` has the N rows of features, and below them the C rows of the weight. A
    layer for it returns ``tf.concat([features, self.weight], 0)``; of sequences, the features of all positions below
    one another, while ``y_true`` keeps their axes, such as (B, T). A bias is the last column of the weight, beside a
    last feature of 1.

    ``class_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        label_smoothing: ε in [0, 1]; targets become y(1 − ε) + ε/C.
        class_weight: one weight w for each class, a constant. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        label_smoothing: float = 0.0,
        class_weight: Weights = None,
        softcap: float | None = None,
        z_loss: float = 0.0,
        reduction: str = "sum_over_batch_size",
        name: str = "soft_linear_cross_entropy",
        dtype: str | None = None,
    ) -> None: ...

class SoftMargin(Loss):
    r"""Keras class of :func:`soft_margin`.

    Args:
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str = "soft_margin",
        dtype: str | None = None,
    ) -> None: ...

class SparseCategoricalCrossEntropy(Loss):
    r"""Keras class of :func:`sparse_categorical_cross_entropy`.

    ``class_weight`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label, unless labels are smoothed.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        class_weight: Weights = None,
        ignore_index: int | None = None,
        axis: int = -1,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "sparse_categorical_cross_entropy",
        dtype: str | None = None,
    ) -> None: ...

class SparseCategoricalFocal(Loss):
    r"""Keras class of :func:`sparse_categorical_focal`.

    ``alpha`` scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
    sample weights alone.

    Args:
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: one weight for each class. A single number only scales the loss. None: no weighting.
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label, unless labels are smoothed.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        axis: the class axis.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        gamma: float = 2.0,
        alpha: Weights = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        ignore_index: int | None = None,
        axis: int = -1,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "sparse_categorical_focal",
        dtype: str | None = None,
    ) -> None: ...

class SquaredEMD(Loss):
    r"""Keras class of :func:`squared_emd`.

    Args:
        from_logits: take ``y_pred`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        axis: the class axis.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        from_logits: bool = False,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "squared_emd",
        dtype: str | None = None,
    ) -> None: ...

class SquaredHinge(Loss):
    r"""Keras class of :func:`squared_hinge`.

    Args:
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        reduction: str = "sum_over_batch_size",
        name: str = "squared_hinge",
        dtype: str | None = None,
    ) -> None: ...

class SupCon(Loss):
    r"""Keras class of :func:`sup_con`.

    ``y_true`` has the labels, ``y_pred`` the features.

    Args:
        temperature: τ above 0: the smaller, the more the closest rows count.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        temperature: float = 0.1,
        reduction: str = "sum_over_batch_size",
        name: str = "sup_con",
        dtype: str | None = None,
    ) -> None: ...

class TripletMargin(Loss):
    r"""Keras class of :func:`triplet_margin`.

    Args:
        margin: by how much closer, in units of the distance, from 0 up.
        p: the norm, from 1 up: 2 is the Euclidean distance, 1 the sum of absolute differences.
        swap: measure the negative from the positive where that is closer to it than the anchor is.
        distance: None for the p-norm, ``"squared_euclidean"``, or ``"cosine"`` for 1 − cos.
        axis: the axis along which a vector lies.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        margin: float = 1.0,
        p: float = 2.0,
        swap: bool = False,
        distance: str | None = None,
        axis: int = -1,
        reduction: str = "sum_over_batch_size",
        name: str = "triplet_margin",
        dtype: str | None = None,
    ) -> None: ...

class Tversky(Loss):
    r"""Keras class of :func:`tversky`.

    Args:
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives; above α it raises recall at the cost of precision.
        from_logits: take ``y_pred`` as logits x, with p = σ(x), or with p = softmax(x) along ``axis`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
        class_weight: one weight w for each class along ``axis``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        axis: the class axis, −1 for images with channels last; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
    """

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        from_logits: bool = False,
        smooth: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "tversky",
        dtype: str | None = None,
        *,
        class_weight: Weights = None,
        axis: int | None = None,
    ) -> None: ...

class TweedieDeviance(Loss):
    r"""Keras class of :func:`tweedie_deviance`.

    Args:
        power: p in [1, 2].
        log_input: take ``y_pred`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.
        reduction: Keras's: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.
        name: what Keras calls the loss.
        dtype: what the loss is computed in. None: Keras's float type.
    """

    def __init__(
        self,
        power: float = 1.5,
        log_input: bool = False,
        eps: float = 1e-07,
        reduction: str = "sum_over_batch_size",
        name: str = "tweedie_deviance",
        dtype: str | None = None,
    ) -> None: ...

def binary_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: Weights = None,
    eps: float = 1e-07,
    axis: int = -1,
) -> tf.Tensor: ...

def binary_focal(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-07,
    pos_weight: Weights = None,
    axis: int = -1,
) -> tf.Tensor: ...

def categorical_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    axis: int = -1,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def categorical_focal(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    gamma: float = 2.0,
    alpha: Weights = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def categorical_hinge(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    axis: int = -1,
) -> tf.Tensor: ...

def circle(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    margin: float = 0.4,
    scale: float = 80.0,
    axis: int = -1,
) -> tf.Tensor: ...

def cosine_embedding(
    x1: tf.Tensor,
    x2: tf.Tensor,
    target: tf.Tensor,
    margin: float = 0.0,
    axis: int = -1,
) -> tf.Tensor: ...

def cosine_similarity(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    axis: int = -1,
) -> tf.Tensor: ...

def crammer_singer(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    axis: int = -1,
) -> tf.Tensor: ...

def crps_ensemble(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    fair: bool = False,
    axis: int = -1,
) -> tf.Tensor: ...

def ctc(
    log_probs: tf.Tensor,
    labels: tf.Tensor,
    input_lengths: tf.Tensor,
    label_lengths: tf.Tensor,
    blank: int = 0,
    zero_infinity: bool = False,
) -> tf.Tensor: ...

def dice(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: Weights = None,
    axis: int | None = None,
) -> tf.Tensor: ...

def elementwise_kl(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def focal_tversky(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 1.3333333333333333,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: Weights = None,
    axis: int | None = None,
) -> tf.Tensor: ...

def gamma_deviance(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    log_input: bool = False,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def gaussian_crps(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    scale: tf.Tensor,
    eps: float = 1e-06,
) -> tf.Tensor: ...

def gaussian_nll(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    variance: tf.Tensor,
    full: bool = False,
    eps: float = 1e-06,
) -> tf.Tensor: ...

def generalized_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def hinge(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
) -> tf.Tensor: ...

def hinge_embedding(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    margin: float = 1.0,
) -> tf.Tensor: ...

def huber(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    delta: float = 1.0,
) -> tf.Tensor: ...

def info_nce(
    queries: tf.Tensor,
    keys: tf.Tensor,
    temperature: float = 0.1,
) -> tf.Tensor: ...

def js_divergence(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def kl_divergence(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = 2.718281828459045,
    axis: int = -1,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def linear_cross_entropy(
    features: tf.Tensor,
    weight: tf.Tensor,
    labels: tf.Tensor,
    bias: tf.Tensor | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: Weights = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
) -> tf.Tensor: ...

def log_cosh(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
) -> tf.Tensor: ...

def margin_ranking(
    x1: tf.Tensor,
    x2: tf.Tensor,
    target: tf.Tensor,
    margin: float = 0.0,
) -> tf.Tensor: ...

def mean_absolute_error(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
) -> tf.Tensor: ...

def mean_absolute_percentage_error(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def mean_squared_error(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
) -> tf.Tensor: ...

def mean_squared_logarithmic_error(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
) -> tf.Tensor: ...

def multi_margin(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    p: int = 1,
    margin: float = 1.0,
    class_weight: Weights = None,
    axis: int = -1,
) -> tf.Tensor: ...

def multilabel_margin(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    axis: int = -1,
) -> tf.Tensor: ...

def multilabel_soft_margin(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    class_weight: Weights = None,
    axis: int = -1,
) -> tf.Tensor: ...

def nt_xent(
    x1: tf.Tensor,
    x2: tf.Tensor,
    temperature: float = 0.1,
) -> tf.Tensor: ...

def ordinal_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-07,
    axis: int = -1,
) -> tf.Tensor: ...

def poisson(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def poly_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def pseudo_huber(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    delta: float = 1.0,
) -> tf.Tensor: ...

def quantile(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    q: float = 0.5,
) -> tf.Tensor: ...

def smooth_l1(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    beta: float = 1.0,
) -> tf.Tensor: ...

def soft_linear_cross_entropy(
    features: tf.Tensor,
    weight: tf.Tensor,
    targets: tf.Tensor,
    bias: tf.Tensor | None = None,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
) -> tf.Tensor: ...

def soft_margin(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
) -> tf.Tensor: ...

def sparse_categorical_cross_entropy(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def sparse_categorical_focal(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    gamma: float = 2.0,
    alpha: Weights = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    eps: float = 1e-07,
) -> tf.Tensor: ...

def squared_emd(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    from_logits: bool = False,
    axis: int = -1,
) -> tf.Tensor: ...

def squared_hinge(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
) -> tf.Tensor: ...

def sup_con(
    features: tf.Tensor,
    labels: tf.Tensor,
    temperature: float = 0.1,
) -> tf.Tensor: ...

def triplet_margin(
    anchor: tf.Tensor,
    positive: tf.Tensor,
    negative: tf.Tensor,
    margin: float = 1.0,
    p: float = 2.0,
    swap: bool = False,
    distance: str | None = None,
    axis: int = -1,
) -> tf.Tensor: ...

def tversky(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: Weights = None,
    axis: int | None = None,
) -> tf.Tensor: ...

def tweedie_deviance(
    y_true: tf.Tensor,
    y_pred: tf.Tensor,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-07,
) -> tf.Tensor: ...
