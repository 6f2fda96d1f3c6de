"""At home in PyTorch: modules, devices, state, compile, vmap, autocast, double backward, training."""

import copy

import cases
import numpy as np
import pytest
import torch
from torch_cases import gradients, module, tensors

import lossbook.torch as losses
from lossbook.catalog import CATALOG
from lossbook.domains import Weights

ROWS = pytest.mark.parametrize("row", CATALOG.values(), ids=lambda row: row.name)
CASES = pytest.mark.parametrize("case", cases.DEFAULT, ids=str)


@pytest.mark.aspect("reductions", framework="torch")
@CASES
def test_module_is_its_function(case):
    inputs = tensors(case)
    weight = torch.rand(cases.SAMPLES, dtype=torch.float64)
    for reduction in ("mean", "weighted_mean", "sum", "none"):
        function = getattr(losses, case.row.name)
        expected = function(*inputs, sample_weight=weight, reduction=reduction, **case.options)
        actual = module(case.row, reduction=reduction, **case.options)(*inputs, sample_weight=weight)
        torch.testing.assert_close(actual, expected)


# Tracing takes most of the time, and only a weight for each class is traced in another way than a number.
TRACED = cases.DEFAULT + [c for c in cases.ORDINARY if any(isinstance(v, tuple) for v in c.options.values())]


@pytest.mark.aspect("compile", framework="torch")
@pytest.mark.slow
@pytest.mark.parametrize("case", TRACED, ids=str)
def test_aot_eager_gives_the_eager_value_and_gradient(case):
    inputs = tensors(case)
    eager = module(case.row, **case.options)
    torch.compiler.reset()
    compiled = torch.compile(copy.deepcopy(eager), backend="aot_eager", fullgraph=True)
    results = [(loss := fn(*inputs), *gradients(loss, inputs)) for fn in (eager, compiled)]
    torch.testing.assert_close(results[1], results[0])


@pytest.mark.slow
@pytest.mark.compiler
def test_inductor_gives_the_eager_values_and_gradients():
    """Of three losses together: the C++ compiler, which takes most of the time, is started once for all."""
    names = ["binary_cross_entropy", "sparse_categorical_focal", "huber"]
    chosen = [[c for c in cases.DEFAULT if c.row.name == name][-1] for name in names]  # from logits if there are any
    batches = [tensors(case) for case in chosen]
    eager = [module(case.row, **case.options) for case in chosen]

    def values(modules):
        return [loss(*inputs) for loss, inputs in zip(modules, batches, strict=True)]

    torch.compiler.reset()
    results = []
    for fn in (values, torch.compile(values)):
        found = fn(copy.deepcopy(eager))
        results.append([*found, *gradients(torch.stack(found), [x for inputs in batches for x in inputs])])
    torch.testing.assert_close(results[1], results[0])


@CASES
def test_vmap_over_a_batch_of_batches(case):
    function = getattr(losses, case.row.name)
    stacked = [torch.stack([tensor.detach(), tensor.detach().flip(0)]) for tensor in tensors(case)]
    mapped = torch.func.vmap(lambda *inputs: function(*inputs, **case.options))(*stacked)
    one_by_one = torch.stack([function(*inputs, **case.options) for inputs in zip(*stacked, strict=True)])
    torch.testing.assert_close(mapped, one_by_one)
    per_sample = torch.func.vmap(torch.func.grad(lambda *inputs: function(*inputs, **case.options)))(*stacked)
    assert per_sample.shape == stacked[0].shape


@pytest.mark.aspect("second derivative", framework="torch")
@CASES
def test_double_backward_is_numerically_right(case):
    function = getattr(losses, case.row.name)
    assert torch.autograd.gradgradcheck(lambda *inputs: function(*inputs, **case.options), tensors(case))


@CASES
def test_autocast_computes_in_float32(case):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = getattr(losses, case.row.name)(*tensors(case, torch.bfloat16), **case.options)
    assert loss.dtype == torch.float32
    assert torch.isfinite(loss)


@pytest.mark.aspect("state", framework="torch")
@ROWS
def test_repr_can_be_read_back(row):
    changed = {p.name: p.examples[0] for p in row.parameters if p.examples}
    loss = module(row, **changed)
    again = eval(repr(loss), vars(losses))
    assert repr(again) == repr(loss)
    for name in changed:
        assert f"{name}=" in repr(loss)


WEIGHTED = [(row.name, p.name) for row in CATALOG.values() for p in row.parameters if isinstance(p, Weights)]


@pytest.mark.parametrize(("name", "parameter"), WEIGHTED)
def test_class_weights_are_buffers_that_move_and_are_saved(name, parameter):
    row, weights = CATALOG[name], [0.5, 2.0, 1.0, 3.0]
    axis = cases.class_axis(row, "dim")
    loss = module(row, **axis, **{parameter: weights})
    assert not list(loss.parameters())
    assert loss.double().state_dict()[parameter].dtype == torch.float64
    assert loss.to("meta").state_dict()[parameter].device.type == "meta"
    other = module(row, **axis, **{parameter: [1.0] * 4})
    other.load_state_dict(module(row, **axis, **{parameter: weights}).state_dict())
    assert getattr(other, parameter).tolist() == weights


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@CASES
def test_same_value_on_the_gpu(case):
    inputs, loss = tensors(case), module(case.row, **case.options)
    on_the_gpu = loss.cuda()(*(tensor.cuda() for tensor in inputs)).cpu()
    torch.testing.assert_close(on_the_gpu, loss.cpu()(*inputs))


@pytest.mark.parametrize("row", [row for row in CATALOG.values() if row.logits], ids=lambda row: row.name)
def test_a_few_steps_of_training_lower_the_loss(row):
    torch.manual_seed(0)
    features, classes = torch.randn(64, 5), 3
    labels = (features[:, :classes].argmax(-1)) if row.over_axis else (features[:, :1] > 0).float()
    target = torch.nn.functional.one_hot(labels, classes).float() if row.layout == "axis" else labels
    model = torch.nn.Linear(5, classes if row.over_axis else 1)
    rate = 0.5
    if row.layout == "sample":  # the batch is one mask, and a share has smaller slopes than a logarithm
        rate = 2.0
        model, target = torch.nn.Sequential(model, torch.nn.Flatten(0), torch.nn.Unflatten(0, (1, -1))), target.T
    loss, optimizer = module(row, from_logits=True), torch.optim.SGD(model.parameters(), lr=rate)
    history = []
    for _ in range(20):
        optimizer.zero_grad()
        value = loss(model(features), target)
        value.backward()
        optimizer.step()
        history.append(value.item())
    assert history[-1] < 0.7 * history[0]
    assert np.all(np.diff(history) < 0)
