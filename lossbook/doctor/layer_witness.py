"""The numbers that prove a wrong last layer when there is no batch at hand: those of the loss that a program has.

Each function takes a :class:`Case` and gives a sentence and the numbers in it, by name. What holds for one loss alone
is said of that one; of the others something is said that holds for all of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

import lossbook.numpy as lnp
from lossbook.doctor.losses import ACTIVATIONS, LEADS, Activation, Wanted
from lossbook.doctor.witness import USUAL_CLASSES, Witness, floor, one_hot, sigmoid, softmax

CLASSES = {
    "categorical_cross_entropy",
    "sparse_categorical_cross_entropy",
    "categorical_focal",
    "sparse_categorical_focal",
}
FLAGS = {"binary_cross_entropy", "binary_focal", "multilabel_soft_margin"}
EPSILON = 1e-7  # where Keras clips probabilities
BENT = 0.3  # a leaky ReLU that is steeper below 0 is as good as a straight line
STEEP = 1e4  # an output so far out costs nothing


@dataclass(frozen=True)
class Case:
    """A last layer before a loss, as far as a program says what they are.

    ``ours``: the loss is lossbook's. ``gamma``, ``alpha``, ``margin``: the loss's own; ``summed``: it is no mean.
    ``axis``: it is told where the classes are. ``slope``: of a leaky ReLU below 0. ``usual``: a Huber loss has its
    usual width. ``left_out``: what the numbers don't reckon with.
    """

    loss: Wanted
    last: str
    columns: int | None = None
    ours: bool = False
    gamma: float = 0.0
    alpha: float = 1.0
    margin: float | None = 1.0
    summed: bool = False
    axis: bool = False
    slope: float | None = None
    usual: bool = True
    left_out: tuple[str, ...] = ()

    @property
    def classes(self) -> int:
        """The number of columns; a usual one where the program does not say."""
        return self.columns or USUAL_CLASSES

    @property
    def given(self) -> Activation:
        """What the last layer gives."""
        return ACTIVATIONS[self.last]

    @property
    def raw(self) -> bool:
        """Whether the loss has a softmax or a sigmoid of its own."""
        return self.loss.kind in ("class logits", "logits", "scores")

    @property
    def provisos(self) -> str:
        """What stands in brackets behind a number."""
        return f" ({', '.join(self.left_out)})" if self.left_out else ""

    def of(self, rows: set[str], framework: str = "") -> bool:
        """Whether it is one of these losses, and the framework's own if one is named."""
        own = not framework or (self.loss.framework == framework and not self.ours)
        return own and self.loss.row.name in rows


def one_column_softmax(case: Case) -> Witness:
    """A softmax over one column gives 1 to everything, and its logarithm 0."""
    low, high = (float(softmax(np.array([x]))[0]) for x in (-5.0, 5.0))
    if case.last == "log_softmax":
        low, high = math.log(low), math.log(high)
    return f"the output is {low:.4f} for an input of −5, and {high:.4f} for one of 5", {"low": low, "high": high}


def softmax_twice(case: Case) -> Witness:
    """A second softmax sees numbers from 0 to 1, and never gets far from equal shares."""
    if case.of(CLASSES):
        least = case.alpha * floor(case.classes, 0.0, 1.0, case.gamma)
        sentence = f"even a perfect network can't get below {least:.4f}{case.provisos} with {case.classes} classes"
        return sentence, {"floor": least}
    if case.loss.kind == "logits" and not case.axis:
        return _own_sigmoid(case)
    share = float(softmax(one_hot(case.classes))[0, 0])
    sentence = f"a sure output, 1 beside zeros, counts as a share of {share:.4f} with {case.classes} classes"
    return sentence, {"share": share}


def _own_sigmoid(case: Case) -> Witness:
    """What the loss makes of both ends of the outputs."""
    low, high = case.given.low, case.given.high
    if math.isinf(low):
        sentence = f"the outputs are never above {high:g}, and the loss's own sigmoid gives at most {sigmoid(high):.4f}"
        return sentence, {"high": sigmoid(high)}
    ends = f"{sigmoid(low):.4f} of an output of {low:g}"
    if math.isinf(high):
        return f"the loss's own sigmoid makes {ends}, and no less of any", {"low": sigmoid(low)}
    sentence = f"the loss's own sigmoid makes {ends}, and {sigmoid(high):.4f} of one of {high:g}"
    return sentence, {"low": sigmoid(low), "high": sigmoid(high)}


def _flag(target: float, logit: float, gamma: float) -> float:
    """What a yes, 1, or a no, 0, costs at a logit."""
    return float(lnp.binary_focal([target], [logit], from_logits=True, gamma=gamma))


def sigmoid_twice(case: Case) -> Witness:
    """A second sigmoid sees numbers from 0 to 1, or none above 0."""
    if not case.of(FLAGS):
        return _own_sigmoid(case)
    zeros, ones = _flag(0.0, max(case.given.low, -STEEP), case.gamma), _flag(1.0, case.given.high, case.gamma)
    sentence = f"even a perfect network pays at least {zeros:.4f} for each 0 and {ones:.4f} for each 1{case.provisos}"
    return sentence, {"zero": zeros, "one": ones}


def repaired(case: Case, binary: bool) -> Witness:
    """What Keras repairs on TensorFlow and on no other backend."""
    sentence, numbers = sigmoid_twice(case) if binary else softmax_twice(case)
    return f"TensorFlow's Keras finds the logits behind it, but without that {sentence}", numbers


def logits_as_probabilities(case: Case) -> Witness:
    """Raw outputs: Keras clips them into [0, 1], each or after it has divided a row by its sum."""
    if case.last.startswith("log_"):
        log = math.log(0.5)
        return f"the logarithm of 0.5 is {log:.4f}, and no probability is below 0", {"log": log}
    if case.of(CLASSES, "keras") and case.loss.targets == "distribution":
        return _divided_by_the_sum()
    if case.of(CLASSES, "keras"):  # class numbers: Keras clips each output, and lets their sum count
        cost = -float(np.log(EPSILON / (EPSILON + 2 * (1 - EPSILON))))
        sentence = (
            f"an output of −1 for the right class, beside 3 and 2, is clipped: it costs {cost:.4f}{case.provisos}"
        )
    elif case.of({"binary_cross_entropy"}, "keras"):  # its focal loss takes its factor of what is not clipped
        cost = float(lnp.binary_cross_entropy([1.0], [EPSILON]))
        sentence = f"an output of −1 for a 1 is clipped: it costs {cost:.4f}{case.provisos}"
    else:
        draws = np.random.default_rng(0).standard_normal(10_000)
        outside = float(np.mean((draws < 0) | (draws > 1)))
        return f"of 10,000 raw outputs drawn from N(0, 1), {outside:.0%} lie outside [0, 1]", {"outside": outside}
    return f"{sentence}, as −9 does, and its gradient is 0", {"cost": cost, "gradient": 0.0}


def _divided_by_the_sum() -> Witness:
    """What Keras's categorical losses make of numbers that are no shares."""
    row = np.array([-0.09, -0.01, -0.01])
    first, second = (float(it) for it in (row / row.sum())[:2])
    shares = f"{first:.4f}, {second:.4f} and {second:.4f}"
    return f"Keras divides a row by its sum: −0.09, −0.01 and −0.01 count as shares of {shares}", {"share": first}


def nll_without_log(case: Case) -> Witness:
    """NLLLoss turns the sign of its input and no more."""
    low, high = case.given.low, case.given.high
    if math.isinf(high):
        at = -50.0
        sentence = f"an output of 50 for the right class makes the loss {at:.1f}{case.provisos}, and 500 ten times that"
        return sentence, {"loss": at}
    best = 0.0 - high
    if math.isinf(low):
        return f"{high:g} in all columns costs {best:.4f}, whichever is the right class", {"best": best}
    worst = f"{0.0 - low:.4g}"
    return f"a perfect network has a loss of {best:.4f}{case.provisos}, and a wrong one no more than {worst}", {
        "best": best
    }


def sigmoid_under_categorical(case: Case) -> Witness:
    """Sigmoids don't compete."""
    if case.raw:
        return softmax_twice(case)
    high = 0.99
    classes = case.classes
    if not case.of(CLASSES, "keras"):
        total = high * classes
        return f"{high} in all {classes} columns sums to {total:.4g}, and shares to 1", {"sum": total}
    shares = np.full((1, classes), 1 / classes)  # Keras divides a row by its sum
    if case.loss.row.family == "focal":
        return f"{high} in all {classes} columns counts as {shares[0, 0]:.4f} for each: a guess", {
            "share": float(shares[0, 0])
        }
    cost = float(lnp.categorical_cross_entropy(one_hot(classes), shares))
    sentence = f"with {high} in all {classes} columns, the right one among them, the loss is {cost:.4f}{case.provisos}"
    return f"{sentence}: that of a guess", {"loss": cost}


def softmax_under_binary(case: Case) -> Witness:
    """Two tags cannot both be there."""
    if not case.of(FLAGS):
        return f"two outputs of 0.6 sum to {0.6 + 0.6:g}, and those of a row to 1", {"sum": 1.2}
    first = np.linspace(0.001, 0.999, 999)
    costs = [
        lnp.binary_focal(np.ones(999), each, from_logits=case.raw, gamma=case.gamma, reduction="none")
        for each in (first, 1 - first)
    ]
    least = float(np.min(np.sum(costs, axis=0)))
    otherwise = "with raw outputs" if case.raw else "under a sigmoid"
    smoothed = "unsmoothed" in case.left_out
    beside = "" if smoothed else f", and 0 {otherwise}"
    sentence = f"two tags that are both there cost {least:.4f} together at best under a softmax{beside}"
    return sentence + case.provisos, {"floor": least}


def one_column(case: Case) -> Witness:
    """One class is always right."""
    if case.loss.kind == "log distribution":
        return "the share of 1 class of 1 is 1: its logarithm is 0, whatever the input", {"log": 0.0}
    cost = float(lnp.categorical_cross_entropy([[1.0]], [[3.0]], from_logits=True))
    slope = float(lnp.categorical_cross_entropy_grad([[1.0]], [[3.0]], from_logits=True)[0, 0])
    cost, slope = abs(cost), abs(slope)
    return f"the loss is {cost:.4f} whatever the output, and its gradient {slope:.4f}", {
        "loss": cost,
        "gradient": slope,
    }


def activation_before(case: Case) -> Witness | None:
    """What an activation keeps the outputs from being; nothing where its outputs are as good as a softmax's."""
    if case.last == "leaky_relu" and case.raw:
        if case.slope is None or case.slope > BENT:
            return None
        score = -5 * case.slope
        return f"at a slope of {case.slope:g} a score of −5 comes out as {score:g}", {"score": score}
    if case.last == "leaky_relu":
        return logits_as_probabilities(case)
    if case.raw:
        return _before_classes(case) if case.loss.categorical else _before_flags(case)
    return _before_shares(case) if case.loss.categorical else _before_probabilities(case)


def _before_flags(case: Case) -> Witness:
    if not case.of(FLAGS):
        return _own_sigmoid(case)
    low, high = case.given.low, case.given.high
    if math.isinf(low):
        least = _flag(1.0, high, case.gamma)
        sentence = f"the output is never above {high:g}: each 1 costs at least {least:.4f}{case.provisos}"
    else:
        least = _flag(0.0, low, case.gamma)
        sentence = f"the output never falls below {low:g}: each 0 costs at least {least:.4f}{case.provisos}"
    return sentence, {"floor": least}


def _before_classes(case: Case) -> Witness:
    low, high = case.given.low, case.given.high
    if math.isinf(low):
        share = 1 / case.classes
        sentence = (
            f"where all {case.classes} outputs are {high:g}, sure of every class, each has a share of {share:.4g}"
        )
        return sentence, {"share": share}
    if case.of(CLASSES) and not math.isinf(high):
        least = case.alpha * floor(case.classes, low, high, case.gamma)
        sentence = f"even a perfect network can't get below {least:.4f}{case.provisos} with {case.classes} classes"
        return sentence, {"floor": least}
    if case.of(CLASSES) and case.given.at_low:
        flat = case.alpha * floor(case.classes, 0.0, 0.0, case.gamma)
        sentence = f"where all {case.classes} outputs are 0 the loss is {flat:.4f}{case.provisos}"
        return f"{sentence}, and no gradient passes", {"loss": flat, "gradient": 0.0}
    return f"the output never falls below {low:.4g}: a class can't be ruled out by a low score", {"low": low}


def _in_range(case: Case) -> Witness:
    low, high = case.given.low, case.given.high
    return f"the outputs lie in [{low:g}, {high:g}], and probabilities in [0, 1]", {"low": low, "high": high}


def _before_probabilities(case: Case) -> Witness:
    if not case.of({"binary_cross_entropy"}, "keras"):
        return _in_range(case)
    if case.given.low < 0 or case.given.at_low:
        cost, wrong = float(lnp.binary_cross_entropy([1.0], [EPSILON])), "a 1 at 0"
    else:  # in float32, in which 1 − 1e-7 is a little less
        cost, wrong = float(-np.log(np.float32(1) - np.float32(1 - EPSILON))), "a 0 at 2"
    sentence = f"an output outside (0, 1) is clipped: {wrong} costs {cost:.4f}{case.provisos}"
    return f"{sentence}, and its gradient is 0", {"cost": cost}


def _before_shares(case: Case) -> Witness | None:
    if not case.of(CLASSES, "keras"):
        return _in_range(case)
    reaches_0 = case.given.at_low or case.given.low < 0
    if case.loss.targets == "labels" and reaches_0:
        cost = -float(np.log(EPSILON))
        sentence = f"an output of 0 or less for the right class, beside a 1, costs {cost:.4f}{case.provisos}"
        return f"{sentence}, and gets no gradient", {"cost": cost}
    if case.loss.targets == "labels":
        return "an output of 3 counts as 1: Keras clips it, and it gets no gradient", {"counts": 1.0}
    if not reaches_0:
        return None  # Keras divides a row by its sum, as a softmax does behind its exponential
    if case.given.low < 0:
        return _divided_by_the_sum()
    with np.errstate(invalid="ignore"):
        share = float(np.float64(0.0) / np.float64(0.0))
    return f"Keras divides a row by its sum: where all outputs are 0 the loss is {share}", {"loss": share}


def softmax_under_numbers(case: Case, classifies: bool) -> Witness:
    """The outputs of a row sum to 1."""
    if case.loss.kind == "log rates":
        high = math.e
        return f"outputs from 0 to 1 are the logarithms of rates from 1 to {high:.4f}", {"high": high}
    if classifies:
        return _slope(case) or _through(case)
    missed = 2.0 + 3.0 - 1.0
    return f"outputs that sum to 1 miss the targets 2 and 3 by {missed:g} together at best", {"missed": missed}


def _slope(case: Case) -> Witness | None:
    """The gradient of a sure and wrong answer, by the score of the right class; None of a loss of several arguments."""
    target, p = one_hot(case.classes)[0], softmax(np.array([0.0, 10.0, *[0.0] * (case.classes - 2)]))
    jacobian = np.diag(p) - np.outer(p, p)
    if not case.usual:
        return None
    try:
        grad = getattr(lnp, f"{case.loss.row.name}_grad")(target, p, reduction="sum" if case.summed else "mean")
    except (TypeError, ValueError):
        return None
    slope, entropy = float(abs(jacobian @ grad)[0]), float(abs(p[0] - 1.0))
    sentence = f"for a sure and wrong answer of {case.classes} classes the gradient is {slope:.2g}{case.provisos}"
    return f"{sentence}, under the cross-entropy {entropy:.2g}", {"slope": slope, "cross_entropy": entropy}


def _through(case: Case) -> Witness:
    """What comes through a softmax of a sure and wrong answer, whatever the loss."""
    p = float(softmax(np.array([0.0, 10.0, *[0.0] * (case.classes - 2)]))[0])
    sentence = (
        f"of a sure and wrong answer of {case.classes} classes {p * (1 - p):.2g} of the gradient by the right share"
    )
    return f"{sentence} comes through to its score", {"through": p * (1 - p)}


def sigmoid_under_errors(case: Case) -> Witness:
    """A sure and wrong sigmoid has hardly any gradient."""
    p = sigmoid(-8.0)
    grad = float(getattr(lnp, f"{case.loss.row.name}_grad")([1.0], [p])[0])
    slope, entropy = abs(grad * p * (1 - p)), abs(p - 1)
    sentence = f"for a sure and wrong answer the gradient is {slope:.2g}{case.provisos}"
    return f"{sentence}, under the cross-entropy {entropy:.2g}", {"slope": slope, "cross_entropy": entropy}


def squashed_hinge(case: Case) -> Witness | None:
    """Outputs from 0 to 1 never get beyond the margin on the other side, or apart by more than it."""
    if case.of(LEADS):
        if case.margin is None or case.margin < 1:
            return None  # a lead that outputs from 0 to 1 can have, or may
        lead = 0.9 - 0.1
        sentence = f"a right class at 0.9 leads another at 0.1 by {lead:g}: nothing leads by more than 1"
        return sentence, {"lead": lead}
    flat = {"soft_margin": math.log(2), "multilabel_soft_margin": math.log(2)}
    least = flat.get(case.loss.row.name, float(lnp.hinge([-1.0], [0.0])))  # the squared one has the same
    sentence = f"outputs are never below 0: each negative costs at least {least:.4f}{case.provisos}"
    return sentence, {"floor": least}


def divergence_of_others(case: Case) -> Witness:
    """What is no distribution, or is not its logarithm, under a divergence."""
    y = np.array([0.5, 0.5])
    if case.loss.kind == "log distribution" and case.last == "softmax":
        cost = float(np.sum(y * (np.log(y) - y)))
        return f"a perfect prediction of [0.5, 0.5] costs {cost:.4f}, summed over its row, and not 0", {"loss": cost}
    if case.loss.kind == "distribution" and case.last.startswith("log_") and not case.of({"kl_divergence"}, "keras"):
        return logits_as_probabilities(case)
    value = case.given.high if math.isfinite(case.given.high) else 3.0
    if case.loss.kind == "log distribution":
        taken = value
    elif not case.of({"kl_divergence"}, "keras"):
        return f"outputs of {value:g} and {value:g} sum to {2 * value:g}, and shares to 1", {"sum": 2 * value}
    elif value <= 0:
        cost = -math.log(2) - math.log(EPSILON)
        return f"log-probabilities are clipped to 1e-07: perfect ones of [0.5, 0.5] cost {cost:.4f}", {"loss": cost}
    else:
        taken = math.log(min(value, 1.0))
    cost = float(np.sum(y * (np.log(y) - taken)))
    sentence = f"outputs of {value:g} and {value:g} for [0.5, 0.5] cost {cost:.4f}, summed over the row"
    return f"{sentence}: below 0, where no divergence goes", {"loss": cost}


def rates(case: Case) -> Witness:
    """A rate taken for its logarithm, or an output below 0 for a rate."""
    if case.loss.kind == "log rates":
        best = math.log(3.0)
        return f"for a count of 3 the loss is least at an output of {best:.4f}, and not at 3", {"best": best}
    if case.loss.row.name != "poisson":
        return "an output of −0.1 is no rate: none lies below 0", {"rate": -0.1}
    with np.errstate(invalid="ignore"):
        cost = float(-0.1 - 3.0 * np.log(np.float64(-0.1)))
    return f"an output of −0.1 makes the loss {cost}", {"loss": cost}
