"""What Keras saves and loads again: functions and classes, each as itself, with parameters, dtype and variables."""

import cases
import keras
import numpy as np
import pytest
import tensorflow as tf

import lossbook.tensorflow as losses
from lossbook.catalog import CATALOG

ROWS = pytest.mark.parametrize("row", CATALOG.values(), ids=lambda row: row.name)


def saved_and_loaded(loss, path, inputs=4):
    """A model with this loss, and the same from its file."""
    model = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(inputs, "sigmoid")])
    model.compile("sgd", loss)
    model.save(path / "model.keras")
    return model, keras.models.load_model(path / "model.keras")  # no custom_objects


@pytest.mark.aspect("functions saved", framework="tensorflow")
@ROWS
def test_a_function_is_saved_as_itself(row, tmp_path):
    """Keras has functions of its own under many of the names."""
    function = getattr(losses, row.name)
    _, loaded = saved_and_loaded(function, tmp_path)
    assert loaded.loss is function


@pytest.mark.parametrize("name", ["dice", "tversky", "huber", "poisson", "hinge", "binary_focal", "quantile"])
def test_a_loaded_model_has_the_loss_it_had(name, tmp_path):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(8, 4)), rng.integers(0, 2, (8, 4)).astype("float32")
    model, loaded = saved_and_loaded(getattr(losses, name), tmp_path)
    expected = getattr(losses, name)(y, model(x)).numpy().mean()
    assert model.evaluate(x, y, verbose=0) == pytest.approx(expected, rel=1e-5)
    assert loaded.evaluate(x, y, verbose=0) == pytest.approx(expected, rel=1e-5)


@pytest.mark.aspect("state", framework="tensorflow")
@ROWS
def test_a_class_is_made_again_from_what_keras_keeps_of_it(row):
    """With every parameter changed, and a dtype of its own."""
    changed = {p.name: p.examples[-1] for p in row.parameters if p.examples}
    loss = getattr(losses, row.class_name)(**changed, reduction="sum", name="mine", dtype="float64")
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(loss))
    assert type(again) is type(loss)
    config = again.get_config()
    assert config == loss.get_config()
    assert (config["dtype"], config["reduction"], config["name"]) == ("float64", "sum", "mine")
    for name, value in changed.items():
        assert config[name] == (list(value) if isinstance(value, tuple) else value)


@ROWS
def test_numpys_numbers_are_parameters_too_and_python_keeps_them(row):
    """A learning rate, a class or a flag that comes out of an array; in the function as in the class."""
    numbers = {bool: np.bool_, int: np.int64, float: np.float32}
    changed = {p.name: p.examples[0] for p in row.parameters if p.examples}
    scalars = {name: numbers[type(v)](v) for name, v in changed.items() if type(v) in numbers}
    config = getattr(losses, row.class_name)(**scalars).get_config()
    for name, value in scalars.items():
        assert type(config[name]) in numbers
        assert config[name] == value
    case = cases.ordinary_case(row, {name: changed[name] for name in scalars})
    given = {name: numbers[type(value.item())](value) for name, value in scalars.items()}
    expected = getattr(losses, row.name)(*case.inputs, **{name: value.item() for name, value in given.items()})
    np.testing.assert_array_equal(getattr(losses, row.name)(*case.inputs, **given), expected)


@pytest.mark.parametrize("make", [tf.Variable, keras.Variable], ids=["tf", "keras"])
def test_class_weights_in_a_variable_are_saved_with_the_value_they_have(make, tmp_path):
    weights = make([1.0, 2.0, 1.0, 1.0])
    loss = losses.CategoricalCrossEntropy(class_weight=weights)
    y, p = np.eye(4), np.full((4, 4), 0.25)
    before = float(loss(y, p))
    weights.assign([2.0, 4.0, 2.0, 2.0])
    assert float(loss(y, p)) == pytest.approx(2 * before)
    _, loaded = saved_and_loaded(loss, tmp_path)
    assert loaded.loss.get_config()["class_weight"] == [2.0, 4.0, 2.0, 2.0]
    assert float(loaded.loss(y, p)) == pytest.approx(2 * before)


def test_a_subclass_does_not_take_the_registered_name(tmp_path):
    """A class of the same name that is defined elsewhere is its author's to register, or to hand over when loading."""
    ours = losses.Dice

    class Dice(ours):
        """Somebody's own."""

    assert keras.saving.get_registered_object("lossbook>Dice") is ours
    _, loaded = saved_and_loaded(ours(smooth=1.0), tmp_path)
    assert type(loaded.loss) is ours
    keras.saving.register_keras_serializable(package="theirs")(Dice)
    _, loaded = saved_and_loaded(Dice(smooth=1.0), tmp_path)
    assert type(loaded.loss) is Dice
    assert loaded.loss.get_config()["smooth"] == 1.0


def test_what_hdf5_brings_back_is_what_the_page_on_stability_warns_of(tmp_path):
    """It keeps a function's bare name, and Keras's own loss of that name comes first."""

    def through_hdf5(loss):
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        model.compile("sgd", loss)
        model.save(tmp_path / "model.h5")
        return keras.models.load_model(tmp_path / "model.h5").loss

    assert through_hdf5(losses.huber) is keras.losses.huber
    again = through_hdf5(losses.Huber(delta=3.0))
    assert type(again) is losses.Huber and again.get_config()["delta"] == 3.0
    with pytest.raises((TypeError, ValueError)):
        through_hdf5(losses.smooth_l1)
