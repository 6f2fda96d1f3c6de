"""A value that a loss does not accept is an error that says so, in every package, wherever a look costs no wait.

NumPy always looks; PyTorch and TensorFlow do on the CPU when they run eagerly, and never in a trace.
"""

import itertools
import re

import cases
import numpy as np
import pytest
import spoiled

from lossbook.catalog import CATALOG
from lossbook.domains import Weights

NEAR = 0.25  # how far outside a bound: no rounding, and no logit either


def out_of_bounds():
    """For each loss and each input with bounds: the defaults, and a value beyond each bound."""
    for case in cases.DEFAULT + [c for c in cases.ORDINARY if set(c.options) & {"log_target", "log_input"}]:
        for i, given in enumerate(case.row.inputs(case.options)):
            domain = given.domain
            if not domain.integer and np.isfinite(domain.low):
                yield case, i, domain.low if domain.open_low else domain.low - NEAR
            if not domain.integer and np.isfinite(domain.high):
                yield case, i, domain.high + NEAR


BEYOND = list(out_of_bounds())
BEYOND_IDS = [f"{case}-{case.row.inputs()[i].name}-{value:g}" for case, i, value in BEYOND]
WEIGHING = [(row, p) for row in CATALOG.values() for p in row.parameters if isinstance(p, Weights)]


@pytest.mark.aspect("illegal value")
@pytest.mark.parametrize(("case", "i", "value"), BEYOND, ids=BEYOND_IDS)
def test_a_value_out_of_bounds_is_refused(framework, case, i, value):
    words = case.row.inputs(case.options)[i].domain.words
    spoilt = spoiled.with_value(case, i, value, (spoiled.SAMPLE,) + (0,) * (case.inputs[i].ndim - 1))
    for loss in (framework.value, framework.gradients):
        with pytest.raises(ValueError, match=rf"needs {re.escape(words)}, got (values from .* to|{value:g})"):
            loss(case.row, *spoilt.inputs, **case.options)


@pytest.mark.parametrize("case", [c for c in cases.DEFAULT if c.row.layout == "elementwise"], ids=str)
def test_one_and_a_rounding_is_one(framework, case):
    """1 + 1 unit in the last place is what a softmax or a sigmoid may round to."""
    inputs = case.row.inputs(case.options)
    sides = [i for i, given in enumerate(inputs) if given.domain.high == 1]
    for i in sides:
        for dtype in ("float64", "float32"):
            at, beyond = np.ones(case.shape, dtype), np.full(case.shape, 1 + np.finfo(dtype).eps, dtype)
            options = {"dtype": dtype, **case.options}
            others = [side.astype(dtype) for side in case.inputs]
            exact, rounded = ([*others[:i], value, *others[i + 1 :]] for value in (at, beyond))
            np.testing.assert_array_equal(
                framework.value(case.row, *rounded, **options), framework.value(case.row, *exact, **options)
            )
            gradients = [framework.gradients(case.row, *given, **options) for given in (rounded, exact)]
            for found, expected in zip(*gradients, strict=True):
                np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("kind", ["list", "array", "tensor"])
@pytest.mark.parametrize("illegal", [-1.0, np.nan, np.inf])
@pytest.mark.parametrize(("row", "parameter"), WEIGHING, ids=lambda v: v.name)
def test_weights_of_classes_are_finite_and_not_negative(framework, row, parameter, kind, illegal):
    case = next(c for c in cases.DEFAULT if c.row is row)
    weights = [1.0, illegal, 1.0, 1.0]
    make = {"list": list, "array": np.array, "tensor": framework.tensor}[kind]
    with pytest.raises(ValueError, match=f"{parameter.name} needs {parameter.words}, got"):
        framework.value(row, *case.inputs, **cases.class_axis(row, framework.axis), **{parameter.name: make(weights)})


@pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
@pytest.mark.parametrize("illegal", [-1.0, np.nan, np.inf])
def test_weights_of_samples_are_finite_and_not_negative(framework, illegal):
    row = CATALOG["mean_squared_error"]
    inputs = np.array([1.0, 2.0]), np.array([2.0, 4.0])
    for reduction in ("none", "sum", "mean", "weighted_mean"):
        with pytest.raises(ValueError, match="sample_weight needs finite non-negative numbers, got"):
            framework.value(row, *inputs, sample_weight=np.array([1.0, illegal]), reduction=reduction)


@pytest.mark.parametrize("illegal", [-1.0, np.nan, np.inf])
def test_keras_weights_of_samples_are_finite_and_not_negative(illegal):
    import lossbook.tensorflow as losses

    with pytest.raises(ValueError, match="sample_weight needs finite non-negative numbers, got"):
        losses.MeanSquaredError()(np.ones((2, 1)), np.zeros((2, 1)), sample_weight=np.array([1.0, illegal]))


TINY = [
    (case, p)
    for case in cases.ORDINARY + cases.EXTREME
    for p in case.row.parameters
    if p.name in ("eps", "smooth") and p.name not in case.options and not case.from_logits
]


@pytest.mark.parametrize(("case", "parameter"), TINY, ids=[f"{c}-{p.name}" for c, p in TINY])
def test_an_eps_that_the_dtype_cannot_hold_is_its_smallest_number(framework, case, parameter):
    tiny = float(np.finfo("float32").tiny)
    found, expected = (
        framework.value(case.row, *case.inputs, dtype="float32", **case.options, **{parameter.name: eps})
        for eps in (1e-60, tiny)
    )
    np.testing.assert_array_equal(found, expected)
    assert not np.isnan(found).any()
    options = {**case.options, parameter.name: 1e-60}
    for gradient in framework.gradients(case.row, *case.inputs, dtype="float32", **options):
        assert not np.isnan(gradient).any()


@pytest.mark.parametrize("case", [case for case in cases.ORDINARY if case.row.residual], ids=str)
def test_what_is_illegal_shows_in_a_loss_of_a_residual(case, numpy_losses):
    """NumPy relies on it: only a loss that is not finite makes it look at the inputs."""
    formula = getattr(numpy_losses.package, case.row.name).__wrapped__
    for target, prediction in itertools.product([np.nan, np.inf, -np.inf, 0.5], repeat=2):
        with np.errstate(invalid="ignore"):
            (loss,) = formula(np.array([target]), np.array([prediction]), reduction="none", **case.options)
        assert np.isfinite(loss) == (np.isfinite(target) and np.isfinite(prediction))
