"""The list of all losses: one row each, read by the argument checks, the tests, the benchmarks and the pages.

A row says what a loss is called, where it stands and what it accepts. What Keras and PyTorch have of it is in
:mod:`lossbook.counterparts`, which computing a loss does not load. To add a loss, add a row here and follow what the
tests then miss; CONTRIBUTING.md walks through it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
    Grades,
    GroupLabels,
    HardMultilabelTargets,
    HingeLabels,
    Index,
    Labels,
    Lengths,
    LogDistributions,
    Logits,
    LogMeans,
    LogRates,
    LogShares,
    Members,
    MultilabelTargets,
    Name,
    NonNegative,
    Number,
    PairSwitch,
    Parameter,
    Positives,
    Probabilities,
    Reals,
    RealTargets,
    RivalScores,
    ScaleOrWeights,
    Scores,
    SequenceLabels,
    Shares,
    Signs,
    StepLogits,
    StepProbabilities,
    Switch,
    VectorRows,
    Vectors,
    Weights,
    check_sequences,
    check_tweedie,
)

ACRONYMS = {
    "ctc": "CTC",
    "nce": "NCE",
    "nt": "NT",
    "kl": "KL",
    "js": "JS",
    "nll": "NLL",
    "crps": "CRPS",
    "emd": "EMD",
}


@dataclass(frozen=True)
class Input:
    """One input of a loss. Gradients go to a differentiable one, and there is one at least.

    An input whose shape does not follow from that of another has ``axes``, a letter each: N for samples, C for classes,
    others as they come. The same letter is the same length in all inputs. "…" in front stands for any number of axes of
    samples. ``up_to`` is the axis along which integers count. Of an input that is ``counted_by`` another, that many
    positions of its second axis count in each sample, and what stands behind them is never looked at. An ``optional``
    input may be None.
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
        return bool(self.axes) and not self.axes.startswith(("N", "…"))

    def letters(self, leading: int) -> tuple[str, ...]:
        """A letter for each axis, where "…" stands for so many: N for one, N1, N2 and so on for more."""
        if not self.axes.startswith("…") or leading < 0:
            return tuple(self.axes)
        samples = ("N",) if leading == 1 else (f"N{i + 1}" for i in range(leading))
        return (*samples, *self.axes[1:])


@dataclass(frozen=True)
class Loss:
    """One loss: its row in the catalog.

    Most have ``targets`` and ``predictions`` (and ``logits``, the domain of predictions with ``from_logits=True``); a
    loss with other inputs names them in ``several``. Any other switch that changes what an input may be stands in
    ``switched``, with the input as it is when the switch is on. ``together`` checks what the inputs have to be beside
    each other; it is given them by name, as arrays, and then the options. ``per_sample``: one loss for all that belongs
    to one index of the first axis; ``across_batch``: that loss looks at the other rows of the batch too.
    ``class_logits``: of a loss that goes without a class axis, and takes one if the caller names it, the domain of
    logits along that axis. ``residual``: a loss of the difference of two real numbers, which grows with it beyond all
    bounds: what is NaN or infinite shows in it.
    """

    name: str
    title: str
    family: str
    formula: str
    source: str
    targets: Domain | None = None
    predictions: Domain | None = None
    logits: Domain | None = None
    class_logits: Domain | None = None
    several: tuple[Input, ...] = ()
    switched: tuple[tuple[str, Input], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    per_sample: bool = False
    together: Callable[..., None] | None = None
    across_batch: bool = False
    residual: bool = False
    usual: tuple[Input, ...] = field(init=False, repr=False, compare=False)
    of_logits: tuple[Input, ...] = field(init=False, repr=False, compare=False)
    of_class_logits: tuple[Input, ...] = field(init=False, repr=False, compare=False)
    over_axis: bool = field(init=False, repr=False, compare=False)
    has_axis: bool = field(init=False, repr=False, compare=False)
    usual_axis: int | None = field(init=False, repr=False, compare=False)
    layout: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what every call of a loss asks for.

        ``usual``: the inputs with every switch off. ``of_logits``: the same with ``from_logits`` on, and
        ``of_class_logits`` with that and a class axis. ``over_axis``: whether the loss joins the values along one axis,
        such as that of the classes, which the caller may choose. ``has_axis``: whether there is such a choice, also if
        it only says where the weights of classes lie, or parts the masks of classes. ``usual_axis``: what it is unless
        the caller says; None for no class axis. ``layout``: how the shapes relate.

        ``"elementwise"``: all alike, one loss an element; ``"axis"``: all alike, one loss for the values along an axis;
        ``"sparse"``: the same, with class indices that lack the axis; ``"sample"``: all alike, one loss for all that
        belongs to one index of the first axis; ``"named"``: each has the axes that its row names, one loss for each
        index of N, or of all axes that "…" stands for.
        """
        usual = self.several
        if self.targets and self.predictions:
            usual = Input("y_true", self.targets), Input("y_pred", self.predictions, differentiable=True)
        object.__setattr__(self, "usual", usual)  # as dataclasses set what is frozen
        logits = (usual[0], Input("y_pred", self.logits, differentiable=True)) if self.logits else usual
        object.__setattr__(self, "of_logits", logits)
        by_class = (usual[0], Input("y_pred", self.class_logits, differentiable=True)) if self.class_logits else logits
        object.__setattr__(self, "of_class_logits", by_class)
        over_axis = any(given.domain.over_axis and not given.axes for given in self.usual)
        object.__setattr__(self, "over_axis", over_axis)
        object.__setattr__(self, "layout", self._layout())
        weighs_elements = self.layout == "elementwise" and any(isinstance(p, Weights) for p in self.parameters)
        object.__setattr__(self, "has_axis", over_axis or weighs_elements or self.class_logits is not None)
        object.__setattr__(self, "usual_axis", -1 if self.class_logits is None else None)

    def _layout(self) -> str:
        if any(given.axes for given in self.usual):
            return "named"
        if self.per_sample:
            return "sample"
        if not self.over_axis:
            return "elementwise"
        return "sparse" if any(given.domain.integer for given in self.usual) else "axis"

    def shape_of(self, given: Input, shape: tuple[Any, ...], axis: int | None) -> tuple[Any, ...]:
        """The shape that an input needs beside a differentiable input of this shape."""
        has_it = not self.over_axis or given.domain.over_axis
        return shape if has_it or axis is None else without_axis(shape, axis)

    def unreduced_shape(self, shape: tuple[Any, ...], axis: int | None) -> tuple[Any, ...]:
        """The shape of the loss with no reduction, for a differentiable input of this shape."""
        if self.layout in ("sample", "named"):
            return shape[: self.leading(shape)]
        return without_axis(shape, axis) if self.over_axis and axis is not None else shape

    def leading(self, shape: tuple[Any, ...]) -> int:
        """How many axes of samples a differentiable input of this shape has, where inputs name their axes."""
        first = next(given for given in self.usual if given.differentiable)
        return len(shape) - len(first.axes) + 1 if first.axes.startswith("…") else 1

    def lengths(self, shapes: Sequence[tuple[Any, ...] | None]) -> dict[str, int]:
        """The length of each axis that the row names, as far as the shapes of the inputs tell it."""
        pairs, leading = list(zip(self.inputs(), shapes, strict=True)), self.leading(self.first_shape(shapes))
        letters = [(given.letters(leading), shape) for given, shape in pairs if shape is not None]
        named = [pair for own, shape in letters for pair in zip(own, shape, strict=True)]
        return {letter: length for letter, length in named if length is not None}

    def classes(self, shapes: Sequence[tuple[Any, ...] | None], axis: int | None) -> int | None:
        """How many classes inputs of these shapes have, if that is known; a single number has one."""
        if self.layout == "named":
            return self.lengths(shapes).get("C")
        if axis is None:
            return None
        shape = self.first_shape(shapes)
        length = shape[axis] if shape else 1
        return None if length is None else length + self.beyond

    @property
    def beyond(self) -> int:
        """How many classes there are beyond the length of the class axis."""
        return max(given.domain.beyond for given in self.usual)

    def first_shape(self, shapes: Sequence[tuple[Any, ...] | None]) -> tuple[Any, ...]:
        """The shape of the first differentiable input, which the others are measured by."""
        pairs = zip(self.usual, shapes, strict=True)
        return next(shape for given, shape in pairs if given.differentiable and shape is not None)

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

    def inputs(self, options: Mapping[str, Any] | None = None, axis: int | None = None) -> tuple[Input, ...]:
        """The inputs that these options, and this class axis, ask for, in the order of NumPy and Keras."""
        if not options:
            return self.usual
        logits = self.of_logits if axis is None else self.of_class_logits
        given = logits if options.get("from_logits") else self.usual
        if not self.switched:
            return given
        replaced = {given.name: given for switch, given in self.switched if options.get(switch)}
        return tuple(replaced.get(g.name, g) for g in given) if replaced else given


def without_axis(shape: tuple[Any, ...], axis: int) -> tuple[Any, ...]:
    """The shape that is left when ``axis`` is summed away."""
    axis %= len(shape)
    return shape[:axis] + shape[axis + 1 :]


FROM_LOGITS = Switch("from_logits", False, (True,))
LABEL_SMOOTHING = Number("label_smoothing", 0.0, (0.1,), low=0, high=1)
CLASS_WEIGHT = Weights("class_weight", None, ((0.5, 2.0, 1.0, 3.0),))
MASK_WEIGHT = Weights("class_weight", None)  # what it may be depends on a class axis beside it
POS_WEIGHT = ScaleOrWeights("pos_weight", None, (3.0, (0.5, 2.0, 1.0, 3.0)))
IGNORE_INDEX = Index("ignore_index", None, (1, -100))
BASE = Number("base", math.e, (2.0,), low=1, open_low=True)
EPS = Number("eps", 1e-7, (1e-3,), low=0, high=0.5, open_low=True)
GAMMA = Number("gamma", 2.0, (0.0, 0.5, 1.0, 5.0), low=0)
CLASS_ALPHA = ScaleOrWeights("alpha", None, (0.25, (0.5, 2.0, 1.0, 3.0)))
SOFTCAP = Number("softcap", None, (2.0,), low=0, open_low=True, optional=True)
TEMPERATURE = Number("temperature", 0.1, (1.0, 0.02), low=0, open_low=True)
Z_LOSS = Number("z_loss", 0.0, (0.1,), low=0)
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
            POS_WEIGHT,
            EPS,
        ),
        source="Goodfellow et al. (2016), section 6.2.2.2",
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
        source="Goodfellow et al. (2016), section 6.2.2.3; label smoothing: Szegedy et al. (2016), section 7",
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
        source="Goodfellow et al. (2016), section 6.2.2.3",
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
        source="Zhang and Sabuncu (2018)",
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
        source="Kullback and Leibler (1951); Cover and Thomas (2006), section 2.3",
    ),
    Loss(
        name="elementwise_kl",
        title="Elementwise Kullback–Leibler divergence",
        family="divergence",
        formula=r"y (\log y - \log p)",
        targets=Shares(),
        predictions=Shares(),
        switched=(
            ("log_input", Input("y_pred", LogShares(), differentiable=True)),
            ("log_target", Input("y_true", LogShares())),
        ),
        parameters=(Switch("log_input", False, (True,)), Switch("log_target", False, (True,)), EPS),
        source="Kullback and Leibler (1951)",
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
    ),
    Loss(
        name="mean_squared_error",
        title="Mean squared error",
        family="regression",
        formula=r"(\hat y - y)^2",
        targets=RealTargets(),
        predictions=Reals(),
        residual=True,
        source="Goodfellow et al. (2016), section 5.1.4",
    ),
    Loss(
        name="mean_absolute_error",
        title="Mean absolute error",
        family="regression",
        formula=r"|\hat y - y|",
        targets=RealTargets(),
        predictions=Reals(),
        residual=True,
        source="Hastie et al. (2009), section 10.6",
    ),
    Loss(
        name="huber",
        title="Huber loss",
        family="regression",
        formula=r"\tfrac12 r^2\ \text{for}\ |r| \le \delta,\quad \delta (|r| - \tfrac12 \delta)\ \text{beyond}",
        targets=RealTargets(),
        predictions=Reals(),
        residual=True,
        parameters=(Number("delta", 1.0, (0.5, 3.0), low=0, open_low=True),),
        source="Huber (1964)",
    ),
    Loss(
        name="pseudo_huber",
        title="Pseudo-Huber loss",
        family="regression",
        formula=r"\delta^2 \bigl(\sqrt{1 + (r / \delta)^2} - 1\bigr)",
        targets=RealTargets(),
        predictions=Reals(),
        residual=True,
        parameters=(Number("delta", 1.0, (0.5, 3.0), low=0, open_low=True),),
        source="Charbonnier et al. (1997)",
    ),
    Loss(
        name="smooth_l1",
        title="Smooth L1 loss",
        family="regression",
        formula=r"\tfrac{r^2}{2\beta}\ \text{for}\ |r| < \beta,\quad |r| - \tfrac12 \beta\ \text{beyond}",
        targets=RealTargets(),
        predictions=Reals(),
        residual=True,
        parameters=(Number("beta", 1.0, (0.0, 0.5, 3.0), low=0),),
        source="Girshick (2015), equation 3",
    ),
    Loss(
        name="quantile",
        title="Quantile loss",
        family="regression",
        formula=r"q \max(y - \hat y, 0) + (1 - q) \max(\hat y - y, 0)",
        targets=RealTargets(),
        predictions=Reals(),
        residual=True,
        parameters=(Number("q", 0.5, (0.9, 0.1), low=0, high=1, open_low=True, open_high=True),),
        source="Koenker and Bassett (1978)",
    ),
    Loss(
        name="log_cosh",
        title="Log-cosh loss",
        family="regression",
        formula=r"\log \cosh (\hat y - y)",
        targets=RealTargets(),
        predictions=Reals(),
        residual=True,
        source="Green (1990)",
    ),
    Loss(
        name="mean_absolute_percentage_error",
        title="Mean absolute percentage error",
        family="regression",
        formula=r"100\, |\hat y - y| / \max(|y|, \epsilon)",
        targets=DivisorTargets(),
        predictions=Reals(),
        parameters=(Number("eps", 1e-7, (1e-3,), low=0, open_low=True),),
        source="Hyndman and Koehler (2006)",
    ),
    Loss(
        name="mean_squared_logarithmic_error",
        title="Mean squared logarithmic error",
        family="regression",
        formula=r"\bigl(\log (1 + \hat y) - \log (1 + y)\bigr)^2",
        targets=AboveMinusOne(),
        predictions=AboveMinusOne(),
        source="Tofallis (2015), for the squared logarithm of a ratio",
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
        source="McCullagh and Nelder (1989)",
    ),
    Loss(
        name="gamma_deviance",
        title="Gamma deviance",
        family="regression",
        formula=r"2 \bigl(y / \hat y - 1 - \log (y / \hat y)\bigr)",
        targets=Positives(),
        predictions=NonNegative(),
        switched=(("log_input", Input("y_pred", LogMeans(), differentiable=True)),),
        parameters=(Switch("log_input", False, (True,)), Number("eps", 1e-7, (1e-3,), low=0, open_low=True)),
        source="McCullagh and Nelder (1989)",
    ),
    Loss(
        name="tweedie_deviance",
        title="Tweedie deviance",
        family="regression",
        formula=r"2 \Bigl(\tfrac{y^{2-p}}{(1-p)(2-p)} - \tfrac{y\, \hat y^{1-p}}{1-p} "
        r"+ \tfrac{\hat y^{2-p}}{2-p}\Bigr)",
        targets=Counts(),
        predictions=NonNegative(),
        switched=(("log_input", Input("y_pred", LogMeans(), differentiable=True)),),
        parameters=(
            Number("power", 1.5, (1.0, 1.1, 1.9), low=1, high=2),
            Switch("log_input", False, (True,)),
            Number("eps", 1e-7, (1e-3,), low=0, open_low=True),
        ),
        together=check_tweedie,
        source="Jørgensen (1987)",
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
        source="Nix and Weigend (1994)",
    ),
    Loss(
        name="gaussian_crps",
        title="Continuous ranked probability score of a Gaussian",
        family="regression",
        formula=r"\sigma \bigl(z (2 \Phi(z) - 1) + 2 \varphi(z) - 1 / \sqrt{\pi}\bigr),\quad z = (y - \hat y) / \sigma",
        several=(
            Input("y_true", RealTargets()),
            Input("y_pred", Reals(), differentiable=True),
            Input("scale", NonNegative(), differentiable=True),
        ),
        parameters=(Number("eps", 1e-6, (1e-3,), low=0, open_low=True),),
        source="Gneiting et al. (2005)",
    ),
    Loss(
        name="crps_ensemble",
        title="Continuous ranked probability score of an ensemble",
        family="regression",
        formula=r"\frac{1}{M} \sum_i |\hat y_i - y| - \frac{1}{2 M^2} \sum_i \sum_j |\hat y_i - \hat y_j|,"
        r"\quad\text{fair: } 2 M (M - 1)\ \text{for}\ 2 M^2",
        targets=RealTargets(),
        predictions=Members(),
        parameters=(PairSwitch("fair", False, (True,)),),
        source="Gneiting and Raftery (2007); the fair form: Ferro (2014) and Ferro et al. (2008)",
    ),
    Loss(
        name="hinge",
        title="Hinge loss",
        family="margin",
        formula=r"\max(0, 1 - y \hat y)",
        targets=HingeLabels(),
        predictions=Scores(),
        source="Cortes and Vapnik (1995)",
    ),
    Loss(
        name="squared_hinge",
        title="Squared hinge loss",
        family="margin",
        formula=r"\max(0, 1 - y \hat y)^2",
        targets=HingeLabels(),
        predictions=Scores(),
        source="Lee and Mangasarian (2001)",
    ),
    Loss(
        name="categorical_hinge",
        title="Categorical hinge loss",
        family="margin",
        formula=r"\max\Bigl(0, 1 + \max_c (1 - y_c)\, \hat y_c - \sum_c y_c \hat y_c\Bigr)",
        targets=DistributionTargets(),
        predictions=ClassScores(),
        source="Keras, after Crammer and Singer (2001)",
    ),
    Loss(
        name="crammer_singer",
        title="Crammer–Singer loss",
        family="margin",
        formula=r"\max\bigl(0, 1 + \max_{c \ne y} \hat y_c - \hat y_y\bigr)",
        targets=Labels(),
        predictions=ClassScores(),
        source="Crammer and Singer (2001)",
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
        source="Weston and Watkins (1999)",
    ),
    Loss(
        name="soft_margin",
        title="Soft-margin loss",
        family="margin",
        formula=r"\log\bigl(1 + e^{-y \hat y}\bigr)",
        targets=HingeLabels(),
        predictions=Scores(),
        source="Rosasco et al. (2004)",
    ),
    Loss(
        name="multilabel_margin",
        title="Multi-label margin loss",
        family="margin",
        formula=r"\frac{1}{K} \sum_{y_a = 1} \sum_{y_b = 0} \max\bigl(0, 1 + \hat y_b - \hat y_a\bigr)",
        targets=HardMultilabelTargets(),
        predictions=ClassScores(),
        source="Elisseeff and Weston (2001)",
    ),
    Loss(
        name="multilabel_soft_margin",
        title="Multi-label soft-margin loss",
        family="margin",
        formula=r"-\frac{1}{K} \sum_c w_c \bigl(y_c \log \sigma(\hat y_c) + (1 - y_c) \log \sigma(-\hat y_c)\bigr)",
        targets=MultilabelTargets(),
        predictions=ClassScores(),
        parameters=(CLASS_WEIGHT,),
        source="Nam et al. (2014)",
    ),
    Loss(
        name="hinge_embedding",
        title="Hinge embedding loss",
        family="margin",
        formula=r"\hat y \text{ for } y = 1, \quad \max(0, \mathrm{margin} - \hat y) \text{ for } y = -1",
        targets=Signs(),
        predictions=Scores(),
        parameters=(Number("margin", 1.0, (0.5, 2.0), low=0),),
        source="Mobahi et al. (2009)",
    ),
    Loss(
        name="margin_ranking",
        title="Margin ranking loss",
        family="margin",
        formula=r"\max\bigl(0, \mathrm{margin} - y (x_1 - x_2)\bigr)",
        several=(
            Input("x1", Scores(), differentiable=True),
            Input("x2", RivalScores(), differentiable=True),
            Input("target", Signs()),
        ),
        parameters=(Number("margin", 0.0, (0.5, 2.0), low=0),),
        source="Herbrich et al. (2000)",
    ),
    Loss(
        name="cosine_similarity",
        title="Cosine similarity",
        family="embedding",
        formula=r"-\frac{y \cdot \hat y}{\lVert y \rVert\, \lVert \hat y \rVert}",
        targets=Vectors(),
        predictions=Vectors(),
        source="Salton and McGill (1983)",
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
        source="PyTorch, after Bromley et al. (1993)",
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
        source="Schroff et al. (2015); the swap: Balntas et al. (2016)",
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
        parameters=(TEMPERATURE,),
        per_sample=True,
        across_batch=True,
        source="van den Oord et al. (2018)",
    ),
    Loss(
        name="nt_xent",
        title="NT-Xent",
        family="embedding",
        formula=r"-\frac12 \sum_{(i, j)} \log \frac{\exp(\cos(z_i, z_j) / \tau)}"
        r"{\sum_{k \ne i} \exp(\cos(z_i, z_k) / \tau)},\quad (i, j)\ \text{the pair, both ways}",
        several=(
            Input("x1", VectorRows(), differentiable=True),
            Input("x2", VectorRows(), differentiable=True),
        ),
        parameters=(TEMPERATURE,),
        per_sample=True,
        across_batch=True,
        source="Chen et al. (2020)",
    ),
    Loss(
        name="sup_con",
        title="Supervised contrastive loss",
        family="embedding",
        formula=r"-\frac{1}{|P(i)|} \sum_{p \in P(i)} \log \frac{\exp(\cos(z_i, z_p) / \tau)}"
        r"{\sum_{k \ne i} \exp(\cos(z_i, z_k) / \tau)}",
        several=(
            Input("features", VectorRows(), differentiable=True, axes="ND"),
            Input("labels", GroupLabels(), axes="N"),
        ),
        parameters=(TEMPERATURE,),
        across_batch=True,
        source="Khosla et al. (2020)",
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
        source="Sun et al. (2020), equations 5 and 6",
    ),
    Loss(
        name="binary_focal",
        title="Binary focal loss",
        family="focal",
        formula=r"-\alpha_t (1 - p_t)^\gamma \bigl(w_+\, y \log p + (1 - y) \log (1 - p)\bigr)",
        targets=BinaryTargets(),
        predictions=Probabilities(),
        logits=Logits(),
        parameters=(
            GAMMA,
            Number("alpha", None, (0.25,), low=0, high=1, optional=True),
            FROM_LOGITS,
            LABEL_SMOOTHING,
            EPS,
            POS_WEIGHT,
        ),
        source="Lin et al. (2017), equation 5",
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
        source="Lin et al. (2017), equation 5, for one class out of several",
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
    ),
    Loss(
        name="ordinal_cross_entropy",
        title="Ordinal cross-entropy",
        family="ordinal",
        formula=r"-\frac{1}{K - 1} \sum_{k=0}^{K-2} \bigl([y > k] \log p_k + [y \le k] \log (1 - p_k)\bigr)",
        targets=Grades(),
        predictions=StepProbabilities(),
        logits=StepLogits(),
        parameters=(FROM_LOGITS, IGNORE_INDEX, EPS),
        source="Cao et al. (2020), over K − 1",
    ),
    Loss(
        name="squared_emd",
        title="Squared earth mover's distance",
        family="ordinal",
        formula=r"\sum_k \Bigl(\sum_{c \le k} p_c - \sum_{c \le k} y_c\Bigr)^2",
        targets=DistributionTargets(),
        predictions=Distributions(),
        logits=ClassLogits(),
        parameters=(FROM_LOGITS,),
        source="Hou et al. (2016)",
    ),
    Loss(
        name="dice",
        title="Dice loss",
        family="overlap",
        formula=r"1 - \frac{2 \sum y p + s}{\sum y + \sum p + s}",
        targets=BinaryTargets(),
        predictions=Probabilities(),
        logits=Logits(),
        class_logits=ClassLogits(),
        parameters=(FROM_LOGITS, SMOOTH, MASK_WEIGHT),
        per_sample=True,
        source="Milletari et al. (2016), section 3, without the squares in the denominator",
    ),
    Loss(
        name="tversky",
        title="Tversky loss",
        family="overlap",
        formula=r"1 - \frac{\mathrm{TP} + s}{\mathrm{TP} + \alpha \mathrm{FP} + \beta \mathrm{FN} + s}",
        targets=BinaryTargets(),
        predictions=Probabilities(),
        logits=Logits(),
        class_logits=ClassLogits(),
        parameters=(*ERROR_WEIGHTS, FROM_LOGITS, SMOOTH, MASK_WEIGHT),
        per_sample=True,
        source="Salehi et al. (2017)",
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
        class_logits=ClassLogits(),
        parameters=(
            *ERROR_WEIGHTS,
            Number("gamma", 4 / 3, (0.5, 1.0, 2.0), low=0, open_low=True),
            FROM_LOGITS,
            SMOOTH,
            MASK_WEIGHT,
        ),
        per_sample=True,
        source="Abraham and Khan (2019), whose α weighs false negatives and β false positives",
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
        source="Graves et al. (2006)",
    ),
    Loss(
        name="linear_cross_entropy",
        title="Cross-entropy over a large vocabulary",
        family="vocabulary",
        formula=r"-w_y \log p_y, \quad p = \mathrm{softmax}(W x + b)",
        several=(
            Input("features", Features(), differentiable=True, axes="…D"),
            Input("weight", Features(), differentiable=True, axes="CD"),
            Input("labels", Labels(), axes="…", up_to="C"),
            Input("bias", Features(), differentiable=True, axes="C", optional=True),
        ),
        parameters=(LABEL_SMOOTHING, IGNORE_INDEX, CLASS_WEIGHT, SOFTCAP, Z_LOSS),
        source="Wijmans et al. (2025)",
    ),
    Loss(
        name="soft_linear_cross_entropy",
        title="Cross-entropy over a large vocabulary, soft labels",
        family="vocabulary",
        formula=r"-\sum_c w_c\, y_c \log p_c, \quad p = \mathrm{softmax}(W x + b)",
        several=(
            Input("features", Features(), differentiable=True, axes="…D"),
            Input("weight", Features(), differentiable=True, axes="CD"),
            Input("targets", DistributionTargets(), axes="…C"),
            Input("bias", Features(), differentiable=True, axes="C", optional=True),
        ),
        parameters=(LABEL_SMOOTHING, CLASS_WEIGHT, SOFTCAP, Z_LOSS),
        source="Wijmans et al. (2025); soft labels: Hinton et al. (2015)",
    ),
)

CATALOG: dict[str, Loss] = {row.name: row for row in ROWS}
