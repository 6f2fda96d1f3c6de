"""What only the margin losses have: labels as signs or as 0 and 1, kinks, ties between classes, and their bounds."""

import cases
import numpy as np
import pytest
from frameworks import in_shape_of
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import lossbook.numpy as losses
from lossbook.catalog import CATALOG
from lossbook.samples import sample

MARGIN = [row for row in CATALOG.values() if row.family == "margin"]
SIGNED = pytest.mark.parametrize("name", ["hinge", "squared_hinge", "soft_margin"])
STRICT = pytest.mark.parametrize("name", ["hinge_embedding", "margin_ranking"])
REDUCING = pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
CASES = pytest.mark.parametrize("case", [c for c in cases.DEFAULT if c.row in MARGIN], ids=str)

scores = arrays(float, (5, 3), elements=st.floats(-50, 50))
labels = arrays(np.int64, 5, elements=st.integers(0, 2))
signs = arrays(np.int64, (5, 3), elements=st.sampled_from([-1, 1]))
subsets = arrays(np.int64, (5, 3), elements=st.integers(0, 1))


@pytest.mark.parametrize(
    ("name", "y_true", "y_pred", "options", "expected"),
    [
        # the examples of Keras's and PyTorch's documentation
        ("hinge", [[0, 1], [0, 0]], [[0.6, 0.4], [0.4, 0.6]], {}, [[1.6, 0.6], [1.4, 1.6]]),
        ("squared_hinge", [[0, 1], [0, 0]], [[0.6, 0.4], [0.4, 0.6]], {}, [[2.56, 0.36], [1.96, 2.56]]),
        ("multi_margin", [3], [[0.1, 0.2, 0.4, 0.8]], {}, [0.325]),
        ("multilabel_margin", [[1, 0, 0, 1]], [[0.1, 0.2, 0.4, 0.8]], {}, [0.85]),
        # by hand
        ("categorical_hinge", [[0, 1, 0]], [[-2.0, -0.5, -1.0]], {}, [1.5]),
        ("categorical_hinge", [[0, 1, 0]], [[-2.0, -0.5, 1.0]], {}, [2.5]),
        ("categorical_hinge", [[0.5, 0.5, 0]], [[2.0, 4.0, 1.0]], {}, [0.0]),
        ("categorical_hinge", [[0.5, 0.5, 0]], [[2.0, 4.0, 3.0]], {}, [1.0]),
        ("crammer_singer", [1], [[-2.0, -0.5, -1.0]], {}, [0.5]),
        ("multi_margin", [0], [[1.0, 2.0, 3.0]], {}, [5 / 3]),
        ("multi_margin", [0], [[1.0, 2.0, 3.0]], {"p": 2, "class_weight": (3.0, 1.0, 1.0)}, [3 * 13 / 3]),
        ("multi_margin", [0], [[1.0, 0.75, -3.0]], {"margin": 0.5}, [0.25 / 3]),
        ("soft_margin", [[1, -1]], [[0.0, 1000.0]], {}, [[np.log(2), 1000.0]]),
        ("multilabel_margin", [[0, 0], [1, 1]], [[3.0, 4.0], [3.0, 4.0]], {}, [0.0, 0.0]),
        ("multilabel_soft_margin", [[1, 0]], [[0.0, 0.0]], {"class_weight": (1.0, 3.0)}, [2 * np.log(2)]),
        ("hinge_embedding", [[1, -1, -1]], [[0.25, 0.25, 3.0]], {}, [[0.25, 0.75, 0.0]]),
        ("hinge_embedding", [[1, -1, -1]], [[0.25, 0.25, 3.0]], {"margin": 4.0}, [[0.25, 3.75, 1.0]]),
    ],
)
def test_published_values_and_values_worked_by_hand(framework, name, y_true, y_pred, options, expected):
    actual = framework.value(CATALOG[name], np.array(y_true), np.array(y_pred), **options)
    np.testing.assert_allclose(actual, in_shape_of(framework, CATALOG[name], np.array(expected)), rtol=1e-12)


def test_ranking_worked_by_hand(framework):
    x1, x2, target = np.array([[0.5, 0.5, 2.0]]), np.array([[2.0, 2.0, 1.5]]), np.array([[1, -1, 1]])
    for margin, expected in ((0.0, [1.5, 0.0, 0.0]), (1.0, [2.5, 0.0, 0.5])):
        actual = framework.value(CATALOG["margin_ranking"], x1, x2, target, margin=margin)
        np.testing.assert_allclose(actual, in_shape_of(framework, CATALOG["margin_ranking"], np.array([expected])))


def test_binary_and_several_classes_are_those_of_scikit_learn(framework):
    from sklearn.metrics import hinge_loss

    rng = np.random.default_rng(0)
    y, x = rng.choice([-1, 1], (40, 1)), rng.normal(size=(40, 1))
    np.testing.assert_allclose(framework.value(CATALOG["hinge"], y, x).mean(), hinge_loss(y[:, 0], x[:, 0]))
    y, x = rng.integers(0, 4, 40), rng.normal(size=(40, 4))
    np.testing.assert_allclose(framework.value(CATALOG["crammer_singer"], y, x).mean(), hinge_loss(y, x))


@SIGNED
@pytest.mark.parametrize("batch", [[[1, -1], [-1, 1]], [[1, 1], [1, 1]], [[-1, -1], [-1, -1]]])
def test_labels_0_and_1_mean_minus_1_and_1(framework, name, batch):
    row, y = CATALOG[name], np.array(batch)
    x = np.array([[0.3, -2.0], [0.6, 4.0]])
    for as_float in (False, True):
        zeros_and_ones = (y + 1) / 2 if as_float else (y + 1) // 2
        assert np.all(framework.value(row, zeros_and_ones, x) == framework.value(row, y, x))
        assert np.all(framework.gradient(row, zeros_and_ones, x) == framework.gradient(row, y, x))


@SIGNED
def test_other_labels_are_refused_where_they_can_be_looked_at(framework, name):
    row, x = CATALOG[name], np.zeros((1, 3))
    for wrong, shown in (([1.0, 2.0, 0.0], "2"), ([1.0, 0.5, -1.0], "0.5"), ([1.0, np.nan, -2.0], "(nan|-2)")):
        with pytest.raises(ValueError, match=rf"(y_true|target) needs labels −1 or 1, or 0 or 1, got {shown}$"):
            framework.value(row, np.array([wrong]), x)
    with pytest.raises(ValueError, match="needs labels −1 or 1, or 0 or 1, got −1 and 0 together"):
        framework.value(row, np.array([[-1.0, 0.0, 1.0]]), x)


@STRICT
def test_signs_are_signs(framework, name):
    row = CATALOG[name]
    inputs = [np.zeros((1, 2))] * (len(row.inputs()) - 1)
    wrong = np.array([[0.0, 1.0]])
    inputs = [*inputs, wrong] if row.several else [wrong, *inputs]
    with pytest.raises(ValueError, match=r"needs −1 or 1, got 0; 2 \* y - 1 makes signs of labels 0 and 1"):
        framework.value(row, *inputs)
    wrong[:] = 3
    with pytest.raises(ValueError, match=r"needs −1 or 1, got 3$"):
        framework.value(row, *inputs)


def test_lists_of_class_indices_are_recognised(framework):
    with pytest.raises(ValueError, match=r"needs 0 or 1 for each class, got -1; lists of class indices padded with −1"):
        framework.value(CATALOG["multilabel_margin"], np.array([[1, 0, -1]]), np.zeros((1, 3)))


def test_labels_in_another_form_are_recognised(framework):
    one_hot, indices, x = np.eye(3, dtype=int), np.arange(3), np.zeros((3, 3))
    for name in ("crammer_singer", "multi_margin"):
        with pytest.raises(ValueError, match="is one-hot, an argmax over the classes makes indices of it"):
            framework.value(CATALOG[name], one_hot, x)
        with pytest.raises(ValueError, match=f"{name} needs labels from 0 to 2, got -1"):
            framework.value(CATALOG[name], indices - 1, x)
    with pytest.raises(ValueError, match=r"needs (y_true|target) of shape \(3, 3\) .* got \(3,\)$"):
        framework.value(CATALOG["categorical_hinge"], indices, x)


def test_scores_have_to_be_finite(numpy_losses):
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match="y_pred needs real numbers, got NaN or infinity"):
            numpy_losses.value(CATALOG["hinge"], np.ones((1, 1)), np.array([[bad]]))


def test_labels_are_not_looked_at_where_that_would_break_a_trace():
    import tensorflow as tf
    import torch

    import lossbook.tensorflow
    import lossbook.torch

    x, y = torch.zeros(2), torch.tensor([0.0, 1.0])
    for call in (
        torch.compile(lossbook.torch.hinge, backend="eager", fullgraph=True),
        torch.func.vmap(lossbook.torch.hinge),
    ):
        assert torch.all(call(x, y) == 1)
    assert np.all(tf.function(lossbook.tensorflow.hinge)(tf.constant([[0.0, 1.0]]), tf.zeros((1, 2))) == 1)


@pytest.mark.parametrize(
    ("name", "y_true", "y_pred"),
    [
        ("hinge", [[1, -1]], [[1.0, -1.0]]),
        ("squared_hinge", [[1, -1]], [[1.0, -1.0]]),
        ("categorical_hinge", [[1, 0], [0, 1]], [[1.0, -3.0], [0.5, 1.5]]),
        ("crammer_singer", [0, 1], [[3.0, 2.0], [0.5, 1.5]]),
        ("multi_margin", [0, 1], [[3.0, 2.0], [0.5, 1.5]]),
        ("multilabel_margin", [[1, 0], [0, 1]], [[3.0, 2.0], [0.5, 1.5]]),
        ("hinge_embedding", [[-1, -1]], [[1.0, 1.0]]),
    ],
)
def test_kink_where_the_margin_is_just_kept(framework, name, y_true, y_pred):
    """The slope is 0 on the one side, and the subgradient is 0 too; a little closer, and there is one."""
    row, y, x = CATALOG[name], np.array(y_true), np.array(y_pred)
    assert np.all(framework.value(row, y, x) == 0)
    assert np.all(framework.gradient(row, y, x) == 0)
    assert np.all(framework.gradient(row, y, 0.99 * x).any(-1))


@pytest.mark.parametrize("margin", [0.0, 1.0])
def test_kink_where_a_ranking_is_just_kept(framework, margin):
    """Equal scores with the default margin: nothing to learn from."""
    row, x2, target = CATALOG["margin_ranking"], np.array([[0.5, 2.0]]), np.array([[1, -1]])
    x1 = x2 + margin * target
    for gradient in framework.gradients(row, x1, x2, target, margin=margin):
        assert np.all(gradient == 0)
    first, second = framework.gradients(row, x1 - 0.01 * target, x2, target, margin=margin)
    assert np.all(np.sign(first) == -target)
    assert np.all(second == -first)


@pytest.mark.parametrize("name", ["hinge", "hinge_embedding", "margin_ranking"])
def test_frameworks_learn_from_a_margin_that_is_just_kept(name):
    """Where the catalog says that a framework's subgradient is another."""
    import keras
    import tensorflow as tf
    import torch

    if name == "hinge":
        x = tf.constant([[1.0]])
        with tf.GradientTape() as tape:
            tape.watch(x)
            loss = keras.losses.hinge([[1.0]], x)
        assert tape.gradient(loss, x) == -1
        return
    x1, x2, target = torch.ones(1, requires_grad=True), torch.ones(1), torch.tensor([-1.0])
    theirs = getattr(torch.nn.functional, f"{name}_loss")
    loss = theirs(x1, target, margin=1.0) if name == "hinge_embedding" else theirs(x1, x2, target)
    assert torch.autograd.grad(loss, x1)[0] == (-1 if name == "hinge_embedding" else 1)


def test_classes_that_tie_share_the_gradient(framework):
    x = np.array([[0.0, 0.0, 0.0, -1.0], [2.0, 5.0, 2.0, 5.0]])
    crammer_singer = framework.gradient(CATALOG["crammer_singer"], np.array([0, 0]), x)
    np.testing.assert_allclose(crammer_singer, [[-1, 0.5, 0.5, 0], [-1, 0.5, 0, 0.5]])
    one_hot = np.eye(4)[[0, 0]]  # the zero of the true class ties too in the first row
    categorical = framework.gradient(CATALOG["categorical_hinge"], one_hot, x)
    np.testing.assert_allclose(categorical, [[-1, 1 / 3, 1 / 3, 0], [-1, 0.5, 0, 0.5]], rtol=1e-12)


def test_all_negative_scores_show_the_zero_of_the_categorical_hinge(framework):
    """The label wins by 4, and yet costs 2: it is compared with its own zero."""
    x = np.array([[-1.0, -5.0, -6.0]])
    np.testing.assert_allclose(framework.value(CATALOG["categorical_hinge"], np.eye(3)[[0]], x), [2.0])
    np.testing.assert_allclose(framework.value(CATALOG["crammer_singer"], np.array([0]), x), [0.0])
    gradient = framework.gradient(CATALOG["categorical_hinge"], np.eye(3)[[0]], x)
    np.testing.assert_allclose(gradient, [[-1.0, 0.0, 0.0]])


@pytest.mark.parametrize("name", ["crammer_singer", "multi_margin"])
def test_one_class_alone_costs_nothing(framework, name):
    labels, x = np.zeros(2, int), np.array([[3.0], [-3.0]])
    assert np.all(framework.value(CATALOG[name], labels, x) == 0)
    assert np.all(framework.gradient(CATALOG[name], labels, x) == 0)


@pytest.mark.parametrize("row", [row for row in MARGIN if row.over_axis], ids=lambda row: row.name)
def test_class_axis_in_the_middle_as_images_have_it(framework, row):
    rng = np.random.default_rng(4)
    x = sample(row.predictions, rng, (2, 5, 3))
    y = sample(row.targets, rng, (2, 5, 3))
    options = {"class_weight": (1.0, 2.0, 3.0)} if "class_weight" in {p.name for p in row.parameters} else {}
    middle = [np.moveaxis(side, -1, 1).copy() if side.ndim == 3 else side for side in (y, x)]
    last = framework.value(row, y, x, **options)
    assert last.shape == (2, 5)
    np.testing.assert_allclose(framework.value(row, *middle, **{framework.axis: 1}, **options), last, rtol=1e-12)
    gradient = framework.gradient(row, *middle, **{framework.axis: 1}, **options)
    np.testing.assert_allclose(np.moveaxis(gradient, 1, -1), framework.gradient(row, y, x, **options), rtol=1e-10)


@pytest.mark.parametrize("row", [row for row in MARGIN if row.over_axis], ids=lambda row: row.name)
@pytest.mark.parametrize("axis", [-1, 0])
def test_a_graph_need_not_know_the_number_of_classes(row, axis):
    import tensorflow as tf

    import lossbook.tensorflow

    rng = np.random.default_rng(0)
    x, y = sample(row.predictions, rng, (5, 3)), sample(row.targets, rng, (5, 3))
    x, y = (np.ascontiguousarray(side.T) if axis == 0 else side for side in (x, y))
    function = getattr(lossbook.tensorflow, row.name)
    signature = [tf.TensorSpec([None] * side.ndim, side.dtype) for side in (y, x)]
    graph = tf.function(lambda y, x: function(y, x, axis=axis), input_signature=signature)
    np.testing.assert_allclose(graph(y, x), function(y, x, axis=axis), rtol=1e-12)


def test_soft_margin_is_binary_cross_entropy(framework):
    rng = np.random.default_rng(0)
    y, x = rng.integers(0, 2, (20, 3)), rng.normal(0, 30, (20, 3))
    soft = framework.value(CATALOG["soft_margin"], 2 * y - 1, x)
    entropy = framework.value(CATALOG["binary_cross_entropy"], y, x, from_logits=True)
    np.testing.assert_allclose(soft, entropy, rtol=1e-12, atol=1e-12)
    several = framework.value(CATALOG["multilabel_soft_margin"], y, x)
    np.testing.assert_allclose(several, entropy if entropy.ndim == 1 else entropy.mean(-1), rtol=1e-12, atol=1e-12)


def test_soft_margin_stays_finite_where_pytorch_does_not():
    import torch

    import lossbook.torch

    x, target = torch.tensor([-89.0], requires_grad=True), torch.ones(1)
    theirs = torch.nn.functional.soft_margin_loss(x, target)
    assert theirs.isinf()
    assert torch.autograd.grad(theirs, x)[0].isnan()
    ours = lossbook.torch.soft_margin(x, target)
    assert ours == 89
    assert torch.autograd.grad(ours, x)[0] == -1


@REDUCING
def test_multi_margin_means_and_class_weights(framework):
    import torch

    rng = np.random.default_rng(0)
    y, x, weights = rng.integers(0, 4, 8), rng.normal(size=(8, 4)), np.array([0.5, 2.0, 1.0, 3.0])
    row, options = CATALOG["multi_margin"], {"p": 2, "class_weight": tuple(weights)}
    theirs = torch.nn.functional.multi_margin_loss(torch.tensor(x), torch.tensor(y), 2, weight=torch.tensor(weights))
    mean = framework.value(row, y, x, reduction="mean", **options)
    np.testing.assert_allclose(mean, theirs)
    weighted = framework.value(row, y, x, reduction="weighted_mean", **options)
    np.testing.assert_allclose(weighted * weights[y].sum(), mean * 8)


@REDUCING
def test_multilabel_soft_margin_means_and_class_weights(framework):
    import torch

    rng = np.random.default_rng(0)
    y, x, weights = rng.integers(0, 2, (8, 4)), rng.normal(size=(8, 4)), np.array([0.5, 2.0, 1.0, 3.0])
    row = CATALOG["multilabel_soft_margin"]
    theirs = torch.nn.functional.multilabel_soft_margin_loss(*map(torch.tensor, (x, y, weights)))
    mean = framework.value(row, y, x, reduction="mean", class_weight=tuple(weights))
    np.testing.assert_allclose(mean, theirs)
    entries = framework.value(CATALOG["binary_cross_entropy"], y, x, from_logits=True, reduction="none")
    for scale in (1, 2):
        weighted = framework.value(row, y, x, reduction="weighted_mean", class_weight=tuple(scale * weights))
        np.testing.assert_allclose(weighted, np.average(entries, weights=np.tile(weights, (8, 1))))
    gradients = [
        framework.gradient(row, y, x, reduction="weighted_mean", class_weight=tuple(s * weights)) for s in (1, 2)
    ]
    np.testing.assert_allclose(*gradients)


@CASES
def test_going_down_the_gradient_lowers_the_loss(framework, case):
    """Every margin loss is convex in the scores."""
    inputs, history = [side.astype(float) if side.dtype.kind == "f" else side for side in case.inputs], []
    for _ in range(20):
        history.append(framework.value(case.row, *inputs, **case.options).sum())
        gradients = iter(framework.gradients(case.row, *inputs, **case.options))
        inputs = [
            side - 0.1 * next(gradients) if given.differentiable else side
            for given, side in zip(case.row.inputs(), inputs, strict=True)
        ]
    assert np.all(np.diff(history) <= 0)
    assert history[-1] < history[0]


@given(y=signs, a=scores, b=scores, indices=labels, members=subsets, share=st.floats(0, 1))
def test_margin_losses_are_convex_in_the_scores(y, a, b, indices, members, share):
    targets = {
        "hinge": y,
        "squared_hinge": y,
        "soft_margin": y,
        "hinge_embedding": y,
        "categorical_hinge": np.eye(3)[indices],
        "crammer_singer": indices,
        "multi_margin": indices,
        "multilabel_margin": members,
        "multilabel_soft_margin": members,
    }
    for name, target in targets.items():
        loss = getattr(losses, name)
        between = share * loss(target, a) + (1 - share) * loss(target, b)
        assert loss(target, share * a + (1 - share) * b) <= between + 1e-9


@given(y=signs, x=scores)
def test_margin_losses_bound_the_number_of_mistakes(y, x):
    mistakes = y * x <= 0
    for loss in (losses.hinge, losses.squared_hinge):
        assert np.all(loss(y, x, reduction="none") >= mistakes)
    assert np.all(losses.soft_margin(y, x, reduction="none") >= np.log(2) * mistakes)


@given(y=labels, x=scores, shift=st.floats(-100, 100))
def test_losses_of_differences_see_only_differences(y, x, shift):
    one_hot = np.eye(3)[y]
    for name, target in (("crammer_singer", y), ("multi_margin", y), ("multilabel_margin", one_hot)):
        loss = getattr(losses, name)
        np.testing.assert_allclose(loss(target, x + shift), loss(target, x), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(getattr(losses, f"{name}_grad")(target, x).sum(-1), 0, atol=1e-15)


@given(y=labels, x=scores)
def test_one_label_is_a_set_of_one_and_the_largest_violation_is_at_most_their_sum(y, x):
    options = {"reduction": "none"}
    multi = losses.multi_margin(y, x, **options)
    np.testing.assert_allclose(losses.multilabel_margin(np.eye(3)[y], x, **options), multi, rtol=1e-12)
    largest = losses.crammer_singer(y, x, **options)
    assert np.all(largest <= 3 * multi * (1 + 1e-12))
    assert np.all(largest <= losses.categorical_hinge(np.eye(3)[y], x, **options) * (1 + 1e-12))


def test_keras_class_of_hinge_learns_from_zeros_and_ones(tmp_path):
    """Labels (N,) of 0 and 1 and a layer with one output, as Keras users have them."""
    import keras

    import lossbook.tensorflow

    rng = np.random.default_rng(0)
    x = rng.normal(size=(64, 3)).astype("float32")
    y = (x[:, 0] > 0).astype("float32")
    for name in ("Hinge", "SquaredHinge", "SoftMargin"):
        keras.utils.set_random_seed(0)
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        model.compile(keras.optimizers.SGD(0.2), getattr(lossbook.tensorflow, name)())
        history = model.fit(x, y, epochs=5, batch_size=64, verbose=0).history["loss"]
        assert history[-1] < history[0]


def test_keras_class_of_ranking_takes_one_score_a_sample():
    import lossbook.tensorflow

    x1, x2, target = np.array([0.5, 0.5, 3.0]), np.array([2.0, 2.0, 1.0]), np.array([1.0, -1.0, -1.0])
    weight = np.array([1.0, 5.0, 2.0])
    loss = lossbook.tensorflow.MarginRanking(margin=1.0, reduction="none")
    expected = losses.margin_ranking(x1, x2, target, margin=1.0, sample_weight=weight, reduction="none")
    pair = np.stack([x1, x2], 1)
    for y_pred in (pair, pair[..., None]):
        for y_true in (target, target[:, None]):
            np.testing.assert_allclose(loss(y_true, y_pred, sample_weight=weight), expected)
