"""Gradients: mpmath's, finite differences and autodiff; second derivatives; and the subgradient at each kink."""

import cases
import numpy as np
import pytest

from lossbook.catalog import CATALOG

STENCIL = {-2: 1 / 12, -1: -2 / 3, 1: 2 / 3, 2: -1 / 12}  # fourth-order central difference


def scale(case):
    """The size of what cancels in a gradient from logits: weights, and the slope of the focal factor."""
    return cases.largest_weight(case) * (1 + case.all_options.get("gamma", 0))


@pytest.mark.parametrize("case", cases.ORDINARY + cases.EXTREME, ids=str)
def test_gradient_is_the_high_precision_one(framework, case):
    actual = framework.gradient(case.row, case.y_true, case.y_pred, **case.options)
    expected = cases.expected_gradient(case)
    if framework.name == "tensorflow" and case.row.layout == "elementwise":
        expected = expected / expected.shape[-1]
    # From logits p is known to a few units in the last place of the largest logit.
    absolute = 8 * np.spacing(max(1.0, np.abs(case.y_pred).max())) * scale(case) if case.from_logits else 1e-15
    cases.assert_close(actual, expected, 1e-11, np.full(expected.shape, absolute))


# A row of probabilities with one of them shifted is no distribution, and refused: mpmath and autodiff look at those.
SHIFTABLE = [case for case in cases.ORDINARY if case.from_logits or not case.row.predictions.over_axis]


@pytest.mark.parametrize("case", SHIFTABLE, ids=str)
def test_hand_derived_gradient_follows_finite_differences(numpy_losses, case):
    actual = numpy_losses.gradient(case.row, case.y_true, case.y_pred, **case.options)
    for index in [(0, 0), (1, 2), (5, 3)]:
        p = case.y_pred[index]
        step = 1e-3 if case.from_logits else 1e-3 * min(p, 1 - p)
        shift = np.zeros_like(case.y_pred)
        shift[index] = step
        values = {
            n: numpy_losses.value(case.row, case.y_true, case.y_pred + n * shift, **case.options).sum() for n in STENCIL
        }
        difference = sum(weight * values[n] for n, weight in STENCIL.items()) / step
        assert actual[index] == pytest.approx(difference, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("case", cases.ORDINARY, ids=str)
def test_hand_derived_gradient_is_autodiff(numpy_losses, autodiff, case):
    by_hand = numpy_losses.gradient(case.row, case.y_true, case.y_pred, **case.options)
    if autodiff.name == "tensorflow" and case.row.layout == "elementwise":
        by_hand = by_hand / by_hand.shape[-1]
    by_machine = autodiff.gradient(case.row, case.y_true, case.y_pred, **case.options)
    np.testing.assert_allclose(by_machine, by_hand, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("case", cases.EXTREME, ids=str)
def test_first_and_second_derivatives_are_finite_at_the_extremes(autodiff, case, dtype):
    first = autodiff.gradient(case.row, case.y_true, case.y_pred, dtype, **case.options)
    second = autodiff.curvature(case.row, case.y_true, case.y_pred, dtype, **case.options)
    assert np.isfinite(first).all()
    if case.from_logits:  # from probabilities, 1/p³ at a p of 1e-6 is as large as it should be, and overflows float32
        assert np.isfinite(second).all()


@pytest.mark.parametrize("case", [c for c in cases.ORDINARY if c.from_logits], ids=str)
def test_second_derivative_follows_the_gradient(numpy_losses, autodiff, case):
    """d|g|²/dz = 2 H g, and H g is how the gradient changes along itself."""
    gradient = numpy_losses.gradient(case.row, case.y_true, case.y_pred, **case.options)
    share = 1 / gradient.shape[-1] if autodiff.name == "tensorflow" and case.row.layout == "elementwise" else 1
    step = 1e-3
    moved = {
        n: numpy_losses.gradient(case.row, case.y_true, case.y_pred + n * step * gradient, **case.options)
        for n in STENCIL
    }
    expected = 2 * sum(weight * moved[n] for n, weight in STENCIL.items()) / step * share**2
    actual = autodiff.curvature(case.row, case.y_true, case.y_pred, **case.options)
    np.testing.assert_allclose(actual, expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("gamma", [0, 0.5, 1, 2, 5])
@pytest.mark.parametrize("name", ["binary_focal", "sparse_categorical_focal"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_focal_is_smooth_for_every_logit(autodiff, gamma, name, dtype):
    row = CATALOG[name]
    logits = np.concatenate([-np.geomspace(1e4, 1e-4, 60), [0], np.geomspace(1e-4, 1e4, 60)])
    y_true = np.ones((len(logits), 1)) if row.layout == "elementwise" else np.ones(len(logits), int)
    y_pred = logits[:, None] if row.layout == "elementwise" else np.stack([np.zeros_like(logits), logits], 1)
    for compute in (autodiff.value, autodiff.gradient, autodiff.curvature):
        assert np.isfinite(compute(row, y_true, y_pred, dtype, gamma=gamma, from_logits=True)).all()


@pytest.mark.parametrize("name", ["binary_cross_entropy", "binary_focal"])
def test_kink_where_a_probability_is_clipped(framework, name):
    """At p = eps the slope from below is 0 and from above 1/eps: the subgradient is 0."""
    eps = 2.0**-20
    y_true, y_pred = np.array([[1.0, 0.0]]), np.array([[eps, 1 - eps]])
    assert np.all(framework.gradient(CATALOG[name], y_true, y_pred, eps=eps, **no_factor(name)) == 0)
    inside = np.array([[2 * eps, 1 - 2 * eps]])
    assert np.all(framework.gradient(CATALOG[name], y_true, inside, eps=eps, **no_factor(name)) != 0)


@pytest.mark.parametrize("name", ["categorical_cross_entropy", "categorical_focal"])
@pytest.mark.parametrize("prefix", ["", "sparse_"])
def test_kink_where_a_class_probability_is_clipped(framework, name, prefix):
    eps = 2.0**-20
    row = CATALOG[prefix + name]
    y_true = np.array([0]) if prefix else np.array([[1.0, 0.0]])
    at, inside = np.array([[eps, 1 - eps]]), np.array([[2 * eps, 1 - 2 * eps]])
    assert np.all(framework.gradient(row, y_true, at, eps=eps, **no_factor(name)) == 0)
    assert framework.gradient(row, y_true, inside, eps=eps, **no_factor(name))[0, 0] < 0


def no_factor(name):
    """The focal factor has a slope of its own at the kink."""
    return {"gamma": 0.0} if name.endswith("focal") else {}
