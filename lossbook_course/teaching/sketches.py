"""A small curve of every loss. Which input moves, and through which values, follows from the catalog's domains.

So a new row needs no word here: its first differentiable input takes the simplest way that its domain calls legal, and
its other inputs keep still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

import lossbook.numpy
from lossbook.catalog import Input, Loss
from lossbook.domains import Domain, Grades, Members, Shares, StepProbabilities
from lossbook.samples import sample, sample_shape
from lossbook_course.teaching.plots import PALETTE

POINTS = 61
HARD, SOFT = [[1.0, 0.0, 0.0]], [[0.6, 0.2, 0.2]]  # targets of three classes, the first of them the true one
MASK = np.array([[1.0, 1.0, 0.0, 0.0]])  # the target of a loss that joins all of a sample
DASHES = ("", "5 3", "2 2", "7 2 2 2")


@dataclass(frozen=True)
class Sketch:
    """The curves of one loss: from the label of a curve to its values over ``x``."""

    x: NDArray[np.float64]
    xlabel: str
    curves: dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Way:
    """How an input moves: ``at(x)`` is what it is at x."""

    label: str
    x: NDArray[np.float64]
    at: Callable[[float], ArrayLike]


def sketch(row: Loss) -> Sketch:
    """Values of a loss, its parameters at their defaults, while its first differentiable input moves.

    Args:
        row: the loss.

    Returns:
        One curve; two where the target is one of two answers, or may be hard or soft.
    """
    moving = next(given for given in row.inputs() if given.differentiable)
    for way in ways(row, moving):
        if all(legal(moving.domain, way.at(x)) for x in way.x):
            drawn = along(row, way, {given.name: still(row, given) for given in others(row, moving)})
            if any(np.ptp(y) > 0 for y in drawn.curves.values()):
                return drawn
    return between_samples(row, moving)


def along(row: Loss, way: Way, choices: dict[str, list[tuple[str, ArrayLike]]]) -> Sketch:
    """One curve for each choice of what keeps still; ``choices`` are labelled values by an input's name."""
    function = getattr(lossbook.numpy, row.name)
    curves = {}
    for chosen in product(*choices.values()):
        values = {name: value for name, (_, value) in zip(choices, chosen, strict=True)}

        def loss(x: float, values: dict[str, ArrayLike] = values) -> float:
            inputs = (values[given.name] if given.name in values else way.at(x) for given in row.inputs())
            return function(*map(np.asarray, inputs), reduction="mean")

        curves[", ".join(label for label, _ in chosen if label)] = np.array([loss(x) for x in way.x])
    return Sketch(way.x, way.label, curves)


def between_samples(row: Loss, moving: Input) -> Sketch:
    """For inputs that no simple way suits: straight from one legal sample to another."""
    rng = np.random.default_rng(1)

    def drawn(given: Input) -> NDArray[Any]:
        return sample(given.domain, rng, sample_shape(row, given, (6, 4)))

    begin, end = drawn(moving), drawn(moving)
    way = Way("the way from one sample to another", np.linspace(0, 1, POINTS), lambda x: (1 - x) * begin + x * end)
    return along(row, way, {given.name: [("", drawn(given))] for given in others(row, moving)})


def others(row: Loss, moving: Input) -> list[Input]:
    """The inputs that keep still."""
    return [given for given in row.inputs() if given.name != moving.name]


def ways(row: Loss, moving: Input) -> Iterator[Way]:
    """The ways that an input might go, the first legal one to be taken; none where inputs name their own axes."""
    everywhere, inside = np.linspace(-3, 3, POINTS), np.linspace(0.02, 0.98, 49)
    name = "prediction" if moving.name == "y_pred" else moving.name
    if joins_vectors(row):
        yield Way("angle in degrees", np.linspace(0, 180, POINTS), direction)
    elif row.layout == "sample":
        yield Way("probability of the truth", inside, lambda x: np.where(MASK == 1, x, 1 - x))
    elif row.layout == "named":
        return
    elif isinstance(moving.domain, Members):
        yield Way("one member of three", everywhere + 1, lambda x: [[x, 0, 2]])
    elif isinstance(moving.domain, StepProbabilities):
        yield Way("score, with steps at −1 and 1", everywhere, lambda x: 1 / (1 + np.exp([[-1 - x, 1 - x]])))
    elif row.over_axis:
        yield Way("score of the true class", everywhere, lambda x: [[x, 0, 0]])
        yield Way("score of the true class", everywhere / 3, lambda x: [[x, 0, 0]])
        yield Way("probability of the true class", inside, lambda x: [[x, (1 - x) / 2, (1 - x) / 2]])
    else:
        two_answers = row.targets is not None and not legal(row.targets, [2.0])
        yield Way(name, everywhere + (0 if two_answers else 1), lambda x: [x])  # 1 is the target
        yield Way(name, np.linspace(0.05, 4, 80), lambda x: [x])
        yield Way("probability", inside, lambda x: [x])


def still(row: Loss, given: Input) -> list[tuple[str, ArrayLike]]:
    """What an input may be while another moves, each with a label where there is a choice."""
    if joins_vectors(row) and given.name in [each.name for each in vectors(row)]:
        return [("", direction(0 if given.name == partner(row).name else 180))]
    if row.layout == "sample":
        return [("", MASK)]
    if isinstance(given.domain, Grades):
        return [("lowest of three", np.array([0])), ("highest", np.array([2]))]
    if given.domain.integer:
        return [("", np.array([0]))]
    if given.domain.over_axis:
        both: list[tuple[str, ArrayLike]] = [("hard target", HARD), ("soft target", SOFT)]
        kinds = [kind for kind in both if legal(given.domain, kind[1])]
        return kinds if len(kinds) > 1 else [("", kinds[0][1])]
    name = "target" if given.name == "y_true" else given.name
    answers = [1.0]
    if not legal(given.domain, [2.0]):  # one of two answers
        second = (0.5,) if isinstance(given.domain, Shares) else (-1.0, 0.0)  # a share of 0 has nothing to show
        answers += [next(answer for answer in second if legal(given.domain, [answer]))]
    count = 2 if joins_vectors(row) else 1
    label = f"{name} {{}}" if name == "target" else ""
    return [(label.format(number(answer)), np.full(count, answer)) for answer in answers]


def vectors(row: Loss) -> list[Input]:
    """The inputs that consist of vectors of one length."""
    named = row.layout == "named"
    if row.across_batch and not named:
        return list(row.inputs())
    return [given for given in row.inputs() if (given.axes in ("ND", "…D") if named else given.domain.over_axis)]


def joins_vectors(row: Loss) -> bool:
    """Whether the loss compares directions: several inputs consist of vectors, and any vector is legal."""
    return len(vectors(row)) > 1 and all(legal(given.domain, direction(120)) for given in vectors(row))


def partner(row: Loss) -> Input:
    """The vector that the moving one begins at: the other one of two, or the positive of a triplet."""
    moving = next(given for given in row.inputs() if given.differentiable)
    return next(given for given in vectors(row) if given.name != moving.name)


def direction(degrees: float) -> NDArray[np.float64]:
    """Two vectors of length 1, in this direction and against it: a pair, for losses that compare one with all."""
    angles = np.radians([degrees, degrees + 180])
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def legal(domain: Domain, values: ArrayLike) -> bool:
    """Whether a domain allows these values."""
    try:
        domain.check(np.asarray(values, dtype=float), "", -1)
    except ValueError:
        return False
    return True


def number(value: float, digits: int = 3) -> str:
    """A number for a reader: few digits, and a minus that is one."""
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


def described(title: str, drawn: Sketch) -> str:
    """A sketch in words, for those who cannot see it: where each curve begins, is lowest, and ends."""
    x, said = drawn.x, [f"{title} against {drawn.xlabel}"]
    for label, y in drawn.curves.items():
        low = int(np.argmax(y <= y.min() + np.finfo(float).eps * np.ptp(y)))  # where it is flat, its first point
        places = [f"{number(y[0])} at {number(x[0])}", f"{number(y[-1])} at {number(x[-1])}"]
        if 0 < low < len(x) - 1:
            places.insert(1, f"lowest, {number(y.min())}, at {number(x[low])}")
        said.append(f"{label}: {'; '.join(places)}" if label else "; ".join(places))
    return ". ".join(said) + "."


LEFT, RIGHT, TOP, BOTTOM = 34, 214, 24, 120  # of the plot in its picture of 220 × 150


def svg(title: str, drawn: Sketch) -> str:
    """A sketch as an SVG element whose ink is the colour of the text around it."""
    low = min(0.0, *(y.min() for y in drawn.curves.values()))
    high = max(y.max() for y in drawn.curves.values())
    high = high if high > low else low + 1
    across = np.interp(drawn.x, drawn.x[[0, -1]], (LEFT, RIGHT))

    def up(y: ArrayLike) -> NDArray[np.float64]:
        return np.interp(np.asarray(y), (low, high), (BOTTOM, TOP))

    lines = []
    for i, (label, y) in enumerate(drawn.curves.items()):
        stroke = f'fill="none" stroke="{PALETTE[i]}" stroke-width="2" stroke-dasharray="{DASHES[i]}"'
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(across, up(y), strict=True))
        lines.append(f'<polyline points="{path}" {stroke}/>')
        if label:
            begin = LEFT + 92 * i
            lines.append(f'<path d="M{begin} 9h16" {stroke}/>{_text(begin + 20, 13, "start", label)}')
    zero = f"{float(up(0)):.1f}"
    axes = f'<path d="M{LEFT} {TOP}V{BOTTOM}M{LEFT} {zero}H{RIGHT}" fill="none" stroke="currentColor" opacity="0.6"/>'
    ends = [_text(LEFT - 4, TOP + 4, "end", number(high)), _text(LEFT - 4, BOTTOM + 4, "end", number(low))]
    ends += [_text(LEFT, 134, "middle", number(drawn.x[0])), _text(RIGHT, 134, "end", number(drawn.x[-1]))]
    ends.append(_text((LEFT + RIGHT) / 2, 146, "middle", drawn.xlabel))
    opening = f'<svg role="img" aria-label="{escape(described(title, drawn))}" viewBox="0 0 220 150" '
    size = 'style="width: 100%; max-width: 17rem; height: auto; font-size: 11px; fill: currentColor">'
    return opening + size + axes + "".join(lines + ends) + "</svg>"


def _text(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'
