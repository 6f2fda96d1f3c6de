"""Labels in TensorFlow and Keras: integers that are never rounded, or whole numbers stored as floats."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import lossbook.tensorflow as losses
from lossbook.catalog import CATALOG

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
    before = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("bfloat16")
    keras.config.set_dtype_policy("bfloat16")
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
        keras.config.set_floatx(before[0])
        keras.config.set_dtype_policy(before[1])


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
