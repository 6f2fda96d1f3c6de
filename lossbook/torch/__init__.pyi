"""Written by `make stubs`."""

from torch import Tensor

from lossbook.arguments import Reduction
from lossbook.torch.module import Loss
from lossbook.torch.primitives import Weights

__all__ = [
    "BinaryCrossEntropyLoss",
    "BinaryFocalLoss",
    "CRPSEnsembleLoss",
    "CTCLoss",
    "CategoricalCrossEntropyLoss",
    "CategoricalFocalLoss",
    "CategoricalHingeLoss",
    "CircleLoss",
    "CosineEmbeddingLoss",
    "CosineSimilarityLoss",
    "CrammerSingerLoss",
    "DiceLoss",
    "ElementwiseKLLoss",
    "FocalTverskyLoss",
    "GammaDevianceLoss",
    "GaussianCRPSLoss",
    "GaussianNLLLoss",
    "GeneralizedCrossEntropyLoss",
    "HingeEmbeddingLoss",
    "HingeLoss",
    "HuberLoss",
    "InfoNCELoss",
    "JSDivergenceLoss",
    "KLDivergenceLoss",
    "LinearCrossEntropyLoss",
    "LogCoshLoss",
    "MarginRankingLoss",
    "MeanAbsoluteErrorLoss",
    "MeanAbsolutePercentageErrorLoss",
    "MeanSquaredErrorLoss",
    "MeanSquaredLogarithmicErrorLoss",
    "MultiMarginLoss",
    "MultilabelMarginLoss",
    "MultilabelSoftMarginLoss",
    "NTXentLoss",
    "OrdinalCrossEntropyLoss",
    "PoissonLoss",
    "PolyCrossEntropyLoss",
    "PseudoHuberLoss",
    "QuantileLoss",
    "SmoothL1Loss",
    "SoftLinearCrossEntropyLoss",
    "SoftMarginLoss",
    "SparseCategoricalCrossEntropyLoss",
    "SparseCategoricalFocalLoss",
    "SquaredEMDLoss",
    "SquaredHingeLoss",
    "SupConLoss",
    "TripletMarginLoss",
    "TverskyLoss",
    "TweedieDevianceLoss",
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

class BinaryCrossEntropyLoss(Loss):
    r"""Module form of :func:`binary_cross_entropy`.

    Args:
        from_logits: take ``input`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``dim``.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
        dim: the class dimension, where ``pos_weight`` has one number for each class: 1 for images, which have channels
            first.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        pos_weight: Weights = None,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
        *,
        dim: int = -1,
    ) -> None: ...

class BinaryFocalLoss(Loss):
    r"""Module form of :func:`binary_focal`.

    Args:
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: weight of positives in [0, 1]; negatives get 1 − alpha. None: no weighting.
        from_logits: take ``input`` as logits x with p = σ(x); never clipped.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/2.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
        pos_weight: weight w₊ of the positive term: a number, or one for each class along ``dim``.
        dim: the class dimension, where ``pos_weight`` has one number for each class: 1 for images, which have channels
            first.
    """

    def __init__(
        self,
        gamma: float = 2.0,
        alpha: float | None = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
        *,
        pos_weight: Weights = None,
        dim: int = -1,
    ) -> None: ...

class CRPSEnsembleLoss(Loss):
    r"""Module form of :func:`crps_ensemble`.

    Args:
        fair: divide the second sum by 2M(M − 1), not by 2M²; needs two members at least.
        dim: the dimension of the members.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        fair: bool = False,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class CTCLoss(Loss):
    r"""Module form of :func:`ctc`.

    Args:
        blank: the index of the blank.
        zero_infinity: if True, a label that has no path, since it needs more frames than there are (one a label, and
            one between equal neighbours), costs 0; if False, infinity. Its gradient is 0 in both cases.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        blank: int = 0,
        zero_infinity: bool = False,
        reduction: Reduction = "mean",
    ) -> None: ...

class CategoricalCrossEntropyLoss(Loss):
    r"""Module form of :func:`categorical_cross_entropy`.

    Args:
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        class_weight: one weight w for each class.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        class_weight: Weights = None,
        dim: int = -1,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class CategoricalFocalLoss(Loss):
    r"""Module form of :func:`categorical_focal`.

    Args:
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: one weight for each class. A single number only scales the loss. None: no weighting.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        label_smoothing: ε in [0, 1]; labels become y(1 − ε) + ε/C for C classes.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        gamma: float = 2.0,
        alpha: Weights = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        dim: int = -1,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class CategoricalHingeLoss(Loss):
    r"""Module form of :func:`categorical_hinge`.

    Args:
        dim: the class dimension.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class CircleLoss(Loss):
    r"""Module form of :func:`circle`.

    Args:
        margin: m in [0, 1]: the exponent is 0 where one's own similarity is 1 − m and another one is m; both are
            pulled on from there, and another one from −m down is left alone.
        scale: γ above 0.
        dim: the class dimension.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        margin: float = 0.4,
        scale: float = 80.0,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class CosineEmbeddingLoss(Loss):
    r"""Module form of :func:`cosine_embedding`.

    Args:
        margin: the cosine that pairs which don't belong together may have, in [−1, 1].
        dim: the dimension along which a vector lies.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        margin: float = 0.0,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class CosineSimilarityLoss(Loss):
    r"""Module form of :func:`cosine_similarity`.

    Args:
        dim: the dimension along which a vector lies.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class CrammerSingerLoss(Loss):
    r"""Module form of :func:`crammer_singer`.

    Args:
        dim: the class dimension.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class DiceLoss(Loss):
    r"""Module form of :func:`dice`.

    Args:
        from_logits: take ``input`` as logits x, with p = σ(x), or with p = softmax(x) along ``dim`` if that is given;
            never clipped.
        smooth: s above 0, in pixels. It decides what an empty mask asks for: with the small default any predicted
            pixel costs 1 and pulls little, with 1, one costs 1/2, three 3/4, and each pulls.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
        class_weight: one weight w for each class along ``dim``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        dim: the class dimension, 1 for images, which have channels first; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
    """

    def __init__(
        self,
        from_logits: bool = False,
        smooth: float = 1e-07,
        reduction: Reduction = "mean",
        *,
        class_weight: Weights = None,
        dim: int | None = None,
    ) -> None: ...

class ElementwiseKLLoss(Loss):
    r"""Module form of :func:`elementwise_kl`.

    Args:
        log_input: take ``input`` as log p; never clipped.
        log_target: take ``target`` as log y; never clipped.
        eps: a probability below ``eps`` counts as ``eps`` in its logarithm.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        log_input: bool = False,
        log_target: bool = False,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class FocalTverskyLoss(Loss):
    r"""Module form of :func:`focal_tversky`.

    Args:
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives. (The paper swaps the names of the two.)
        gamma: γ above 0; 1 is :func:`tversky`.
        from_logits: take ``input`` as logits x, with p = σ(x), or with p = softmax(x) along ``dim`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
        class_weight: one weight w for each class along ``dim``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        dim: the class dimension, 1 for images, which have channels first; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
    """

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        gamma: float = 1.3333333333333333,
        from_logits: bool = False,
        smooth: float = 1e-07,
        reduction: Reduction = "mean",
        *,
        class_weight: Weights = None,
        dim: int | None = None,
    ) -> None: ...

class GammaDevianceLoss(Loss):
    r"""Module form of :func:`gamma_deviance`.

    Args:
        log_input: take ``input`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        log_input: bool = False,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class GaussianCRPSLoss(Loss):
    r"""Module form of :func:`gaussian_crps`.

    Args:
        eps: a standard deviation below ``eps`` counts as ``eps``, in units of ``y``; above 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        eps: float = 1e-06,
        reduction: Reduction = "mean",
    ) -> None: ...

class GaussianNLLLoss(Loss):
    r"""Module form of :func:`gaussian_nll`.

    Args:
        full: add the constant :math:`\tfrac12 \log 2\pi`.
        eps: a variance below ``eps`` counts as ``eps``, in squared units of ``y``; above 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        full: bool = False,
        eps: float = 1e-06,
        reduction: Reduction = "mean",
    ) -> None: ...

class GeneralizedCrossEntropyLoss(Loss):
    r"""Module form of :func:`generalized_cross_entropy`.

    Args:
        q: in (0, 1]: the larger, the less a confidently contradicted label counts.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps``.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        q: float = 0.7,
        from_logits: bool = False,
        class_weight: Weights = None,
        ignore_index: int | None = None,
        dim: int = -1,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class HingeEmbeddingLoss(Loss):
    r"""Module form of :func:`hinge_embedding`.

    Args:
        margin: how far apart others have to be, in units of the distance, from 0 up.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        margin: float = 1.0,
        reduction: Reduction = "mean",
    ) -> None: ...

class HingeLoss(Loss):
    r"""Module form of :func:`hinge`.

    Args:
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
    ) -> None: ...

class HuberLoss(Loss):
    r"""Module form of :func:`huber`.

    Args:
        delta: where the loss becomes a straight line, in units of ``y``; above 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        delta: float = 1.0,
        reduction: Reduction = "mean",
    ) -> None: ...

class InfoNCELoss(Loss):
    r"""Module form of :func:`info_nce`.

    Args:
        temperature: τ above 0: the smaller, the more the closest negatives count.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        temperature: float = 0.1,
        reduction: Reduction = "mean",
    ) -> None: ...

class JSDivergenceLoss(Loss):
    r"""Module form of :func:`js_divergence`.

    Args:
        from_logits: take ``input`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        dim: the class dimension.
        eps: from probabilities, y/m or p/m below ``eps`` counts as ``eps`` in its logarithm; from logits, y does.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        from_logits: bool = False,
        base: float = 2.718281828459045,
        dim: int = -1,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class KLDivergenceLoss(Loss):
    r"""Module form of :func:`kl_divergence`.

    Args:
        from_logits: take ``input`` as logits z with p = softmax(z), which log-probabilities are too; never clipped.
            A logit of −∞ is allowed for a class whose target is 0.
        log_target: take ``target`` as log-probabilities; never clipped.
        base: the base of the logarithms, above 1: e for nats, 2 for bits.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        from_logits: bool = False,
        log_target: bool = False,
        base: float = 2.718281828459045,
        dim: int = -1,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class LinearCrossEntropyLoss(Loss):
    r"""Module form of :func:`linear_cross_entropy`. The layer stays yours: pass its weight, as ``head.weight``.

    Args:
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
        class_weight: one weight w for each class. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.
    """

    def __init__(
        self,
        label_smoothing: float = 0.0,
        ignore_index: int | None = None,
        reduction: Reduction = "mean",
        *,
        class_weight: Weights = None,
        softcap: float | None = None,
        z_loss: float = 0.0,
    ) -> None: ...

class LogCoshLoss(Loss):
    r"""Module form of :func:`log_cosh`.

    Args:
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
    ) -> None: ...

class MarginRankingLoss(Loss):
    r"""Module form of :func:`margin_ranking`.

    Args:
        margin: by how much, in units of the score, from 0 up.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        margin: float = 0.0,
        reduction: Reduction = "mean",
    ) -> None: ...

class MeanAbsoluteErrorLoss(Loss):
    r"""Module form of :func:`mean_absolute_error`.

    Args:
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
    ) -> None: ...

class MeanAbsolutePercentageErrorLoss(Loss):
    r"""Module form of :func:`mean_absolute_percentage_error`.

    Args:
        eps: a target nearer to 0 counts as ``eps``, in units of ``y``; above 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class MeanSquaredErrorLoss(Loss):
    r"""Module form of :func:`mean_squared_error`.

    Args:
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
    ) -> None: ...

class MeanSquaredLogarithmicErrorLoss(Loss):
    r"""Module form of :func:`mean_squared_logarithmic_error`.

    Args:
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
    ) -> None: ...

class MultiMarginLoss(Loss):
    r"""Module form of :func:`multi_margin`.

    Args:
        p: 1, or 2 for squares.
        margin: by how much the label has to win, in units of the score, from 0 up.
        class_weight: one weight w for each class; that of the label counts.
        dim: the class dimension.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        p: int = 1,
        margin: float = 1.0,
        class_weight: Weights = None,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class MultilabelMarginLoss(Loss):
    r"""Module form of :func:`multilabel_margin`.

    Args:
        dim: the class dimension.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class MultilabelSoftMarginLoss(Loss):
    r"""Module form of :func:`multilabel_soft_margin`.

    Args:
        class_weight: one weight w for each class.
        dim: the class dimension.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        class_weight: Weights = None,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class NTXentLoss(Loss):
    r"""Module form of :func:`nt_xent`.

    Args:
        temperature: τ above 0: the smaller, the more the closest negatives count.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        temperature: float = 0.1,
        reduction: Reduction = "mean",
    ) -> None: ...

class OrdinalCrossEntropyLoss(Loss):
    r"""Module form of :func:`ordinal_cross_entropy`.

    Args:
        from_logits: take ``input`` as logits z with p = σ(z); never clipped.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        dim: the dimension of the K − 1 steps.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        from_logits: bool = False,
        ignore_index: int | None = None,
        eps: float = 1e-07,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class PoissonLoss(Loss):
    r"""Module form of :func:`poisson`.

    Args:
        log_input: take ``input`` as logarithms of the rates, any real numbers; never clipped.
        full: add the Stirling term.
        eps: a rate below ``eps`` counts as ``eps`` in the logarithm; above 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        log_input: bool = False,
        full: bool = False,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class PolyCrossEntropyLoss(Loss):
    r"""Module form of :func:`poly_cross_entropy`.

    Args:
        epsilon: ϵ, from −1 up, where the term cancels out; which is best depends on the task.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps``.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        epsilon: float = 1.0,
        from_logits: bool = False,
        class_weight: Weights = None,
        ignore_index: int | None = None,
        dim: int = -1,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class PseudoHuberLoss(Loss):
    r"""Module form of :func:`pseudo_huber`.

    Args:
        delta: about where the loss turns into a straight line, in units of ``y``; above 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        delta: float = 1.0,
        reduction: Reduction = "mean",
    ) -> None: ...

class QuantileLoss(Loss):
    r"""Module form of :func:`quantile`.

    Args:
        q: the quantile, above 0 and below 1.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        q: float = 0.5,
        reduction: Reduction = "mean",
    ) -> None: ...

class SmoothL1Loss(Loss):
    r"""Module form of :func:`smooth_l1`.

    Args:
        beta: where the parabola ends, in units of ``y``; 0 is the absolute error.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        beta: float = 1.0,
        reduction: Reduction = "mean",
    ) -> None: ...

class SoftLinearCrossEntropyLoss(Loss):
    r"""Module form of :func:`soft_linear_cross_entropy`. The layer stays yours: pass its weight, as ``head.weight``.

    Args:
        label_smoothing: ε in [0, 1]; targets become y(1 − ε) + ε/C.
        class_weight: one weight w for each class. The term with ζ it leaves as it is.
        softcap: s above 0; each logit z becomes s tanh(z/s), whose size stays below s. None: it stays what it is.
        z_loss: ζ from 0 up, such as 10⁻⁴. Cross-entropy does not say where the logits of a position lie together; the
            term with ζ pulls them to where Σ exp z is 1.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        label_smoothing: float = 0.0,
        class_weight: Weights = None,
        softcap: float | None = None,
        z_loss: float = 0.0,
        reduction: Reduction = "mean",
    ) -> None: ...

class SoftMarginLoss(Loss):
    r"""Module form of :func:`soft_margin`.

    Args:
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
    ) -> None: ...

class SparseCategoricalCrossEntropyLoss(Loss):
    r"""Module form of :func:`sparse_categorical_cross_entropy`.

    Args:
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label, unless labels are smoothed.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        class_weight: one weight w for each class.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        class_weight: Weights = None,
        ignore_index: int | None = None,
        dim: int = -1,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class SparseCategoricalFocalLoss(Loss):
    r"""Module form of :func:`sparse_categorical_focal`.

    Args:
        gamma: how fast an easy example fades, from 0 up; 0 is cross-entropy.
        alpha: one weight for each class. A single number only scales the loss. None: no weighting.
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class that is not the label, unless labels are smoothed.
        label_smoothing: ε in [0, 1]; the label keeps 1 − ε and every class gets ε/C.
        ignore_index: positions with this label are left out: loss 0, gradient 0, not counted by the means. It may
            lie outside the classes, as −100 does.
        dim: the class dimension.
        eps: a probability below ``eps`` counts as ``eps`` in a logarithm and in the factor.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        gamma: float = 2.0,
        alpha: Weights = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        ignore_index: int | None = None,
        dim: int = -1,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

class SquaredEMDLoss(Loss):
    r"""Module form of :func:`squared_emd`.

    Args:
        from_logits: take ``input`` as logits z with p = softmax(z); never clipped. A logit of −∞ is allowed for a
            class whose target is 0.
        dim: the class dimension.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        from_logits: bool = False,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class SquaredHingeLoss(Loss):
    r"""Module form of :func:`squared_hinge`.

    Args:
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
    ) -> None: ...

class SupConLoss(Loss):
    r"""Module form of :func:`sup_con`.

    Args:
        temperature: τ above 0: the smaller, the more the closest rows count.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        temperature: float = 0.1,
        reduction: Reduction = "mean",
    ) -> None: ...

class TripletMarginLoss(Loss):
    r"""Module form of :func:`triplet_margin`.

    Args:
        margin: by how much closer, in units of the distance, from 0 up.
        p: the norm, from 1 up: 2 is the Euclidean distance, 1 the sum of absolute differences.
        swap: measure the negative from the positive where that is closer to it than the anchor is.
        distance: None for the p-norm, ``"squared_euclidean"``, or ``"cosine"`` for 1 − cos.
        dim: the dimension along which a vector lies.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        margin: float = 1.0,
        p: float = 2.0,
        swap: bool = False,
        distance: str | None = None,
        dim: int = -1,
        reduction: Reduction = "mean",
    ) -> None: ...

class TverskyLoss(Loss):
    r"""Module form of :func:`tversky`.

    Args:
        alpha: α, from 0 up, the weight of false positives.
        beta: β, from 0 up, the weight of false negatives; above α it raises recall at the cost of precision.
        from_logits: take ``input`` as logits x, with p = σ(x), or with p = softmax(x) along ``dim`` if that is given;
            never clipped.
        smooth: s above 0, in pixels: what an empty mask is measured by.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
        class_weight: one weight w for each class along ``dim``. A weight of 0 leaves the class out, such as the
            background; of weights 0 alone the loss is 0.
        dim: the class dimension, 1 for images, which have channels first; never that of the samples, 0.
            None: all that belongs to a sample is one mask.
    """

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        from_logits: bool = False,
        smooth: float = 1e-07,
        reduction: Reduction = "mean",
        *,
        class_weight: Weights = None,
        dim: int | None = None,
    ) -> None: ...

class TweedieDevianceLoss(Loss):
    r"""Module form of :func:`tweedie_deviance`.

    Args:
        power: p in [1, 2].
        log_input: take ``input`` as logarithms of the means, any real numbers; never clipped.
        eps: a mean below ``eps`` counts as ``eps``; above 0.
        reduction: ``"mean"``, ``"weighted_mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        power: float = 1.5,
        log_input: bool = False,
        eps: float = 1e-07,
        reduction: Reduction = "mean",
    ) -> None: ...

def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    pos_weight: Weights = None,
    eps: float = 1e-07,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def binary_focal(
    input: Tensor,
    target: Tensor,
    *,
    gamma: float = 2.0,
    alpha: float | None = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    eps: float = 1e-07,
    pos_weight: Weights = None,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def categorical_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    dim: int = -1,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def categorical_focal(
    input: Tensor,
    target: Tensor,
    *,
    gamma: float = 2.0,
    alpha: Weights = None,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    dim: int = -1,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def categorical_hinge(
    input: Tensor,
    target: Tensor,
    *,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def circle(
    input: Tensor,
    target: Tensor,
    *,
    margin: float = 0.4,
    scale: float = 80.0,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def cosine_embedding(
    x1: Tensor,
    x2: Tensor,
    target: Tensor,
    *,
    margin: float = 0.0,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def cosine_similarity(
    input: Tensor,
    target: Tensor,
    *,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def crammer_singer(
    input: Tensor,
    target: Tensor,
    *,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def crps_ensemble(
    input: Tensor,
    target: Tensor,
    *,
    fair: bool = False,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def ctc(
    log_probs: Tensor,
    labels: Tensor,
    input_lengths: Tensor,
    label_lengths: Tensor,
    *,
    blank: int = 0,
    zero_infinity: bool = False,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def dice(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: Weights = None,
    dim: int | None = None,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def elementwise_kl(
    input: Tensor,
    target: Tensor,
    *,
    log_input: bool = False,
    log_target: bool = False,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def focal_tversky(
    input: Tensor,
    target: Tensor,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    gamma: float = 1.3333333333333333,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: Weights = None,
    dim: int | None = None,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def gamma_deviance(
    input: Tensor,
    target: Tensor,
    *,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def gaussian_crps(
    input: Tensor,
    target: Tensor,
    scale: Tensor,
    *,
    eps: float = 1e-06,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def gaussian_nll(
    input: Tensor,
    target: Tensor,
    variance: Tensor,
    *,
    full: bool = False,
    eps: float = 1e-06,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def generalized_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    q: float = 0.7,
    from_logits: bool = False,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    dim: int = -1,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def hinge(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def hinge_embedding(
    input: Tensor,
    target: Tensor,
    *,
    margin: float = 1.0,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def huber(
    input: Tensor,
    target: Tensor,
    *,
    delta: float = 1.0,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def info_nce(
    queries: Tensor,
    keys: Tensor,
    *,
    temperature: float = 0.1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def js_divergence(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    base: float = 2.718281828459045,
    dim: int = -1,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def kl_divergence(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    log_target: bool = False,
    base: float = 2.718281828459045,
    dim: int = -1,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def linear_cross_entropy(
    features: Tensor,
    weight: Tensor,
    labels: Tensor,
    bias: Tensor | None = None,
    *,
    label_smoothing: float = 0.0,
    ignore_index: int | None = None,
    class_weight: Weights = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def log_cosh(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def margin_ranking(
    x1: Tensor,
    x2: Tensor,
    target: Tensor,
    *,
    margin: float = 0.0,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def mean_absolute_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def mean_absolute_percentage_error(
    input: Tensor,
    target: Tensor,
    *,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def mean_squared_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def mean_squared_logarithmic_error(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def multi_margin(
    input: Tensor,
    target: Tensor,
    *,
    p: int = 1,
    margin: float = 1.0,
    class_weight: Weights = None,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def multilabel_margin(
    input: Tensor,
    target: Tensor,
    *,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def multilabel_soft_margin(
    input: Tensor,
    target: Tensor,
    *,
    class_weight: Weights = None,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def nt_xent(
    x1: Tensor,
    x2: Tensor,
    *,
    temperature: float = 0.1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def ordinal_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    ignore_index: int | None = None,
    eps: float = 1e-07,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def poisson(
    input: Tensor,
    target: Tensor,
    *,
    log_input: bool = False,
    full: bool = False,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def poly_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    epsilon: float = 1.0,
    from_logits: bool = False,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    dim: int = -1,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def pseudo_huber(
    input: Tensor,
    target: Tensor,
    *,
    delta: float = 1.0,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def quantile(
    input: Tensor,
    target: Tensor,
    *,
    q: float = 0.5,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def smooth_l1(
    input: Tensor,
    target: Tensor,
    *,
    beta: float = 1.0,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def soft_linear_cross_entropy(
    features: Tensor,
    weight: Tensor,
    targets: Tensor,
    bias: Tensor | None = None,
    *,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    softcap: float | None = None,
    z_loss: float = 0.0,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def soft_margin(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def sparse_categorical_cross_entropy(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    class_weight: Weights = None,
    ignore_index: int | None = None,
    dim: int = -1,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

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
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def squared_emd(
    input: Tensor,
    target: Tensor,
    *,
    from_logits: bool = False,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def squared_hinge(
    input: Tensor,
    target: Tensor,
    *,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def sup_con(
    features: Tensor,
    labels: Tensor,
    *,
    temperature: float = 0.1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def triplet_margin(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    *,
    margin: float = 1.0,
    p: float = 2.0,
    swap: bool = False,
    distance: str | None = None,
    dim: int = -1,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def tversky(
    input: Tensor,
    target: Tensor,
    *,
    alpha: float = 0.5,
    beta: float = 0.5,
    from_logits: bool = False,
    smooth: float = 1e-07,
    class_weight: Weights = None,
    dim: int | None = None,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...

def tweedie_deviance(
    input: Tensor,
    target: Tensor,
    *,
    power: float = 1.5,
    log_input: bool = False,
    eps: float = 1e-07,
    sample_weight: Weights = None,
    reduction: Reduction = "mean",
) -> Tensor: ...
