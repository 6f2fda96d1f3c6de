"""The exercises of chapter 9, and its search for rare eights."""

import numpy as np
import pytest

from lossbook.numpy import binary_cross_entropy, binary_focal, binary_focal_grad
from lossbook.teaching.exercises import judge
from lossbook.teaching.rare import collected, hardest, rare_eights, show_collected, worth


def gradient(y, z, gamma):
    """The page's solution."""
    sign = 2 * y - 1
    log_p, log_wrong = -np.logaddexp(0, -sign * z), -np.logaddexp(0, sign * z)
    p, wrong = np.exp(log_p), np.exp(log_wrong)
    return sign * np.exp(gamma * log_wrong) * (gamma * p * log_p - wrong)


def naive(y, z, gamma):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-np.where(y == 1, z, -z)))
        slope = p * (1 - p) * (gamma * (1 - p) ** (gamma - 1) * np.log(p) - (1 - p) ** gamma / p)
    return (2 * y - 1) * slope


def factor_held_still(y, z, gamma):
    p = 1 / (1 + np.exp(-z))
    return (1 - np.where(y == 1, p, 1 - p)) ** gamma * (p - y)


def honest(z, gamma, alpha, swapped=False):
    g1, g0 = (
        binary_focal_grad(np.full_like(z, y), z, gamma=gamma, alpha=alpha, from_logits=True, reduction="none")
        for y in (1, 0)
    )
    return (g1 if swapped else -g0) / (g1 - g0)


def class_alpha(counts):
    return counts.sum() / (len(counts) * counts)


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("focal-thousand", 1 - 1000**-0.5, None),
        ("focal-thousand", 0.968, None),
        ("focal-thousand", 1000**-0.5, "how sure"),
        ("focal-thousand", 0.999, "γ = 1"),
        ("focal-thousand", 96.8, "per cent"),
        ("focal-thousand", 0.9, "a hundred times"),
        ("focal-thousand", 0.5, "factor"),
        ("focal-prior", lambda p, n: np.log(p / n), None),
        ("focal-prior", lambda p, n: -np.log((1 - p / (p + n)) / (p / (p + n))), None),
        ("focal-prior", lambda p, n: np.log(n / p), "sign"),
        ("focal-prior", lambda p, n: p / (p + n), "a share"),
        ("focal-prior", lambda p, n: np.log(p / (p + n)), "odds"),
        ("focal-prior", lambda p, n: np.log10(p / n), "powers of ten"),
        ("focal-prior", lambda p, n: 0.0, "sigmoid"),
        ("focal-gradient", gradient, None),
        ("focal-gradient", naive, "wrong at 1000"),
        ("focal-gradient", factor_held_still, "product rule"),
        ("focal-gradient", lambda y, z, gamma: -np.abs(gradient(y, z, gamma)), "other sign"),
        ("focal-gradient", lambda y, z, gamma: gradient(y, z, gamma) / len(y), "of the mean"),
        ("focal-gradient", lambda y, z, gamma: -gradient(y, z, gamma), "sign"),
        ("focal-gradient", lambda y, z, gamma: z, "term by term"),
        ("focal-gradient", lambda y, z, gamma: gradient(y, z, gamma).sum(), "shape (5,)"),
        ("focal-alpha", class_alpha, None),
        ("focal-alpha", lambda n: n / n.sum(), "turn it over"),
        ("focal-alpha", lambda n: 1 / n, "mean weight"),
        ("focal-alpha", lambda n: (1 / n) / (1 / n).sum(), "add up to 1"),
        ("focal-alpha", lambda n: n.sum() / n, "number of classes"),
        ("focal-alpha", lambda n: np.ones(len(n)), "balances nothing"),
        ("focal-alpha", lambda n: 1 / np.sqrt(n), "pay 71%, 22%, 7%"),
        ("focal-alpha", lambda n: -1 / n, "not negative"),
        ("focal-honest", honest, None),
        ("focal-honest", lambda z, gamma, alpha: 1 / (1 + np.exp(-z)), "what the model says"),
        ("focal-honest", lambda z, gamma, alpha: honest(z, gamma, None), "right without α"),
        ("focal-honest", lambda z, gamma, alpha: honest(z, gamma, alpha, swapped=True), "swap"),
        ("focal-honest", lambda z, gamma, alpha: np.full_like(z, 0.5), "has seen 0.90"),
    ],
)
def test_the_exercises_on_focal_loss_know_right_from_wrong(name, answer, hint):
    verdict, said = judge(name, answer)
    assert (verdict, hint or "") == (("not yet", hint) if hint else ("correct", "")), said
    assert (hint or "") in said


@pytest.mark.parametrize("name", ["focal-prior", "focal-gradient", "focal-alpha", "focal-honest"])
def test_the_starters_on_focal_loss_are_not_answered(name):
    assert judge(name, lambda *_: ...) == ("not answered", "")


def test_one_digit_in_a_hundred_is_an_eight_and_no_digit_is_in_both_halves():
    search = rare_eights(seed=0)
    labels = np.concatenate([search.y_train, search.y_test])
    assert labels.sum() == (labels == 0).sum() // 100
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
    monkeypatch.setattr("lossbook.teaching.rare.show", lambda fig, alt: drawn.append((fig, alt)))
    y, z = np.array([1.0, 0.0, 0.0, 1.0]), np.array([0.0, 2.0, -1.0, 1.0])
    show_collected(y, z, (0.0, 2.0), {1: "rare", 0: "rest"}, "two panels")
    ((fig, alt),) = drawn
    assert alt == "two panels" and [ax.get_title() for ax in fig.axes] == ["rare", "rest"]
    assert all(len(ax.lines) == 2 and ax.lines[0].get_ydata()[-1] == pytest.approx(100) for ax in fig.axes)
