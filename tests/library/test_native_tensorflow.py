"""At home in Keras and TensorFlow: compile, fit, save, load, sample weights, masks, graphs and XLA."""

from dataclasses import replace

import cases
import keras
import numpy as np
import pytest
import tensorflow as tf
from keras_classes import keras_inputs, with_all_frames

import lossbook.tensorflow as losses
from lossbook.catalog import CATALOG
from lossbook.samples import sample

# Predictions with a weight below them are no batch for a model of Identity: test_vocabulary.py saves another.
SAVED = [row for row in CATALOG.values() if row.family != "vocabulary"]
ROWS = pytest.mark.parametrize("row", SAVED, ids=lambda row: row.name)
CASES = pytest.mark.parametrize("case", cases.DEFAULT, ids=str)
SPARSE = [row for row in CATALOG.values() if row.layout == "sparse"]
IGNORING = [row for row in CATALOG.values() if row.logits and "ignore_index" in {p.name for p in row.parameters}]


def loss_of(row, **options):
    return getattr(losses, row.class_name)(**options)


CLASS_CASES = pytest.mark.parametrize("case", [*map(with_all_frames, cases.DEFAULT)], ids=str)


@pytest.mark.aspect("reductions", "weights", framework="tensorflow")
@CLASS_CASES
def test_class_reduces_its_function_as_keras_does(case):
    per_sample = getattr(losses, case.row.name)(*case.inputs, **case.options).numpy()
    weight = np.random.default_rng(0).uniform(0.5, 2, cases.SAMPLES)
    expected = {
        "none": per_sample * weight,
        "sum": (per_sample * weight).sum(),
        "mean": (per_sample * weight).mean(),
        "sum_over_batch_size": (per_sample * weight).mean(),
        "mean_with_sample_weight": np.average(per_sample, weights=weight),
    }
    for reduction, value in expected.items():
        loss = loss_of(case.row, reduction=reduction, dtype="float64", **case.options)
        np.testing.assert_allclose(loss(*keras_inputs(case), sample_weight=weight), value)


@pytest.mark.aspect("compile", framework="tensorflow")
@CASES
@pytest.mark.parametrize("jit_compile", [False, True])
def test_graph_and_xla_give_the_eager_value_and_gradient(case, jit_compile):
    function = getattr(losses, case.row.name)
    inputs = [tf.constant(side) for side in case.inputs]

    def value_and_gradients(*inputs):
        watched = [side for given, side in zip(case.row.inputs(), inputs, strict=True) if given.differentiable]
        with tf.GradientTape() as tape:
            tape.watch(watched)
            loss = function(*inputs, **case.options)
        return loss, *tape.gradient(loss, watched)

    eager = value_and_gradients(*inputs)
    compiled = tf.function(value_and_gradients, jit_compile=jit_compile)(*inputs)
    for theirs, ours in zip(compiled, eager, strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=1e-10, atol=1e-14)


@pytest.mark.aspect("state", framework="tensorflow")
@ROWS
def test_loss_survives_saving_and_loading_with_its_parameters(row, tmp_path):
    changed = {p.name: p.examples[0] for p in row.parameters if p.examples and p.name not in ("ignore_index", "eps")}
    changed |= {"reduction": "sum", "name": "mine"}
    case = cases.ordinary_case(row, {"from_logits": True} if row.logits else {})
    y, x = keras_inputs(case)
    model = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Identity()])
    model.compile("sgd", loss_of(row, **changed))
    before = model.evaluate(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")  # no custom_objects: the class is registered
    assert type(loaded.loss) is type(model.loss)
    assert loaded.loss.get_config() == model.loss.get_config()
    for name, value in changed.items():
        assert loaded.loss.get_config()[name] == (list(value) if isinstance(value, tuple) else value)
    assert loaded.evaluate(x, y, verbose=0) == pytest.approx(before, rel=1e-6)


@pytest.mark.parametrize("name", ["binary_cross_entropy", "binary_focal"])
def test_labels_of_shape_n_meet_a_dense_layer_with_one_output(name, tmp_path):
    """(N,) against (N, 1) is an error in the function; a Keras class aligns the two, as Keras's own do."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 3)).astype("float32")
    y = (x[:, 0] > 0).astype("float32")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.5), loss_of(CATALOG[name], from_logits=True, label_smoothing=0.05))
    history = model.fit(x, y, epochs=3, batch_size=64, verbose=0).history["loss"]
    assert history[-1] < history[0]
    expected = getattr(losses, name)(y[:, None], model(x), from_logits=True, label_smoothing=0.05).numpy().mean()
    assert model.evaluate(x, y, verbose=0) == pytest.approx(expected, rel=1e-5)
    model.save(tmp_path / "model.keras")
    assert keras.models.load_model(tmp_path / "model.keras").loss.get_config()["label_smoothing"] == 0.05
    loss = loss_of(CATALOG[name])
    flat = loss(y, np.full((64, 1), 0.3))
    np.testing.assert_allclose(loss(y[:, None], np.full(64, 0.3)), flat)
    np.testing.assert_allclose(loss(y[:, None], np.full((64, 1), 0.3)), flat)


@pytest.mark.parametrize("row", SPARSE, ids=lambda row: row.name)
def test_sparse_labels_may_have_a_trailing_axis(row):
    labels, p = np.array([0, 2, 1]), np.full((3, 3), 1 / 3)
    np.testing.assert_allclose(loss_of(row)(labels[:, None], p), loss_of(row)(labels, p))


@pytest.mark.parametrize("row", IGNORING, ids=lambda row: row.name)
def test_ignored_labels_are_masked_so_that_keras_divides_by_what_is_kept(row):
    rng = np.random.default_rng(0)
    labels, logits = np.array([0, -1, 2, -1]), rng.normal(size=(4, 3)).astype("float32")
    kept = labels >= 0
    loss = loss_of(row, from_logits=True, ignore_index=-1)
    np.testing.assert_allclose(loss(labels, logits), loss(labels[kept], logits[kept]), rtol=1e-6)
    assert loss([-1, -1], logits[:2]) == 0
    per_sample = getattr(losses, row.name)(labels, logits, from_logits=True, ignore_index=-1)
    assert np.all(per_sample[~kept] == 0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3, kernel_initializer="identity")])
    model.compile("sgd", loss)
    assert model.evaluate(logits, labels, verbose=0) == pytest.approx(float(loss(labels, logits)), rel=1e-5)


@pytest.mark.aspect("empty", framework="tensorflow")
@CLASS_CASES
def test_empty_batch_is_zero(case):
    loss = loss_of(case.row, **case.options)(*keras_inputs(replace(case, inputs=tuple(case.samples(slice(0))))))
    assert loss.shape == ()
    assert loss == 0


@pytest.mark.aspect("dtypes", framework="tensorflow")
@CLASS_CASES
def test_class_has_the_dtype_that_keras_gives_it(case):
    assert loss_of(case.row, **case.options)(*keras_inputs(case)).dtype == "float32"
    assert loss_of(case.row, dtype="float64", **case.options)(*keras_inputs(case)).dtype == "float64"


@pytest.mark.parametrize("row", [row for row in CATALOG.values() if row.logits], ids=lambda row: row.name)
def test_sample_weight_in_fit_counts(row):
    """A weight of 0 takes a sample out: training on nonsense labels with weight 0 is training without them."""
    rng = np.random.default_rng(0)
    classes = cases.CLASSES if row.over_axis else 1
    x = rng.normal(size=(16, 3)).astype("float32")
    y = sample(row.targets, rng, (16, classes))
    trained = []
    for rows, weight in ((slice(8), np.ones(8)), (slice(16), np.r_[np.full(8, 2.0), np.zeros(8)])):
        keras.utils.set_random_seed(0)
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(classes)])
        model.compile(keras.optimizers.SGD(0.5), loss_of(row, from_logits=True))
        model.fit(x[rows], y[rows], sample_weight=weight, batch_size=16, epochs=2, shuffle=False, verbose=0)
        trained.append(model.get_weights())
    for without, with_zeros in zip(*trained, strict=True):
        np.testing.assert_allclose(without, with_zeros, rtol=1e-4, atol=1e-6)


def test_another_keras_backend_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "torch")
    with pytest.raises(RuntimeError, match=r"lossbook\.tensorflow needs Keras on TensorFlow, got 'torch'"):
        losses.BinaryCrossEntropy()
