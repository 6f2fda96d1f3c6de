"""Values: published ones, and mpmath's on ordinary and on extreme input, in three packages and two precisions."""

import cases
import numpy as np
import pytest
from frameworks import in_shape_of

from lossbook.catalog import CATALOG

SOURCES_EXAMPLE = [[0.9, 0.05, 0.05], [0.05, 0.89, 0.06], [0.05, 0.01, 0.94]]


@pytest.mark.aspect("value")
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("case", cases.ORDINARY + cases.EXTREME, ids=str)
def test_value_is_the_high_precision_one(framework, case, dtype):
    actual = framework.value(case.row, *case.inputs, dtype=dtype, **case.options)
    assert actual.dtype == dtype
    relative, absolute = cases.tolerance(case, dtype)
    expected = in_shape_of(framework, case.row, cases.expected_value(case))
    cases.assert_close(actual, expected, relative, in_shape_of(framework, case.row, absolute))


def test_worked_example_of_the_sources(framework):
    one_hot, labels = np.eye(3), np.arange(3)
    dense = framework.value(CATALOG["categorical_cross_entropy"], one_hot, np.array(SOURCES_EXAMPLE))
    sparse = framework.value(CATALOG["sparse_categorical_cross_entropy"], labels, np.array(SOURCES_EXAMPLE))
    assert round(float(dense.mean()), 7) == round(float(sparse.mean()), 7) == 0.0945899


@pytest.mark.parametrize(
    ("name", "y_true", "y_pred", "options", "expected"),
    [
        ("binary_cross_entropy", [[1.0]], [[-200.0]], {"from_logits": True}, 200.0),
        ("binary_cross_entropy", [[1.0]], [[0.0]], {}, -np.log(1e-7)),
        ("sparse_categorical_cross_entropy", [1], [[0.3, 1.7]], {"from_logits": True}, 0.22041741),
        ("binary_cross_entropy", [[1.0]], [[1.4]], {"from_logits": True}, 0.22041741),
        ("binary_focal", [[1.0]], [[0.9]], {"gamma": 2.0}, 0.01 * -np.log(0.9)),
        ("binary_focal", [[0.0]], [[0.9]], {"gamma": 2.0, "alpha": 0.25}, 0.75 * 0.81 * -np.log(0.1)),
        ("sparse_categorical_focal", [0], [[0.9, 0.1]], {"gamma": 2.0, "alpha": [0.5, 1.0]}, 0.005 * -np.log(0.9)),
    ],
)
def test_value_worked_by_hand(framework, name, y_true, y_pred, options, expected):
    actual = framework.value(CATALOG[name], np.array(y_true), np.array(y_pred), **options)
    np.testing.assert_allclose(actual.ravel(), expected, rtol=1e-7)


@pytest.mark.parametrize("name", ["categorical_cross_entropy", "categorical_focal"])
@pytest.mark.parametrize("prefix", ["", "sparse_"])
def test_class_that_is_ruled_out_costs_nothing(framework, name, prefix):
    row = CATALOG[prefix + name]
    y_true = np.array([0, 1]) if prefix else np.array([[1.0, 0, 0], [0, 1, 0]])
    logits = np.array([[2.0, 1.0, -np.inf], [-np.inf, 0.0, -np.inf]])
    actual = framework.value(row, y_true, logits, from_logits=True)
    two_classes = framework.value(CATALOG[f"sparse_{name}"], np.array([0]), logits[:1, :2], from_logits=True)
    np.testing.assert_allclose(actual, [two_classes[0], 0.0], rtol=1e-12)
    assert np.isfinite(framework.gradient(row, y_true, logits, from_logits=True)).all()


@pytest.mark.parametrize("name", ["binary_cross_entropy", "binary_focal"])
def test_certain_logit_that_is_right_costs_nothing(framework, name):
    y_true, logits = np.array([[1.0, 0.0]]), np.array([[np.inf, -np.inf]])
    assert np.all(framework.value(CATALOG[name], y_true, logits, from_logits=True) == 0)
    assert np.all(framework.gradient(CATALOG[name], y_true, logits, from_logits=True) == 0)


@pytest.mark.parametrize("gamma", [1.0, 2.0])
def test_focal_loss_of_an_easy_answer_keeps_its_digits(framework, gamma):
    """Its factor is a power of a p that 1 − p has forgotten."""
    p = 1 / (1 + np.exp(20.0))
    y_true, logits = np.array([[0.0], [1.0]]), np.array([[-20.0], [20.0]])
    found = framework.value(CATALOG["binary_focal"], y_true, logits, dtype="float32", from_logits=True, gamma=gamma)
    np.testing.assert_allclose(np.ravel(found), 2 * [-(p**gamma) * np.log1p(-p)], rtol=1e-5)
