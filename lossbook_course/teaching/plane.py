"""Points of two classes in a plane, and the straight lines that part them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook_course.teaching.plots import DASHES, PALETTE, show, subplots

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLASSES = ((-1, "o", PALETTE[0]), (1, "s", PALETTE[1]))  # a shape each, for whoever sees no colour
LINES = ((PALETTE[2], DASHES[0]), (PALETTE[3], DASHES[1]))
FAINT = "#808080"

Line = tuple[ArrayLike, float]


def plane(
    x: ArrayLike,
    y: ArrayLike,
    lines: Mapping[str, Line],
    *,
    alt: str,
    street: str | None = None,
    marked: ArrayLike | None = None,
) -> None:
    """Draw two classes of points and the lines where a linear score is 0.

    Args:
        x: the points, of shape (N, 2).
        y: their labels, −1 or 1.
        lines: from the label of a line to its direction and its offset: the score is ``x @ direction + offset``. At
            most two.
        alt: what the figure says, in words, for those who cannot see it.
        street: the line whose street is drawn too, from score −1 to score 1.
        marked: which points get a ring around them.

    Raises:
        ValueError: more than two lines, or ``street`` is none of them.
    """
    if len(lines) > len(LINES):
        raise ValueError(f"{len(lines)} lines are too many to tell apart here; draw at most {len(LINES)}")
    if street is not None and street not in lines:
        raise ValueError(f"street needs to be one of the lines {', '.join(lines)}, got {street!r}")
    points, truth = np.asarray(x, dtype=float), np.asarray(y)
    fig, ax = subplots(width=5.6, height=3.8)
    fig.set_layout_engine("compressed")  # for axes of one scale: a street is as wide as it looks
    for sign, shape, colour in CLASSES:
        name = f"label {sign:d}".replace("-", "−")
        ax.plot(*points[truth == sign].T, shape, color=colour, markersize=5, alpha=0.8, label=name)
    if marked is not None:
        ring = {"markersize": 11, "markerfacecolor": "none", "linestyle": "none", "color": "#000000"}
        ax.plot(*points[np.asarray(marked)].T, "o", label="support vector", **ring)
    ends = _limits(points)
    for (label, line), (colour, dashes) in zip(lines.items(), LINES, strict=False):
        _draw_line(ax, ends[0], line, 0, color=colour, linestyle=dashes, label=label)
        for score in (-1, 1) if label == street else ():
            _draw_line(ax, ends[0], line, score, color=FAINT, linestyle=DASHES[2], linewidth=1.2)
    ax.set(xlabel="first feature", ylabel="second feature", xlim=ends[0], ylim=ends[1], aspect="equal")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    show(fig, alt)


def _limits(x: NDArray[np.float64]) -> tuple[tuple[float, float], tuple[float, float]]:
    low, high = x.min(axis=0) - 0.5, x.max(axis=0) + 0.5
    return (low[0], high[0]), (low[1], high[1])


def _draw_line(ax: Axes, span: tuple[float, float], line: Line, score: float, **style: Any) -> None:
    """Where the score of a point is ``score``; an upright line too."""
    direction, offset = np.asarray(line[0], dtype=float), float(line[1])
    foot = (score - offset) * direction / (direction @ direction)  # the point of the line nearest to the origin
    along = np.array([-direction[1], direction[0]]) / np.linalg.norm(direction)
    reach = 4 * max(map(abs, span))
    ends = foot + np.outer([-reach, reach], along)
    ax.plot(*ends.T, **style)
