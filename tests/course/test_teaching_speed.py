"""The pages on speed: what was measured is told the right way round."""

import csv

import pytest

from lossbook.catalog import CATALOG
from lossbook_course.teaching import speed

HEAD = "loss,framework,mode,elements,ours_min_ms,theirs_min_ms,ours_median_ms,theirs_median_ms,ratio,"
HEAD += "ours_peak_mib,theirs_peak_mib"
LINES = [
    "huber,torch,eager,1000,1,1,2.0,4.0,0.5,,",
    "huber,torch,eager,1000000,1,1,30.0,10.0,3.0,11.25,22.75",
    "hinge,torch,eager,1000,1,1,8.0,2.0,4.0,,",
    "hinge,torch,compiled,1000,1,1,5.0,1.0,5.0,,",
    "hinge,numpy,eager,1000,1,1,6.0,1.0,6.0,,",
]


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """A table of five lines."""
    table = tmp_path / "speed.csv"
    table.write_text("\n".join([HEAD, *LINES]))
    monkeypatch.setattr(speed, "TABLE", table)


@pytest.fixture
def shown(monkeypatch):
    """Everything displayed: tables as HTML and text, figures as they are with their alternative text."""
    outputs = []
    monkeypatch.setattr(speed, "display_html", lambda html, text: outputs.append((html, text)))
    monkeypatch.setattr(speed, "show", lambda fig, alt: outputs.append((fig, alt)))
    return outputs


def test_a_ratio_is_our_time_in_units_of_theirs_as_it_was_written_down():
    with speed.TABLE.open(newline="") as file:
        written = [float(line["ratio"]) for line in csv.DictReader(file)]
    rows = speed.measurements()
    assert len(rows) == len(written) > 100
    for row, ratio in zip(rows, written, strict=True):  # times are written to 0.1 µs, some of them are 3
        rounding = 0.00005 * (1 / row.ours + 1 / row.theirs)
        assert row.ratio == pytest.approx(ratio, rel=1.01 * rounding + 0.0006 / ratio)


def test_rows_are_those_of_a_framework_and_a_mode_from_a_size_on(measured):
    assert [row.ratio for row in speed.measurements("torch", "eager")] == [0.5, 3, 4]
    assert [row.ratio for row in speed.measurements(mode="eager", least=1000)] == [0.5, 3, 4, 6]
    assert [row.ratio for row in speed.measurements("torch", least=1001)] == [3]
    _, row, *_ = speed.measurements()
    assert (row.loss, row.elements, row.ours, row.theirs) == ("huber", 1_000_000, 30, 10)
    assert (row.our_peak, row.their_peak) == (11.25, 22.75)


def test_a_typical_ratio_is_the_geometric_mean(measured):
    assert speed.typical(speed.measurements("torch", "eager")) == pytest.approx(6 ** (1 / 3))


def test_a_table_says_ours_before_theirs_size_by_size(measured, shown):
    speed.table("torch", "eager")
    ((html, text),) = shown
    head, huber, hinge = text.splitlines()
    assert head == "loss  1,000  1,000,000  MiB at 1,000,000"
    assert huber == f"{CATALOG['huber'].title}  2 / 4 = 0.50  30 / 10 = 3.00  11.2 / 22.8"
    assert hinge == f"{CATALOG['hinge'].title}  8 / 2 = 4.00  –  –"
    assert html.count("<tr>") == 3 and "<td>30 / 10 = 3.00</td>" in html and 'class="lossbook-wide"' in html


def test_a_figure_has_a_mark_a_loss_and_the_largest_size_filled(measured, shown):
    speed.ratios("torch", "eager")
    ((fig, alt),) = shown
    (ax,) = fig.axes
    _, small, large = ax.lines
    names = [label.get_text() for label in ax.get_yticklabels()]
    places = {names.index(CATALOG[name].title): ratio for name, ratio in {"huber": 0.5, "hinge": 4}.items()}
    assert dict(zip(small.get_ydata(), small.get_xdata(), strict=True)) == places
    assert large.get_xdata() == [3] and large.get_ydata() == [names.index(CATALOG["huber"].title)]
    assert small.get_markerfacecolor() == "none" and large.get_markerfacecolor() != "none"
    assert [line.get_label() for line in (small, large)] == ["1,000 elements", "1,000,000 elements"]
    assert ax.get_xscale() == "log" and "left of 1 is faster" in ax.get_xlabel() and ax.lines[0].get_xdata() == [1, 1]
    assert ax.yaxis_inverted()
    assert "the time of 2 losses" in alt and "Geometric mean 1.82, at most 4.00" in alt
    assert f"{CATALOG['hinge'].title} at 1,000 elements" in alt


def test_methods_of_a_large_vocabulary_are_told_in_units_of_the_first(monkeypatch, tmp_path, shown):
    table = tmp_path / "vocabulary.csv"
    table.write_text("method,median_s,peak_mib\nlogits,4.0,2000\nin pieces,1.0,3000\n")
    monkeypatch.setattr(speed, "VOCABULARY", table)
    speed.vocabulary()
    ((_, text),) = shown
    assert text.splitlines()[1:] == [
        "logits  4.00 s  2,000 MiB  1.00×  1.00×",
        "in pieces  1.00 s  3,000 MiB  0.25×  1.50×",
    ]
