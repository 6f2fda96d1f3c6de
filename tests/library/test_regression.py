"""Regression losses: worked values, what each of them estimates, kinks, and what sets them apart."""

from functools import partial
from itertools import pairwise

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
        ("gamma_deviance", {}, 22.0),
        ("gamma_deviance", {"log_input": True}, np.log(22.0)),
        ("tweedie_deviance", {"power": 1.3}, 22.0),
        ("tweedie_deviance", {"power": 2.0, "log_input": True}, np.log(22.0)),
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
    if row.over_axis:
        y = y[:, 0]  # one target beside the five members of an ensemble
    model, loss = (
        torch.nn.Linear(3, 5 if row.over_axis else 1),
        getattr(lossbook.torch, row.class_name + "Loss")(**options),
    )
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


AMOUNTS = np.array([[0.5, 1.0, 3.0, 40.0]])
MEANS = np.array([[2.0, 1.0, 0.1, 39.0]])


@pytest.mark.parametrize("log_input", [False, True])
def test_tweedie_ends_at_poisson_and_gamma(framework, log_input):
    row, y_pred = CATALOG["tweedie_deviance"], np.log(MEANS) if log_input else MEANS
    poisson = 2 * (AMOUNTS * np.log(AMOUNTS / MEANS) - AMOUNTS + MEANS)
    gamma = framework.value(CATALOG["gamma_deviance"], AMOUNTS, y_pred, log_input=log_input)
    for power, expected in ((1.0, poisson), (2.0, gamma)):
        found = framework.value(row, AMOUNTS, y_pred, power=power, log_input=log_input)
        np.testing.assert_allclose(found.mean(), expected.mean(), rtol=1e-14)


@pytest.mark.parametrize("log_input", [False, True])
@pytest.mark.parametrize("power", [1.0, 1 + 1e-9, 1 + 1e-6, 1.5, 2 - 1e-6, 2 - 1e-9, 2.0])
def test_tweedie_keeps_its_digits_next_to_its_limits(framework, power, log_input):
    """Where the formula as written divides by 1e-9 what is left of a difference."""
    for y, mean in ((0.5, 2.0), (3.0, 0.125), (40.0, 39.0), (1e-4, 1e4), (1.0, 1 + 2**-10)):
        y_pred = float(np.log(mean)) if log_input else mean
        options = {"power": power, "log_input": log_input, "eps": 1e-7}
        loss = partial(reference.tweedie_deviance, mpf(y), **options)
        exact = [mp.diff(loss, y_pred, n) for n in (0, 1)]
        inputs = np.array([[y]]), np.array([[y_pred]])
        value = framework.value(CATALOG["tweedie_deviance"], *inputs, **options)
        slope = framework.gradient(CATALOG["tweedie_deviance"], *inputs, **options)
        np.testing.assert_allclose([value.item(), slope.item()], np.array(exact, float), rtol=1e-11)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("power", [1.0, 1 + 1e-6, 1.5, 2 - 1e-9, 2.0, None])
def test_a_logarithm_of_a_mean_may_be_any_number(framework, power, dtype):
    """Value and slope are infinite where the true ones leave the dtype, and right everywhere else; None: the gamma."""
    name = "tweedie_deviance" if power else "gamma_deviance"
    options = {"log_input": True, **({"power": power} if power else {})}
    info = np.finfo(dtype)
    relative = 1e-11 if dtype == "float64" else 2e-5
    for y in [0.0] * (power != 2 and power is not None) + [2.0**-13, 1.0, 2.0**13]:
        for x in (-1e4, -300.0, -80.0, -50.0, 0.0, 50.0, 80.0, 300.0, 1e4):
            with mp.workdps(5000 if abs(x) > 500 else 150):
                value = getattr(reference, name)(mpf(y), mpf(x), eps=1e-7, **options)
                slope = 2 * (mp.exp((2 - mpf(power or 2)) * x) - mpf(y) * mp.exp((1 - mpf(power or 2)) * x))
            inputs = np.array([[y]]), np.array([[x]])
            with np.errstate(over="ignore"):
                found = [
                    f(CATALOG[name], *inputs, dtype=dtype, **options) for f in (framework.value, framework.gradient)
                ]
            for actual, exact in zip(found, (float(value), float(slope)), strict=True):
                exact = np.copysign(np.inf, exact) if abs(exact) > info.max else exact
                np.testing.assert_allclose(actual.item(), exact, rtol=relative, atol=max(1e-140, float(info.tiny)))


@pytest.mark.parametrize("power", [1.0, 1.2, 1.5, 1.8, 2.0])
def test_deviances_are_those_of_scikit_learn(power):
    from sklearn.metrics import mean_gamma_deviance, mean_tweedie_deviance

    found = losses.tweedie_deviance(AMOUNTS, MEANS, power=power)
    np.testing.assert_allclose(found, mean_tweedie_deviance(AMOUNTS[0], MEANS[0], power=power), rtol=1e-12)
    np.testing.assert_allclose(
        losses.gamma_deviance(AMOUNTS, MEANS), mean_gamma_deviance(AMOUNTS[0], MEANS[0]), rtol=1e-12
    )


def test_a_gamma_distribution_gives_no_zeros(framework):
    none, some = np.zeros((1, 2)), np.ones((1, 2))
    with pytest.raises(ValueError, match="targets above 0 for power=2, got 0; a power below 2 allows zeros"):
        framework.value(CATALOG["tweedie_deviance"], none, some, power=2.0)
    with pytest.raises(ValueError, match="needs numbers above 0"):
        framework.value(CATALOG["gamma_deviance"], none, some)
    np.testing.assert_allclose(framework.value(CATALOG["tweedie_deviance"], none, 4 * some, power=1.5).mean(), 8.0)


def test_pseudo_huber_is_scipys_and_nothing_overflows(framework):
    from scipy.special import pseudo_huber

    r = np.array([[0.0, 1e-9, -0.3, 3.0, -1e9]])
    found = framework.value(CATALOG["pseudo_huber"], np.zeros_like(r), r, delta=0.5)
    np.testing.assert_allclose(found.mean(), pseudo_huber(0.5, r).mean(), rtol=1e-12)
    wild = np.full((1, 2), 1e200)
    np.testing.assert_allclose(framework.value(CATALOG["pseudo_huber"], 0 * wild, wild).mean(), 1e200, rtol=1e-12)


def test_crps_is_the_area_between_the_forecast_and_the_step(framework):
    """Its definition, as an integral over all thresholds."""
    for y, mean, scale in ((0.3, 1.0, 2.0), (-5.0, 1.0, 0.7)):
        below = mp.quad(lambda x, m=mean, d=scale: mp.ncdf((x - m) / d) ** 2, [-40, y])
        above = mp.quad(lambda x, m=mean, d=scale: (1 - mp.ncdf((x - m) / d)) ** 2, [y, 40])
        found = framework.value(CATALOG["gaussian_crps"], *(np.array([[each]]) for each in (y, mean, scale)))
        np.testing.assert_allclose(found.item(), float(below + above), rtol=1e-9)


def test_crps_of_a_certain_forecast_is_the_absolute_error(framework):
    y, mean = np.array([[0.0, 0.0, 3.0]]), np.array([[0.0, 2.0, -1e8]])
    found = framework.value(CATALOG["gaussian_crps"], y, mean, np.zeros_like(y), eps=1e-12)
    np.testing.assert_allclose(found.mean(), np.abs(y - mean).mean(), rtol=1e-12)


def test_crps_of_a_forecast_that_is_far_off_has_a_slope(framework):
    """The error in standard deviations is 10²⁸, and that over one of them no number of float32."""
    y, mean, scale = (np.array([[value]]) for value in (0.0, 1e8, 1e-20))
    found = framework.gradients(CATALOG["gaussian_crps"], y, mean, scale, dtype="float32", eps=1e-30)
    np.testing.assert_allclose([each.item() for each in found], [1.0, -1 / np.sqrt(np.pi)], rtol=1e-6)


ENSEMBLE = CATALOG["crps_ensemble"]


def of_ensemble(framework, y, members, **options):
    """The loss of one ensemble, in float64 unless told otherwise."""
    return framework.value(ENSEMBLE, np.array([y]), np.array([members]), **options).item()


@pytest.mark.parametrize(
    ("y", "members", "plain", "fair"),
    [
        (0.0, [0.0, 0.0], 0, 0),
        (0.0, [0.0, 1.0], 1 / 4, 0),
        (0.0, [1.0, 1.0], 1, 1),
        (2.0, [0.0, 1.0], 5 / 4, 1),
        (0.0, [-1.0, 1.0], 1 / 2, 0),
        (0.0, [0.0, 0.0, 1.0], 1 / 9, 0),
        (1.0, [0.0, 0.0, 1.0], 4 / 9, 1 / 3),
        (0.0, [-1.0, 0.0, 0.0, 1.0], 1 / 8, 0),
    ],
)
def test_crps_of_small_ensembles(framework, y, members, plain, fair):
    """The plain ones are those that properscoring's own tests ask of its crps_ensemble; the fair ones, by hand."""
    np.testing.assert_allclose(of_ensemble(framework, y, members), plain, rtol=1e-15, atol=0)
    np.testing.assert_allclose(of_ensemble(framework, y, members, fair=True), fair, rtol=1e-15, atol=1e-16)


def test_crps_of_an_ensemble_is_the_area_between_its_stair_and_the_step(framework):
    """Its definition, as an integral over all thresholds: both are constant between two members."""
    rng = np.random.default_rng(5)
    for count in (1, 2, 7):
        members, y = rng.normal(size=count).round(1), rng.normal()
        steps = np.sort([*members, y])
        area = sum((right - left) * (np.mean(members <= left) - (left >= y)) ** 2 for left, right in pairwise(steps))
        np.testing.assert_allclose(of_ensemble(framework, y, members), area, rtol=1e-12)


def test_crps_of_many_gaussian_members_is_that_of_the_gaussian(framework):
    """Members at the middles of equal shares: the more there are, the closer, and fairness makes no difference then."""
    from scipy.stats import norm

    y, mean, scale = np.array([0.3, -5.0, 2.0]), np.array([1.0, 1.0, 2.0]), np.array([2.0, 0.7, 0.01])
    gaussian = losses.gaussian_crps(y, mean, scale, reduction="none")
    apart = []
    for count in (50, 5000):
        members = mean[:, None] + scale[:, None] * norm.ppf((np.arange(count) + 0.5) / count)
        apart.append(np.abs(framework.value(ENSEMBLE, y, members) - gaussian).max())
    assert apart[1] < apart[0] / 50 and apart[1] < 1e-4


def test_the_fair_score_of_small_ensembles_is_on_average_that_of_what_they_are_drawn_from(framework):
    """And the plain one is too high by half the mean distance of two members, over M: for a Gaussian, σ / (√π M)."""
    rng, count = np.random.default_rng(6), 3
    y, mean, scale = 0.5, 1.0, 2.0
    exact = losses.gaussian_crps([y], [mean], [scale])
    members = rng.normal(mean, scale, (40_000, count))
    for fair, too_much in ((True, 0), (False, scale / (np.sqrt(np.pi) * count))):
        found = framework.value(ENSEMBLE, np.full(len(members), y), members, fair=fair)
        doubt = found.std() / np.sqrt(len(found))
        assert abs(found.mean() - exact - too_much) < 4 * doubt < 0.03


def test_crps_of_one_member_is_the_absolute_error(framework):
    y, members = np.array([0.0, 0.0, 3.0]), np.array([[0.0], [2.0], [-1e8]])
    np.testing.assert_array_equal(framework.value(ENSEMBLE, y, members), np.abs(members[:, 0] - y))
    np.testing.assert_array_equal(framework.gradient(ENSEMBLE, y, members), np.sign(members - y[:, None]))


def test_one_member_cannot_be_fair(framework):
    """Function and class say so in words, in a trace too; a class is made before it knows of members."""
    y, members = np.zeros(2), np.ones((2, 1))
    words = "fair=True needs two members at least, which make a pair, got 1"
    with pytest.raises(ValueError, match=words):
        framework.value(ENSEMBLE, y, members, fair=True)
    if framework.name == "torch":
        loss = framework.package.CRPSEnsembleLoss(fair=True)
        for call in (loss, framework.torch.compile(loss, backend="eager")):
            with pytest.raises(ValueError, match=words):
                call(framework.tensor(members), framework.tensor(y))
    if framework.name == "tensorflow":
        loss = framework.package.CRPSEnsemble(fair=True)
        for call in (loss, framework.tf.function(loss)):
            with pytest.raises(ValueError, match=words):
                call(framework.tensor(y), framework.tensor(members))


@pytest.mark.parametrize(
    ("y", "members", "plain", "fair"),
    [
        (0.0, [2.0, 1.0], [1 / 4, 3 / 4], [0, 1]),
        (0.0, [1.0, 1.0], [1 / 2, 1 / 2], [1 / 2, 1 / 2]),  # tied: neither lies below the other
        (1.0, [1.0, 1.0, 1.0], [0, 0, 0], [0, 0, 0]),  # all of them right
        (1.0, [3.0, 1.0, 0.0], [1 / 9, 0, -1 / 9], [0, 0, 0]),  # one of them right
        (0.0, [1.0, 5.0, 1.0, -2.0], [1 / 4, 1 / 16, 1 / 4, -1 / 16], [1 / 4, 0, 1 / 4, 0]),
    ],
)
def test_slope_of_crps_where_members_are_equal_or_right(framework, y, members, plain, fair):
    for expected, options in ((plain, {}), (fair, {"fair": True})):
        for dtype, digits in (("float64", 1e-15), ("float32", 1e-7)):
            inputs = np.array([y]), np.array([members])
            found = framework.gradient(ENSEMBLE, *inputs, dtype=dtype, **options)
            np.testing.assert_allclose(found[0], expected, rtol=digits, atol=digits)


@given(
    arrays(float, 5, elements=st.sampled_from([-2.0, -0.5, 0.0, 0.5, 1.0])),
    st.sampled_from([-0.5, 0.0, 0.7]),
    st.permutations(range(5)),
    st.booleans(),
)
def test_slope_of_crps_is_the_mean_of_both_sides_in_any_order(members, y, order, fair):
    """Against the definition by its double sum, on both sides of every tie; and the order of members means nothing."""

    def definition(x):
        apart = np.abs(x[:, None] - x).sum() / (2 * len(x) * (len(x) - fair))
        return np.abs(x - y).mean() - apart

    slopes = losses.crps_ensemble_grad([y], [members], fair=fair)[0]
    step = 2.0**-10 * np.eye(5)
    both = [(definition(members + one) - definition(members - one)) / 2.0**-9 for one in step]
    np.testing.assert_allclose(slopes, both, rtol=1e-9, atol=1e-12)
    turned = list(order)
    np.testing.assert_array_equal(losses.crps_ensemble_grad([y], [members[turned]], fair=fair)[0], slopes[turned])
    value = losses.crps_ensemble([y], [members], fair=fair)
    np.testing.assert_allclose(losses.crps_ensemble([y], [members[turned]], fair=fair), value, rtol=1e-14)
    np.testing.assert_allclose(value, definition(members), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("fair", [False, True])
@pytest.mark.parametrize(("dtype", "offset"), [("float64", 1e6), ("float32", 1e6), ("float32", 1e8), ("float64", 1e15)])
def test_crps_keeps_its_digits_far_from_zero(framework, dtype, offset, fair):
    """A common offset changes nothing: every difference is exact, where a product with the offset would not be."""
    rng = np.random.default_rng(7)
    unit = 8.0  # a multiple of what one unit in the last place is, in each of these
    members, y = unit * rng.integers(-9, 10, (20, 10)), unit * rng.integers(-9, 10, 20)
    near, far = (
        [
            function(ENSEMBLE, y + o, members + o, dtype=dtype, fair=fair)
            for function in (framework.value, framework.gradient)
        ]
        for o in (0.0, offset)
    )
    for found, expected in zip(far, near, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_slope_of_crps_tells_members_apart_that_a_far_target_blurs(framework):
    """In float32 each of them less 1e8 is −1e8; their order is still known."""
    found = framework.gradient(ENSEMBLE, np.array([1e8]), np.array([[2.0, 0.0, 1.0]]), dtype="float32")
    np.testing.assert_allclose(found, [[-5 / 9, -1 / 9, -3 / 9]], rtol=1e-6)


@pytest.mark.parametrize("fair", [False, True])
@pytest.mark.parametrize(("y", "members"), [(np.inf, [0.0, 1.0]), (0.0, [1.0, np.inf]), (0.0, [-np.inf, np.inf])])
def test_crps_of_what_is_infinitely_far_off_is_infinite(autodiff, y, members, fair):
    """As an absolute error is; and NumPy refuses it."""
    assert of_ensemble(autodiff, y, members, fair=fair) == np.inf
    assert np.isfinite(autodiff.gradient(ENSEMBLE, np.array([y]), np.array([members]), fair=fair)).all()
    with pytest.raises(ValueError, match="got NaN or infinity"):
        losses.crps_ensemble([y], [members], fair=fair)


def test_members_may_stand_on_any_axis_of_a_field(framework):
    """As a forecast of a map has them: (samples, members, height, width)."""
    rng = np.random.default_rng(8)
    members, y = rng.normal(size=(2, 5, 3, 4)), rng.normal(size=(2, 3, 4))
    found = framework.value(ENSEMBLE, y, members, **{framework.axis: 1})
    expected = framework.value(ENSEMBLE, y, np.moveaxis(members, 1, -1).copy())
    assert found.shape == (2, 3, 4)
    np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_keras_class_takes_a_column_of_targets_beside_an_ensemble():
    """As Keras hands over what is one number a sample."""
    import lossbook.tensorflow

    y, members = np.array([0.0, 2.0]), np.array([[0.0, 1.0], [0.0, 1.0]])
    loss = lossbook.tensorflow.CRPSEnsemble()
    assert float(loss(y[:, None], members)) == float(loss(y, members)) == 0.75
