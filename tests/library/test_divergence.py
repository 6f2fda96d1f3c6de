"""Divergences: published values, what holds for all distributions, and gradients for both sides."""

import math

import numpy as np
import pytest
import reference
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from mpmath import mp, mpf

import lossbook.numpy as losses
import lossbook.tensorflow as loss_tf
from lossbook.catalog import CATALOG
from lossbook.numpy.information import cross_entropy, entropy

KL, JS = CATALOG["kl_divergence"], CATALOG["js_divergence"]
P, UNIFORM = np.array([[0.36, 0.48, 0.16]]), np.full((1, 3), 1 / 3)

counts = arrays(float, (4, 3), elements=st.sampled_from([0.0, 1e-6, 0.1, 0.3, 1.0, 5.0]))
distributions = counts.filter(lambda rows: np.all(rows.sum(-1) > 0)).map(
    lambda rows: rows / rows.sum(-1, keepdims=True)
)


@pytest.mark.parametrize(
    ("y_true", "y_pred", "base", "expected"),
    [
        (P, UNIFORM, math.e, 0.08530),
        (UNIFORM, P, math.e, 0.09746),
        ([[0.5, 0.5]], [[0.25, 0.75]], 2, 0.20752),
        ([[0.25, 0.75]], [[0.5, 0.5]], 2, 0.18872),
        ([[0.8, 0.2]], [[0.5, 0.5]], math.e, 0.1927),
        ([[1.0, 0.0]], [[0.5, 0.5]], 2, 1.0),
        ([[0.5, 0.5]], [[1.0, 0.0]], math.e, (math.log(0.5) - math.log(1e-7) + math.log(0.5)) / 2),
    ],
)
def test_published_value_of_kl(framework, y_true, y_pred, base, expected):
    actual = framework.value(KL, np.array(y_true), np.array(y_pred), base=base)
    assert actual.item() == pytest.approx(expected, abs=6e-6 if expected != 0.1927 else 6e-5)


@pytest.mark.parametrize(
    ("y_true", "y_pred", "base", "expected"),
    [
        ([[1.0, 0.0]], [[0.0, 1.0]], 2, 1.0),
        ([[1.0, 0.0]], [[0.0, 1.0]], math.e, math.log(2)),
        ([[1.0, 0.0]], [[0.5, 0.5]], 2, 1.5 - 0.75 * math.log2(3)),
        ([[0.2, 0.8]], [[0.2, 0.8]], math.e, 0.0),
    ],
)
def test_value_of_js_worked_by_hand(framework, y_true, y_pred, base, expected):
    """For (1, 0) and (½, ½) the mixture is (¾, ¼): H(m) = 2 − ¾ log₂ 3 bits, less the mean entropy of ½ bit."""
    actual = framework.value(JS, np.array(y_true), np.array(y_pred), base=base)
    assert actual.item() == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("y", "shift", "rtol"),
    [((1.0, 0.0, 0.0), (36.0, 0.0, -1.0), 1e-13), ((1.0, 0.0, 0.0), (20.0, 0.0, 0.0), 1e-13)]
    + [((0.5, 0.3, 0.2), (size, 0.0, 0.0), 1e-14 / size) for size in (1e-3, 1e-6, 1e-8)],
)
def test_js_from_logits_keeps_its_digits_where_both_are_close(framework, y, shift, rtol):
    """As for a student who has nearly learned what its teacher knows."""
    logits = np.array(shift) if 1.0 in y else np.log(y) + shift
    exact = reference.js_divergence([*map(mpf, y)], [*map(mpf, logits)], from_logits=True, base=mp.e, eps=1e-7)
    found = framework.value(JS, np.array([y]), logits[None], from_logits=True)
    assert found.item() == pytest.approx(float(exact), rel=rtol)


@given(y=distributions, p=distributions)
def test_kl_is_cross_entropy_less_entropy(y, p):
    p = (p + 0.01) / 1.03  # nothing is clipped
    divergence = losses.kl_divergence(y, p, eps=1e-300, reduction="none", base=2)
    np.testing.assert_allclose(divergence, cross_entropy(y, p) - entropy(y), rtol=1e-9, atol=1e-13)
    plain = losses.categorical_cross_entropy(y, p, eps=1e-300, reduction="none") - entropy(y, base=math.e)
    np.testing.assert_allclose(divergence * math.log(2), plain, rtol=1e-9, atol=1e-13)


@given(y=distributions, p=distributions)
def test_kl_is_zero_at_the_target_and_positive_elsewhere(y, p):
    assert np.all(losses.kl_divergence(y, y, reduction="none") == 0)
    divergence = losses.kl_divergence(y, p, reduction="none")
    apart = np.abs(y - p).max(-1) > 1e-3
    assert np.all(divergence[apart] > 0)
    assert np.all(divergence >= -4e-7)  # a p below eps counts as eps, so that three classes may sum to 1 + 3 eps


@given(y=distributions, p=distributions)
def test_js_is_symmetric_and_between_zero_and_one_bit(y, p):
    divergence = losses.js_divergence(y, p, base=2, reduction="none")
    np.testing.assert_array_equal(divergence, losses.js_divergence(p, y, base=2, reduction="none"))
    assert np.all((divergence >= 0) & (divergence <= 1 + 1e-15))
    assert np.all(losses.js_divergence(y, y, reduction="none") == 0)
    assert np.all(divergence[np.abs(y - p).max(-1) > 1e-7] > 0)


@given(y=distributions, p=distributions)
def test_js_is_the_mean_divergence_from_the_mixture(y, p):
    m = (y + p) / 2
    of_both = [losses.kl_divergence(side, m, eps=1e-300, reduction="none") for side in (y, p)]
    actual = losses.js_divergence(y, p, eps=1e-15, reduction="none")
    np.testing.assert_allclose(actual, sum(of_both) / 2, rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("row", [KL, JS], ids=lambda row: row.name)
def test_log_probabilities_may_be_passed_as_logits(framework, row):
    """Log-softmax leaves them as they are."""
    actual = framework.value(row, UNIFORM, np.log(P), from_logits=True)
    np.testing.assert_allclose(actual, framework.value(row, UNIFORM, P), rtol=1e-12)


def test_log_targets_give_what_targets_give(framework):
    rng = np.random.default_rng(0)
    y, logits = rng.dirichlet(np.ones(4), 5), rng.normal(size=(5, 4))
    for options in ({"from_logits": True}, {"from_logits": True, "base": 2}):
        logs = framework.value(KL, np.log(y), logits, log_target=True, **options)
        np.testing.assert_allclose(logs, framework.value(KL, y, logits, **options), rtol=1e-12)


def test_what_is_impossible_costs_nothing_also_as_a_logarithm(framework):
    y_true, y_pred = np.array([[0.0, -np.inf]]), np.array([[0.25, 0.75]])
    assert framework.value(KL, y_true, y_pred, log_target=True).item() == pytest.approx(math.log(4))
    logits = np.array([[3.0, -np.inf]])
    assert framework.value(KL, y_true, logits, log_target=True, from_logits=True) == 0
    assert np.all(framework.gradient(KL, y_true, logits, log_target=True, from_logits=True) == 0)


def gradient_by_target(autodiff, row, y_true, y_pred, **options):
    """What trains both sides: the gradient by the target."""
    if autodiff.name == "torch":
        target, input = autodiff.torch.tensor(y_true, requires_grad=True), autodiff.torch.tensor(y_pred)
        loss = getattr(autodiff.package, row.name)(input, target, reduction="sum", **options)
        return autodiff.torch.autograd.grad(loss, target)[0].numpy()
    target = autodiff.tf.constant(y_true)
    with autodiff.tf.GradientTape() as tape:
        tape.watch(target)
        loss = getattr(autodiff.package, row.name)(target, autodiff.tf.constant(y_pred), **options)
    return tape.gradient(loss, target).numpy()


@pytest.mark.parametrize("row", [KL, JS], ids=lambda row: row.name)
@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_gradient_by_a_target_with_zeros_is_finite(autodiff, row, from_logits, dtype):
    y_true = np.array([[1.0, 0, 0], [0, 0.5, 0.5], [0.2, 0.3, 0.5]], dtype)
    y_pred = np.array([[1.0, 0, 0], [1.0, 0, 0], [0.2, 0.3, 0.5]], dtype) * (1e4 if from_logits else 1)
    assert np.isfinite(gradient_by_target(autodiff, row, y_true, y_pred, from_logits=from_logits)).all()


def test_gradient_by_a_target_is_the_derivative(autodiff):
    y, p = np.array([[0.2, 0.3, 0.5]]), np.array([[0.5, 0.25, 0.25]])
    np.testing.assert_allclose(gradient_by_target(autodiff, KL, y, p), np.log(y / p) + 1)
    np.testing.assert_allclose(gradient_by_target(autodiff, JS, y, p), np.log(2 * y / (y + p)) / 2, rtol=1e-12)
    by_log = gradient_by_target(autodiff, KL, np.log(y), p, log_target=True)
    np.testing.assert_allclose(by_log, y * (np.log(y / p) + 1))


def test_gradient_by_a_log_target_is_finite_where_it_is_infinite(autodiff):
    y_true, logits = np.array([[0.0, -np.inf]]), np.array([[0.0, 5.0]])
    found = gradient_by_target(autodiff, KL, y_true, logits, log_target=True, from_logits=True)
    np.testing.assert_allclose(found, [[1 + np.logaddexp(0, 5), 0.0]])


def test_torch_gradient_by_a_target_of_zero_is_not_a_number():
    import torch

    target = torch.tensor([1.0, 0.0], requires_grad=True)
    loss = torch.nn.functional.kl_div(torch.tensor([0.5, 0.5]).log(), target, reduction="sum")
    assert torch.isnan(torch.autograd.grad(loss, target)[0]).any()


def test_keras_clips_a_target_of_zero_too():
    import keras

    y, p = np.array([[1.0, 0.0]]), np.array([[0.5, 0.5]])
    difference = float(keras.losses.kl_divergence(y, p)[0]) - losses.kl_divergence(y, p)
    assert difference == pytest.approx(1e-7 * math.log(1e-7 / 0.5), rel=1e-6)


@pytest.mark.parametrize("row", [KL, JS], ids=lambda row: row.name)
def test_kink_where_a_probability_is_clipped(framework, row):
    """At eps the slope of the clipped logarithm is 0, and what is left of the gradient is the rest."""
    eps = 2.0**-20
    if row is KL:
        y_true, at, inside = np.array([[1.0, 0.0]]), np.array([[eps, 1 - eps]]), np.array([[2 * eps, 1 - 2 * eps]])
        assert np.all(framework.gradient(row, y_true, at, eps=eps) == 0)
        np.testing.assert_allclose(framework.gradient(row, y_true, inside, eps=eps), [[-0.5 / eps, 0]])
        return
    outside = framework.gradient(row, np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]), eps=eps)
    np.testing.assert_allclose(outside, [[(math.log(eps) - 1) / 2, math.log(2) / 2]])


def test_probabilities_fed_for_logarithms_are_recognised(numpy_losses):
    """The divergence that comes out negative: here it cannot be had."""
    with pytest.raises(ValueError, match=r"y_pred needs probabilities .* if these are logits, pass from_logits=True"):
        numpy_losses.value(KL, P, np.log(P))
    with pytest.raises(ValueError, match=r"y_true needs logarithms of probabilities .*, got values from 0.16 to 0.48"):
        numpy_losses.value(KL, P, P, log_target=True)
    with pytest.raises(ValueError, match=r"y_true needs logarithms .*, got probabilities that sum to 0.5"):
        numpy_losses.value(KL, np.log(P / 2), P, log_target=True)
    with pytest.raises(ValueError, match=r"rules out.*what y_true calls possible"):
        numpy_losses.value(KL, np.log(P), np.array([[0, 0, -np.inf]]), log_target=True, from_logits=True)


def test_mean_is_over_distributions_and_not_over_probabilities():
    """PyTorch's "batchmean"; its "mean" is the third part of it for three outcomes."""
    import torch

    import lossbook.torch

    p, uniform = torch.tensor(P), torch.tensor(UNIFORM)
    ours = lossbook.torch.kl_divergence(uniform, p)
    with pytest.warns(UserWarning, match="batchmean"):
        theirs = {r: torch.nn.functional.kl_div(uniform.log(), p, reduction=r) for r in ("batchmean", "mean")}
    assert ours.item() == pytest.approx(theirs["batchmean"].item(), rel=1e-12)
    assert theirs["mean"].item() == pytest.approx(0.02843, abs=5e-6)


def test_elements_add_up_to_the_divergence(framework):
    y, p = np.array([[0.5, 0.3, 0.2, 0.0]]), np.array([[0.1, 0.2, 0.3, 0.4]])
    whole = framework.value(CATALOG["kl_divergence"], y, p)
    for options in ({}, {"log_input": True}):
        elements = framework.value(CATALOG["elementwise_kl"], y, np.log(p) if options else p, **options)
        count = y.size if framework.name == "tensorflow" else 1  # a mean over the last axis
        np.testing.assert_allclose(elements.sum() * count, whole.sum(), rtol=1e-12)
    assert framework.value(CATALOG["elementwise_kl"], y[:, 2:3], p[:, 2:3]).item() < 0


def test_elements_are_scipys():
    from scipy.special import rel_entr

    y, p = np.array([0.5, 0.3, 0.2, 0.0]), np.array([0.1, 0.2, 0.3, 0.4])
    np.testing.assert_allclose(losses.elementwise_kl(y, p, reduction="none"), rel_entr(y, p), rtol=1e-14)


@pytest.mark.parametrize(
    "run", [lambda f: f, tf.function, lambda f: tf.function(f, jit_compile=True)], ids=["eager", "graph", "XLA"]
)
def test_the_root_of_a_js_divergence_of_nearly_equal_rows_is_a_number(run):
    z = np.random.default_rng(0).normal(size=(2000, 10)).astype(np.float32)
    one, other = tf.nn.softmax(z), np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    found = run(loss_tf.js_divergence)(one, tf.constant(other))
    assert np.all(found >= 0) and np.max(found) < 1e-12
