"""What only sequence losses have: paths counted by hand, labels without a path, lengths, padding, and their class."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch

import lossbook.numpy
import lossbook.tensorflow
import lossbook.torch
import lossbook.torch.sequence
from lossbook.catalog import CATALOG

CTC = CATALOG["ctc"]


def batch(seed=0, samples=5, frames=9, classes=6, size=3, scale=2.0):
    rng = np.random.default_rng(seed)
    labels, lengths = rng.integers(1, classes, (samples, size)), rng.integers(0, size + 1, samples)
    return rng.normal(0, scale, (samples, frames, classes)), labels, rng.integers(6, frames + 1, samples), lengths


def test_paths_counted_by_hand(framework):
    """Two frames of (blank, a, b). To a: aa, a-, -a. To ab: ab alone. To nothing: -- alone."""
    p = np.array([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3]])
    inputs = np.log([p] * 3), np.array([[1, 2]] * 3), np.array([2, 2, 2]), np.array([1, 2, 0])
    by_hand = [0.3 * 0.6 + 0.3 * 0.1 + 0.5 * 0.6, 0.3 * 0.3, 0.5 * 0.1]
    np.testing.assert_allclose(framework.value(CTC, *inputs), -np.log(by_hand), rtol=1e-12)


def test_equal_neighbours_need_a_blank_between(framework):
    uniform = np.zeros((1, 3, 2))
    loss = framework.value(CTC, uniform, np.array([[1, 1]]), np.array([3]), np.array([2]))
    np.testing.assert_allclose(loss, 3 * np.log(2), rtol=1e-12)  # a-a, one path of eight


@pytest.mark.parametrize("losses", [lossbook.numpy, lossbook.torch], ids=["numpy", "torch"])
@pytest.mark.parametrize("reduction", ["sum", "mean", "weighted_mean", "none"])
def test_a_weight_of_0_leaves_nothing_of_an_infinite_loss(losses, reduction):
    uniform, label = np.zeros((2, 2, 3)), np.array([[1, 1], [1, 2]])  # two frames are too few for 1, 1
    inputs, weight = [uniform, label, np.array([2, 2]), np.array([2, 2])], np.array([0.0, 1.0])
    if losses is lossbook.torch:
        inputs, weight = [torch.tensor(side) for side in inputs], torch.tensor(weight)
        inputs[0].requires_grad_()
    loss = losses.ctc(*inputs, sample_weight=weight, reduction=reduction)
    second = 2 * np.log(3)  # of nine pairs of frames, one spells 1, 2
    expected = {"none": [0, second], "mean": second / 2}.get(reduction, second)
    if losses is lossbook.torch:
        assert torch.isfinite(torch.autograd.grad(loss.sum(), inputs[0])[0]).all()
        loss = loss.detach()
    np.testing.assert_allclose(loss, expected, rtol=1e-12)


@pytest.mark.parametrize("zero_infinity", [False, True])
@pytest.mark.parametrize(("labels", "frames"), [([1, 2, 3], 2), ([1, 1, 0], 2), ([1, 0, 0], 0)])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_label_without_a_path_costs_infinity_or_nothing_and_pulls_at_nothing(
    framework, labels, frames, zero_infinity, dtype
):
    length = np.count_nonzero(labels)
    inputs = np.random.default_rng(0).normal(size=(2, 5, 4)), np.array([labels, [1, 2, 3]])
    inputs += np.array([frames, 5]), np.array([length, 3])
    options = {"zero_infinity": zero_infinity, "dtype": dtype}
    impossible, possible = framework.value(CTC, *inputs, **options)
    assert impossible == (0 if zero_infinity else np.inf)
    assert 0 < possible < 20
    gradient = framework.gradient(CTC, *inputs, **options)
    assert np.all(gradient[0] == 0)
    assert np.all(gradient[1] != 0)


def test_log_probabilities_and_logits_are_the_same(framework):
    logits, *others = batch()
    log_p = logits - np.log(np.exp(logits).sum(-1, keepdims=True))
    np.testing.assert_allclose(framework.value(CTC, log_p, *others), framework.value(CTC, logits, *others), rtol=1e-12)


def test_what_lies_behind_a_length_does_not_count(framework):
    logits, labels, input_lengths, label_lengths = batch()
    garbled, padded = logits.copy(), labels.copy()
    for n, (frames, length) in enumerate(zip(input_lengths, label_lengths, strict=True)):
        garbled[n, frames:] = 1e3
        padded[n, length:] = -1
    straight = framework.value(CTC, logits, labels, input_lengths, label_lengths)
    np.testing.assert_allclose(framework.value(CTC, garbled, padded, input_lengths, label_lengths), straight)
    gradient = framework.gradient(CTC, garbled, padded, input_lengths, label_lengths)
    for n, frames in enumerate(input_lengths):
        assert np.all(gradient[n, frames:] == 0)
        np.testing.assert_allclose(gradient[n, :frames].sum(-1), 0, atol=1e-12)


def test_no_frames_no_labels(framework):
    loss = framework.value(CTC, np.zeros((1, 4, 3)), np.array([[1]]), np.array([0]), np.array([0]))
    np.testing.assert_array_equal(loss, [0])
    loss = framework.value(CTC, np.zeros((1, 4, 3)), np.zeros((1, 0), int), np.array([4]), np.array([0]))
    np.testing.assert_allclose(loss, 4 * np.log(3))


def test_blank_may_be_any_class(framework):
    logits, labels, *lengths = batch()
    order = [1, 2, 3, 0, 4, 5]  # class c moves to order.index(c): the blank to 3
    moved = np.argsort(order)[labels]
    renamed = framework.value(CTC, logits[..., order], moved, *lengths, blank=3)
    np.testing.assert_allclose(renamed, framework.value(CTC, logits, labels, *lengths), rtol=1e-12)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_long_sequences_agree(framework, dtype, numpy_losses):
    inputs = batch(samples=3, frames=120, classes=20, size=30, scale=3.0)
    inputs = (*inputs[:2], np.array([120, 100, 80]), np.array([30, 10, 0]))
    exact = numpy_losses.value(CTC, *inputs)
    np.testing.assert_allclose(framework.value(CTC, *inputs, dtype=dtype), exact, rtol=2e-6)
    difference = framework.gradient(CTC, *inputs, dtype=dtype) - numpy_losses.gradient(CTC, *inputs)
    assert np.abs(difference).max() < (1e-10 if dtype == "float64" else 2e-3)  # a log-probability of 700 has 6e-5


def test_the_kernel_and_the_written_out_form_are_one_loss():
    logits, *others = batch()
    inputs, others = torch.tensor(logits, requires_grad=True), [torch.tensor(side) for side in others]
    written = lossbook.torch.sequence.by_frames(inputs, *others, 0)
    kernel = lossbook.torch.ctc(inputs, *others, reduction="none")
    torch.testing.assert_close(written, kernel)
    gradients = [torch.autograd.grad(loss.sum(), inputs) for loss in (written, kernel)]
    torch.testing.assert_close(*gradients)


def test_tensorflows_kernel_lets_what_is_not_allowed_happen():
    """Two frames for a label of two, the wrong way round: the one path costs 2,000, and one not allowed 707."""
    logits = np.array([[[0, -1000, 0], [0, 0, -1000]]], "float32")
    inputs = np.array([[1, 2]]), np.array([2]), np.array([2])
    ours = lossbook.tensorflow.ctc(logits, *inputs)
    theirs = tf.nn.ctc_loss(inputs[0], logits, inputs[2], inputs[1], logits_time_major=False, blank_index=0)
    np.testing.assert_allclose(ours, [2000 + 2 * np.log(2)], rtol=1e-6)
    assert theirs.numpy()[0] < 1500


def test_torchs_mean_divides_by_the_labels_first():
    logits, labels, frames, _ = batch()
    lengths = np.array([1, 2, 3, 1, 2])
    inputs = [torch.tensor(side) for side in (logits, labels, frames, lengths)]
    ours = lossbook.torch.ctc(*inputs, reduction="none")
    log_p = inputs[0].log_softmax(-1).transpose(0, 1)
    theirs = torch.nn.functional.ctc_loss(log_p, *inputs[1:])
    torch.testing.assert_close(theirs, (ours / inputs[3]).mean())
    torch.testing.assert_close(lossbook.torch.ctc(*inputs), ours.mean())


def test_torchs_gradient_is_not_a_number_where_no_path_is():
    inputs = torch.zeros(1, 2, 3, requires_grad=True)
    others = torch.tensor([[1, 1]]), torch.tensor([2]), torch.tensor([2])
    theirs = torch.nn.functional.ctc_loss(inputs.log_softmax(-1).transpose(0, 1), *others)
    assert torch.isnan(torch.autograd.grad(theirs, inputs)[0]).any()
    assert torch.all(torch.autograd.grad(lossbook.torch.ctc(inputs, *others), inputs)[0] == 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": [[1, 4]]}, "ctc needs labels from 0 to 3 other than 0, got 4"),
        ({"labels": [[1, 0]]}, "got 0, the blank, which stands between labels and is none"),
        ({"labels": [[1, -1]]}, "ctc needs labels from 0 to 3 other than 0, got -1"),
        ({"input_lengths": [6]}, "ctc needs input_lengths from 0 to 5, got 6"),
        ({"label_lengths": [3]}, "ctc needs label_lengths from 0 to 2, got 3"),
        ({"label_lengths": [-1]}, "ctc needs label_lengths from 0 to 2, got -1"),
        ({"labels": [[1, 2], [1, 2]]}, r"ctc needs labels of shape \(N, S\) with N = 1, got \(2, 2\)"),
        ({"labels": [1, 2]}, r"ctc needs labels of shape \(N, S\) with N = 1, got \(2,\)"),
        ({"input_lengths": [[5]]}, r"ctc needs input_lengths of shape \(N,\) with N = 1, got \(1, 1\)"),
        ({"log_probs": np.zeros((5, 4))}, r"ctc needs log_probs of shape \(N, T, C\), got \(5, 4\)"),
    ],
)
def test_input_that_does_not_fit_is_refused(framework, change, message):
    inputs = {"log_probs": np.zeros((1, 5, 4)), "labels": [[1, 2]], "input_lengths": [5], "label_lengths": [2]}
    with pytest.raises(ValueError, match=message):
        framework.value(CTC, *(np.array(side) for side in (inputs | change).values()))


def test_blank_outside_the_classes_is_refused(framework):
    with pytest.raises(ValueError, match="blank needs a class index, got 6 of 6 classes"):
        framework.value(CTC, *batch(), blank=6)


def test_numpy_refuses_what_is_not_finite(numpy_losses):
    logits, *others = batch()
    with pytest.raises(ValueError, match="log_probs needs log-probabilities or logits, finite numbers"):
        numpy_losses.value(CTC, np.where(logits > 2, -np.inf, logits), *others)


def test_float_lengths_are_refused(numpy_losses):
    logits, labels, frames, lengths = batch()
    with pytest.raises(TypeError, match=r"become labels by input_lengths\.astype\(int\)"):
        numpy_losses.value(CTC, logits, labels, frames.astype(float), lengths)


@pytest.mark.parametrize("reduction", ["sum", "sum_over_batch_size", "mean_with_sample_weight", "none"])
def test_keras_class_is_its_function(reduction):
    logits, labels, _, lengths = batch()
    padded = np.where(np.arange(labels.shape[1]) < lengths[:, None], labels, -1)
    each = lossbook.tensorflow.ctc(logits, labels, np.full(5, 9), lengths).numpy()
    weights = np.array([1.0, 2.0, 0.5, 1.0, 3.0])
    expected = {
        "sum": (each * weights).sum(),
        "sum_over_batch_size": (each * weights).mean(),
        "mean_with_sample_weight": np.average(each, weights=weights),
        "none": each * weights,
    }
    loss = lossbook.tensorflow.CTC(reduction=reduction, dtype="float64")
    for y_true in (padded, np.where(padded < 0, 0, padded)):  # filled up with negative numbers, or with blanks
        np.testing.assert_allclose(loss(y_true, logits, sample_weight=weights), expected[reduction], rtol=1e-12)
    assert lossbook.tensorflow.CTC(reduction=reduction)(padded, logits).dtype == "float32"


def test_keras_class_trains_and_survives_saving(tmp_path):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(16, 8, 5)).astype("float32"), rng.integers(0, 3, (16, 3))
    model = keras.Sequential([keras.Input((8, 5)), keras.layers.Dense(4)])
    model.compile(keras.optimizers.Adam(0.1), lossbook.tensorflow.CTC(blank=3, zero_infinity=True, name="mine"))
    history = model.fit(x, y, sample_weight=np.ones(16), epochs=4, verbose=0).history["loss"]
    assert history[-1] < history[0]
    before = model.evaluate(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert type(loaded.loss) is lossbook.tensorflow.CTC
    assert loaded.loss.get_config() == model.loss.get_config()
    assert loaded.loss.get_config()["blank"] == 3
    assert loaded.evaluate(x, y, verbose=0) == pytest.approx(before, rel=1e-6)


def test_empty_batch_costs_nothing_in_keras():
    assert lossbook.tensorflow.CTC()(np.zeros((0, 3), int), np.zeros((0, 5, 4), "float32")) == 0
