"""The doctor watches ``fit``, ``train_on_batch`` and a loop with a tape, and stops at the first NaN."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from lossbook.doctor import Stopped, Watch
from lossbook.doctor.on_keras.watch import Callback, first_batch
from lossbook.doctor.run import run

N, K = 96, 5
RNG = np.random.default_rng(0)
X = RNG.normal(size=(N, 8)).astype("float32")
LABELS = np.sort(np.arange(N) % K)
SPARSE = keras.losses.SparseCategoricalCrossentropy


def net(activation=None, loss=None, hidden="relu"):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(16, hidden), keras.layers.Dense(K, activation)])
    model.compile(keras.optimizers.SGD(0.1), loss or SPARSE(from_logits=True))
    return model


def pairs():
    while True:
        yield X[:32], LABELS[:32]


GIVEN = {
    "arrays": dict(x=X, y=LABELS),
    "dataset": dict(x=tf.data.Dataset.from_tensor_slices((X, LABELS)).batch(32)),
    "generator": dict(steps_per_epoch=2),
}


@pytest.mark.parametrize("kind", GIVEN)
def test_fit_is_examined_before_it_begins(kind):
    given = {"x": pairs(), **GIVEN[kind]} if kind == "generator" else GIVEN[kind]
    with Watch() as seen:
        net(loss=SPARSE()).fit(verbose=0, **given)
    assert [(found.code, Path(found.place.file)) for found in seen.findings] == [("LB104", Path(__file__))]


def test_a_right_fit_has_no_finding_and_learns_the_same():
    weights = []
    for watched in (False, True):
        model = net()
        seen = Watch()
        if watched:
            with seen:
                model.fit(X, LABELS, verbose=0, epochs=2)
        else:
            model.fit(X, LABELS, verbose=0, epochs=2)
        assert seen.findings == []
        weights.append(model.get_weights())
    assert all(np.array_equal(one, two) for one, two in zip(*weights, strict=True))
    assert "fit" not in vars(keras.Model) and keras.losses.Loss.__call__.__module__.startswith("keras")


def with_one_nan():
    """Inputs whose third batch has a NaN."""
    x = X.copy()
    x[70] = np.nan
    return x


def test_fit_stops_at_the_first_nan():
    with pytest.raises(Stopped, match="stopped at step 3: ") as stopped, Watch():
        net(hidden="tanh").fit(with_one_nan(), LABELS, verbose=0, shuffle=False)
    assert stopped.value.step == 3 and "a loss that is NaN" in str(stopped.value)
    with pytest.raises(Stopped, match="stopped at step 3: "):
        net(hidden="tanh").fit(with_one_nan(), LABELS, verbose=0, shuffle=False, callbacks=[Callback()])


def test_fit_stops_where_a_relu_keeps_the_nan_from_the_loss():
    """As a ReLU does that oneDNN fuses with its layer, on some processors: 0 is the greater of NaN and 0 there."""
    deaf = keras.ops.nan_to_num
    with pytest.raises(Stopped, match="a weight that is NaN") as stopped:
        net(hidden=lambda x: keras.ops.relu(deaf(x))).fit(
            with_one_nan(), LABELS, verbose=0, shuffle=False, callbacks=[Callback()]
        )
    witness = stopped.value.findings[-1].witness
    assert "a step from 1 to 3" in witness and "1 of 4 weights" in witness
    with pytest.raises(Stopped, match="stopped at step 3: "):
        net(hidden=lambda x: keras.ops.relu(deaf(x))).fit(
            with_one_nan(), LABELS, verbose=0, shuffle=False, callbacks=[Callback(every=1)]
        )
    with pytest.raises(Stopped, match="NaN or infinite"):  # on every processor
        net().fit(with_one_nan(), LABELS, verbose=0, shuffle=False, callbacks=[Callback()])


@pytest.mark.parametrize(("together", "said"), [(1, "at step 25 "), (10, "at a step from 21 to 30 ")])
def test_several_steps_in_one_call_are_counted(together, said):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", steps_per_execution=together)
    x, y = np.ones((120 * 8, 4), "float32"), np.ones((120 * 8, 1), "float32")
    y[24 * 8] = np.nan  # in the 25th batch
    with pytest.raises(Stopped) as stopped:
        model.fit(x, y, batch_size=8, shuffle=False, verbose=0, callbacks=[Callback()])
    assert said in stopped.value.findings[-1].witness


def test_the_callback_examines_a_batch():
    callback = Callback(X, LABELS)
    net(loss=SPARSE()).fit(X, LABELS, verbose=0, callbacks=[callback])
    assert [found.code for found in callback.findings] == ["LB104"]


def test_train_on_batch_and_a_loop_with_a_tape():
    with Watch() as seen:
        net(loss=SPARSE()).train_on_batch(X, LABELS)
    assert [found.code for found in seen.findings] == ["LB104"]
    model, loss = net(), SPARSE()
    with pytest.raises(Stopped, match="stopped at step 3: "), Watch() as seen:
        for factor in (1.0, 1.0, np.nan):
            with tf.GradientTape() as tape:
                value = loss(LABELS, model(X)) * factor
            slopes = tape.gradient(value, model.trainable_variables)
            model.optimizer.apply_gradients(zip(slopes, model.trainable_variables, strict=True))
    assert [found.code for found in seen.findings] == ["LB104", "LB508"]


def two_parts(bad, bad_step, steps, number=2):
    """Several models, each with a loss of its own, under one optimiser; the loss of one becomes NaN."""
    keras.utils.set_random_seed(0)
    models = [keras.Sequential([keras.Input((8,)), keras.layers.Dense(1)]) for _ in range(number)]
    weights = [weight for model in models for weight in model.trainable_weights]
    optimizer = keras.optimizers.SGD(0.01)
    for step in range(1, steps + 1):
        with tf.GradientTape() as tape:
            each = [tf.reduce_mean(model(X[:32]) ** 2) for model in models]
            each[bad] *= np.nan if step == bad_step else 1.0
            total = tf.add_n(each)
        optimizer.apply_gradients(zip(tape.gradient(total, weights), weights, strict=True))


@pytest.mark.parametrize("bad", [0, 1])
def test_a_loop_stops_at_a_nan_in_either_part(bad):
    with pytest.raises(Stopped, match="stopped at step 11: ") as stopped, Watch():
        two_parts(bad, 11, 40)
    assert stopped.value.step == 11


def test_a_nan_that_nobody_has_seen_is_a_finding_at_the_end():
    with Watch() as seen:
        two_parts(1, 11, 20, number=3)
    (found,) = seen.findings
    assert found.code == "LB508" and found.witness.startswith("after step 20 2 of 6 weights are NaN, beginning with ")
    model = net()
    with Watch() as seen:
        model.train_on_batch(X, LABELS)
        model.train_on_batch(X * np.nan, LABELS)
    (found,) = seen.findings
    bad = [weight.path for weight in model.trainable_weights if np.isnan(weight.numpy()).any()]
    assert found.code == "LB508" and bad
    assert found.witness == f"{len(bad)} of 4 weights are NaN, beginning with {bad[0]}"


def scaled_steps(steps, spoil_at=0):
    """A loop with an optimiser that scales the loss: it begins so high that gradients in float16 are infinite."""
    keras.utils.set_random_seed(0)
    x, y = RNG.normal(size=(8, 4)).astype("float32"), np.full((8, 1), 30.0, "float32")
    layers = [keras.layers.Dense(8, "relu"), keras.layers.Dense(1, dtype="float32")]
    model = keras.Sequential([keras.Input((4,)), *layers])
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam(1e-2), initial_scale=2.0**30)
    for step in range(1, steps + 1):
        with tf.GradientTape() as tape:
            loss = optimizer.scale_loss(tf.reduce_mean(tf.square(model(x) - y)))
        gradients = tape.gradient(loss, model.trainable_variables)
        if step == 1:
            assert not all(np.isfinite(gradient).all() for gradient in gradients)
        if step == spoil_at:
            model.layers[0].kernel.assign(np.full((4, 8), np.nan))
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return model


@pytest.fixture
def mixed():
    keras.mixed_precision.set_global_policy("mixed_float16")
    yield
    keras.mixed_precision.set_global_policy("float32")


def test_an_optimiser_that_looks_for_its_scale_is_let_alone(mixed):
    with Watch() as seen:
        model = scaled_steps(60)
    assert seen.findings == [] and all(np.isfinite(weight).all() for weight in model.get_weights())


def test_of_an_optimiser_that_scales_the_weights_are_asked(mixed):
    with pytest.raises(Stopped) as stopped, Watch():
        scaled_steps(60, spoil_at=7)
    assert stopped.value.step == 7 and "1 of 4 weights are NaN" in stopped.value.findings[-1].witness


def test_a_model_that_is_built_by_its_first_batch_is_asked_at_the_end_too():
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    with Watch() as seen:
        model.train_on_batch(X, X[:, :1])
        model.train_on_batch(X * np.nan, X[:, :1])
    assert [found.what for found in seen.findings] == ["weights that are NaN"]


def test_the_step_of_a_range_is_its_last():
    x = X.copy()
    x[40] = np.nan  # in the second batch
    deaf = keras.ops.nan_to_num
    with pytest.raises(Stopped, match=r"stopped at step 3: .* a step from 1 to 3") as stopped:
        net(hidden=lambda x: keras.ops.relu(deaf(x))).fit(x, LABELS, verbose=0, shuffle=False, callbacks=[Callback()])
    assert stopped.value.step == 3


def test_rows_of_sorted_labels_come_from_all_over():
    x, (_, y, _) = first_batch({"x": X, "y": LABELS})
    assert x is X and set(y) == set(range(K)) and len(y) == 32


SCRIPT = """
import keras, numpy as np
model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, "softmax")])
model.compile("sgd", "binary_crossentropy")
model.fit(np.ones((64, 8)), np.arange(64) % 2, verbose=0)
"""


def test_a_script_is_run(tmp_path):
    path = tmp_path / "train.py"
    path.write_text(SCRIPT)
    (found,) = run(path)
    assert (found.code, found.place.file, found.place.line) == ("LB101", str(path), 5)
