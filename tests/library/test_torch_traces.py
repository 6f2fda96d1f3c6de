"""PyTorch: one graph and export whatever wants a gradient, forward mode, fake, meta and distributed tensors."""

import functools
import math
import warnings

import cases
import pytest
import torch
from peers import is_old
from torch.autograd import forward_ad
from torch_cases import gradients, module, tensors

import lossbook.torch as losses
from lossbook.catalog import CATALOG
from lossbook.domains import Number

CASES = pytest.mark.parametrize("case", cases.DEFAULT, ids=str)
NUMBERS = [(row, it) for row in CATALOG.values() for it in row.parameters if isinstance(it, Number)]
ROWS = pytest.mark.parametrize("row", CATALOG.values(), ids=lambda row: row.name)


def function(case):
    return functools.partial(getattr(losses, case.row.name), **case.options)


def in_one_graph(call):
    torch.compiler.reset()
    return torch.compile(call, backend="aot_eager", fullgraph=True)


@pytest.mark.slow
@pytest.mark.aspect("fullgraph without gradient", framework="torch")
@CASES
def test_one_graph_when_nothing_wants_a_gradient(case):
    inputs = tensors(case, grad=False)
    torch.testing.assert_close(in_one_graph(module(case.row, **case.options))(*inputs), function(case)(*inputs))


@pytest.mark.slow
@pytest.mark.aspect("fullgraph without gradient", framework="torch")
@CASES
def test_one_graph_when_the_target_wants_a_gradient_too(case):
    inputs = [x.requires_grad_() if x.is_floating_point() else x for x in tensors(case)]
    loss = function(case)
    compiled = in_one_graph(loss)
    (eager, wanted), (found, graph) = ((value := f(*inputs), gradients(value, inputs)) for f in (loss, compiled))
    torch.testing.assert_close(found, eager)
    torch.testing.assert_close(graph, wanted)


@pytest.mark.slow
@CASES
def test_strict_export(case):
    inputs = tuple(tensors(case, grad=False))
    exported = torch.export.export(module(case.row, **case.options), inputs, strict=True)
    torch.testing.assert_close(exported.module()(*inputs), function(case)(*inputs))


@pytest.mark.skipif(torch.__version__ < (2, 7), reason="PyTorch 2.6 exports this for one number of rows alone")
def test_exported_cross_entropy_over_a_vocabulary_takes_any_number_of_rows():
    features, weight, labels = torch.randn(6, 4), torch.randn(10, 4), torch.randint(0, 10, (6,))
    loss = losses.LinearCrossEntropyLoss(reduction="none", ignore_index=-100)
    rows = torch.export.Dim("rows")
    shapes = {"inputs": ({0: rows}, None, {0: rows})}
    exported = torch.export.export(loss, (features, weight, labels), dynamic_shapes=shapes, strict=True).module()
    for n in (2, 3, 6):
        given = features[:n], weight, labels[:n]
        torch.testing.assert_close(exported(*given), loss(*given))


@pytest.mark.aspect("forward mode", framework="torch")
@CASES
def test_forward_mode_is_the_reverse_mode(case):
    inputs = tensors(case)
    generator = torch.Generator().manual_seed(0)
    directions = [torch.randn(x.shape, dtype=x.dtype, generator=generator) for x in inputs if x.requires_grad]
    slopes = gradients(function(case)(*inputs), inputs)
    expected = sum((slope * direction).sum() for slope, direction in zip(slopes, directions, strict=True))
    along = iter(directions)
    with forward_ad.dual_level(), warnings.catch_warnings():
        # with both modes at once, so that gradients written by hand are asked too whether they stand aside
        dual = [forward_ad.make_dual(x, next(along)) if x.requires_grad else x for x in inputs]
        found = forward_ad.unpack_dual(function(case)(*dual)).tangent.detach()
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-12)


@CASES
@pytest.mark.parametrize("grad", [False, True])
def test_fake_tensors_have_the_shape_of_the_loss(case, grad):
    inputs = tensors(case, grad=grad)
    expected = function(case)(*inputs, reduction="none")
    with torch._subclasses.FakeTensorMode(allow_non_fake_inputs=False) as fake:
        given = [fake.from_tensor(x) for x in inputs]
        loss = function(case)(*given, reduction="none")
        assert loss.shape == expected.shape
        assert loss.dtype == expected.dtype
        if grad:
            assert [g.shape for g in gradients(loss, given)] == [x.shape for x in inputs if x.requires_grad]


@CASES
def test_meta_tensors_have_the_shape_of_the_loss(case):
    inputs = tensors(case)
    loss = function(case)(*(x.detach().to("meta") for x in inputs), reduction="none")
    assert loss.shape == function(case)(*inputs, reduction="none").shape


@pytest.fixture(scope="module")
def mesh(tmp_path_factory):
    """A mesh of one process."""
    from torch.distributed.device_mesh import init_device_mesh

    store = torch.distributed.FileStore(str(tmp_path_factory.mktemp("store") / "file"), 1)
    torch.distributed.init_process_group("gloo", rank=0, world_size=1, store=store)
    yield init_device_mesh("cpu", (1,))
    torch.distributed.destroy_process_group()


# PyTorch knows no sharding of its kernel, of log-sigmoid's gradient, of searchsorted, and of a range beside shards.
NO_RULE = {"ctc", "circle", "soft_margin", "crps_ensemble", "ordinal_cross_entropy"}


@pytest.mark.skipif(is_old("torch"), reason="PyTorch had no sharding rules for many operations before 2.13")
@pytest.mark.parametrize("case", [c for c in cases.DEFAULT if c.row.name not in NO_RULE], ids=str)
def test_distributed_tensors_give_the_same(case, mesh):
    from torch.distributed.tensor import Shard, distribute_tensor

    inputs = tensors(case)
    expected = function(case)(*inputs)
    shared = [distribute_tensor(x.detach(), mesh, [Shard(0)]).requires_grad_(x.requires_grad) for x in inputs]
    loss = function(case)(*shared)
    torch.testing.assert_close(loss.full_tensor(), expected)
    found = [g.full_tensor() for g in torch.autograd.grad(loss, [x for x in shared if x.requires_grad])]
    torch.testing.assert_close(found, list(gradients(expected, inputs)))


def test_every_loss_may_be_compiled_in_one_process():
    """torch.compile gives up on code that it has compiled eight times: no two losses may share any."""
    torch.compiler.reset()
    for case in [c for c in cases.DEFAULT if c.row.layout == "elementwise" and not c.options]:
        inputs = tensors(case)
        loss = getattr(losses, case.row.name)
        compiled = torch.compile(loss, backend="eager", fullgraph=True)
        torch.testing.assert_close(compiled(*inputs), loss(*inputs))


@pytest.mark.slow
@pytest.mark.parametrize("row, number", [pytest.param(*both, id=f"{both[0].name}-{both[1].name}") for both in NUMBERS])
def test_a_number_may_change_from_call_to_call(row, number):
    """PyTorch takes a number for a constant once; when another comes it compiles for a symbol."""
    case = next(case for case in cases.DEFAULT if case.row is row)
    inputs = tensors(case, grad=False)
    low, high = number.low if math.isfinite(number.low) else 0.0, number.high if math.isfinite(number.high) else 2.0

    def loss(value):
        return getattr(losses, row.name)(*inputs, **{**case.options, number.name: value})

    torch.compiler.reset()
    compiled = torch.compile(loss, backend="eager", fullgraph=True)
    for share in (0.3, 0.4, 0.6, 0.7):
        value = low + share * (high - low)
        torch.testing.assert_close(compiled(value), loss(value))
