"""Bad input: an error at once that says what was given and what is wanted, and names the well-known mistakes."""

import re

import cases
import numpy as np
import pytest

from lossbook.catalog import CATALOG
from lossbook.samples import illegal

CASES = pytest.mark.parametrize("case", [c for c in cases.DEFAULT if not c.options], ids=lambda c: c.row.name)
REDUCING = pytest.mark.parametrize("framework", ["numpy", "torch"], indirect=True)
ILLEGAL = [(row, p, value) for row in CATALOG.values() for p in row.parameters for value in illegal(p)]


@pytest.mark.aspect("bad input")
@CASES
def test_wrong_shape_is_refused_and_both_shapes_are_named(framework, case):
    with pytest.raises(ValueError, match=rf"{case.row.name} needs .* of shape .*, got \({cases.SAMPLES - 1},"):
        inputs = list(case.inputs)
        given = case.row.inputs()
        own = [i for i in range(len(given)) if not cases.is_shared(given[i])]
        other = own[1] if given[0].differentiable else own[0]  # shapes are measured by the first differentiable input
        inputs[other] = inputs[other][:-1]
        framework.value(case.row, *inputs)


@pytest.mark.parametrize("name", ["binary_cross_entropy", "binary_focal"])
def test_column_against_vector_is_never_broadcast(framework, name):
    with pytest.raises(ValueError, match=r"drop the last axis of \w+: broadcast, every row would meet every other"):
        framework.value(CATALOG[name], np.ones(3), np.full((3, 1), 0.5))
    with pytest.raises(ValueError, match=r"drop the last axis of \w+"):
        framework.value(CATALOG[name], np.ones((3, 1)), np.full(3, 0.5))


@pytest.mark.parametrize("name", ["categorical_cross_entropy", "categorical_focal"])
def test_labels_in_the_other_form_are_recognised(framework, name):
    p = np.full((2, 4), 0.25)
    with pytest.raises(ValueError, match=f"holds class indices, use sparse_{name}"):
        framework.value(CATALOG[name], np.array([0, 1]), p)
    with pytest.raises(ValueError, match=f"is one-hot, use {name}"):
        framework.value(CATALOG[f"sparse_{name}"], np.eye(4, dtype=int)[:2], p)


@pytest.mark.aspect("bad input")
@pytest.mark.parametrize(("row", "parameter", "value"), ILLEGAL, ids=lambda v: getattr(v, "name", None) or repr(v))
def test_illegal_parameter_is_refused_by_name(framework, row, parameter, value):
    case = next(c for c in cases.DEFAULT if c.row is row)
    with pytest.raises((ValueError, TypeError), match=re.escape(f"{parameter.name} needs {parameter.words}, got")):
        framework.value(row, *case.inputs, **cases.class_axis(row, framework.axis), **{parameter.name: value})


@pytest.mark.aspect("bad input")
@pytest.mark.parametrize(("row", "parameter", "value"), ILLEGAL, ids=lambda v: getattr(v, "name", None) or repr(v))
def test_class_refuses_an_illegal_parameter_when_it_is_made(autodiff, row, parameter, value):
    loss_class = getattr(autodiff.package, row.class_name + ("Loss" if autodiff.name == "torch" else ""))
    with pytest.raises((ValueError, TypeError), match=f"{parameter.name} needs"):
        loss_class(**cases.class_axis(row, autodiff.axis), **{parameter.name: value})


@pytest.mark.parametrize("name", ["class_weight", "alpha", "pos_weight"])
def test_wrong_number_of_class_weights_is_refused(framework, name):
    row = next(r for r in CATALOG.values() if name in {p.name for p in r.parameters} and r.name != "binary_focal")
    case = next(c for c in cases.DEFAULT if c.row is row)
    with pytest.raises(ValueError, match=rf"{name} needs .*, got shape \(3,\) for 4 classes"):
        framework.value(row, *case.inputs, **{name: (1.0, 2.0, 3.0)})


@REDUCING
@CASES
def test_unknown_reduction_is_refused(framework, case):
    with pytest.raises(ValueError, match="reduction needs to be one of mean, weighted_mean, sum, none, got 'average'"):
        framework.value(case.row, *case.inputs, reduction="average")
    with pytest.raises(ValueError, match='Keras\'s "sum_over_batch_size" is "mean" here'):
        framework.value(case.row, *case.inputs, reduction="sum_over_batch_size")


@REDUCING
@CASES
def test_weights_of_another_shape_are_refused(framework, case):
    with pytest.raises(ValueError, match=r"sample_weight needs shape \(6.*\), or its leading axes, got \(5,\)"):
        framework.value(case.row, *case.inputs, sample_weight=np.ones(5))


@pytest.mark.aspect("bad input")
@CASES
def test_wrong_dtype_is_refused(framework, case):
    with pytest.raises(TypeError, match="needs"):
        framework.value(case.row, *case.inputs, dtype="complex128")


@pytest.mark.parametrize("name", ["sparse_categorical_cross_entropy", "sparse_categorical_focal"])
def test_labels_out_of_range_are_refused(framework, name):
    p = np.full((2, 4), 0.25)
    with pytest.raises(ValueError, match=f"{name} needs labels from 0 to 3, got 4"):
        framework.value(CATALOG[name], np.array([0, 4]), p)
    with pytest.raises(ValueError, match="got -1; to leave positions out, pass ignore_index"):
        framework.value(CATALOG[name], np.array([0, -1]), p)


@REDUCING
@pytest.mark.parametrize("name", ["sparse_categorical_cross_entropy", "sparse_categorical_focal"])
def test_float_labels_are_refused_with_the_cure(framework, name):
    with pytest.raises(TypeError, match=r"needs integer labels, got .*float64.*become labels by"):
        framework.value(CATALOG[name], np.array([0.0, 1.0]), np.full((2, 4), 0.25))


def test_float_labels_from_keras_are_labels(numpy_losses):
    import lossbook.tensorflow as losses

    p = np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]], "float32")
    actual = losses.sparse_categorical_cross_entropy(np.array([0.0, 2.0], "float32"), p)
    np.testing.assert_allclose(actual, -np.log([0.7, 0.7]), rtol=1e-6)


@pytest.mark.parametrize(
    ("name", "y_true", "y_pred", "options", "message"),
    [
        ("binary_cross_entropy", [2.0], [0.5], {}, "y_true needs labels 0 or 1, .*got values from 2 to 2"),
        ("binary_cross_entropy", [1.0], [1.5], {}, "if these are logits, pass from_logits=True"),
        ("binary_cross_entropy", [1.0], [np.nan], {}, "y_pred needs probabilities in .*, got NaN"),
        ("binary_cross_entropy", [1.0], [np.nan], {"from_logits": True}, "y_pred needs logits.*, got NaN"),
        ("binary_focal", [1.0], [-np.inf], {"from_logits": True}, "rules out.*what y_true calls possible"),
        ("categorical_cross_entropy", [[1.0, 0]], [[0.5, 0.6]], {}, "got a sum of 1.1; if these are logits"),
        ("categorical_cross_entropy", [[1.0, 1.0]], [[0.5, 0.5]], {}, "for several classes at once use binary_cross"),
        ("categorical_focal", [[1.0, 0]], [[3.0, -1.0]], {}, "got values from -1 to 3; if these are logits"),
        ("categorical_focal", [[1.0, 0]], [[np.inf, 0]], {"from_logits": True}, r"got \+∞"),
        ("categorical_focal", [[1.0, 0]], [[-np.inf, 0]], {"from_logits": True}, "what y_true calls possible"),
        ("sparse_categorical_focal", [0], [[-np.inf, 0]], {"from_logits": True}, "what y_true calls possible"),
        ("sparse_categorical_focal", [0], [[-np.inf, -np.inf]], {"from_logits": True}, "a row of −∞ alone"),
        (
            "sparse_categorical_cross_entropy",
            [1],
            [[-np.inf, 0.0]],
            {"from_logits": True, "label_smoothing": 0.1},
            "label smoothing leaves no target certain",
        ),
        ("binary_cross_entropy", [1.0], [0.5], {"sample_weight": [-1.0]}, "sample_weight needs finite non-negative"),
        ("binary_cross_entropy", [1.0], [0.5], {"sample_weight": [np.inf]}, "sample_weight needs finite non-negative"),
    ],
)
def test_numpy_looks_at_values(numpy_losses, name, y_true, y_pred, options, message):
    with pytest.raises(ValueError, match=message):
        numpy_losses.value(CATALOG[name], np.array(y_true), np.array(y_pred), **options)


def test_torch_wants_tensors_and_floating_point():
    import torch

    from lossbook.torch import binary_cross_entropy

    with pytest.raises(TypeError, match="input needs a tensor, got list"):
        binary_cross_entropy([0.5], torch.ones(1))
    with pytest.raises(TypeError, match=r"input needs a floating-point dtype, got torch\.int64"):
        binary_cross_entropy(torch.ones(1, dtype=torch.int64), torch.ones(1))


def test_tensorflow_names_too_many_arguments():
    import lossbook.tensorflow as losses

    with pytest.raises(TypeError, match="takes from 2 to 7 positional arguments but 8 were given"):
        losses.binary_cross_entropy([[1.0]], [[0.5]], False, 0.0, None, 1e-7, -1, 3)
    by_name = losses.binary_cross_entropy([[1.0]], [[0.5]], from_logits=True)
    np.testing.assert_allclose(losses.binary_cross_entropy([[1.0]], [[0.5]], True), by_name)


def test_checks_stay_on_under_torch_compile():
    import torch

    from lossbook.torch import binary_cross_entropy

    compiled = torch.compile(lambda x, y: binary_cross_entropy(x, y, from_logits=True), backend="eager")
    with pytest.raises(ValueError, match="needs target of shape"):
        compiled(torch.zeros(3), torch.zeros(3, 1))


def test_checks_stay_on_in_a_graph_of_unknown_length():
    import tensorflow as tf

    import lossbook.tensorflow as losses

    signature = [tf.TensorSpec([None, 2], tf.float32)] * 2
    graph = tf.function(losses.binary_cross_entropy, input_signature=signature)
    assert graph(tf.ones((3, 2)), tf.fill((3, 2), 0.5)).shape == (3,)
    with pytest.raises(tf.errors.InvalidArgumentError, match="needs another shape of y_true beside"):
        graph(tf.ones((1, 2)), tf.fill((3, 2), 0.5))


@pytest.mark.parametrize("side", ["y_true", "y_pred"])
def test_numpy_refuses_a_masked_array_with_the_cure(side):
    """Its mask would be lost on the way, and what is masked would count."""
    from lossbook.numpy import mean_squared_error

    masked = np.ma.masked_array([1.0, 2.0], [False, True])
    with pytest.raises(
        TypeError, match=rf"{side} is a masked array, whose mask would be lost: pass .*sample_weight=~mask"
    ):
        mean_squared_error(**{"y_true": [1.0, 5.0], "y_pred": [1.0, 5.0]} | {side: masked})
    cured = mean_squared_error([1.0, 5.0], masked.filled(), sample_weight=~masked.mask, reduction="weighted_mean")
    assert cured == 0


SINGLE = [c for c in cases.DEFAULT if c.row.layout == "elementwise"]


@pytest.mark.parametrize("case", SINGLE, ids=str)
def test_numpy_takes_single_numbers(numpy_losses, case):
    one = [side[0, 0] for side in case.inputs]
    expected = cases.expected_value(case)[0, 0]
    for reduction in ("mean", "sum", "none"):
        found = numpy_losses.value(case.row, *one, reduction=reduction, **case.options)
        assert np.shape(found) == ()
        np.testing.assert_allclose(found, expected, rtol=1e-12)
    np.testing.assert_allclose(numpy_losses.value(case.row, *one, sample_weight=2.0, **case.options), 2 * expected)
    for found, wanted in zip(
        numpy_losses.gradients(case.row, *one, **case.options), cases.expected_gradients(case), strict=True
    ):
        assert np.shape(found) == ()
        np.testing.assert_allclose(found, wanted[0, 0], rtol=1e-9)


@pytest.mark.parametrize("order", [("float32", "float64"), ("float64", "float32")])
def test_all_predictions_decide_the_dtype_and_not_the_first_alone(order):
    from lossbook.numpy import cosine_embedding

    x1, x2 = (np.ones((2, 3), dtype) for dtype in order)
    assert cosine_embedding(x1, x2, [1, 1], reduction="none").dtype == np.float64


def test_many_classes_of_a_multilabel_margin_need_no_table_of_all_pairs():
    """(16, 3000) has 144 million pairs: over a gigabyte, of which only a small part is ever needed at once."""
    import tracemalloc

    from lossbook.numpy import multilabel_margin, multilabel_margin_grad

    scores = np.random.default_rng(0).normal(size=(16, 3000))
    labels = (scores > 3).astype(float)
    for loss in (multilabel_margin, multilabel_margin_grad):
        tracemalloc.start()
        loss(labels, scores)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20e6


def test_an_input_given_twice_is_refused(framework):
    one = framework.tensor([[1.0, 2.0]])
    name = "target" if framework.name == "torch" else "y_true"
    with pytest.raises(TypeError, match=f"multiple values for argument '{name}'"):
        framework.package.huber(one, one, **{name: one})


@pytest.mark.parametrize("total", [0.9, 1.1])
def test_rows_that_do_not_sum_to_1_are_refused(numpy_losses, total):
    labels, rows = np.eye(2), total * np.array([[0.5, 0.5], [0.25, 0.75]])
    for axis in (-1, 0):  # by a product, and by a sum
        with pytest.raises(ValueError, match=f"got a sum of {total:g}"):
            turned = (labels, rows) if axis == -1 else (labels.T, rows.T)
            numpy_losses.value(CATALOG["categorical_cross_entropy"], *turned, axis=axis)
