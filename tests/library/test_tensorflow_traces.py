"""What TensorFlow meets in graphs: lengths that are not known, ragged rows, NaN, and tables that fill the memory."""

import subprocess
import sys

import cases
import keras
import numpy as np
import pytest
import tensorflow as tf
from keras_classes import keras_inputs, with_all_frames

import lossbook.tensorflow as losses
from lossbook.catalog import CATALOG


def test_ctc_takes_batches_padded_to_what_they_need():
    """padded_batch and from_generator leave the lengths of the axes open."""
    rng = np.random.default_rng(0)
    samples = [
        (rng.normal(size=(frames, 5)).astype("float32"), rng.integers(1, 5, n)) for frames, n in [(6, 2), (9, 3)]
    ]
    spec = tf.TensorSpec([None, 5], tf.float32), tf.TensorSpec([None], tf.int64)
    data = tf.data.Dataset.from_generator(lambda: iter(samples), output_signature=spec).padded_batch(2)
    logits, labels = next(iter(data))
    expected = float(losses.CTC()(labels, logits))
    model = keras.Sequential([keras.Input((None, 5)), keras.layers.Dense(5, kernel_initializer="identity")])
    model.compile(keras.optimizers.SGD(0.0), losses.CTC())
    assert model.fit(data, shuffle=False, verbose=0).history["loss"][0] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("name", ["categorical_cross_entropy", "categorical_focal", "sparse_categorical_cross_entropy"])
@pytest.mark.parametrize("from_logits", [False, True])
def test_label_smoothing_where_the_number_of_classes_is_not_known(name, from_logits):
    case = cases.ordinary_case(CATALOG[name], {"from_logits": from_logits, "label_smoothing": 0.1})
    shapes = [tf.TensorSpec([None] * side.ndim, side.dtype) for side in case.inputs]
    graph = tf.function(lambda y, p: getattr(losses, name)(y, p, **case.options), input_signature=shapes)
    np.testing.assert_allclose(graph(*case.inputs), getattr(losses, name)(*case.inputs, **case.options), rtol=1e-12)


@pytest.mark.aspect("compile", framework="tensorflow")
@pytest.mark.parametrize("case", [*map(with_all_frames, cases.DEFAULT)], ids=str)
def test_a_class_needs_no_length_before_the_graph_runs(case):
    if case.row.family == "vocabulary":
        pytest.skip("its class finds the weight by the number of rows and classes")
    y_true, y_pred = map(tf.constant, keras_inputs(case))
    loss = getattr(losses, case.row.class_name)(dtype="float64", **case.options)
    stacked = [None] * y_pred.shape.rank
    if case.row.several and case.row.name != "ctc":
        stacked[1] = y_pred.shape[1]
    weights = tf.constant(np.arange(6.0))
    shapes = [tf.TensorSpec([None] * y_true.shape.rank, y_true.dtype), tf.TensorSpec(stacked, tf.float64)]
    graph = tf.function(loss, input_signature=[*shapes, tf.TensorSpec([None], tf.float64)])
    np.testing.assert_allclose(graph(y_true, y_pred, weights), loss(y_true, y_pred, weights), rtol=1e-12)


@pytest.mark.parametrize("side", ["y_true", "y_pred"])
def test_ragged_rows_are_refused_with_the_cure(side):
    rows = tf.ragged.constant([[1.0], [2.0, 3.0]])
    inputs = {"y_true": np.ones((2, 2)), "y_pred": np.ones((2, 2))} | {side: rows}
    message = rf"{side} is ragged.*pass {side}\.to_tensor\(\).*sample_weight of 0"
    for loss in (losses.mean_squared_error, losses.MeanSquaredError()):
        with pytest.raises(TypeError, match=message):
            loss(**inputs)
    weights = tf.sequence_mask(rows.row_lengths())  # the cure
    cured = losses.MeanSquaredError(reduction="mean_with_sample_weight")(
        np.ones((2, 2)), rows.to_tensor(), sample_weight=weights
    )
    assert float(cured) == pytest.approx(np.mean([0, 1, 4]))


def test_a_trace_looks_at_no_values_and_gives_what_follows():
    graph = tf.function(losses.binary_cross_entropy)
    assert graph(tf.constant([[1.0]]), tf.constant([[3.0]])).numpy() == pytest.approx([-np.log(3)])


@pytest.mark.parametrize("jit_compile", [False, True])
def test_nan_beside_the_zero_vector_stays_one_when_compiled(jit_compile):
    """TensorFlow 2.16 makes 0 of 0 · NaN in a graph."""
    function = tf.function(losses.cosine_embedding, jit_compile=jit_compile)
    found = function(tf.constant([[0.0, 0.0], [0.0, 0.0]]), tf.constant([[1.0, np.nan], [1.0, 2.0]]), tf.ones(2))
    np.testing.assert_array_equal(found, [np.nan, 1.0])


@pytest.mark.aspect("NaN", framework="tensorflow")
@pytest.mark.parametrize("jit_compile", [False, True])
@pytest.mark.parametrize("case", cases.DEFAULT, ids=str)
def test_nan_in_gives_nan_out_when_compiled(case, jit_compile):
    """XLA's own maximum of an axis passes a NaN over."""
    function = tf.function(
        lambda *inputs: getattr(losses, case.row.name)(*inputs, **case.options), jit_compile=jit_compile
    )
    for i, given in enumerate(case.row.inputs()):
        if given.domain.integer:
            continue
        inputs = [side.copy() for side in case.inputs]
        inputs[i][(1,) + ((0,) * (inputs[i].ndim - 1) if case.row.layout != "sparse" else ())] = np.nan
        assert np.isnan(function(*map(tf.constant, inputs))[1]).any()


def test_many_classes_of_a_multilabel_margin_need_no_table_of_all_pairs(monkeypatch):
    """The way that takes a class at a time is the table's, in value and gradient, and costs it no second derivative."""
    rng = np.random.default_rng(0)
    y, scores = rng.integers(0, 2, (2, 3, 5)).astype(float), rng.normal(0, 2, (2, 3, 5))
    y[0, 0], y[1, 1] = 0, 1
    results = []
    for at_once in (2**22, 1):
        monkeypatch.setattr("lossbook.tensorflow.margin.PAIRS_AT_ONCE", at_once)
        for axis in (-1, 1):
            for compiled in (None, False, True):

                def value_and_gradients(s, axis=axis):
                    with tf.GradientTape() as outer:
                        outer.watch(s)
                        with tf.GradientTape() as inner:
                            inner.watch(s)
                            loss = losses.multilabel_margin(np.moveaxis(y, -1, axis), s, axis=axis)
                        gradient = inner.gradient(loss, s)
                        squared = tf.reduce_sum(gradient**2)
                    second = outer.gradient(squared, s, unconnected_gradients="zero")
                    return loss, *(tf.convert_to_tensor(np.zeros(0)) if g is None else g for g in (gradient, second))

                run = (
                    value_and_gradients if compiled is None else tf.function(value_and_gradients, jit_compile=compiled)
                )
                loss, gradient, second = run(tf.constant(np.moveaxis(scores, -1, axis)))
                results.append((loss.numpy(), np.moveaxis(gradient.numpy(), axis, -1)))
                assert np.all(second == 0)
    for loss, gradient in results[1:]:
        np.testing.assert_allclose(loss, results[0][0], rtol=1e-12)
        np.testing.assert_allclose(gradient, results[0][1], rtol=1e-12)


def test_that_many_classes_cost_little_memory():
    """(16, 3000) has 144 million pairs: a table of them takes over a gigabyte, with the way back."""
    program = """
import resource, sys, tensorflow as tf, lossbook.tensorflow as losses
def value_and_gradient(rows):
    scores = tf.random.stateless_normal((rows, 3000), (0, 0))
    with tf.GradientTape() as tape:
        tape.watch(scores)
        loss = losses.multilabel_margin(tf.cast(scores > 3, tf.float32), scores)
    return tape.gradient(loss, scores).numpy()
def peak():  # in kilobytes, and on macOS in bytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
value_and_gradient(1)
before = peak()
value_and_gradient(16)
print(peak() - before)
"""
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert int(output.split()[-1]) < 50e6
