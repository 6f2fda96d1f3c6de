"""Weights and masks in the Keras classes: one rule for the axes, and nothing of what is left out."""

import cases
import keras
import numpy as np
import pytest
import tensorflow as tf
from keras_classes import keras_inputs

import lossbook.numpy
import lossbook.tensorflow as losses
from lossbook.catalog import CATALOG

REDUCTIONS = [("sum_over_batch_size", "mean"), ("mean_with_sample_weight", "weighted_mean"), ("sum", "sum")]
BY_REDUCTION = pytest.mark.parametrize(("reduction", "ours"), REDUCTIONS)


def pictures(seed=0):
    """Four images of three pixels in four classes, and one weight an image."""
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.05, 1, (4, 3, 4)).astype("float32")
    return rng.integers(0, 4, (4, 3)), p / p.sum(-1, keepdims=True), np.array([0.5, 1.0, 2.0, 0.0])


@BY_REDUCTION
def test_one_weight_an_image_weighs_the_image(reduction, ours):
    """As many images as pixels, or as classes, is when another axis would fit too."""
    labels, p, weights = pictures()
    expected = lossbook.numpy.sparse_categorical_cross_entropy(labels, p, sample_weight=weights, reduction=ours)
    loss = losses.SparseCategoricalCrossEntropy(reduction=reduction)
    assert float(loss(labels, p, sample_weight=weights)) == pytest.approx(expected, rel=1e-6)
    square = labels[:3], p[:3], weights[1:]
    expected = lossbook.numpy.sparse_categorical_cross_entropy(*square[:2], sample_weight=square[2], reduction=ours)
    assert float(loss(*square[:2], sample_weight=square[2])) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("run_eagerly", [False, True])
def test_fit_and_evaluate_weigh_the_image_too(run_eagerly):
    labels, p, weights = pictures()
    expected = lossbook.numpy.sparse_categorical_cross_entropy(labels, p, sample_weight=weights)
    model = keras.Sequential([keras.Input((3, 4)), keras.layers.Dense(4, kernel_initializer="identity")])
    model.compile(keras.optimizers.SGD(0.0), losses.SparseCategoricalCrossEntropy(), run_eagerly=run_eagerly)
    data = tf.data.Dataset.from_tensors((p, labels, weights))
    assert model.evaluate(p, labels, sample_weight=weights, verbose=0) == pytest.approx(expected, rel=1e-5)
    assert model.evaluate(data, verbose=0) == pytest.approx(expected, rel=1e-5)
    assert model.fit(data, shuffle=False, verbose=0).history["loss"][0] == pytest.approx(expected, rel=1e-5)
    assert model.train_on_batch(p, labels, sample_weight=weights) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("shape", [(3,), (4, 1), (3, 4), (4, 3, 4), (4, 3, 1, 1)])
def test_weights_of_any_other_shape_are_refused(shape):
    labels, p, _ = pictures()
    wanted = r"sample_weight needs shape \(4, 3\), or its leading axes, got"
    with pytest.raises(ValueError, match=wanted):
        losses.SparseCategoricalCrossEntropy()(labels, p, sample_weight=np.ones(shape))
    graph = tf.function(losses.SparseCategoricalCrossEntropy())
    with pytest.raises(ValueError, match=wanted):
        graph(labels, p, sample_weight=np.ones(shape))


def test_weights_of_another_length_are_refused_when_the_graph_runs():
    rows = [tf.TensorSpec([None], tf.int64), tf.TensorSpec([None, 2], tf.float32), tf.TensorSpec([None], tf.float32)]
    graph = tf.function(losses.SparseCategoricalCrossEntropy(), input_signature=rows)
    p = tf.fill((3, 2), 0.5)
    assert graph(tf.constant([0, 1, 1], tf.int64), p, tf.ones(3)).numpy() == pytest.approx(np.log(2))
    with pytest.raises(tf.errors.InvalidArgumentError, match="or its leading axes"):
        graph(tf.constant([0, 1, 1], tf.int64), p, tf.ones(1))


ELEMENTWISE = [c for c in cases.DEFAULT if c.row.layout == "elementwise"]


@pytest.mark.aspect("weights", framework="tensorflow")
@pytest.mark.parametrize("case", ELEMENTWISE, ids=str)
@BY_REDUCTION
def test_one_weight_an_element_weighs_the_element(case, reduction, ours):
    weights = np.random.default_rng(0).uniform(0.5, 2, case.shape)
    loss = getattr(losses, case.row.class_name)(reduction=reduction, dtype="float64", **case.options)
    expected = getattr(lossbook.numpy, case.row.name)(
        *case.inputs, sample_weight=weights, reduction=ours, **case.options
    )
    if ours == "sum":  # of what the samples cost, each the mean over its elements, as without weights
        expected /= case.shape[-1]
    y_true, y_pred = keras_inputs(case)
    np.testing.assert_allclose(loss(y_true, y_pred, sample_weight=weights), expected, rtol=1e-12)
    np.testing.assert_allclose(
        loss(y_true, y_pred, sample_weight=np.ones(case.shape)), loss(y_true, y_pred), rtol=1e-12
    )


def test_elements_with_weights_have_their_own_pos_weight():
    rng = np.random.default_rng(0)
    y, p, weights = rng.integers(0, 2, (3, 3)), rng.uniform(0.1, 0.9, (3, 3)), rng.uniform(0, 1, (3, 3))
    options = {"pos_weight": [1.0, 2.0, 3.0]}
    expected = lossbook.numpy.binary_cross_entropy(y, p, sample_weight=weights, **options)
    assert float(losses.BinaryCrossEntropy(**options)(y, p, sample_weight=weights)) == pytest.approx(expected, rel=1e-6)
    graph = tf.function(losses.BinaryCrossEntropy(reduction="none", **options))
    none = lossbook.numpy.binary_cross_entropy(y, p, sample_weight=weights, reduction="none", **options)
    np.testing.assert_allclose(graph(y, p, sample_weight=weights), none.mean(-1), rtol=1e-5)


def test_weights_may_have_the_last_axis_that_labels_may_have():
    labels, p, weights = np.array([[0], [1]]), np.array([[0.5, 0.5], [0.9, 0.1]]), np.array([1.0, 3.0])
    loss = losses.SparseCategoricalCrossEntropy()
    assert loss(labels, p, sample_weight=weights[:, None]) == loss(labels[:, 0], p, sample_weight=weights)
    assert loss(labels, p, sample_weight=2.0) == 2 * loss(labels, p)


@pytest.mark.parametrize("compiled", [None, False, True], ids=["eager", "graph", "xla"])
def test_what_weighs_nothing_may_be_anything_in_a_graph_too(compiled):
    weights = np.array([1.0, 0.0, 2.0])
    for name, good, bad in [("MeanSquaredError", 5.0, np.nan), ("InfoNCE", 1.0, np.inf), ("GaussianNLL", 1.0, -1.0)]:
        loss = getattr(losses, name)(reduction="mean_with_sample_weight", dtype="float64")
        shape = (3, 2) if name == "MeanSquaredError" else (3, 2, 2)
        y_pred = np.random.default_rng(0).uniform(0.5, 2, shape)

        def value_and_gradient(y_pred, loss=loss):
            with tf.GradientTape() as tape:
                tape.watch(y_pred)
                value = loss(tf.zeros((3, 2)), y_pred, sample_weight=tf.constant(weights))
            return value, tape.gradient(value, y_pred)

        run = value_and_gradient if compiled is None else tf.function(value_and_gradient, jit_compile=compiled)
        results = []
        for filler in (good, bad):
            y_pred[1] = filler
            results.append(run(tf.constant(y_pred)))
        for expected, found in zip(*results, strict=True):
            np.testing.assert_allclose(found, expected, rtol=1e-12)
        assert np.all(results[1][1][1] == 0)


@BY_REDUCTION
def test_what_the_mask_leaves_out_may_be_anything(reduction, ours):
    labels, p, weights = pictures()
    kept = np.array([[1, 1, 0], [1, 0, 0], [1, 1, 1], [1, 1, 0]], bool)
    p[~kept], labels[~kept] = np.nan, 9

    @tf.function
    def value_and_gradient(y_pred, weights):
        y_pred = tf.identity(y_pred)
        y_pred._keras_mask = tf.constant(kept)  # as a layer with a mask leaves it
        with tf.GradientTape() as tape:
            tape.watch(y_pred)
            value = losses.SparseCategoricalCrossEntropy(reduction=reduction)(labels, y_pred, weights)
        return value, tape.gradient(value, y_pred)

    spread = np.repeat(weights[:, None], 3, 1)
    for run in (value_and_gradient, value_and_gradient.python_function):
        value, gradient = run(tf.constant(p), weights)
        expected = lossbook.numpy.sparse_categorical_cross_entropy(
            labels[kept], p[kept], sample_weight=spread[kept], reduction=ours
        )
        np.testing.assert_allclose(value, expected, rtol=1e-6)
        assert np.isfinite(gradient).all()
        assert np.all(gradient[~kept] == 0)


def test_a_mask_of_another_shape_is_refused():
    y_pred = tf.fill((2, 3), 0.5)
    y_pred._keras_mask = tf.constant([[True, False]] * 2)
    with pytest.raises(ValueError, match=r"the mask of y_pred needs shape \(2,\), or its leading axes, got \(2, 2\)"):
        losses.Dice()(np.ones((2, 3)), y_pred)


@pytest.mark.parametrize("reduction", ["sum", "mean_with_sample_weight", "none"])
def test_a_label_without_a_path_that_weighs_nothing(reduction):
    """Two frames are too few for 1, 1; of nine pairs of frames one spells 1, 2."""
    logits, labels = np.zeros((2, 2, 3), "float32"), np.array([[1, 1], [1, 2]])
    found = losses.CTC(reduction=reduction)(labels, logits, sample_weight=np.array([0.0, 1.0]))
    second = 2 * np.log(3)
    np.testing.assert_allclose(found, [0, second] if reduction == "none" else second, rtol=1e-6)


WEIGHING = [
    row for row in CATALOG.values() if row.layout == "sparse" and "class_weight" in {p.name for p in row.parameters}
]


@pytest.mark.parametrize("row", WEIGHING, ids=lambda row: row.name)
def test_class_weights_scale_and_do_not_divide(row):
    """Keras's mean_with_sample_weight divides by the sample weights alone."""
    case = cases.ordinary_case(row, {})
    for weights in ([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]):
        loss = getattr(losses, row.class_name)(reduction="mean_with_sample_weight", class_weight=weights)
        each = getattr(losses, row.name)(*case.inputs, class_weight=weights).numpy()
        np.testing.assert_allclose(loss(*case.inputs, sample_weight=np.ones(6)), each.mean(), rtol=1e-6)
