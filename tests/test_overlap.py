"""What only the overlap losses have: empty masks, masks of any shape, the cusp of a perfect one, Keras's mix-up."""

import numpy as np
import pytest
import reference
from mpmath import mpf

from lossbook.catalog import CATALOG

OVERLAP = [row for row in CATALOG.values() if row.family == "overlap"]
ROWS = pytest.mark.parametrize("row", OVERLAP, ids=lambda row: row.name)
FOUR_PIXELS = np.array([[1.0, 1.0, 1.0, 0.0]])


@pytest.mark.parametrize(
    ("name", "y_pred", "options", "expected"),
    [
        ("dice", [1.0, 0.5, 0.0, 0.5], {}, 1 - 2 * 1.5 / 5),
        ("dice", [1.0, 1.0, 1.0, 0.0], {}, 0.0),
        ("dice", [0.0, 0.0, 0.0, 1.0], {}, 1.0),
        ("dice", [0.0, 0.0, 0.0, 1.0], {"smooth": 1.0}, 1 - 1 / 5),
        ("tversky", [1.0, 0.0, 0.0, 1.0], {"alpha": 0.0, "beta": 1.0}, 2 / 3),  # 1 − recall
        ("tversky", [1.0, 0.0, 0.0, 1.0], {"alpha": 1.0, "beta": 0.0}, 1 / 2),  # 1 − precision
        ("tversky", [1.0, 0.0, 0.0, 1.0], {"alpha": 1.0, "beta": 1.0}, 3 / 4),  # 1 − Jaccard index
        ("focal_tversky", [1.0, 0.0, 0.0, 1.0], {"alpha": 1.0, "beta": 1.0, "gamma": 0.5}, 9 / 16),
    ],
)
def test_value_worked_by_hand(framework, name, y_pred, options, expected):
    actual = framework.value(CATALOG[name], FOUR_PIXELS, np.array([y_pred]), **options)
    np.testing.assert_allclose(actual, [expected], rtol=1e-6, atol=1e-7)


@ROWS
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_empty_mask_predicted_empty_costs_nothing(framework, row, dtype):
    nothing = np.zeros((2, 3))
    assert np.all(framework.value(row, nothing, nothing, dtype=dtype) == 0)
    assert np.all(framework.value(row, nothing, nothing - 1e4, dtype=dtype, from_logits=True) == 0)
    assert np.isfinite(framework.gradient(row, nothing, nothing, dtype=dtype)).all()
    assert np.all(framework.gradient(row, nothing, nothing - 1e4, dtype=dtype, from_logits=True) == 0)


@ROWS
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_small_probabilities_keep_their_digits(framework, row, dtype):
    """Relative to the loss itself, and not to the largest logit, wherever the probabilities do not underflow."""
    logits = np.array([[-60.0], [-30.0], [-8.0], [8.0], [30.0], [60.0]])
    for y_true in (np.zeros_like(logits), np.ones_like(logits)):
        pairs = [([mpf(y)], [mpf(x)]) for y, x in zip(y_true.flat, logits.flat, strict=True)]
        options = {p.name: p.default for p in row.parameters} | {"from_logits": True}
        expected = np.array([float(getattr(reference, row.name)(y, x, **options)) for y, x in pairs])
        actual = framework.value(row, y_true, logits, dtype=dtype, from_logits=True)
        np.testing.assert_allclose(actual, expected, rtol=1e-12 if dtype == "float64" else 1e-6)


@ROWS
def test_empty_mask_predicted_full_costs_one(framework, row):
    np.testing.assert_allclose(framework.value(row, np.zeros((1, 8)), np.ones((1, 8))), 1, rtol=1e-6)


@ROWS
@pytest.mark.parametrize("shape", [(2,), (2, 3, 4), (2, 1, 3, 4)])
def test_mask_of_any_shape_is_one_sample(framework, row, shape):
    rng = np.random.default_rng(0)
    y_true, logits = rng.integers(0, 2, shape).astype(float), rng.normal(size=shape)
    flat = [side.reshape(len(side), -1) for side in (y_true, logits)]
    actual = framework.value(row, y_true, logits, from_logits=True)
    assert actual.shape == (2,)
    np.testing.assert_allclose(actual, framework.value(row, *flat, from_logits=True), rtol=1e-12)
    gradient = framework.gradient(row, y_true, logits, from_logits=True)
    np.testing.assert_allclose(gradient, framework.gradient(row, *flat, from_logits=True).reshape(shape), rtol=1e-12)


def test_tversky_of_halves_is_dice_and_focal_tversky_of_one_is_tversky(framework):
    rng = np.random.default_rng(1)
    y_true, p = rng.integers(0, 2, (5, 7)).astype(float), rng.uniform(size=(5, 7))
    dice = framework.value(CATALOG["dice"], y_true, p, smooth=1.0)
    np.testing.assert_allclose(framework.value(CATALOG["tversky"], y_true, p, smooth=0.5), dice, rtol=1e-12)
    tversky = framework.value(CATALOG["tversky"], y_true, p, alpha=0.3, beta=0.7)
    focal = framework.value(CATALOG["focal_tversky"], y_true, p, alpha=0.3, beta=0.7, gamma=1.0)
    np.testing.assert_allclose(focal, tversky, rtol=1e-12)


def test_kink_where_a_mask_is_perfect(framework):
    """The slope of the root is infinite there, and on both sides the loss grows: the subgradient is 0."""
    row, y_true = CATALOG["focal_tversky"], np.array([[1.0, 0.0, 1.0]])
    assert np.all(framework.gradient(row, y_true, y_true) == 0)
    assert np.all(framework.gradient(row, y_true, np.array([[1.0, 1e-3, 1.0]])) != 0)


@pytest.mark.parametrize("gamma", [0.5, 1.0, 4 / 3, 3.0])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_focal_tversky_is_smooth_for_every_logit(autodiff, gamma, dtype):
    logits = np.concatenate([-np.geomspace(1e4, 1e-4, 80), [0], np.geomspace(1e-4, 1e4, 80)])[:, None]
    for y_true in (np.zeros_like(logits), np.ones_like(logits)):
        for compute in (autodiff.value, autodiff.gradient, autodiff.curvatures):
            found = compute(CATALOG["focal_tversky"], y_true, logits, dtype=dtype, gamma=gamma, from_logits=True)
            assert np.isfinite(found).all()


def test_keras_weighs_false_negatives_with_alpha():
    import keras

    missed, invented = np.array([[1.0, 0.0, 0.0, 0.0]]), np.ones((1, 4))
    costs = [keras.losses.tversky(FOUR_PIXELS, p, alpha=0.1, beta=0.9, axis=1) for p in (missed, invented)]
    np.testing.assert_allclose(np.ravel(costs), [1 - 1 / 1.2, 1 - 3 / 3.9], rtol=1e-5)


def test_keras_charges_for_an_empty_mask_predicted_empty():
    import keras

    assert keras.losses.dice(np.zeros((1, 4)), np.zeros((1, 4)), axis=1) == 1
    assert keras.losses.tversky(np.zeros((1, 4)), np.zeros((1, 4)), axis=1) == 1
