"""What a loss accepts: the legal values of its inputs and the legal range of its parameters.

A domain says in words what is legal, and checks NumPy arrays. A parameter does the same for one keyword. Neither knows
a framework. What tests, benchmarks and pages try is drawn in :mod:`lossbook.samples`.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

SUM_TOLERANCE = 1e-3  # how far from 1 the sum of a distribution may lie
ROUNDING = 8  # how many units in the last place of 1 a value may lie beyond a bound: a softmax rounds like that
TARGETS = ("y_true", "target")  # what the frameworks call the input that holds the truth


class Domain:
    """A set of legal values. ``over_axis``: values along one axis belong together; ``integer``: class indices."""

    words: ClassVar[str]
    low: ClassVar[float] = -math.inf  # the bounds of a single value; NumPy looks at more than bounds
    high: ClassVar[float] = math.inf
    open_low: ClassVar[bool] = False  # the lower bound itself is illegal
    neutral: ClassVar[float] = 0.0  # legal, and harmless in value and gradient: stands in for what is left out
    over_axis: ClassVar[bool] = False
    integer: ClassVar[bool] = False
    alone: ClassVar[bool] = True  # legal or not whatever the other inputs are; if not, the row's ``together`` checks it
    beyond: ClassVar[int] = 0  # how many classes there are beyond the length of the class axis
    hard: ClassVar[bool] = False  # only a few values are legal: every framework looks at them where it costs no wait

    @property
    def bounded(self) -> bool:
        """Whether the least and the greatest value say something about what is legal."""
        return self.low > -math.inf or self.high < math.inf

    def check_span(self, least: float, greatest: float, name: str, slack: float) -> bool:
        """Raise ``ValueError`` if values from ``least`` to ``greatest`` leave the bounds; a NaN leaves none.

        Args:
            least: the smallest value, as a Python float.
            greatest: the largest.
            name: what the framework calls the input.
            slack: what rounding may do: that far beyond a bound is taken for the bound.

        Returns:
            Whether some value lies beyond a bound by rounding, and wants to be put there.
        """
        below = least <= self.low if self.open_low else least < self.low - slack
        if below or greatest > self.high + slack:
            raise ValueError(
                f"{name} needs {self.words}, got values from {least:.6g} to {greatest:.6g}{self.hint(name)}"
            )
        return least < self.low or greatest > self.high

    def hint(self, name: str) -> str:
        """The well-known mistake behind a value of this input that is out of bounds, if there is one."""
        return ""

    def stand_in(self, classes: int | None) -> float:
        """What stands in for a value that is left out, where there are so many classes."""
        return self.neutral

    def check(self, values: NDArray[Any], name: str, axis: int, slack: float = 0.0) -> bool:
        """Raise ``ValueError`` for the first rule that ``values`` break; see :meth:`check_span` for the rest."""
        beyond = False
        if self.bounded and values.size:
            least, greatest = float(values.min()), float(values.max())
            if math.isnan(least):
                raise ValueError(f"{name} needs {self.words}, got NaN{self.hint(name)}")
            beyond = self.check_span(least, greatest, name, slack)
        self.check_rules(values, name, axis)
        return beyond

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Raise for what is illegal though within the bounds."""
        if not np.isfinite(values).all():
            raise ValueError(f"{name} needs {self.words}, got NaN or infinity")


class Probabilities(Domain):
    """Each element a probability of its own."""

    words = "probabilities in [0, 1]"
    low: ClassVar[float] = 0.0
    high: ClassVar[float] = 1.0
    neutral: ClassVar[float] = 0.5

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Nothing more than the bounds."""

    def hint(self, name: str) -> str:
        """Logits."""
        return "" if name in TARGETS else "; if these are logits, pass from_logits=True"


class Shares(Probabilities):
    """Parts of a distribution whose other parts are elsewhere."""

    def hint(self, name: str) -> str:
        """Their logarithms."""
        return "; if these are logarithms, pass " + ("log_target=True" if name in TARGETS else "log_input=True")


class BinaryTargets(Probabilities):
    """0, 1, or a soft label between them."""

    words = "labels 0 or 1, or probabilities between"
    neutral: ClassVar[float] = 0.0


class Logits(Domain):
    """Each element the logit of a probability of its own."""

    words = "logits, any real numbers"

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Refuse NaN; an infinite logit is a certain probability, legal where its target agrees."""
        if np.isnan(values).any():
            raise ValueError(f"{name} needs {self.words}, got NaN")


class Distributions(Domain):
    """Probabilities along the class axis that sum to 1."""

    words = "probabilities that sum to 1 along the class axis"
    over_axis = True
    low: ClassVar[float] = 0.0
    high: ClassVar[float] = 1.0

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Refuse rows whose sum is further than 1e-3 from 1."""
        last = axis % values.ndim == values.ndim - 1
        # On short rows sum() takes five times as long; a product with ones waits for whoever has BLAS's other threads.
        totals = np.einsum("...c->...", values) if last else values.sum(axis)
        if totals.size and not (totals.min() >= 1 - SUM_TOLERANCE and totals.max() <= 1 + SUM_TOLERANCE):
            worst = totals.flat[np.argmax(np.abs(totals - 1))]
            raise ValueError(f"{name} needs {self.words}, got a sum of {worst:.6g}{self.hint(name)}")

    def hint(self, name: str) -> str:
        """Several classes at once, or logits."""
        if name in TARGETS:
            return "; for several classes at once use binary_cross_entropy"
        return "; if these are logits, pass from_logits=True"

    def stand_in(self, classes: int | None) -> float:
        """An equal share."""
        return 1 / classes if classes else self.neutral


class DistributionTargets(Distributions):
    """One-hot rows, or soft labels."""

    words = "one-hot labels, or probabilities that sum to 1 along the class axis"


class ClassLogits(Logits):
    """Logits along the class axis; −∞ rules a class out."""

    words = "logits, real numbers or −∞ for a class whose target is 0"
    over_axis = True

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Refuse NaN, +∞, and rows that rule out every class."""
        if np.isfinite(values).all():
            return
        super().check_rules(values, name, axis)
        if np.isposinf(values).any():
            raise ValueError(f"{name} needs {self.words}, got +∞")
        if values.size and np.isneginf(values).all(axis).any():
            raise ValueError(f"{name} needs {self.words}, got a row of −∞ alone")


class Labels(Domain):
    """Class indices 0 … C − 1, for predictions with one more axis of length C."""

    words = "class indices"
    integer = True


class Grades(Labels):
    """Class indices 0 … C in order, for predictions with one more axis of length C: one for each step between two."""

    words = "class indices in order, from the lowest to the highest"
    beyond = 1


class StepProbabilities(Probabilities):
    """Along the class axis, for each step between two classes in order, the probability of a class above it."""

    words = "probabilities in [0, 1] of a class above, one for each step between two classes"
    over_axis = True


class StepLogits(Logits):
    """The logits of the same."""

    words = "logits of a class above, any real numbers, one for each step between two classes"
    over_axis = True


class HingeLabels(Domain):
    """The two sides of a decision, as signs or as 0 and 1."""

    words = "labels −1 or 1, or 0 or 1"
    hard = True
    neutral: ClassVar[float] = 1.0  # with signs and with 0 and 1

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Refuse what is neither −1 and 1 alone nor 0 and 1 alone."""
        if np.all(np.abs(values) == 1) or np.all((values == 0) | (values == 1)):
            return
        wrong = values[(np.abs(values) != 1) & (values != 0)]
        raise ValueError(f"{name} needs {self.words}, got {f'{wrong[0]:.6g}' if wrong.size else '−1 and 0 together'}")


class Signs(HingeLabels):
    """1 for one answer, −1 for the other."""

    words = "−1 or 1"

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Refuse all other values."""
        wrong = values[np.abs(values) != 1]
        if wrong.size:
            hint = "; 2 * y - 1 makes signs of labels 0 and 1" if wrong[0] == 0 else ""
            raise ValueError(f"{name} needs {self.words}, got {wrong[0]:.6g}{hint}")


class Scores(Domain):
    """Any real numbers, of a loss with kinks at multiples of 1/2 or where two scores differ by one."""

    words = "real numbers"


class RivalScores(Scores):
    """What other scores are compared with."""


class ClassScores(Scores):
    """Scores along the class axis."""

    over_axis = True


class MultilabelTargets(BinaryTargets):
    """For each class along the class axis whether it applies; several may."""

    over_axis = True


class HardMultilabelTargets(MultilabelTargets):
    """The same, yes or no."""

    words = "0 or 1 for each class"
    hard = True
    low: ClassVar[float] = -math.inf
    high: ClassVar[float] = math.inf  # what lies outside [0, 1] is told below, with its hint

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Refuse all other values."""
        wrong = values[(values != 0) & (values != 1)]
        if wrong.size:
            hint = "; lists of class indices padded with −1 are PyTorch's form" if wrong[0] == -1 else ""
            raise ValueError(f"{name} needs {self.words}, got {wrong[0]:.6g}{hint}")


class Reals(Domain):
    """Any real numbers."""

    words = "real numbers"


class RealTargets(Reals):
    """The same, as targets."""


class Members(Reals):
    """The members of an ensemble along the axis: forecasts of one number, each as likely as the others."""

    words = "real numbers, the members of an ensemble along the axis"
    over_axis = True


class AboveMinusOne(Domain):
    """Numbers whose log(1 + y) exists."""

    words = "numbers above −1"
    low: ClassVar[float] = -1.0
    open_low: ClassVar[bool] = True


class DivisorTargets(RealTargets):
    """Targets that errors are divided by; 0 is legal."""


class NonNegative(Domain):
    """Rates, variances: numbers from 0 up."""

    words = "numbers from 0 up"
    low: ClassVar[float] = 0.0
    neutral: ClassVar[float] = 1.0


class Positives(Domain):
    """Amounts that are never 0."""

    words = "numbers above 0"
    low: ClassVar[float] = 0.0
    open_low: ClassVar[bool] = True
    neutral: ClassVar[float] = 1.0


class Counts(NonNegative):
    """How often something happened: whole numbers, or averages of them."""


class LogRates(Reals):
    """The logarithms of rates."""

    words = "logarithms of rates, any real numbers"


class LogShares(Domain):
    """The logarithms of probabilities."""

    words = "logarithms of probabilities, finite numbers up to 0"
    high: ClassVar[float] = 0.0
    neutral: ClassVar[float] = -1.0


class LogMeans(Reals):
    """The logarithms of means above 0."""

    words = "logarithms of means, any real numbers"


class LogDistributions(Distributions):
    """The logarithms of probabilities along the class axis that sum to 1; −∞ for what is impossible."""

    words = "logarithms of probabilities that sum to 1 along the class axis"
    low: ClassVar[float] = -math.inf
    high: ClassVar[float] = 0.0

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Refuse rows whose probabilities sum to something else."""
        totals = np.exp(values).sum(axis)
        if not np.all(np.abs(totals - 1) <= SUM_TOLERANCE):
            worst = totals.flat[np.argmax(np.abs(totals - 1))]
            raise ValueError(f"{name} needs {self.words}, got probabilities that sum to {worst:.6g}")

    def hint(self, name: str) -> str:
        """None: what lies above 0 may be anything."""
        return ""

    def stand_in(self, classes: int | None) -> float:
        """The logarithm of an equal share."""
        return -math.log(classes) if classes else self.neutral


class Features(Domain):
    """What the last layer of a network is given, or that layer's weight or bias."""

    words = "real numbers"


class FrameLogits(Domain):
    """For each frame log-probabilities along the last axis, or logits."""

    words = "log-probabilities or logits, finite numbers"


class SequenceLabels(Domain):
    """Sequences of class indices, filled up behind their lengths with anything."""

    words = "class indices without blanks"
    integer = True
    alone = False


class Lengths(Domain):
    """How many positions of an axis count."""

    words = "lengths from 0 to that of the axis"
    integer = True
    alone = False


def check_sequences(arrays: Mapping[str, NDArray[Any]], options: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for a length beyond its axis, or a label that is no class or the blank."""
    _, frames, classes = arrays["log_probs"].shape
    labels, blank = arrays["labels"], options.get("blank", 0)
    for name, size in (("input_lengths", frames), ("label_lengths", labels.shape[1])):
        wrong = arrays[name][(arrays[name] < 0) | (arrays[name] > size)]
        if wrong.size:
            raise ValueError(f"ctc needs {name} from 0 to {size}, got {wrong[0]}")
    counts = np.arange(labels.shape[1]) < arrays["label_lengths"][:, None]
    wrong = labels[counts & ((labels < 0) | (labels >= classes) | (labels == blank))]
    if wrong.size:
        hint = ", the blank, which stands between labels and is none" if wrong[0] == blank else ""
        raise ValueError(f"ctc needs labels from 0 to {classes - 1} other than {blank}, got {wrong[0]}{hint}")


def check_tweedie(arrays: Mapping[str, NDArray[Any]], options: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for a target of 0 where the power is 2: a gamma distribution gives no zeros."""
    targets = arrays["y_true"] if "y_true" in arrays else arrays["target"]
    if options.get("power", 1.5) == 2 and (targets == 0).any():
        raise ValueError("tweedie_deviance needs targets above 0 for power=2, got 0; a power below 2 allows zeros")


class Vectors(Domain):
    """Vectors along the axis; zero is one."""

    words = "real numbers, a vector along the axis"
    over_axis = True


class VectorRows(Vectors):
    """One vector a row, for a loss that compares the rows with each other."""

    words = "real numbers, one vector a row"
    over_axis = False


class GroupLabels(Domain):
    """Which rows belong together: those with the same number, which may be any."""

    words = "integers, the same for rows that belong together"
    integer = True
    alone = False  # a number means nothing but what it has in common with others


class Cosines(Domain):
    """Similarities along the class axis."""

    words = "cosines from −1 to 1"
    over_axis = True
    low: ClassVar[float] = -1 - SUM_TOLERANCE
    high: ClassVar[float] = 1 + SUM_TOLERANCE  # lengths of 1 are rounded too

    def check_rules(self, values: NDArray[Any], name: str, axis: int) -> None:
        """Nothing more than the bounds."""

    def hint(self, name: str) -> str:
        """Products of vectors as they are."""
        return "; divide vectors by their lengths first"


@dataclass(frozen=True)
class Parameter:
    """A keyword of a loss: its default, and other legal values that tests try.

    One without such values is legal only beside another keyword, and has tests of its own.
    """

    name: str
    default: Any = None
    examples: tuple[Any, ...] = ()

    @property
    def words(self) -> str:
        """What is legal, in words."""
        raise NotImplementedError

    def normal(self, value: Any, classes: int | None, tensors: tuple[type, ...] = ()) -> Any:
        """The value as a plain number or array.

        Args:
            value: what a caller gives, with numbers of Python or NumPy.
            classes: the length of the class axis, if that is known.
            tensors: types of a framework, which stay as they are.

        Raises:
            TypeError: the value is of no kind that can be meant.
            ValueError: it is out of range.
        """
        raise NotImplementedError


class Switch(Parameter):
    """True or False."""

    words = "True or False"

    def normal(self, value: Any, classes: int | None, tensors: tuple[type, ...] = ()) -> bool:
        """Refuse what is not a bool: a misplaced array is truthy."""
        if not isinstance(value, (bool, np.bool_)):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        return bool(value)


class PairSwitch(Switch):
    """True or False; True needs values along the axis that make a pair."""

    def normal(self, value: Any, classes: int | None, tensors: tuple[type, ...] = ()) -> bool:
        """Refuse True where there are fewer than two."""
        on = super().normal(value, classes, tensors)
        if on and classes is not None and classes < 2:
            raise ValueError(f"{self.name}=True needs two members at least, which make a pair, got {classes}")
        return on


@dataclass(frozen=True)
class Number(Parameter):
    """A number between ``low`` and ``high``; ``open_low`` and ``open_high`` leave the ends out."""

    low: float = -np.inf
    high: float = np.inf
    open_low: bool = False
    open_high: bool = False
    optional: bool = False

    @property
    def words(self) -> str:
        """The range, in words."""
        if self.high == np.inf:
            words = f"a number {'above' if self.open_low else 'from'} {self.low:g}{'' if self.open_low else ' up'}"
        else:
            left, right = "(" if self.open_low else "[", ")" if self.open_high else "]"
            words = f"a number in {left}{self.low:g}, {self.high:g}{right}"
        return words + (", or None" if self.optional else "")

    def normal(self, value: Any, classes: int | None, tensors: tuple[type, ...] = ()) -> float | None:
        """Refuse what is not a number or lies outside the range."""
        if value is None and self.optional:
            return None
        if not isinstance(value, numbers.Real) or isinstance(value, bool):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        number = int(value) if isinstance(value, numbers.Integral) else float(value)
        above = number > self.low if self.open_low else number >= self.low
        below = number < self.high if self.open_high else number <= self.high
        if not (
            above and below and -math.inf < number < math.inf
        ):  # which PyTorch compiles; `math.isfinite` it doesn't
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}")
        return number


@dataclass(frozen=True)
class Choice(Parameter):
    """One of a few whole numbers."""

    choices: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """The choices, in words."""
        return " or ".join(map(str, self.choices))

    def normal(self, value: Any, classes: int | None, tensors: tuple[type, ...] = ()) -> int:
        """Refuse every other value."""
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        if value not in self.choices:
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}")
        return int(value)


class Weights(Parameter):
    """One non-negative weight for each class, or None; with ``scalar``, a single number too."""

    scalar: ClassVar[bool] = False
    words: ClassVar[str] = "one finite non-negative weight for each class, or None"

    def normal(self, value: Any, classes: int | None, tensors: tuple[type, ...] = ()) -> Any:
        """Refuse what holds no such weights; :meth:`check_length` counts them."""
        if value is None:
            return None
        # To look into a tensor could be to wait for a device: its framework knows where it costs nothing.
        weights: Any = value if isinstance(value, tensors) else self._plain(value)
        shape = _shape(weights)
        if not (len(shape) == 1 or (self.scalar and shape == ())):
            hint = "; drop the axes of length 1" if sum(n != 1 for n in shape) == 1 else ""
            raise ValueError(f"{self.name} needs {self.words}, got shape {shape}{hint}")
        if not (isinstance(value, tensors) or _finite_from_0(weights)):
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}")
        return weights

    def check_length(self, weights: Any, classes: int | None, lengths: Sequence[int | None], keyword: str) -> None:
        """Raise ``ValueError`` for another number of weights than there are classes.

        Args:
            weights: as :meth:`normal` gives them.
            classes: how many there are, if that is known.
            lengths: of all axes that could be that of the classes.
            keyword: what says which of them it is.
        """
        shape = _shape(weights)
        if shape and classes is not None and shape[0] not in (None, classes):
            fitting = [axis for axis, length in enumerate(lengths) if length == shape[0]]
            likely = min(fitting, key=lambda axis: axis or len(lengths), default=None)  # axis 0 is that of samples
            hint = "" if likely is None else f"; if the classes are on axis {likely}, pass {keyword}={likely}"
            of = f"{classes} class" if classes == 1 else f"{classes} classes"
            raise ValueError(f"{self.name} needs {self.words}, got shape {shape} for {of}{hint}")

    def _plain(self, value: Any) -> float | tuple[float, ...] | NDArray[Any]:
        """Numbers without NumPy where there are only numbers, since torch.compile would make tensors of arrays."""
        if isinstance(value, numbers.Real) and not isinstance(value, bool):
            return float(value)
        if isinstance(value, (list, tuple)) and all(isinstance(each, numbers.Real) for each in value):
            return tuple(float(each) for each in value)
        array = None if isinstance(value, (bool, np.bool_, np.ma.MaskedArray)) else np.asarray(value)
        if array is None or array.dtype.kind not in "fiub":
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        array = array if array.dtype.kind == "f" else array.astype(float)
        return array if array.ndim else float(array)


def _shape(weights: Any) -> tuple[int, ...]:
    if isinstance(weights, float):
        return ()
    return (len(weights),) if isinstance(weights, tuple) else tuple(weights.shape)


def _finite_from_0(weights: float | tuple[float, ...] | NDArray[Any]) -> bool:
    if isinstance(weights, np.ndarray):
        return bool(np.all((weights >= 0) & (weights < np.inf)))
    return all(0 <= each < math.inf for each in (weights if isinstance(weights, tuple) else (weights,)))


class ScaleOrWeights(Weights):
    """A non-negative number, one for each class, or None."""

    scalar = True
    words = "a finite non-negative number, or one for each class, or None"


@dataclass(frozen=True)
class Name(Parameter):
    """One of a few names, or None."""

    names: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The names, in words."""
        return f"{', '.join(map(repr, self.names))} or None"

    def normal(self, value: Any, classes: int | None, tensors: tuple[type, ...] = ()) -> str | None:
        """Refuse every other value."""
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        if value not in (None, *self.names):
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}")
        return value


class Index(Parameter):
    """An integer, or None."""

    words = "an integer or None"

    def normal(self, value: Any, classes: int | None, tensors: tuple[type, ...] = ()) -> int | None:
        """Refuse floats, whose comparison with labels would be a surprise."""
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, np.integer))):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        return None if value is None else int(value)


class ClassIndex(Parameter):
    """One of the classes."""

    words = "a class index"

    def normal(self, value: Any, classes: int | None, tensors: tuple[type, ...] = ()) -> int:
        """Refuse what is no class."""
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        if value < 0 or (classes is not None and value >= classes):
            of = "" if classes is None else f" of {classes} classes"
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}{of}")
        return int(value)
