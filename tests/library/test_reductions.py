"""Reductions, weights, masks, dtypes and empty batches: what a batch becomes."""

from functools import cache

import cases
import numpy as np
import pytest

from lossbook.catalog import CATALOG

REDUCING = pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
CASES = pytest.mark.parametrize("case", cases.DEFAULT, ids=str)
IGNORING = [row for row in CATALOG.values() if row.logits and "ignore_index" in {p.name for p in row.parameters}]


def weights_for(shape):
    return np.random.default_rng(1).uniform(0.1, 3, shape)


@pytest.mark.aspect("reductions", "weights")
@REDUCING
@CASES
def test_reductions_of_weighted_samples(framework, case):
    loss = cases.expected_value(case)
    weights = weights_for(loss.shape)

    def reduced(reduction, **more):
        return framework.value(case.row, *case.inputs, reduction=reduction, **case.options, **more)

    np.testing.assert_allclose(reduced("mean"), loss.mean())
    np.testing.assert_allclose(reduced("sum"), loss.sum())
    np.testing.assert_allclose(reduced("weighted_mean"), loss.mean())
    np.testing.assert_allclose(reduced("none", sample_weight=weights), loss * weights)
    np.testing.assert_allclose(reduced("sum", sample_weight=weights), (loss * weights).sum())
    np.testing.assert_allclose(reduced("mean", sample_weight=weights), (loss * weights).mean())
    np.testing.assert_allclose(reduced("weighted_mean", sample_weight=weights), np.average(loss, weights=weights))


@pytest.mark.aspect("reductions")
@REDUCING
@CASES
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum"])
def test_gradient_of_a_reduction_is_weighted_like_its_value(framework, case, reduction):
    loss = cases.expected_value(case)
    weights = weights_for(loss.shape)
    divisor = {"mean": loss.size, "weighted_mean": weights.sum(), "sum": 1}[reduction]
    share = (weights / divisor).reshape(weights.shape + (1,) * (len(case.shape) - weights.ndim))
    gradients = cases.expected_gradients(case)
    if case.row.across_batch or case.row.layout == "named":  # a gradient may have parts from the losses of all rows
        gradients, share = weighted_gradients(case), 1 / divisor
    options = {"reduction": reduction, "sample_weight": weights, **case.options}
    actual = framework.gradients(case.row, *case.inputs, **options)
    for found, expected in zip(actual, gradients, strict=True):
        np.testing.assert_allclose(found, share * expected, rtol=1e-10, atol=1e-14)


@cache
def weighted_gradients(case):
    """Of the weighted sum, of which every reduction's gradient is a part."""
    return cases.weighted_gradients(case, weights_for(cases.expected_value(case).shape))


@pytest.mark.aspect("weights")
@REDUCING
@CASES
def test_weights_may_have_the_leading_axes_alone(framework, case):
    inputs = [np.stack([side] * 2, 1) for side in case.inputs] if case.row.over_axis else case.inputs
    per_row = weights_for(cases.SAMPLES)
    width = 2 if case.row.over_axis else cases.CLASSES
    of_samples = case.row.layout in ("sample", "named")
    spread = per_row if of_samples else np.repeat(per_row[:, None], width, 1)
    options = {"reduction": "mean", **case.options}
    short, full = (framework.value(case.row, *inputs, sample_weight=w, **options) for w in (per_row, spread))
    np.testing.assert_allclose(short, full)


@REDUCING
@pytest.mark.parametrize("name", ["categorical_cross_entropy", "sparse_categorical_cross_entropy"])
@pytest.mark.parametrize("label_smoothing", [0.0, 0.1])
def test_weighted_mean_divides_by_the_class_weights_of_the_labels(framework, name, label_smoothing):
    """What PyTorch's class-weighted cross-entropy calls its mean."""
    import torch

    rng = np.random.default_rng(2)
    labels, logits, weights = rng.integers(0, 4, 8), rng.normal(size=(8, 4)), np.array([0.5, 2.0, 1.0, 3.0])
    y_true = labels if name.startswith("sparse") else np.eye(4)[labels]
    options = {"from_logits": True, "class_weight": tuple(weights), "label_smoothing": label_smoothing}
    actual = framework.value(CATALOG[name], y_true, logits, reduction="weighted_mean", **options)
    theirs = torch.nn.functional.cross_entropy(
        torch.tensor(logits), torch.tensor(labels), torch.tensor(weights), label_smoothing=label_smoothing
    )
    np.testing.assert_allclose(actual, theirs)
    mean = framework.value(CATALOG[name], y_true, logits, reduction="mean", **options)
    np.testing.assert_allclose(mean * 8, actual * weights[labels].sum())


@REDUCING
@pytest.mark.parametrize(
    ("name", "options", "scaled"),
    [
        ("binary_cross_entropy", {"pos_weight": 3.0}, None),
        ("binary_focal", {"alpha": 0.25}, None),
        ("binary_focal", {"pos_weight": 3.0}, None),
        ("sparse_categorical_focal", {"alpha": (0.5, 2.0, 1.0, 3.0)}, {"alpha": (1.0, 4.0, 2.0, 6.0)}),
        ("categorical_focal", {"alpha": (0.5, 2.0, 1.0, 3.0)}, {"alpha": (1.0, 4.0, 2.0, 6.0)}),
        ("sparse_categorical_cross_entropy", {"class_weight": (0.5, 2, 1, 3)}, {"class_weight": (1, 4, 2, 6)}),
    ],
)
def test_weighted_mean_counts_every_weight_that_a_label_brings(framework, name, options, scaled):
    case = next(c for c in cases.ORDINARY if c.row.name == name and not c.options)
    y_true = np.round(case.y_true) if case.row.layout == "elementwise" else case.y_true
    if case.row.layout == "axis":
        y_true = np.eye(4)[case.y_true.argmax(-1)]
    none = framework.value(case.row, y_true, case.y_pred, **options)
    labels = y_true if case.row.layout != "axis" else y_true.argmax(-1)
    per_label = {"pos_weight": lambda y: 1 + 2 * y, "alpha": lambda y: 0.25 * y + 0.75 * (1 - y)}
    ((parameter, value),) = options.items()
    weight = np.array(value)[labels] if isinstance(value, tuple) else per_label[parameter](labels)
    actual = framework.value(case.row, y_true, case.y_pred, reduction="weighted_mean", **options)
    np.testing.assert_allclose(actual, none.sum() / weight.sum())
    if scaled:
        again = framework.value(case.row, y_true, case.y_pred, reduction="weighted_mean", **scaled)
        np.testing.assert_allclose(again, actual)


@REDUCING
@pytest.mark.parametrize("row", IGNORING, ids=lambda row: row.name)
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum"])
@pytest.mark.parametrize("ignore_index", [-100, 2])
def test_ignored_rows_count_for_nothing(framework, row, reduction, ignore_index):
    rng = np.random.default_rng(3)
    labels, logits, weights = rng.integers(0, 2, 8), rng.normal(size=(8, 3)), rng.uniform(0.5, 2, 8)
    kept = np.array([1, 1, 0, 1, 0, 0, 1, 1], bool)
    masked = np.where(kept, labels, ignore_index)
    options = {"from_logits": True, "reduction": reduction}
    with_ignored = {**options, "ignore_index": ignore_index, "sample_weight": weights}
    without = {**options, "sample_weight": weights[kept]}
    actual = framework.value(row, masked, logits, **with_ignored)
    np.testing.assert_allclose(actual, framework.value(row, labels[kept], logits[kept], **without))
    gradient = framework.gradient(row, masked, logits, **with_ignored)
    np.testing.assert_allclose(gradient[kept], framework.gradient(row, labels[kept], logits[kept], **without))
    assert np.all(gradient[~kept] == 0)


@pytest.mark.parametrize("row", IGNORING, ids=lambda row: row.name)
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum"])
@REDUCING
def test_all_ignored_is_zero_with_gradient_zero(framework, row, reduction):
    labels, logits = np.full(3, -1), np.zeros((3, 4))
    options = {"from_logits": True, "ignore_index": -1, "reduction": reduction}
    assert framework.value(row, labels, logits, **options) == 0
    assert np.all(framework.gradient(row, labels, logits, **options) == 0)


@pytest.mark.aspect("empty")
@REDUCING
@CASES
@pytest.mark.parametrize("reduction", ["mean", "weighted_mean", "sum"])
def test_empty_batch_is_zero(framework, case, reduction):
    options = {**case.options, "reduction": reduction}
    nothing = case.samples(slice(0))
    assert framework.value(case.row, *nothing, **options) == 0
    wanted = [side.shape for given, side in zip(case.row.inputs(), nothing, strict=True) if given.differentiable]
    gradients = framework.gradients(case.row, *nothing, **options)
    assert [gradient.shape for gradient in gradients] == wanted
    assert all(np.all(gradient == 0) for gradient in gradients)


@pytest.mark.aspect("weights")
@REDUCING
@CASES
def test_weights_of_zero_give_zero(framework, case):
    options = {"reduction": "weighted_mean", "sample_weight": np.zeros(cases.SAMPLES), **case.options}
    assert framework.value(case.row, *case.inputs, **options) == 0
    for gradient in framework.gradients(case.row, *case.inputs, **options):
        assert np.all(gradient == 0)


@pytest.mark.aspect("dtypes")
@CASES
@pytest.mark.parametrize("given", ["float16", "float32", "float64"])
def test_low_precision_is_computed_and_returned_in_float32(framework, case, given):
    returned = "float64" if given == "float64" else "float32"
    inputs = [side if side.dtype.kind == "i" else side.astype(given) for side in case.inputs]
    if not case.shiftable:  # rounded to float16 these would not sum to 1 within 1e-3
        inputs[-1] = np.tile(np.array([0.25, 0.25, 0.125, 0.375], given), (cases.SAMPLES, 1))
    actual = framework.value(case.row, *inputs, dtype=given, **case.options)
    assert actual.dtype == returned
    exact = framework.value(case.row, *inputs, dtype="float64", **case.options)
    np.testing.assert_allclose(actual, exact, rtol=4e-6, atol=1e-6)
    for gradient in framework.gradients(case.row, *inputs, dtype=given, **case.options):
        # autograd answers in the dtype of the input; NumPy, like the loss, in float32 at least
        assert gradient.dtype == (returned if framework.name == "numpy" else given)


def test_bfloat16_is_computed_in_float32():
    import torch

    from lossbook.torch import binary_cross_entropy

    logits = torch.tensor([0.5, -2.0], dtype=torch.bfloat16, requires_grad=True)
    loss = binary_cross_entropy(logits, torch.tensor([1.0, 0.0]), from_logits=True)
    assert loss.dtype == torch.float32
    (gradient,) = torch.autograd.grad(loss, logits)
    assert gradient.dtype == torch.bfloat16


@pytest.mark.parametrize("case", [c for c in cases.DEFAULT if c.row.over_axis], ids=str)
def test_class_axis_may_stand_anywhere(framework, case):
    options = {framework.axis: 0, **case.options}
    moved = [np.ascontiguousarray(np.moveaxis(side, -1, 0)) if side.ndim == 2 else side for side in case.inputs]
    actual = framework.value(case.row, *moved, **options)
    np.testing.assert_allclose(actual, framework.value(case.row, *case.inputs, **case.options), rtol=1e-12)
    gradients = framework.gradients(case.row, *moved, **options)
    for gradient, straight in zip(gradients, framework.gradients(case.row, *case.inputs, **case.options), strict=True):
        np.testing.assert_allclose(np.moveaxis(gradient, 0, -1), straight, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("name", ["sparse_categorical_cross_entropy", "sparse_categorical_focal"])
def test_class_axis_in_the_middle_as_images_have_it(framework, name):
    rng = np.random.default_rng(4)
    logits, labels = rng.normal(size=(2, 3, 5, 4)), rng.integers(0, 3, (2, 5, 4))
    options = {"from_logits": True, "label_smoothing": 0.1}
    weight = {"class_weight" if "entropy" in name else "alpha": (1.0, 2.0, 3.0)}
    actual = framework.value(CATALOG[name], labels, logits, **{framework.axis: 1}, **options, **weight)
    last = framework.value(CATALOG[name], labels, np.moveaxis(logits, 1, -1).copy(), **options, **weight)
    np.testing.assert_allclose(actual, last, rtol=1e-12)
