"""Figures that read in light and in dark, on a wide screen and on a phone, and with the eyes closed."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from lossbook_course.teaching.display import display_html

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import LineStyleType, RcKeyType

# From Okabe and Ito's colours for colour-blind readers, the four with a contrast of 3 on white and on near-black.
# The dashes say the same once more, for whoever prints the page or sees no colour at all.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
DASHES: tuple[LineStyleType, ...] = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (7, 2, 1.5, 2)))

DOTS = "#808080"  # data behind curves
INK = "#000000"  # Matplotlib's black; in the page it becomes the colour of the text around the figure

Label = TypeVar("Label", int, str)


def subplots(ncols: int = 1, *, width: float = 4.6, height: float = 3.0) -> tuple[Figure, Any]:
    """``plt.subplots`` in the style of the course.

    Args:
        ncols: panels side by side. On a phone they shrink together; two figures shown one by one do not.
        width: width of one panel in inches.
        height: height in inches.

    Returns:
        The figure, and its axes: one, or an array of ``ncols``.
    """
    import matplotlib.pyplot as plt

    with plt.rc_context(_style()):
        return plt.subplots(1, ncols, figsize=(width * ncols, height), layout="constrained")


def show(fig: Figure, alt: str) -> None:
    """Display a Matplotlib figure as inline SVG, and close it.

    Text stays text. Black becomes the colour of the surrounding text, so that the figure reads in a dark theme as well;
    a black that has to stay black, such as a number on a bright cell, is written ``"#010101"``.

    Args:
        fig: the figure; ``subplots`` gives one in the style of the course.
        alt: what the figure says, in words, for those who cannot see it.
    """
    import matplotlib.pyplot as plt

    drawing = _svg(fig, f'role="img" aria-label="{escape(alt)}"', salt=alt)
    plt.close(fig)
    display_html(f'<div class="lossbook-figure">{drawing}</div>', alt)


def curves(
    x: ArrayLike,
    values: Mapping[str, ArrayLike],
    *,
    xlabel: str,
    ylabel: str,
    alt: str,
    gradients: Mapping[str, ArrayLike] | None = None,
    gradient_label: str = "gradient",
    points: tuple[ArrayLike, ArrayLike] | None = None,
) -> None:
    """Draw curves over one x; with ``gradients``, a second panel beside them, which wraps below on a phone.

    Args:
        x: where the curves are evaluated.
        values: from the label of a curve to its values; at most four. A NaN leaves a gap.
        xlabel: what x is, with its unit.
        ylabel: what the values are, with their unit (nats, bits).
        alt: what the figure says, in words, for those who cannot see it.
        gradients: the same labels, with the gradients of the curves.
        gradient_label: what the gradients are.
        points: data to draw as dots behind the curves: their x and their y.

    Raises:
        ValueError: more than four curves, or a gradient whose label is not that of a curve.
    """
    import matplotlib.pyplot as plt

    if len(values) > len(PALETTE):
        raise ValueError(f"{len(values)} curves are too many to tell apart; draw at most {len(PALETTE)}")
    if unknown := set(gradients or ()) - set(values):
        raise ValueError(f"gradients of curves that are not drawn: {sorted(unknown)}")

    styles = {label: (PALETTE[i], DASHES[i]) for i, label in enumerate(values)}
    panels = [(values, ylabel)] if gradients is None else [(values, ylabel), (gradients, gradient_label)]
    figures = []
    for series, label in panels:
        fig, ax = subplots()
        _draw(ax, np.asarray(x), series, styles)
        ax.set(xlabel=xlabel, ylabel=label)
        figures.append(fig)
    if points is not None:
        figures[0].axes[0].plot(*points, "o", color=DOTS, markersize=3, linestyle="", zorder=1)
    if len(values) > 1:
        figures[0].axes[0].legend()

    if gradients is None:
        show(figures[0], alt)
        return
    drawings = [_svg(fig, 'aria-hidden="true"', salt=f"{alt} {i}") for i, fig in enumerate(figures)]
    for fig in figures:
        plt.close(fig)
    side_by_side = "".join(f'<div style="flex: 1 1 18rem; max-width: 30rem">{drawing}</div>' for drawing in drawings)
    display_html(
        f'<div class="lossbook-figure" role="img" aria-label="{escape(alt)}" '
        f'style="display: flex; flex-wrap: wrap; gap: 0.5rem">{side_by_side}</div>',
        alt,
    )


def place(ax: Axes, points: ArrayLike, labels: Sequence[Label]) -> None:
    """Write each label where its point lies, so that nobody needs a legend, or colours, to tell which is which.

    Args:
        ax: the axes; their limits become those of the points.
        points: of shape (N, 2).
        labels: N whole numbers or short words. Equal ones get the same colour of the palette's four.
    """
    at = np.asarray(points, dtype=float)
    order = {label: i for i, label in enumerate(sorted(set(labels)))}
    for (x, y), label in zip(at, labels, strict=True):
        colour = PALETTE[order[label] % len(PALETTE)]
        ax.text(x, y, str(label), color=colour, fontsize=9, ha="center", va="center", clip_on=True)
    low, high = at.min(axis=0), at.max(axis=0)
    margin = 0.05 * np.where(high > low, high - low, 1)
    (left, bottom), (right, top) = low - margin, high + margin
    ax.set(xlim=(left, right), ylim=(bottom, top))


def _draw(
    ax: Axes, x: np.ndarray, series: Mapping[str, ArrayLike], styles: Mapping[str, tuple[str, LineStyleType]]
) -> None:
    lowest = min(np.nanmin(np.asarray(y)) for y in series.values())
    if lowest < 0:
        ax.axhline(0, color="#808080", linewidth=0.8)
    for label, y in series.items():
        colour, dashes = styles[label]
        ax.plot(x, np.asarray(y), label=label, color=colour, linestyle=dashes)


def _style() -> dict[RcKeyType, Any]:
    from cycler import cycler

    return {
        "axes.prop_cycle": cycler(color=PALETTE) + cycler(linestyle=DASHES),
        "axes.spines.right": False,
        "axes.spines.top": False,
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 11,
        "lines.linewidth": 2,
    }


def _svg(fig: Figure, attributes: str, salt: str) -> str:
    """The figure as an ``<svg>`` element that stands in a page beside others."""
    import matplotlib.pyplot as plt

    for ax in fig.axes:
        if legend := ax.get_legend():
            legend.get_frame().set(facecolor="none", edgecolor="none")
    # Identifiers come from the salt: the same at every build, different from those of the page's other figures.
    salt = hashlib.sha256(salt.encode()).hexdigest()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    out = io.StringIO()
    with plt.rc_context({"svg.fonttype": "none", "svg.hashsalt": salt}):
        fig.savefig(out, format="svg", transparent=True, metadata=nothing)
    return _inline(out.getvalue(), attributes)


def _inline(svg: str, attributes: str) -> str:
    """Matplotlib's SVG file as an element of a page: its size, ink and styles come from around it."""
    svg = svg[svg.index("<svg") :]
    view_box = next(re.finditer(r'viewBox="0 0 ([\d.]+) [\d.]+"', svg))
    style = (
        f"width: 100%; max-width: {float(view_box[1]) * 4 / 3:.0f}px; height: auto; "
        "fill: currentColor; stroke-linejoin: round; stroke-linecap: butt"
    )
    svg = re.sub(r"<svg[^>]*>", f'<svg {attributes} {view_box[0]} style="{style}">', svg, count=1)
    # As a file it may style every element there is; in a page that would be the whole page.
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", svg, count=1, flags=re.DOTALL)
    svg = svg.replace(INK, "currentColor").replace("xlink:href", "href")
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', svg))
    svg = re.sub(r' id="([^"]*)"', lambda match: match[0] if match[1] in used else "", svg)
    svg = re.sub(r' d="[^"]*"', lambda match: re.sub(r"(\.\d\d)\d+", r"\1", match[0]), svg)
    return re.sub(r"\n\s*", "\n", svg).strip()
