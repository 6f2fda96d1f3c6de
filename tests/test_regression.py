"""Regression losses: worked values, what each of them estimates, kinks, and what sets them apart."""

import numpy as np
import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from mpmath import mp, mpf

import lossbook.numpy as losses
from lossbook.catalog import CATALOG

READINGS = np.array([1.0, 2.0, 3.0, 4.0, 100.0])


def best_constant(name, **options):
    """The constant prediction with the lowest loss on the readings: where the slope changes its sign."""
    low, high = 0.0, 200.0
    for _ in range(100):
        middle = (low + high) / 2
        gradient = getattr(losses, f"{name}_grad")(READINGS, np.full(5, middle), **options)
        low, high = (low, middle) if gradient.sum() > 0 else (middle, high)
    return low


@pytest.mark.parametrize(
    ("name", "options", "estimate"),
    [
        ("mean_squared_error", {}, 22.0),
        ("mean_absolute_error", {}, 3.0),
        ("huber", {"delta": 1.0}, 3.0),
        ("huber", {"delta": 1e3}, 22.0),
        ("smooth_l1", {"beta": 1.0}, 3.0),
        ("quantile", {"q": 0.5}, 3.0),
        ("quantile", {"q": 0.9}, 100.0),
        ("quantile", {"q": 0.1}, 1.0),
        ("log_cosh", {}, 3.019),
        ("mean_absolute_percentage_error", {}, 2.0),  # pulled down: a median weighted by 1/y
        ("poisson", {}, 22.0),
        ("poisson", {"log_input": True}, np.log(22.0)),
        ("mean_squared_logarithmic_error", {}, np.exp(np.log1p(READINGS).mean()) - 1),
    ],
)
def test_what_a_loss_estimates(name, options, estimate):
    assert best_constant(name, **options) == pytest.approx(estimate, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "options", "y_true", "y_pred", "expected"),
    [
        ("mean_squared_error", {}, [1.0, 2.0, -3.0], [1.5, 0.0, -3.0], [0.25, 4.0, 0.0]),
        ("mean_absolute_error", {}, [1.0, 2.0, -3.0], [1.5, 0.0, -3.0], [0.5, 2.0, 0.0]),
        ("huber", {}, [0.0, 0.0, 0.0, 0.0], [0.5, 1.0, -3.0, 0.0], [0.125, 0.5, 2.5, 0.0]),
        ("huber", {"delta": 2.0}, [0.0], [3.0], [4.0]),
        ("smooth_l1", {}, [0.0, 0.0, 0.0, 0.0], [0.5, 1.0, -3.0, 0.0], [0.125, 0.5, 2.5, 0.0]),
        ("smooth_l1", {"beta": 2.0}, [0.0], [3.0], [2.0]),
        ("smooth_l1", {"beta": 0.0}, [0.0, 0.0], [3.0, 0.0], [3.0, 0.0]),
        ("quantile", {"q": 0.75}, [1.0, 1.0, 1.0], [0.0, 3.0, 1.0], [0.75, 0.5, 0.0]),
        ("log_cosh", {}, [0.0, 0.0, 0.0], [1.0, -1e4, 0.0], [np.log(np.cosh(1.0)), 1e4 - np.log(2), 0.0]),
        ("mean_absolute_percentage_error", {}, [2.0, -4.0, 5.0], [1.0, -5.0, 5.0], [50.0, 25.0, 0.0]),
        ("mean_absolute_percentage_error", {"eps": 0.5}, [0.0, 0.0], [1.0, 0.0], [200.0, 0.0]),
        ("poisson", {}, [2.0, 0.0, 0.0, 1.0], [1.0, 0.5, 0.0, 0.0], [1.0, 0.5, 0.0, -np.log(1e-7)]),
        ("poisson", {"log_input": True}, [2.0, 0.0], [0.0, -1e4], [1.0, 0.0]),
        (
            "poisson",
            {"full": True},
            [1.0, 0.0, 2.0],
            [1.0, 1.0, 1.0],
            [1.0, 1.0, 1.0 + np.log(4) - 2 + np.log(4 * np.pi) / 2],
        ),
        ("mean_squared_logarithmic_error", {}, [0.0, 999.0, 7.0], [1.0, 1999.0, 7.0], [np.log(2) ** 2] * 2 + [0.0]),
    ],
)
def test_value_worked_by_hand(framework, name, options, y_true, y_pred, expected):
    """One element a sample, so that TensorFlow's average over the last axis is the element."""
    columns = [np.array(side)[:, None] for side in (y_true, y_pred)]
    actual = framework.value(CATALOG[name], *columns, **options)
    np.testing.assert_allclose(actual.ravel(), expected, rtol=1e-15)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("mean_absolute_error", {}),
        ("smooth_l1", {"beta": 0.0}),
        ("quantile", {}),
        ("quantile", {"q": 0.9}),
        ("mean_absolute_percentage_error", {}),
    ],
)
@pytest.mark.parametrize("y", [-2.0, 0.0, 3.0])
def test_kink_where_prediction_and_target_are_equal(framework, name, options, y):
    """From the left the slope is negative, from the right positive: the subgradient is 0."""
    row, y_true = CATALOG[name], np.array([[y]])
    assert framework.value(row, y_true, y_true, **options) == 0
    assert framework.gradient(row, y_true, y_true, **options) == 0
    assert framework.gradient(row, y_true, y_true - 1e-3, **options) < 0
    assert framework.gradient(row, y_true, y_true + 1e-3, **options) > 0


@given(residual=arrays(float, 5, elements=st.floats(-1e3, 1e3)), delta=st.floats(1e-3, 1e3))
def test_huber_is_delta_times_smooth_l1(residual, delta):
    """With an error of 3 and delta = 2 they are 4 and 2."""
    zero = np.zeros(5)
    for suffix in ("", "_grad"):
        huber = getattr(losses, f"huber{suffix}")(zero, residual, delta=delta)
        smooth_l1 = getattr(losses, f"smooth_l1{suffix}")(zero, residual, beta=delta)
        np.testing.assert_allclose(huber, delta * smooth_l1, rtol=1e-12, atol=1e-300)


@given(residual=arrays(float, 5, elements=st.floats(-1e3, 1e3)))
def test_limits_of_huber_are_the_squared_and_the_absolute_error(residual):
    zero = np.zeros(5)
    squared, absolute = losses.mean_squared_error(zero, residual), losses.mean_absolute_error(zero, residual)
    assert losses.huber(zero, residual, delta=1e3) == pytest.approx(squared / 2, rel=1e-14, abs=1e-300)
    assert abs(losses.huber(zero, residual, delta=1e-9) / 1e-9 - absolute) <= 1e-9


@pytest.mark.parametrize(("name", "parameter"), [("huber", "delta"), ("smooth_l1", "beta")])
def test_parabola_and_line_meet_without_a_kink(framework, name, parameter):
    """Value and slope are those of both where they meet; only the second derivative jumps."""
    row, knot = CATALOG[name], 2.0
    around = np.array([[knot - 1e-9], [knot], [knot + 1e-9]])
    values = framework.value(row, np.zeros((3, 1)), around, **{parameter: knot})
    slopes = framework.gradient(row, np.zeros((3, 1)), around, **{parameter: knot})
    np.testing.assert_allclose(values.ravel(), values.ravel()[1], rtol=0, atol=3e-9)
    np.testing.assert_allclose(slopes.ravel(), knot if name == "huber" else 1.0, rtol=1e-9)


@pytest.mark.parametrize("error", [1e-8, 1e-4, 0.1, 0.999, 1.0, 1.001, 44.0, 1e4])
def test_log_cosh_keeps_its_digits_in_float32(framework, error):
    """log(cosh(x)) as written is 0 up to 2e-4, and infinite from 90 on; Keras's form is wrong up to about 1e-2."""
    exact = float(reference.log_cosh(0, mpf(float(np.float32(error)))))
    actual = framework.value(CATALOG["log_cosh"], np.zeros((1, 1)), np.array([[error]]), dtype="float32")
    np.testing.assert_allclose(actual.item(), exact, rtol=5e-7)


def test_keras_log_cosh_has_no_digits_left_for_a_small_error():
    import keras

    theirs = keras.losses.log_cosh(np.zeros((1, 1), "float32"), np.full((1, 1), 1e-4, "float32"))
    assert abs(float(theirs[0]) - 5e-9) > 4e-9


def test_log_cosh_is_curved_where_it_is_zero(autodiff):
    """The curvature at no error is 1: the Hessian times twice the gradient is 2 tanh(r) / cosh²(r)."""
    residual = np.array([[0.0], [1e-9], [0.5], [2.0]])
    (actual,) = autodiff.curvatures(CATALOG["log_cosh"], np.zeros((4, 1)), residual)
    np.testing.assert_allclose(actual, 2 * np.tanh(residual) / np.cosh(residual) ** 2, rtol=1e-12)


def test_logarithmic_error_is_curved_where_it_is_zero():
    import torch

    from lossbook.torch import mean_squared_logarithmic_error

    y = torch.tensor([0.0, 1.0, 9.0], dtype=torch.float64)
    hessian = torch.func.hessian(lambda prediction: mean_squared_logarithmic_error(prediction, y, reduction="sum"))(y)
    torch.testing.assert_close(hessian.diag(), 2 / (1 + y) ** 2)


@pytest.mark.parametrize("y", [-1.0, -3.0])
def test_logarithm_of_nothing_is_refused(numpy_losses, y):
    for inputs in ([[y]], [[0.5]]), ([[0.5]], [[y]]):
        with pytest.raises(ValueError, match=f"needs numbers above −1, got values from {y:g} to {y:g}"):
            numpy_losses.value(CATALOG["mean_squared_logarithmic_error"], *map(np.array, inputs))


def test_percentage_error_punishes_too_high_more_than_too_low(framework):
    """From below a positive target can be missed by 100 % at most."""
    low, high = (
        framework.value(CATALOG["mean_absolute_percentage_error"], np.array([[10.0]]), np.array([[prediction]]))
        for prediction in (0.0, 1000.0)
    )
    assert low == 100
    assert high == 9900


def test_stirling_term_is_close_to_the_factorial(framework):
    counts = np.array([[0.0], [1.0], [2.0], [5.0], [20.0]])
    without, full = (
        framework.value(CATALOG["poisson"], counts, np.ones_like(counts), full=full).ravel() for full in (False, True)
    )
    factorials = np.array([1.0, 1.0, 2.0, 120.0, float(mp.factorial(20))])
    np.testing.assert_allclose(full - without, np.log(factorials), rtol=0, atol=0.042)


def test_rates_and_their_logarithms_are_two_ways_to_say_the_same(framework):
    counts, rates = np.array([[0.0], [1.0], [7.0]]), np.array([[0.1], [2.0], [6.0]])
    for full in (False, True):
        by_rate = framework.value(CATALOG["poisson"], counts, rates, full=full)
        by_log = framework.value(CATALOG["poisson"], counts, np.log(rates), full=full, log_input=True)
        np.testing.assert_allclose(by_log, by_rate, rtol=1e-12)


def test_kink_where_a_rate_or_a_variance_is_clipped(framework):
    """The clipped logarithm has the subgradient 0: what is left of the slope is that of the rate, 1."""
    eps = 2.0**-20
    for rate, slope in ((eps, 1.0), (eps / 2, 1.0), (2 * eps, 1 - 3 / (2 * eps))):
        actual = framework.gradient(CATALOG["poisson"], np.array([[3.0]]), np.array([[rate]]), eps=eps)
        np.testing.assert_allclose(actual, slope)
    for variance, slope in ((eps, 0.0), (0.0, 0.0), (2 * eps, 0.25 / eps - 0.125 / eps**2)):
        inputs = np.array([[0.0]]), np.array([[1.0]]), np.array([[variance]])
        _, by_variance = framework.gradients(CATALOG["gaussian_nll"], *inputs, eps=eps)
        np.testing.assert_allclose(by_variance, slope)


def test_gaussian_likelihood_is_that_of_the_textbook(framework):
    """Also a density above 1, whose loss is negative: the variance of 0.01 of a perfect prediction."""
    y, mean, variance = (np.array(side)[:, None] for side in ([0.0, 1.0], [0.0, 3.0], [0.01, 2.0]))
    row = CATALOG["gaussian_nll"]
    half = framework.value(row, y, mean, variance).ravel()
    np.testing.assert_allclose(half, [np.log(0.01) / 2, (np.log(2) + 2) / 2])
    full = framework.value(row, y, mean, variance, full=True).ravel()
    density = np.exp(-((y - mean) ** 2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
    np.testing.assert_allclose(full, -np.log(density.ravel()))


def test_best_variance_is_the_squared_error(numpy_losses):
    """The slope by the variance is 0 where the variance is what it should be."""
    errors = np.array([[0.5], [-2.0], [3.0]])
    _, by_variance = numpy_losses.gradients(CATALOG["gaussian_nll"], np.zeros((3, 1)), errors, errors**2)
    np.testing.assert_allclose(by_variance, 0, atol=1e-16)


def test_a_negative_rate_or_variance_is_refused(numpy_losses):
    with pytest.raises(ValueError, match="y_pred needs numbers from 0 up, got values from -1 to 2"):
        numpy_losses.value(CATALOG["poisson"], np.ones(2), np.array([-1.0, 2.0]))
    with pytest.raises(ValueError, match="y_true needs numbers from 0 up"):
        numpy_losses.value(CATALOG["poisson"], -np.ones(2), np.zeros(2), log_input=True)
    assert np.isfinite(numpy_losses.value(CATALOG["poisson"], np.ones(2), np.array([-1.0, 2.0]), log_input=True)).all()
    with pytest.raises(ValueError, match="variance needs numbers from 0 up"):
        numpy_losses.value(CATALOG["gaussian_nll"], np.zeros(1), np.zeros(1), -np.ones(1))


def test_torch_gaussian_keeps_the_gradient_of_a_clipped_variance():
    import torch

    from lossbook.torch import gaussian_nll

    y, mean = torch.zeros(1), torch.ones(1)
    for own, is_zero in ((True, True), (False, False)):
        variance = torch.zeros(1, requires_grad=True)
        function = gaussian_nll if own else torch.nn.functional.gaussian_nll_loss
        loss = function(mean, y, variance)
        (gradient,) = torch.autograd.grad(loss, variance)
        assert (gradient == 0) == is_zero


def test_perfect_prediction_in_a_column_is_refused_and_not_a_third_wrong(framework):
    """Broadcast, (N,) against (N, 1) gives every pair of rows: PyTorch and NumPy make 1.3333 of this."""
    y = np.array([0.0, 1.0, 2.0])
    assert ((y - y[:, None]) ** 2).mean() == pytest.approx(4 / 3)
    with pytest.raises(ValueError, match="drop the last axis of"):
        framework.value(CATALOG["mean_squared_error"], y, y[:, None])


@pytest.mark.parametrize("name", [row.name for row in CATALOG.values() if row.family == "regression"])
def test_a_few_steps_of_training_lower_the_loss(name):
    import torch

    import lossbook.torch

    torch.manual_seed(0)
    x = torch.randn(64, 3)
    y = (x @ torch.tensor([0.5, -0.3, 0.2]) + 2).abs()[:, None]  # positive, which some of the losses need
    row = CATALOG[name]
    options = {"log_input": True} if "log_input" in {p.name for p in row.parameters} else {}
    model, loss = torch.nn.Linear(3, 1), getattr(lossbook.torch, row.class_name + "Loss")(**options)
    more = [torch.full_like(y, 4.0)] if row.several else []
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05 / (50 if "percentage" in name else 1))
    history = []
    for _ in range(20):
        optimizer.zero_grad()
        prediction = model(x) if options or row.several else model(x).exp()
        value = loss(prediction, y, *more)
        value.backward()
        optimizer.step()
        history.append(value.item())
    assert np.all(np.diff(history) < 0)
