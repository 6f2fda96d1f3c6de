"""Legal and illegal values: what tests, benchmarks and pages try a loss on.

Nothing that computes a loss reads this; :mod:`lossbook.domains` checks what is given, and this draws what to give.
:func:`sample` and :func:`room` have a version for each kind of domain, and a kind without one has that of the kind that
it is made from. A new kind registers its own: ``@sample.register`` above a function whose first argument is of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lossbook.catalog import Input, Loss
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
    Parameter,
    Positives,
    Probabilities,
    Reals,
    RealTargets,
    RivalScores,
    Scores,
    SequenceLabels,
    StepLogits,
    StepProbabilities,
    Switch,
    VectorRows,
    Vectors,
    Weights,
)

Shape = tuple[int, ...]

OTHER_LENGTHS = {"D": (3,), "T": (4,), "S": (2,)}  # of samples: features, frames, labels of a sequence


def sample_inputs(
    row: Loss, rng: Generator, shape: Shape, options: Mapping[str, Any] | None = None
) -> list[NDArray[Any]]:
    """An ordinary legal value for each input that these options ask for, beside predictions of this shape."""
    return [sample(given.domain, rng, sample_shape(row, given, shape)) for given in row.inputs(options)]


def sample_shape(row: Loss, given: Input, shape: Shape) -> Shape:
    """What :func:`sample` takes for an input beside predictions of this shape: labels want to know the classes too."""
    if given.axes:
        lengths = {"N": shape[:1], "…": shape[:-1], "C": shape[-1:], **OTHER_LENGTHS}
        return tuple(length for letter in given.axes + given.up_to for length in lengths[letter])
    return shape if given.domain.integer else row.shape_of(given, shape, -1)


@singledispatch
def sample(domain: Domain, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Ordinary legal values of this shape; for integers, the shape has behind it up to what they count."""
    raise NotImplementedError(f"nobody has said how to sample {type(domain).__name__}")


@sample.register
def _(domain: Probabilities, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Away from 0 and 1, where a clipped logarithm has its kink."""
    return rng.uniform(0.02, 0.98, shape)


@sample.register
def _(domain: BinaryTargets, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Half of them hard."""
    return np.where(rng.random(shape) < 0.5, rng.integers(0, 2, shape), rng.uniform(0, 1, shape))


@sample.register
def _(domain: HardMultilabelTargets, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Half of them apply."""
    return rng.integers(0, 2, shape).astype(float)


@sample.register
def _(domain: Logits, rng: Generator, shape: Shape) -> NDArray[Any]:
    """What an untrained to a confident model gives."""
    return rng.normal(0, 3, shape)


@sample.register
def _shares(domain: Distributions, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Soft rows: no entry is less than a twentieth of another."""
    p = rng.uniform(0.05, 1, shape)
    return p / p.sum(-1, keepdims=True)


@sample.register
def _(domain: DistributionTargets, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Half of the rows hard."""
    soft = _shares(domain, rng, shape)
    hard = np.eye(shape[-1])[rng.integers(0, shape[-1], shape[:-1])]
    return np.where(rng.random((*shape[:-1], 1)) < 0.5, hard, soft)


@sample.register
def _(domain: LogDistributions, rng: Generator, shape: Shape) -> NDArray[Any]:
    """None of them near −∞."""
    return np.log(_shares(domain, rng, shape))


@sample.register
def _(domain: Labels, rng: Generator, shape: Shape) -> NDArray[Any]:
    """One index for each row; the shape is that of the predictions, the classes last."""
    return rng.integers(0, shape[-1], shape[:-1])


@sample.register
def _(domain: Grades, rng: Generator, shape: Shape) -> NDArray[Any]:
    """One index for each row; the shape is that of the predictions, which are one less than the classes."""
    return rng.integers(0, shape[-1] + 1, shape[:-1])


@sample.register
def _(domain: HingeLabels, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Signs."""
    return rng.choice([-1.0, 1.0], shape)


@sample.register
def _scores(domain: Scores, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Off the kinks: a tenth above the multiples of 1/2."""
    return np.round(rng.normal(0, 4, shape)) / 2 + 0.1


@sample.register
def _(domain: RivalScores, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Three tenths above the multiples of 1/2, so that no difference from other scores is one of those."""
    return np.round(rng.normal(0, 4, shape)) / 2 + 0.3


@sample.register
def _(domain: ClassScores, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Off the kinks, for up to five classes: each class has an offset of its own."""
    return _scores(domain, rng, shape) - 0.05 + 0.1 * (np.arange(shape[-1]) % 5)


@sample.register
def _(domain: Reals, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Off the grid of the targets' samples, so that no error is near 0, a half or a whole number."""
    return rng.integers(-5, 6, shape) + rng.choice([-1, 1], shape) * rng.uniform(0.1, 0.4, shape)


@sample.register
def _(domain: Members, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Off the targets' whole numbers and, up to five of them, off one another: each has an offset of its own."""
    return rng.integers(-5, 6, shape) + 0.2 + 0.15 * (np.arange(shape[-1]) % 5)


@sample.register
def _(domain: RealTargets, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Whole numbers."""
    return rng.integers(-5, 6, shape).astype(float)


@sample.register
def _(domain: DivisorTargets, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Whole numbers without 0, beside which no other error counts."""
    return rng.choice([-1.0, 1.0], shape) * rng.integers(1, 6, shape)


@sample.register
def _(domain: AboveMinusOne, rng: Generator, shape: Shape) -> NDArray[Any]:
    """From small to large, as what is counted in orders of magnitude."""
    return np.exp(rng.uniform(-2, 5, shape))


@sample.register
def _(domain: NonNegative, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Away from 0, where a clipped logarithm has its kink."""
    return rng.uniform(0.2, 5, shape)


@sample.register
def _(domain: Positives, rng: Generator, shape: Shape) -> NDArray[Any]:
    """From a fifth to five."""
    return rng.uniform(0.2, 5, shape)


@sample.register
def _(domain: Counts, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Whole numbers, zeros among them."""
    return rng.poisson(2.0, shape).astype(float)


@sample.register
def _(domain: LogShares, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Probabilities from a hundredth to nearly 1."""
    return rng.uniform(-4, -0.01, shape)


@sample.register
def _(domain: LogMeans, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Means from a third to seven."""
    return rng.uniform(-1, 2, shape)


@sample.register
def _(domain: LogRates, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Rates from a third to seven."""
    return rng.uniform(-1, 2, shape)


@sample.register
def _(domain: Features, rng: Generator, shape: Shape) -> NDArray[Any]:
    """About 1."""
    return rng.normal(0, 1, shape)


@sample.register
def _(domain: FrameLogits, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Logits of an untrained to a confident model."""
    return rng.normal(0, 2, shape)


@sample.register
def _(domain: SequenceLabels, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Never class 0, the usual blank, nor the last, another; the shape has the number of classes behind."""
    return rng.integers(1, shape[-1] - 1, shape[:-1])


@sample.register
def _(domain: Lengths, rng: Generator, shape: Shape) -> NDArray[Any]:
    """From two thirds of the axis on; the shape has the length of the axis behind."""
    return rng.integers((2 * shape[-1] + 1) // 3, shape[-1] + 1, shape[:-1])


@sample.register
def _(domain: Vectors, rng: Generator, shape: Shape) -> NDArray[Any]:
    """In all directions, no entry near 0."""
    return rng.choice([-1, 1], shape) * rng.uniform(0.5, 2, shape)


@sample.register
def _(domain: GroupLabels, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Three rows a group, one behind the other; the numbers mean nothing, and some are below 0."""
    return 5 * (np.arange(shape[0]) // 3) - 3


@sample.register
def _(domain: Cosines, rng: Generator, shape: Shape) -> NDArray[Any]:
    """Off the ends."""
    return rng.uniform(-0.9, 0.9, shape)


def extremes(domain: Domain) -> NDArray[Any]:
    """Legal values at the edge: a vector, or one row each where values along an axis belong together."""
    for kind in type(domain).__mro__:
        if kind in EXTREMES:
            return np.array(EXTREMES[kind])
    raise NotImplementedError(f"nobody has said what is extreme for {type(domain).__name__}")


EXTREMES: dict[type, list[Any] | NDArray[Any]] = {
    # The ends, both sides of the clip at 1e-7, and points between.
    Probabilities: [0, 1e-30, 1e-9, 1e-6, 1e-3, 0.5, 1 - 1e-3, 1 - 1e-6, 1],
    # Both hard labels and a soft one.
    BinaryTargets: [0, 0.25, 1],
    # None, all, one, three, and soft.
    MultilabelTargets: [[0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 0], [1, 1, 0, 1], [0.25, 0.5, 1, 0]],
    # The same without the soft one.
    HardMultilabelTargets: [[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0], [0.0, 1.0, 0.0, 0.0], [1.0, 1.0, 0.0, 1.0]],
    # Up to ±10⁴, where exp overflows float64 and float32.
    Logits: [-1e4, -800, -100, -20, -1e-4, 0, 1e-4, 20, 100, 800, 1e4],
    # Certain, ruled out, tied and far from zero.
    ClassLogits: [
        [1e4, 0, 0, 0],
        [-1e4, 0, 0, 0],
        [1e4, -1e4, 0, 50],
        [100, 0, 0, -100],
        [20, -20, 1, 0],
        [0, 0, 0, 0],
        [1e4, 1e4, 0, 0],
        [3, -1, 0.5, 1e-4],
    ],
    # Certain, nearly certain and uniform rows.
    Distributions: [[1, 0, 0, 0], [0.25] * 4, [1 - 1e-6, 1e-6, 0, 0], [0.5, 0.5, 0, 0], [1 - 3e-9, 1e-9, 1e-9, 1e-9]],
    # Each hard label, and a soft one.
    DistributionTargets: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0.7, 0.1, 0.1, 0.1]],
    # Certain, nearly certain and soft rows: beside those of Distributions, not on them, for two logarithms that agree
    # in every digit leave none.
    LogDistributions: np.log([[1, 1e-300, 1e-30, 1e-9], [0.5, 0.25, 0.125, 0.125], [1 - 1e-4, 1e-4, 1e-9, 1e-30]]),
    # Each class of four.
    Labels: [0, 1, 2, 3],
    # Each class of five.
    Grades: [0, 1, 2, 3, 4],
    # In order and out of it, certain, both sides of the clip at 1e-7, and undecided.
    StepProbabilities: [
        [1, 1, 0, 0],
        [0, 0, 1, 1],
        [1 - 1e-3, 0.5, 1e-3, 1e-6],
        [1e-30, 1e-9, 1e-6, 1 - 1e-6],
        [0.5, 0.5, 0.5, 0.5],
    ],
    # The same, up to ±10⁴.
    StepLogits: [
        [1e4, 800, -800, -1e4],
        [-1e4, -800, 800, 1e4],
        [100, 20, -20, -100],
        [3, 1e-4, -1e-4, -3],
        [-20, 0, 0, 20],
        [0, 0, 0, 0],
    ],
    HingeLabels: [-1.0, 1.0],
    # Kinks, next to kinks, and up to 1e8; no pair whose difference float32 rounds to one of the tests' margins.
    Scores: [-1e8, -1e4, -20, -1, -1e-8, 0, 1e-8, 1 - 2**-20, 1, 1 + 2**-20, 20, 1e4, 1e8],
    # Ties, margins just kept and just missed, and far apart.
    ClassScores: [
        [0, 0, 0, 0],
        [3, 3, 0, 3],
        [2, 1, 0, -1],
        [1 + 2**-20, 2**-21, 0, -5],
        [-1, -2, -3, -4],
        [1e-8, -1e-8, 0, 5],
        [1e4, 0, -1e4, 800],
        [1e8, 1e8, 0, -1e8],
    ],
    # Errors from 1e-8 to 1e8 beside a target of 0, and none of them 0.
    Reals: [-1e8, -1.25, -1e-4, 1e-8, 0.3, 40, 1e8],
    # Apart, all equal, each a target, tied and far apart, far off and close together, small.
    Members: [
        [0.3, -1.25, 40, 1e-4],
        [1, 1, 1, 1],
        [-2.5, 0, 1, 1e4],
        [1e8, 1e8, 0, -1e8],
        [1e8, 1e8 + 16, 1e8 + 8, 1e8 - 8],
        [1e-8, -1e-8, 0, 2e-8],
    ],
    # Zero, both signs, and a large one.
    RealTargets: [-2.5, 0, 1, 1e4],
    # Close to −1, to 0 and to one another, and large.
    AboveMinusOne: [-0.999, -0.5, 0, 1e-8, 1e-3, 1, 1.001, 1e4, 1e8],
    # Zero, both sides of a clip, and large.
    NonNegative: [0, 1e-8, 1e-3, 0.5, 3, 1e8],
    # Both sides of 1, where the Stirling term sets in.
    Counts: [0, 0.5, 1, 1.5, 20],
    # Small, both sides of 1, and large.
    Positives: [1e-4, 0.5, 1, 1.5, 1e4],
    # Impossible but for float64, rare, likely and certain.
    LogShares: [-80, -9, -1, -1e-4, -1e-6, 0],
    # Up to where exp, or a target over it, is about to overflow float32.
    LogMeans: [-60, -20, -1e-4, 0, 1e-4, 5, 80],
    # Up to where exp is about to overflow float32.
    LogRates: [-1e4, -20, -1e-4, 0, 1e-4, 5, 80],
    # Products of two go up to 10⁴.
    Features: [-100, -1, -1e-4, 0, 0.5, 100],
    # Up to ±10⁴.
    FrameLogits: [-1e4, -100, -1e-4, 0, 1, 20, 100, 1e4],
    # Zero, short, long, equal (with themselves), opposite and at right angles.
    Vectors: [[0, 0, 0, 0], [3, -4, 0, 0], [-3, 4, 0, 0], [4, 3, 1, 0], [1e-8, 2e-8, 0, -2e-8], [1e8, 0, 0, -1e8]],
    # Zero, short and long, in two directions; a test makes a vector of each.
    VectorRows: [0, 1e-8, -1e8],
    # Perfect, perfectly wrong, all alike, and on both sides of the margins.
    Cosines: [[1, -1, -1, -1], [-1, 1, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0.6, 0.4, -0.4, 0.5]],
}


@singledispatch
def room(domain: Domain, values: NDArray[Any]) -> NDArray[Any]:
    """How far a value may move and stay legal, 1 at most: what a finite difference needs to know."""
    return np.ones_like(values, dtype=float)


@room.register
def _(domain: Probabilities, values: NDArray[Any]) -> NDArray[Any]:
    """To the nearer end."""
    return np.minimum(values, 1 - values)


@room.register
def _(domain: Scores, values: NDArray[Any]) -> NDArray[Any]:
    """To the nearest multiple of 1/2."""
    return np.abs(values - np.round(2 * values) / 2)


@room.register
def _(domain: ClassScores, values: NDArray[Any]) -> NDArray[Any]:
    """Half of what lies between the offsets of two classes."""
    return np.full_like(values, 0.05, dtype=float)


@room.register
def _(domain: Members, values: NDArray[Any]) -> NDArray[Any]:
    """A third of what lies between the offsets of two members, and to a whole number a quarter."""
    return np.full_like(values, 0.05, dtype=float)


@room.register
def _(domain: AboveMinusOne, values: NDArray[Any]) -> NDArray[Any]:
    """To −1."""
    return np.minimum(values + 1, 1)


@room.register
def _(domain: NonNegative, values: NDArray[Any]) -> NDArray[Any]:
    """To 0."""
    return np.minimum(values, 1)


@room.register
def _(domain: Vectors, values: NDArray[Any]) -> NDArray[Any]:
    """A part of the shortest sample, so that directions change little."""
    return np.full_like(values, 0.3, dtype=float)


@room.register
def _(domain: Cosines, values: NDArray[Any]) -> NDArray[Any]:
    """To the nearer end."""
    return 1 - np.abs(values)


def illegal(parameter: Parameter) -> tuple[Any, ...]:
    """Values that a parameter must refuse."""
    match parameter:
        case Switch():
            return ("yes",)
        case Number(low=low, high=high):  # one on each finite side, NaN, and a string
            outside = [end for end in (low - 1, high + 1) if math.isfinite(end)]
            return (*outside, math.nan, "0.5")
        case Choice(choices=choices):  # one above the last, a fraction, and a bool
            return (choices[-1] + 1, 1.5, True)
        case Weights():
            return ("heavy", (1.0, -1.0, 1.0, 1.0), ((1.0, 1.0), (1.0, 1.0)))
        case Name():
            return ("euclid", 2)
        case Index():
            return (0.5, "background")
        case ClassIndex():
            return (-1, 0.5)
    raise NotImplementedError(f"nobody has said what {type(parameter).__name__} must refuse")
