"""What Keras repairs by itself, and what not: the page on cross-entropy tells it, and others link there.

On TensorFlow, Keras's cross-entropies take the logits behind a sigmoid or a softmax where they can still see them.
"""

import os
import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

import lossbook.tensorflow as losses

WRONG = -200.0  # a logit so wrong that its probability is clipped: a loss of 200 if it is found, and 16 if not
Y, Z = tf.constant([[1.0]]), tf.constant([[WRONG]])
CLIPPED = -np.log(keras.config.epsilon())
dense = keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")
act = keras.activations.sigmoid

FOUND_EAGERLY = {
    "activation": act,
    "operation": keras.ops.sigmoid,
    "layer": keras.layers.Activation("sigmoid"),
    "dense layer": dense,
    "model": keras.Sequential([keras.Input((1,)), dense]),
}
HIDDEN = {
    "identity": lambda z: tf.identity(act(z)),
    "reshape": lambda z: tf.reshape(act(z), (-1, 1)),
    "slice": lambda z: act(z)[:, :1],
    "clip": lambda z: tf.clip_by_value(act(z), 0, 1),
    "cast": lambda z: tf.cast(act(z), tf.float64),
    "float16": keras.layers.Activation("sigmoid", dtype="float16"),
    "another layer": keras.Sequential([keras.Input((1,)), dense, keras.layers.Reshape((1,))]),
    "a sigmoid by hand": lambda z: 1 / (1 + tf.exp(-z)),
}
binary = keras.losses.BinaryCrossentropy()


class Own(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return keras.losses.binary_crossentropy(y_true, y_pred)


def own_formula(y_true, y_pred):
    return -tf.math.log(tf.clip_by_value(y_pred, 1e-7, 1.0))


def loss_of(output, loss=binary, graph=False):
    """The loss of what ``output`` makes of the logit."""

    def compute(z):
        return tf.reduce_mean(loss(Y, output(z)))

    return float((tf.function(compute) if graph else compute)(Z))


@pytest.mark.parametrize("graph", [False, True])
@pytest.mark.parametrize("output", FOUND_EAGERLY.values(), ids=FOUND_EAGERLY)
def test_a_sigmoid_of_keras_is_seen_through(output, graph):
    assert loss_of(output, graph=graph) == 200


def test_one_of_tensorflow_only_in_a_graph():
    assert loss_of(tf.sigmoid, graph=True) == 200
    assert loss_of(tf.sigmoid) == pytest.approx(CLIPPED, abs=1e-3)


@pytest.mark.parametrize("graph", [False, True])
@pytest.mark.parametrize("output", HIDDEN.values(), ids=HIDDEN)
def test_a_step_more_hides_the_logits(output, graph):
    assert loss_of(output, graph=graph) == pytest.approx(CLIPPED, abs=1e-2)


@pytest.mark.parametrize("graph", [False, True])
@pytest.mark.parametrize(
    "loss",
    [binary, keras.losses.binary_crossentropy, keras.losses.BinaryFocalCrossentropy(), Own()],
    ids=["class", "function", "binary focal", "a class that calls it"],
)
def test_whatever_calls_a_cross_entropy_of_keras_is_repaired(loss, graph):
    assert loss_of(act, loss, graph) == 200


def test_so_is_the_metric():
    measure = keras.metrics.BinaryCrossentropy()
    measure.update_state(Y, act(Z))
    assert measure.result() == 200


@pytest.mark.parametrize("graph", [False, True])
@pytest.mark.parametrize(
    "loss",
    [
        own_formula,
        losses.binary_cross_entropy,
        losses.BinaryCrossEntropy(),
        keras.losses.BinaryCrossentropy(dtype="float64"),
    ],
    ids=["formula", "function", "class", "of another dtype"],
)
def test_a_loss_with_a_formula_of_its_own_is_not(loss, graph):
    assert loss_of(act, loss, graph) == pytest.approx(CLIPPED, abs=1e-2)


@pytest.mark.parametrize("eager", [False, True])
@pytest.mark.parametrize("loss, value", [(binary, 200), (Own(), 200), (own_formula, CLIPPED)])
def test_fit_and_evaluate_are_repaired_alike(loss, value, eager):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")])
    model.compile("sgd", loss, run_eagerly=eager)
    data = np.full((1, 1), WRONG, np.float32), np.ones((1, 1), np.float32)
    assert model.evaluate(*data, verbose=0) == pytest.approx(value, abs=1e-3)
    assert model.fit(*data, verbose=0).history["loss"] == pytest.approx([value], abs=1e-3)


SOFTMAX = {
    "categorical": (keras.losses.CategoricalCrossentropy, [[0.0, 1.0, 0.0]], True),
    "sparse": (keras.losses.SparseCategoricalCrossentropy, [1], True),
    "categorical focal": (keras.losses.CategoricalFocalCrossentropy, [[0.0, 1.0, 0.0]], False),
}


@pytest.mark.parametrize("loss, labels, repaired", SOFTMAX.values(), ids=SOFTMAX)
def test_so_is_softmax_twice(loss, labels, repaired):
    labels, z = tf.constant(labels), tf.constant([[6.0, 0.0, 0.0]])
    for output in (keras.activations.softmax, keras.layers.Softmax()):
        if repaired:
            with pytest.warns(UserWarning, match="does not represent logits"):
                twice = loss(from_logits=True)(labels, output(z))
        else:
            twice = loss(from_logits=True)(labels, output(z))
        assert (abs(twice - loss(from_logits=True)(labels, z)) < 1e-6) == repaired


def test_keras_does_not_ask_which_of_the_two_it_was():
    labels, z = tf.constant([[0.0, 1.0, 0.0]]), tf.constant([[2.0, 1.0, -1.0]])
    categorical, softmax = keras.losses.CategoricalCrossentropy, keras.activations.softmax
    for graph in (False, True):
        run = tf.function if graph else (lambda compute: compute)
        assert run(lambda: categorical()(labels, act(z)))() == categorical(from_logits=True)(labels, z)
        by_softmax = run(lambda: binary(labels, softmax(z)))()
        assert by_softmax == keras.losses.BinaryCrossentropy(from_logits=True)(labels, z)
        assert run(lambda: binary(labels, tf.nn.softmax(z)))() < by_softmax - 0.01  # of TensorFlow's it does


def test_kl_divergence_is_not_repaired():
    p = keras.activations.softmax(tf.constant([[200.0, 0.0, 0.0]]))
    assert keras.losses.KLDivergence()(tf.constant([[0.0, 1.0, 0.0]]), p) < 17


def test_keras_on_pytorch_repairs_nothing():
    code = """if True:
        import keras, numpy as np
        p = keras.activations.sigmoid(keras.ops.convert_to_tensor(np.float32([[-200]])))
        print(keras.backend.backend(), float(keras.losses.BinaryCrossentropy()(np.float32([[1]]), p)) < 17)
    """
    environment = os.environ | {"KERAS_BACKEND": "torch"}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["torch", "True"]
