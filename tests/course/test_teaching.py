"""What pages show: figures, explorers, glued numbers and checked exercises."""

import json
import math
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from myst_nb.ext.glue import extract_glue_data_cell
from nbformat import from_dict

from lossbook.numpy.information import cross_entropy, entropy
from lossbook_course.teaching import PALETTE, check, curves, explorer, glue, place, show, subplots
from lossbook_course.teaching.exercises import (
    EXERCISES,
    NotYet,
    array,
    call,
    compare,
    exercise,
    judge,
    names,
    number,
)
from lossbook_course.teaching.explorers import steps

X = np.linspace(0, 1, 11)


@pytest.fixture
def shown(monkeypatch):
    """Everything displayed, as pairs of HTML and text."""
    outputs = []
    for module in ("plots", "explorers", "exercises"):
        target = sys.modules[f"lossbook_course.teaching.{module}"]
        monkeypatch.setattr(target, "display_html", lambda html, text, **others: outputs.append((html, text)))
    return outputs


def test_importing_the_teaching_package_loads_no_framework_and_no_plotting():
    heavy = {"tensorflow", "torch", "altair", "matplotlib"}
    code = f"import sys, lossbook_course.teaching; print(*{heavy} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


# Figures


def black_ink(svg: str) -> list[str]:
    return re.findall(r"#000000|#000\b|\bblack\b|rgb\(0", svg)


def test_a_figure_is_inline_svg_with_a_label_and_the_ink_of_its_page(shown):
    fig, ax = subplots()
    ax.plot(X, X, label="a line")
    ax.plot(X, X**2, color="k", label="a dark line")
    ax.set_xlabel("x (bits)")
    ax.legend()
    show(fig, 'a line & a "parabola" below it')
    (html, text), *_ = shown
    assert 'role="img"' in html and 'aria-label="a line &amp; a &quot;parabola&quot; below it"' in html
    assert text == 'a line & a "parabola" below it'
    assert black_ink(html) == [] and "currentColor" in html
    assert ">x (bits)</text>" in html  # text stays text
    assert 'viewBox="0 0 ' in html and "height: auto" in html and "max-width" in html
    assert "<style" not in html and "<?xml" not in html and "http" not in html


def test_a_shown_figure_is_closed(shown):
    import matplotlib.pyplot as plt

    fig, _ = subplots()
    show(fig, "empty axes")
    assert not plt.fignum_exists(fig.number)


def test_a_figure_is_the_same_at_every_build_and_its_identifiers_its_own(shown):
    for alt in ("first", "first", "second"):
        curves(X, {"up": X}, xlabel="x", ylabel="y", alt=alt)
    first, again, second = (html for html, _ in shown)
    assert first == again
    identifiers = [set(re.findall(r' id="([^"]+)"', html)) for html in (first, second)]
    assert identifiers[0] and not identifiers[0] & identifiers[1]


def test_curves_differ_in_colour_and_in_dashes(shown):
    curves(X, {"a": X, "b": X**2, "c": X**3, "d": X**4}, xlabel="x", ylabel="bits", alt="four powers")
    html = shown[0][0]
    lines = re.findall(r'style="fill: none; (?:stroke-dasharray: ([\d., ]+); )?[^"]*stroke: (#\w{6})', html)
    drawn = {colour: dashes for dashes, colour in lines if colour.upper() in PALETTE}
    assert len(drawn) == 4 and len(set(drawn.values())) == 4


def test_data_are_drawn_as_dots_behind_curves(shown):
    curves(X, {"a": X}, points=([0.1, 0.2, 0.9], [3, 2, 1]), xlabel="x", ylabel="bits", alt="a line and three dots")
    html = shown[0][0]
    dots, line = html.index("fill: #808080"), html.index(f"stroke: {PALETTE[0].lower()}")
    assert len(re.findall(r"<use [^>]*fill: #808080", html)) == 3 and dots < line


def test_loss_and_gradient_are_one_image_that_wraps(shown):
    curves(X, {"a": X**2}, gradients={"a": 2 * X - 1}, xlabel="x", ylabel="loss (nats)", alt="a parabola")
    (html, _), *rest = shown
    assert not rest and html.count("<svg") == 2 and html.count('role="img"') == 1
    assert "flex-wrap: wrap" in html and html.count('aria-hidden="true"') == 2


def test_what_cannot_be_told_apart_is_refused():
    with pytest.raises(ValueError, match="at most 4"):
        curves(X, {str(i): X for i in range(5)}, xlabel="x", ylabel="y", alt="")
    with pytest.raises(ValueError, match="not drawn"):
        curves(X, {"a": X}, gradients={"b": X}, xlabel="x", ylabel="y", alt="")


def test_labels_stand_where_their_points_lie():
    _, ax = subplots()
    place(ax, [[0, 0], [2, 4], [1, 1]], [7, 3, 7])
    written = [(text.get_text(), text.get_position(), text.get_color()) for text in ax.texts]
    assert written == [("7", (0, 0), PALETTE[1]), ("3", (2, 4), PALETTE[0]), ("7", (1, 1), PALETTE[1])]
    assert ax.get_xlim() == pytest.approx((-0.1, 2.1)) and ax.get_ylim() == pytest.approx((-0.2, 4.2))
    with pytest.raises(ValueError):
        place(ax, [[0, 0]], [1, 2])


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("background", ["#ffffff", "#14181e"])
@pytest.mark.parametrize("colour", PALETTE)
def test_every_colour_has_the_contrast_that_graphics_need(colour, background):
    low, high = sorted((luminance(colour), luminance(background)))
    assert (high + 0.05) / (low + 0.05) >= 3


# Explorers


def bernoulli(p):
    return np.stack([1 - p, p], axis=-1)


def entropies(q):
    p = bernoulli(X)
    return {"H(p)": entropy(p), "H(p, q)": cross_entropy(p, np.broadcast_to(bernoulli(q), p.shape))}


OPTIONS = {"slider": ("q", 0.1, 0.9, 0.1, 0.5), "xlabel": "p", "ylabel": "bits", "alt": "a curve </script> & a line"}


@pytest.fixture
def on_site(monkeypatch):
    monkeypatch.setenv("LOSSBOOK_SITE", "1")


def spec_of(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])


def rows_of(spec: dict) -> list[dict]:
    return next(iter(spec["datasets"].values())) if "datasets" in spec else spec["data"]["values"]


def test_an_explorer_holds_the_values_of_the_library(shown, on_site):
    explorer(X, entropies, **OPTIONS)
    rows = rows_of(spec_of(shown[0][0]))
    assert len(rows) == len(X)
    for i, q in enumerate(steps(OPTIONS["slider"])):
        expected = entropies(q)
        # The entropy does not depend on q and is stored once; four significant digits of each value are kept.
        np.testing.assert_allclose([row["s0"] for row in rows], expected["H(p)"], rtol=5e-4)
        np.testing.assert_allclose([row["s1"][i] for row in rows], expected["H(p, q)"], rtol=5e-4)


def test_an_explorer_on_the_site_asks_nobody_else(shown, on_site):
    explorer(X, entropies, **OPTIONS)
    html = shown[0][0]
    assert html.startswith(
        '<div class="lossbook-explorer" role="group" aria-label="a curve &lt;/script&gt; &amp; a line">'
    )
    assert "//" not in re.sub(r'xmlns(:xlink)?="[^"]*"', "", html)  # the names of SVG are no addresses
    assert html.count('<div class="still ') == 2 and '<p class="fallback">' in html
    assert html.count("</script>") == 1  # the one in the alternative text is escaped


def test_an_explorer_on_the_site_has_a_slider_that_waits_for_nothing(shown, on_site):
    explorer(X, entropies, **OPTIONS, points=([0.2], [1]))
    html = shown[0][0]
    assert '<input type="range" min="0.1" max="0.9" step="0.1" value="0.5" aria-label="q"' in html
    assert [param["name"] for param in spec_of(html)["params"]] == ["value"]
    assert "bind" not in spec_of(html)["params"][0]  # or Vega would bring a second one


def test_the_axis_of_an_explorer_stands_still_and_holds_every_position(shown, on_site):
    explorer(X, entropies, **OPTIONS)
    spec = spec_of(shown[0][0])
    low, high = spec["encoding"]["y"]["scale"]["domain"]
    everything = np.concatenate([y for q in steps(OPTIONS["slider"]) for y in entropies(q).values()])
    assert low < everything.min() and everything.max() < high < 1.1 * everything.max()


def test_data_stand_still_behind_an_explorer_and_are_in_its_range(shown, on_site):
    import vl_convert

    explorer(X, entropies, **OPTIONS, points=([0.2, 0.4, 0.6], [1, 2, 30]))
    spec = spec_of(shown[0][0])
    dots, lines = spec["layer"]
    assert spec["datasets"][dots["data"]["name"]] == [{"x": 0.2, "y": 1}, {"x": 0.4, "y": 2}, {"x": 0.6, "y": 30}]
    assert lines["encoding"]["y"]["scale"]["domain"][1] > 30
    svg = vl_convert.vegalite_to_svg(spec | {"width": 400})
    assert "q = 0.5" in svg and svg.count('aria-roledescription="point"') == 3
    assert len(re.findall(r'aria-roledescription="line mark"', svg)) == 2


@pytest.mark.parametrize("bars", [False, True])
def test_vega_draws_the_explorer_at_its_initial_value(shown, on_site, bars):
    import vl_convert

    explorer(X if not bars else list("abcdefghijk"), entropies, **OPTIONS, bars=bars)
    svg = vl_convert.vegalite_to_svg(spec_of(shown[0][0]) | {"width": 400})
    assert "q = 0.5" in svg and "H(p, q)" in svg and "currentColor" in svg
    marks = re.findall(r'aria-roledescription="(?:bar|line mark)"', svg)
    assert len(marks) == (2 * len(X) if bars else 2)


def test_an_explorer_tells_the_numbers_that_belong_to_the_slider(shown, on_site):
    import vl_convert

    explorer(X, entropies, **OPTIONS, readout=lambda q: {"H(q)": entropy([q, 1 - q]), "twice": 2 * q})
    spec = spec_of(shown[0][0]) | {"width": 400}
    svg = vl_convert.vegalite_to_svg(spec)
    assert all(line in svg for line in (">q = 0.5<", ">H(q) = 1.000<", ">twice = 1.000<"))
    spec["params"][0]["value"] = 0.9
    svg = vl_convert.vegalite_to_svg(spec)
    assert all(line in svg for line in (">q = 0.9<", ">H(q) = 0.469<", ">twice = 1.800<"))


def test_what_is_not_finite_leaves_a_gap(shown, on_site):
    explorer([0, 1], lambda q: {"a": [np.inf, q]}, **OPTIONS)
    infinite, finite = rows_of(spec_of(shown[0][0]))
    assert infinite["s0"] is None or set(infinite["s0"]) == {None}
    assert finite["s0"] == pytest.approx(steps(OPTIONS["slider"]))


def test_an_explorer_in_a_notebook_is_an_altair_chart(monkeypatch):
    import altair

    monkeypatch.delenv("LOSSBOOK_SITE", raising=False)
    displayed = []
    monkeypatch.setattr("IPython.display.display", displayed.append)
    explorer(X, entropies, **OPTIONS)
    assert isinstance(displayed[0], altair.Chart) and displayed[0].width == 480


def test_an_explorer_that_cannot_work_says_why(on_site):
    with pytest.raises(ValueError, match="not one of its steps"):
        explorer(X, entropies, **OPTIONS | {"slider": ("q", 0.1, 0.9, 0.1, 0.55)})
    with pytest.raises(ValueError, match="same curves"):
        explorer(X, lambda q: {str(q): X}, **OPTIONS)
    with pytest.raises(ValueError, match="fewer x or steps"):
        explorer(np.linspace(0, 1, 2000), lambda q: {"a": q * np.linspace(0.1, 1, 2000)}, **OPTIONS)


# Glue


@pytest.mark.parametrize("value", [2.5, np.float64(2.5), np.array(2.5)])
def test_glue_hands_over_a_python_number_that_prose_can_format_and_shows_nothing(monkeypatch, capsys, value):
    handed = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw, **others: handed.append({"data": data, **others}))
    glue("bits", value)
    cell = from_dict({"outputs": handed})
    ((name, output),) = extract_glue_data_cell(cell)  # as MyST-NB does when it makes the site
    assert (name, output.data, cell.outputs) == ("bits", {"text/plain": "2.5"}, [])
    assert capsys.readouterr().out == ""


# Exercises


@pytest.fixture
def fair_die(monkeypatch):
    monkeypatch.setattr("lossbook_course.teaching.exercises.EXERCISES", dict(EXERCISES))
    fair = np.full(6, 1 / 6)

    @exercise("fair die")
    def fair_die(answer):
        compare(number(answer), entropy(fair), {"that is in nats": entropy(fair, base=math.e)})

    return "fair die"


class Tensor:
    """A tensor with a gradient: NumPy gets at its numbers only when they are detached and on the CPU."""

    def __init__(self, value, bare=False):
        self.value, self.bare = value, bare

    def detach(self):
        return Tensor(self.value)

    def cpu(self):
        return Tensor(self.value, bare=True)

    def __array__(self, dtype=None, copy=None):
        assert self.bare, "detach and move it first"
        return np.array(self.value, dtype)


@pytest.mark.parametrize(
    "answer",
    [
        *(math.log2(6), 2.585, 2.58, np.float32(2.585), np.array([math.log2(6)]), [2.585]),
        *(Decimal("2.585"), Fraction(2585, 1000), [Fraction(2585, 1000)], Tensor(2.585)),
    ],
)
def test_a_right_answer_is_correct(fair_die, answer):
    assert judge(fair_die, answer) == ("correct", "")


@pytest.mark.parametrize("answer", [..., None])
def test_a_starter_is_not_answered(fair_die, answer):
    assert judge(fair_die, answer) == ("not answered", "")


@pytest.mark.parametrize(
    "answer, hint",
    [
        (math.log(6), "nats"),
        (-math.log2(6), "sign"),
        (2.6, "rounded too early"),
        (2.55, "not close enough"),
        (2.58496 * 1.003, "not close enough"),
        (math.nan, "NaN"),
        (math.inf, "not this value"),
        ("2.585", "type str"),
        (True, "type bool"),
        (2.585j, "type complex"),
        ([2.0, 3.0], "this has 2"),
        ([], "this has 0"),
        ([[1], [2, 3]], "cannot read"),
        (entropy, "call it"),
        (object(), "type object"),
        (10**400, "type int"),
    ],
)
def test_a_wrong_answer_gets_the_hint_that_fits(fair_die, answer, hint):
    verdict, said = judge(fair_die, answer)
    assert verdict == "not yet" and hint in said


class Nasty:
    """Raises whatever one does with it."""

    def __getattribute__(self, name):
        raise SystemExit(name)

    __repr__ = __array__ = __call__ = __eq__ = __len__ = __float__ = lambda self, *_: 1 / 0
    __hash__ = None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text() | st.binary()
    | st.builds(Nasty) | st.just(...) | st.just(int) | st.just(print),
    lambda inner: st.lists(inner) | st.tuples(inner) | st.dictionaries(st.text(), inner) | st.just(lambda *_: 1 / 0),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.usefixtures("quick_checks")
@settings(max_examples=20)
@given(answer=ANYTHING)
@pytest.mark.parametrize("name", ["no such exercise", *names()])
def test_no_answer_makes_a_check_raise(name, answer):
    verdict, _ = judge(name, answer)
    assert verdict in ("correct", "not yet", "not answered")


def test_functions_are_called_on_copies_and_their_errors_are_hints():
    given = np.ones(2)

    def spoil(x):
        x[:] = 0
        return 1.0

    assert call(spoil, given) == 1.0 and given.tolist() == [1, 1]
    with pytest.raises(NotYet, match="your function raised ZeroDivisionError: division by zero"):
        call(lambda x: 1 / 0, given)
    with pytest.raises(NotYet, match="a function is wanted"):
        call(3.0, given)


@pytest.mark.parametrize("expected", [2.58496, 0.33238, 1.0049, 0.50231, 99_950.0])
def test_three_digits_are_enough_and_two_are_not(expected):
    compare(expected * 1.0009, expected)
    compare(float(f"{expected:.3g}"), expected)
    compare(np.array([1.0, float(f"{expected:.3g}")]), [1.0, expected])
    for wrong in (1.0013 * expected, 0.9987 * expected, 1.005 * expected):
        if wrong != pytest.approx(float(f"{expected:.3g}"), rel=1e-5):
            with pytest.raises(NotYet, match="not close enough"):
                compare(wrong, expected)
    with pytest.raises(NotYet, match="not this value"):
        compare(1.03 * expected, expected)


def test_a_zero_is_known_by_its_absolute_size():
    compare(9e-7, 0.0)
    with pytest.raises(NotYet):
        compare(2e-6, 0.0)
    compare(2e-6, 0.0, atol=1e-5)


def test_a_rounded_mistake_gets_its_hint_and_the_nearest_mistake_comes_first():
    with pytest.raises(NotYet, match="nats"):
        compare(2.56, math.log2(13), {"in nats": math.log(13)})
    with pytest.raises(NotYet, match="exactly"):
        compare(1.8, 2.58496, {"rounded": 1.8021, "exactly": 1.8})
    with pytest.raises(NotYet, match="sum"):  # a hint goes before the leave to round
        compare(30.0, 29.97, {"the sum": 30.0})


def test_what_returns_nothing_lacks_a_return():
    with pytest.raises(NotYet, match="is a return missing"):
        call(lambda x: None, 1.0)


def test_an_array_of_another_shape_is_not_broadcast():
    with pytest.raises(NotYet, match=re.escape("shape (2,) is wanted, and this has shape (2, 1)")):
        array([[1.0], [1.0]], (2,))
    with pytest.raises(NotYet):
        compare(np.ones(1), 1.0)


def test_check_says_its_verdict_in_words(shown, fair_die):
    check(fair_die, ...)
    check(fair_die, math.log(6))
    check(fair_die, math.log2(6))
    check("no such <exercise>", 1)
    assert [text for _, text in shown[:3]] == ["not answered", "not yet: that is in nats", "correct"]
    for html, text in shown[:3]:
        assert text in html and 'role="status"' in html
    assert "there is no exercise" in shown[3][1] and "&lt;exercise&gt;" in shown[3][0]
