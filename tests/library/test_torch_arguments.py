"""What a PyTorch loss may be given: names, numbers of NumPy, weights of every kind, one vector, a variance for many."""

import cases
import numpy as np
import pytest
import torch
from torch_cases import gradients, module, tensors

import lossbook.torch as losses
from lossbook.catalog import CATALOG
from lossbook.domains import Choice, ClassIndex, Index, Number, Switch, Weights

PLAIN = [case for case in cases.DEFAULT if not case.options]
CASES = pytest.mark.parametrize("case", PLAIN, ids=lambda case: case.row.name)
WEIGHTED = [(row, p) for row in CATALOG.values() for p in row.parameters if isinstance(p, Weights)]


@CASES
def test_inputs_by_name_in_functions_and_modules(case):
    inputs = tensors(case)
    named = dict(zip(case.row.torch_names, inputs, strict=True))
    function, loss = getattr(losses, case.row.name), module(case.row)
    expected = function(*inputs)
    for found in (function(**named), loss(**named), loss(inputs[0], **dict(list(named.items())[1:]))):
        assert torch.equal(found, expected)
    with pytest.raises(TypeError):
        loss(*inputs, nonsense=inputs[0])


def numpy_scalar(parameter, value):
    if isinstance(parameter, Switch):
        return np.bool_(value)
    if isinstance(parameter, (Choice, ClassIndex, Index)):
        return np.int64(value)
    return np.float32(value) if isinstance(parameter, Number) or np.ndim(value) == 0 else np.array(value)


SCALARS = [
    (case, p, value)
    for case in cases.ORDINARY
    for p in case.row.parameters
    for value in p.examples
    if case.options == {p.name: value} and not isinstance(value, str)
]


@pytest.mark.parametrize(
    ("case", "parameter", "value"), SCALARS, ids=[f"{c.row.name}-{p.name}={v}" for c, p, v in SCALARS]
)
def test_scalars_of_numpy_are_numbers(case, parameter, value):
    inputs, given = tensors(case), numpy_scalar(parameter, value)
    expected = getattr(losses, case.row.name)(*inputs, **{parameter.name: given.tolist()})
    assert torch.equal(getattr(losses, case.row.name)(*inputs, **{parameter.name: given}), expected)
    assert torch.equal(module(case.row, **{parameter.name: given})(*inputs), expected)


@CASES
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum", "none"])
def test_weights_of_samples_may_be_a_list_an_array_or_a_number(case, reduction):
    inputs, weights = tensors(case), [1.0, 0.5, 2.0, 0.0, 3.0, 1.0]
    function, loss = getattr(losses, case.row.name), module(case.row, reduction=reduction)
    expected = function(*inputs, sample_weight=torch.tensor(weights), reduction=reduction)
    for given in (weights, tuple(weights), np.array(weights), torch.tensor(weights, dtype=torch.float64)):
        torch.testing.assert_close(function(*inputs, sample_weight=given, reduction=reduction), expected)
        torch.testing.assert_close(loss(*inputs, sample_weight=given), expected)
    alike = function(*inputs, reduction=reduction)
    for number in (2, 2.0, np.float32(2), torch.tensor(2)):
        found = function(*inputs, sample_weight=number, reduction=reduction)
        torch.testing.assert_close(found, alike if reduction == "weighted_mean" else 2 * alike)


@pytest.mark.parametrize(("row", "parameter"), WEIGHTED, ids=lambda v: v.name)
@pytest.mark.parametrize("make", [list, tuple, np.array, lambda w: torch.tensor(w, dtype=torch.float64)])
def test_a_module_keeps_every_digit_of_class_weights(row, parameter, make):
    """A third has no last digit in any dtype: in float32 or float16 it would be another number."""
    weights, axis = [1 / 3, 0.1, 2 / 3, 1.0], cases.class_axis(row, "dim")
    inputs = tensors(next(c for c in PLAIN if c.row is row))
    expected = getattr(losses, row.name)(*inputs, **axis, **{parameter.name: weights})
    loss = module(row, **axis, **{parameter.name: make(weights)})
    assert torch.equal(loss(*inputs), expected)
    assert torch.equal(loss.double()(*inputs), expected)
    assert loss.state_dict()[parameter.name].tolist() == weights
    if make is not list:
        return
    halves = module(row, **axis, **{parameter.name: torch.tensor(weights, dtype=torch.float16)})
    assert halves.state_dict()[parameter.name].dtype == torch.float16
    half = halves.state_dict()[parameter.name]
    assert torch.equal(halves(*inputs), getattr(losses, row.name)(*inputs, **axis, **{parameter.name: half}))


@pytest.mark.parametrize(("row", "parameter"), WEIGHTED, ids=lambda v: v.name)
def test_a_module_refuses_negative_weights_when_it_is_made(row, parameter):
    for make in (list, np.array, torch.tensor):
        with pytest.raises(ValueError, match=f"{parameter.name} needs"):
            module(row, **cases.class_axis(row, "dim"), **{parameter.name: make([1.0, -1.0, 1.0, 1.0])})


@CASES
def test_predictions_alone_decide_the_dtype(case):
    """A float64 target, weight of samples or weight of classes makes nothing float64."""
    inputs = tensors(case, torch.float32)
    mixed = [x if x.requires_grad or not x.is_floating_point() else x.double() for x in inputs]
    options = {p.name: torch.ones(4, dtype=torch.float64) for p in case.row.parameters if isinstance(p, Weights)}
    options |= cases.class_axis(case.row, "dim")
    loss = getattr(losses, case.row.name)(*mixed, sample_weight=torch.ones(6, dtype=torch.float64), **options)
    assert loss.dtype == torch.float32
    assert all(gradient.dtype == torch.float32 for gradient in gradients(loss, inputs))


@pytest.mark.parametrize(
    "shape", [(2, 3), (2, 1), (2,), ()], ids=["each", "last dimension of 1", "no last dimension", "one number"]
)
@pytest.mark.parametrize("sample_weight", [None, [1.0, 0.0]])
def test_a_variance_for_many_predictions(shape, sample_weight):
    """As torch.nn.functional.gaussian_nll_loss takes it; its gradient is the sum over all that it serves."""
    mean = torch.arange(6.0, dtype=torch.float64).reshape(2, 3)
    variance = torch.rand(shape, dtype=torch.float64).add(0.5).requires_grad_()
    each = (variance if len(shape) != 1 else variance.unsqueeze(-1)).expand(2, 3)
    target, options = mean + 1, {"sample_weight": sample_weight}
    expected = losses.gaussian_nll(mean, target, each, **options)
    found = losses.gaussian_nll(mean, target, variance, **options)
    torch.testing.assert_close(found, expected)
    torch.testing.assert_close(*(torch.autograd.grad(loss, variance) for loss in (found, expected)))
    if not sample_weight and shape:
        theirs = torch.nn.functional.gaussian_nll_loss(mean, target, variance)
        torch.testing.assert_close(found, theirs)


def test_a_gaussian_takes_the_prediction_first_and_a_python_number():
    mean, target = torch.tensor([1.0, 3.0], requires_grad=True), torch.zeros(2)
    loss = losses.GaussianNLLLoss(reduction="sum")
    torch.autograd.grad(loss(mean, target, 2.0), mean)  # the first is what is learnt
    assert loss(mean, target, 2.0).item() == pytest.approx((2 * np.log(2) + 10 / 2) / 2)
    assert torch.equal(loss(mean, target, np.float32(2)), loss(input=mean, target=target, variance=torch.tensor(2.0)))
    torch.testing.assert_close(loss(mean, target, torch.tensor([2.0])), loss(mean, target, 2.0))
    with pytest.raises(ValueError, match=r"needs variance of shape \(2,\)"):
        loss(mean, target, torch.ones(3))
    with pytest.raises(ValueError, match="variance needs numbers from 0 up, got values from -1 to -1"):
        loss(mean, target, -1.0)


def test_one_vector_is_a_sample():
    for case in [c for c in PLAIN if c.row.over_axis]:
        inputs = tensors(case, grad=False)
        one = getattr(losses, case.row.name)(*(x[0] for x in inputs), reduction="none")
        torch.testing.assert_close(one, getattr(losses, case.row.name)(*inputs, reduction="none")[0])
    scores = torch.tensor([0.1, 0.2, 0.4, 0.8], requires_grad=True)
    loss = losses.multilabel_margin(scores, torch.tensor([1, 0, 0, 1]))
    torch.testing.assert_close(loss, torch.tensor(0.85))
    torch.testing.assert_close(torch.autograd.grad(loss, scores)[0], torch.tensor([-0.5, 0.5, 0.5, -0.5]))


@pytest.mark.parametrize("reduction", ["none", "sum", "mean", "weighted_mean"])
def test_no_rows_have_gradients_of_zero(reduction):
    features, weight = torch.zeros(0, 4, requires_grad=True), torch.ones(10, 4, requires_grad=True)
    labels = torch.zeros(0, dtype=torch.long)
    loss = losses.linear_cross_entropy(features, weight, labels, reduction=reduction)
    by_features, by_weight = torch.autograd.grad(loss.sum(), (features, weight))
    assert by_features.shape == (0, 4)
    assert torch.equal(by_weight, torch.zeros(10, 4))


class Allocated(torch.utils._python_dispatch.TorchDispatchMode):
    """The size in bytes of the largest tensor that an operation makes."""

    largest = 0

    def __torch_dispatch__(self, function, types, arguments=(), keywords=None):
        result = function(*arguments, **(keywords or {}))
        for tensor in torch.utils._pytree.tree_leaves(result):
            if isinstance(tensor, torch.Tensor):
                self.largest = max(self.largest, tensor.numel() * tensor.element_size())
        return result


@pytest.mark.parametrize("grad", [False, True])
def test_a_multilabel_margin_of_many_classes_needs_no_table_of_all_pairs(grad):
    """(16, 3000) has 144 million pairs, which would take 576 MB."""
    scores, labels = torch.randn(16, 3000, requires_grad=grad), torch.rand(16, 3000) > 0.999
    with Allocated() as allocated:
        loss = losses.multilabel_margin(scores, labels)
        if grad:
            torch.autograd.grad(loss, scores)
    assert allocated.largest <= 2**20
