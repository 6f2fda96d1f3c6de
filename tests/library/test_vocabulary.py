"""What only cross-entropy over a vocabulary has: chunks, gradients for a layer, and never all logits at once."""

import importlib
import subprocess
import sys

import cases
import keras
import numpy as np
import pytest
import tensorflow as tf
import torch
from peers import is_old

import lossbook.numpy
import lossbook.tensorflow
import lossbook.torch
from lossbook.catalog import CATALOG

LINEAR, SOFT = CATALOG["linear_cross_entropy"], CATALOG["soft_linear_cross_entropy"]
REDUCING = pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
OPTIONS = pytest.mark.parametrize("options", [{}, {"label_smoothing": 0.1}, {"ignore_index": 3}], ids=str)
BOTH = pytest.mark.parametrize("row", [LINEAR, SOFT], ids=lambda row: row.name)
CLASS_WEIGHT = (0.5, 2.0, 1.0, 3.0, 0.0, 1.0, 0.1, 4.0, 1.0, 1.5)
KNOBS = [{"class_weight": CLASS_WEIGHT}, {"softcap": 2.0}, {"z_loss": 0.1}]
KNOBS += [{"label_smoothing": 0.1, **knob} for knob in KNOBS]
KNOBS += [{"label_smoothing": 0.1, "class_weight": CLASS_WEIGHT, "softcap": 3.0, "z_loss": 0.1}, {}]
KNOBS = pytest.mark.parametrize("options", KNOBS, ids=lambda options: "-".join(options) or "none")
CHUNKS = {"numpy": "LOGITS_AT_ONCE", "torch": "LOGITS_AT_ONCE", "tensorflow": "CLASSES_AT_ONCE"}


def batch(seed=0, rows=7, features=4, classes=10, scale=1.0):
    rng = np.random.default_rng(seed)
    numbers = rng.normal(0, scale, (rows, features)), rng.normal(size=(classes, features))
    return *numbers, rng.integers(0, classes, rows), rng.normal(size=classes)


def plain(features, weight, labels, bias=None, **options):
    """The losses, from all logits at once."""
    logits = features @ weight.T + (0 if bias is None else bias)
    return lossbook.numpy.sparse_categorical_cross_entropy(labels, logits, from_logits=True, **options)


def plain_gradients(features, weight, labels, bias, **options):
    """The chain rule by hand, from the gradient by all logits."""
    logits = features @ weight.T + bias
    by_logits = lossbook.numpy.sparse_categorical_cross_entropy_grad(labels, logits, from_logits=True, **options)
    return by_logits @ weight, by_logits.T @ features, by_logits.sum(0)


def batch_of(row, **sizes):
    """A batch for either loss; the soft targets are what another model says."""
    features, weight, labels, bias = batch(**sizes)
    if row is LINEAR:
        return features, weight, labels, bias
    exps = np.exp(np.random.default_rng(2).normal(size=(len(labels), len(weight))))
    return features, weight, exps / exps.sum(-1, keepdims=True), bias


def naive(
    features,
    weight,
    target,
    bias,
    *,
    class_weight=None,
    softcap=None,
    z_loss=0.0,
    sample_weight=None,
    reduction="none",
    **further,
):
    """The loss from all logits at once, by PyTorch's own cross-entropy."""
    logits = features @ weight.T + bias
    if softcap:
        logits = softcap * torch.tanh(logits / softcap)
    w = torch.ones_like(bias) if class_weight is None else torch.as_tensor(class_weight, dtype=bias.dtype)
    loss = torch.nn.functional.cross_entropy(logits, target, weight=w, reduction="none", **further)
    kept = torch.ones_like(loss)
    if "ignore_index" in further:
        kept = (target != further["ignore_index"]).to(loss.dtype)
    loss = loss + kept * z_loss * logits.logsumexp(-1) ** 2
    s = torch.ones_like(loss) if sample_weight is None else torch.as_tensor(sample_weight)
    if reduction == "none":
        return loss * s
    label_weight = target @ w if target.is_floating_point() else w[torch.where(kept > 0, target, 0)]
    return (loss * s).sum() / {"sum": 1.0, "mean": kept.sum(), "weighted_mean": (s * kept * label_weight).sum()}[
        reduction
    ]


def naive_gradients(inputs, **options):
    """What it is, and its gradients by features, weight and bias."""
    features, weight, target, bias = map(torch.tensor, inputs)
    sides = [side.requires_grad_() for side in (features, weight, bias)]
    loss = naive(features, weight, target, bias, **options)
    return loss.detach().numpy(), torch.autograd.grad(loss.sum(), sides)


def assert_gradients(found, expected, rtol=1e-11, atol=1e-14):
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=atol)


@pytest.fixture(params=[1, 3, 4, 1000])
def few_at_once(request, monkeypatch, framework):
    """So many rows at a time (classes in TensorFlow), a last few, or all."""
    module = importlib.import_module(f"lossbook.{framework.name}.vocabulary")
    unit = 1 if framework.name == "tensorflow" else 10
    monkeypatch.setattr(module, CHUNKS[framework.name], request.param * unit)


@OPTIONS
@pytest.mark.usefixtures("few_at_once")
def test_in_chunks_it_is_the_cross_entropy_of_the_product(framework, options):
    inputs = batch()
    actual = framework.value(LINEAR, *inputs, **options)
    np.testing.assert_allclose(actual, plain(*inputs, reduction="none", **options), rtol=1e-12)
    gradients = framework.gradients(LINEAR, *inputs, **options)
    for found, expected in zip(gradients, plain_gradients(*inputs, reduction="sum", **options), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-14)


@REDUCING
@OPTIONS
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum"])
@pytest.mark.usefixtures("few_at_once")
def test_reductions_weigh_the_gradient_of_the_shared_weight_too(framework, reduction, options):
    inputs = batch()
    options = {**options, "reduction": reduction, "sample_weight": np.random.default_rng(1).uniform(0.1, 3, 7)}
    np.testing.assert_allclose(framework.value(LINEAR, *inputs, **options), plain(*inputs, **options), rtol=1e-12)
    gradients = framework.gradients(LINEAR, *inputs, **options)
    for found, expected in zip(gradients, plain_gradients(*inputs, **options), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-14)


@BOTH
@KNOBS
@pytest.mark.usefixtures("few_at_once")
def test_every_knob_gives_what_all_logits_at_once_give(framework, row, options):
    inputs = batch_of(row)
    loss, gradients = naive_gradients(inputs, **options)
    np.testing.assert_allclose(framework.value(row, *inputs, **options), loss, rtol=1e-12)
    assert_gradients(framework.gradients(row, *inputs, **options), gradients)


@REDUCING
@BOTH
@KNOBS
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum", "none"])
@pytest.mark.usefixtures("few_at_once")
def test_every_reduction_of_every_knob(framework, row, options, reduction):
    inputs = batch_of(row)
    options = {**options, "reduction": reduction, "sample_weight": np.random.default_rng(1).uniform(0.1, 3, 7)}
    if row is LINEAR:
        options["ignore_index"] = int(inputs[2][0])
    loss, gradients = naive_gradients(inputs, **options)
    np.testing.assert_allclose(framework.value(row, *inputs, **options), loss, rtol=1e-12)
    assert_gradients(framework.gradients(row, *inputs, **options), gradients)


@BOTH
@KNOBS
@pytest.mark.parametrize("framework", ["torch", "tensorflow"], indirect=True)
@pytest.mark.usefixtures("few_at_once")
def test_second_derivatives_of_every_knob(framework, row, options):
    inputs = batch_of(row, rows=3)
    features, weight, target, bias = map(torch.tensor, inputs)
    sides = [side.requires_grad_() for side in (features, weight, bias)]
    first = torch.autograd.grad(naive(features, weight, target, bias, **options).sum(), sides, create_graph=True)
    second = torch.autograd.grad(sum(gradient.square().sum() for gradient in first), sides)
    assert_gradients(framework.curvatures(row, *inputs, **options), second, 1e-9, 1e-12)


def test_a_softcap_bounds_what_a_wrong_answer_costs(framework):
    features, weight, labels, bias = batch(scale=1e4)
    loss = framework.value(LINEAR, features, weight, labels, bias, softcap=5.0)
    assert np.all(loss < 10 + np.log(10)) and loss.max() > 9
    assert all(np.all(np.isfinite(g)) for g in framework.gradients(LINEAR, features, weight, labels, bias, softcap=5.0))


def test_a_z_loss_feels_what_moves_all_logits_alike(framework):
    features, weight, labels, bias = batch()
    slopes = [framework.gradients(LINEAR, features, weight, labels, bias, z_loss=z)[2].sum() for z in (0.0, 0.1)]
    logits = features @ weight.T + bias
    assert slopes[0] == pytest.approx(0, abs=1e-13)
    assert slopes[1] == pytest.approx(0.2 * np.log(np.exp(logits).sum(-1)).sum())


def test_class_weights_leave_the_z_loss_alone(framework):
    inputs = batch()
    of_nothing = framework.value(LINEAR, *inputs, class_weight=np.zeros(10), z_loss=0.1)
    alone = framework.value(LINEAR, *inputs, z_loss=0.1) - framework.value(LINEAR, *inputs)
    np.testing.assert_allclose(of_nothing, alone, rtol=1e-12)


def test_one_hot_targets_are_labels(framework):
    features, weight, labels, bias = batch()
    options = {"label_smoothing": 0.1, "class_weight": CLASS_WEIGHT, "softcap": 3.0, "z_loss": 0.1}
    found = framework.value(SOFT, features, weight, np.eye(10)[labels], bias, **options)
    np.testing.assert_allclose(found, framework.value(LINEAR, features, weight, labels, bias, **options), rtol=1e-12)


@pytest.mark.parametrize("axes", [(2, 3), (3, 1, 2), (2, 0, 3), ()], ids=str)
def test_soft_targets_may_have_any_axes(framework, axes):
    features, weight, targets, bias = batch_of(SOFT, rows=int(np.prod(axes)))
    options = {"label_smoothing": 0.1, "class_weight": CLASS_WEIGHT}
    flat = framework.value(SOFT, features, weight, targets, bias, **options)
    shaped = features.reshape(*axes, 4), weight, targets.reshape(*axes, 10), bias
    found = framework.value(SOFT, *shaped, **options)
    assert np.shape(found) == axes
    np.testing.assert_allclose(found, flat.reshape(axes), rtol=1e-12)
    gradients = framework.gradients(SOFT, features, weight, targets, bias, **options)
    ours = framework.gradients(SOFT, *shaped, **options)
    assert_gradients(ours, (gradients[0].reshape(*axes, 4), *gradients[1:]))


@pytest.mark.parametrize("scale", [1.0, 1e3])
@BOTH
@KNOBS
def test_float32_keeps_the_digits_with_every_knob(framework, row, scale, options):
    inputs = batch_of(row, rows=40, scale=scale)
    inputs = [side if side.dtype.kind == "i" else cases.float32_exact(side) for side in inputs]
    loss, gradients = naive_gradients(inputs, **options)
    largest = (np.abs(inputs[0]) @ np.abs(inputs[1]).T + np.abs(inputs[3])).max(-1)
    steepness = 4 + 2 * options.get("z_loss", 0) * (np.abs(inputs[0] @ inputs[1].T + inputs[3]).max(-1) + np.log(10))
    error = np.abs(framework.value(row, *inputs, dtype="float32", **options) - loss)
    assert np.all(error <= 2e-6 * loss + 8 * steepness * np.spacing(largest.astype("float32")))
    found = framework.gradients(row, *inputs, dtype="float32", **options)
    assert all(gradient.dtype == "float32" for gradient in found)
    if scale == 1:
        assert_gradients(found, gradients, 1e-4, 1e-4)


@pytest.mark.parametrize("axes", [(2, 3), (3, 1, 2), (6, 1), (2, 0, 3), ()], ids=str)
@pytest.mark.usefixtures("few_at_once")
def test_samples_may_have_any_axes(framework, axes):
    features, weight, labels, bias = batch(rows=int(np.prod(axes)))
    shaped = features.reshape(*axes, 4), weight, labels.reshape(axes), bias
    options = {"label_smoothing": 0.1, "ignore_index": 3}
    expected = plain(features, weight, labels, bias, reduction="none", **options)
    found = framework.value(LINEAR, *shaped, **options)
    assert np.shape(found) == axes
    np.testing.assert_allclose(found, expected.reshape(axes), rtol=1e-12)
    gradients = framework.gradients(LINEAR, *shaped, **options)
    flat = plain_gradients(features, weight, labels, bias, reduction="sum", **options)
    np.testing.assert_allclose(gradients[0], flat[0].reshape(*axes, 4), rtol=1e-11, atol=1e-14)
    for ours, theirs in zip(gradients[1:], flat[1:], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-14)


@REDUCING
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum", "none"])
@pytest.mark.parametrize("shape", [(2,), (2, 3)], ids=str)
def test_weights_have_the_leading_axes_of_the_labels(framework, reduction, shape):
    features, weight, labels, bias = batch(rows=6)
    weights = np.random.default_rng(1).uniform(0.1, 3, shape)
    found = framework.value(
        LINEAR,
        features.reshape(2, 3, 4),
        weight,
        labels.reshape(2, 3),
        bias,
        sample_weight=weights,
        reduction=reduction,
    )
    flat = np.broadcast_to(weights.reshape(2, -1), (2, 3)).ravel()
    expected = plain(features, weight, labels, bias, sample_weight=flat, reduction=reduction)
    np.testing.assert_allclose(found, np.reshape(expected, np.shape(found)), rtol=1e-12)


@pytest.mark.usefixtures("few_at_once")
def test_bias_may_be_left_out(framework):
    features, weight, labels, _ = batch()
    function = getattr(framework.package, LINEAR.name)
    if framework.name == "torch":
        features, weight, labels = map(torch.tensor, (features, weight, labels))
    options = {} if framework.name == "tensorflow" else {"reduction": "none"}
    expected = plain(*batch()[:3], reduction="none")
    np.testing.assert_allclose(function(features, weight, labels, **options), expected, rtol=1e-12)
    np.testing.assert_allclose(function(features, weight, labels, None, **options), expected, rtol=1e-12)


def test_numpy_gives_no_gradient_for_a_bias_that_is_not_there():
    features, weight, labels, _ = batch()
    found = lossbook.numpy.linear_cross_entropy_grad(features, weight, labels)
    expected = plain_gradients(features, weight, labels, np.zeros(10))[:2]
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15)


@REDUCING
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum"])
def test_all_ignored_is_zero_with_gradient_zero(framework, reduction):
    features, weight, labels, bias = batch()
    options = {"ignore_index": -100, "reduction": reduction}
    inputs = features, weight, np.full_like(labels, -100), bias
    assert framework.value(LINEAR, *inputs, **options) == 0
    assert all(np.all(gradient == 0) for gradient in framework.gradients(LINEAR, *inputs, **options))


@REDUCING
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum"])
@pytest.mark.parametrize("ignore_index", [-100, 3])
def test_ignored_rows_count_for_nothing(framework, reduction, ignore_index):
    features, weight, labels, bias = batch()
    labels = np.where(labels == 3, 4, labels)
    kept, weights = np.array([1, 1, 0, 1, 0, 0, 1], bool), np.random.default_rng(1).uniform(0.5, 2, 7)
    masked = features, weight, np.where(kept, labels, ignore_index), bias
    without = features[kept], weight, labels[kept], bias
    options = {"reduction": reduction, "ignore_index": ignore_index}
    actual = framework.value(LINEAR, *masked, sample_weight=weights, **options)
    np.testing.assert_allclose(actual, framework.value(LINEAR, *without, sample_weight=weights[kept], **options))
    found = framework.gradients(LINEAR, *masked, sample_weight=weights, **options)
    expected = framework.gradients(LINEAR, *without, sample_weight=weights[kept], **options)
    np.testing.assert_allclose(found[0][kept], expected[0], rtol=1e-12)
    assert np.all(found[0][~kept] == 0)
    np.testing.assert_allclose(found[1], expected[1], rtol=1e-11, atol=1e-15)
    np.testing.assert_allclose(found[2], expected[2], rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("scale", [1.0, 1e3])
def test_float32_keeps_the_digits_of_the_product(framework, scale):
    inputs = [side if side.dtype.kind == "i" else cases.float32_exact(side) for side in batch(rows=40, scale=scale)]
    exact = plain(*inputs, reduction="none")
    largest = (np.abs(inputs[0]) @ np.abs(inputs[1]).T + np.abs(inputs[3])).max(-1)
    error = np.abs(framework.value(LINEAR, *inputs, dtype="float32") - exact)
    assert np.all(error <= 1e-6 * exact + 8 * np.spacing(largest.astype("float32")))


@pytest.mark.parametrize("reduction", ["mean", "none"])
@pytest.mark.parametrize(
    "needed", [(True, True, True), (True, False, False), (False, True, False), (False, False, True)]
)
def test_torch_takes_only_the_gradients_that_are_asked_for(reduction, needed):
    features, weight, labels, bias = map(torch.tensor, batch())
    for side, needs in zip((features, weight, bias), needed, strict=True):
        side.requires_grad_(needs)
    lossbook.torch.linear_cross_entropy(features, weight, labels, bias, reduction=reduction).sum().backward()
    expected = plain_gradients(*batch(), reduction="mean" if reduction == "mean" else "sum")
    for side, needs, gradient in zip((features, weight, bias), needed, expected, strict=True):
        assert (side.grad is not None) == needs
        assert not needs or np.allclose(side.grad, gradient, rtol=1e-10)


def test_torch_takes_none_without_autograd():
    features, weight, labels, bias = map(torch.tensor, batch())
    with torch.no_grad():
        loss = lossbook.torch.linear_cross_entropy(features.requires_grad_(), weight.requires_grad_(), labels, bias)
    assert not loss.requires_grad
    assert loss.item() == pytest.approx(plain(*batch()))


@BOTH
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "none"])
@pytest.mark.parametrize("knobs", [{}, {"class_weight": CLASS_WEIGHT[:5], "softcap": 2.0, "z_loss": 0.1}], ids=str)
def test_torch_gradients_by_everything_can_be_differentiated(row, reduction, knobs, monkeypatch):
    monkeypatch.setattr("lossbook.torch.vocabulary.LOGITS_AT_ONCE", 10)  # two rows of five, and a last one
    features, weight, target, bias = map(torch.tensor, batch_of(row, rows=3, features=2, classes=5))
    sample_weight = torch.rand(3, dtype=torch.float64) + 0.1

    def loss(features, weight, bias, sample_weight):
        options = {"sample_weight": sample_weight, "reduction": reduction, "label_smoothing": 0.1, **knobs}
        return getattr(lossbook.torch, row.name)(features, weight, target, bias, **options)

    inputs = [side.requires_grad_() for side in (features, weight, bias, sample_weight)]
    assert torch.autograd.gradcheck(loss, inputs)
    assert torch.autograd.gradgradcheck(loss, inputs)


@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "none"])
def test_torch_gives_gradients_by_targets_and_class_weights(reduction):
    features, weight, targets, bias = map(torch.tensor, batch_of(SOFT))
    class_weight = torch.tensor(CLASS_WEIGHT, dtype=torch.float64)
    sides = [targets.requires_grad_(), class_weight.requires_grad_(), features.requires_grad_()]
    gradients = []
    for function in (lossbook.torch.soft_linear_cross_entropy, naive):
        loss = function(features, weight, targets, bias, class_weight=class_weight, z_loss=0.1, reduction=reduction)
        gradients.append(torch.autograd.grad(loss.sum(), sides))
    torch.testing.assert_close(*gradients)


def test_tensorflow_takes_targets_and_class_weights_for_constants():
    features, weight, targets, bias = map(tf.constant, batch_of(SOFT))
    class_weight = tf.Variable(CLASS_WEIGHT, dtype=tf.float64)
    with tf.GradientTape() as tape:
        tape.watch([features, targets])
        options = {"class_weight": class_weight, "label_smoothing": 0.1}
        loss = lossbook.tensorflow.soft_linear_cross_entropy(features, weight, targets, bias, **options)
    by_features, *none = tape.gradient(loss, [features, targets, class_weight])
    assert none == [None, None]
    assert_gradients(
        [by_features], naive_gradients(batch_of(SOFT), class_weight=CLASS_WEIGHT, label_smoothing=0.1)[1][:1]
    )


def test_torch_backward_may_run_twice_and_be_scaled():
    features, weight, labels, bias = map(torch.tensor, batch())
    loss = lossbook.torch.linear_cross_entropy(features, weight.requires_grad_(), labels, bias)
    first = torch.autograd.grad(3 * loss, weight, retain_graph=True)[0]
    torch.testing.assert_close(first, 3 * torch.autograd.grad(loss, weight)[0])


ALL_KNOBS = {"label_smoothing": 0.1, "class_weight": np.arange(200.0), "softcap": 3.0, "z_loss": 0.1}


@BOTH
@pytest.mark.parametrize("options", [{}, ALL_KNOBS], ids=["plain", "every knob"])
def test_torch_never_has_all_logits(row, options, monkeypatch):
    """Neither on the way forward nor back is a tensor made as large as the logits."""
    monkeypatch.setattr("lossbook.torch.vocabulary.LOGITS_AT_ONCE", 2_000)
    inputs = features, weight, target, bias = [torch.tensor(side) for side in batch_of(row, rows=64, classes=200)]
    given = [side.untyped_storage().data_ptr() for side in inputs]

    class Largest(torch.utils._python_dispatch.TorchDispatchMode):
        seen = 0

        def __torch_dispatch__(self, function, types, arguments=(), keywords=None):
            result = function(*arguments, **(keywords or {}))
            for tensor in torch.utils._pytree.tree_leaves(result):
                if isinstance(tensor, torch.Tensor) and tensor.untyped_storage().data_ptr() not in given:
                    self.seen = max(self.seen, tensor.numel())
            return result

    for reduction in ("mean", "none"):
        with Largest() as largest:
            features.requires_grad_()
            weight.requires_grad_()
            loss = getattr(lossbook.torch, row.name)(features, weight, target, bias, reduction=reduction, **options)
            torch.autograd.grad(loss.sum(), (features, weight))
        assert largest.seen <= 2_000


@BOTH
@KNOBS
@pytest.mark.parametrize("jit_compile", [False, True])
def test_tensorflow_compiles_with_an_unknown_number_of_rows(row, options, monkeypatch, jit_compile):
    monkeypatch.setattr("lossbook.tensorflow.vocabulary.CLASSES_AT_ONCE", 4)
    inputs = batch_of(row)
    rows = None if not jit_compile else 7
    shapes = [[rows, 4], [10, 4], [rows, *inputs[2].shape[1:]], [10]]
    signature = [tf.TensorSpec(shape, side.dtype) for shape, side in zip(shapes, inputs, strict=True)]

    @tf.function(input_signature=signature, jit_compile=jit_compile)
    def value_and_gradients(features, weight, target, bias):
        loss = getattr(lossbook.tensorflow, row.name)(features, weight, target, bias, **options)
        return loss, tf.gradients(loss, [features, weight, bias])

    loss, gradients = value_and_gradients(*inputs)
    expected, expected_gradients = naive_gradients(inputs, **options)
    np.testing.assert_allclose(loss, expected, rtol=1e-12)
    assert_gradients(gradients, expected_gradients)


def test_tensorflow_traces_sequences_of_unknown_length():
    features, weight, labels, bias = batch(rows=6)
    signature = [tf.TensorSpec([None, None, 4], tf.float64), tf.TensorSpec([10, 4], tf.float64)]
    signature += [tf.TensorSpec([None, None], tf.int64), tf.TensorSpec([10], tf.float64)]
    graph = tf.function(lossbook.tensorflow.linear_cross_entropy, input_signature=signature)
    found = graph(features.reshape(2, 3, 4), weight, labels.reshape(2, 3), bias)
    np.testing.assert_allclose(found, plain(features, weight, labels, bias, reduction="none").reshape(2, 3), rtol=1e-12)
    with pytest.raises(tf.errors.InvalidArgumentError):  # by the check or by a product, whichever the graph runs first
        graph(features.reshape(2, 3, 4), weight, labels.reshape(2, 3)[:, :1], bias)


def test_tensorflow_checks_lengths_in_the_graph():
    signature = [tf.TensorSpec([None, 4]), tf.TensorSpec([10, 4]), tf.TensorSpec([None], tf.int64)]
    graph = tf.function(lossbook.tensorflow.linear_cross_entropy, input_signature=signature)
    assert graph(tf.ones((3, 4)), tf.ones((10, 4)), tf.constant([0, 1, 2], tf.int64)).shape == (3,)
    with pytest.raises(tf.errors.InvalidArgumentError, match="needs another length N of labels beside the others"):
        graph(tf.ones((3, 4)), tf.ones((10, 4)), tf.constant([0], tf.int64))  # it would be broadcast


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight": np.ones((10, 3))}, r"needs weight of shape \(C, D\) with D = 4, got \(10, 3\)"),
        ({"weight": np.ones((4, 10))}, r"needs weight of shape \(C, D\) with D = 4, got \(4, 10\)"),
        ({"labels": np.ones((7, 1), int)}, r"needs labels of shape \(N,\) with N = 7, got \(7, 1\)"),
        ({"bias": np.ones(4)}, r"needs bias of shape \(C,\) with C = 10, got \(4,\)"),
        (
            {"features": np.ones((7, 2, 4))},
            r"needs labels of shape \(N1, N2\) with N1 = 7, N2 = 2, got \(7,\)",
        ),
        ({"features": np.array(1.0)}, r"needs features of shape \(…, D\), got \(\)"),
        ({"labels": np.full(7, 10)}, "needs labels from 0 to 9, got 10"),
        ({"labels": np.full(7, -1)}, "got -1; to leave positions out, pass ignore_index"),
    ],
)
def test_input_that_does_not_fit_is_refused(framework, change, message):
    inputs = dict(zip(("features", "weight", "labels", "bias"), batch(), strict=True)) | change
    with pytest.raises(ValueError, match=f"linear_cross_entropy.*{message}"):
        framework.value(LINEAR, *inputs.values())


def test_numpy_refuses_what_is_not_a_number(numpy_losses):
    features, weight, labels, bias = batch()
    with pytest.raises(ValueError, match="weight needs real numbers, got NaN or infinity"):
        numpy_losses.value(LINEAR, features, weight * np.inf, labels, bias)


def stacked(features, weight):
    return np.concatenate([features, weight])


def test_keras_class_is_its_function():
    features, weight, labels, _ = batch()
    each = lossbook.tensorflow.linear_cross_entropy(features, weight, labels, ignore_index=int(labels[0])).numpy()
    kept = labels != labels[0]
    loss = lossbook.tensorflow.LinearCrossEntropy(ignore_index=int(labels[0]), dtype="float64")
    mean, exact = each[kept].mean(), not is_old()  # an old Keras adds its epsilon, 1e-7, to the number of what is kept
    np.testing.assert_allclose(loss(labels, stacked(features, weight)), mean, rtol=1e-12 if exact else 1e-7)
    weights, options = np.arange(1.0, 8), {"label_smoothing": 0.1, "dtype": "float64"}
    each = lossbook.tensorflow.linear_cross_entropy(features, weight, labels, label_smoothing=0.1).numpy()
    expected = {
        "sum": (each * weights).sum(),
        "sum_over_batch_size": (each * weights).mean(),
        "mean_with_sample_weight": np.average(each, weights=weights),
        "none": each * weights,
    }
    for reduction, value in expected.items():
        loss = lossbook.tensorflow.LinearCrossEntropy(reduction=reduction, **options)
        np.testing.assert_allclose(loss(labels, stacked(features, weight), sample_weight=weights), value, rtol=1e-12)
    assert lossbook.tensorflow.LinearCrossEntropy()(labels, stacked(features, weight)).dtype == "float32"
    nothing = lossbook.tensorflow.LinearCrossEntropy()(labels[:0], stacked(features[:0], weight))
    assert nothing == 0


@pytest.mark.parametrize("shape", [(2, 3), (2,), (2, 3, 1)], ids=str)
def test_keras_class_takes_sequences(shape):
    features, weight, labels, _ = batch(rows=6)
    each = plain(features, weight, labels, reduction="none").reshape(2, 3)
    weights = np.random.default_rng(0).uniform(0.1, 3, shape)
    loss = lossbook.tensorflow.LinearCrossEntropy(reduction="none", dtype="float64")
    found = loss(labels.reshape(2, 3), stacked(features, weight), sample_weight=weights)
    np.testing.assert_allclose(found, each * weights.reshape(2, -1), rtol=1e-12)
    found = loss(labels.reshape(2, 3, 1), stacked(features, weight))
    np.testing.assert_allclose(found, each, rtol=1e-12)


def test_keras_class_takes_soft_targets_of_sequences():
    features, weight, targets, _ = batch_of(SOFT, rows=6)
    options = {"class_weight": CLASS_WEIGHT, "softcap": 3.0}
    each = lossbook.numpy.soft_linear_cross_entropy(features, weight, targets, reduction="none", **options)
    loss = lossbook.tensorflow.SoftLinearCrossEntropy(reduction="none", dtype="float64", **options)
    weights = np.array([2.0, 3.0])
    found = loss(targets.reshape(2, 3, 10), stacked(features, weight), sample_weight=weights)
    np.testing.assert_allclose(found, each.reshape(2, 3) * weights[:, None], rtol=1e-12)
    np.testing.assert_allclose(loss(targets, stacked(features, weight)), each, rtol=1e-12)


@keras.saving.register_keras_serializable(package="tests")
class Vocabulary(keras.layers.Layer):
    """A last layer that hands its features and its weight to the loss, in place of logits."""

    def build(self, shape):
        self.weight = self.add_weight(shape=(10, shape[-1]), initializer="glorot_uniform", name="weight")

    def call(self, features):
        return tf.concat([features, self.weight], 0)


def test_keras_class_trains_a_layer_and_survives_saving(tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 10)).astype("float32")
    y = x.argmax(-1)
    model = keras.Sequential([keras.Input((10,)), keras.layers.Dense(10), Vocabulary()])
    model.compile(keras.optimizers.Adam(0.05), lossbook.tensorflow.LinearCrossEntropy(label_smoothing=0.1, name="mine"))
    history = model.fit(x, y, sample_weight=np.ones(64), batch_size=32, epochs=8, verbose=0).history["loss"]
    assert history[-1] < 0.7 * history[0]
    before = model.evaluate(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert type(loaded.loss) is lossbook.tensorflow.LinearCrossEntropy
    assert loaded.loss.get_config() == model.loss.get_config()
    assert loaded.loss.get_config()["label_smoothing"] == 0.1
    assert loaded.evaluate(x, y, verbose=0) == pytest.approx(before, rel=1e-6)


def test_torch_module_trains_a_tied_layer():
    torch.manual_seed(0)
    features = torch.randn(64, 10)
    body, head = torch.nn.Linear(10, 10), torch.nn.Linear(10, 10)
    loss = lossbook.torch.LinearCrossEntropyLoss(ignore_index=0)
    optimizer = torch.optim.Adam([*body.parameters(), *head.parameters()], 0.05)
    history = []
    for _ in range(30):
        optimizer.zero_grad()
        value = loss(body(features), head.weight, features.argmax(-1), head.bias)
        value.backward()
        optimizer.step()
        history.append(value.item())
    assert history[-1] < 0.3 * history[0]


EAGER_PEAK = """
import resource, sys
import numpy as np, tensorflow as tf
import lossbook.tensorflow as losses

def peak():  # MiB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def run(rows, classes):
    features, weight = tf.Variable(tf.ones((rows, 8))), tf.Variable(tf.ones((classes, 8)))
    soft = sys.argv[1] == "soft_linear_cross_entropy"
    target = tf.fill((rows, classes), 1 / classes) if soft else tf.zeros(rows, tf.int32)
    before = peak()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(getattr(losses, sys.argv[1])(features, weight, target))
    tape.gradient(loss, [features, weight])
    return peak() - before

run(16, 20_000)
print(run(1024, 64_000))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems count a peak in other units")
@pytest.mark.parametrize("name", ["linear_cross_entropy", "soft_linear_cross_entropy"])
def test_no_tape_of_tensorflow_keeps_the_logits(name):
    """They are 250 MiB; a tape that records what makes them keeps three such tables."""
    run = subprocess.run([sys.executable, "-c", EAGER_PEAK, name], capture_output=True, text=True, check=True)
    assert float(run.stdout.split()[-1]) < 250
