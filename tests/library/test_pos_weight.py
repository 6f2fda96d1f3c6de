"""The weight of positives: on any axis, beside a focal factor and beside alpha."""

import re

import numpy as np
import pytest
from frameworks import in_shape_of

from lossbook.catalog import CATALOG

WEIGHTS = (0.5, 3.0, 0.0)  # of three classes, with channels first
NAMES = ("binary_cross_entropy", "binary_focal")
ROWS = pytest.mark.parametrize("row", [CATALOG[name] for name in NAMES], ids=NAMES)
FROM_LOGITS = pytest.mark.parametrize("from_logits", [False, True], ids=["probabilities", "logits"])
FOCAL, PLAIN = CATALOG["binary_focal"], CATALOG["binary_cross_entropy"]


def images(from_logits, hard=False):
    """Targets, half of them soft or none, and predictions: two images of three channels."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, (2, 3, 4, 5)).astype(float)
    if not hard:
        y = np.where(rng.random(y.shape) < 0.5, y, rng.uniform(0, 1, y.shape))
    return y, rng.normal(0, 3, y.shape) if from_logits else rng.uniform(0.02, 0.98, y.shape)


def each_weight(y):
    """The weight of the class at each place, as an array of the images' shape."""
    return np.broadcast_to(np.reshape(WEIGHTS, (3, 1, 1)), y.shape)


def by_class(autodiff, row, y, x, **options):
    """The unreduced loss by the module or Keras class."""
    if autodiff.name == "torch":
        made = getattr(autodiff.package, f"{row.class_name}Loss")(reduction="none", **options)
        return made(autodiff.tensor(x), autodiff.tensor(y)).numpy()
    made = getattr(autodiff.package, row.class_name)(reduction="none", dtype="float64", **options)
    return type(made).from_config(made.get_config())(y, x).numpy()


@ROWS
@FROM_LOGITS
@pytest.mark.parametrize("axis", [1, -3])
def test_channels_first_are_channels_last_with_the_axis_moved(framework, row, from_logits, axis):
    inputs = images(from_logits)
    moved = [np.moveaxis(side, 1, -1).copy() for side in inputs]
    options = {"from_logits": from_logits, "pos_weight": WEIGHTS, "label_smoothing": 0.1}
    first = framework.gradient(row, *inputs, **options, **{framework.axis: axis})
    last = framework.gradient(row, *moved, **options)
    share = 5 / 3 if framework.name == "tensorflow" else 1  # which averages over the last axis
    np.testing.assert_allclose(np.moveaxis(first, 1, -1) * share, last, rtol=1e-12, atol=1e-15)
    if framework.name != "tensorflow":
        for reduction in ("mean", "weighted_mean", "sum", "none"):
            first = framework.value(row, *inputs, reduction=reduction, **options, **{framework.axis: axis})
            last = framework.value(row, *moved, reduction=reduction, **options)
            np.testing.assert_allclose(np.moveaxis(first, 1, -1) if np.ndim(first) else first, last, rtol=1e-12)


@ROWS
@FROM_LOGITS
def test_each_place_has_the_weight_of_its_channel(framework, row, from_logits):
    """On labels of 0 and 1 a positive costs as many times as much, value and slope, and a negative as much."""
    y, x = images(from_logits, hard=True)
    options = {"from_logits": from_logits, framework.axis: 1}
    factor = np.where(y == 1, each_weight(y), 1)
    numpy_loss = framework.value(row, y.reshape(-1, 1), x.reshape(-1, 1), from_logits=from_logits).reshape(y.shape)
    expected = in_shape_of(framework, row, factor * numpy_loss)
    np.testing.assert_allclose(framework.value(row, y, x, pos_weight=WEIGHTS, **options), expected, rtol=1e-12)
    slopes = [framework.gradient(row, y, x, pos_weight=weight, **options) for weight in (WEIGHTS, None)]
    np.testing.assert_allclose(slopes[0], factor * slopes[1], rtol=1e-12)


@ROWS
def test_class_takes_the_axis_as_its_function(autodiff, row):
    y, x = images(from_logits=True)
    options = {"from_logits": True, "pos_weight": WEIGHTS, autodiff.axis: 1}
    np.testing.assert_allclose(by_class(autodiff, row, y, x, **options), autodiff.value(row, y, x, **options))


def test_pytorchs_own_broadcasts_a_weight_of_two_more_axes():
    import torch

    from lossbook.torch import binary_cross_entropy

    y, x = map(torch.tensor, images(from_logits=True))
    weight = torch.tensor(WEIGHTS, dtype=torch.float64)
    results = []
    for own in (True, False):
        z = x.clone().requires_grad_()
        if own:
            loss = binary_cross_entropy(z, y, from_logits=True, pos_weight=weight, dim=1, reduction="none")
        else:
            loss = torch.nn.BCEWithLogitsLoss(pos_weight=weight.view(-1, 1, 1), reduction="none")(z, y)
        results.append((loss.detach(), torch.autograd.grad(loss.sum(), z)[0]))
    torch.testing.assert_close(*results, rtol=1e-12, atol=1e-14)


@FROM_LOGITS
@pytest.mark.parametrize("pos_weight", [None, 3.0, WEIGHTS], ids=str)
def test_focal_with_gamma_zero_is_cross_entropy_with_the_same_weight(framework, from_logits, pos_weight):
    y, x = images(from_logits)
    options = {"from_logits": from_logits, "pos_weight": pos_weight, framework.axis: 1}
    for compute in (framework.value, framework.gradient):
        focal = compute(FOCAL, y, x, gamma=0.0, **options)
        np.testing.assert_allclose(focal, compute(PLAIN, y, x, **options), rtol=1e-12, atol=1e-15)


@FROM_LOGITS
@pytest.mark.parametrize("alpha", [0.25, 0.9])
def test_alpha_is_a_weight_of_positives_and_a_scale(framework, from_logits, alpha):
    """On labels of 0 and 1; a soft label has both shares, and alpha weighs it by their mean."""
    y, x = images(from_logits, hard=True)
    for compute in (framework.value, framework.gradient):
        weighed = compute(FOCAL, y, x, from_logits=from_logits, pos_weight=alpha / (1 - alpha))
        by_alpha = compute(FOCAL, y, x, from_logits=from_logits, alpha=alpha)
        np.testing.assert_allclose(by_alpha, (1 - alpha) * weighed, rtol=1e-12)
    soft = np.full_like(y, 0.25)
    weighed = framework.value(FOCAL, soft, x, from_logits=from_logits, pos_weight=alpha / (1 - alpha))
    by_alpha = framework.value(FOCAL, soft, x, from_logits=from_logits, alpha=alpha)
    assert not np.allclose(by_alpha, (1 - alpha) * weighed)


@pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
def test_weighted_mean_divides_by_alpha_times_the_weight(framework):
    y, x = images(from_logits=True, hard=True)
    options = {"from_logits": True, "alpha": 0.25, "pos_weight": WEIGHTS, framework.axis: 1}
    none = framework.value(FOCAL, y, x, **options)
    weights = np.where(y == 1, 0.25 * each_weight(y), 0.75)
    np.testing.assert_allclose(
        framework.value(FOCAL, y, x, reduction="weighted_mean", **options), none.sum() / weights.sum()
    )
    plain = framework.gradient(FOCAL, y, x, reduction="sum", **options)
    weighted = framework.gradient(FOCAL, y, x, reduction="weighted_mean", **options)
    np.testing.assert_allclose(weighted, plain / weights.sum(), rtol=1e-12)


NEEDS = "pos_weight needs a finite non-negative number, or one for each class, or None, got shape"
REFUSED = [  # the end of a message is marked by $
    ({"pos_weight": WEIGHTS}, f"{NEEDS} (3,) for 5 classes; if the classes are on axis 1, pass AXIS=1"),
    ({"pos_weight": (1.0, 2.0)}, f"{NEEDS} (2,) for 5 classes; if the classes are on axis 0, pass AXIS=0"),
    ({"pos_weight": (1.0,) * 7, "axis": 1}, f"{NEEDS} (7,) for 3 classes$"),
    ({"pos_weight": np.ones((3, 1, 1))}, f"{NEEDS} (3, 1, 1); drop the axes of length 1"),
    ({"pos_weight": np.ones((3, 5))}, f"{NEEDS} (3, 5)$"),
    ({"pos_weight": WEIGHTS, "axis": 4}, "needs a class axis 4, PREDICTION has shape (2, 3, 4, 5)"),
    ({"axis": -5}, "needs a class axis -5, PREDICTION has shape (2, 3, 4, 5)"),
    ({"axis": "1"}, "AXIS needs an integer, got '1'"),
    ({"axis": 1.0}, "AXIS needs an integer, got 1.0"),
    ({"axis": True}, "AXIS needs an integer, got True"),
    ({"axis": None}, "AXIS needs an integer, got None"),
]


@pytest.mark.aspect("bad input")
@ROWS
@pytest.mark.parametrize(("options", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_fits_no_axis_is_refused_alike_by_function_and_class(framework, row, options, message):
    y, x = images(from_logits=True)
    given = {framework.axis if name == "axis" else name: value for name, value in options.items()}
    prediction = "input" if framework.name == "torch" else "y_pred"
    message = message.replace("AXIS", framework.axis).replace("PREDICTION", prediction)
    calls = [framework.value, framework.gradient]
    if framework.name != "numpy":
        calls.append(lambda row, y, x, **options: by_class(framework, row, y, x, **options))
    for call in calls:
        with pytest.raises((TypeError, ValueError), match=re.escape(message).replace(r"\$", "$")):
            call(row, y, x, from_logits=True, **given)


@pytest.mark.parametrize("axis", [1.0, "1", None, True])
def test_class_refuses_what_is_no_axis_when_it_is_made(autodiff, axis):
    for name in (*NAMES, "categorical_cross_entropy"):
        loss_class = getattr(autodiff.package, CATALOG[name].class_name + ("Loss" if autodiff.name == "torch" else ""))
        with pytest.raises(TypeError, match=re.escape(f"{autodiff.axis} needs an integer, got {axis!r}")):
            loss_class(**{autodiff.axis: axis})


def test_an_axis_of_classes_is_likelier_than_that_of_samples(numpy_losses):
    y = np.ones((3, 3, 5))
    with pytest.raises(ValueError, match="pass axis=1"):
        numpy_losses.value(PLAIN, y, y, pos_weight=WEIGHTS)


@pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
@ROWS
def test_a_single_number_has_one_class(framework, row):
    one, p = np.array(1.0), np.array(0.25)
    for axis in (-1, 0):
        weighed = framework.value(row, one, p, pos_weight=[3.0], **{framework.axis: axis})
        np.testing.assert_allclose(weighed, 3 * framework.value(row, one, p))
        with pytest.raises(ValueError, match=r"got shape \(3,\) for 1 class$"):
            framework.value(row, one, p, pos_weight=WEIGHTS, **{framework.axis: axis})
    with pytest.raises(ValueError, match=r"needs a class axis 1, \w+ has shape \(\)"):
        framework.value(row, one, p, **{framework.axis: 1})


@pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
@ROWS
def test_what_weighs_nothing_is_not_looked_at_beside_a_weight_of_positives(framework, row):
    y, x = images(from_logits=True)
    options = {"from_logits": True, "pos_weight": WEIGHTS, framework.axis: 1, "sample_weight": np.array([1.0, 0.0])}
    expected = framework.gradient(row, y, x, **options)
    x[1] = np.nan
    np.testing.assert_array_equal(framework.gradient(row, y, x, **options), expected)


@pytest.mark.slow
@ROWS
def test_one_graph_of_pytorch_with_a_weight_on_an_axis(row):
    import torch

    import lossbook.torch

    y, x = map(torch.tensor, images(from_logits=True))
    made = getattr(lossbook.torch, f"{row.class_name}Loss")(from_logits=True, pos_weight=WEIGHTS, dim=1)
    torch.compiler.reset()
    results = []
    for call in (made, torch.compile(made, backend="aot_eager", fullgraph=True)):
        z = x.clone().requires_grad_()
        loss = call(z, y)
        results.append((loss.detach(), torch.autograd.grad(loss, z)[0]))
    torch.testing.assert_close(*results)


@ROWS
def test_a_weight_in_pytorch_may_be_learned(row):
    """By the weight of each class the slope is what its positives cost without one."""
    import torch

    import lossbook.torch

    y, x = map(torch.tensor, images(from_logits=True, hard=True))
    weight = torch.ones(3, dtype=torch.float64, requires_grad=True)
    loss = getattr(lossbook.torch, row.name)
    loss(x.requires_grad_(), y, from_logits=True, pos_weight=weight, dim=1, reduction="sum").backward()
    plain = loss(x.detach(), y, from_logits=True, reduction="none")
    torch.testing.assert_close(weight.grad, (plain * y).sum((0, 2, 3)))


@ROWS
@pytest.mark.parametrize("jit_compile", [False, True])
def test_a_graph_need_not_know_a_length_beside_a_weight_on_an_axis(row, jit_compile):
    import tensorflow as tf

    import lossbook.tensorflow

    y, x = images(from_logits=True)
    loss = getattr(lossbook.tensorflow, row.class_name)(from_logits=True, pos_weight=WEIGHTS, axis=1, dtype="float64")
    spec = tf.TensorSpec([None] * 4, tf.float64)
    graph = tf.function(loss, input_signature=[spec, spec], jit_compile=jit_compile)
    np.testing.assert_allclose(graph(y, x), loss(y, x), rtol=1e-12)


@pytest.mark.parametrize("row", [PLAIN, FOCAL, CATALOG["categorical_cross_entropy"]], ids=lambda row: row.name)
def test_another_number_of_classes_is_refused_when_the_graph_runs(row):
    """One channel beside three weights would be broadcast."""
    import tensorflow as tf

    import lossbook.tensorflow

    name = "pos_weight" if row.layout == "elementwise" else "class_weight"
    spec = tf.TensorSpec([None, None, 4], tf.float64)
    weights = tf.TensorSpec([None], tf.float64)

    def loss(y, p, weights):
        return getattr(lossbook.tensorflow, row.name)(y, p, axis=1, **{name: weights})

    graph, one = tf.function(loss, input_signature=[spec, spec, weights]), np.ones((2, 1, 4))
    np.testing.assert_allclose(graph(one, one, [2.0]), 0, atol=1e-12)
    for several in (WEIGHTS, [1.0, 1.0]):
        with pytest.raises(tf.errors.InvalidArgumentError, match=f"another number of weights in {name}"):
            graph(one, one, several)
