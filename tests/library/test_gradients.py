"""Gradients: mpmath's, finite differences and autodiff; second derivatives; and the subgradient at each kink."""

import cases
import numpy as np
import pytest

from lossbook.catalog import CATALOG
from lossbook.samples import room

STENCIL = {-2: 1 / 12, -1: -2 / 3, 1: 2 / 3, 2: -1 / 12}  # fourth-order central difference


# A row of probabilities with one of them shifted is no distribution, and refused: mpmath and autodiff look at those.
SHIFTABLE = [case for case in cases.ORDINARY if case.shiftable]


def scale(case):
    """The size of what cancels in a gradient from logits: weights, and the slope of the focal factor."""
    return cases.largest_weight(case) * (1 + case.all_options.get("gamma", 0))


def share(framework, case):
    """TensorFlow's functions average an elementwise loss over the last axis."""
    averaged = framework.name == "tensorflow" and case.row.layout == "elementwise"
    return 1 / case.shape[-1] if averaged else 1


@pytest.mark.aspect("gradient")
@pytest.mark.parametrize("case", cases.ORDINARY + cases.EXTREME, ids=str)
def test_gradient_is_the_high_precision_one(framework, case):
    actual = framework.gradients(case.row, *case.inputs, **case.options)
    differentiable = [i for i, given in enumerate(case.row.inputs()) if given.differentiable]
    for i, found, expected in zip(differentiable, actual, cases.expected_gradients(case), strict=True):
        # From logits p is known to a few units in the last place of the largest logit.
        largest = max(1.0, np.abs(case.inputs[-1]).max()) if case.from_logits else 0
        absolute = 8 * np.spacing(largest) * scale(case) if case.from_logits else 1e-15
        assert np.isfinite(found).all()
        expected = np.where(np.isnan(expected), found, expected * share(framework, case))  # kinks have their own tests
        cases.assert_close(found, expected, 1e-11, np.maximum(absolute, cases.slope_noise(case, i)))


@pytest.mark.aspect("gradient")
@pytest.mark.parametrize("case", SHIFTABLE, ids=str)
def test_hand_derived_gradient_follows_finite_differences(numpy_losses, case):
    gradients = iter(numpy_losses.gradients(case.row, *case.inputs, **case.options))
    for i, given in enumerate(case.row.inputs(case.options)):
        if not given.differentiable:
            continue
        gradient = next(gradients)
        for place in (0, gradient.size // 3, gradient.size - 1):
            index = np.unravel_index(place, gradient.shape)
            step = 1e-3 * room(given.domain, case.inputs[i][index])
            shift = np.zeros_like(case.inputs[i])
            shift[index] = step
            difference = 0.0
            for n, weight in STENCIL.items():
                moved = [*case.inputs[:i], case.inputs[i] + n * shift, *case.inputs[i + 1 :]]
                difference += weight * numpy_losses.value(case.row, *moved, **case.options).sum() / step
            assert gradient[index] == pytest.approx(difference, rel=1e-7, abs=1e-9)


@pytest.mark.aspect("gradient")
@pytest.mark.parametrize("case", cases.ORDINARY, ids=str)
def test_hand_derived_gradient_is_autodiff(numpy_losses, autodiff, case):
    by_hand = numpy_losses.gradients(case.row, *case.inputs, **case.options)
    by_machine = autodiff.gradients(case.row, *case.inputs, **case.options)
    for hand, machine in zip(by_hand, by_machine, strict=True):
        np.testing.assert_allclose(machine, hand * share(autodiff, case), rtol=1e-10, atol=1e-14)


@pytest.mark.aspect("second derivative")
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("case", cases.EXTREME, ids=str)
def test_first_and_second_derivatives_are_finite_at_the_extremes(autodiff, case, dtype):
    for first in autodiff.gradients(case.row, *case.inputs, dtype=dtype, **case.options):
        assert np.isfinite(first).all()
    for second in autodiff.curvatures(case.row, *case.inputs, dtype=dtype, **case.options):
        # From probabilities, 1/p³ at a p of 1e-6 is as large as it should be, and overflows float32.
        assert not case.from_logits or np.isfinite(second).all()


@pytest.mark.aspect("second derivative")
@pytest.mark.parametrize("case", SHIFTABLE, ids=str)
def test_second_derivative_follows_the_gradient(numpy_losses, autodiff, case):
    """d|g|²/dz = 2 H g, and H g is how the gradient changes along itself."""
    gradients = numpy_losses.gradients(case.row, *case.inputs, **case.options)
    largest = max(np.abs(gradient).max() for gradient in gradients)
    pairs = zip(case.row.inputs(case.options), case.inputs, strict=True)
    smallest = min(room(given.domain, value).min() for given, value in pairs if given.differentiable)
    step = 1e-3 * smallest / max(largest, 1.0)

    def moved(n):
        along = iter(gradients)
        inputs = [
            value + n * step * next(along) if given.differentiable else value
            for given, value in zip(case.row.inputs(), case.inputs, strict=True)
        ]
        return numpy_losses.gradients(case.row, *inputs, **case.options)

    around = {n: moved(n) for n in STENCIL}
    for i, actual in enumerate(autodiff.curvatures(case.row, *case.inputs, **case.options)):
        expected = 2 * sum(weight * around[n][i] for n, weight in STENCIL.items()) / step * share(autodiff, case) ** 2
        np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-8 * max(1.0, largest**2))


@pytest.mark.parametrize("gamma", [0, 0.5, 1, 2, 5])
@pytest.mark.parametrize("name", ["binary_focal", "sparse_categorical_focal"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_focal_is_smooth_for_every_logit(autodiff, gamma, name, dtype):
    row = CATALOG[name]
    logits = np.concatenate([-np.geomspace(1e4, 1e-4, 60), [0], np.geomspace(1e-4, 1e4, 60)])
    y_true = np.ones((len(logits), 1)) if row.layout == "elementwise" else np.ones(len(logits), int)
    y_pred = logits[:, None] if row.layout == "elementwise" else np.stack([np.zeros_like(logits), logits], 1)
    for compute in (autodiff.value, autodiff.gradient, autodiff.curvatures):
        assert np.isfinite(compute(row, y_true, y_pred, dtype=dtype, gamma=gamma, from_logits=True)).all()


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
