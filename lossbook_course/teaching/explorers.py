"""A chart with one slider, every value in it computed by the library beforehand.

The reader's browser looks values up; it never computes a loss. So the chart cannot disagree with the library.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossbook_course.teaching.display import display_html, on_site
from lossbook_course.teaching.plots import DOTS, PALETTE

if TYPE_CHECKING:
    import altair

DASHES = ([1, 0], [8, 3], [3, 2], [9, 3, 2, 3])
SIGNIFICANT_DIGITS = 4
STILLS = {"wide": 600, "narrow": 260}  # pixels of the plot itself
CLIP = re.compile(r'(?<=id=")clip\d+(?=")|(?<=url\(#)clip\d+(?=\))')
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
    points: tuple[ArrayLike, ArrayLike] | None = None,
    readout: Callable[[float], Mapping[str, float]] | None = None,
) -> None:
    """Show curves, or bars, that move with a slider.

    Args:
        x: where the curves are evaluated; for bars, the names of the outcomes.
        f: from a value of the slider to the curves: label to values over ``x``. A NaN or an infinity leaves a gap.
        slider: the name of the parameter, its first and last value, its step and its initial value.
        xlabel: what x is, with its unit.
        ylabel: what the curves are, with their unit.
        alt: what the chart says, in words, for those who cannot see it.
        ylim: the range of the y-axis; by default all that any position of the slider shows, and the points. It never
            moves, so that the curves do.
        bars: draw grouped bars over the outcomes in ``x``.
        points: data to draw as dots behind the curves, which stand still: their x and their y.
        readout: from a value of the slider to numbers that belong to it, told above the chart, a line each.

    Raises:
        ValueError: the slider's initial value is not one of its steps, the curves change their labels, or the data
            are too large for a page.
    """
    curves = _evaluate(f, steps(slider))
    shown = [*curves.values()] if points is None else [*curves.values(), np.asarray(points[1], dtype=float)]
    chart = _moving(_bars if bars else _lines, x, curves, slider, ylim or _range(shown, from_zero=bars))
    chart = chart.properties(title=_title(slider, readout))
    chart.encoding.x.title, chart.encoding.y.title = xlabel, ylabel
    whole: altair.Chart | altair.LayerChart = chart
    if points is not None:
        whole = _over_points(chart, *points, xlabel, ylabel)
    whole = whole.properties(height=280, description=alt)
    if on_site():
        # An SVG in the page takes the colour of the text around it, in the light and in the dark theme.
        whole = _dressed(whole.properties(width="container", background="transparent"), ink="currentColor")
        spec = whole.to_dict()
        del spec["$schema"]  # an address that nobody needs: the page brings its Vega
        display_html(_html(_unbound(spec), alt, slider), alt, **{"application/vnd.vegalite.v5+json": spec})
    else:
        from IPython.display import display

        display(_dressed(whole.properties(width=480)))


def steps(slider: Slider) -> NDArray[np.float64]:
    """Every value that a slider can take."""
    name, start, stop, step, initial = slider
    values = np.round(start + step * np.arange(round((stop - start) / step) + 1), 10)
    if not np.any(np.isclose(values, initial)):
        raise ValueError(f"the slider {name!r} starts at {initial}, which is not one of its steps")
    return values


def _moving(
    draw: Callable[[altair.Chart, list[str]], altair.Chart],
    x: ArrayLike,
    curves: Mapping[str, NDArray[np.float64]],
    slider: Slider,
    ylim: tuple[float, float],
) -> altair.Chart:
    """The chart with its slider and its y-axis, which stands still."""
    import altair

    name, start, stop, step, initial = slider
    range_input = altair.binding_range(min=start, max=stop, step=step, name=f"{name} ")
    # One row for each x. A curve that moves is a list in it, one entry for each position of the slider.
    position = _position(slider)
    picked = {f"c{i}": f"datum.s{i}[{position}]" if _moves(y) else f"datum.s{i}" for i, y in enumerate(curves.values())}
    labels = dict(zip(picked, curves, strict=True))
    chart = (
        altair.Chart(altair.InlineData(values=_rows(x, curves)))
        .transform_calculate(**picked)
        .transform_fold(list(picked), as_=["key", "y"])
        .transform_calculate(curve=f"{json.dumps(labels)}[datum.key]")
        .encode(
            y=altair.Y("y:Q", scale=altair.Scale(domain=list(ylim), nice=False, zero=False)),
            color=altair.Color(
                "curve:N",
                scale=altair.Scale(domain=list(curves), range=list(PALETTE[: len(curves)])),
                legend=altair.Legend(title=None, orient="top", symbolSize=400),
            ),
        )
        .add_params(altair.param("value", value=initial, bind=range_input))
    )
    return draw(chart, list(curves))


def _position(slider: Slider) -> str:
    """Which of its steps the slider stands at, in Vega's language."""
    _, start, _, step, _ = slider
    return f"round((value - {start}) / {step})"


def _title(slider: Slider, readout: Callable[[float], Mapping[str, float]] | None) -> altair.Title:
    """The slider's value, and below it, a line each, the numbers that belong to it."""
    import altair

    name, _, _, step, _ = slider
    lines = [f"{json.dumps(name + ' = ')} + format(value, '.{_decimals(step)}f')"]
    if readout is not None:
        frames = [readout(float(value)) for value in steps(slider)]
        for label in frames[0]:
            told = [f"{label} = {float(frame[label]):.3f}" for frame in frames]
            lines.append(f"{json.dumps(told, ensure_ascii=False)}[{_position(slider)}]")
    return altair.Title(altair.ExprRef(f"[{', '.join(lines)}]" if readout else lines[0]), anchor="start")


def _lines(chart: altair.Chart, labels: list[str]) -> altair.Chart:
    import altair

    dashes = altair.Scale(domain=labels, range=[list(dash) for dash in DASHES[: len(labels)]])
    return chart.mark_line(clip=True, strokeWidth=2.5).encode(
        x=altair.X("x:Q", scale=altair.Scale(nice=False, zero=False), axis=altair.Axis(tickCount=8)),
        strokeDash=altair.StrokeDash("curve:N", scale=dashes, legend=altair.Legend(title=None, orient="top")),
    )


def _bars(chart: altair.Chart, labels: list[str]) -> altair.Chart:
    import altair

    return chart.mark_bar(clip=True).encode(
        x=altair.X("x:N", sort=None, axis=altair.Axis(labelAngle=0)),
        xOffset=altair.XOffset("curve:N", sort=labels),
    )


def _over_points(chart: altair.Chart, x: ArrayLike, y: ArrayLike, xlabel: str, ylabel: str) -> altair.LayerChart:
    """The chart in front of dots, on the same axes."""
    import altair

    title, chart.title = chart.title, altair.Undefined  # in a layered chart it belongs to the whole
    rows = [{"x": _short(a), "y": _short(b)} for a, b in zip(np.asarray(x, float), np.asarray(y, float), strict=True)]
    dots = altair.Chart(altair.InlineData(values=rows)).mark_point(filled=True, color=DOTS, clip=True, size=40)
    dots = dots.encode(x=altair.X("x:Q", title=xlabel), y=altair.Y("y:Q", title=ylabel))
    return altair.LayerChart(layer=[dots, chart]).properties(title=title)


def _evaluate(
    f: Callable[[float], Mapping[str, ArrayLike]], values: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """From each label to an array of one row a position of the slider."""
    frames = [{label: np.asarray(y, dtype=float) for label, y in f(float(value)).items()} for value in values]
    if any(list(frame) != list(frames[0]) for frame in frames):
        raise ValueError("f has to give the same curves at every position of the slider")
    if len(frames[0]) > len(PALETTE):
        raise ValueError(f"{len(frames[0])} curves are too many to tell apart; draw at most {len(PALETTE)}")
    return {label: np.stack([frame[label] for frame in frames]) for label in frames[0]}


def _moves(curve: NDArray[np.float64]) -> bool:
    return not np.array_equal(curve, np.broadcast_to(curve[0], curve.shape), equal_nan=True)


def _rows(x: ArrayLike, curves: Mapping[str, NDArray[np.float64]]) -> list[dict[str, Any]]:
    rows = []
    for i, at in enumerate(np.asarray(x).tolist()):
        row: dict[str, Any] = {"x": at if isinstance(at, str) else _short(at)}
        for j, curve in enumerate(curves.values()):
            row[f"s{j}"] = [_short(y) for y in curve[:, i]] if _moves(curve) else _short(curve[0, i])
        rows.append(row)
    return rows


def _short(number: float) -> float | None:
    """A number as short as JSON can have it; what is not finite is left out of the drawing."""
    return _rounded(number) if np.isfinite(number) else None


def _rounded(number: float) -> float:
    rounded = float(f"{number:.{SIGNIFICANT_DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


def _range(shown: list[NDArray[np.float64]], from_zero: bool) -> tuple[float, float]:
    everything = np.concatenate([values.ravel() for values in shown])
    everything = everything[np.isfinite(everything)]
    low, high = everything.min(), everything.max()
    margin = 0.04 * (high - low or 1)
    return _rounded(0 if from_zero and low >= 0 else low - margin), _rounded(high + margin)


def _decimals(step: float) -> int:
    return len(f"{step:.10f}".rstrip("0").split(".")[1])


def _dressed(chart: altair.Chart | altair.LayerChart, ink: str = "black") -> altair.Chart | altair.LayerChart:
    """The chart in letters that can be read, and in one ink."""
    letters = {"labelFontSize": 12, "titleFontSize": 13, "labelColor": ink, "titleColor": ink}
    lines = {"domainColor": ink, "tickColor": ink, "gridColor": ink, "gridOpacity": 0.15}
    return chart.configure(
        axis=letters | lines | {"titleFontWeight": "normal"},
        legend=letters,
        title={"color": ink, "fontSize": 14},
        view={"stroke": None},
    )


def _unbound(spec: dict[str, Any]) -> dict[str, Any]:
    """The chart without Vega's own slider: the page has one that is there before Vega is."""
    return spec | {"params": [{name: part for name, part in each.items() if name != "bind"} for each in spec["params"]]}


def _html(spec: dict[str, Any], alt: str, slider: Slider) -> str:
    """The chart as data in the page, for the site's own copy of Vega, and as a drawing until somebody moves its slider.

    Vega is four times as large as all else on a page, so it is loaded only then. There are two drawings, for a screen
    and for a phone, since the letters of a drawing shrink with it.
    """
    data = json.dumps(spec, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    if len(data) > MOST_BYTES:
        raise ValueError(
            f"this explorer has {len(data):,} bytes of data, of at most {MOST_BYTES:,}: take fewer x or steps"
        )
    stills = (
        f'<div class="still {name}" aria-hidden="true">{_drawing(data, width)}</div>' for name, width in STILLS.items()
    )
    return (
        f'<div class="lossbook-explorer" role="group" aria-label="{escape(alt)}">'
        f'<script type="application/json">{data}</script>{"".join(stills)}{_range_input(slider)}'
        f'<p class="fallback">A chart with a slider stands here where JavaScript is on. {escape(alt)}</p></div>'
    )


def _range_input(slider: Slider) -> str:
    name, start, stop, step, initial = slider
    return (
        f'<label class="slider"><span>{escape(name)}</span>'
        f'<input type="range" min="{start:g}" max="{stop:g}" step="{step:g}" value="{initial:g}" '
        f'aria-label="{escape(name)}" autocomplete="off"><output>{initial:.{_decimals(step)}f}</output></label>'
    )


def _drawing(data: str, width: int) -> str:
    """The first state of a chart as SVG."""
    import vl_convert

    spec = json.loads(data, object_hook=lambda part: {**part, "width": width} if "width" in part else part)
    own = hashlib.sha256(f"{data} {width}".encode()).hexdigest()[:8]  # a page has several, and an id is there once
    return CLIP.sub(rf"\g<0>-{own}", vl_convert.vegalite_to_svg(spec))
