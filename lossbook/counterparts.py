"""What each loss is called elsewhere: by people, by Keras and by PyTorch, and how the frameworks' own losses differ.

Tests, benchmarks and pages read this; nothing that computes a loss does. Every loss of the catalog has an entry, in the
catalog's order; where a framework has no such loss, its part is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from lossbook.catalog import Loss


@dataclass(frozen=True)
class Counterpart:
    """What a framework itself offers: its names, the call that gives the same numbers, and where it differs.

    ``call`` takes predictions, or probabilities where the loss has ``from_logits``; ``logits_call`` takes logits. They
    are Python expressions over this library's own names for the inputs and parameters, and give what this library's
    function gives with no reduction; a parameter that stands in neither is one that the framework lacks.
    """

    name: str
    call: str | None = None
    logits_call: str | None = None
    differs: str = ""


@dataclass(frozen=True)
class Counterparts:
    """What there is of a loss elsewhere.

    ``aliases``: what people call the loss where its title and the frameworks' names are not what they say. ``near``: a
    loss that is looked for under a name of its own and is not quite this one, with the difference. ``keras`` and
    ``torch``: the frameworks' own; None where they have none.
    """

    aliases: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    keras: Counterpart | None = None
    torch: Counterpart | None = None


def called(row: Loss) -> tuple[str, ...]:
    """Every name by which somebody may look for a loss: here, in the literature, in Keras and in PyTorch."""
    elsewhere = COUNTERPARTS[row.name]
    theirs = (it.name.split(" · ") for it in (elsewhere.keras, elsewhere.torch) if it)
    near = (name for name, _ in elsewhere.near)
    ours = (row.title, *elsewhere.aliases, *near, row.name, row.class_name, f"{row.class_name}Loss")
    return tuple(dict.fromkeys([*ours, *(name for names in theirs for name in names)]))


COUNTERPARTS: dict[str, Counterparts] = {
    "binary_cross_entropy": Counterparts(
        aliases=("BCE", "log loss", "logistic loss", "sigmoid cross-entropy"),
        keras=Counterpart(
            name="BinaryCrossentropy · binary_crossentropy",
            call="keras.losses.binary_crossentropy(y_true, y_pred, label_smoothing=label_smoothing)",
            logits_call="keras.losses.binary_crossentropy(y_true, y_pred, from_logits=True, "
            "label_smoothing=label_smoothing)",
            differs="clips probabilities to [1e-7, 1 − 1e-7], so that a perfect prediction costs about 1e-7, unless "
            "it finds the logits behind them; no pos_weight",
        ),
        torch=Counterpart(
            name="BCELoss · BCEWithLogitsLoss · binary_cross_entropy · binary_cross_entropy_with_logits",
            call="F.binary_cross_entropy(input, target, reduction='none')",
            logits_call="F.binary_cross_entropy_with_logits(input, target, pos_weight=pos_weight, reduction='none')",
            differs="from probabilities it clamps each logarithm at −100 and not at log 1e-7, and takes no pos_weight; "
            "no label_smoothing; broadcasts pos_weight from the last axis: of images, (N, C, H, W), what is dim=1 here "
            "is pos_weight.view(-1, 1, 1) there",
        ),
    ),
    "categorical_cross_entropy": Counterparts(
        aliases=("CCE", "softmax loss", "softmax cross-entropy", "log loss"),
        keras=Counterpart(
            name="CategoricalCrossentropy · categorical_crossentropy",
            call="keras.losses.categorical_crossentropy(y_true, y_pred, label_smoothing=label_smoothing)",
            logits_call="keras.losses.categorical_crossentropy(y_true, y_pred, from_logits=True, "
            "label_smoothing=label_smoothing)",
            differs="divides probabilities by their sum, then clips them to [1e-7, 1 − 1e-7], unless it finds the "
            "logits behind them; no class_weight",
        ),
        torch=Counterpart(
            name="CrossEntropyLoss · cross_entropy",
            logits_call="F.cross_entropy(input, target, weight=class_weight, label_smoothing=label_smoothing, "
            "reduction='none')",
            differs="logits alone; classes on axis 1; its mean of weighted soft labels is lossbook's mean",
        ),
    ),
    "sparse_categorical_cross_entropy": Counterparts(
        aliases=("negative log-likelihood", "NLL", "softmax loss"),
        keras=Counterpart(
            name="SparseCategoricalCrossentropy · sparse_categorical_crossentropy",
            call="keras.losses.sparse_categorical_crossentropy(y_true, y_pred, ignore_class=ignore_index)",
            logits_call="keras.losses.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True, "
            "ignore_class=ignore_index)",
            differs="clips probabilities to [1e-7, 1 − 1e-7] and normalises them again by a softmax of their "
            "logarithms, unless it finds the logits behind them; no label_smoothing, no class_weight",
        ),
        torch=Counterpart(
            name="CrossEntropyLoss · cross_entropy · NLLLoss · nll_loss",
            call="F.nll_loss(torch.log(input), target, weight=class_weight, "
            "ignore_index=-100 if ignore_index is None else ignore_index, reduction='none')",
            logits_call="F.cross_entropy(input, target, weight=class_weight, label_smoothing=label_smoothing, "
            "ignore_index=-100 if ignore_index is None else ignore_index, reduction='none')",
            differs="its mean is lossbook's weighted_mean; where every label is ignored it gives NaN; ignores −100 "
            "unasked; classes on axis 1; NLLLoss takes log-probabilities",
        ),
    ),
    "generalized_cross_entropy": Counterparts(
        aliases=("GCE", "Lq loss"),
        keras=Counterpart(
            name="CategoricalGeneralizedCrossEntropy · categorical_generalized_cross_entropy",
            call="keras.losses.categorical_generalized_cross_entropy(y_true, y_pred, q=q)",
            differs="takes class indices, whatever its name says; its class has q = 0.5 unless told otherwise, and "
            "refuses q = 1; no eps, so that for q < 1 a label of probability 0 gets the gradient −∞, and the other "
            "classes NaN; no logits, no class_weight, no ignore_index",
        ),
    ),
    "poly_cross_entropy": Counterparts(
        aliases=("PolyLoss",),
    ),
    "kl_divergence": Counterparts(
        aliases=("KL divergence", "KLD", "relative entropy"),
        keras=Counterpart(
            name="KLDivergence · kl_divergence",
            call="keras.losses.kl_divergence(y_true, y_pred)",
            differs="clips targets too to [1e-7, 1], so that a target of 0 adds 1e-7 · log(1e-7 / p); no logits, no "
            "log targets, no base",
        ),
        torch=Counterpart(
            name="KLDivLoss · kl_div",
            call="F.kl_div(input.log(), target, reduction='none', log_target=log_target).sum(-1)",
            logits_call="F.kl_div(F.log_softmax(input, -1), target, reduction='none', log_target=log_target).sum(-1)",
            differs="takes log-probabilities, the prediction first; its mean divides by the number of all elements, "
            "'batchmean' by the length of the first axis; its gradient with respect to a target is NaN where that is "
            "0; no base",
        ),
    ),
    "elementwise_kl": Counterparts(
        aliases=("relative entropy of each element",),
        torch=Counterpart(
            name="KLDivLoss · kl_div",
            call="F.kl_div(input if log_input else input.log(), target, reduction='none', log_target=log_target)",
            differs="takes log-probabilities, the prediction first, and looks at none of their values; its gradient "
            "with respect to a target is NaN where that is 0; broadcasts (N,) against (N, 1) to (N, N)",
        ),
    ),
    "js_divergence": Counterparts(
        aliases=("JS divergence", "JSD"),
    ),
    "mean_squared_error": Counterparts(
        aliases=("MSE", "L2", "squared error", "quadratic loss"),
        keras=Counterpart(
            name="MeanSquaredError · mean_squared_error",
            call="keras.losses.mean_squared_error(y_true, y_pred)",
        ),
        torch=Counterpart(
            name="MSELoss · mse_loss",
            call="F.mse_loss(input, target, reduction='none')",
            differs="broadcasts (N,) against (N, 1) to (N, N), with a warning; its mean with a weight divides by "
            "the sum of the weights",
        ),
    ),
    "mean_absolute_error": Counterparts(
        aliases=("MAE", "L1", "absolute error"),
        keras=Counterpart(
            name="MeanAbsoluteError · mean_absolute_error",
            call="keras.losses.mean_absolute_error(y_true, y_pred)",
        ),
        torch=Counterpart(
            name="L1Loss · l1_loss",
            call="F.l1_loss(input, target, reduction='none')",
            differs="broadcasts (N,) against (N, 1) to (N, N), with a warning; its mean with a weight divides by "
            "the sum of the weights",
        ),
    ),
    "huber": Counterparts(
        keras=Counterpart(name="Huber · huber", call="keras.losses.huber(y_true, y_pred, delta=delta)"),
        torch=Counterpart(
            name="HuberLoss · huber_loss",
            call="F.huber_loss(input, target, delta=delta, reduction='none')",
            differs="broadcasts (N,) against (N, 1) to (N, N), with a warning; its mean with a weight is "
            "lossbook's mean",
        ),
    ),
    "pseudo_huber": Counterparts(
        near=(("Charbonnier loss", "which is this with delta=ε, divided by ε; by some without its constant, − ε"),),
    ),
    "smooth_l1": Counterparts(
        torch=Counterpart(
            name="SmoothL1Loss · smooth_l1_loss",
            call="F.smooth_l1_loss(input, target, beta=beta, reduction='none')",
            differs="broadcasts (N,) against (N, 1) to (N, N), with a warning",
        ),
    ),
    "quantile": Counterparts(
        aliases=("pinball loss", "check loss"),
    ),
    "log_cosh": Counterparts(
        keras=Counterpart(
            name="LogCosh · log_cosh",
            call="keras.losses.log_cosh(y_true, y_pred)",
            differs="has no digits left for small errors in float32: one of 1e-4 costs 0 and not 5e-9",
        ),
    ),
    "mean_absolute_percentage_error": Counterparts(
        aliases=("MAPE",),
        keras=Counterpart(
            name="MeanAbsolutePercentageError · mean_absolute_percentage_error",
            call="keras.losses.mean_absolute_percentage_error(y_true, y_pred)",
            differs="its eps is keras.config.epsilon()",
        ),
    ),
    "mean_squared_logarithmic_error": Counterparts(
        aliases=("MSLE",),
        keras=Counterpart(
            name="MeanSquaredLogarithmicError · mean_squared_logarithmic_error",
            call="keras.losses.mean_squared_logarithmic_error(y_true, y_pred)",
            differs="counts what is below 1e-7 as 1e-7, negative numbers too, and gives those predictions no gradient",
        ),
    ),
    "poisson": Counterparts(
        aliases=("Poisson NLL",),
        keras=Counterpart(
            name="Poisson · poisson",
            call="keras.losses.poisson(y_true, y_pred)",
            differs="takes log(ŷ + 1e-7), so that a count y above 0 costs less, by up to y · log 2, at ŷ = 1e-7; its "
            "function, not its class, broadcasts (N,) against (N, 1) to (N, N); no log rates, no Stirling term",
        ),
        torch=Counterpart(
            name="PoissonNLLLoss · poisson_nll_loss",
            call="F.poisson_nll_loss(input, target, log_input=log_input, full=full, eps=0.0, reduction='none')",
            differs="takes log rates unless told otherwise; adds its eps of 1e-8 to every rate inside the logarithm; "
            "broadcasts (N,) against (N, 1) to (N, N), without a warning",
        ),
    ),
    "gamma_deviance": Counterparts(
        aliases=("gamma regression loss",),
    ),
    "tweedie_deviance": Counterparts(
        aliases=("compound Poisson–gamma deviance",),
    ),
    "gaussian_nll": Counterparts(
        aliases=("Gaussian NLL",),
        torch=Counterpart(
            name="GaussianNLLLoss · gaussian_nll_loss",
            call="F.gaussian_nll_loss(input, target, variance, full=full, eps=eps, reduction='none')",
            differs="a variance below eps gets the gradient of one that is eps, and not 0; broadcasts (N,) against "
            "(N, 1) to (N, N), without a warning",
        ),
    ),
    "gaussian_crps": Counterparts(
        aliases=("CRPS",),
    ),
    "crps_ensemble": Counterparts(
        aliases=("CRPS", "fair CRPS", "crps_ensemble of properscoring"),
    ),
    "hinge": Counterparts(
        aliases=("SVM loss", "max-margin loss"),
        keras=Counterpart(
            name="Hinge · hinge",
            call="keras.losses.hinge(y_true, y_pred)",
            differs="where y ŷ is 1 its gradient is −y, and not 0; labels other than −1 and 1, or 0 and 1, are "
            "unchecked; its function, not its class, broadcasts (N,) against (N, 1) to (N, N)",
        ),
    ),
    "squared_hinge": Counterparts(
        keras=Counterpart(
            name="SquaredHinge · squared_hinge",
            call="keras.losses.squared_hinge(y_true, y_pred)",
            differs="labels other than −1 and 1, or 0 and 1, are unchecked; its function, not its class, "
            "broadcasts (N,) against (N, 1) to (N, N)",
        ),
    ),
    "categorical_hinge": Counterparts(
        keras=Counterpart(
            name="CategoricalHinge · categorical_hinge",
            call="keras.losses.categorical_hinge(y_true, y_pred)",
            differs="classes on the last axis alone; where the score of the truth is exactly 1 above the best other "
            "one, or above 0 if that is higher, its gradient is not 0",
        ),
    ),
    "crammer_singer": Counterparts(
        aliases=("multi-class SVM loss",),
    ),
    "multi_margin": Counterparts(
        aliases=("multi-class SVM loss",),
        torch=Counterpart(
            name="MultiMarginLoss · multi_margin_loss",
            call="F.multi_margin_loss(input, target, p=p, margin=margin, weight=class_weight, reduction='none')",
            differs="takes one or two dimensions, the classes on the last; its mean with class weights divides by the "
            "number of samples, lossbook's mean",
        ),
    ),
    "soft_margin": Counterparts(
        aliases=("logistic loss",),
        torch=Counterpart(
            name="SoftMarginLoss · soft_margin_loss",
            call="F.soft_margin_loss(input, target, reduction='none')",
            differs="takes the exponential as it stands, so that a float32 score wrong by 89 or more costs infinity, "
            "with gradient NaN; labels −1 and 1 alone, unchecked",
        ),
    ),
    "multilabel_margin": Counterparts(
        torch=Counterpart(
            name="MultiLabelMarginLoss · multilabel_margin_loss",
            call="F.multilabel_margin_loss(input, torch.where(target.sort(descending=True).values > 0, "
            "target.argsort(descending=True), -1), reduction='none')",
            differs="takes, for each sample, a list of class indices, filled up with −1 to the number of classes; one "
            "or two dimensions, the classes on the last",
        ),
    ),
    "multilabel_soft_margin": Counterparts(
        torch=Counterpart(
            name="MultiLabelSoftMarginLoss · multilabel_soft_margin_loss",
            call="F.multilabel_soft_margin_loss(input, target, weight=class_weight, reduction='none')",
            differs="classes on the last axis alone; its mean with class weights divides by the number of samples, "
            "lossbook's mean",
        ),
    ),
    "hinge_embedding": Counterparts(
        torch=Counterpart(
            name="HingeEmbeddingLoss · hinge_embedding_loss",
            call="F.hinge_embedding_loss(input, target, margin=margin, reduction='none')",
            differs="where a distance is the margin, and the label −1, its gradient is −1, and not 0; labels −1 and 1 "
            "unchecked; broadcasts (N,) against (N, 1) to (N, N), without a warning",
        ),
    ),
    "margin_ranking": Counterparts(
        aliases=("pairwise ranking loss",),
        torch=Counterpart(
            name="MarginRankingLoss · margin_ranking_loss",
            call="F.margin_ranking_loss(x1, x2, target, margin=margin, reduction='none')",
            differs="where the right score leads by exactly the margin its gradients are −y and y, and not 0; targets "
            "−1 and 1 unchecked",
        ),
    ),
    "cosine_similarity": Counterparts(
        aliases=("cosine proximity",),
        keras=Counterpart(
            name="CosineSimilarity · cosine_similarity",
            call="keras.losses.cosine_similarity(y_true, y_pred)",
            differs="divides vectors shorter than 1e-7 by 1e-7, so that their cosine fades to 0",
        ),
        torch=Counterpart(
            name="CosineSimilarity · cosine_similarity",
            call="-F.cosine_similarity(input, target, dim=-1)",
            differs="is the similarity itself, and not a loss: its sign is the other one; divides vectors shorter than "
            "1e-8 by 1e-8, so that their cosine fades to 0",
        ),
    ),
    "cosine_embedding": Counterparts(
        torch=Counterpart(
            name="CosineEmbeddingLoss · cosine_embedding_loss",
            call="F.cosine_embedding_loss(x1, x2, target, margin=margin, reduction='none')",
            differs="adds 1e-12 to the squared lengths, so that the cosine fades to 0 where one of the vectors is "
            "short; where the cosine is the margin, and the target −1, its gradient is not 0; targets −1 and 1 "
            "unchecked",
        ),
    ),
    "triplet_margin": Counterparts(
        aliases=("triplet loss",),
        torch=Counterpart(
            name="TripletMarginLoss · triplet_margin_loss · TripletMarginWithDistanceLoss · "
            "triplet_margin_with_distance_loss",
            call="F.triplet_margin_loss(anchor, positive, negative, margin=margin, p=p, eps=0, swap=swap, "
            "reduction='none')",
            differs="adds 1e-6 to every difference unless eps=0, so that equal vectors are 1e-6 apart in each entry; "
            "refuses a margin of 0; where the distances differ by exactly the margin its gradient is not 0; the form "
            "with a distance takes any function for it",
        ),
    ),
    "info_nce": Counterparts(
        near=(("CLIP loss", "which is the mean of both directions, queries to keys and keys to queries"),),
    ),
    "nt_xent": Counterparts(
        aliases=("normalized temperature-scaled cross-entropy", "SimCLR loss"),
    ),
    "sup_con": Counterparts(
        aliases=("SupCon loss",),
    ),
    "circle": Counterparts(
        keras=Counterpart(
            name="Circle · circle",
            call="keras.losses.circle(y_true, y_pred, ref_labels=keras.ops.arange(y_pred.shape[1]), "
            "ref_embeddings=keras.ops.eye(y_pred.shape[1], dtype=y_pred.dtype), remove_diagonal=False, gamma=scale, "
            "margin=margin)",
            differs="takes embeddings of length 1 and compares each with all others of the batch, unless reference "
            "embeddings are given; calls the scale gamma; masks samples of loss 0",
        ),
    ),
    "binary_focal": Counterparts(
        aliases=("focal loss", "sigmoid focal loss"),
        keras=Counterpart(
            name="BinaryFocalCrossentropy · binary_focal_crossentropy",
            call="keras.losses.binary_focal_crossentropy(y_true, y_pred, apply_class_balancing=alpha is not None, "
            "alpha=alpha, gamma=gamma, label_smoothing=label_smoothing)",
            logits_call="keras.losses.binary_focal_crossentropy(y_true, y_pred, apply_class_balancing=alpha is not "
            "None, alpha=alpha, gamma=gamma, from_logits=True, label_smoothing=label_smoothing)",
            differs="ignores alpha until apply_class_balancing=True; its factor comes from a rounded 1 − p, which for "
            "gamma < 1 gives a NaN gradient where a prediction is right and certain; no pos_weight",
        ),
    ),
    "categorical_focal": Counterparts(
        aliases=("focal loss",),
        keras=Counterpart(
            name="CategoricalFocalCrossentropy · categorical_focal_crossentropy",
            call="keras.losses.categorical_focal_crossentropy(y_true, y_pred, alpha=1.0 if alpha is None else alpha, "
            "gamma=gamma, label_smoothing=label_smoothing)",
            logits_call="keras.losses.categorical_focal_crossentropy(y_true, y_pred, alpha=1.0 if alpha is None else "
            "alpha, gamma=gamma, from_logits=True, label_smoothing=label_smoothing)",
            differs="its default alpha of 0.25 only scales; divides probabilities by their sum; turns logits into "
            "clipped probabilities first, which cuts the loss of a confidently wrong sample at 16.1 times alpha, and "
            "its gradient to 0",
        ),
    ),
    "sparse_categorical_focal": Counterparts(
        aliases=("focal loss",),
    ),
    "ordinal_cross_entropy": Counterparts(
        aliases=("CORAL", "ordinal regression loss"),
        near=(
            ("coral_loss", "of coral-pytorch, which sums over the steps, and takes the answers to all questions"),
            ("CORN", "whose logits answer 'above this grade, if above the one before?'"),
        ),
    ),
    "squared_emd": Counterparts(
        aliases=("EMD²", "squared EMD"),
        near=(("ranked probability score", "the same for one-hot targets, by some divided by K − 1"),),
    ),
    "dice": Counterparts(
        aliases=("Sørensen–Dice loss", "soft Dice", "F1 loss"),
        keras=Counterpart(
            name="Dice · dice",
            call="keras.losses.dice(y_true, y_pred, axis=1)",
            differs="its axis is what it sums over, the whole batch unless given: of channels last, axis=(1, 2) gives "
            "one value for each image and class, whose mean over the classes is what axis=-1 gives here; its 1e-7 "
            "stands in the denominator alone, so that an empty mask predicted empty costs 1; no logits, no weights of "
            "classes",
        ),
    ),
    "tversky": Counterparts(
        near=(
            ("Jaccard loss", "which is this with alpha=1 and beta=1"),
            ("IoU loss", "of masks another name of the Jaccard loss; of boxes, in detection, a loss that is not here"),
        ),
        keras=Counterpart(
            name="Tversky · tversky",
            call="keras.losses.tversky(y_true, y_pred, alpha=beta, beta=alpha, axis=1)",
            differs="says that alpha weighs false positives, and up to 3.15 weighs false negatives with it; its axis "
            "is what it sums over, the whole batch unless given, as that of its dice; an empty mask predicted empty "
            "costs 1; no logits, no weights of classes",
        ),
    ),
    "focal_tversky": Counterparts(),
    "ctc": Counterparts(
        aliases=("CTC",),
        keras=Counterpart(
            name="CTC · ctc",
            call="keras.ops.ctc_loss(labels, log_probs, label_lengths, input_lengths, mask_index=blank)",
            differs="the class takes 0 for the blank and every frame for input; computes in float32; adds paths "
            "that are forbidden at e⁻⁷⁰⁷ of their probability: a label without a path has a finite loss, and a very "
            "unlikely one costs too little, with a gradient towards those paths",
        ),
        torch=Counterpart(
            name="CTCLoss · ctc_loss",
            call="F.ctc_loss(log_probs.log_softmax(-1).transpose(0, 1), labels, input_lengths, label_lengths, "
            "blank=blank, reduction='none', zero_infinity=zero_infinity)",
            differs="frames on axis 0; takes what it is given for log-probabilities; its mean divides each loss by the "
            "length of its label first; a label that has no path has a NaN gradient unless zero_infinity",
        ),
    ),
    "linear_cross_entropy": Counterparts(
        torch=Counterpart(
            name="LinearCrossEntropyLoss · linear_cross_entropy",
            call="F.linear_cross_entropy(features, weight, labels, linear_bias=bias, weight=class_weight, "
            "label_smoothing=label_smoothing, ignore_index=ignore_index, reduction='none')",
            differs="makes all logits at once, unless given options, which label smoothing ignores with a warning and "
            "second derivatives refuse; where every label is ignored its mean is NaN; its mean with class "
            "weights is lossbook's weighted_mean; ignores −100 unasked; no softcap, no z_loss; takes no (B, T, D); the "
            "module owns its layer",
        ),
    ),
    "soft_linear_cross_entropy": Counterparts(
        aliases=("distillation over a vocabulary",),
        torch=Counterpart(
            name="LinearCrossEntropyLoss · linear_cross_entropy",
            call="F.linear_cross_entropy(features, weight, targets, linear_bias=bias, weight=class_weight, "
            "label_smoothing=label_smoothing, reduction='none')",
            differs="makes all logits at once, with options too; its mean with class weights is lossbook's mean; "
            "no softcap, no z_loss; takes no (B, T, D); the module owns its layer",
        ),
    ),
}
