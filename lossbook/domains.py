"""What a loss accepts: the legal values of its inputs and the legal range of its parameters.

A domain says in words what is legal, checks NumPy arrays, and draws legal samples for tests, benchmarks and pages.
A parameter does the same for one keyword. Neither knows a framework.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
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
    free: ClassVar[bool] = True  # one value may move without the others
    alone: ClassVar[bool] = True  # legal or not whatever the other inputs are; if not, the row's ``together`` checks it
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

    def check(self, values: NDArray, name: str, axis: int, slack: float = 0.0) -> bool:
        """Raise ``ValueError`` for the first rule that ``values`` break; see :meth:`check_span` for the rest."""
        beyond = False
        if self.bounded and values.size:
            least, greatest = float(values.min()), float(values.max())
            if math.isnan(least):
                raise ValueError(f"{name} needs {self.words}, got NaN{self.hint(name)}")
            beyond = self.check_span(least, greatest, name, slack)
        self.check_rules(values, name, axis)
        return beyond

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
        """Raise for what is illegal though within the bounds."""
        with np.errstate(over="ignore", invalid="ignore"):
            total = values.sum()  # one pass, and finite only if all are; large numbers may overflow it
        if not (np.isfinite(total) or np.all(np.isfinite(values))):
            raise ValueError(f"{name} needs {self.words}, got NaN or infinity")

    def room(self, values: NDArray) -> NDArray:
        """How far a value may move and stay legal, 1 at most: what a finite difference needs to know."""
        return np.ones_like(values, dtype=float)

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Ordinary legal values of this shape."""
        raise NotImplementedError

    def extremes(self) -> NDArray:
        """Legal values at the edge: a vector, or one row each where values along an axis belong together."""
        raise NotImplementedError


class Probabilities(Domain):
    """Each element a probability of its own."""

    words = "probabilities in [0, 1]"
    low, high, neutral = 0, 1, 0.5

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
        """Nothing more than the bounds."""

    def hint(self, name: str) -> str:
        """Logits."""
        return "" if name in TARGETS else "; if these are logits, pass from_logits=True"

    def room(self, values: NDArray) -> NDArray:
        """To the nearer end."""
        return np.minimum(values, 1 - values)

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Away from 0 and 1, where a clipped logarithm has its kink."""
        return rng.uniform(0.02, 0.98, shape)

    def extremes(self) -> NDArray:
        """The ends, both sides of the clip at 1e-7, and a point between."""
        return np.array([0, 1e-30, 1e-9, 1e-6, 1e-3, 0.5, 1 - 1e-3, 1 - 1e-6, 1])


class BinaryTargets(Probabilities):
    """0, 1, or a soft label between them."""

    words = "labels 0 or 1, or probabilities between"
    neutral = 0

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Half of them hard."""
        return np.where(rng.random(shape) < 0.5, rng.integers(0, 2, shape), rng.uniform(0, 1, shape))

    def extremes(self) -> NDArray:
        """Both hard labels and a soft one."""
        return np.array([0, 0.25, 1])


class Logits(Domain):
    """Each element the logit of a probability of its own."""

    words = "logits, any real numbers"

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
        """Refuse NaN; an infinite logit is a certain probability, legal where its target agrees."""
        if np.isnan(values).any():
            raise ValueError(f"{name} needs {self.words}, got NaN")

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """What an untrained to a confident model gives."""
        return rng.normal(0, 3, shape)

    def extremes(self) -> NDArray:
        """Up to ±10⁴, where exp overflows float64 and float32."""
        return np.array([-1e4, -800, -100, -20, -1e-4, 0, 1e-4, 20, 100, 800, 1e4])


class Distributions(Domain):
    """Probabilities along the class axis that sum to 1."""

    words = "probabilities that sum to 1 along the class axis"
    over_axis = True
    free = False
    low, high = 0, 1

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
        """Refuse rows whose sum is further than 1e-3 from 1."""
        totals = values.sum(axis)
        if not np.all(np.abs(totals - 1) <= SUM_TOLERANCE):
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

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Rows of a Dirichlet distribution, none of its entries near 0."""
        p = rng.uniform(0.05, 1, shape)
        return p / p.sum(-1, keepdims=True)

    def extremes(self) -> NDArray:
        """Certain, nearly certain and uniform rows."""
        return np.array(
            [[1, 0, 0, 0], [0.25] * 4, [1 - 1e-6, 1e-6, 0, 0], [0.5, 0.5, 0, 0], [1 - 3e-9, 1e-9, 1e-9, 1e-9]]
        )


class DistributionTargets(Distributions):
    """One-hot rows, or soft labels."""

    words = "one-hot labels, or probabilities that sum to 1 along the class axis"

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Half of the rows hard."""
        soft = super().sample(rng, shape)
        hard = np.eye(shape[-1])[rng.integers(0, shape[-1], shape[:-1])]
        return np.where(rng.random((*shape[:-1], 1)) < 0.5, hard, soft)

    def extremes(self) -> NDArray:
        """Each hard label, and a soft one."""
        return np.vstack([np.eye(4), [0.7, 0.1, 0.1, 0.1]])


class ClassLogits(Logits):
    """Logits along the class axis; −∞ rules a class out."""

    words = "logits, real numbers or −∞ for a class whose target is 0"
    over_axis = True

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
        """Refuse NaN, +∞, and rows that rule out every class."""
        super().check_rules(values, name, axis)
        if np.isposinf(values).any():
            raise ValueError(f"{name} needs {self.words}, got +∞")
        if values.size and np.isneginf(values).all(axis).any():
            raise ValueError(f"{name} needs {self.words}, got a row of −∞ alone")

    def extremes(self) -> NDArray:
        """Certain, ruled out, tied and far from zero."""
        return np.array(
            [
                [1e4, 0, 0, 0],
                [-1e4, 0, 0, 0],
                [1e4, -1e4, 0, 50],
                [100, 0, 0, -100],
                [20, -20, 1, 0],
                [0, 0, 0, 0],
                [1e4, 1e4, 0, 0],
                [3, -1, 0.5, 1e-4],
            ]
        )


class Labels(Domain):
    """Class indices 0 … C − 1, for predictions with one more axis of length C."""

    words = "class indices"
    integer = True

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """One index for each row; ``shape`` is that of the predictions, the classes last."""
        return rng.integers(0, shape[-1], shape[:-1])

    def extremes(self) -> NDArray:
        """Each class of four."""
        return np.arange(4)


class HingeLabels(Domain):
    """The two sides of a decision, as signs or as 0 and 1."""

    words = "labels −1 or 1, or 0 or 1"
    hard = True
    neutral = 1  # with signs and with 0 and 1

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
        """Refuse what is neither −1 and 1 alone nor 0 and 1 alone."""
        if np.all(np.abs(values) == 1) or np.all((values == 0) | (values == 1)):
            return
        wrong = values[(np.abs(values) != 1) & (values != 0)]
        raise ValueError(f"{name} needs {self.words}, got {f'{wrong[0]:.6g}' if wrong.size else '−1 and 0 together'}")

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Signs."""
        return rng.choice([-1.0, 1.0], shape)

    def extremes(self) -> NDArray:
        """Both."""
        return np.array([-1.0, 1.0])


class Signs(HingeLabels):
    """1 for one answer, −1 for the other."""

    words = "−1 or 1"

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
        """Refuse all other values."""
        wrong = values[np.abs(values) != 1]
        if wrong.size:
            hint = "; 2 * y - 1 makes signs of labels 0 and 1" if wrong[0] == 0 else ""
            raise ValueError(f"{name} needs {self.words}, got {wrong[0]:.6g}{hint}")


class Scores(Domain):
    """Any real numbers, of a loss with kinks at multiples of 1/2 or where two scores differ by one."""

    words = "real numbers"

    def __init__(self, offset: float = 0.1) -> None:
        self.offset = offset  # how far samples lie from the multiples of 1/2

    def room(self, values: NDArray) -> NDArray:
        """To the nearest multiple of 1/2."""
        return np.abs(values - np.round(2 * values) / 2)

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Off the kinks: multiples of 1/2, moved by the offset."""
        return np.round(rng.normal(0, 4, shape)) / 2 + self.offset

    def extremes(self) -> NDArray:
        """Kinks, next to kinks, and up to 1e8; no pair whose difference float32 rounds to one of the tests' margins."""
        return np.array([-1e8, -1e4, -20, -1, -1e-8, 0, 1e-8, 1 - 2**-20, 1, 1 + 2**-20, 20, 1e4, 1e8])


class ClassScores(Scores):
    """Scores along the class axis."""

    over_axis = True

    def room(self, values: NDArray) -> NDArray:
        """Half of what lies between the offsets of two classes."""
        return np.full_like(values, 0.05, dtype=float)

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Off the kinks, for up to five classes: each class has an offset of its own."""
        return super().sample(rng, shape) - 0.05 + 0.1 * (np.arange(shape[-1]) % 5)

    def extremes(self) -> NDArray:
        """Ties, margins just kept and just missed, and far apart."""
        return np.array(
            [
                [0, 0, 0, 0],
                [3, 3, 0, 3],
                [2, 1, 0, -1],
                [1 + 2**-20, 2**-21, 0, -5],
                [-1, -2, -3, -4],
                [1e-8, -1e-8, 0, 5],
                [1e4, 0, -1e4, 800],
                [1e8, 1e8, 0, -1e8],
            ]
        )


class MultilabelTargets(BinaryTargets):
    """For each class along the class axis whether it applies; several may."""

    over_axis = True

    def extremes(self) -> NDArray:
        """None, all, one, three, and soft."""
        return np.array([[0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 0], [1, 1, 0, 1], [0.25, 0.5, 1, 0]])


class HardMultilabelTargets(MultilabelTargets):
    """The same, yes or no."""

    words = "0 or 1 for each class"
    hard = True
    low, high = -math.inf, math.inf  # what lies outside [0, 1] is told below, with its hint

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
        """Refuse all other values."""
        wrong = values[(values != 0) & (values != 1)]
        if wrong.size:
            hint = "; lists of class indices padded with −1 are PyTorch's form" if wrong[0] == -1 else ""
            raise ValueError(f"{name} needs {self.words}, got {wrong[0]:.6g}{hint}")

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Half of them apply."""
        return rng.integers(0, 2, shape).astype(float)

    def extremes(self) -> NDArray:
        """None, all, one and three."""
        return super().extremes()[:-1]


class Reals(Domain):
    """Any real numbers."""

    words = "real numbers"

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Off the grid of the targets' samples, so that no error is near 0, a half or a whole number."""
        return rng.integers(-5, 6, shape) + rng.choice([-1, 1], shape) * rng.uniform(0.1, 0.4, shape)

    def extremes(self) -> NDArray:
        """Errors from 1e-8 to 1e8 beside a target of 0, and none of them 0."""
        return np.array([-1e8, -1.25, -1e-4, 1e-8, 0.3, 40, 1e8])


class RealTargets(Reals):
    """The same, as targets."""

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Whole numbers."""
        return rng.integers(-5, 6, shape).astype(float)

    def extremes(self) -> NDArray:
        """Zero, both signs, and a large one."""
        return np.array([-2.5, 0, 1, 1e4])


class AboveMinusOne(Domain):
    """Numbers whose log(1 + y) exists."""

    words = "numbers above −1"
    low, open_low = -1, True

    def room(self, values: NDArray) -> NDArray:
        """To −1."""
        return np.minimum(values + 1, 1)

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """From small to large, as what is counted in orders of magnitude."""
        return np.exp(rng.uniform(-2, 5, shape))

    def extremes(self) -> NDArray:
        """Close to −1, to 0 and to one another, and large."""
        return np.array([-0.999, -0.5, 0, 1e-8, 1e-3, 1, 1.001, 1e4, 1e8])


class DivisorTargets(RealTargets):
    """Targets that errors are divided by; 0 is legal."""

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Whole numbers without 0, beside which no other error counts."""
        return rng.choice([-1.0, 1.0], shape) * rng.integers(1, 6, shape)


class NonNegative(Domain):
    """Rates, variances: numbers from 0 up."""

    words = "numbers from 0 up"
    low, neutral = 0, 1

    def room(self, values: NDArray) -> NDArray:
        """To 0."""
        return np.minimum(values, 1)

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Away from 0, where a clipped logarithm has its kink."""
        return rng.uniform(0.2, 5, shape)

    def extremes(self) -> NDArray:
        """Zero, both sides of a clip, and large."""
        return np.array([0, 1e-8, 1e-3, 0.5, 3, 1e8])


class Counts(NonNegative):
    """How often something happened: whole numbers, or averages of them."""

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Whole numbers, zeros among them."""
        return rng.poisson(2.0, shape).astype(float)

    def extremes(self) -> NDArray:
        """Both sides of 1, where the Stirling term sets in."""
        return np.array([0, 0.5, 1, 1.5, 20])


class LogRates(Reals):
    """The logarithms of rates."""

    words = "logarithms of rates, any real numbers"

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Rates from a third to seven."""
        return rng.uniform(-1, 2, shape)

    def extremes(self) -> NDArray:
        """Up to where exp is about to overflow float32."""
        return np.array([-1e4, -20, -1e-4, 0, 1e-4, 5, 80])


class LogDistributions(Distributions):
    """The logarithms of probabilities along the class axis that sum to 1; −∞ for what is impossible."""

    words = "logarithms of probabilities that sum to 1 along the class axis"
    low, high = -math.inf, 0

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
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

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """None of them near −∞."""
        return np.log(super().sample(rng, shape))

    def extremes(self) -> NDArray:
        """Certain, nearly certain and soft rows."""
        # Beside the rows of Distributions, not on them: two logarithms that agree in every digit leave none.
        return np.log([[1, 1e-300, 1e-30, 1e-9], [0.5, 0.25, 0.125, 0.125], [1 - 1e-4, 1e-4, 1e-9, 1e-30]])


class Features(Domain):
    """What the last layer of a network is given, or that layer's weight or bias."""

    words = "real numbers"

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """About 1."""
        return rng.normal(0, 1, shape)

    def extremes(self) -> NDArray:
        """Products of two go up to 10⁴."""
        return np.array([-100, -1, -1e-4, 0, 0.5, 100])


class FrameLogits(Domain):
    """For each frame log-probabilities along the last axis, or logits."""

    words = "log-probabilities or logits, finite numbers"

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Logits of an untrained to a confident model."""
        return rng.normal(0, 2, shape)

    def extremes(self) -> NDArray:
        """Up to ±10⁴."""
        return np.array([-1e4, -100, -1e-4, 0, 1, 20, 100, 1e4])


class SequenceLabels(Domain):
    """Sequences of class indices, filled up behind their lengths with anything."""

    words = "class indices without blanks"
    integer = True
    alone = False

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Never class 0, the usual blank, nor the last, another; ``shape`` has the number of classes behind."""
        return rng.integers(1, shape[-1] - 1, shape[:-1])


class Lengths(Domain):
    """How many positions of an axis count."""

    words = "lengths from 0 to that of the axis"
    integer = True
    alone = False

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """From two thirds of the axis on; ``shape`` has the length of the axis behind."""
        return rng.integers((2 * shape[-1] + 1) // 3, shape[-1] + 1, shape[:-1])


def check_sequences(arrays: Mapping[str, NDArray], options: Mapping[str, Any]) -> None:
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


class Vectors(Domain):
    """Vectors along the axis; zero is one."""

    words = "real numbers, a vector along the axis"
    over_axis = True

    def room(self, values: NDArray) -> NDArray:
        """A part of the shortest sample, so that directions change little."""
        return np.full_like(values, 0.3, dtype=float)

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """In all directions, no entry near 0."""
        return rng.choice([-1, 1], shape) * rng.uniform(0.5, 2, shape)

    def extremes(self) -> NDArray:
        """Zero, short, long, equal (with themselves), opposite and at right angles."""
        return np.array(
            [
                [0, 0, 0, 0],
                [3, -4, 0, 0],
                [-3, 4, 0, 0],
                [4, 3, 1, 0],
                [1e-8, 2e-8, 0, -2e-8],
                [1e8, 0, 0, -1e8],
            ]
        )


class VectorRows(Vectors):
    """One vector a row, for a loss that compares the rows with each other."""

    words = "real numbers, one vector a row"
    over_axis = False

    def extremes(self) -> NDArray:
        """Zero, short and long, in two directions; a test makes a vector of each."""
        return np.array([0, 1e-8, -1e8])


class Cosines(Domain):
    """Similarities along the class axis."""

    words = "cosines from −1 to 1"
    over_axis = True
    low, high = -1 - SUM_TOLERANCE, 1 + SUM_TOLERANCE  # lengths of 1 are rounded too

    def check_rules(self, values: NDArray, name: str, axis: int) -> None:
        """Nothing more than the bounds."""

    def hint(self, name: str) -> str:
        """Products of vectors as they are."""
        return "; divide vectors by their lengths first"

    def room(self, values: NDArray) -> NDArray:
        """To the nearer end."""
        return 1 - np.abs(values)

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray:
        """Off the ends."""
        return rng.uniform(-0.9, 0.9, shape)

    def extremes(self) -> NDArray:
        """Perfect, perfectly wrong, all alike, and on both sides of the margins."""
        return np.array([[1, -1, -1, -1], [-1, 1, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0.6, 0.4, -0.4, 0.5]])


@dataclass(frozen=True)
class Parameter:
    """A keyword of a loss: its default, and other legal values that tests try."""

    name: str
    default: Any = None
    examples: tuple[Any, ...] = ()

    def check(self, value: Any, classes: int | None) -> None:
        """Raise ``TypeError`` or ``ValueError`` for an illegal value; ``classes`` is the length of the class axis."""
        raise NotImplementedError

    @property
    def illegal(self) -> tuple[Any, ...]:
        """Values that must be refused."""
        raise NotImplementedError


class Switch(Parameter):
    """True or False."""

    words = "True or False"

    def check(self, value: Any, classes: int | None) -> None:
        """Refuse what is not a bool: a misplaced array is truthy."""
        if not isinstance(value, (bool, np.bool_)):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")

    illegal = ("yes",)


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

    def check(self, value: Any, classes: int | None) -> None:
        """Refuse what is not a number or lies outside the range."""
        if value is None and self.optional:
            return
        if not isinstance(value, numbers.Real) or isinstance(value, bool):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        if not (above and below) or not math.isfinite(value):
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}")

    @property
    def illegal(self) -> tuple[Any, ...]:
        """One on each finite side, NaN, and a string."""
        outside = [self.low - 1] if np.isfinite(self.low) else []
        outside += [self.high + 1] if np.isfinite(self.high) else []
        return (*outside, float("nan"), "0.5")


@dataclass(frozen=True)
class Choice(Parameter):
    """One of a few whole numbers."""

    choices: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """The choices, in words."""
        return " or ".join(map(str, self.choices))

    def check(self, value: Any, classes: int | None) -> None:
        """Refuse every other value."""
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        if value not in self.choices:
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}")

    @property
    def illegal(self) -> tuple[Any, ...]:
        """One above the last, a fraction, and a bool."""
        return (self.choices[-1] + 1, 1.5, True)


class Weights(Parameter):
    """One non-negative weight for each class, or None; with ``scalar``, a single number too."""

    scalar: ClassVar[bool] = False
    words: ClassVar[str] = "one finite non-negative weight for each class, or None"

    def check(self, value: Any, classes: int | None) -> None:
        """Refuse another number of weights than there are classes."""
        if value is None:
            return
        if isinstance(value, (str, bool, np.bool_)):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        shape = tuple(value.shape) if hasattr(value, "shape") else np.shape(value)
        fits = (self.scalar and shape == ()) or (len(shape) == 1 and classes in (None, shape[0]))
        if not fits:
            classes = "" if classes is None else f" for {classes} classes"
            raise ValueError(f"{self.name} needs {self.words}, got shape {shape}{classes}")
        if hasattr(value, "device") and not isinstance(value, np.ndarray):
            return  # to look into a tensor could be to wait for a device: each framework knows where it costs nothing
        if not np.all((np.asarray(value) >= 0) & np.isfinite(value)):
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}")

    illegal = ("heavy", (1.0, -1.0, 1.0, 1.0), ((1.0, 1.0), (1.0, 1.0)))


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

    def check(self, value: Any, classes: int | None) -> None:
        """Refuse every other value."""
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        if value not in (None, *self.names):
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}")

    illegal = ("euclid", 2)


class Index(Parameter):
    """An integer, or None."""

    words = "an integer or None"

    def check(self, value: Any, classes: int | None) -> None:
        """Refuse floats, whose comparison with labels would be a surprise."""
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, np.integer))):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")

    illegal = (0.5, "background")


class ClassIndex(Parameter):
    """One of the classes."""

    words = "a class index"

    def check(self, value: Any, classes: int | None) -> None:
        """Refuse what is no class."""
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"{self.name} needs {self.words}, got {value!r}")
        if value < 0 or (classes is not None and value >= classes):
            of = "" if classes is None else f" of {classes} classes"
            raise ValueError(f"{self.name} needs {self.words}, got {value!r}{of}")

    illegal = (-1, 0.5)
