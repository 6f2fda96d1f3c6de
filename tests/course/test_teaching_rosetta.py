"""The Rosetta page: every known call evaluated, every loss of the frameworks accounted for."""

from dataclasses import replace

import numpy as np
import pytest

from lossbook.catalog import CATALOG
from lossbook.counterparts import COUNTERPARTS
from lossbook.samples import extremes
from lossbook_course.teaching import rosetta

MANY = ("binary_cross_entropy", "mean_squared_error", "quantile", "dice")  # in the order of the catalog


@pytest.fixture
def shown(monkeypatch):
    """Everything displayed, as pairs of HTML and text."""
    outputs = []
    monkeypatch.setattr(rosetta, "display_html", lambda html, text: outputs.append((html, text)))
    return outputs


@pytest.fixture
def with_call(monkeypatch):
    """Give a loss another call for PyTorch."""

    def given(name, call):
        own = COUNTERPARTS[name]
        torch = replace(own.torch, call=call, logits_call=None)
        monkeypatch.setitem(COUNTERPARTS, name, replace(own, torch=torch))
        return CATALOG[name]

    return given


def test_all_losses_agree_on_ordinary_input():
    found = rosetta.agreement()
    assert found["TensorFlow and NumPy"] < 1e-5 and found["PyTorch and NumPy"] < 1e-5
    assert found["Keras's own"] < 1e-5 and found["PyTorch's own"] < 1e-5
    assert found["Keras's own"] > 0


def test_a_call_that_gives_something_else_is_told(with_call):
    (comparison,) = rosetta.own(
        with_call("mean_squared_error", "2 * F.mse_loss(input, target, reduction='none')"), "torch"
    )
    np.testing.assert_allclose(comparison.theirs, 2 * comparison.ours)
    assert comparison.difference == pytest.approx(comparison.ours.max())
    assert comparison.parting.startswith("for y_true = ")
    (comparison,) = rosetta.own(with_call("mean_squared_error", "input * float('nan')"), "torch")
    assert comparison.difference == np.inf and "it gives nan, lossbook" in comparison.parting


def test_the_edge_shows_what_ordinary_input_hides():
    row = CATALOG["binary_cross_entropy"]
    usual, edge = (rosetta.own(row, "torch", make)[0] for make in (rosetta.ordinary, rosetta.edges))
    assert usual.parting == ""
    assert edge.parting == "for y_true = 0, y_pred = 1 it gives 100, lossbook 16.1"
    assert "[" in rosetta.own(CATALOG["categorical_focal"], "keras", rosetta.edges)[1].parting


@pytest.mark.parametrize("framework", rosetta.OWN)
def test_wherever_the_numbers_part_it_is_said_that_they_differ(framework):
    for row in CATALOG.values():
        own = getattr(COUNTERPARTS[row.name], framework)
        for comparison in rosetta.own(row, framework, rosetta.edges):
            assert not comparison.parting or own.differs, f"{row.name}: {comparison.parting}"


def test_a_small_difference_is_told_and_rounding_is_not():
    ours = np.array([0.5, -3.0, 200.0])
    for change, told in ((1.1e-5, True), (0.9e-5, False), (-1.1e-5, True)):
        for place, size in enumerate((1.0, 3.0, 200.0)):  # below 1 it is absolute, and from there on relative
            theirs = ours + change * size * (np.arange(3) == place)
            rows = [np.zeros(3), np.arange(3.0)]
            comparison = rosetta.Comparison(CATALOG["huber"], "", rows, ours, theirs)
            assert bool(comparison.parting) == told, (change, place)
            assert comparison.difference == pytest.approx(abs(change) * size, rel=1e-3)
            if told:
                assert f"y_pred = {place} it gives" in comparison.parting


def test_the_largest_difference_of_all_is_the_agreement(with_call):
    few = {name: CATALOG[name] for name in ("mean_squared_error", "huber")}
    right = rosetta.agreement(few)
    huber = with_call("huber", "1.001 * F.huber_loss(input, target, delta=delta, reduction='none')")
    found = rosetta.agreement(dict(reversed(few.items())))
    losses = rosetta.in_numpy(huber, rosetta.ordinary(huber, {}), {})
    assert found["PyTorch's own"] == pytest.approx((0.001 * losses / np.maximum(1, losses)).max(), rel=1e-3)
    assert found | {"PyTorch's own": 0} == right | {"PyTorch's own": 0}


def test_what_is_said_of_a_comparison_is_its_largest_difference():
    ours, theirs = np.array([1.0, 2.0]), np.array([1.0, 2.0026])
    comparison = rosetta.Comparison(CATALOG["huber"], "", [], ours, theirs)
    assert rosetta.apart(comparison, "NumPy") == "differs from NumPy by at most 3e-03"
    same = rosetta.Comparison(CATALOG["huber"], "", [], ours, ours)
    assert rosetta.apart(same, "Keras") == "gives what Keras gives, to the last bit"


def test_an_extreme_input_meets_every_other():
    row = CATALOG["binary_cross_entropy"]
    y, p = rosetta.edges(row, {})
    (targets, predictions) = (extremes(given.domain) for given in row.inputs({}))
    assert y.shape == p.shape == (len(targets) * len(predictions), 4)
    assert {*zip(y[:, 0], p[:, 0], strict=True)} == {(a, b) for a in targets for b in predictions}


def test_the_last_three_losses_have_no_edge():
    shown = [row for row in CATALOG.values() if COUNTERPARTS[row.name].keras or COUNTERPARTS[row.name].torch]
    alike = [row.name for row in shown if row.layout == "named"]
    assert alike == [row.name for row in shown[-3:]]


def test_two_numbers_have_the_digits_that_tell_them_apart():
    assert rosetta.told_apart(1.4285, 1.4284) == ("1.429", "1.428")
    assert rosetta.told_apart(100.0, np.inf) == ("100", "inf")


def test_equal_infinities_are_no_difference():
    same = rosetta.Comparison(CATALOG["huber"], "", [], np.array([np.inf, np.nan, 1]), np.array([np.inf, np.nan, 1]))
    assert same.difference == 0 and same.parting == ""


def test_a_call_names_inputs_in_the_order_of_its_package():
    assert rosetta.signature(CATALOG["huber"], "numpy") == "huber(y_true, y_pred, delta=1.0)"
    assert rosetta.signature(CATALOG["huber"], "torch") == "huber(input, target, delta=1.0)"
    assert rosetta.signature(CATALOG["margin_ranking"], "torch") == "margin_ranking(x1, x2, target, margin=0.0)"


def test_the_page_has_every_call_and_every_difference(shown):
    from bs4 import BeautifulSoup

    few = {name: CATALOG[name] for name in MANY}
    rosetta.rosetta(few)
    ((html, text),) = shown
    soup = BeautifulSoup(html, "html.parser")
    assert [section["id"] for section in soup.select("section")] == [f"loss-{name.replace('_', '-')}" for name in MANY]
    said = soup.get_text()
    for row in few.values():
        assert row.name in text
        for counterpart in filter(None, (COUNTERPARTS[row.name].keras, COUNTERPARTS[row.name].torch)):
            assert counterpart.differs in said
            assert all(call in said for call, _ in rosetta.calls(counterpart))
    assert rosetta.of_framework(CATALOG["quantile"], "keras") == "none"


def test_what_no_loss_covers_is_missing_unless_it_is_explained(shown):
    without = {name: row for name, row in CATALOG.items() if name != "huber"}
    reasons = dict.fromkeys(rosetta.completeness({}), "a reason")
    missing = rosetta.completeness(reasons, without)
    assert missing == ["Huber", "HuberLoss"]
    assert rosetta.completeness(reasons) == []
    assert "PyTorch NLLLoss: sparse_categorical_cross_entropy" in shown[-1][1]
    assert "a reason" in shown[-1][0]


def test_the_frameworks_say_themselves_what_they_have():
    found = rosetta.framework_losses()
    assert {"Huber", "CTC", "Circle"} <= set(found["keras"]) and "Loss" not in found["keras"]
    assert {"HuberLoss", "AdaptiveLogSoftmaxWithLoss"} <= set(found["torch"]) and "LogSoftmax" not in found["torch"]
