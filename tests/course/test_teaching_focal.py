"""Chapter 9's search for rare eights."""

import numpy as np
import pytest

from lossbook.numpy import binary_cross_entropy, binary_focal
from lossbook_course.teaching.rare import collected, hardest, rare_eights, show_collected, worth


def test_one_digit_in_a_hundred_is_an_eight_and_no_digit_is_in_both_halves():
    search = rare_eights(seed=0)
    labels = np.concatenate([search.y_train, search.y_test])
    assert labels.sum() == (labels == 0).sum() // 100
    assert 0 <= len(search.y_test) - len(search.y_train) <= 1
    assert 0.4 < search.y_train.sum() / labels.sum() < 0.6 and np.diff(np.flatnonzero(labels)).max() < 1000  # shuffled
    assert search.x_train.shape == (len(search.y_train), 784) and 0 <= search.x_test.min() < search.x_test.max() <= 1
    rows = {row.tobytes() for row in search.x_train}
    assert not rows & {row.tobytes() for row in search.x_test}
    assert not np.array_equal(search.y_train, rare_eights(seed=1).y_train)


def test_a_detector_is_worth_what_one_counts():
    y = np.array([1, 1, 0, 0, 0])
    z = np.array([3.0, -1.0, 1.0, -2.0, -3.0])
    found = worth(y, z)
    assert (found.recall, found.precision) == (1 / 2, 1 / 2)
    assert found.best_f1 == pytest.approx(4 / 5)  # at a threshold of -1: two eights of three alarms
    assert found.average_precision == pytest.approx((1 + 2 / 3) / 2)
    assert found.auc == pytest.approx(5 / 6)
    assert (worth(y, z - 2).recall, worth(y, z - 2).precision) == (1 / 2, 1)  # an alarm is a logit above 0
    assert (worth(y, z - 1).precision, worth(y, z + 1.5).recall) == (1, 1)
    assert worth(y, z - 10).precision == 0 and worth(y, z - 10).auc == found.auc


def test_what_the_easiest_examples_hold():
    y, z = np.array([1.0, 0.0, 0.0, 0.0]), np.array([0.0, 2.0, -1.0, 1.0])
    losses = binary_focal(np.zeros(3), np.array([-1.0, 1.0, 2.0]), gamma=2.0, from_logits=True, reduction="none")
    np.testing.assert_allclose(collected(y, z, 0, 2.0), np.cumsum(losses) / losses.sum())
    assert hardest(y, z, 0, 2.0, part=1 / 3) == pytest.approx(losses[2] / losses.sum())
    plain = binary_cross_entropy(np.zeros(1), np.array([2.0]), from_logits=True)
    assert hardest(y, z, 0, 0.0, part=1 / 3) < losses[2] / losses.sum()
    assert collected(y, z, 1, 0.0).tolist() == [1.0] and plain > 0


def test_the_figure_has_a_panel_a_label_and_a_curve_a_gamma(monkeypatch):
    drawn = []
    monkeypatch.setattr("lossbook_course.teaching.rare.show", lambda fig, alt: drawn.append((fig, alt)))
    y, z = np.array([1.0, 0.0, 0.0, 1.0]), np.array([0.0, 2.0, -1.0, 1.0])
    show_collected(y, z, (0.0, 2.0), {1: "rare", 0: "rest"}, "two panels")
    ((fig, alt),) = drawn
    assert alt == "two panels" and [ax.get_title() for ax in fig.axes] == ["rare", "rest"]
    assert all(len(ax.lines) == 2 and ax.lines[0].get_ydata()[-1] == pytest.approx(100) for ax in fig.axes)


@pytest.mark.parametrize("gamma, said, held", [(2.0, 0.75, 0.7), (0.0, 0.95, 0.755)])
def test_what_wrong_labels_hold_at_the_best_answer(gamma, said, held):
    """The question `focal-errors` says these numbers in words: one label in twenty is wrong."""
    p = np.linspace(0.001, 0.999, 999)
    right, wrong = (
        share * binary_focal(np.ones_like(q), q, gamma=gamma, reduction="none")
        for share, q in ((0.95, p), (0.05, 1 - p))
    )
    best = (right + wrong).argmin()
    assert abs(p[best] - said) < 0.005
    assert abs(wrong[best] / (right + wrong)[best] - held) < 0.01
