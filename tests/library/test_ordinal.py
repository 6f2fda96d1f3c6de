"""Losses for classes in order: published values, what the order changes, and digits where a model is sure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import lossbook.numpy as losses
from lossbook.catalog import CATALOG

ORDINAL, EMD = CATALOG["ordinal_cross_entropy"], CATALOG["squared_emd"]

grades = arrays(np.int64, 6, elements=st.integers(0, 4))
steps = arrays(float, (6, 4), elements=st.floats(-30, 30))
scores = arrays(float, (6, 5), elements=st.floats(-30, 30))


def test_published_value_of_coral(framework):
    """The example of coral-pytorch's documentation, which sums over the four steps and says 0.6920."""
    logits = np.array([[2.1, 1.8, -2.1, -1.8], [1.9, -1.0, -1.5, -1.3], [1.9, 1.8, 1.7, 1.6]])
    actual = framework.value(ORDINAL, np.array([2, 1, 4]), logits, from_logits=True)
    assert round(4 * actual.mean().item(), 4) == 0.6920


@given(labels=grades, logits=steps)
def test_ordinal_cross_entropy_is_the_mean_of_its_questions(labels, logits):
    answers = (labels[:, None] > np.arange(4)).astype(float)
    for name in ("", "_grad"):
        ordinal, binary = (getattr(losses, f"{kind}_cross_entropy{name}") for kind in ("ordinal", "binary"))
        for y_pred, options in ((logits, {"from_logits": True}), (1 / (1 + np.exp(-logits)), {})):
            actual = ordinal(labels, y_pred, **options)
            np.testing.assert_allclose(actual, binary(answers, y_pred, **options), rtol=1e-12, atol=1e-15)


@given(labels=grades, logits=steps)
def test_ordinal_cross_entropy_read_from_the_other_end_is_the_same(labels, logits):
    back = losses.ordinal_cross_entropy(4 - labels, -logits[:, ::-1], from_logits=True, reduction="none")
    straight = losses.ordinal_cross_entropy(labels, logits, from_logits=True, reduction="none")
    np.testing.assert_allclose(back, straight, rtol=1e-12)


def test_a_miss_costs_as_many_steps_as_it_is_off(framework):
    """A model that is sure of the lowest of five: each grade between it and the truth adds the same."""
    labels, logits = np.arange(5), np.full((5, 4), -10.0)
    ordinal = framework.value(ORDINAL, labels, logits, from_logits=True)
    np.testing.assert_allclose(np.diff(ordinal), 10 / 4, rtol=1e-12)
    np.testing.assert_array_equal(framework.value(EMD, np.eye(5), np.eye(5)[[0] * 5]), labels)
    np.testing.assert_allclose(
        framework.value(EMD, np.eye(5), 100 * np.eye(5)[[0] * 5], from_logits=True), labels, atol=1e-12
    )


@pytest.mark.parametrize("row", [ORDINAL, EMD], ids=lambda row: row.name)
@pytest.mark.parametrize("from_logits", [False, True])
def test_classes_may_lie_on_any_axis(framework, row, from_logits):
    rng = np.random.default_rng(0)
    y_pred = rng.normal(size=(2, 3, 4)) if from_logits else rng.dirichlet(np.ones(4), (2, 3))
    y_true = rng.integers(0, 5, (2, 3)) if row is ORDINAL else rng.dirichlet(np.ones(4), (2, 3))
    moved = y_true if row is ORDINAL else np.moveaxis(y_true, -1, 1)
    options = {"from_logits": from_logits, framework.axis: 1}
    value = framework.value(row, moved, np.moveaxis(y_pred, -1, 1), **options)
    np.testing.assert_allclose(value, framework.value(row, y_true, y_pred, from_logits=from_logits), rtol=1e-12)
    gradient = framework.gradient(row, moved, np.moveaxis(y_pred, -1, 1), **options)
    straight = framework.gradient(row, y_true, y_pred, from_logits=from_logits)
    np.testing.assert_allclose(np.moveaxis(gradient, 1, -1), straight, rtol=1e-12, atol=1e-15)


def test_there_is_one_label_more_than_logits(framework):
    logits = np.zeros((1, 2))
    for label in range(3):
        assert framework.value(ORDINAL, np.array([label]), logits, from_logits=True).item() == pytest.approx(np.log(2))
    with pytest.raises(ValueError, match="needs labels from 0 to 2, got 3"):
        framework.value(ORDINAL, np.array([3]), logits, from_logits=True)


def test_one_class_alone_has_no_step_to_learn(framework):
    with pytest.raises(ValueError, match="needs one step at least, between two classes"):
        framework.value(ORDINAL, np.array([0]), np.zeros((1, 0)), from_logits=True)


def test_answers_given_for_labels_are_recognised(framework):
    with pytest.raises(ValueError, match="holds the answers to all questions, a sum over them makes labels of it"):
        framework.value(ORDINAL, np.array([[1, 1, 0]]), np.zeros((1, 3)), from_logits=True)


def test_an_infinite_logit_is_a_certain_answer(framework):
    logits = np.array([[np.inf, np.inf, -np.inf]])
    assert framework.value(ORDINAL, np.array([2]), logits, from_logits=True) == 0
    assert np.all(framework.gradient(ORDINAL, np.array([2]), logits, from_logits=True) == 0)
    ignored = framework.value(ORDINAL, np.array([-1]), logits, from_logits=True, ignore_index=-1)
    assert ignored == 0


@pytest.mark.parametrize("label", [0, 1, 3])
def test_an_infinite_logit_that_contradicts_is_refused(numpy_losses, label):
    with pytest.raises(ValueError, match="what y_true calls possible"):
        numpy_losses.value(ORDINAL, np.array([label]), np.array([[np.inf, np.inf, -np.inf]]), from_logits=True)


def test_kink_where_the_probability_of_a_step_is_clipped(framework):
    eps = 2.0**-20
    at, inside = np.array([[eps, 1 - eps]]), np.array([[2 * eps, 1 - 2 * eps]])
    for label, side in ((2, 0), (0, 1)):
        assert framework.gradient(ORDINAL, np.array([label]), at, eps=eps)[0, side] == 0
        slope = framework.gradient(ORDINAL, np.array([label]), inside, eps=eps)[0, side]
        assert abs(slope) == pytest.approx(0.25 / eps)


@given(labels=grades, members=arrays(np.int64, (6, 7), elements=st.integers(0, 4)))
def test_squared_emd_is_the_ranked_score_of_an_ensemble(labels, members):
    """An ensemble of grades is a distribution over them, and its CRPS sums up the same squares."""
    shares = (members[..., None] == np.arange(5)).mean(1)
    actual = losses.squared_emd(np.eye(5)[labels], shares, reduction="none")
    np.testing.assert_allclose(actual, losses.crps_ensemble(labels, members, reduction="none"), rtol=1e-12, atol=1e-15)


def test_squared_emd_is_half_scipys_squared_energy_distance():
    from scipy.stats import energy_distance

    rng = np.random.default_rng(0)
    y, p = rng.dirichlet(np.ones(6), (2, 20))
    theirs = [energy_distance(np.arange(6), np.arange(6), *pair) ** 2 / 2 for pair in zip(y, p, strict=True)]
    np.testing.assert_allclose(losses.squared_emd(y, p, reduction="none"), theirs, rtol=1e-9)


@given(labels=grades, logits=scores)
def test_squared_emd_read_from_the_other_end_is_the_same(labels, logits):
    y = np.eye(5)[labels]
    back = losses.squared_emd(y[:, ::-1], logits[:, ::-1], from_logits=True, reduction="none")
    straight = losses.squared_emd(y, logits, from_logits=True, reduction="none")
    np.testing.assert_allclose(back, straight, rtol=1e-11, atol=0)
    back = losses.squared_emd_grad(y[:, ::-1], logits[:, ::-1], from_logits=True)[:, ::-1]
    straight = losses.squared_emd_grad(y, logits, from_logits=True)
    np.testing.assert_allclose(back, straight, rtol=1e-11, atol=1e-15)  # parts of both signs may cancel


@pytest.mark.parametrize("place", range(3))
def test_squared_emd_keeps_its_digits_where_a_model_is_right_and_sure(framework, place):
    """The two other classes have e⁻⁶⁰ each: at an end the steps are 2e⁻⁶⁰ and e⁻⁶⁰, in the middle one e⁻⁶⁰ each."""
    y, logits = np.eye(3)[[place]], 60 * np.eye(3)[[place]]
    squares = 2 if place == 1 else 5
    actual = framework.value(EMD, y, logits, from_logits=True).item()
    assert actual == pytest.approx(squares * np.exp(-120), rel=1e-12, abs=0)
    gradient = framework.gradient(EMD, y, logits, from_logits=True)
    assert gradient[0, place] == pytest.approx(-2 * squares * np.exp(-120), rel=1e-12, abs=0)
