"""What only the overlap losses have: empty masks, masks of any shape, several classes, a cusp, Keras's mix-up."""

import inspect

import cases
import numpy as np
import pytest
import reference
from mpmath import mpf
from peers import needs

from lossbook.catalog import CATALOG

OVERLAP = [row for row in CATALOG.values() if row.family == "overlap"]
ROWS = pytest.mark.parametrize("row", OVERLAP, ids=lambda row: row.name)
FOUR_PIXELS = np.array([[1.0, 1.0, 1.0, 0.0]])


@pytest.mark.parametrize(
    ("name", "y_pred", "options", "expected"),
    [
        ("dice", [1.0, 0.5, 0.0, 0.5], {}, 1 - 2 * 1.5 / 5),
        ("dice", [1.0, 1.0, 1.0, 0.0], {}, 0.0),
        ("dice", [0.0, 0.0, 0.0, 1.0], {}, 1.0),
        ("dice", [0.0, 0.0, 0.0, 1.0], {"smooth": 1.0}, 1 - 1 / 5),
        ("tversky", [1.0, 0.0, 0.0, 1.0], {"alpha": 0.0, "beta": 1.0}, 2 / 3),  # 1 − recall
        ("tversky", [1.0, 0.0, 0.0, 1.0], {"alpha": 1.0, "beta": 0.0}, 1 / 2),  # 1 − precision
        ("tversky", [1.0, 0.0, 0.0, 1.0], {"alpha": 1.0, "beta": 1.0}, 3 / 4),  # 1 − Jaccard index
        ("focal_tversky", [1.0, 0.0, 0.0, 1.0], {"alpha": 1.0, "beta": 1.0, "gamma": 0.5}, 9 / 16),
    ],
)
def test_value_worked_by_hand(framework, name, y_pred, options, expected):
    actual = framework.value(CATALOG[name], FOUR_PIXELS, np.array([y_pred]), **options)
    np.testing.assert_allclose(actual, [expected], rtol=1e-6, atol=1e-7)


@ROWS
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_empty_mask_predicted_empty_costs_nothing(framework, row, dtype):
    nothing = np.zeros((2, 3))
    assert np.all(framework.value(row, nothing, nothing, dtype=dtype) == 0)
    assert np.all(framework.value(row, nothing, nothing - 1e4, dtype=dtype, from_logits=True) == 0)
    assert np.isfinite(framework.gradient(row, nothing, nothing, dtype=dtype)).all()
    assert np.all(framework.gradient(row, nothing, nothing - 1e4, dtype=dtype, from_logits=True) == 0)


@ROWS
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_small_probabilities_keep_their_digits(framework, row, dtype):
    """Relative to the loss itself, and not to the largest logit, wherever the probabilities do not underflow."""
    logits = np.array([[-60.0], [-30.0], [-8.0], [8.0], [30.0], [60.0]])
    for y_true in (np.zeros_like(logits), np.ones_like(logits)):
        pairs = [([mpf(y)], [mpf(x)]) for y, x in zip(y_true.flat, logits.flat, strict=True)]
        options = {p.name: p.default for p in row.parameters} | {"from_logits": True}
        expected = np.array([float(getattr(reference, row.name)(y, x, **options)) for y, x in pairs])
        actual = framework.value(row, y_true, logits, dtype=dtype, from_logits=True)
        np.testing.assert_allclose(actual, expected, rtol=1e-12 if dtype == "float64" else 1e-6)


@ROWS
def test_empty_mask_predicted_full_costs_one(framework, row):
    np.testing.assert_allclose(framework.value(row, np.zeros((1, 8)), np.ones((1, 8))), 1, rtol=1e-6)


@ROWS
@pytest.mark.parametrize("shape", [(2,), (2, 3, 4), (2, 1, 3, 4)])
def test_mask_of_any_shape_is_one_sample(framework, row, shape):
    rng = np.random.default_rng(0)
    y_true, logits = rng.integers(0, 2, shape).astype(float), rng.normal(size=shape)
    flat = [side.reshape(len(side), -1) for side in (y_true, logits)]
    actual = framework.value(row, y_true, logits, from_logits=True)
    assert actual.shape == (2,)
    np.testing.assert_allclose(actual, framework.value(row, *flat, from_logits=True), rtol=1e-12)
    gradient = framework.gradient(row, y_true, logits, from_logits=True)
    np.testing.assert_allclose(gradient, framework.gradient(row, *flat, from_logits=True).reshape(shape), rtol=1e-12)


def test_tversky_of_halves_is_dice_and_focal_tversky_of_one_is_tversky(framework):
    rng = np.random.default_rng(1)
    y_true, p = rng.integers(0, 2, (5, 7)).astype(float), rng.uniform(size=(5, 7))
    dice = framework.value(CATALOG["dice"], y_true, p, smooth=1.0)
    np.testing.assert_allclose(framework.value(CATALOG["tversky"], y_true, p, smooth=0.5), dice, rtol=1e-12)
    tversky = framework.value(CATALOG["tversky"], y_true, p, alpha=0.3, beta=0.7)
    focal = framework.value(CATALOG["focal_tversky"], y_true, p, alpha=0.3, beta=0.7, gamma=1.0)
    np.testing.assert_allclose(focal, tversky, rtol=1e-12)


def test_kink_where_a_mask_is_perfect(framework):
    """The slope of the root is infinite there, and on both sides the loss grows: the subgradient is 0."""
    row, y_true = CATALOG["focal_tversky"], np.array([[1.0, 0.0, 1.0]])
    assert np.all(framework.gradient(row, y_true, y_true) == 0)
    assert np.all(framework.gradient(row, y_true, np.array([[1.0, 1e-3, 1.0]])) != 0)


@pytest.mark.parametrize("gamma", [0.5, 1.0, 4 / 3, 3.0])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_focal_tversky_is_smooth_for_every_logit(autodiff, gamma, dtype):
    logits = np.concatenate([-np.geomspace(1e4, 1e-4, 80), [0], np.geomspace(1e-4, 1e4, 80)])[:, None]
    for y_true in (np.zeros_like(logits), np.ones_like(logits)):
        for compute in (autodiff.value, autodiff.gradient, autodiff.curvatures):
            found = compute(CATALOG["focal_tversky"], y_true, logits, dtype=dtype, gamma=gamma, from_logits=True)
            assert np.isfinite(found).all()


def test_keras_weighs_false_negatives_with_alpha():
    import keras

    needs("keras.losses.tversky(axis=1)")
    missed, invented = np.array([[1.0, 0.0, 0.0, 0.0]]), np.ones((1, 4))
    costs = [keras.losses.tversky(FOUR_PIXELS, p, alpha=0.1, beta=0.9, axis=1) for p in (missed, invented)]
    np.testing.assert_allclose(np.ravel(costs), [1 - 1 / 1.2, 1 - 3 / 3.9], rtol=1e-5)


def test_keras_charges_for_an_empty_mask_predicted_empty():
    import keras

    needs("keras.losses.tversky(axis=1)")
    assert keras.losses.dice(np.zeros((1, 4)), np.zeros((1, 4)), axis=1) == 1
    assert keras.losses.tversky(np.zeros((1, 4)), np.zeros((1, 4)), axis=1) == 1


# Several classes: two whose masks share two pixels of doubt, and one that is nowhere.
ONE_HOT = np.array([[[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]]])
IN_DOUBT = np.array([[[1.0, 0.5, 0.5, 0.0], [0.0, 0.5, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0]]])
CLASS_WEIGHTS = (0.5, 2.0, 0.0)
AXES = pytest.mark.parametrize("axis", [1, 2, -1])


def by_class(framework, axis, **options):
    return {framework.axis: axis, **options}


def several_classes(axis, seed=0):
    """One-hot masks of three classes along ``axis`` and logits; each class somewhere in each sample."""
    rng = np.random.default_rng(seed)
    labels = np.stack([rng.permuted(np.arange(20) % 3).reshape(4, 5) for _ in range(2)])
    y_true, logits = np.eye(3)[labels], rng.normal(0, 2, (2, 4, 5, 3))
    return np.moveaxis(y_true, -1, axis), np.moveaxis(logits, -1, axis)


def softmax(logits, axis):
    exps = np.exp(logits - logits.max(axis, keepdims=True))
    return exps / exps.sum(axis, keepdims=True)


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("dice", {}, (1 / 4 + (1 - 2 / 3.5) + 0) / 3),
        ("dice", {"class_weight": (1.0, 0.0, 0.0)}, 1 / 4),
        ("dice", {"class_weight": (3.0, 0.0, 1.0)}, 3 / 16),  # the class that is nowhere counts, and costs 0
        ("tversky", {"alpha": 1.0, "beta": 1.0, "class_weight": (1.0, 0.0, 1.0)}, (1 / 2.5) / 2),
        ("focal_tversky", {"gamma": 2.0, "class_weight": (1.0, 0.0, 1.0)}, 1 / 4),  # a root for each class
    ],
)
def test_mean_over_the_classes_worked_by_hand(framework, name, options, expected):
    actual = framework.value(CATALOG[name], ONE_HOT, IN_DOUBT, **by_class(framework, 1, **options))
    np.testing.assert_allclose(actual, [expected], rtol=1e-6)


@ROWS
@AXES
@pytest.mark.parametrize("class_weight", [None, CLASS_WEIGHTS])
def test_class_axis_is_a_loop_over_the_classes(framework, row, axis, class_weight):
    y_true, logits = several_classes(axis)
    p = softmax(logits, axis)
    each = [framework.value(row, *(side.take(c, axis) for side in (y_true, p))) for c in range(3)]
    expected = np.average(each, axis=0, weights=class_weight)
    options = by_class(framework, axis, class_weight=class_weight)
    np.testing.assert_allclose(framework.value(row, y_true, p, **options), expected, rtol=1e-12)
    np.testing.assert_allclose(framework.value(row, y_true, logits, from_logits=True, **options), expected, rtol=1e-12)
    assert not np.allclose(framework.value(row, y_true, p), expected)  # all classes together are another mask


@ROWS
@AXES
def test_classes_may_stand_in_any_order(framework, row, axis):
    y_true, logits = several_classes(axis)
    order = [2, 0, 1]
    mixed = [side.take(order, axis) for side in (y_true, logits)]
    options = by_class(framework, axis, from_logits=True)
    for found in (framework.value, framework.gradient):
        usual = found(row, y_true, logits, class_weight=CLASS_WEIGHTS, **options)
        turned = found(row, *mixed, class_weight=[CLASS_WEIGHTS[c] for c in order], **options)
        usual = usual if found == framework.value else usual.take(order, axis)
        np.testing.assert_allclose(turned, usual, rtol=1e-10, atol=1e-15)


# Pixels of one sample: ordinary, tied, nearly certain, right and wrong, and far from zero.
PIXELS = np.array([[1, 0.5, -1], [0, 0, 0], [30, 0, -3], [0, 30, 0], [1e4, 0, -1e4], [2, -60, 0.0]])
LABELS_OF_PIXELS = [0, 1, 0, 0, 0, 2]
PIXELS_OR_ALL = ["all", "certain", "certain and wrong", "far"]


def expected_of_logits(row, y_true, logits, **options):
    """Value and gradient, for logits of shape (classes, pixels), by mpmath."""
    parameters = {p.name: p.default for p in row.parameters} | {"from_logits": True, **options}
    loss, exact = getattr(reference, row.name), [[mpf(v) for v in pixels] for pixels in logits]

    def moved(c, i, value):
        rows = [list(pixels) for pixels in exact]
        rows[c][i] = value
        return reference.mean_over_classes(loss, y_true, rows, **parameters)

    with cases.mp.workdps(cases.DIGITS):
        at = moved(0, 0, exact[0][0])
        slopes = [cases.slope(lambda v, c=c, i=i: moved(c, i, v), exact[c][i], at) for c, i in np.ndindex(logits.shape)]
    return float(at), np.array([float(slope) for slope in slopes]).reshape(logits.shape)


@ROWS
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("class_weight", [None, CLASS_WEIGHTS])
@pytest.mark.parametrize("several", [slice(None), *(slice(i, i + 1) for i in (2, 3, 4))], ids=PIXELS_OR_ALL)
def test_softmax_of_logits_is_exact(framework, row, dtype, class_weight, several):
    """One pixel alone may be nearly certain: what is wrong with it keeps its digits, and so do its slopes."""
    y_true, logits = np.eye(3)[LABELS_OF_PIXELS][several].T, PIXELS[several].T
    value, gradient = expected_of_logits(row, y_true, logits, class_weight=class_weight)
    options = by_class(framework, 1, class_weight=class_weight, from_logits=True, dtype=dtype)
    relative = 1e-12 if dtype == "float64" else 4e-6
    tiny = float(np.finfo(dtype).tiny) ** 0.5
    np.testing.assert_allclose(framework.value(row, y_true[None], logits[None], **options), [value], rtol=relative)
    found = framework.gradient(row, y_true[None], logits[None], **options)[0]
    if framework.name == "tensorflow":  # whose softmax has slopes that are differences
        tiny = tiny + 8 * np.spacing(np.abs(logits).max().astype(dtype))
    np.testing.assert_allclose(found, gradient, rtol=4 * relative, atol=tiny)


@ROWS
@pytest.mark.parametrize("from_logits", [False, True])
def test_gradient_by_class_agrees_with_finite_differences(framework, row, from_logits):
    y_true, given = several_classes(1)
    given = given if from_logits else softmax(given, 1)
    options = by_class(framework, 1, class_weight=CLASS_WEIGHTS, from_logits=from_logits)
    gradient, h = framework.gradient(row, y_true, given, **options), 1e-6
    for place in [(0, 0, 0, 0), (0, 1, 2, 3), (1, 2, 3, 4), (1, 1, 0, 0)]:
        step = np.zeros_like(given)
        step[place] = h
        above, below = (framework.value(row, y_true, given + sign * step, **options).sum() for sign in (1, -1))
        np.testing.assert_allclose(gradient[place], (above - below) / (2 * h), rtol=1e-6, atol=1e-9)


@ROWS
def test_weight_of_0_leaves_a_class_out(framework, row):
    y_true, logits = several_classes(-1)
    p = softmax(logits, -1)
    options = by_class(framework, -1, class_weight=(0.0, 1.0, 1.0))
    foreground = framework.value(row, y_true[..., 1:], p[..., 1:], **by_class(framework, -1))
    np.testing.assert_allclose(framework.value(row, y_true, p, **options), foreground, rtol=1e-12)
    assert np.all(framework.gradient(row, y_true, p, **options)[..., 0] == 0)
    nothing = by_class(framework, -1, class_weight=(0.0, 0.0, 0.0), from_logits=True)
    assert np.all(framework.value(row, y_true, logits, **nothing) == 0)
    assert np.all(framework.gradient(row, y_true, logits, **nothing) == 0)


@ROWS
def test_pixel_that_is_0_in_both_masks_counts_nowhere(framework, row):
    y_true, logits = several_classes(-1)
    p, unlabelled = softmax(logits, -1), np.s_[:, 3]
    some = [np.delete(side, 3, axis=1) for side in (y_true, p)]
    y_true[unlabelled], p[unlabelled] = 0, 0
    options = by_class(framework, -1)
    np.testing.assert_allclose(framework.value(row, y_true, p, **options), framework.value(row, *some, **options))
    kept = np.delete(framework.gradient(row, y_true, p, **options), 3, axis=1)
    np.testing.assert_allclose(kept, framework.gradient(row, *some, **options))


@ROWS
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_class_in_neither_mask_costs_nothing_and_counts(framework, row, dtype):
    y_true, p = np.zeros((1, 2, 6)), np.zeros((1, 2, 6))
    y_true[0, 0, :3], p[0, 0, 2:5] = 1, 1
    alone = framework.value(row, y_true[:, 0], p[:, 0], dtype=dtype)
    found = framework.value(row, y_true, p, dtype=dtype, **by_class(framework, 1))
    np.testing.assert_allclose(found, alone / 2, rtol=1e-6)
    assert np.isfinite(framework.gradient(row, y_true, p, dtype=dtype, **by_class(framework, 1))).all()


@ROWS
def test_class_axis_of_length_0_or_1(framework, row):
    y_true, logits = several_classes(1)
    one = framework.value(row, y_true[:, :1], logits[:, :1], from_logits=True, **by_class(framework, 1))
    np.testing.assert_allclose(one, framework.value(row, y_true[:, 0], np.ones((2, 4, 5))), rtol=1e-12)
    none = framework.value(row, y_true[:, :0], logits[:, :0], **by_class(framework, 1))
    np.testing.assert_array_equal(none, [0, 0])


NEEDS = "class_weight needs one finite non-negative weight for each class, or None, got"


@ROWS
@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"axis": 0}, ValueError, r"needs a class axis other than that of the samples, 0, got 0 for \(2, 3, 4, 5\)"),
        ({"axis": -4}, ValueError, "other than that of the samples, 0, got -4"),
        ({"axis": 4}, ValueError, "needs a class axis 4"),
        ({"axis": 1.0}, TypeError, "AXIS needs an integer or None, got 1.0"),
        ({"axis": True}, TypeError, "AXIS needs an integer or None, got True"),
        ({"class_weight": (1.0, 1.0, 1.0)}, ValueError, "class_weight needs AXIS, which says where the classes are"),
        ({"axis": 2, "class_weight": (1.0,) * 3}, ValueError, rf"{NEEDS} shape \(3,\) for 4 classes; .* pass AXIS=1$"),
        ({"axis": 1, "class_weight": (1.0, -1.0, 1.0)}, ValueError, NEEDS),
        ({"axis": 1, "class_weight": "heavy"}, TypeError, NEEDS),
    ],
    ids=repr,
)
def test_what_is_no_class_axis_is_refused(framework, row, options, error, message):
    y_true, logits = several_classes(1)
    options = {framework.axis if name == "axis" else name: value for name, value in options.items()}
    with pytest.raises(error, match=message.replace("AXIS", framework.axis)):
        framework.value(row, y_true, logits, from_logits=True, **options)


def test_class_indices_beside_masks_are_recognised(framework):
    y_true, logits = several_classes(1)
    with pytest.raises(ValueError, match="holds class indices, one-hot they are a mask for each class"):
        framework.value(CATALOG["dice"], y_true.argmax(1), logits, from_logits=True, **by_class(framework, 1))


def test_logits_of_a_softmax_are_looked_at_by_numpy(numpy_losses):
    y_true, logits = several_classes(1)
    for bad, message in ((np.inf, r"got \+∞"), (-np.inf, "what y_true calls possible"), (np.nan, "got NaN")):
        wrong = logits.copy()
        wrong[0, y_true[0, :, 0, 0].argmax(), 0, 0] = bad
        with pytest.raises(ValueError, match=message):
            numpy_losses.value(CATALOG["dice"], y_true, wrong, from_logits=True, axis=1)


@ROWS
def test_logit_of_minus_infinity_rules_a_class_out(framework, row):
    y_true, logits = several_classes(1)
    logits[0, y_true[0, :, 0, 0].argmin(), 0, 0] = -np.inf
    options = by_class(framework, 1, from_logits=True)
    p = softmax(logits, 1)
    expected = framework.value(row, y_true, p, **by_class(framework, 1))
    np.testing.assert_allclose(framework.value(row, y_true, logits, **options), expected, rtol=1e-12)
    assert np.isfinite(framework.gradient(row, y_true, logits, **options)).all()


@ROWS
def test_sample_of_weight_0_is_left_out_whatever_its_classes_are(row):
    import torch

    import lossbook.numpy
    import lossbook.tensorflow
    import lossbook.torch

    y_true, logits = several_classes(1)
    kept = getattr(lossbook.numpy, row.name)(y_true[:1], logits[:1], from_logits=True, axis=1)
    logits[1] = np.nan
    weight = [1.0, 0.0]
    options = {"sample_weight": weight, "reduction": "weighted_mean", "from_logits": True}
    assert np.isclose(getattr(lossbook.numpy, row.name)(y_true, logits, axis=1, **options), kept)
    x = torch.tensor(logits, requires_grad=True)
    loss = getattr(lossbook.torch, row.name)(x, torch.tensor(y_true), dim=1, **options)
    loss.backward()
    assert np.isclose(loss.item(), kept)
    assert torch.isfinite(x.grad).all()
    made = getattr(lossbook.tensorflow, row.class_name)(from_logits=True, axis=1, reduction="sum", dtype="float64")
    assert np.isclose(made(y_true, logits, sample_weight=weight), kept)


@ROWS
@pytest.mark.parametrize("from_logits", [False, True])
def test_nan_comes_out_of_its_sample_alone(autodiff, row, from_logits):
    y_true, given = several_classes(1)
    given = given if from_logits else softmax(given, 1)
    given[0, 1, 2, 3] = np.nan
    found = autodiff.value(row, y_true, given, **by_class(autodiff, 1, from_logits=from_logits))
    np.testing.assert_array_equal(np.isnan(found), [True, False])


@ROWS
@pytest.mark.parametrize("class_weight", [None, [0.5, 2.0, 0.0]])
def test_class_axis_compiles_in_torch_and_has_second_derivatives(row, class_weight):
    import torch

    import lossbook.torch

    y_true, logits = (torch.tensor(side) for side in several_classes(1))
    made = getattr(lossbook.torch, f"{row.class_name}Loss")(from_logits=True, dim=1, class_weight=class_weight)
    eager, compiled = (logits.clone().requires_grad_() for _ in range(2))
    made(eager, y_true).backward()
    torch.compile(made, backend="aot_eager", fullgraph=True)(compiled, y_true).backward()
    torch.testing.assert_close(compiled.grad, eager.grad)
    small = logits[:, :, :2, :2].clone().requires_grad_()
    assert torch.autograd.gradgradcheck(lambda x: made(x, y_true[:, :, :2, :2]), small)
    per_sample = torch.func.vmap(torch.func.grad(lambda x, y: made(x[None], y[None])))(logits, y_true)
    torch.testing.assert_close(per_sample / 2, eager.grad)


@ROWS
@pytest.mark.parametrize("jit_compile", [False, True])
def test_class_axis_in_a_graph_that_knows_no_length(row, jit_compile):
    import tensorflow as tf

    import lossbook.tensorflow

    function, (y_true, logits) = getattr(lossbook.tensorflow, row.name), several_classes(-1)
    unknown = tf.TensorSpec([None] * 4, tf.float64)
    options = {"from_logits": True, "axis": -1, "class_weight": CLASS_WEIGHTS}
    graph = tf.function(lambda y, x: function(y, x, **options), input_signature=[unknown] * 2, jit_compile=jit_compile)
    np.testing.assert_allclose(graph(y_true, logits), function(y_true, logits, **options), rtol=1e-12)


@ROWS
def test_class_keeps_its_axis_and_weights(row):
    import keras
    import torch

    import lossbook.tensorflow
    import lossbook.torch

    made = getattr(lossbook.tensorflow, row.class_name)(from_logits=True, axis=1, class_weight=CLASS_WEIGHTS)
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(made))
    y_true, logits = several_classes(1)
    np.testing.assert_array_equal(again(y_true, logits), made(y_true, logits))
    assert (again.get_config()["axis"], again.get_config()["class_weight"]) == (1, list(CLASS_WEIGHTS))
    module = getattr(lossbook.torch, f"{row.class_name}Loss")(dim=1, class_weight=CLASS_WEIGHTS)
    torch.testing.assert_close(module.state_dict()["class_weight"], torch.tensor(CLASS_WEIGHTS, dtype=torch.float64))
    by_position = [p.name for p in row.parameters if p.name != "class_weight"]  # as it was before there were classes
    assert list(inspect.signature(type(module)).parameters)[: len(by_position) + 1] == [*by_position, "reduction"]
    for package, name, keyword in ((lossbook.tensorflow, "", "axis"), (lossbook.torch, "Loss", "dim")):
        with pytest.raises(ValueError, match=f"class_weight needs {keyword}"):
            getattr(package, row.class_name + name)(class_weight=CLASS_WEIGHTS)
        with pytest.raises(TypeError, match=f"{keyword} needs an integer or None"):
            getattr(package, row.class_name + name)(**{keyword: 1.5})


@pytest.mark.parametrize("name", ["dice", "tversky"])
def test_keras_gives_one_value_a_class_over_the_axes_of_pixels(name):
    import keras

    import lossbook.tensorflow

    needs("keras.losses.tversky(axis=1)")
    y_true, logits = several_classes(-1)
    p = softmax(logits, -1)
    theirs = getattr(keras.losses, name)(y_true, p, axis=(1, 2))
    assert theirs.shape == (2, 3)
    ours = getattr(lossbook.tensorflow, name)(y_true, p, axis=-1)
    np.testing.assert_allclose(ours, np.mean(theirs, -1), rtol=1e-6)
