"""What the doctor says of a compiled Keras model on one batch: faulty and mended, and that nothing is changed by it."""

import random

import keras
import numpy as np
import pytest
import tensorflow as tf

import lossbook.tensorflow as losses
from lossbook.doctor import on_keras

N, K = 64, 5
RNG = np.random.default_rng(0)
X = RNG.normal(size=(N, 8)).astype("float32")
LABELS, ROWS = np.arange(N) % K, np.eye(K)[np.arange(N) % K]
YES = (X[:, :1] > 0) * 1.0
NUMBERS = X[:, :1] - 0.5 * X[:, 1:2]
TAGS = (RNG.random((N, K)) < 0.5) * 1.0
SPARSE, BINARY = keras.losses.SparseCategoricalCrossentropy, keras.losses.BinaryCrossentropy
reshape = keras.layers.Reshape


def net(out=K, activation=None, *end, change=None):
    keras.utils.set_random_seed(0)
    layers = [keras.layers.Dense(16, "relu"), keras.layers.Dense(out, activation), *end]
    model = keras.Sequential([keras.Input((8,)), *layers])
    if change:
        change(model)
    return model


class Own(keras.Model):
    """A model that doesn't say what its last layer is."""

    def __init__(self, end):
        super().__init__()
        self.dense, self.end = keras.layers.Dense(K), end

    def call(self, x):
        return self.end(self.dense(x))


def heads(scale=1.0):
    keras.utils.set_random_seed(0)
    inputs = keras.Input((8,))
    h = keras.layers.Dense(16, "tanh")(inputs)
    return keras.Model(inputs, {"a": keras.layers.Dense(1, name="a")(h), "b": keras.layers.Dense(K, name="b")(h)})


def frozen(*which):
    def change(model):
        for index in which:
            model.layers[index].trainable = False

    return change


def scaled(model):
    model.layers[1].set_weights([1000 * w for w in model.layers[1].get_weights()])


def dead(model):
    kernel, bias = model.layers[1].get_weights()
    model.layers[1].set_weights([kernel, bias - 100])


def dead_inside(model):
    kernel, bias = model.layers[0].get_weights()
    model.layers[0].set_weights([kernel, bias - 100])


def rounded(y, p):
    return tf.cast(tf.round(p) != y, tf.float32)


def root(y, p):
    return tf.sqrt(tf.reduce_sum((y - p) ** 2))


def squares(y, p):
    return tf.reduce_sum((y - p) ** 2, -1)


TWO = {"a": "mse", "b": SPARSE(from_logits=True)}


def given(model, loss, y, x=X, **options):
    return model, loss, x, y, options


def case(code, faulty, mended, name):
    return pytest.param(code, faulty, mended, id=f"{code}-{name}")


CASES = [
    case(
        "LB101", given(net(1, "softmax"), "binary_crossentropy", YES), given(net(1, "sigmoid"), "bce", YES), "softmax"
    ),
    case(
        "LB102",
        given(net(K, None, keras.layers.Softmax(), reshape((K,))), SPARSE(from_logits=True), LABELS),
        given(net(K), SPARSE(from_logits=True), LABELS),
        "reshaped",
    ),
    case(
        "LB102",
        given(net(K, "softmax"), losses.SparseCategoricalCrossEntropy(from_logits=True), LABELS),
        given(net(K, "softmax"), losses.SparseCategoricalCrossEntropy(), LABELS),
        "lossbook",
    ),
    case(
        "LB103",
        given(net(1, "sigmoid", reshape((1,))), BINARY(from_logits=True), YES),
        given(net(1), BINARY(from_logits=True), YES),
        "reshaped",
    ),
    case("LB104", given(net(), SPARSE(), LABELS), given(net(), SPARSE(from_logits=True), LABELS), "logits"),
    case(
        "LB106",
        given(net(K, "sigmoid"), "categorical_crossentropy", ROWS),
        given(net(K, "softmax"), "categorical_crossentropy", ROWS),
        "sigmoid",
    ),
    case(
        "LB107",
        given(net(K, "softmax"), "binary_crossentropy", TAGS),
        given(net(K, "sigmoid"), "binary_crossentropy", TAGS),
        "tags",
    ),
    case(
        "LB108", given(net(1, "sigmoid"), "categorical_crossentropy", YES), given(net(1, "sigmoid"), "bce", YES), "one"
    ),
    case("LB109", given(net(K, "relu"), SPARSE(from_logits=True), LABELS), given(net(K), SPARSE(True), LABELS), "relu"),
    case("LB110", given(net(K, "softmax"), "mse", X[:, :K]), given(net(K), "mse", X[:, :K]), "mse"),
    case("LB111", given(net(1, "sigmoid"), "mse", YES), given(net(1, "sigmoid"), "mse", YES * 0.5), "mse"),
    case("LB112", given(net(1, "relu"), "mse", NUMBERS), given(net(1, "relu"), "mse", np.abs(NUMBERS)), "relu"),
    case("LB113", given(net(1, "sigmoid"), "hinge", YES), given(net(1, "tanh"), "hinge", YES), "hinge"),
    case("LB114", given(net(K), "kl_divergence", ROWS), given(net(K, "softmax"), "kl_divergence", ROWS), "kl"),
    case(
        "LB115",
        given(net(1), "poisson", np.round(NUMBERS**2)),
        given(net(1, "softplus"), "poisson", np.round(NUMBERS**2)),
        "poisson",
    ),
    case(
        "LB116", given(net(1, "relu", change=dead), "mse", NUMBERS**2), given(net(1, "relu"), "mse", NUMBERS**2), "dead"
    ),
    case(
        "LB116",
        given(net(K, "softmax", change=dead_inside), SPARSE(), LABELS),
        given(net(K, "softmax"), SPARSE(), LABELS),
        "inside",
    ),
    case(
        "LB117",
        given(net(1, "sigmoid", reshape((1,)), change=scaled), "bce", YES),
        given(net(1, "sigmoid", reshape((1,))), "bce", YES),
        "saturated",
    ),
    case(
        "LB201",
        given(net(K, "softmax"), "categorical_crossentropy", LABELS),
        given(net(K, "softmax"), "categorical_crossentropy", ROWS),
        "numbers",
    ),
    case("LB201", given(net(K, "softmax"), SPARSE(), ROWS), given(net(K, "softmax"), SPARSE(), LABELS), "rows"),
    case("LB202", given(net(K, "softmax"), SPARSE(), LABELS + 1), given(net(K, "softmax"), SPARSE(), LABELS), "one"),
    case("LB203", given(net(1, "sigmoid"), "bce", 2 * YES - 1), given(net(1), "hinge", 2 * YES - 1), "signs"),
    case(
        "LB204",
        given(net(K, "softmax"), "categorical_crossentropy", TAGS),
        given(net(K, "softmax"), "categorical_crossentropy", 0.9 * ROWS + 0.02),
        "tags",
    ),
    case("LB303", given(net(1), rounded, NUMBERS), given(net(1), squares, NUMBERS), "rounded"),
    case(
        "LB403",
        given(net(1, "sigmoid"), keras.losses.BinaryFocalCrossentropy(alpha=0.9), YES[:, 0]),
        given(net(1, "sigmoid"), keras.losses.BinaryFocalCrossentropy(True, alpha=0.9), YES),
        "alpha",
    ),
    case("LB405", given(net(1), root, NUMBERS), given(net(1), squares, NUMBERS), "root"),
    case(
        "LB406",
        given(heads(), TWO, {"a": 100 * NUMBERS, "b": LABELS}),
        given(heads(), TWO, {"a": NUMBERS, "b": LABELS}),
        "heads",
    ),
    case(
        "LB504",
        given(net(change=frozen(0, 1)), SPARSE(True), LABELS),
        given(net(change=frozen(0)), SPARSE(True), LABELS),
        "all",
    ),
    case("LB504", given(net(change=frozen(1)), SPARSE(True), LABELS), given(net(), SPARSE(True), LABELS), "head"),
    case(
        "LB506",
        given(net(1), BINARY(from_logits=True), YES, metrics=["accuracy"]),
        given(net(1), BINARY(from_logits=True), YES, metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]),
        "logits",
    ),
    case(
        "LB507",
        given(net(1), "mse", NUMBERS, metrics=["accuracy"]),
        given(net(1), "mse", NUMBERS, metrics=["mae"]),
        "mse",
    ),
    case("LB508", given(net(1), "mse", NUMBERS, X * np.nan), given(net(1), "mse", NUMBERS), "inputs"),
    case(
        "LB508",
        given(net(1, None, keras.layers.Activation(tf.math.log), keras.layers.Dense(1)), "mse", NUMBERS),
        given(net(1, None, keras.layers.Dense(1)), "mse", NUMBERS),
        "log",
    ),
    case("LB510", given(net(), SPARSE(True), LABELS, 255 * X), given(net(), SPARSE(True), LABELS), "unscaled"),
]


def examined(model, loss, x, y, options):
    model.compile("sgd", loss, **options)
    return on_keras.examine(model, x, y)


@pytest.mark.parametrize(("code", "faulty", "mended"), CASES)
def test_the_fault_is_found_with_a_number_and_its_twin_has_none(code, faulty, mended):
    found = examined(*faulty)
    assert [each.code for each in found] == [code], list(map(str, found))
    assert any(digit in found[0].witness for digit in "0123456789")
    assert examined(*mended) == []


def pixels(channels, activation):
    layers = [keras.layers.Conv2D(4, 3, padding="same"), keras.layers.BatchNormalization(), keras.layers.ReLU()]
    return keras.Sequential([keras.Input((8, 8, 1)), *layers, keras.layers.Conv2D(channels, 1, activation=activation)])


IMAGES = RNG.normal(size=(16, 8, 8, 1)).astype("float32")
CORRECT = {
    "functions of TensorFlow's": given(net(K, tf.nn.softmax), SPARSE(), LABELS),
    "flat targets of one column": given(net(1), "mse", NUMBERS[:, 0]),
    "normed, with dropout": given(
        keras.Sequential([keras.layers.BatchNormalization(), keras.layers.Dropout(0.5), keras.layers.Dense(1)]),
        "mse",
        NUMBERS,
    ),
    "segmentation": given(pixels(3, "softmax"), SPARSE(), (IMAGES[..., 0] > 0) * 1, IMAGES),
    "masks": given(pixels(1, "sigmoid"), keras.losses.Dice(), (IMAGES > 0) * 1.0, IMAGES),
    "padded": given(
        keras.Sequential([keras.layers.Embedding(9, 4, mask_zero=True), keras.layers.LSTM(4), keras.layers.Dense(1)]),
        "mse",
        NUMBERS,
        RNG.integers(0, 3, (N, 6)),
    ),
    "autoencoder": given(net(8, "sigmoid"), "bce", 1 / (1 + np.exp(-X)), 1 / (1 + np.exp(-X))),
    "lossbook": given(net(K), losses.SparseCategoricalCrossEntropy(from_logits=True), LABELS),
    "weighted heads": (heads(), TWO, X, {"a": 100 * NUMBERS, "b": LABELS}, {"loss_weights": {"a": 1e-4, "b": 1.0}}),
}


@pytest.mark.parametrize("name", CORRECT)
def test_an_untrained_correct_model_has_no_finding(name):
    assert examined(*CORRECT[name]) == []


@pytest.mark.parametrize(
    "given",
    [
        given(net(K, "softmax"), SPARSE(from_logits=True), LABELS),
        given(net(1, "sigmoid"), BINARY(from_logits=True), YES),
        given(Own(tf.nn.softmax), SPARSE(from_logits=True), LABELS),
    ],
)
def test_what_keras_repairs_by_itself_is_only_to_be_looked_at(given):
    (found,) = examined(*given)
    assert found.severity == "look" and found.code in ("LB102", "LB103")
    model, _, x, y, _ = given
    repaired = model.evaluate(x, y, verbose=0, batch_size=N)
    assert found.numbers["taken"] == pytest.approx(repaired, rel=1e-5) and found.numbers["given"] != pytest.approx(
        repaired
    )


def test_padding_that_is_counted():
    tokens = RNG.integers(1, 9, (N, 12))
    for row in range(N):
        tokens[row, 4 + row % 8 :] = 0
    keras.utils.set_random_seed(0)
    for masked, codes in ((False, ["LB402"]), (True, [])):
        layers = [keras.layers.Embedding(9, 4, mask_zero=masked), keras.layers.Dense(9, "softmax")]
        model = keras.Sequential(layers)
        assert [each.code for each in examined(model, SPARSE(), tokens, tokens, {})] == codes
        assert on_keras.examine(model, tokens, tokens, (tokens != 0) * 1.0) == []


def test_nothing_is_changed():
    keras.utils.set_random_seed(0)
    drop, norm = keras.layers.Dropout(0.5, seed=3), keras.layers.BatchNormalization()
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(8), norm, drop, keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(X, NUMBERS, verbose=0)
    kept = [np.array(v) for v in (*model.variables, *model.metrics_variables, *model.optimizer.variables)]
    compiled, callbacks = model._compile_loss, model.train_function
    random.seed(7), np.random.seed(7)
    expected = random.random(), np.random.rand()
    random.seed(7), np.random.seed(7)
    on_keras.examine(model, X, NUMBERS)
    assert (random.random(), np.random.rand()) == expected
    now = [np.array(v) for v in (*model.variables, *model.metrics_variables, *model.optimizer.variables)]
    assert all(np.array_equal(one, two) for one, two in zip(kept, now, strict=True))
    assert model._compile_loss is compiled and model.train_function is callbacks


def test_weights_of_samples_that_the_loss_cannot_see():
    model = net(1)
    model.compile("sgd", lambda y, p: tf.reduce_mean((y - p) ** 2))
    weights = np.linspace(0.5, 1.5, N)  # their mean is 1, and the loss is one number for all samples
    assert [found.code for found in on_keras.examine(model, X, NUMBERS, weights)] == []
    model.compile("sgd", "mse")
    assert on_keras.examine(model, X, NUMBERS, weights) == []


def test_bad_input_is_a_sentence():
    with pytest.raises(TypeError, match=r"model needs a keras\.Model, got str"):
        on_keras.examine("model", X, LABELS)
    with pytest.raises(ValueError, match="the model has no loss"):
        on_keras.examine(net(), X, LABELS)
    model = net()
    model.compile("sgd", SPARSE(True))
    with pytest.raises(ValueError, match=r"raises ValueError: Input 0 .*on this batch"):
        on_keras.examine(model, X[:, :3], LABELS)
    broken = Own(lambda z: 1 / 0)
    broken.compile("sgd", SPARSE(True))
    with pytest.raises(ValueError, match="raises ZeroDivisionError: division by zero"):
        on_keras.examine(broken, X, LABELS)


def test_a_model_without_weights_is_not_dead():
    model = keras.Sequential([keras.Input((K,)), keras.layers.Rescaling(2.0)])
    model.compile(loss=SPARSE(from_logits=True))
    assert on_keras.examine(model, RNG.normal(size=(N, K)).astype("float32"), LABELS) == []
