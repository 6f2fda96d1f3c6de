"""PyTorch's gradients by hand: the value and gradient of the formula that stands beside them, and never in the way."""

import cases
import pytest
import torch
from torch_cases import tensors

import lossbook.torch as losses
from lossbook.torch import by_hand

BY_HAND = {
    "binary_cross_entropy", "categorical_cross_entropy", "binary_focal", "sparse_categorical_focal", "log_cosh",
    "mean_squared_logarithmic_error", "cosine_similarity", "cosine_embedding", "triplet_margin", "dice", "tversky",
    "multilabel_margin", "focal_tversky", "sparse_categorical_cross_entropy", "generalized_cross_entropy",
    "poly_cross_entropy", "kl_divergence", "multi_margin",
}  # fmt: skip
TAKEN = [c for c in cases.ORDINARY + cases.EXTREME if c.row.name in BY_HAND and (c.from_logits or not c.row.logits)]


def loss_and_gradients(case, dtype):
    inputs = tensors(case, dtype)
    loss = getattr(losses, case.row.name)(*inputs, reduction="none", **case.options)
    return loss.detach(), *torch.autograd.grad(loss.sum(), [x for x in inputs if x.requires_grad])


@pytest.fixture
def formulas_alone(monkeypatch):
    """Call to compute with the formulas from then on."""
    return lambda: monkeypatch.setattr(by_hand, "apply", lambda quick, formula, *inputs, **_: formula(*inputs))


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=str)
@pytest.mark.parametrize("case", TAKEN, ids=str)
def test_value_and_gradient_are_those_of_the_formula(case, dtype, formulas_alone):
    found = loss_and_gradients(case, dtype)
    formulas_alone()
    expected = loss_and_gradients(case, dtype)
    # From logits p is known to a few units in the last place of the largest one.
    size = max(abs(side).max() for side in case.inputs)
    largest = size if case.from_logits else 1.0
    slope = 8 * torch.finfo(dtype).eps * largest * cases.largest_weight(case) * (1 + case.all_options.get("gamma", 0))
    # A difference of two distances is known to a few units in the last place of the distances.
    difference = 8 * torch.finfo(dtype).eps * size if case.row.name == "triplet_margin" else 0.0
    absolute = [slope + difference, *[slope] * (len(found) - 1)]
    for one, other, atol in zip(found, expected, absolute, strict=True):
        torch.testing.assert_close(one, other, rtol=100 * torch.finfo(dtype).eps, atol=atol)


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_it_is_taken_and_an_error_in_it_is_found(name, monkeypatch):
    case = next(c for c in TAKEN if c.row.name == name)
    right = loss_and_gradients(case, torch.float64)
    forward = by_hand.ByHand.forward
    monkeypatch.setattr(by_hand.ByHand, "forward", staticmethod(lambda *arguments: forward(*arguments) * 2))
    assert not torch.allclose(loss_and_gradients(case, torch.float64)[0], right[0])


def leaf(*values):
    return torch.tensor([list(values)], dtype=torch.float64, requires_grad=True)


def test_a_gradient_by_the_targets_is_the_formulas():
    z, y = leaf(0.5, -1.0, 2.0), torch.tensor([[0.2, 0.3, 0.5]], dtype=torch.float64, requires_grad=True)
    losses.categorical_cross_entropy(z, y, from_logits=True).backward()
    torch.testing.assert_close(y.grad, -z.detach().log_softmax(-1))


def test_a_graph_may_be_gone_through_twice():
    z, y = leaf(0.5, -1.0), torch.tensor([[1.0, 0.0]], dtype=torch.float64)
    loss = losses.binary_focal(z, y, from_logits=True)
    first, second = (torch.autograd.grad(loss, z, retain_graph=True)[0] for _ in range(2))
    torch.testing.assert_close(first, second)


def test_only_what_needs_a_gradient_gets_one():
    x, y = leaf(3.0, 4.0), leaf(4.0, 3.0)
    losses.cosine_embedding(x.detach(), y, torch.tensor([1])).backward()
    assert x.grad is None and y.grad is not None


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_lengths_whose_squares_leave_float32_have_a_direction(scale):
    x = torch.tensor([[3.0, 4.0], [0.0, 0.0]]).mul(scale).requires_grad_()
    y = torch.tensor([[4.0, 3.0], [1.0, 0.0]])
    loss = losses.cosine_similarity(x, y, reduction="none")
    torch.testing.assert_close(loss, torch.tensor([-0.96, 0.0]))
    gradient = torch.autograd.grad(loss.sum(), x)[0] * scale
    torch.testing.assert_close(gradient, torch.tensor([[-0.0448, 0.0336], [0.0, 0.0]]))


@pytest.mark.parametrize("name", ["log_cosh", "mean_squared_logarithmic_error"])
def test_a_transform_sees_the_formula_backwards_forwards_and_twice(name):
    case = next(c for c in TAKEN if c.row.name == name)
    x, y = (x.detach() for x in tensors(case, torch.float64))

    def loss(x):
        return getattr(losses, name)(x, y, reduction="sum")

    x_by_hand = x.clone().requires_grad_()
    by_autograd = torch.autograd.grad(loss(x_by_hand), x_by_hand)[0]
    for derive in (torch.func.jacrev, torch.func.jacfwd):
        torch.testing.assert_close(derive(loss)(x), by_autograd)
    twice = torch.autograd.functional.hessian(loss, x)
    torch.testing.assert_close(torch.func.hessian(loss)(x), twice)
