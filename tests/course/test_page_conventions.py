"""What the page of conventions says in general, and shows on one example."""

import inspect

import keras
import numpy as np
import pytest
import torch
import torch.nn.functional as F

import lossbook.numpy
import lossbook.tensorflow
import lossbook.torch
from lossbook.catalog import CATALOG

KINDS = inspect.Parameter
SHAPES = [(4, 3), (2, 4, 3), (2, 3, 4, 5)]


def numbers(*shape):
    return np.random.default_rng(sum(shape)).uniform(0.1, 0.9, shape)


def one_hot(shape):
    return np.eye(shape[-1])[np.random.default_rng(0).integers(0, shape[-1], shape[:-1])]


def channels_second(x):
    return torch.tensor(x).movedim(-1, 1)


@pytest.mark.parametrize("shape", SHAPES)
def test_without_weights_the_two_means_agree(shape):
    y, p, truth = numbers(*shape), numbers(*shape) ** 2, one_hot(shape)
    labels = truth.argmax(-1)
    pairs = [
        (keras.losses.MeanSquaredError()(y, p), F.mse_loss(torch.tensor(p), torch.tensor(y))),
        (keras.losses.MeanAbsoluteError()(y, p), F.l1_loss(torch.tensor(p), torch.tensor(y))),
        (keras.losses.Huber(delta=0.1)(y, p), F.huber_loss(torch.tensor(p), torch.tensor(y), delta=0.1)),
        (keras.losses.BinaryCrossentropy()(truth, p), F.binary_cross_entropy(torch.tensor(p), torch.tensor(truth))),
        (
            keras.losses.CategoricalCrossentropy(from_logits=True)(truth, p),
            F.cross_entropy(channels_second(p), channels_second(truth)),
        ),
        (
            keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, p),
            F.cross_entropy(channels_second(p), torch.tensor(labels)),
        ),
    ]
    for by_keras, by_torch in pairs:
        np.testing.assert_allclose(by_keras, by_torch, rtol=1e-5)


@pytest.mark.filterwarnings("ignore:reduction. 'mean' divides")
def test_but_not_for_kl_div_that_keeps_every_element():
    y, p = (table / table.sum(axis=-1, keepdims=True) for table in (numbers(4, 3), numbers(4, 3) ** 2))
    by_torch = F.kl_div(torch.tensor(p).log(), torch.tensor(y))
    np.testing.assert_allclose(keras.losses.KLDivergence()(y, p), 3 * by_torch, rtol=1e-5)


@pytest.mark.filterwarnings("ignore:reduction. 'mean' divides")
def test_pytorch_takes_the_mean_of_what_none_keeps():
    x, y = torch.tensor(numbers(4, 3)), torch.tensor(one_hot((4, 3)))
    sign, labels = 2 * y - 1, y.argmax(-1)
    calls = [(loss, x, y) for loss in (F.mse_loss, F.l1_loss, F.huber_loss, F.smooth_l1_loss, F.binary_cross_entropy)]
    calls += [(loss, x, y) for loss in (F.cross_entropy, F.kl_div, F.poisson_nll_loss, F.multilabel_soft_margin_loss)]
    calls += [(loss, x, labels) for loss in (F.cross_entropy, F.nll_loss, F.multi_margin_loss)]
    calls += [(loss, x, sign) for loss in (F.soft_margin_loss, F.hinge_embedding_loss)]
    calls += [(F.gaussian_nll_loss, x, y, x), (F.margin_ranking_loss, x, y, sign), (F.triplet_margin_loss, x, y, x**2)]
    calls += [(F.cosine_embedding_loss, x, y, sign[:, 0])]
    for loss, *inputs in calls:
        assert torch.isclose(loss(*inputs), loss(*inputs, reduction="none").mean()), loss.__name__


@pytest.mark.parametrize("loss", [F.cross_entropy, F.nll_loss])
def test_but_does_not_count_ignored_labels(loss):
    x, labels = torch.tensor(numbers(4, 3)), torch.tensor([0, -100, 2, -100])
    each = loss(x, labels, reduction="none")
    assert len(each) == 4 and torch.isclose(loss(x, labels), each.sum() / 2)
    by_keras = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=2)
    kept = F.cross_entropy(x, labels.clamp(min=0), ignore_index=2)
    np.testing.assert_allclose(by_keras(labels.clamp(min=0).numpy(), x.numpy()), kept, rtol=1e-5)


@pytest.mark.parametrize("loss", [keras.losses.dice, keras.losses.tversky])
def test_two_functions_of_keras_join_the_whole_batch(loss):
    y, p = one_hot((4, 3)), numbers(4, 3)
    assert loss(y, p).shape == () and loss(y, p, axis=1).shape == (4,)


def test_ctc_loss_divides_by_the_number_of_labels_first():
    log_p = torch.tensor(numbers(6, 2, 4)).log_softmax(-1)
    inputs = log_p, torch.tensor([[1, 2, 3], [2, 1, 0]]), torch.tensor([6, 6]), torch.tensor([3, 2])
    each = F.ctc_loss(*inputs, reduction="none")
    assert torch.isclose(F.ctc_loss(*inputs), (each / torch.tensor([3, 2])).mean())


@pytest.mark.parametrize("row", CATALOG.values(), ids=lambda row: row.name)
def test_inputs_stand_in_the_order_of_the_framework_or_in_one_order(row):
    packages = lossbook.numpy, lossbook.tensorflow, lossbook.torch
    with_numpy, with_tensorflow, with_torch = (
        list(inspect.signature(getattr(package, row.name)).parameters)[: len(row.inputs())] for package in packages
    )
    assert with_tensorflow == with_numpy
    if with_numpy[0] == "y_true":
        assert with_numpy[:2] == ["y_true", "y_pred"] and with_torch == ["input", "target", *with_numpy[2:]]
    else:
        assert with_torch == with_numpy


@pytest.mark.parametrize("row", CATALOG.values(), ids=lambda row: row.name)
def test_parameters_have_one_name_but_for_the_axis(row):
    names = []
    for package in (lossbook.numpy, lossbook.tensorflow, lossbook.torch):
        parameters = list(inspect.signature(getattr(package, row.name)).parameters.values())[len(row.inputs()) :]
        if package is not lossbook.tensorflow:
            assert all(parameter.kind is KINDS.KEYWORD_ONLY for parameter in parameters)
        names.append([parameter.name for parameter in parameters])
    with_numpy, with_tensorflow, with_torch = names
    assert with_torch == ["dim" if name == "axis" else name for name in with_numpy]
    assert with_tensorflow == [name for name in with_numpy if name not in ("sample_weight", "reduction")]
