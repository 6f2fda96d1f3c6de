"""A parameter means the same, or is refused alike, in every package, in a function as in a class."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from lossbook.catalog import CATALOG

LOGITS = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 0.3]])
LABELS = np.array([0, 2])
MASKED = np.ma.array([1.0, 2.0, 3.0], mask=[False, True, False])


def kind(value):
    """An id for a test that two processes agree on."""
    return value if isinstance(value, str) else type(value).__name__


def by_function(framework, row, **options):
    return framework.value(row, LABELS, LOGITS, **{"from_logits": True, **options})


def by_class(autodiff, row, **options):
    options = {"from_logits": True, "reduction": "none", **options}
    if autodiff.name == "torch":
        made = getattr(autodiff.package, f"{row.class_name}Loss")(**options)
        return made(torch.tensor(LOGITS), torch.tensor(LABELS)).numpy()
    made = getattr(autodiff.package, row.class_name)(dtype="float64", **options)
    return type(made).from_config(made.get_config())(LABELS, LOGITS).numpy()


FOCAL = CATALOG["sparse_categorical_focal"]
LEGAL = {
    "gamma": (2.0, [2, np.float32(2), np.float64(2), np.int64(2), Fraction(2)]),
    "alpha": (
        [1.0, 2.0, 3.0],
        [
            *((1, 2, 3), range(1, 4), [np.float32(1), 2, Fraction(3)]),
            *(np.array([1, 2, 3]), np.float32([1, 2, 3]), torch.tensor([1.0, 2.0, 3.0]), torch.tensor([1, 2, 3])),
        ],
    ),
    "label_smoothing": (0.5, [np.float16(0.5), Fraction(1, 2)]),
    "ignore_index": (2, [np.int64(2), np.uint8(2)]),
}
ILLEGAL = {
    "gamma": [True, np.bool_(True), None, "2", [2.0], np.array(2.0), torch.tensor(2.0), 2j, float("nan"), np.inf],
    "alpha": [
        *(True, "abc", ["a", "b", "c"], [1, 2], [[1, 2, 3]], {1, 2, 3}, {0: 1}, [1j, 2, 3], (x for x in (1, 2, 3))),
        *(MASKED, [1, -1, 3], np.array([1, np.nan, 3]), torch.tensor([1.0, -1.0, 3.0])),
    ],
    "ignore_index": [0.0, False, np.bool_(False), "0", np.array(0)],
    "label_smoothing": [np.float32(-1), np.float64("nan"), 1 + 1e-9],
    "from_logits": [1, "yes", np.array(True)],
}
LEGAL_CASES = [(name, plain, value) for name, (plain, values) in LEGAL.items() for value in values]
ILLEGAL_CASES = [(name, value) for name, values in ILLEGAL.items() for value in values]


@pytest.mark.parametrize(("name", "plain", "value"), LEGAL_CASES, ids=kind)
def test_numbers_of_every_kind_mean_the_same_to_a_function(framework, name, plain, value):
    expected = by_function(framework, FOCAL, **{name: plain})
    np.testing.assert_allclose(by_function(framework, FOCAL, **{name: value}), expected, rtol=1e-15)


@pytest.mark.parametrize(("name", "plain", "value"), LEGAL_CASES, ids=kind)
def test_and_to_a_class(autodiff, name, plain, value):
    expected = by_function(autodiff, FOCAL, **{name: plain})
    np.testing.assert_allclose(by_class(autodiff, FOCAL, **{name: value}), expected, rtol=1e-15)


@pytest.mark.aspect("bad input")
@pytest.mark.parametrize(("name", "value"), ILLEGAL_CASES, ids=kind)
@pytest.mark.parametrize("row", [FOCAL], ids=lambda row: row.name)
def test_what_is_no_such_parameter_is_refused_by_function_and_class(framework, row, name, value):
    calls = [by_function] if framework.name == "numpy" else [by_function, by_class]
    for call in calls:
        with pytest.raises((TypeError, ValueError), match=f"{name} needs"):
            call(framework, row, **{name: value})


@pytest.mark.slow
@pytest.mark.parametrize("alpha", [[1.0, 2.0, 3.0], (1, 2, 3), 2, torch.tensor([1.0, 2.0, 3.0])], ids=kind)
def test_weights_of_classes_need_no_tensor_under_torch_compile(alpha):
    from lossbook.torch import sparse_categorical_focal

    logits, labels = torch.tensor(LOGITS), torch.tensor(LABELS)

    def loss(logits):
        return sparse_categorical_focal(logits, labels, alpha=alpha, from_logits=True)

    compiled = torch.compile(loss, fullgraph=True, backend="eager")
    torch.testing.assert_close(compiled(logits), loss(logits))
