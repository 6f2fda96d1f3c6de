"""What the doctor says of targets and outputs: for each rule a faulty batch, and its mended twin without a finding."""

import numpy as np
import pytest

from lossbook.catalog import CATALOG
from lossbook.doctor import examine_outputs
from lossbook.doctor.losses import ACTIVATIONS, KINDS, TARGETS, fault, wanted

RNG = np.random.default_rng(0)
N, K = 64, 5
Z = RNG.normal(size=(N, K))
P = np.exp(Z) / np.exp(Z).sum(1, keepdims=True)
S = 1 / (1 + np.exp(-Z))
LABELS = RNG.integers(0, K, N)
LABELS[:K] = range(K)
ROWS = np.eye(K)[LABELS]
TAGS = (RNG.random((N, K)) < 0.5) * 1.0
TAGS[0] = 1
YES = (RNG.random((N, 1)) < 0.5) * 1.0
ONE = RNG.normal(size=(N, 1))
SIGMOID = 1 / (1 + np.exp(-ONE))
NUMBERS = RNG.normal(size=(N, 1))
RELU = np.maximum(ONE, 0)
COUNTS = RNG.poisson(3, (N, 1)) * 1.0

FULL = LABELS.reshape(16, 4)
FILLED = np.where(np.arange(4) < 1 + np.arange(16)[:, None] % 4, np.maximum(FULL, 1), 0)


def case(code, loss, faulty, mended, name=""):
    return pytest.param(code, loss, faulty, mended, id=f"{code}-{loss}{name and '-' + name}")


def given(y_true, y_pred, **options):
    return {"y_true": y_true, "y_pred": y_pred, **options}


CASES = [
    case("LB101", "binary_crossentropy", given(YES, np.ones((N, 1)), activation="softmax"), given(YES, SIGMOID)),
    case("LB102", "CrossEntropyLoss", given(LABELS, P), given(LABELS, Z)),
    case("LB102", "CrossEntropyLoss", given(ROWS, P, activation="softmax"), given(ROWS, Z), "rows"),
    case("LB102", "categorical_crossentropy", given(ROWS, P, logits=True), given(ROWS, P)),
    case("LB103", "BCEWithLogitsLoss", given(YES, SIGMOID, activation="sigmoid"), given(YES, ONE, activation="linear")),
    case("LB104", "sparse_categorical_crossentropy", given(LABELS, Z), given(LABELS, Z, logits=True)),
    case("LB104", "BCELoss", given(YES, ONE), given(YES, SIGMOID)),
    case("LB105", "NLLLoss", given(LABELS, P), given(LABELS, np.log(P))),
    case("LB105", "NLLLoss", given(LABELS, Z, activation="linear"), given(LABELS, np.log(P)), "raw"),
    case("LB106", "categorical_crossentropy", given(ROWS, S), given(ROWS, P)),
    case("LB106", "CrossEntropyLoss", given(LABELS, S, activation="sigmoid"), given(LABELS, Z)),
    case("LB107", "binary_crossentropy", given(TAGS, P), given(TAGS, S)),
    case("LB107", "BCEWithLogitsLoss", given(TAGS, P, activation="softmax"), given(TAGS, Z)),
    case("LB108", "CrossEntropyLoss", given(LABELS * 0, ONE), given(LABELS, Z)),
    case("LB109", "CrossEntropyLoss", given(LABELS, np.maximum(Z, 0), activation="relu"), given(LABELS, Z)),
    case("LB109", "BCEWithLogitsLoss", given(YES, np.tanh(ONE), activation="tanh"), given(YES, ONE)),
    case("LB110", "mse", given(3 * NUMBERS.repeat(K, 1), P, activation="softmax"), given(NUMBERS, ONE)),
    case("LB111", "mse", given(YES, SIGMOID, activation="sigmoid"), given(YES, SIGMOID * 0.5)),
    case("LB112", "mse", given(NUMBERS, RELU, activation="relu"), given(np.abs(NUMBERS), RELU, activation="relu")),
    case("LB112", "l1_loss", given(3 * NUMBERS, np.tanh(ONE), activation="tanh"), given(NUMBERS, ONE)),
    case("LB113", "hinge", given(YES, SIGMOID, activation="sigmoid"), given(YES, ONE)),
    case("LB114", "KLDivLoss", given(P, P[::-1]), given(P, np.log(P[::-1]))),
    case("LB114", "KLDivergence", given(P, Z), given(P, P[::-1])),
    case(
        "LB115",
        "PoissonNLLLoss",
        given(COUNTS, np.exp(ONE), activation="exponential"),
        given(COUNTS, ONE, activation="linear"),
    ),
    case("LB115", "poisson", given(COUNTS, ONE, framework="keras"), given(COUNTS, np.exp(ONE), framework="keras")),
    case("LB116", "mse", given(NUMBERS, np.zeros((N, 1))), given(NUMBERS, ONE)),
    case("LB201", "categorical_crossentropy", given(LABELS, P), given(ROWS, P)),
    case("LB201", "categorical_crossentropy", given(LABELS[:, None], P), given(ROWS, P), "column"),
    case("LB201", "sparse_categorical_crossentropy", given(ROWS, P), given(LABELS, P)),
    case("LB202", "CrossEntropyLoss", given(LABELS + 1, Z), given(LABELS, Z)),
    case("LB202", "sparse_categorical_crossentropy", given(LABELS + 1, P), given(LABELS[:, None], P)),
    case("LB203", "BCEWithLogitsLoss", given(2 * YES - 1, ONE), given(YES, ONE)),
    case("LB203", "SoftMarginLoss", given(YES, ONE), given(2 * YES - 1, ONE)),
    case("LB203", "HingeEmbeddingLoss", given(YES, np.abs(ONE)), given(2 * YES - 1, np.abs(ONE))),
    case("LB203", "binary_crossentropy", given(255 * S, S), given(S, S[::-1]), "pixels"),
    case("LB204", "categorical_crossentropy", given(TAGS, P), given(ROWS, P)),
    case("LB205", "MSELoss", given(NUMBERS[:, 0], ONE), given(NUMBERS, ONE)),
    case("LB205", "L1Loss", given(NUMBERS, ONE[:, 0]), given(NUMBERS[:, 0], ONE[:, 0])),
    case("LB206", "CrossEntropyLoss", given(LABELS, np.exp(Z) / np.exp(Z).sum(0)), given(LABELS, Z)),
    case("LB206", "categorical_crossentropy", given(ROWS, np.exp(Z) / np.exp(Z).sum(0)), given(ROWS, P)),
    case("LB207", "binary_crossentropy", given(SIGMOID, YES), given(YES, SIGMOID)),
    case(
        "LB402", "sparse_categorical_crossentropy", given(FILLED, P.reshape(16, 4, K)), given(FULL, P.reshape(16, 4, K))
    ),
    case("LB508", "mse", given(NUMBERS, np.where(ONE > 0, ONE, np.nan)), given(NUMBERS, ONE)),
    case("LB509", "mse", given(NUMBERS * 1000, np.float16(ONE)), given(NUMBERS * 10, np.float16(ONE))),
    case("LB509", "BCELoss", given(YES, np.float16(1 / (1 + np.exp(-20 * ONE)))), given(YES, np.float16(SIGMOID))),
    case("LB510", "CrossEntropyLoss", given(LABELS, 255 * Z), given(LABELS, Z)),
    case("LB510", "mse", given(NUMBERS, 100 * ONE), given(100 + NUMBERS, ONE)),
    case("LB510", "binary_crossentropy", given(YES, 100 * ONE, logits=True), given(YES, ONE, logits=True)),
]


@pytest.mark.parametrize(("code", "loss", "faulty", "mended"), CASES)
def test_the_fault_is_found_with_a_number_and_its_twin_has_none(code, loss, faulty, mended):
    found = examine_outputs(loss, **faulty)
    assert [each.code for each in found] == [code]
    assert found[0].numbers and any(digit in found[0].witness for digit in "0123456789")
    assert examine_outputs(loss, **mended) == []


@pytest.mark.parametrize(
    ("loss", "y_true", "y_pred", "options", "number", "value"),
    [
        (
            "CrossEntropyLoss",
            np.arange(N) % 10,
            np.full((N, 10), 0.1) + 1e-9,
            {"activation": "softmax"},
            "floor",
            1.461150,
        ),
        ("MSELoss", np.array([1.0, 2, 3]), np.array([[1.0], [2], [3]]), {}, "perfect", 4 / 3),
        ("BCEWithLogitsLoss", YES * 0, SIGMOID, {"activation": "sigmoid"}, "floor", np.log(2)),
        ("mse", np.array([[-1.0], [1], [1], [1]]), np.ones((4, 1)), {"activation": "relu"}, "floor", 0.25),
    ],
)
def test_the_witness_is_what_one_gets_by_hand(loss, y_true, y_pred, options, number, value):
    (found,) = examine_outputs(loss, y_true, y_pred, **options)
    assert found.numbers[number] == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("loss", "y_true", "y_pred", "options"),
    [
        # Two classes that share a whole cost the same under a binary and under a categorical loss.
        ("BCELoss", ROWS[:, :2] + [[0.0, 0.0]] * N, None, {}),
        # A policy's gradient: rows of a single number that isn't 1.
        ("categorical_crossentropy", ROWS * NUMBERS, P, {"activation": "softmax"}),
        # Label smoothing, mixed labels, soft targets.
        ("categorical_crossentropy", 0.9 * ROWS + 0.02, P, {"activation": "softmax"}),
        # What the loss leaves out.
        ("CrossEntropyLoss", np.where(LABELS == 0, -100, LABELS), Z, {}),
        ("CrossEntropyLoss", np.where(LABELS == 0, 255, LABELS), Z, {"ignore_index": 255}),
        # Shares of a whole, and a softmax that gives them.
        ("mse", P[::-1], P, {"activation": "softmax"}),
        # An autoencoder's pixels.
        ("mse", S[::-1], S, {"activation": "sigmoid"}),
        ("binary_crossentropy", S[::-1], S, {"activation": "sigmoid"}),
        # Logits that happen to lie between 0 and 1.
        ("BCEWithLogitsLoss", YES, SIGMOID * 0.2, {}),
        # Classes on the second axis, as PyTorch has them.
        ("CrossEntropyLoss", LABELS.reshape(16, 4), RNG.normal(size=(16, K, 4)), {}),
        ("hinge", YES, ONE, {}),
        ("hinge", 2 * YES - 1, ONE, {}),
        ("dice", ROWS, P, {"activation": "softmax"}),
        ("mse", NUMBERS[:, 0], ONE, {"framework": "keras"}),  # which Keras aligns
        ("NLLLoss", LABELS, np.log(P), {"activation": "log_softmax"}),
    ],
)
def test_what_looks_suspicious_and_is_right(loss, y_true, y_pred, options):
    if y_pred is None:
        share = P[:, :1] / P[:, :2].sum(1, keepdims=True)
        y_pred, y_true = np.hstack([share, 1 - share]), np.hstack([YES, 1 - YES])
        options = {"activation": "softmax"}
    assert examine_outputs(loss, y_true, y_pred, **options) == []


def test_a_softmax_under_a_binary_loss_is_milder_where_the_classes_exclude_each_other():
    (found,) = examine_outputs("binary_crossentropy", ROWS, P, activation="softmax")
    assert (found.code, found.severity) == ("LB107", "wasteful")


def test_bad_input_is_a_sentence():
    with pytest.raises(ValueError, match="no loss is called 'my_loss'"):
        examine_outputs("my_loss", LABELS, Z)
    with pytest.raises(ValueError, match="y_true is empty"):
        examine_outputs("mse", [], [])
    with pytest.raises(TypeError, match="y_pred needs numbers"):
        examine_outputs("mse", [1.0], ["a"])
    with pytest.raises(ValueError, match="activation needs one of linear, softmax"):
        examine_outputs("mse", [1.0], [1.0], activation="dense")


@pytest.mark.parametrize("row", CATALOG.values(), ids=lambda row: row.name)
def test_every_row_of_the_catalog_says_what_it_wants(row):
    found = wanted(row.name)
    assert found is not None and found.row is row
    assert not found.kind or found.kind in KINDS.values()
    assert not found.targets or found.targets in TARGETS.values()
    for activation in ACTIVATIONS:
        assert fault(found, activation, columns=3) in {"", *(f"LB1{n:02}" for n in range(1, 18))}
    if row.logits:
        assert wanted(row.name, from_logits=True).kind in ("logits", "class logits")


def test_what_belongs_together_is_no_fault():
    for name, framework, activation in [
        ("CrossEntropyLoss", "torch", "linear"),
        ("NLLLoss", "torch", "log_softmax"),
        ("BCELoss", "torch", "sigmoid"),
        ("BCEWithLogitsLoss", "torch", "linear"),
        ("KLDivLoss", "torch", "log_softmax"),
        ("categorical_crossentropy", "keras", "softmax"),
        ("sparse_categorical_crossentropy", "keras", "softmax"),
        ("binary_crossentropy", "keras", "sigmoid"),
        ("poisson", "keras", "softplus"),
        ("hinge", "keras", "tanh"),
        ("mse", "keras", "relu"),
    ]:
        assert not fault(wanted(name, framework), activation, columns=3)
