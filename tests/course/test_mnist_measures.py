"""What the experiment measures, and how sure it is of it."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import softmax

from lossbook_course.mnist.calibration import best_temperature, reliability
from lossbook_course.mnist.experiment import measure, measure_probabilities
from lossbook_course.mnist.statistics import holm, interval, paired_difference

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(0, 3, (20_000, 10))
HONEST = np.array([RNG.choice(10, p=p) for p in softmax(LOGITS, axis=1)])  # labels drawn as the logits say


def test_calibration_error_by_hand():
    logits = np.log([[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [0.6, 0.4]])
    bins = reliability(np.array([0, 1, 0, 0]), logits)
    # 0.9 sure and half right; 0.6 sure and always right: two gaps of 0.4, half of the answers each
    assert bins.calibration_error() == pytest.approx(0.4)
    assert bins.count.sum() == 4 and sorted(bins.correct)[-2:] == [1, 2]


def test_a_sure_answer_has_a_bin():
    bins = reliability(np.array([0, 1]), np.array([[1e4, 0.0], [1e4, 0.0]]))
    assert bins.count[-1] == 2 and bins.calibration_error() == pytest.approx(0.5)


def test_an_honest_classifier_has_hardly_any_error():
    assert reliability(HONEST, LOGITS).calibration_error() < 0.01
    assert reliability(HONEST, 3 * LOGITS).calibration_error() > 0.1


@pytest.mark.parametrize("factor", [0.25, 1, 4])
def test_the_temperature_undoes_a_factor(factor):
    assert best_temperature(HONEST, factor * LOGITS) == pytest.approx(factor, rel=0.03)


def test_probabilities_by_hand():
    found = measure_probabilities(np.array([0, 1]), np.log([[0.8, 0.2], [0.7, 0.3]]))
    assert found["nll"] == pytest.approx(-np.log([0.8, 0.3]).mean())
    logits = np.log([[0.8, 0.1, 0.1], [0.2, 0.5, 0.3]])
    brier = (0.2**2 + 0.1**2 + 0.1**2 + 0.2**2 + 0.5**2 + 0.3**2) / 2
    assert measure_probabilities(np.array([0, 1]), logits)["brier"] == pytest.approx(brier)


def test_scaling_changes_probabilities_and_no_answer():
    found = measure(HONEST, LOGITS, temperature=2.0)
    assert found["accuracy"] == pytest.approx((LOGITS.argmax(axis=1) == HONEST).mean())
    assert found["scaled"]["nll"] > found["raw"]["nll"]
    assert sum(found["scaled"]["bins"]["correct"]) == sum(found["raw"]["bins"]["correct"])


def test_macro_f1_counts_each_class_alike():
    logits = np.eye(3)[[0] * 98 + [0, 0]]
    found = measure(np.array([0] * 98 + [1, 2]), logits, temperature=1.0)
    assert found["accuracy"] == 0.98
    assert found["macro_f1"] == pytest.approx((2 * 0.98 / 1.98 + 0 + 0) / 3)


def test_intervals_cover_the_truth_as_often_as_they_say():
    samples = np.random.default_rng(1).normal(5.0, 2.0, (4_000, 5))
    inside = [abs(found.mean - 5) <= found.half for found in map(interval, samples)]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.015)
    assert interval(np.array([3.0])) == (3.0, np.inf)


def test_interval_and_p_value_by_hand():
    d, seeds = np.array([1.0, 2.0, 4.0]), np.array([5.0, 0.0, 9.0])
    error = np.sqrt(((d - 7 / 3) ** 2).sum() / 2 / 3)
    assert interval(d) == pytest.approx((7 / 3, 4.302653 * error))  # the 97.5 % quantile of t with 2 degrees of freedom
    found, t = paired_difference(seeds + d, seeds), 7 / 3 / error
    assert found[:2] == pytest.approx(interval(d))
    assert found.p == pytest.approx(1 - t / np.sqrt(2 + t**2))  # both sides together


def test_pairs_cancel_what_a_seed_does_to_both():
    seeds = np.array([0.0, 10.0, 20.0, 30.0, 40.0])
    better = seeds + np.array([1.0, 1.1, 0.9, 1.0, 1.05])
    found = paired_difference(better, seeds)
    assert found.mean == pytest.approx(1.01) and found.half < 0.1 and found.p < 1e-4
    assert stats.ttest_ind(better, seeds).pvalue > 0.9
    assert paired_difference(seeds, seeds)[:3] == (0.0, 0.0, 1.0)


def test_holm_by_hand():
    assert holm(np.array([0.01, 0.04, 0.03])) == pytest.approx([0.03, 0.06, 0.06])
    assert holm(np.array([0.9, 0.8])) == pytest.approx([1, 1])


def test_holm_keeps_its_promise_where_nothing_is_true():
    p_values = np.random.default_rng(2).uniform(size=(10_000, 12))
    wrong = np.mean([(holm(row) < 0.05).any() for row in p_values])
    assert wrong == pytest.approx(0.05, abs=0.01)
    assert np.mean((p_values < 0.05).any(axis=1)) > 0.4  # without it
