"""The list of all losses: one row each, read by the argument checks, the tests, the benchmarks and the pages.

A row says what a loss is called, where it stands, what it accepts, and what Keras and PyTorch call it. To add a loss,
add a row here and follow what the tests then miss; CONTRIBUTING.md walks through it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lossbook.domains import (
    AboveMinusOne,
    BinaryTargets,
    Choice,
    ClassIndex,
    ClassLogits,
    ClassScores,
    Cosines,
    Counts,
    Distributions,
    DistributionTargets,
    DivisorTargets,
    Domain,
    Features,
    FrameLogits,
    HardMultilabelTargets,
    HingeLabels,
    Index,
    Labels,
    Lengths,
    LogDistributions,
    Logits,
    LogRates,
    MultilabelTargets,
    Name,
    NonNegative,
    Number,
    Parameter,
    Probabilities,
    Reals,
    RealTargets,
    ScaleOrWeights,
    Scores,
    SequenceLabels,
    Signs,
    Switch,
    VectorRows,
    Vectors,
    Weights,
    check_sequences,
)

NOTHING: Mapping[str, Any] = MappingProxyType({})
OTHER_LENGTHS = {"D": 3, "T": 4, "S": 2}  # of samples: features, frames, labels of a sequence
ACRONYMS = {"ctc": "CTC", "nce": "NCE", "kl": "KL", "js": "JS", "nll": "NLL"}


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
class Input:
    """One input of a loss. Gradients go to a differentiable one, and there is one at least.

    An input whose shape does not follow from that of another has ``axes``, a letter each: N for samples, C for classes,
    others as they come. The same letter is the same length in all inputs. ``up_to`` is the axis along which integers
    count. Of an input that is ``counted_by`` another, that many positions of its second axis count in each sample, and
    what stands behind them is never looked at. An ``optional`` input may be None.
    """

    name: str
    domain: Domain
    differentiable: bool = False
    axes: str = ""
    up_to: str = ""
    counted_by: str = ""
    optional: bool = False

    @property
    def shared(self) -> bool:
        """Whether all samples have this input in common, as the weight of a layer."""
        return bool(self.axes) and not self.axes.startswith("N")


@dataclass(frozen=True)
class Loss:
    """One loss: its row in the catalog.

    Most have ``targets`` and ``predictions`` (and ``logits``, the domain of predictions with ``from_logits=True``); a
    loss with other inputs names them in ``several``. Any other switch that changes what an input may be stands in
    ``switched``, with the input as it is when the switch is on. ``together`` checks what the inputs have to be beside
    each other; it is given them by name, as arrays, and then the options. ``per_sample``: one loss for all that belongs
    to one index of the first axis; ``across_batch``: that loss looks at the other rows of the batch too. ``aliases``:
    what people call the loss where its title and the frameworks' names are not what they say. ``near``: a loss that is
    looked for under a name of its own and is not quite this one, with the difference.
    """

    name: str
    title: str
    family: str
    formula: str
    source: str
    chapter: str
    aliases: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    targets: Domain | None = None
    predictions: Domain | None = None
    logits: Domain | None = None
    several: tuple[Input, ...] = ()
    switched: tuple[tuple[str, Input], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    per_sample: bool = False
    together: Callable[..., None] | None = None
    across_batch: bool = False
    keras: Counterpart | None = None
    torch: Counterpart | None = None
    usual: tuple[Input, ...] = field(init=False, repr=False, compare=False)
    over_axis: bool = field(init=False, repr=False, compare=False)
    layout: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what every call of a loss asks for.

        ``usual``: the inputs with every switch off. ``over_axis``: whether the loss joins the values along one axis,
        such as that of the classes. ``layout``: how the shapes relate.

        ``"elementwise"``: all alike, one loss an element; ``"axis"``: all alike, one loss for the values along an axis;
        ``"sparse"``: the same, with class indices that lack the axis; ``"sample"``: all alike, one loss for all that
        belongs to one index of the first axis; ``"named"``: each has the axes that its row names, one loss for each
        index of N.
        """
        usual = Input("y_true", self.targets), Input("y_pred", self.predictions, differentiable=True)
        usual = self.several or (usual if self.targets else ())
        object.__setattr__(self, "usual", usual)  # as dataclasses set what is frozen
        object.__setattr__(self, "over_axis", any(given.domain.over_axis for given in self.usual))
        object.__setattr__(self, "layout", self._layout())

    def _layout(self) -> str:
        if any(given.axes for given in self.usual):
            return "named"
        if self.per_sample:
            return "sample"
        if not self.over_axis:
            return "elementwise"
        return "sparse" if any(given.domain.integer for given in self.usual) else "axis"

    def shape_of(self, given: Input, shape: tuple, axis: int) -> tuple:
        """The shape that an input needs beside a differentiable input of this shape."""
        return without_axis(shape, axis) if self.over_axis and not given.domain.over_axis else shape

    def sample_shape(self, given: Input, shape: tuple) -> tuple:
        """What a domain's ``sample`` takes for predictions of this shape: labels want to know the classes too."""
        if given.axes:
            lengths = {"N": shape[0], "C": shape[-1], **OTHER_LENGTHS}
            return tuple(lengths[letter] for letter in given.axes + given.up_to)
        return shape if given.domain.integer else self.shape_of(given, shape, -1)

    def unreduced_shape(self, shape: tuple, axis: int) -> tuple:
        """The shape of the loss with no reduction, for a differentiable input of this shape."""
        if self.layout in ("sample", "named"):
            return shape[:1]
        return without_axis(shape, axis) if self.over_axis else shape

    def lengths(self, shapes: Sequence[tuple | None]) -> dict[str, int]:
        """The length of each axis that the row names, as far as the shapes of the inputs tell it."""
        pairs = zip(self.inputs(), shapes, strict=True)
        named = [pair for given, shape in pairs if shape is not None for pair in zip(given.axes, shape, strict=True)]
        return {letter: length for letter, length in named if length is not None}

    def classes(self, shapes: Sequence[tuple | None], axis: int) -> int | None:
        """How many classes inputs of these shapes have, if that is known."""
        if self.layout == "named":
            return self.lengths(shapes).get("C")
        shape = next(shape for given, shape in zip(self.inputs(), shapes, strict=True) if given.differentiable)
        return shape[axis] if shape else None

    def called(self) -> tuple[str, ...]:
        """Every name by which somebody may look for the loss: here, in the literature, in Keras and in PyTorch."""
        theirs = (it.name.split(" · ") for it in (self.keras, self.torch) if it)
        near = (name for name, _ in self.near)
        ours = (self.title, *self.aliases, *near, self.name, self.class_name, f"{self.class_name}Loss")
        return tuple(dict.fromkeys([*ours, *(name for names in theirs for name in names)]))

    @property
    def class_name(self) -> str:
        """The Keras class; the PyTorch class has ``Loss`` behind it."""
        return "".join(ACRONYMS.get(word, word.capitalize()) for word in self.name.split("_"))

    def in_torchs_order(self, values: Sequence[Any]) -> list[Any]:
        """One value for each input, (input, target, …) where NumPy and Keras have (y_true, y_pred, …); and back."""
        turned = len(self.several) == 0 or self.several[0].name == "y_true"
        return [values[1], values[0], *values[2:]] if turned else list(values)

    @property
    def torch_names(self) -> list[str]:
        """What PyTorch calls the inputs, in its order."""
        words = {"y_true": "target", "y_pred": "input"}
        return self.in_torchs_order([words.get(given.name, given.name) for given in self.inputs()])

    def inputs(self, options: Mapping[str, Any] = NOTHING) -> tuple[Input, ...]:
        """The inputs that these options ask for, in the order in which NumPy and Keras take them."""
        if not options:
            return self.usual
        given = self.usual
        if options.get("from_logits") and self.logits:
            given = given[0], Input("y_pred", self.logits, differentiable=True)
        replaced = {given.name: given for switch, given in self.switched if options.get(switch)}
        return tuple(replaced.get(g.name, g) for g in given) if replaced else given


def without_axis(shape: tuple, axis: int) -> tuple:
    """The shape that is left when ``axis`` is summed away."""
    axis %= len(shape)
    return shape[:axis] + shape[axis + 1 :]


FROM_LOGITS = Switch("from_logits", False, (True,))
LABEL_SMOOTHING = Number("label_smoothing", 0.0, (0.1,), low=0, high=1)
CLASS_WEIGHT = Weights("class_weight", None, ((0.5, 2.0, 1.0, 3.0),))
IGNORE_INDEX = Index("ignore_index", None, (1, -100))
BASE = Number("base", math.e, (2.0,), low=1, open_low=True)
EPS = Number("eps", 1e-7, (1e-3,), low=0, high=0.5, open_low=True)
GAMMA = Number("gamma", 2.0, (0.0, 0.5, 1.0, 5.0), low=0)
CLASS_ALPHA = ScaleOrWeights("alpha", None, (0.25, (0.5, 2.0, 1.0, 3.0)))
SMOOTH = Number("smooth", 1e-7, (1.0,), low=0, open_low=True)
ERROR_WEIGHTS = (Number("alpha", 0.5, (0.3,), low=0), Number("beta", 0.5, (0.7,), low=0))

ROWS = (
    Loss(
        name="binary_cross_entropy",
        title="Binary cross-entropy",
        family="cross_entropy",
        formula=r"-\bigl(w_+\, y \log p + (1 - y) \log (1 - p)\bigr)",
        targets=BinaryTargets(),
        predictions=Probabilities(),
        logits=Logits(),
        parameters=(
            FROM_LOGITS,
            LABEL_SMOOTHING,
            ScaleOrWeights("pos_weight", None, (3.0, (0.5, 2.0, 1.0, 3.0))),
            EPS,
        ),
        keras=Counterpart(
            name="BinaryCrossentropy · binary_crossentropy",
            call="keras.losses.binary_crossentropy(y_true, y_pred, label_smoothing=label_smoothing)",
            logits_call="keras.losses.binary_crossentropy(y_true, y_pred, from_logits=True, "
            "label_smoothing=label_smoothing)",
            differs="clips probabilities to [1e-7, 1 − 1e-7], so that a perfect prediction costs about 1e-7, unless "
            "it finds the logits behind them, those of a Keras sigmoid, or in a graph of TensorFlow's too; no "
            "pos_weight",
        ),
        torch=Counterpart(
            name="BCELoss · BCEWithLogitsLoss · binary_cross_entropy · binary_cross_entropy_with_logits",
            call="F.binary_cross_entropy(input, target, reduction='none')",
            logits_call="F.binary_cross_entropy_with_logits(input, target, pos_weight=pos_weight, reduction='none')",
            differs="from probabilities it clamps each logarithm at −100 and not at log 1e-7; no label_smoothing",
        ),
        source="Goodfellow et al. (2016), section 6.2.2.2",
        chapter="02-cross-entropy",
        aliases=("BCE", "log loss", "logistic loss", "sigmoid cross-entropy"),
    ),
    Loss(
        name="categorical_cross_entropy",
        title="Categorical cross-entropy",
        family="cross_entropy",
        formula=r"-\sum_c w_c\, y_c \log p_c",
        targets=DistributionTargets(),
        predictions=Distributions(),
        logits=ClassLogits(),
        parameters=(FROM_LOGITS, LABEL_SMOOTHING, CLASS_WEIGHT, EPS),
        keras=Counterpart(
            name="CategoricalCrossentropy · categorical_crossentropy",
            call="keras.losses.categorical_crossentropy(y_true, y_pred, label_smoothing=label_smoothing)",
            logits_call="keras.losses.categorical_crossentropy(y_true, y_pred, from_logits=True, "
            "label_smoothing=label_smoothing)",
            differs="divides probabilities by their sum, then clips them to [1e-7, 1 − 1e-7], unless it finds the "
            "logits behind them, those of a Keras softmax, or in a graph of TensorFlow's too; no class_weight",
        ),
        torch=Counterpart(
            name="CrossEntropyLoss · cross_entropy",
            logits_call="F.cross_entropy(input, target, weight=class_weight, label_smoothing=label_smoothing, "
            "reduction='none')",
            differs="logits alone; classes on axis 1; its mean of weighted soft labels divides by their number",
        ),
        source="Goodfellow et al. (2016), section 6.2.2.3; label smoothing: Szegedy et al. (2016), section 7",
        chapter="02-cross-entropy",
        aliases=("CCE", "softmax loss", "softmax cross-entropy", "log loss"),
    ),
    Loss(
        name="sparse_categorical_cross_entropy",
        title="Sparse categorical cross-entropy",
        family="cross_entropy",
        formula=r"-w_y \log p_y",
        targets=Labels(),
        predictions=Distributions(),
        logits=ClassLogits(),
        parameters=(FROM_LOGITS, LABEL_SMOOTHING, CLASS_WEIGHT, IGNORE_INDEX, EPS),
        keras=Counterpart(
            name="SparseCategoricalCrossentropy · sparse_categorical_crossentropy",
            call="keras.losses.sparse_categorical_crossentropy(y_true, y_pred, ignore_class=ignore_index)",
            logits_call="keras.losses.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True, "
            "ignore_class=ignore_index)",
            differs="clips probabilities to [1e-7, 1 − 1e-7] and normalises them again by a softmax of their "
            "logarithms, unless it finds the logits behind them, those of a Keras softmax, or in a graph of "
            "TensorFlow's too; no label_smoothing, no class_weight",
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
        source="Goodfellow et al. (2016), section 6.2.2.3",
        chapter="02-cross-entropy",
        aliases=("negative log-likelihood", "NLL", "softmax loss"),
    ),
    Loss(
        name="generalized_cross_entropy",
        title="Generalised cross-entropy",
        family="cross_entropy",
        formula=r"w_y\, \frac{1 - p_y^q}{q}",
        targets=Labels(),
        predictions=Distributions(),
        logits=ClassLogits(),
        parameters=(
            Number("q", 0.7, (0.3, 1.0), low=0, high=1, open_low=True),
            FROM_LOGITS,
            CLASS_WEIGHT,
            IGNORE_INDEX,
            EPS,
        ),
        keras=Counterpart(
            name="CategoricalGeneralizedCrossEntropy · categorical_generalized_cross_entropy",
            call="keras.losses.categorical_generalized_cross_entropy(y_true, y_pred, q=q)",
            differs="takes class indices, whatever its name says; its class has q = 0.5 unless told otherwise; no eps, "
            "so that for q < 1 a label of probability 0 gets the gradient −∞, and the other classes NaN; no logits, "
            "no class_weight, no ignore_index",
        ),
        source="Zhang and Sabuncu (2018)",
        chapter="02-cross-entropy",
        aliases=("GCE", "Lq loss"),
    ),
    Loss(
        name="poly_cross_entropy",
        title="Poly-1 cross-entropy",
        family="cross_entropy",
        formula=r"w_y \bigl(-\log p_y + \epsilon (1 - p_y)\bigr)",
        targets=Labels(),
        predictions=Distributions(),
        logits=ClassLogits(),
        parameters=(Number("epsilon", 1.0, (-0.5, 4.0), low=-1), FROM_LOGITS, CLASS_WEIGHT, IGNORE_INDEX, EPS),
        source="Leng et al. (2022)",
        chapter="02-cross-entropy",
        aliases=("PolyLoss",),
    ),
    Loss(
        name="kl_divergence",
        title="Kullback–Leibler divergence",
        family="divergence",
        formula=r"\sum_c y_c (\log y_c - \log p_c)",
        targets=Distributions(),
        predictions=Distributions(),
        logits=ClassLogits(),
        switched=(("log_target", Input("y_true", LogDistributions())),),
        parameters=(FROM_LOGITS, Switch("log_target", False, (True,)), BASE, EPS),
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
        source="Kullback and Leibler (1951); Cover and Thomas (2006), section 2.3",
        chapter="03-kl-divergence",
        aliases=("KL divergence", "KLD", "relative entropy"),
    ),
    Loss(
        name="js_divergence",
        title="Jensen–Shannon divergence",
        family="divergence",
        formula=r"\tfrac12 D(y \,\|\, M) + \tfrac12 D(p \,\|\, M),\quad M = \tfrac12 (y + p)",
        targets=Distributions(),
        predictions=Distributions(),
        logits=ClassLogits(),
        parameters=(FROM_LOGITS, BASE, EPS),
        source="Lin (1991)",
        chapter="03-kl-divergence",
        aliases=("JS divergence", "JSD"),
    ),
    Loss(
        name="mean_squared_error",
        title="Mean squared error",
        family="regression",
        formula=r"(\hat y - y)^2",
        targets=RealTargets(),
        predictions=Reals(),
        keras=Counterpart(
            name="MeanSquaredError · mean_squared_error",
            call="keras.losses.mean_squared_error(y_true, y_pred)",
        ),
        torch=Counterpart(
            name="MSELoss · mse_loss",
            call="F.mse_loss(input, target, reduction='none')",
            differs="broadcasts (N,) against (N, 1) to (N, N), with a warning",
        ),
        source="Goodfellow et al. (2016), section 5.1.4",
        chapter="04-regression-losses",
        aliases=("MSE", "L2", "squared error", "quadratic loss"),
    ),
    Loss(
        name="mean_absolute_error",
        title="Mean absolute error",
        family="regression",
        formula=r"|\hat y - y|",
        targets=RealTargets(),
        predictions=Reals(),
        keras=Counterpart(
            name="MeanAbsoluteError · mean_absolute_error",
            call="keras.losses.mean_absolute_error(y_true, y_pred)",
        ),
        torch=Counterpart(
            name="L1Loss · l1_loss",
            call="F.l1_loss(input, target, reduction='none')",
            differs="broadcasts (N,) against (N, 1) to (N, N), with a warning",
        ),
        source="Hastie et al. (2009), section 10.6",
        chapter="04-regression-losses",
        aliases=("MAE", "L1", "absolute error"),
    ),
    Loss(
        name="huber",
        title="Huber loss",
        family="regression",
        formula=r"\tfrac12 r^2\ \text{for}\ |r| \le \delta,\quad \delta (|r| - \tfrac12 \delta)\ \text{beyond}",
        targets=RealTargets(),
        predictions=Reals(),
        parameters=(Number("delta", 1.0, (0.5, 3.0), low=0, open_low=True),),
        keras=Counterpart(name="Huber · huber", call="keras.losses.huber(y_true, y_pred, delta=delta)"),
        torch=Counterpart(
            name="HuberLoss · huber_loss",
            call="F.huber_loss(input, target, delta=delta, reduction='none')",
            differs="broadcasts (N,) against (N, 1) to (N, N), with a warning",
        ),
        source="Huber (1964)",
        chapter="04-regression-losses",
    ),
    Loss(
        name="smooth_l1",
        title="Smooth L1 loss",
        family="regression",
        formula=r"\tfrac{r^2}{2\beta}\ \text{for}\ |r| < \beta,\quad |r| - \tfrac12 \beta\ \text{beyond}",
        targets=RealTargets(),
        predictions=Reals(),
        parameters=(Number("beta", 1.0, (0.0, 0.5, 3.0), low=0),),
        torch=Counterpart(
            name="SmoothL1Loss · smooth_l1_loss",
            call="F.smooth_l1_loss(input, target, beta=beta, reduction='none')",
            differs="broadcasts (N,) against (N, 1) to (N, N), with a warning",
        ),
        source="Girshick (2015), equation 3",
        chapter="04-regression-losses",
    ),
    Loss(
        name="quantile",
        title="Quantile loss",
        family="regression",
        formula=r"q \max(y - \hat y, 0) + (1 - q) \max(\hat y - y, 0)",
        targets=RealTargets(),
        predictions=Reals(),
        parameters=(Number("q", 0.5, (0.9, 0.1), low=0, high=1, open_low=True, open_high=True),),
        source="Koenker and Bassett (1978)",
        chapter="04-regression-losses",
        aliases=("pinball loss", "check loss"),
    ),
    Loss(
        name="log_cosh",
        title="Log-cosh loss",
        family="regression",
        formula=r"\log \cosh (\hat y - y)",
        targets=RealTargets(),
        predictions=Reals(),
        keras=Counterpart(
            name="LogCosh · log_cosh",
            call="keras.losses.log_cosh(y_true, y_pred)",
            differs="has no digits left for small errors in float32: one of 1e-4 costs 0 and not 5e-9",
        ),
        source="Green (1990)",
        chapter="04-regression-losses",
    ),
    Loss(
        name="mean_absolute_percentage_error",
        title="Mean absolute percentage error",
        family="regression",
        formula=r"100\, |\hat y - y| / \max(|y|, \epsilon)",
        targets=DivisorTargets(),
        predictions=Reals(),
        parameters=(Number("eps", 1e-7, (1e-3,), low=0, open_low=True),),
        keras=Counterpart(
            name="MeanAbsolutePercentageError · mean_absolute_percentage_error",
            call="keras.losses.mean_absolute_percentage_error(y_true, y_pred)",
            differs="its eps is keras.config.epsilon()",
        ),
        source="Hyndman and Koehler (2006)",
        chapter="04-regression-losses",
        aliases=("MAPE",),
    ),
    Loss(
        name="mean_squared_logarithmic_error",
        title="Mean squared logarithmic error",
        family="regression",
        formula=r"\bigl(\log (1 + \hat y) - \log (1 + y)\bigr)^2",
        targets=AboveMinusOne(),
        predictions=AboveMinusOne(),
        keras=Counterpart(
            name="MeanSquaredLogarithmicError · mean_squared_logarithmic_error",
            call="keras.losses.mean_squared_logarithmic_error(y_true, y_pred)",
            differs="counts what is below 1e-7 as 1e-7, negative numbers too, and gives those predictions no gradient",
        ),
        source="Tofallis (2015), for the squared logarithm of a ratio",
        chapter="04-regression-losses",
        aliases=("MSLE",),
    ),
    Loss(
        name="poisson",
        title="Poisson loss",
        family="regression",
        formula=r"\hat y - y \log \hat y",
        targets=Counts(),
        predictions=NonNegative(),
        switched=(("log_input", Input("y_pred", LogRates(), differentiable=True)),),
        parameters=(
            Switch("log_input", False, (True,)),
            Switch("full", False, (True,)),
            Number("eps", 1e-7, (1e-3,), low=0, open_low=True),
        ),
        keras=Counterpart(
            name="Poisson · poisson",
            call="keras.losses.poisson(y_true, y_pred)",
            differs="takes log(ŷ + 1e-7), so that a count above 0 costs slightly too little; no log rates, no Stirling "
            "term",
        ),
        torch=Counterpart(
            name="PoissonNLLLoss · poisson_nll_loss",
            call="F.poisson_nll_loss(input, target, log_input=log_input, full=full, eps=0.0, reduction='none')",
            differs="takes log rates unless told otherwise; adds its eps of 1e-8 to every rate inside the logarithm; "
            "broadcasts (N,) against (N, 1) to (N, N), without a warning",
        ),
        source="McCullagh and Nelder (1989)",
        chapter="04-regression-losses",
        aliases=("Poisson NLL",),
    ),
    Loss(
        name="gaussian_nll",
        title="Gaussian negative log-likelihood",
        family="regression",
        formula=r"\tfrac12 \bigl(\log \sigma^2 + (y - \hat y)^2 / \sigma^2\bigr)",
        several=(
            Input("y_true", RealTargets()),
            Input("y_pred", Reals(), differentiable=True),
            Input("variance", NonNegative(), differentiable=True),
        ),
        parameters=(Switch("full", False, (True,)), Number("eps", 1e-6, (1e-3,), low=0, open_low=True)),
        torch=Counterpart(
            name="GaussianNLLLoss · gaussian_nll_loss",
            call="F.gaussian_nll_loss(input, target, variance, full=full, eps=eps, reduction='none')",
            differs="a variance below eps gets the gradient of one that is eps, and not 0; broadcasts (N,) against "
            "(N, 1) to (N, N), without a warning",
        ),
        source="Nix and Weigend (1994)",
        chapter="04-regression-losses",
        aliases=("Gaussian NLL",),
    ),
    Loss(
        name="hinge",
        title="Hinge loss",
        family="margin",
        formula=r"\max(0, 1 - y \hat y)",
        targets=HingeLabels(),
        predictions=Scores(),
        keras=Counterpart(
            name="Hinge · hinge",
            call="keras.losses.hinge(y_true, y_pred)",
            differs="where y ŷ is 1 its gradient is −y, and not 0; labels other than −1 and 1, or 0 and 1, are "
            "unchecked",
        ),
        source="Cortes and Vapnik (1995)",
        chapter="05-hinge-losses",
        aliases=("SVM loss", "max-margin loss"),
    ),
    Loss(
        name="squared_hinge",
        title="Squared hinge loss",
        family="margin",
        formula=r"\max(0, 1 - y \hat y)^2",
        targets=HingeLabels(),
        predictions=Scores(),
        keras=Counterpart(
            name="SquaredHinge · squared_hinge",
            call="keras.losses.squared_hinge(y_true, y_pred)",
            differs="other labels than −1 and 1, or 0 and 1, are unchecked",
        ),
        source="Lee and Mangasarian (2001)",
        chapter="05-hinge-losses",
    ),
    Loss(
        name="categorical_hinge",
        title="Categorical hinge loss",
        family="margin",
        formula=r"\max\Bigl(0, 1 + \max_c (1 - y_c)\, \hat y_c - \sum_c y_c \hat y_c\Bigr)",
        targets=DistributionTargets(),
        predictions=ClassScores(),
        keras=Counterpart(
            name="CategoricalHinge · categorical_hinge",
            call="keras.losses.categorical_hinge(y_true, y_pred)",
            differs="classes on the last axis alone; where the score of the truth leads by exactly 1 its gradient is "
            "not 0",
        ),
        source="Keras, after Crammer and Singer (2001)",
        chapter="05-hinge-losses",
    ),
    Loss(
        name="crammer_singer",
        title="Crammer–Singer loss",
        family="margin",
        formula=r"\max\bigl(0, 1 + \max_{c \ne y} \hat y_c - \hat y_y\bigr)",
        targets=Labels(),
        predictions=ClassScores(),
        source="Crammer and Singer (2001)",
        chapter="05-hinge-losses",
        aliases=("multi-class SVM loss",),
    ),
    Loss(
        name="multi_margin",
        title="Multi-class margin loss",
        family="margin",
        formula=r"\frac{w_y}{K} \sum_{c \ne y} \max\bigl(0, \mathrm{margin} + \hat y_c - \hat y_y\bigr)^p",
        targets=Labels(),
        predictions=ClassScores(),
        parameters=(
            Choice("p", 1, (2,), choices=(1, 2)),
            Number("margin", 1.0, (0.5, 2.0), low=0),
            CLASS_WEIGHT,
        ),
        torch=Counterpart(
            name="MultiMarginLoss · multi_margin_loss",
            call="F.multi_margin_loss(input, target, p=p, margin=margin, weight=class_weight, reduction='none')",
            differs="takes one or two dimensions, the classes on the last; its mean with class weights divides by the "
            "number of samples, lossbook's mean",
        ),
        source="Weston and Watkins (1999)",
        chapter="05-hinge-losses",
        aliases=("multi-class SVM loss",),
    ),
    Loss(
        name="soft_margin",
        title="Soft-margin loss",
        family="margin",
        formula=r"\log\bigl(1 + e^{-y \hat y}\bigr)",
        targets=HingeLabels(),
        predictions=Scores(),
        torch=Counterpart(
            name="SoftMarginLoss · soft_margin_loss",
            call="F.soft_margin_loss(input, target, reduction='none')",
            differs="takes the exponential as it stands, so that a float32 score wrong by 89 or more costs infinity, "
            "with gradient NaN; labels −1 and 1 alone, unchecked",
        ),
        source="Rosasco et al. (2004)",
        chapter="05-hinge-losses",
        aliases=("logistic loss",),
    ),
    Loss(
        name="multilabel_margin",
        title="Multi-label margin loss",
        family="margin",
        formula=r"\frac{1}{K} \sum_{y_a = 1} \sum_{y_b = 0} \max\bigl(0, 1 + \hat y_b - \hat y_a\bigr)",
        targets=HardMultilabelTargets(),
        predictions=ClassScores(),
        torch=Counterpart(
            name="MultiLabelMarginLoss · multilabel_margin_loss",
            call="F.multilabel_margin_loss(input, torch.where(target.sort(descending=True).values > 0, "
            "target.argsort(descending=True), -1), reduction='none')",
            differs="takes, for each sample, a list of class indices, filled up with −1 to the number of classes; one "
            "or two dimensions, the classes on the last",
        ),
        source="Elisseeff and Weston (2001)",
        chapter="05-hinge-losses",
    ),
    Loss(
        name="multilabel_soft_margin",
        title="Multi-label soft-margin loss",
        family="margin",
        formula=r"-\frac{1}{K} \sum_c w_c \bigl(y_c \log \sigma(\hat y_c) + (1 - y_c) \log \sigma(-\hat y_c)\bigr)",
        targets=MultilabelTargets(),
        predictions=ClassScores(),
        parameters=(CLASS_WEIGHT,),
        torch=Counterpart(
            name="MultiLabelSoftMarginLoss · multilabel_soft_margin_loss",
            call="F.multilabel_soft_margin_loss(input, target, weight=class_weight, reduction='none')",
            differs="classes on the last axis alone; its mean with class weights divides by the number of samples, "
            "lossbook's mean",
        ),
        source="Nam et al. (2014)",
        chapter="05-hinge-losses",
    ),
    Loss(
        name="hinge_embedding",
        title="Hinge embedding loss",
        family="margin",
        formula=r"\hat y \text{ for } y = 1, \quad \max(0, \mathrm{margin} - \hat y) \text{ for } y = -1",
        targets=Signs(),
        predictions=Scores(),
        parameters=(Number("margin", 1.0, (0.5, 2.0), low=0),),
        torch=Counterpart(
            name="HingeEmbeddingLoss · hinge_embedding_loss",
            call="F.hinge_embedding_loss(input, target, margin=margin, reduction='none')",
            differs="where a distance is the margin, and the label −1, its gradient is −1, and not 0; labels −1 and 1 "
            "unchecked; broadcasts (N,) against (N, 1) to (N, N), without a warning",
        ),
        source="Mobahi et al. (2009)",
        chapter="05-hinge-losses",
    ),
    Loss(
        name="margin_ranking",
        title="Margin ranking loss",
        family="margin",
        formula=r"\max\bigl(0, \mathrm{margin} - y (x_1 - x_2)\bigr)",
        several=(
            Input("x1", Scores(0.1), differentiable=True),
            Input("x2", Scores(0.3), differentiable=True),
            Input("target", Signs()),
        ),
        parameters=(Number("margin", 0.0, (0.5, 2.0), low=0),),
        torch=Counterpart(
            name="MarginRankingLoss · margin_ranking_loss",
            call="F.margin_ranking_loss(x1, x2, target, margin=margin, reduction='none')",
            differs="where the right score leads by exactly the margin its gradients are −y and y, and not 0; targets "
            "−1 and 1 unchecked",
        ),
        source="Herbrich et al. (2000)",
        chapter="05-hinge-losses",
        aliases=("pairwise ranking loss",),
    ),
    Loss(
        name="cosine_similarity",
        title="Cosine similarity",
        family="embedding",
        formula=r"-\frac{y \cdot \hat y}{\lVert y \rVert\, \lVert \hat y \rVert}",
        targets=Vectors(),
        predictions=Vectors(),
        keras=Counterpart(
            name="CosineSimilarity · cosine_similarity",
            call="keras.losses.cosine_similarity(y_true, y_pred)",
            differs="divides vectors shorter than 1e-7 by 1e-7, so that their cosine fades to 0",
        ),
        torch=Counterpart(
            name="CosineSimilarity · cosine_similarity",
            call="-F.cosine_similarity(input, target, dim=-1)",
            differs="is the similarity itself, and not a loss: its sign is the other one",
        ),
        source="Salton and McGill (1983)",
        chapter="06-embedding-losses",
        aliases=("cosine proximity",),
    ),
    Loss(
        name="cosine_embedding",
        title="Cosine embedding loss",
        family="embedding",
        formula=r"1 - \cos(x_1, x_2) \text{ for } y = 1, \quad \max(0, \cos(x_1, x_2) - \mathrm{margin}) "
        r"\text{ for } y = -1",
        several=(
            Input("x1", Vectors(), differentiable=True),
            Input("x2", Vectors(), differentiable=True),
            Input("target", Signs()),
        ),
        parameters=(Number("margin", 0.0, (0.5, -0.5), low=-1, high=1),),
        torch=Counterpart(
            name="CosineEmbeddingLoss · cosine_embedding_loss",
            call="F.cosine_embedding_loss(x1, x2, target, margin=margin, reduction='none')",
            differs="adds 1e-12 to the squared lengths, so that the cosine of two short vectors fades to 0; targets −1 "
            "and 1 unchecked",
        ),
        source="PyTorch, after Bromley et al. (1993)",
        chapter="06-embedding-losses",
    ),
    Loss(
        name="triplet_margin",
        title="Triplet margin loss",
        family="embedding",
        formula=r"\max\bigl(0, \mathrm{margin} + d(a, a^+) - d(a, a^-)\bigr)",
        several=(
            Input("anchor", Vectors(), differentiable=True),
            Input("positive", Vectors(), differentiable=True),
            Input("negative", Vectors(), differentiable=True),
        ),
        parameters=(
            Number("margin", 1.0, (0.5, 3.0), low=0),
            Number("p", 2.0, (1.0, 3.0), low=1),
            Switch("swap", False, (True,)),
            Name("distance", None, ("cosine", "squared_euclidean"), names=("cosine", "squared_euclidean")),
        ),
        torch=Counterpart(
            name="TripletMarginLoss · triplet_margin_loss · TripletMarginWithDistanceLoss · "
            "triplet_margin_with_distance_loss",
            call="F.triplet_margin_loss(anchor, positive, negative, margin=margin, p=p, eps=0, swap=swap, "
            "reduction='none')",
            differs="adds 1e-6 to every difference unless eps=0, so that equal vectors are 1e-6 apart in each entry; "
            "refuses a margin of 0; the form with a distance takes any function for it",
        ),
        source="Schroff et al. (2015); the swap: Balntas et al. (2016)",
        chapter="06-embedding-losses",
        aliases=("triplet loss",),
    ),
    Loss(
        name="info_nce",
        title="InfoNCE",
        family="embedding",
        formula=r"-\log \frac{\exp(\cos(q_i, k_i) / \tau)}{\sum_j \exp(\cos(q_i, k_j) / \tau)}",
        several=(
            Input("queries", VectorRows(), differentiable=True),
            Input("keys", VectorRows(), differentiable=True),
        ),
        parameters=(Number("temperature", 0.1, (1.0, 0.02), low=0, open_low=True),),
        per_sample=True,
        across_batch=True,
        source="van den Oord et al. (2018); a relative, NT-Xent: Chen et al. (2020)",
        chapter="06-embedding-losses",
        near=(("NT-Xent", "in which the other queries compete as well as the other keys"),),
    ),
    Loss(
        name="circle",
        title="Circle loss",
        family="embedding",
        formula=r"\log\Bigl(1 + \sum_{c \ne y} e^{\kappa [s_c + m]_+ (s_c - m)}\; "
        r"e^{-\kappa (1 + m - s_y)(s_y - 1 + m)}\Bigr)",
        targets=Labels(),
        predictions=Cosines(),
        parameters=(
            Number("margin", 0.4, (0.25, 0.0), low=0, high=1),
            Number("scale", 80.0, (1.0,), low=0, open_low=True),
        ),
        keras=Counterpart(
            name="Circle · circle",
            call="keras.losses.circle(y_true, y_pred, ref_labels=keras.ops.arange(y_pred.shape[1]), "
            "ref_embeddings=keras.ops.eye(y_pred.shape[1], dtype=y_pred.dtype), remove_diagonal=False, gamma=scale, "
            "margin=margin)",
            differs="takes embeddings of length 1 and compares each with all others of the batch, unless reference "
            "embeddings are given; calls the scale gamma; masks samples of loss 0",
        ),
        source="Sun et al. (2020), equations 5 and 6",
        chapter="06-embedding-losses",
    ),
    Loss(
        name="binary_focal",
        title="Binary focal loss",
        family="focal",
        formula=r"-\alpha_t (1 - p_t)^\gamma \log p_t",
        targets=BinaryTargets(),
        predictions=Probabilities(),
        logits=Logits(),
        parameters=(
            GAMMA,
            Number("alpha", None, (0.25,), low=0, high=1, optional=True),
            FROM_LOGITS,
            LABEL_SMOOTHING,
            EPS,
        ),
        keras=Counterpart(
            name="BinaryFocalCrossentropy · binary_focal_crossentropy",
            call="keras.losses.binary_focal_crossentropy(y_true, y_pred, apply_class_balancing=alpha is not None, "
            "alpha=alpha, gamma=gamma, label_smoothing=label_smoothing)",
            logits_call="keras.losses.binary_focal_crossentropy(y_true, y_pred, apply_class_balancing=alpha is not "
            "None, alpha=alpha, gamma=gamma, from_logits=True, label_smoothing=label_smoothing)",
            differs="ignores alpha until apply_class_balancing=True; its factor comes from a rounded 1 − p, which for "
            "gamma < 1 gives a NaN gradient where a prediction is right and certain",
        ),
        source="Lin et al. (2017), equation 5",
        chapter="09-focal-loss",
        aliases=("focal loss", "sigmoid focal loss"),
    ),
    Loss(
        name="categorical_focal",
        title="Categorical focal loss",
        family="focal",
        formula=r"-\sum_c \alpha_c (1 - p_c)^\gamma\, y_c \log p_c",
        targets=DistributionTargets(),
        predictions=Distributions(),
        logits=ClassLogits(),
        parameters=(GAMMA, CLASS_ALPHA, FROM_LOGITS, LABEL_SMOOTHING, EPS),
        keras=Counterpart(
            name="CategoricalFocalCrossentropy · categorical_focal_crossentropy",
            call="keras.losses.categorical_focal_crossentropy(y_true, y_pred, alpha=1.0 if alpha is None else alpha, "
            "gamma=gamma, label_smoothing=label_smoothing)",
            logits_call="keras.losses.categorical_focal_crossentropy(y_true, y_pred, alpha=1.0 if alpha is None else "
            "alpha, gamma=gamma, from_logits=True, label_smoothing=label_smoothing)",
            differs="its default alpha of 0.25 only scales; turns logits into clipped probabilities first, which cuts "
            "the loss of a confidently wrong sample at 16.1 and its gradient to 0",
        ),
        source="Lin et al. (2017), equation 5, for one class out of several",
        chapter="09-focal-loss",
        aliases=("focal loss",),
    ),
    Loss(
        name="sparse_categorical_focal",
        title="Sparse categorical focal loss",
        family="focal",
        formula=r"-\alpha_y (1 - p_y)^\gamma \log p_y",
        targets=Labels(),
        predictions=Distributions(),
        logits=ClassLogits(),
        parameters=(GAMMA, CLASS_ALPHA, FROM_LOGITS, LABEL_SMOOTHING, IGNORE_INDEX, EPS),
        source="Lin et al. (2017), equation 5, for one class out of several",
        chapter="09-focal-loss",
        aliases=("focal loss",),
    ),
    Loss(
        name="dice",
        title="Dice loss",
        family="overlap",
        formula=r"1 - \frac{2 \sum y p + s}{\sum y + \sum p + s}",
        targets=BinaryTargets(),
        predictions=Probabilities(),
        logits=Logits(),
        parameters=(FROM_LOGITS, SMOOTH),
        per_sample=True,
        keras=Counterpart(
            name="Dice · dice",
            call="keras.losses.dice(y_true, y_pred, axis=1)",
            differs="sums over the whole batch unless axis is given; its fixed 1e-7 stands in the denominator alone, "
            "so that an empty mask predicted empty costs 1; no logits",
        ),
        source="Milletari et al. (2016), section 3, without the squares in the denominator",
        chapter="appendix/overlap-and-sequence",
        aliases=("Sørensen–Dice loss", "soft Dice", "F1 loss"),
    ),
    Loss(
        name="tversky",
        title="Tversky loss",
        family="overlap",
        formula=r"1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}",
        targets=BinaryTargets(),
        predictions=Probabilities(),
        logits=Logits(),
        parameters=(*ERROR_WEIGHTS, FROM_LOGITS, SMOOTH),
        per_sample=True,
        keras=Counterpart(
            name="Tversky · tversky",
            call="keras.losses.tversky(y_true, y_pred, alpha=beta, beta=alpha, axis=1)",
            differs="says that alpha weighs false positives, and up to 3.15 weighs false negatives with it; sums over "
            "the whole batch unless axis is given; an empty mask predicted empty costs 1; no logits",
        ),
        source="Salehi et al. (2017)",
        chapter="appendix/overlap-and-sequence",
    ),
    Loss(
        name="focal_tversky",
        title="Focal Tversky loss",
        family="overlap",
        formula=r"\left(1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}"
        r"\right)^{1 / \gamma}",
        targets=BinaryTargets(),
        predictions=Probabilities(),
        logits=Logits(),
        parameters=(
            *ERROR_WEIGHTS,
            Number("gamma", 4 / 3, (0.5, 1.0, 2.0), low=0, open_low=True),
            FROM_LOGITS,
            SMOOTH,
        ),
        per_sample=True,
        source="Abraham and Khan (2019), whose α weighs false negatives and β false positives",
        chapter="appendix/overlap-and-sequence",
    ),
    Loss(
        name="ctc",
        title="Connectionist temporal classification",
        family="sequence",
        formula=r"-\log \sum_{\pi \in B^{-1}(y)} \prod_t p_t(\pi_t)",
        several=(
            Input("log_probs", FrameLogits(), differentiable=True, axes="NTC", counted_by="input_lengths"),
            Input("labels", SequenceLabels(), axes="NS", up_to="C", counted_by="label_lengths"),
            Input("input_lengths", Lengths(), axes="N", up_to="T"),
            Input("label_lengths", Lengths(), axes="N", up_to="S"),
        ),
        parameters=(ClassIndex("blank", 0, (3,)), Switch("zero_infinity", False, (True,))),
        together=check_sequences,
        keras=Counterpart(
            name="CTC · ctc",
            call="keras.ops.ctc_loss(labels, log_probs, label_lengths, input_lengths, mask_index=blank)",
            differs="the class takes 0 for the blank and every frame for input; float32 alone; a path that is not "
            "allowed has a probability of e⁻⁷⁰⁷, so that a label without a path has a finite loss",
        ),
        torch=Counterpart(
            name="CTCLoss · ctc_loss",
            call="F.ctc_loss(log_probs.log_softmax(-1).transpose(0, 1), labels, input_lengths, label_lengths, "
            "blank=blank, reduction='none', zero_infinity=zero_infinity)",
            differs="frames on axis 0; takes what it is given for log-probabilities; its mean divides each loss by the "
            "length of its label first; a label that has no path has a NaN gradient unless zero_infinity",
        ),
        source="Graves et al. (2006)",
        chapter="appendix/overlap-and-sequence",
        aliases=("CTC",),
    ),
    Loss(
        name="linear_cross_entropy",
        title="Cross-entropy over a large vocabulary",
        family="vocabulary",
        formula=r"-\log p_y, \quad p = \mathrm{softmax}(W x + b)",
        several=(
            Input("features", Features(), differentiable=True, axes="ND"),
            Input("weight", Features(), differentiable=True, axes="CD"),
            Input("labels", Labels(), axes="N", up_to="C"),
            Input("bias", Features(), differentiable=True, axes="C", optional=True),
        ),
        parameters=(LABEL_SMOOTHING, IGNORE_INDEX),
        torch=Counterpart(
            name="LinearCrossEntropyLoss · linear_cross_entropy",
            call="F.linear_cross_entropy(features, weight, labels, linear_bias=bias, label_smoothing=label_smoothing, "
            "ignore_index=ignore_index, reduction='none')",
            differs="makes all logits at once unless given options, which it ignores beside label smoothing, and with "
            "which it has no second derivative; where every label is ignored its mean is NaN; ignores −100 unasked; "
            "the module owns its layer",
        ),
        source="Wijmans et al. (2025)",
        chapter="02-cross-entropy",
    ),
)

CATALOG: dict[str, Loss] = {row.name: row for row in ROWS}
