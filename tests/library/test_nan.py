"""A NaN in a prediction, or in a target that counts, comes out as NaN and never as a number; NumPy raises."""

import cases
import numpy as np
import pytest
import spoiled

NUMBERS = [
    (case, i)
    for case in cases.ORDINARY
    if "ignore_index" not in case.options
    for i, given in enumerate(case.row.inputs())
    if not given.domain.integer
]
GRADIENTS_TOO = ("cross_entropy", "divergence", "focal")  # elsewhere a slope may know no more than a side
INPUTS = pytest.mark.parametrize(("case", "i"), NUMBERS, ids=[f"{c}-{c.row.inputs()[i].name}" for c, i in NUMBERS])


def with_nan(case, i):
    """One number of a sample; all of it where the loss looks at the label's alone."""
    rest = (0,) * (case.inputs[i].ndim - 1) if case.row.layout != "sparse" else ()
    return spoiled.with_value(case, i, np.nan, (spoiled.SAMPLE, *rest))


@pytest.mark.aspect("NaN")
@INPUTS
def test_nan_in_gives_nan_out(autodiff, case, i):
    for dtype in ("float64", "float32"):
        loss = autodiff.value(case.row, *with_nan(case, i).inputs, dtype=dtype, **case.options)
        assert np.isnan(loss[spoiled.SAMPLE]).any()
    is_linear = case.row.name == "elementwise_kl" and case.options.get("log_input")  # its slope is −y, whatever p is
    if case.row.family in GRADIENTS_TOO and case.row.inputs()[i].differentiable and not is_linear:
        gradients = autodiff.gradients(case.row, *with_nan(case, i).inputs, **case.options)
        assert all(np.isnan(gradient[spoiled.SAMPLE]).any() for gradient in gradients)


@pytest.mark.aspect("NaN")
@INPUTS
def test_numpy_refuses_a_nan(numpy_losses, case, i):
    for loss in (numpy_losses.value, numpy_losses.gradients):
        with pytest.raises(ValueError, match=rf"{case.row.inputs()[i].name} (needs|has) .*"):
            loss(case.row, *with_nan(case, i).inputs, **case.options)


@pytest.mark.parametrize("reduction", ["sum", "mean", "weighted_mean"])
@pytest.mark.parametrize("name", ["mean_squared_error", "binary_cross_entropy"])
def test_a_nan_survives_the_reduction(name, reduction):
    import torch

    import lossbook.torch as losses

    loss = getattr(losses, name)(torch.tensor([0.5, np.nan]), torch.tensor([1.0, 1.0]), reduction=reduction)
    assert torch.isnan(loss)
