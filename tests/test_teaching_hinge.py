"""Chapter 5, hinge losses: its exercises know right from wrong, and its picture of a plane is what it says."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from lossbook.numpy import margin_ranking_grad
from lossbook.teaching import plane as plane_module
from lossbook.teaching.exercises import judge
from lossbook.teaching.plane import plane


def gradient(pays=lambda m: m < 1, scale=lambda y: -y / len(y)):
    return lambda y, score: np.where(pays(y * score), scale(y), 0)


def ranker(step=-0.1, margin=1.0, steps=100, second_too=True):
    """The solution of the page, and its mistakes."""

    def learn(first, second, target):
        weights = np.zeros(first.shape[1])
        for _ in range(steps):
            g1, g2 = margin_ranking_grad(first @ weights, second @ weights, target, margin=margin)
            weights += step * (first.T @ g1 + second_too * second.T @ g2)
        return weights

    return learn


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("hinge-pays", 1.05, None),
        ("hinge-pays", 5.25, "sum"),
        ("hinge-pays", 0.95, "label 0 means −1"),
        ("hinge-pays", 0.85, "no fine is negative"),
        ("hinge-pays", 5.25 / 4, "over those who pay"),
        ("hinge-pays", 0.4, "without the 1"),
        ("hinge-penalty", lambda penalty, n: 1 / (penalty * n), None),
        ("hinge-penalty", lambda penalty, n: 1 / penalty, "sums over the samples"),
        ("hinge-penalty", lambda penalty, n: 1 / n, "forgets the penalty"),
        ("hinge-penalty", lambda penalty, n: 1 / (2 * penalty * n), "no 2"),
        ("hinge-penalty", lambda penalty, n: penalty * n, "other way round"),
        ("hinge-penalty", lambda penalty, n: n / penalty, "has to be smaller"),
        ("hinge-penalty", 0.5, "a function is wanted"),
        ("hinge-gradient", gradient(), None),
        ("hinge-gradient", gradient(lambda m: m <= 1), "corner"),
        ("hinge-gradient", gradient(lambda m: m < 0), "mistakes alone"),
        ("hinge-gradient", gradient(lambda m: m == m), "pulls everyone"),
        ("hinge-gradient", gradient(scale=lambda y: -y), "gradient of the sum"),
        ("hinge-gradient", gradient(scale=lambda y: y / len(y)), "sign"),
        ("hinge-gradient", gradient(scale=lambda y: -np.ones(len(y)) / len(y)), "by the margin"),
        ("hinge-gradient", lambda y, score: -2 * y * np.maximum(1 - y * score, 0) / len(y), "squared hinge"),
        ("hinge-phantom", [-5.0, -8.0, -9.0], None),
        ("hinge-phantom", (-4.5, -5.5, -6.0), None),
        ("hinge-phantom", [-8.0, -5.0, -9.0], "class 0 has to win"),
        ("hinge-phantom", [-5.0, -5.5, -9.0], "ahead by 0.5"),
        ("hinge-phantom", [5.0, 1.0, 0.0], "so is Keras"),
        ("hinge-phantom", [-3.0, -8.0, -9.0], "more than 5"),
        ("hinge-phantom", [[-5.0, -8.0, -9.0]], "shape (3,) is wanted"),
        ("hinge-phantom", [-5.0, -np.inf, -9.0], "finite"),
        ("hinge-rank", ranker(), None),
        ("hinge-rank", ranker(margin=0.0), "ask for a margin"),
        ("hinge-rank", ranker(step=0.1), "upside down"),
        ("hinge-rank", lambda first, second, target: np.array([0.0, -1.0, 0, 0, 0]), "both gradients count"),
        ("hinge-rank", lambda first, second, target: target, "shape (5,) is wanted"),
    ],
)
def test_the_exercises_on_hinges_know_right_from_wrong(name, answer, hint):
    verdict, said = judge(name, answer)
    assert (verdict, hint or "") == (("not yet", hint) if hint else ("correct", ""))
    assert (hint or "") in said


@pytest.fixture
def drawn(monkeypatch):
    """The axes of every plane drawn."""
    axes = []
    monkeypatch.setattr(plane_module, "show", lambda fig, alt: axes.extend(fig.axes))
    return axes


X, Y = np.array([[1.0, 2.0], [-1.0, 0.0], [3.0, 1.0]]), np.array([1, -1, 1])


def curve(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def test_a_line_lies_where_the_score_is_zero_and_its_street_where_it_is_one(drawn):
    slanted, upright = (np.array([1.0, 2.0]), -0.5), (np.array([2.0, 0.0]), 1.0)
    plane(X, Y, {"slanted": slanted, "upright": upright}, street="upright", alt="")
    (ax,) = drawn
    for label, (direction, offset) in {"slanted": slanted, "upright": upright}.items():
        np.testing.assert_allclose(curve(ax, label).get_xydata() @ direction + offset, 0, atol=1e-12)
    sides = [line for line in ax.lines if to_hex(line.get_color()) == plane_module.FAINT]
    scores = [line.get_xydata() @ upright[0] + upright[1] for line in sides]
    np.testing.assert_allclose(scores, [[-1, -1], [1, 1]])
    assert ax.get_aspect() == 1  # otherwise a distance in the picture is none


def test_classes_differ_in_shape_and_marked_points_have_a_ring(drawn):
    plane(X, Y, {}, marked=[True, False, False], alt="")
    (ax,) = drawn
    minus, plus, ring = (curve(ax, label) for label in ("label −1", "label 1", "support vector"))
    assert minus.get_xydata().tolist() == [[-1, 0]] and plus.get_xydata().tolist() == [[1, 2], [3, 1]]
    assert minus.get_marker() != plus.get_marker()
    assert ring.get_xydata().tolist() == [[1, 2]] and ring.get_markerfacecolor() == "none"


def test_a_plane_that_cannot_be_read_says_why():
    line = (np.ones(2), 0.0)
    with pytest.raises(ValueError, match="at most 2"):
        plane(X, Y, {"a": line, "b": line, "c": line}, alt="")
    with pytest.raises(ValueError, match="one of the lines a, got 'b'"):
        plane(X, Y, {"a": line}, street="b", alt="")
