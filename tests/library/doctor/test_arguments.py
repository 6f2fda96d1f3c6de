"""What the arguments of an activation or of a loss change: the doctor reckons with them, or says nothing."""

import keras
import numpy as np
import pytest
import torch
from torch import nn

from lossbook.doctor import examine
from lossbook.doctor.read import read_source

TORCH = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"
KERAS = "import tensorflow as tf\nimport numpy as np\nimport keras\nfrom keras import layers\n"


def found(source):
    """The one finding of a program."""
    (one,) = read_source(source)
    return one


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
