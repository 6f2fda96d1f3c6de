"""What weighs 0, is ignored or stands behind a length has no influence on value or gradient, whatever stands there."""

from functools import cache

import cases
import numpy as np
import pytest
import spoiled
from frameworks import MAKERS
from keras_classes import keras_inputs, with_all_frames
from peers import is_old

from lossbook.catalog import CATALOG

REDUCING = pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
COUNTED = [case for case in cases.ORDINARY if "ignore_index" not in case.options]
CASES = pytest.mark.parametrize("case", COUNTED, ids=str)
RUBBISH = pytest.mark.parametrize("rubbish", [np.nan, np.inf], ids=["NaN", "infinity"])
IGNORING = [row for row in CATALOG.values() if "ignore_index" in {p.name for p in row.parameters}]
WEIGHTS = np.array([1.0, 0.0, 2.0, 0.5, 0.0, 3.0])
OUT = WEIGHTS == 0


def both(framework, case, **options):
    """Value and gradients of a reduced loss."""
    options = {**case.options, **options}
    value = framework.value(case.row, *case.inputs, **options)
    return value, framework.gradients(case.row, *case.inputs, **options)


def assert_same(found, expected, case, out=OUT, factor=1.0):
    """The losses of samples that are there are the same, and so are the gradients, which are 0 for what is not."""
    np.testing.assert_allclose(found[0], np.multiply(expected[0], factor), rtol=1e-12)
    differentiable = [given for given in case.row.inputs() if given.differentiable]
    for given, gradient, wanted in zip(differentiable, found[1], expected[1], strict=True):
        if cases.is_shared(given):
            np.testing.assert_allclose(gradient, wanted * factor, rtol=1e-9, atol=1e-15)
        else:
            np.testing.assert_allclose(gradient[~out], wanted * factor, rtol=1e-9, atol=1e-15)
            assert np.all(gradient[out] == 0)


@pytest.mark.aspect("left out")
@REDUCING
@CASES
@RUBBISH
@pytest.mark.parametrize("reduction", ["sum", "mean", "weighted_mean"])
def test_a_sample_of_weight_zero_may_be_anything(framework, case, rubbish, reduction):
    spoilt = spoiled.with_rubbish(case, OUT, rubbish)
    found = both(framework, spoilt, sample_weight=WEIGHTS, reduction=reduction)
    there = spoiled.without(case, OUT)
    expected = both(framework, there, sample_weight=WEIGHTS[~OUT], reduction=reduction)
    # a mean counts what weighs 0, as it counts everything that is not ignored
    assert_same(found, expected, case, factor=(~OUT).mean() if reduction == "mean" else 1.0)


@pytest.mark.aspect("left out")
@REDUCING
@pytest.mark.parametrize("case", [c for c in cases.ORDINARY if c.row.layout == "elementwise"], ids=str)
def test_an_element_of_weight_zero_may_be_anything(framework, case):
    weights = np.random.default_rng(0).uniform(0.5, 2, case.shape)
    weights[[0, 2, 5], [1, 3, 0]] = 0
    spoilt = spoiled.with_rubbish(case, weights == 0, np.nan)
    clean = both(framework, case, sample_weight=weights, reduction="weighted_mean")
    found = both(framework, spoilt, sample_weight=weights, reduction="weighted_mean")
    np.testing.assert_allclose(found[0], clean[0], rtol=1e-12)
    for gradient, wanted in zip(found[1], clean[1], strict=True):
        np.testing.assert_allclose(gradient, wanted, rtol=1e-9, atol=1e-15)
        assert np.all(gradient[weights == 0] == 0)


@pytest.mark.aspect("left out")
@REDUCING
@pytest.mark.parametrize("row", IGNORING, ids=lambda row: row.name)
@RUBBISH
@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("reduction", ["sum", "mean", "weighted_mean"])
@pytest.mark.parametrize("ignore_index", [-100, 0])
def test_what_is_ignored_may_be_anything(framework, row, rubbish, from_logits, reduction, ignore_index):
    if from_logits and not row.logits:
        pytest.skip("takes features and no probabilities")
    case, labels = ignored_case(row, {"from_logits": True} if from_logits else {}, rubbish, ignore_index)
    there = spoiled.without(case, labels == ignore_index)
    found = both(framework, case, ignore_index=ignore_index, reduction=reduction)
    expected = both(framework, there, ignore_index=ignore_index, reduction=reduction)
    assert_same(found, expected, case, out=labels == ignore_index)


def ignored_case(row, options, rubbish, ignore_index):
    """A case with rubbish where labels are ignored, and its labels."""
    case = cases.ordinary_case(row, options)
    place = next(i for i, given in enumerate(row.inputs()) if given.domain.integer)
    case = spoiled.with_rubbish(spoiled.with_value(case, place, 2, case.inputs[place] == 0), OUT, rubbish)
    case = spoiled.with_value(case, place, ignore_index, OUT)
    return case, case.inputs[place]


@pytest.mark.aspect("left out", framework="tensorflow")
@pytest.mark.parametrize("case", [*map(with_all_frames, COUNTED)], ids=str)
@RUBBISH
@pytest.mark.parametrize("reduction", ["sum", "sum_over_batch_size", "mean_with_sample_weight"])
def test_a_keras_class_takes_anything_where_the_weight_is_zero(case, rubbish, reduction):
    if case.row.family == "vocabulary":
        pytest.skip("its class takes the weight of the layer below the features, so that rows are no samples")
    found = by_keras_class(spoiled.with_rubbish(case, OUT, rubbish), WEIGHTS, reduction)
    expected = by_keras_class_without(case, reduction)
    factor = (~OUT).mean() if reduction == "sum_over_batch_size" else 1.0
    # An old Keras adds its epsilon, 1e-7, to the number of what a mask keeps.
    by_count, by_slope = (1e-6, 1e-6) if is_old() and reduction == "sum_over_batch_size" else (1e-12, 1e-9)
    np.testing.assert_allclose(found[0], expected[0] * factor, rtol=by_count)
    np.testing.assert_allclose(found[1][~OUT], expected[1] * factor, rtol=by_slope, atol=1e-15)
    assert np.all(found[1][OUT] == 0)


@cache  # whatever the rubbish is
def by_keras_class_without(case, reduction):
    return by_keras_class(spoiled.without(case, OUT), WEIGHTS[~OUT], reduction)


def by_keras_class(case, weights, reduction):
    """Value and gradient of a Keras class."""
    import tensorflow as tf

    import lossbook.tensorflow as losses

    loss = getattr(losses, case.row.class_name)(reduction=reduction, dtype="float64", **case.options)
    y_true, y_pred = keras_inputs(case)
    y_pred = tf.constant(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(y_pred)
        value = loss(y_true, y_pred, sample_weight=weights)
    return value.numpy(), tape.gradient(value, y_pred).numpy()


@pytest.mark.aspect("left out", framework="tensorflow")
@pytest.mark.parametrize("row", [row for row in IGNORING if row.logits], ids=lambda row: row.name)
@RUBBISH
@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("ignore_index", [-100, 0])
def test_a_tensorflow_function_takes_anything_where_the_label_is_ignored(row, rubbish, from_logits, ignore_index):
    import tensorflow as tf

    import lossbook.tensorflow as losses

    case, labels = ignored_case(row, {"from_logits": True} if from_logits else {}, rubbish, ignore_index)
    kept = labels != ignore_index
    options = {**case.options, "ignore_index": ignore_index}

    def value_and_gradient(labels, y_pred):
        y_pred = tf.constant(y_pred)
        with tf.GradientTape() as tape:
            tape.watch(y_pred)
            loss = getattr(losses, row.name)(labels, y_pred, **options)
            value = getattr(losses, row.class_name)(dtype="float64", **options)(labels, y_pred) + tf.reduce_sum(loss)
        return value.numpy(), tape.gradient(value, y_pred).numpy()

    found, expected = value_and_gradient(labels, case.y_pred), value_and_gradient(labels[kept], case.y_pred[kept])
    np.testing.assert_allclose(found[0], expected[0], rtol=1e-12)
    np.testing.assert_allclose(found[1][kept], expected[1], rtol=1e-9, atol=1e-15)
    assert np.all(found[1][~kept] == 0)


@pytest.mark.parametrize("rubbish", [99, -100])
def test_what_lies_behind_a_length_of_ctc_may_be_anything(framework, rubbish):
    row = CATALOG["ctc"]
    case = cases.ordinary_case(row, {})
    log_probs, labels, frames, lengths = (side.copy() for side in case.inputs)
    frames[:3], lengths[3:] = 3, 1
    behind = np.arange(log_probs.shape[1]) >= frames[:, None], np.arange(labels.shape[1]) >= lengths[:, None]
    assert behind[0].any() and behind[1].any()
    clean = log_probs.copy(), labels.copy(), frames, lengths
    labels[behind[1]] = rubbish
    log_probs[behind[0]] = np.nan
    spoilt = log_probs, labels, frames, lengths
    np.testing.assert_allclose(framework.value(row, *spoilt), framework.value(row, *clean), rtol=1e-12)
    (found,), (expected,) = framework.gradients(row, *spoilt), framework.gradients(row, *clean)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-15)
    if framework.name != "numpy":
        (found,), (expected,) = framework.curvatures(row, *spoilt), framework.curvatures(row, *clean)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-15)


@REDUCING
def test_a_missing_target_that_weighs_nothing(framework):
    row, weights = CATALOG["mean_squared_error"], np.array([1.0, 0.0, 1.0])
    inputs = np.array([1.0, np.nan, 1.0]), np.array([1.0, 2.0, 3.0])
    options = {"sample_weight": weights, "reduction": "weighted_mean"}
    assert framework.value(row, *inputs, **options) == 2.0
    np.testing.assert_array_equal(framework.gradient(row, *inputs, **options), [0, 0, 2])


@pytest.mark.parametrize("name", ["numpy", "torch"])
def test_a_weight_of_0_reaches_all_classes_wherever_their_axis_is(name):
    """Images, with the classes on axis 1 of (N, C, H, W), and as many of them as there are columns."""
    framework = MAKERS[name]()
    row, rng = CATALOG["sparse_categorical_cross_entropy"], np.random.default_rng(0)
    logits, labels = rng.normal(size=(2, 4, 3, 4)), rng.integers(0, 4, (2, 3, 4))
    weight = np.ones((2, 3, 4))
    weight[0, 1, 2] = weight[1, 0, 3] = 0
    options = {"sample_weight": weight, "from_logits": True, framework.axis: 1}
    expected = framework.value(row, labels, logits, **options)
    logits[0, :, 1, 2], logits[1, :, 0, 3] = np.nan, np.nan
    np.testing.assert_allclose(framework.value(row, labels, logits, **options), expected, rtol=1e-12)
    (gradient,) = framework.gradients(row, labels, logits, **options)
    assert np.isfinite(gradient).all() and (gradient[0, :, 1, 2] == 0).all()
