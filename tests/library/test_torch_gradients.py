"""Gradients of PyTorch's losses from logits in float32: right to 1e-5 of themselves, where 1 − p has no digits too."""

import cases
import numpy as np
import pytest
import torch
from torch_cases import gradients, tensors

import lossbook.torch as losses
from lossbook.catalog import CATALOG

LOGITS = (5, -5, 10, -10, 17, -17, 30, -30, 80, -80)
SCORES = {"soft_margin", "multilabel_soft_margin"}  # logits by another name
SMOOTHED = {"label_smoothing", "log_target", "base", "eps", "ignore_index"}  # nothing cancels by these, or truly so


def with_large_logits(row, options):
    """Every hard label beside every logit; of several classes, two in turn have it."""
    if row.layout == "elementwise":
        labels = [-1.0, 1.0] if row.targets.hard else [0.0, 1.0]
        y, x = (np.repeat(side.ravel()[:, None], 4, 1) for side in np.meshgrid(labels, LOGITS))
        return cases.Case(row, "large", options, (y, x.astype(float)))
    others = np.tile([0.25, -0.25, 0.125, -0.5], (len(LOGITS) * 8, 1))
    labels, places = np.tile(np.arange(4), len(LOGITS) * 2), np.repeat([0, 1], 4 * len(LOGITS))
    others[np.arange(len(others)), places] = np.tile(np.repeat(LOGITS, 4), 2)
    if row.layout == "sample":
        return cases.Case(row, "large", options, ((np.arange(len(others))[:, None] >> np.arange(4) & 1) * 1.0, others))
    return cases.Case(row, "large", options, (labels if row.layout == "sparse" else np.eye(4)[labels], others))


def large_cases():
    for row in CATALOG.values():
        if row.logits or row.name in SCORES:
            options = {"from_logits": True} if row.logits else {}
            own = [p for p in row.parameters if p.name != "from_logits" and p.name not in SMOOTHED]
            for more in [{}, *({p.name: value} for p in own for value in p.examples)]:
                yield with_large_logits(row, {**options, **more})


LARGE = pytest.mark.parametrize("case", list(large_cases()), ids=str)


def assert_digits(found, case):
    (expected,) = cases.expected_gradients(case)
    tiny = 2 * np.finfo("float32").tiny
    np.testing.assert_allclose(found.double(), np.where(np.isnan(expected), found, expected), rtol=1e-5, atol=tiny)


@LARGE
def test_gradient_keeps_its_digits(case):
    inputs = tensors(case, torch.float32)
    loss = getattr(losses, case.row.name)(*inputs, reduction="sum", **case.options)
    assert_digits(gradients(loss, inputs)[0], case)


@LARGE
def test_gradient_keeps_its_digits_in_a_transform(case):
    x, *others = tensors(case, torch.float32, grad=False)
    loss = getattr(losses, case.row.name)
    assert_digits(torch.func.grad(lambda x: loss(x, *others, reduction="sum", **case.options))(x), case)


def test_the_value_that_was_zero():
    """For a logit of 17 and the label 1, 0 where −4.1e-8 is right; p − y has no digit of 1 − p."""
    x = torch.tensor([17.0], requires_grad=True)
    assert x.sigmoid() - 1 == 0
    loss = losses.binary_cross_entropy(x, torch.ones(1), from_logits=True)
    assert torch.autograd.grad(loss, x)[0].item() == pytest.approx(-4.1399375e-8, rel=1e-6)


@pytest.mark.parametrize("reduction", ["mean", "none"])
@pytest.mark.parametrize("label_smoothing", [0.0, 0.1])
def test_gradient_of_a_layer_keeps_its_digits(reduction, label_smoothing):
    """The label wins by 30, so that its p rounds to 1; with smoothing the slope is what the smoothing leaves."""
    features, weight = torch.tensor([[30.0, 0.0]]), torch.tensor([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    loss = losses.linear_cross_entropy(
        features, weight.requires_grad_(), torch.tensor([0]), label_smoothing=label_smoothing, reduction=reduction
    )
    (found,) = torch.autograd.grad(loss.sum(), weight)
    q = np.exp(-30.0) / (1 + 2 * np.exp(-30.0))
    slopes = np.array([-2 * q, q, q]) + label_smoothing * np.array([2 / 3, -1 / 3, -1 / 3])
    np.testing.assert_allclose(found[:, 0], 30 * slopes, rtol=1e-5)


def test_gradient_of_matching_keeps_its_digits():
    """The right key is nearer by 2 / τ = 40: what is left of 1 − p is the one wrong key's p."""
    queries = torch.tensor([[1.0, 0.5], [-1.0, -0.5]], requires_grad=True)
    keys = torch.tensor([[1.0, 0.0], [-1.0, 0.0]])
    loss = losses.info_nce(queries, keys, temperature=0.05, reduction="sum")
    (found,) = torch.autograd.grad(loss, queries)
    exact = queries.detach().double().requires_grad_()
    cos = torch.nn.functional.cosine_similarity(exact, keys[:1].double())
    wanted = torch.nn.functional.softplus(-2 * cos.abs() / 0.05, threshold=1000).sum()
    torch.testing.assert_close(found.double(), torch.autograd.grad(wanted, exact)[0], rtol=1e-4, atol=0)
