"""What the arguments of an activation or of a loss change: the doctor reckons with them, or says nothing."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch
from programs import KERAS, TORCH, found
from torch import nn
from torch.nn import functional as F

from lossbook.doctor import examine
from lossbook.doctor.read import read_source


def codes(source):
    return [each.code for each in read_source(source)]


# Activations.


@pytest.mark.parametrize(
    "line",
    [
        "nn.CrossEntropyLoss()(nn.Hardtanh(-20.0, 20.0)(m(x)), y)",
        "F.cross_entropy(F.hardtanh(m(x), -20.0, 20.0), y)",
        "F.cross_entropy(F.hardtanh(m(x), max_val=20.0, min_val=-20.0), y)",
        "nn.BCEWithLogitsLoss()(nn.ELU(5.0)(m(x)), y)",
        "F.binary_cross_entropy_with_logits(F.elu(m(x), alpha=5.0), y)",
        "F.binary_cross_entropy_with_logits(nn.CELU(2.0)(m(x)), y)",
        "nn.BCELoss()(nn.Hardtanh(0.0, 1.0)(m(x)), y)",
        "nn.CrossEntropyLoss()(nn.LeakyReLU(0.9)(m(x)), y)",
        "nn.CrossEntropyLoss()(nn.LeakyReLU(args.slope)(m(x)), y)",
        "nn.CrossEntropyLoss()(nn.PReLU()(m(x)), y)",
        "nn.MSELoss()(nn.Hardtanh(-10.0, 10.0)(m(x)), torch.randint(0, 6, (64, 10)).float())",
        "nn.MSELoss()(nn.ELU(5.0)(m(x)), torch.randint(-3, 6, (64, 10)).float())",
    ],
)
def test_an_activation_with_another_range_is_not_judged_by_the_usual_one(line):
    assert codes(f"{TORCH}m = nn.Linear(3, 10)\n{line}.backward()\n") == []


def test_the_usual_ranges_are_still_judged():
    lines = {
        "nn.CrossEntropyLoss()(nn.Hardtanh()(m(x)), y)": "LB109",
        "nn.BCEWithLogitsLoss()(nn.ELU(inplace=True)(m(x)), y)": "LB109",
        "nn.CrossEntropyLoss()(nn.ReLU(True)(m(x)), y)": "LB109",
        "nn.MSELoss()(nn.Hardtanh()(m(x)), torch.randint(0, 6, (64, 10)).float())": "LB112",
    }
    for line, code in lines.items():
        assert codes(f"{TORCH}m = nn.Linear(3, 10)\n{line}.backward()\n") == [code]


@pytest.mark.parametrize("last", ["ReLU(negative_slope=0.2)", "ELU(4.0)", "ReLU(max_value=6.0)"])
def test_an_activation_of_keras_with_another_range(last):
    program = KERAS + f"m = keras.Sequential([layers.Dense(10), layers.{last}])\n"
    assert codes(program + "m.compile('adam', keras.losses.CategoricalCrossentropy(from_logits=True))\n") == []


def test_a_shape_outlives_an_activation_with_arguments():
    program = TORCH + "m = nn.Sequential(nn.Linear(3, 8), nn.ELU(2.0), nn.Linear(8, 1))\ny = torch.randn(64)\n"
    assert codes(program + "nn.MSELoss()(m(torch.randn(64, 3)), y).backward()\n") == ["LB205"]


SLOPES = {
    "LeakyReLU()": lambda x: nn.LeakyReLU()(x),
    "LeakyReLU(0.2)": lambda x: nn.LeakyReLU(0.2)(x),
    "LeakyReLU(negative_slope=0.1, inplace=True)": lambda x: nn.LeakyReLU(0.1)(x),
}


@pytest.mark.parametrize("last", SLOPES)
def test_the_slope_of_a_leaky_relu(last):
    one = found(f"{TORCH}m = nn.Linear(3, 10)\nnn.CrossEntropyLoss()(nn.{last}(m(x)), y).backward()\n")
    assert one.numbers["score"] == pytest.approx(float(SLOPES[last](torch.tensor(-5.0))))


@pytest.mark.parametrize(
    ("stack", "layer"),
    [
        ("layers.Dense(10), layers.LeakyReLU()", keras.layers.LeakyReLU()),
        ("layers.Dense(10, activation='leaky_relu')", keras.layers.Activation("leaky_relu")),
    ],
)
def test_the_slope_of_a_leaky_relu_of_keras(stack, layer):
    loss = "keras.losses.CategoricalCrossentropy(from_logits=True)"
    one = found(f"{KERAS}m = keras.Sequential([{stack}])\nm.compile('adam', {loss})\n")
    assert one.numbers["score"] == pytest.approx(float(layer(np.array([[-5.0]], "float32"))[0, 0]))


def test_examining_an_elu_with_a_lower_end_of_its_own():
    torch.manual_seed(0)
    x, y = torch.randn(64, 3), torch.randint(0, 2, (64, 1)).float()
    for last, said in ((nn.ELU(5.0), []), (nn.ELU(), ["LB109"]), (nn.SELU(), ["LB109"])):
        model = nn.Sequential(nn.Linear(3, 1), last)
        assert [each.code for each in examine(model, nn.BCEWithLogitsLoss(), x, y)] == said


def test_examining_a_leaky_relu_whose_range_proves_nothing():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.LeakyReLU())
    assert examine(model, nn.CrossEntropyLoss(), torch.randn(64, 3), torch.arange(64) % 4) == []


# Losses.


def of_sigmoids(loss):
    """What examining says of a sigmoid before a loss of the lead of one class."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.Sigmoid())
    return [(each.code, each.severity) for each in examine(model, loss, torch.randn(64, 3), torch.arange(64) % 4)]


def test_examining_a_lead_within_reach():
    assert float(nn.MultiMarginLoss(margin=0.5)(torch.tensor([[1.0, 0.0]]), torch.tensor([0]))) == 0
    assert of_sigmoids(nn.MultiMarginLoss(margin=0.5)) == []


def test_a_lead_out_of_reach_is_called_wasteful_both_ways():
    program = TORCH + "m = nn.Linear(3, 4)\nnn.MultiMarginLoss()(m(x).sigmoid(), y).backward()\n"
    assert (
        of_sigmoids(nn.MultiMarginLoss()) == [(found(program).code, found(program).severity)] == [("LB113", "wasteful")]
    )


def fitted(targets, last="linear"):
    """A regression in Keras that counts right answers."""
    return (
        f"{KERAS}y = {targets}\nm = keras.Sequential([layers.Dense(1, activation='{last}')])\n"
        "m.compile('adam', 'mse', metrics=[keras.metrics.BinaryAccuracy()])\nm.fit(x, y)\n"
    )


def test_an_accuracy_of_flags_is_right():
    flags = np.array([[0.0], [1.0]])
    assert float(keras.metrics.BinaryAccuracy()(flags, flags)) == 1
    assert codes(fitted("np.random.randint(0, 2, (64, 1))")) == []
    assert codes(fitted("np.random.randint(0, 9, (64, 1))")) == ["LB507"]


@pytest.mark.parametrize(("last", "numbers"), [("linear", [2.0, 3.0]), ("tanh", [-0.3, 0.8])])
def test_the_accuracy_of_perfect_predictions(last, numbers):
    perfect = np.array(numbers)[:, None]
    one = found(fitted("data[:, :1]", last))
    assert f"of {numbers[0]:g} and {numbers[1]:g} have".replace("-", "−") in one.witness
    assert one.numbers["accuracy"] == float(keras.metrics.BinaryAccuracy()(perfect, perfect)) == 0


# Learning rates.

STEPS = "for x, y in loader:\n    opt.zero_grad()\n    F.cross_entropy(m(x), y).backward()\n    opt.step()\n"


@pytest.mark.parametrize(
    "schedule", ["LambdaLR(opt, noam)", "OneCycleLR(opt, 0.1, total_steps=100)", "get_linear_schedule_with_warmup(opt)"]
)
def test_a_rate_that_follows_a_schedule_is_not_judged(schedule):
    program = TORCH + "from torch.optim.lr_scheduler import LambdaLR, OneCycleLR\n"
    program += "from transformers import get_linear_schedule_with_warmup\nm = nn.Linear(20, 5)\n"
    program += "opt = torch.optim.Adam(m.parameters(), lr=1.0)\n"
    assert codes(program + STEPS) == ["LB508"]
    assert codes(f"{program}schedule = {schedule}\n{STEPS}") == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("", ""), ["LB508"]),
        ((", clipnorm=0.1", ""), []),
        (("", ", callbacks=[keras.callbacks.LearningRateScheduler(rate)]"), []),
    ],
)
def test_a_rate_of_keras_that_is_clipped_or_follows_a_schedule(given, said):
    program = KERAS + "m = keras.Sequential([layers.Dense(5, activation='softmax')])\n"
    program += f"m.compile(keras.optimizers.SGD(10.0{given[0]}), 'categorical_crossentropy')\nm.fit(x, y{given[1]})\n"
    assert codes(program) == said


def descends(columns, rate):
    """Whether descent on a squared error of so many columns comes to rest, at inputs from 0 to 255."""
    torch.manual_seed(0)
    x = torch.linspace(0, 255, 256)[:, None].double()
    layer = nn.Linear(1, columns, bias=False).double()
    sgd = torch.optim.SGD(layer.parameters(), lr=rate)
    for _ in range(300):
        sgd.zero_grad()
        nn.MSELoss()(layer(x), torch.zeros(256, columns).double()).backward()
        sgd.step()
    return bool(layer.weight.abs().max() < 1)


@pytest.mark.parametrize("columns", [1, 100])
def test_the_mean_over_the_columns_divides_the_curvature(columns):
    program = TORCH + f"m = nn.Linear(1, {columns})\nopt = torch.optim.SGD(m.parameters(), lr={{}})\n"
    program += "x = torch.randint(0, 256, (64, 1))\nopt.zero_grad()\nF.mse_loss(m(x), y).backward()\nopt.step()\n"
    limit = found(program.format(0.1)).numbers["limit"]
    assert descends(columns, 0.95 * limit) and not descends(columns, 1.05 * limit)
    assert codes(program.format(0.002)) == ([] if columns == 100 else ["LB508"])


def test_a_vector_may_be_one_sample():
    assert float(F.nll_loss(F.log_softmax(torch.zeros(4), dim=0), torch.tensor(2))) == pytest.approx(np.log(4))
    program = TORCH + "m = nn.Linear(20, 5)\n{}:\n    F.nll_loss(F.log_softmax(m(x), dim=0), y).backward()\n"
    of_batches = "for x, y in torch.utils.data.DataLoader(data, batch_size=32)"
    for loop, severity in (("for x, y in pairs", "look"), (of_batches, "wrong")):
        assert [(each.code, each.severity) for each in read_source(program.format(loop)) if each.code == "LB206"] == [
            ("LB206", severity)
        ]


# Examining.


def examined(last, loss, y, columns):
    """The one finding of a last layer before a loss, on 64 samples."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, columns), last)
    (one,) = examine(model, loss, torch.randn(64, 3), y)
    return one


FLAGS, ROWS = (torch.arange(64) % 2).float()[:, None], F.one_hot(torch.arange(64) % 3, 3).float()


@pytest.mark.parametrize(
    ("last", "loss", "y"),
    [
        (nn.Sigmoid(), nn.BCEWithLogitsLoss(pos_weight=torch.tensor([0.2])), FLAGS),
        (nn.Sigmoid(), nn.BCEWithLogitsLoss(weight=torch.tensor([0.1])), FLAGS),
        (nn.Softmax(1), nn.CrossEntropyLoss(weight=torch.tensor([0.1, 0.2, 0.1])), ROWS),
        (nn.Tanh(), nn.CrossEntropyLoss(weight=torch.tensor([0.1, 0.2, 0.1])), ROWS),
    ],
)
def test_examining_says_that_a_floor_is_without_weights(last, loss, y):
    one = examined(last, loss, y, y.shape[1])
    best = 2 * y - 1 if isinstance(last, nn.Tanh) else y
    assert one.numbers["floor"] == pytest.approx(float(type(loss)()(best, y)), rel=1e-5)
    assert float(loss(best, y)) < 0.9 * one.numbers["floor"] and one.witness.endswith("here (unweighted)")
    assert examined(last, type(loss)(), y, y.shape[1]).witness.endswith("here")


@pytest.mark.parametrize(("last", "best"), [(nn.Softmax(1), ROWS), (nn.Sigmoid(), ROWS), (nn.Tanh(), 2 * ROWS - 1)])
def test_examining_says_how_low_a_loss_without_its_logarithm_falls(last, best):
    labels = ROWS.argmax(1)
    least = float(nn.NLLLoss()(best, labels))
    assert examined(last, nn.NLLLoss(), labels, 3).witness.endswith(f"and no sample costs less than {least:g}")
    assert examined(nn.ReLU(), nn.NLLLoss(), labels, 3).witness.endswith("and the loss can be as low as it likes")


@pytest.mark.parametrize(
    ("loss", "y"), [(nn.MSELoss(), FLAGS), (nn.HuberLoss(delta=0.1), FLAGS), (nn.L1Loss(), FLAGS), (nn.MSELoss(), ROWS)]
)
def test_examining_says_what_comes_through_to_a_logit(loss, y):
    one = examined(nn.Sigmoid(), loss, y, y.shape[1])
    logit = torch.logit(torch.tensor([0.001], dtype=torch.float64)).requires_grad_()
    squared = isinstance(loss, nn.MSELoss) and y.shape[1] == 1
    (((1 - logit.sigmoid()) ** 2) if squared else logit.sigmoid()).sum().backward()
    assert one.code == "LB111" and one.numbers["slope"] == pytest.approx(abs(float(logit.grad)))
    assert ("a squared error" in one.witness) == squared


# Options of losses, told by their names or by their places.


def test_a_margin_told_by_its_place():
    program = TORCH + "m, z = nn.Linear(3, 1), nn.Linear(3, 1)\ny = torch.randint(0, 2, (64, 1))\n{}.backward()\n"
    for line, margin in (
        ("F.margin_ranking_loss(m(x), z(x), y, 1.0)", 1.0),
        ("F.margin_ranking_loss(m(x), z(x), y)", 0),
    ):
        loss = float(F.margin_ranking_loss(torch.tensor([3.0]), torch.tensor([1.0]), torch.tensor([0.0]), margin))
        assert found(program.format(line)).numbers["loss"] == loss == margin
    assert codes(TORCH + "m = nn.Linear(3, 4)\nF.multi_margin_loss(m(x).sigmoid(), y, 1, 0.5).backward()\n") == []


def test_weights_told_by_their_place_are_left_out_and_that_is_said():
    line = "F.binary_cross_entropy_with_logits(m(x).sigmoid(), y, w)"
    assert found(f"{TORCH}m = nn.Linear(3, 1)\n{line}.backward()\n").witness.endswith("(unweighted)")


L = keras.losses


def compiled(last, columns, loss, fit=""):
    """A classifier of Keras."""
    program = (
        f"{KERAS}m = keras.Sequential([layers.Dense({columns}, activation='{last}')])\nm.compile('adam', {loss})\n"
    )
    return f"{program}m.fit(x, y{fit})\n"


@pytest.mark.parametrize(
    ("last", "columns", "loss"),
    [
        ("linear", 1, "keras.losses.BinaryCrossentropy(label_smoothing=0.1)"),
        ("softmax", 5, "keras.losses.BinaryCrossentropy(label_smoothing=0.1)"),
        ("sigmoid", 1, "keras.losses.BinaryFocalCrossentropy(alpha=0.3, label_smoothing=0.2)"),
    ],
)
def test_numbers_without_smoothing_say_so(last, columns, loss):
    one = found(compiled(last, columns, loss))
    assert "(unsmoothed)" in one.witness and "and 0 under" not in one.witness
    plain = loss.replace("label_smoothing=0.1", "").replace(", label_smoothing=0.2", "")
    assert "unsmoothed" not in found(compiled(last, columns, plain)).witness


def test_what_smoothing_leaves_out():
    cost = float(L.BinaryCrossentropy()([[1.0]], [[-1.0]]))
    smoothed = float(L.BinaryCrossentropy(label_smoothing=0.1)([[1.0]], [[-1.0]]))
    one = found(compiled("linear", 1, "keras.losses.BinaryCrossentropy(label_smoothing=0.1)"))
    assert one.numbers["cost"] == pytest.approx(cost, rel=1e-5) and abs(smoothed - cost) > 0.1


@pytest.mark.parametrize("loss", ["BinaryCrossentropy(label_smoothing=0.1)", "BinaryCrossentropy()"])
def test_a_swap_says_that_its_numbers_are_without_smoothing(loss):
    one = found(
        f"{KERAS}m = keras.Sequential([layers.Dense(1, activation='sigmoid')])\n"
        f"with tf.GradientTape() as tape:\n    loss = keras.losses.{loss}(m(x), y)\n"
        "grads = tape.gradient(loss, m.trainable_variables)\n"
    )
    assert one.code == "LB207" and one.witness.endswith("(unsmoothed)") == ("smoothing" in loss)
    right, wrong = (float(L.BinaryCrossentropy()([[a]], [[b]])) for a, b in ((1.0, 0.9), (0.9, 1.0)))
    assert one.numbers == pytest.approx({"right": right, "swapped": wrong}, rel=1e-4)


@pytest.mark.parametrize(
    ("last", "loss"),
    [
        ("sigmoid", "'categorical_crossentropy'"),
        ("linear", "'sparse_categorical_crossentropy'"),
        ("relu", "'sparse_categorical_crossentropy'"),
    ],
)
def test_weights_of_classes_in_fit_are_left_out_and_that_is_said(last, loss):
    for fit, said in ((", class_weight={0: 5.0}", True), (", sample_weight=w", True), ("", False)):
        assert ("(unweighted)" in found(compiled(last, 10, loss, fit)).witness) == said


@pytest.mark.parametrize(
    ("line", "weighted", "code"),
    [
        ("nn.CrossEntropyLoss({})(m(x), torch.randint(0, 2, (64, 5)).float())", "weight=w", "LB204"),
        ("nn.BCEWithLogitsLoss({})(m(x), torch.randint(-1, 2, (64, 5)).float())", "pos_weight=w", "LB203"),
        ("nn.BCEWithLogitsLoss({})(y, m(x))", "pos_weight=w", "LB207"),
    ],
)
def test_weights_are_left_out_of_these_too(line, weighted, code):
    for given, said in ((weighted, True), ("", False)):
        one = found(f"{TORCH}m = nn.Linear(3, 5)\n{line.format(given)}.backward()\n")
        assert one.code == code and ("(unweighted)" in one.witness) == said


SUMS = {
    "keras.losses.MeanSquaredError(reduction='sum')": L.MeanSquaredError(reduction="sum"),
    "keras.losses.MeanAbsoluteError(reduction='sum')": L.MeanAbsoluteError(reduction="sum"),
    "keras.losses.Huber()": L.Huber(),
}


@pytest.mark.parametrize("loss", SUMS)
def test_a_sum_of_keras_is_a_mean_over_the_row(loss):
    scores = np.zeros((1, 10), "float32")
    scores[0, 1] = 10
    of = tf.Variable(scores)
    with tf.GradientTape() as tape:
        value = SUMS[loss](np.eye(10, dtype="float32")[:1], tf.nn.softmax(of))
    slope = abs(float(tape.gradient(value, of)[0, 0]))
    program = compiled("softmax", 10, loss).replace("(x, y)", "(x, keras.utils.to_categorical(y))")
    assert found(program).numbers["slope"] == pytest.approx(slope, rel=1e-3)


@pytest.mark.parametrize("loss", ["HuberLoss(delta=0.1)", "HuberLoss('mean', 0.1)", "SmoothL1Loss(beta=5.0)"])
def test_a_width_of_its_own_leaves_the_slope_out(loss):
    one = found(f"{TORCH}m = nn.Linear(3, 10)\nnn.{loss}(m(x).softmax(1), F.one_hot(y, 10)).backward()\n")
    scores = torch.zeros(10, dtype=torch.float64)
    scores[1] = 10
    share = torch.autograd.functional.jacobian(lambda z: z.softmax(0), scores)[0, 0]
    assert "slope" not in one.numbers and one.numbers["through"] == pytest.approx(float(share))


def test_one_hot_rows_that_are_swapped():
    target, output = torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([[0.7, 0.2, 0.1]])
    right, wrong = (float(nn.CrossEntropyLoss()(*it)) for it in ((output, target), (target, output)))
    line = "nn.CrossEntropyLoss()(F.one_hot(labels, 4).float(), m(x))"
    one = found(f"{TORCH}m = nn.Linear(3, 4)\n{line}.backward()\n")
    assert one.code == "LB207" and one.numbers == pytest.approx({"right": right, "swapped": wrong}, rel=1e-5)


# Where Keras finds the logits behind a softmax.

LOOP = """\
model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation={})])
loss = keras.losses.CategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam()
for x, y in data:
    with tf.GradientTape() as tape:
        value = loss(y, {})
    slopes = tape.gradient(value, model.trainable_variables)
    optimizer.apply_gradients(zip(slopes, model.trainable_variables))
"""
X, Y = np.eye(4, dtype="float32")[:3], np.eye(3, dtype="float32")


@pytest.mark.parametrize(
    ("activation", "output", "is_repaired"),
    [
        ("'softmax'", "model(x)", True),
        ("'softmax'", "model(x, training=True)", True),
        ("None", "keras.activations.softmax(model(x))", True),
        ("None", "tf.nn.softmax(model(x))", False),
        ("tf.nn.softmax", "model(x)", False),
        ("'softmax'", "tf.reshape(model(x), (-1, 3))", False),
    ],
)
def test_a_loop_of_keras_is_repaired_where_keras_finds_the_logits(activation, output, is_repaired):
    one = found(KERAS + LOOP.format(activation, output))
    names = {"keras": keras, "layers": keras.layers, "tf": tf, "data": [(X, Y)]}
    exec(LOOP.format(activation, output), names)  # the program itself
    loss, model = names["loss"], names["model"]
    model.layers[-1].set_weights([20 * np.eye(4, 3), np.zeros(3)])  # a perfect network
    assert (loss(Y, eval(output, {**names, "x": X})) < 0.01) == is_repaired
    assert (one.code, one.severity) == ("LB102", "wasteful" if is_repaired else "wrong")


def test_of_another_backend_nothing_is_repaired():
    program = "model = keras.Sequential([layers.Dense(10, activation='softmax')])\n"
    program += "model.compile('adam', keras.losses.CategoricalCrossentropy(from_logits=True))\n"
    for backend, severity in (("jax", "wrong"), ("tensorflow", "wasteful")):
        one = found(f"import os\nos.environ['KERAS_BACKEND'] = '{backend}'\n{KERAS}{program}")
        assert one.severity == severity


def test_a_name_of_the_module_that_a_function_sets():
    program = "LAST = '{}'\ndef choose():\n    global LAST\n    LAST = '{}'\nchoose()\n"
    program += "m = keras.Sequential([layers.Dense(1, activation=LAST)])\nm.compile('adam', 'binary_crossentropy')\n"
    assert codes(KERAS + program.format("softmax", "sigmoid")) == []
    assert codes(KERAS + program.format("sigmoid", "softmax")) == ["LB101"]


# What examining puts back.


def test_weights_that_the_forward_pass_writes_are_put_back():
    model = nn.Sequential(nn.Embedding(10, 3, max_norm=0.5), nn.Flatten(), nn.Linear(6, 4))
    x, y = torch.arange(10).view(5, 2), torch.arange(5) % 4
    before = [each.clone() for each in model.parameters()]
    pending = nn.CrossEntropyLoss()(model[2](torch.ones(5, 6)), y)
    examine(model, nn.CrossEntropyLoss(), x, y)
    assert all(map(torch.equal, model.parameters(), before))
    pending.backward()  # no weight of its graph was written
    assert model[2].weight.grad.any()


def test_a_model_may_hold_a_sparse_table():
    class Graph(nn.Module):
        def __init__(self):
            super().__init__()
            self.register_buffer("edges", torch.eye(5).to_sparse())
            self.layer = nn.Linear(3, 4)

        def forward(self, x):
            return self.layer(torch.sparse.mm(self.edges, x))

    assert examine(Graph(), nn.CrossEntropyLoss(), torch.randn(5, 3), torch.arange(5) % 4) == []
