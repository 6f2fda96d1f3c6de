"""A chart with one slider, every value in it computed by the library beforehand.

The reader's browser looks values up; it never computes a loss. So the chart cannot disagree with the library.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook.teaching.display import display_html, on_site
from lossbook.teaching.plots import PALETTE

if TYPE_CHECKING:
    import altair

DASHES = ([1, 0], [8, 3], [3, 2], [9, 3, 2, 3])
SIGNIFICANT_DIGITS = 4
MOST_BYTES = 100_000  # a page has to open fast on a phone

Slider = tuple[str, float, float, float, float]


def explorer(
    x: ArrayLike,
    f: Callable[[float], Mapping[str, ArrayLike]],
    *,
    slider: Slider,
    xlabel: str,
    ylabel: str,
    alt: str,
    ylim: tuple[float, float] | None = None,
    bars: bool = False,
) -> None:
    """Show curves, or bars, that move with a slider.

    Args:
        x: where the curves are evaluated; for bars, the names of the outcomes.
        f: from a value of the slider to the curves: label to values over ``x``. A NaN or an infinity leaves a gap.
        slider: the name of the parameter, its first and last value, its step and its initial value.
        xlabel: what x is, with its unit.
        ylabel: what the curves are, with their unit.
        alt: what the chart says, in words, for those who cannot see it.
        ylim: the range of the y-axis; by default all that any position of the slider shows. It never moves, so that
            the curves do.
        bars: draw grouped bars over the outcomes in ``x``.

    Raises:
        ValueError: the slider's initial value is not one of its steps, the curves change their labels, or the data
            are too large for a page.
    """
    chart = _chart(x, f, slider, (xlabel, ylabel), alt, ylim, bars)
    if on_site():
        display_html(_html(chart, alt), alt)
    else:
        from IPython.display import display

        display(chart.properties(width=480))


def steps(slider: Slider) -> NDArray[np.float64]:
    """Every value that a slider can take."""
    name, start, stop, step, initial = slider
    values = np.round(start + step * np.arange(round((stop - start) / step) + 1), 10)
    if not np.any(np.isclose(values, initial)):
        raise ValueError(f"the slider {name!r} starts at {initial}, which is not one of its steps")
    return values


def _chart(x, f, slider: Slider, labels, alt: str, ylim, bars: bool) -> altair.LayerChart:
    import altair as alt_

    curves = _evaluate(f, steps(slider))
    name, start, stop, step, initial = slider
    value = alt_.param("value", value=initial, bind=alt_.binding_range(min=start, max=stop, step=step, name=f"{name} "))
    # One row for each x. A curve that moves is a list, one entry for each position of the slider.
    position = f"round((value - {start}) / {step})"
    keys = {f"c{i}": label for i, label in enumerate(curves)}
    picked = {key: _pick(key, curves[label], position) for key, label in keys.items()}
    chart = (
        alt_.Chart(alt_.InlineData(values=_rows(x, curves)))
        .transform_calculate(**picked)
        .transform_fold(list(keys), as_=["key", "y"])
        .transform_calculate(curve=f"{json.dumps(keys)}[datum.key]")
    )
    domain = ylim or _range(curves, from_zero=bars)
    order = {"domain": list(curves), "range": list(PALETTE[: len(curves)])}
    title = alt_.Title(
        alt_.ExprRef(f"{json.dumps(name + ' = ')} + format(value, '.{_decimals(step)}f')"), anchor="start"
    )
    y = alt_.Y("y:Q", title=labels[1], scale=alt_.Scale(domain=list(domain), nice=False, zero=False))
    colour = alt_.Color(
        "curve:N", scale=alt_.Scale(**order), legend=alt_.Legend(title=None, orient="top", symbolSize=400)
    )
    if bars:
        marks = chart.mark_bar(clip=True).encode(
            x=alt_.X("x:N", title=labels[0], sort=None, axis=alt_.Axis(labelAngle=0)),
            xOffset=alt_.XOffset("curve:N", sort=list(curves)),
            y=y,
            color=colour,
        )
    else:
        dashes = alt_.Scale(domain=list(curves), range=[list(dash) for dash in DASHES[: len(curves)]])
        marks = chart.mark_line(clip=True, strokeWidth=2.5).encode(
            x=alt_.X("x:Q", title=labels[0], scale=alt_.Scale(nice=False, zero=False)),
            y=y,
            color=colour,
            strokeDash=alt_.StrokeDash("curve:N", scale=dashes, legend=alt_.Legend(title=None, orient="top")),
        )
    return marks.add_params(value).properties(height=280, title=title, description=alt)


def _evaluate(f: Callable[[float], Mapping[str, ArrayLike]], values: NDArray) -> dict[str, NDArray]:
    """From each label to an array of one row a position of the slider."""
    frames = [{label: np.asarray(y, dtype=float) for label, y in f(float(value)).items()} for value in values]
    if any(list(frame) != list(frames[0]) for frame in frames):
        raise ValueError("f has to give the same curves at every position of the slider")
    if len(frames[0]) > len(PALETTE):
        raise ValueError(f"{len(frames[0])} curves are too many to tell apart; draw at most {len(PALETTE)}")
    return {label: np.stack([frame[label] for frame in frames]) for label in frames[0]}


def _moves(curve: NDArray) -> bool:
    return not np.array_equal(curve, np.broadcast_to(curve[0], curve.shape), equal_nan=True)


def _pick(key: str, curve: NDArray, position: str) -> str:
    return f"datum.{key.replace('c', 's')}[{position}]" if _moves(curve) else f"datum.{key.replace('c', 's')}"


def _rows(x: ArrayLike, curves: Mapping[str, NDArray]) -> list[dict[str, Any]]:
    rows = []
    for i, at in enumerate(np.asarray(x).tolist()):
        row = {"x": at if isinstance(at, str) else _short(at)}
        for j, curve in enumerate(curves.values()):
            row[f"s{j}"] = [_short(y) for y in curve[:, i]] if _moves(curve) else _short(curve[0, i])
        rows.append(row)
    return rows


def _short(number: float) -> float | None:
    """A number as short as JSON can have it; what is not finite is left out of the drawing."""
    if not np.isfinite(number):
        return None
    rounded = float(f"{number:.{SIGNIFICANT_DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


def _range(curves: Mapping[str, NDArray], from_zero: bool) -> tuple[float, float]:
    everything = np.concatenate([curve.ravel() for curve in curves.values()])
    everything = everything[np.isfinite(everything)]
    low, high = everything.min(), everything.max()
    margin = 0.04 * (high - low or 1)
    return _short(0 if from_zero and low >= 0 else low - margin), _short(high + margin)


def _decimals(step: float) -> int:
    return len(f"{step:.10f}".rstrip("0").split(".")[1])


def _html(chart: altair.LayerChart, alt: str) -> str:
    """The chart as data in the page, for the site's own copy of Vega; nothing in it names another host."""
    ink = {"labelColor": "currentColor", "titleColor": "currentColor"}
    lines = {
        "domainColor": "currentColor",
        "tickColor": "currentColor",
        "gridColor": "currentColor",
        "gridOpacity": 0.15,
    }
    chart = chart.properties(width="container", background="transparent").configure(
        axis=ink | lines, legend=ink, title={"color": "currentColor"}, view={"stroke": None}
    )
    spec = chart.to_dict()
    del spec["$schema"]  # an address that nobody needs: the page brings its Vega
    data = json.dumps(spec, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    if len(data) > MOST_BYTES:
        raise ValueError(
            f"this explorer has {len(data):,} bytes of data, of at most {MOST_BYTES:,}: take fewer x or steps"
        )
    return (
        f'<div class="lossbook-explorer" role="group" aria-label="{escape(alt)}">'
        f'<script type="application/json">{data}</script>'
        f'<p class="fallback">A chart with a slider stands here where JavaScript is on. {escape(alt)}</p></div>'
    )
