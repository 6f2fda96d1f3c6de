"""What only some cross-entropies have: the bridge to the absolute error, and the series in 1 − p."""

import numpy as np
import pytest

from lossbook.catalog import CATALOG

GENERALIZED, POLY = CATALOG["generalized_cross_entropy"], CATALOG["poly_cross_entropy"]
PLAIN = CATALOG["sparse_categorical_cross_entropy"]
LABELS, P = np.array([0, 1]), np.array([[0.64, 0.36], [0.75, 0.25]])


def test_generalized_cross_entropy_worked_by_hand(framework):
    np.testing.assert_allclose(framework.value(GENERALIZED, LABELS, P, q=0.5), [0.4, 1.0], rtol=1e-12)
    np.testing.assert_allclose(framework.value(GENERALIZED, LABELS, P, q=1.0), [0.36, 0.75], rtol=1e-12)


def test_generalized_cross_entropy_is_cross_entropy_towards_zero(framework):
    plain = framework.value(PLAIN, LABELS, P)
    np.testing.assert_allclose(framework.value(GENERALIZED, LABELS, P, q=1e-12), plain, rtol=1e-11)


def test_generalized_cross_entropy_lets_go_of_a_label_that_looks_wrong(framework):
    logits = np.array([[0.0, 20.0]])
    confident = framework.gradient(GENERALIZED, np.array([0]), logits, q=0.7, from_logits=True)
    plain = framework.gradient(PLAIN, np.array([0]), logits, from_logits=True)
    np.testing.assert_allclose(confident, plain * np.exp(-14), rtol=1e-8)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_slope_of_a_small_probability_keeps_its_digits(framework, dtype):
    """With q = 1 it is −1 for every p; PyTorch's expm1 alone would have made 1e-7 of it a rounding error."""
    p = np.array([[2.0**-20, 1 - 2.0**-20]])
    gradient = framework.gradient(GENERALIZED, np.array([0]), p, q=1.0, dtype=dtype)
    np.testing.assert_allclose(gradient, [[-1.0, 0.0]], rtol=3e-6 if dtype == "float32" else 1e-14)


def test_poly_cross_entropy_worked_by_hand(framework):
    actual = framework.value(POLY, LABELS, P, epsilon=2.0)
    np.testing.assert_allclose(actual, -np.log([0.64, 0.25]) + 2 * np.array([0.36, 0.75]), rtol=1e-12)


def test_poly_cross_entropy_of_zero_is_cross_entropy(framework):
    np.testing.assert_allclose(framework.value(POLY, LABELS, P, epsilon=0.0), framework.value(PLAIN, LABELS, P))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_poly_cross_entropy_without_the_first_term(framework, dtype):
    """At −1 all that is left is (1 − p)²/2 + …, as the difference of two numbers, exact to the precision of those."""
    p = np.array([[0.875, 0.125], [1 - 2.0**-10, 2.0**-10]])
    actual = framework.value(POLY, np.array([0, 0]), p, epsilon=-1.0, dtype=dtype)
    rest = p[:, 1]
    expected = -np.log1p(-rest) - rest
    assert np.all(np.abs(actual - expected) <= 2 * np.finfo(dtype).eps * rest)


@pytest.mark.parametrize("row", [GENERALIZED, POLY], ids=lambda row: row.name)
def test_kink_where_a_probability_is_clipped(framework, row):
    eps = 2.0**-20
    at, inside = np.array([[eps, 1 - eps]]), np.array([[2 * eps, 1 - 2 * eps]])
    assert np.all(framework.gradient(row, np.array([0]), at, eps=eps) == 0)
    assert framework.gradient(row, np.array([0]), inside, eps=eps)[0, 0] < 0


@pytest.mark.parametrize("row", [GENERALIZED, POLY], ids=lambda row: row.name)
def test_class_that_is_ruled_out_costs_nothing(framework, row):
    logits = np.array([[2.0, 1.0, -np.inf]])
    actual = framework.value(row, np.array([0]), logits, from_logits=True)
    np.testing.assert_allclose(actual, framework.value(row, np.array([0]), logits[:, :2], from_logits=True))
    assert np.isfinite(framework.gradient(row, np.array([0]), logits, from_logits=True)).all()
