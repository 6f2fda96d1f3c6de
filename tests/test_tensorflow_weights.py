"""Weights, masks and labels in the Keras classes: one rule for the axes, and nothing of what is left out."""

import cases
import keras
import numpy as np
import pytest
import tensorflow as tf
from keras_classes import keras_inputs, with_all_frames

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
    assert model.fit(data, verbose=0).history["loss"][0] == pytest.approx(expected, rel=1e-5)
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


# Labels


SPARSE = [row for row in CATALOG.values() if row.layout == "sparse"]


@pytest.mark.parametrize("row", SPARSE, ids=lambda row: row.name)
@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_labels_are_never_rounded(row, dtype):
    """In bfloat16 257 is 256, in float16 2049 is 2048."""
    classes, label = (300, 257) if dtype == "bfloat16" else (2100, 2049)
    options = {"from_logits": True} if row.logits else {}
    scores = np.full((1, classes), -1 if row.name == "circle" else -4, "float32")
    scores[0, label] = 1
    exact = getattr(losses, row.name)([label], scores, **options).numpy()[0]
    loss = getattr(losses, row.class_name)(dtype=dtype, **options)
    for labels in (np.array([label]), tf.constant([label]), np.array([label], "float32"), [label]):
        assert float(loss(labels, scores)) == pytest.approx(float(exact), rel=1e-2, abs=1e-2)


def test_labels_are_integers_in_fit_where_all_else_is_bfloat16():
    """As the model's outputs, and as label tensors of a dataset."""
    logits, labels = np.zeros((2, 300), "float32"), np.array([257, 3])
    logits[0, 257], logits[1, 3] = 5, 5
    exact = losses.sparse_categorical_cross_entropy(labels, logits, from_logits=True).numpy().mean()
    before = keras.config.floatx()
    keras.config.set_floatx("bfloat16")
    try:
        model = keras.Sequential([keras.Input((300,)), keras.layers.Identity()])
        model.compile("sgd", losses.SparseCategoricalCrossEntropy(from_logits=True))
        data = tf.data.Dataset.from_tensors((logits, labels))
        for given in ((logits, labels), (data,)):
            assert float(model.evaluate(*given, verbose=0)) == pytest.approx(exact, rel=1e-2)
        model.compile("sgd", losses.sparse_categorical_cross_entropy)  # of a function Keras casts the labels
        with pytest.raises(ValueError, match=r"300 classes, and bfloat16 counts to 256: pass integers.* the class"):
            model.evaluate(logits, labels, verbose=0)
    finally:
        keras.config.set_floatx(before)


@pytest.mark.parametrize("row", SPARSE, ids=lambda row: row.name)
def test_a_fraction_is_no_label(row):
    p = np.full((2, 2), 0.5, "float32")
    with pytest.raises(ValueError, match=rf"{row.name} needs whole numbers for y_true, got 0\.9"):
        getattr(losses, row.name)(np.array([0.9, 1.7]), p)
    with pytest.raises(ValueError, match=r"whole numbers for y_true, got 0\.9"):
        getattr(losses, row.class_name)()(np.array([0.9, 1.7]), p)
    np.testing.assert_array_equal(getattr(losses, row.name)([0.0, 1.0], p), getattr(losses, row.name)([0, 1], p))


@pytest.mark.parametrize("place", ["labels", "input_lengths", "label_lengths"])
def test_a_fraction_is_no_label_and_no_length_of_a_sequence(place):
    inputs = {"log_probs": np.zeros((1, 4, 3)), "labels": [[1.0, 2.0]], "input_lengths": [4.0], "label_lengths": [2.0]}
    whole = losses.ctc(**{name: np.array(side) for name, side in inputs.items()})
    integers = losses.ctc(inputs["log_probs"], [[1, 2]], [4], [2])
    np.testing.assert_array_equal(whole, integers)
    inputs[place] = np.array(inputs[place]) - 0.5
    with pytest.raises(ValueError, match=rf"ctc needs whole numbers for {place}, got"):
        losses.ctc(**inputs)


# Shapes that are not known, or not regular


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
    assert model.fit(data, verbose=0).history["loss"][0] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("name", ["categorical_cross_entropy", "categorical_focal", "sparse_categorical_cross_entropy"])
@pytest.mark.parametrize("from_logits", [False, True])
def test_label_smoothing_where_the_number_of_classes_is_not_known(name, from_logits):
    case = cases.ordinary_case(CATALOG[name], {"from_logits": from_logits, "label_smoothing": 0.1})
    shapes = [tf.TensorSpec([None] * side.ndim, side.dtype) for side in case.inputs]
    graph = tf.function(lambda y, p: getattr(losses, name)(y, p, **case.options), input_signature=shapes)
    np.testing.assert_allclose(graph(*case.inputs), getattr(losses, name)(*case.inputs, **case.options), rtol=1e-12)


@pytest.mark.parametrize("case", [*map(with_all_frames, cases.DEFAULT)], ids=str)
def test_a_class_needs_no_length_before_the_graph_runs(case):
    if case.row.name == "linear_cross_entropy":
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


# What a trace does not look at


def test_a_trace_looks_at_no_values_and_gives_what_follows():
    graph = tf.function(losses.binary_cross_entropy)
    assert graph(tf.constant([[1.0]]), tf.constant([[3.0]])).numpy() == pytest.approx([-np.log(3)])


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
