"""The page on choosing a loss leads to every loss, and to nothing else; and what its table puts together fits."""

import inspect
import re
from pathlib import Path

import numpy as np
import pytest

import lossbook.numpy
from lossbook.catalog import CATALOG

PAGE = (Path(__file__).parents[2] / "book" / "choosing.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.split("|---|", 1)[1].split("\n\n")[0].splitlines()[1:]]

N, K, T, H, W, d = 6, 4, 5, 3, 2, 7
SIZES = dict(N=N, K=K, T=T, H=H, W=W, d=d)
VALUES = {
    "0 or 1": lambda rng, shape: rng.integers(0, 2, shape),
    "0 to 1": lambda rng, shape: rng.random(shape),
    "any": lambda rng, shape: rng.normal(size=shape),
    "above 0": lambda rng, shape: rng.gamma(2.0, size=shape),
    "0, 1, 2, …": lambda rng, shape: rng.poisson(2.0, size=shape),
    "rows that sum to 1": lambda rng, shape: rng.dirichlet(np.ones(shape[-1]), size=shape[:-1]),
    "0 to K − 1": lambda rng, shape: rng.integers(0, K, shape),
    "0 to K − 1, and −1 for padding": lambda rng, shape: rng.integers(-1, K, shape),
}

# What a loss takes beside the labels, made of what the last layer gives.
PARTS = {"gaussian_nll": lambda z: (z[:, :1], np.exp(z[:, 1:]))}


def test_every_loss_is_reached_on_the_page():
    assert set(re.findall(r"\{loss\}`(\w+)`", PAGE)) == set(CATALOG)


def read(row):
    """A row's cells as what they say: two layers, two losses, labels in the shapes of both frameworks, our name."""
    _, layers, labels, losses = row
    *codes, ours = [*layers.split("<br>"), *losses.split("<br>")]
    described, values = labels.split(": ")
    shapes = [eval(shape, SIZES) for shape in re.findall(r"`(\(.+?\))`", described)]
    dtype = np.int64 if described.endswith("integers") else np.float32
    y = VALUES[values](np.random.default_rng(0), shapes[0]).astype(dtype)
    y_torch = np.moveaxis(y, -1, 1) if len(shapes) == 2 else y
    assert y_torch.shape == shapes[-1]
    return *(code.strip("`") for code in codes), y, y_torch, re.match(r"\{loss\}`(\w+)`", ours)[1]


def trained_by_keras(layer, loss, x, y):
    """What a model of this last layer gives, its parameters, and the loss that ``evaluate`` finds."""
    import keras

    import lossbook.tensorflow as loss_tf

    layer = eval(layer, SIZES | vars(keras.layers))
    model = keras.Sequential([keras.Input(x.shape[1:]), layer])
    model.compile(loss=eval(loss, vars(keras.losses) | {"loss_tf": loss_tf, "keras": keras}))
    return model.predict(x, verbose=0), layer.get_weights(), model.evaluate(x, y, batch_size=N, verbose=0)


def trained_by_torch(layer, loss, parameters, x, y):
    """The loss of this last layer with the same parameters, through which a gradient has arrived."""
    import torch

    import lossbook.torch as loss_torch

    layer = eval(layer, SIZES | vars(torch.nn))
    kernel, bias = (torch.tensor(each) for each in parameters)
    layer.weight.data = kernel.reshape(kernel.shape[-2:]).T.reshape(layer.weight.shape)
    layer.bias.data = bias
    known = {"F": torch.nn.functional, "loss_torch": loss_torch}
    value = eval(loss, known | {"z": layer(torch.tensor(x)), "y": torch.tensor(y)})
    value.backward()
    assert layer.weight.grad.isfinite().all() and layer.weight.grad.all()
    return value.item()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: re.sub(r"\{ref\}`(.+?) <.+?>`", r"\1", row[0]))
def test_last_layer_labels_and_loss_go_together_in_both_frameworks(row):
    keras_layer, torch_layer, in_keras, in_torch, y, y_torch, name = read(row)
    places = [SIZES[letter] for letter in re.findall("[NTHW]", row[2].split(")")[0])]
    x = np.random.default_rng(1).normal(size=(*places, d)).astype(np.float32)
    predicted, parameters, by_keras = trained_by_keras(keras_layer, in_keras, x, y)
    x_torch = np.moveaxis(x, -1, 1) if torch_layer.startswith("Conv") else x
    by_torch = trained_by_torch(torch_layer, in_torch, parameters, x_torch, y_torch)
    loss = getattr(lossbook.numpy, name)
    knobs = {"from_logits": True, "ignore_index": -1}
    parts = PARTS.get(name, lambda z: (z,))(predicted)
    ours = loss(y, *parts, **{key: knobs[key] for key in knobs if key in inspect.signature(loss).parameters})
    np.testing.assert_allclose([by_keras, by_torch], ours, rtol=1e-5)


def test_generalized_cross_entropy_is_weak_at_first_where_classes_are_many():
    """Before training all answers are alike; cross-entropy then pulls as hard with 1,000 classes as with ten."""

    def pull(loss, classes, **options):
        labels, z = np.zeros(1, int), np.zeros((1, classes))
        gradient = getattr(lossbook.numpy, f"{loss}_grad")(labels, z, from_logits=True, **options)
        return -gradient[0, 0]

    assert "needs a larger learning rate" in PAGE
    for classes in (10, 1000):
        assert pull("sparse_categorical_cross_entropy", classes) == pytest.approx(1 - 1 / classes)
        weaker = classes**-0.7 * (1 - 1 / classes)
        assert pull("generalized_cross_entropy", classes, q=0.7) == pytest.approx(weaker)
