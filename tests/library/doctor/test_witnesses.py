"""The number that a finding of reading gives is that of the program's own loss, as PyTorch or Keras computes it."""

import math

import keras
import numpy as np
import pytest
import torch
from programs import KERAS, TORCH, found
from torch import nn
from torch.nn import functional as F

from lossbook.doctor.read import read_source


def silent(source):
    return read_source(source) == []


# Targets of another kind.


@pytest.mark.parametrize("classes", [2, 4, 5, 10])
def test_a_softmax_over_the_samples_never_sums_to_1_by_chance(classes):
    one = found(TORCH + f"m = nn.Linear(20, {classes})\nF.nll_loss(F.log_softmax(m(x), dim=0), y).backward()\n")
    shares = torch.softmax(torch.zeros(2 * classes, classes), dim=0).sum(1)
    assert one.numbers["sum"] == pytest.approx(float(shares[0])) == 0.5
    assert f"over {2 * classes} samples" in one.witness


@pytest.mark.parametrize("name", ["MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss"])
def test_a_broadcast_counts_differences_under_every_loss(name):
    one = found(TORCH + f"y = torch.randn(64)\nm = nn.Linear(3, 1)\nnn.{name}()(m(torch.randn(64, 3)), y).backward()\n")
    pairs = (torch.zeros(3, 1) - torch.zeros(3)).numel()
    assert one.witness == f"3 predictions and 3 targets make {pairs} differences, and not 3"


SIGNS = {
    "SoftMarginLoss()": lambda x, y: nn.SoftMarginLoss()(x, y),
    "MarginRankingLoss(margin=0.7)": lambda x, y: nn.MarginRankingLoss(margin=0.7)(x, 0 * x, y),
    "MarginRankingLoss()": lambda x, y: nn.MarginRankingLoss()(x, 0 * x, y),
    "CosineEmbeddingLoss()": lambda x, y: nn.CosineEmbeddingLoss()(x[:, None], x[:, None] + 1, y),
}


@pytest.mark.parametrize("loss", SIGNS)
def test_a_target_of_0_for_a_sign(loss):
    outputs = "m(x)" if "Soft" in loss else "m(x), m(z)"
    one = found(TORCH + f"m = nn.Linear(3, 1)\ny = torch.randint(0, 2, (64, 1))\nnn.{loss}({outputs}, y).backward()\n")
    given = [float(SIGNS[loss](torch.tensor([output]), torch.zeros(1))) for output in (-3.0, 3.0)]
    assert given == pytest.approx([one.numbers["loss"]] * 2)
    assert f"the loss is {one.numbers['loss']:.4f} whatever it is" in one.witness


def test_a_target_of_0_for_a_hinge_of_embeddings_counts_as_both():
    one = found(
        TORCH + "m = nn.Linear(3, 1)\ny = torch.randint(0, 2, (64, 1))\nnn.HingeEmbeddingLoss()(m(x), y).backward()\n"
    )
    at_3, at_minus_3 = (float(nn.HingeEmbeddingLoss()(torch.tensor([x]), torch.zeros(1))) for x in (3.0, -3.0))
    assert at_3 == one.numbers["loss"] == 3 and at_minus_3 == 1
    assert "no say" not in one.witness


def test_a_loss_that_refuses_a_target_is_not_said_to_fall():
    program = TORCH + "m = nn.Linear(3, 1)\ny = torch.sign(torch.randn(64, 1))\n{}.backward()\n"
    refused = found(program.format("nn.BCELoss()(m(x).sigmoid(), y)"))
    with pytest.raises(RuntimeError, match="between 0 and 1"):
        nn.BCELoss()(torch.tensor([0.5]), torch.tensor([-1.0]))
    assert "refuses a target of -1" in refused.witness
    falls = found(program.format("nn.BCEWithLogitsLoss()(m(x), y)"))
    logit = torch.logit(torch.tensor(1e-7, dtype=torch.float64))
    cost = nn.BCEWithLogitsLoss()(logit, torch.tensor(-1.0, dtype=torch.float64))
    assert falls.numbers["loss"] == pytest.approx(float(cost), rel=1e-6)


# Arguments that have changed places.

SWAPPED = KERAS + (
    "model = keras.Sequential([layers.Dense({}, activation='{}')])\nfor x, y in dataset:\n"
    "    with tf.GradientTape() as tape:\n        loss = keras.losses.{}()(model(x), y)\n"
    "    tape.gradient(loss, model.trainable_variables)\n    opt.apply_gradients(pairs)\n"
)


@pytest.mark.parametrize(
    "name",
    [
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
        "KLDivergence",
        "CategoricalHinge",
        "BinaryCrossentropy",
        "BinaryFocalCrossentropy",
        "Poisson",
        "MeanAbsolutePercentageError",
    ],
)
def test_swapped_in_keras(name):
    many = name.startswith(("Cat", "KL"))
    one = found(SWAPPED.format(*((3, "softmax") if many else (1, "sigmoid")), name))
    y, p = ([[1.0, 0.0, 0.0]], [[0.7, 0.2, 0.1]]) if many else ([[1.0]], [[0.9]])
    loss = getattr(keras.losses, name)()
    right, swapped = (float(loss(np.array(a, "float32"), np.array(b, "float32"))) for a, b in ((y, p), (p, y)))
    assert abs(right - swapped) > 1e-3
    assert [one.numbers["right"], one.numbers["swapped"]] == pytest.approx([right, swapped], rel=1e-4, abs=1e-5)
    assert f"gives {one.numbers['swapped']:.4f} in place of {one.numbers['right']:.4f}" in one.witness


@pytest.mark.parametrize("name", ["Dice", "Tversky", "MeanSquaredLogarithmicError", "MeanSquaredError", "Hinge"])
def test_what_does_not_mind_a_swap_gets_no_finding(name):
    assert silent(SWAPPED.format(10, "softmax", name))
    y, p = np.array([[1.0, -1.0, 1.0]], "float32"), np.array([[0.7, 0.2, 0.1]], "float32")
    loss = getattr(keras.losses, name)()
    y = y if name == "Hinge" else np.abs(y)
    assert float(loss(y, p)) == pytest.approx(float(loss(p, y)))


@pytest.mark.parametrize("name", ["BCELoss", "BCEWithLogitsLoss", "PoissonNLLLoss"])
def test_swapped_in_pytorch(name):
    last = ".sigmoid()" if name == "BCELoss" else ""
    one = found(TORCH + f"m = nn.Linear(3, 1)\nnn.{name}()(y, m(x){last}).backward()\n")
    y, p, loss = torch.tensor([1.0]), torch.tensor([0.9]), getattr(nn, name)()
    assert one.numbers == pytest.approx({"right": float(loss(p, y)), "swapped": float(loss(y, p))}, rel=1e-5)


def test_a_soft_margin_does_not_mind_a_swap():
    assert silent(TORCH + "m = nn.Linear(3, 1)\nnn.SoftMarginLoss()(y, m(x)).backward()\n")
    y, x = torch.tensor([1.0]), torch.tensor([0.9])
    assert float(nn.SoftMarginLoss()(x, y)) == float(nn.SoftMarginLoss()(y, x))


# The last layer.


def test_two_tags_under_a_softmax():
    one = found(
        KERAS
        + "m = keras.Sequential([layers.Dense(5, activation='softmax')])\nm.compile('adam', 'binary_crossentropy')\n"
    )
    y, p = np.array([[1, 1, 0, 0, 0]], "float32"), np.array([[0.5, 0.5, 0, 0, 0]], "float32")
    together = 5 * float(keras.losses.binary_crossentropy(y, p)[0])
    assert one.numbers["floor"] == pytest.approx(together, rel=1e-4)
    assert f"cost {one.numbers['floor']:.4f} together" in one.witness


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ("BCEWithLogitsLoss()", ""),
        ("BCEWithLogitsLoss(pos_weight=torch.tensor([0.2]))", " (unweighted)"),
        ("BCEWithLogitsLoss(pos_weight=None)", ""),
    ],
)
def test_weights_are_left_out_and_that_is_said(loss, said):
    one = found(TORCH + f"m = nn.Linear(3, 1)\nnn.{loss}(m(x).sigmoid(), y).backward()\n")
    assert one.numbers["one"] == pytest.approx(float(nn.BCEWithLogitsLoss()(torch.tensor([1.0]), torch.tensor([1.0]))))
    assert one.witness.endswith(f"0.6931 for each 0 and 0.3133 for each 1{said}")


def test_weights_of_classes_are_left_out():
    program = TORCH + "m = nn.Linear(3, 3)\nnn.CrossEntropyLoss({})(m(x).softmax(1), y).backward()\n"
    floor = float(nn.CrossEntropyLoss()(torch.eye(3)[:1], torch.tensor([0])))
    for given, said in (("", ""), ("weight=torch.tensor([0.1, 0.2, 0.1]), reduction='sum'", " (unweighted)")):
        one = found(program.format(given))
        assert one.numbers["floor"] == pytest.approx(floor)
        assert one.witness == f"even a perfect network can't get below {floor:.4f}{said} with 3 classes"


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5, 0.9])
def test_no_smoothing_gets_below_the_floor(smoothing):
    one = found(
        TORCH
        + f"m = nn.Linear(3, 3)\nnn.CrossEntropyLoss(label_smoothing={smoothing})(m(x).softmax(1), y).backward()\n"
    )
    outputs = torch.distributions.Dirichlet(torch.full((3,), 0.3)).sample((2000,))
    outputs = torch.cat([outputs, torch.eye(3)])
    costs = nn.CrossEntropyLoss(label_smoothing=smoothing, reduction="none")(outputs, torch.zeros(2003).long())
    assert float(costs.min()) >= one.numbers["floor"] - 1e-6


def test_a_gamma_that_is_not_known_is_named():
    one = found(
        KERAS + "m = keras.Sequential([layers.Dense(4, activation='softmax')])\n"
        "m.compile('adam', keras.losses.CategoricalFocalCrossentropy(gamma=args.gamma, from_logits=True))\n"
    )
    loss = keras.losses.CategoricalFocalCrossentropy(gamma=2.0, from_logits=True)
    assert one.numbers["floor"] == pytest.approx(float(loss(np.eye(4)[:1], np.eye(4)[:1])), rel=1e-4)
    assert "(at gamma=2)" in one.witness


REPAIRED = (
    KERAS
    + "{}\nm = keras.Sequential([{}])\nm.compile('adam', keras.losses.CategoricalCrossentropy(from_logits=True))\n"
)
MIXED = "keras.mixed_precision.set_global_policy('mixed_float16')"


@pytest.mark.parametrize(
    ("policy", "last", "severity"),
    [
        ("", "layers.Dense(3, activation='softmax')", "wasteful"),
        ("", "layers.Dense(3), layers.Softmax()", "wasteful"),
        ("", "layers.Dense(3), layers.Activation('softmax')", "wasteful"),
        ("", "layers.Dense(3), layers.Dropout(0.1), layers.Activation('softmax')", "wasteful"),
        ("", "layers.Dense(3, activation='softmax'), layers.Reshape((3,))", "wrong"),
        ("", "layers.Dense(3, activation='softmax'), layers.Dropout(1e-9)", "wrong"),
        (MIXED, "layers.Dense(3, activation='softmax')", "wrong"),
        (MIXED, "layers.Dense(3, activation='softmax', dtype='float32')", "wasteful"),
    ],
)
def test_what_keras_repairs_is_what_it_is_said_to_repair(policy, last, severity):
    one = found(REPAIRED.format(policy, last))
    keras.utils.set_random_seed(0)
    try:
        if policy:
            exec(policy, {"keras": keras})
        stack = eval(f"[{last}]", {"layers": keras.layers})
        stack[0].kernel_initializer = keras.initializers.Identity()
        model = keras.Sequential([keras.Input((3,)), *stack])
        model.compile(keras.optimizers.SGD(0.0), keras.losses.CategoricalCrossentropy(from_logits=True))
        rows = np.eye(3, dtype="float32")
        loss = model.fit(10 * rows, rows, verbose=0).history["loss"][0]
    finally:
        keras.mixed_precision.set_global_policy("float32")
    floor = math.log(1 + 2 / math.e)
    assert one.numbers["floor"] == pytest.approx(floor)
    assert one.severity == severity
    assert loss >= 0.99 * floor if severity == "wrong" else (loss < floor / 2 or "Dropout" in last)


def test_the_gradient_under_other_losses_than_the_squared_error():
    program = KERAS + (
        "m = keras.Sequential([layers.Dense({}, activation='{}')])\nm.compile('adam', '{}', metrics=['accuracy'])\n"
    )
    for name, loss in (("mse", nn.MSELoss()), ("mae", nn.L1Loss()), ("huber", nn.HuberLoss())):
        scores = torch.tensor([[0.0, 10.0, 0.0, 0.0]], dtype=torch.float64, requires_grad=True)
        loss(scores.softmax(1), torch.eye(4, dtype=torch.float64)[:1]).backward()
        one = found(program.format(4, "softmax", name))
        assert one.numbers["slope"] == pytest.approx(abs(float(scores.grad[0, 0])), rel=1e-5)
        if name != "huber":
            score = torch.tensor(-8.0, dtype=torch.float64, requires_grad=True)
            loss(score.sigmoid(), torch.tensor(1.0, dtype=torch.float64)).backward()
            one = found(program.format(1, "sigmoid", name))
            assert one.numbers["slope"] == pytest.approx(abs(float(score.grad)), rel=1e-5)


def test_a_lead_within_reach_is_no_fault():
    program = TORCH + "m = nn.Sequential(nn.Linear(20, 5), nn.Sigmoid())\nnn.MultiMarginLoss({})(m(x), y).backward()\n"
    assert silent(program.format("margin=0.5")) and silent(program.format("1, 0.5"))
    reached = nn.MultiMarginLoss(margin=0.5)(torch.tensor([[1.0, 0.1]]), torch.tensor([0]))
    assert float(reached) == 0
    for given in ("", "margin=1.0", "margin=2.0"):
        assert found(program.format(given)).witness == (
            "a right class at 0.9 leads another at 0.1 by 0.8: nothing leads by more than 1"
        )


def test_an_exponential_that_keras_divides_by_its_sum_is_a_softmax():
    program = KERAS + "m = keras.Sequential([layers.Dense(5, activation='{}')])\nm.compile('adam', '{}')\n"
    assert silent(program.format("exponential", "categorical_crossentropy"))
    assert found(program.format("relu", "categorical_crossentropy")).code == "LB109"
    scores, y = np.array([[1.0, 2.0, 0.5]], "float32"), np.eye(3, dtype="float32")[:1]
    shares = float(keras.losses.categorical_crossentropy(y, np.exp(scores))[0])
    assert shares == pytest.approx(
        float(keras.losses.categorical_crossentropy(y, scores, from_logits=True)[0]), rel=1e-5
    )


@pytest.mark.parametrize("row", [{"weight": "w"}, {"weight": "w", "label_smoothing": 0.1}])
def test_weights_that_cancel_and_weights_that_do_not(row):
    given = ", ".join(f"{name}={value}" for name, value in row.items())
    program = TORCH + (
        "from torch.utils.data import DataLoader\nm = nn.Linear(3, 3)\nw = torch.tensor([1.0, 2.0, 3.0])\n"
        f"criterion = nn.CrossEntropyLoss({given})\nfor x, y in DataLoader(data):\n    criterion(m(x), y).backward()\n"
    )
    outputs, label = torch.tensor([[1.0, 0.0, 2.0]]), torch.tensor([0])
    smoothing = row.get("label_smoothing", 0.0)
    with_weights, without = (
        float(nn.CrossEntropyLoss(weight=w, label_smoothing=smoothing)(outputs, label))
        for w in (torch.tensor([1.0, 2.0, 3.0]), None)
    )
    cancels = with_weights == pytest.approx(without)
    assert [each.code for each in read_source(program)] == (["LB404"] if cancels else [])


@pytest.mark.parametrize(("last", "target", "output"), [("relu", 1, 0), ("exponential", 0, 2), ("linear", 1, -1)])
def test_what_a_clipped_output_costs(last, target, output):
    program = KERAS + f"m = keras.Sequential([layers.Dense(1, activation='{last}')])\nm.compile('adam', '{{}}')\n"
    y, p = np.array([[target]], "float32"), np.array([[output]], "float32")
    cost = float(keras.losses.binary_crossentropy(y, p)[0])
    assert found(program.format("binary_crossentropy")).numbers["cost"] == pytest.approx(cost, rel=1e-5)
    focal = found(program.format("binary_focal_crossentropy"))  # whose factor is not of what was clipped
    assert "cost" not in focal.numbers and "[0, 1]" in focal.witness


def test_where_keras_divides_by_nothing():
    program = KERAS + "m = keras.Sequential([layers.Dense(3, activation='relu')])\nm.compile('adam', '{}')\n"
    for name in ("categorical_crossentropy", "categorical_focal_crossentropy"):
        loss = getattr(keras.losses, name)(np.eye(3, dtype="float32")[:1], np.zeros((1, 3), "float32"))
        assert math.isnan(float(loss[0])) and math.isnan(found(program.format(name)).numbers["loss"])


@pytest.mark.parametrize("last", ["hard_sigmoid", "log_sigmoid"])
def test_keras_repairs_its_sigmoid_and_no_other(last):
    one = found(
        KERAS + f"m = keras.Sequential([layers.Dense(1, activation='{last}')])\n"
        "m.compile('adam', keras.losses.BinaryCrossentropy(from_logits=True))\n"
    )
    assert (one.code, one.severity) == ("LB103", "wrong")
    sure = getattr(keras.activations, last)(keras.ops.convert_to_tensor([[9.0]]))
    loss = float(keras.losses.BinaryCrossentropy(from_logits=True)(np.ones((1, 1)), sure))
    assert loss >= one.numbers["one"] - 1e-4


def test_what_learns_though_worse_is_called_wasteful():
    program = TORCH + "m = nn.Linear(3, 4)\n{}.backward()\n"
    said = {
        "F.cross_entropy(F.leaky_relu(m(x)), y)": ("LB109", "wasteful"),
        "F.cross_entropy(F.logsigmoid(m(x)), y)": ("LB109", "wasteful"),
        "F.nll_loss(F.leaky_relu(m(x)), y)": ("LB105", "wrong"),
        "F.binary_cross_entropy(F.leaky_relu(m(x)), y)": ("LB109", "wrong"),
    }
    for line, expected in said.items():
        one = found(program.format(line))
        assert (one.code, one.severity) == expected


# Training.


def descends(rate, curvature, steps=400, **options):
    """Whether gradient descent on a parabola comes to rest."""
    weight = nn.Parameter(torch.tensor([1.0], dtype=torch.float64))
    optimizer = torch.optim.SGD([weight], lr=rate, **options)
    for _ in range(steps):
        optimizer.zero_grad()
        (curvature / 2 * weight**2).sum().backward()
        optimizer.step()
    return bool(weight.abs() < 1)


@pytest.mark.parametrize("options", [{}, {"momentum": 0.9}, {"momentum": 0.5}, {"momentum": 0.9, "nesterov": True}])
def test_the_curvature_at_which_descent_grows_is_that_of_its_momentum(options):
    given = "".join(f", {name}={value}" for name, value in options.items())
    one = found(
        TORCH + f"m = nn.Linear(20, 5)\nopt = torch.optim.SGD(m.parameters(), lr=10.0{given})\nfor x, y in loader:\n"
        "    opt.zero_grad()\n    nn.CrossEntropyLoss()(m(x), y).backward()\n    opt.step()\n"
    )
    limit = one.numbers["limit"]
    assert descends(10.0, 0.97 * limit, **options) and not descends(10.0, 1.03 * limit, **options)
    assert "without momentum" not in one.witness


def test_a_momentum_that_is_not_known_is_left_out_and_that_is_said():
    loop = "for x, y in loader:\n    opt.zero_grad()\n    nn.CrossEntropyLoss()(m(x), y).backward()\n    opt.step()\n"
    head = TORCH + "m = nn.Linear(20, 5)\nopt = torch.optim."
    assert "without momentum" in found(f"{head}SGD(m.parameters(), lr=10.0, momentum=args.momentum)\n{loop}").witness
    assert silent(f"{head}NAdam(m.parameters(), lr=10.0)\n{loop}")
    adam = found(f"{head}Adam(m.parameters(), lr=10.0)\n{loop}")
    weight = nn.Parameter(torch.tensor([0.5]))
    optimizer = torch.optim.Adam([weight], lr=10.0)
    weight.sum().backward()
    optimizer.step()
    assert adam.numbers["step"] == pytest.approx(abs(float(weight) - 0.5), rel=1e-5)


def test_the_sign_of_a_loss_that_is_turned():
    program = TORCH + "m = nn.Linear(3, 4)\n({}).backward()\n"
    assert "−1 for opposite ones" in found(program.format("F.cosine_similarity(m(x), y).mean()")).witness
    assert "0.1 counts as -0.1" in found(program.format("-F.mse_loss(m(x), y)")).witness
    one = found(program.format("-F.cross_entropy(m(x), y)"))
    assert one.numbers == pytest.approx({"good": math.log(0.9), "bad": math.log(0.1)})


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64])
def test_a_logarithm_by_hand_breaks_at_the_outputs_that_are_named(dtype):
    one = found(TORCH + "m = nn.Linear(20, 5)\n(-torch.log(F.softmax(m(x), dim=1))[range(64), y].mean()).backward()\n")
    assert "for outputs of 0 and 1000 it gives -inf, where log-softmax gives -1000" in one.witness
    outputs = torch.tensor([0.0, 1000.0], dtype=dtype)
    assert outputs.softmax(0).log()[0] == -math.inf and outputs.log_softmax(0)[0] == -1000
    assert outputs[1].neg().sigmoid().log() == -math.inf and F.logsigmoid(-outputs[1]) == -1000
