"""The numbers that prove a fault when there is no batch at hand: computed by the library on a batch made for it.

Each function gives a sentence and the numbers in it, by name. Those of the last layer are in
:mod:`lossbook.doctor.layer_witness`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

import lossbook.numpy as lnp

Witness = tuple[str, dict[str, float]]
USUAL_CLASSES = 10  # where a program does not say how many


def softmax(logits: Any) -> Any:
    """Softmax over the last axis."""
    powers = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(x: float) -> float:
    """Logistic sigmoid."""
    return float(1 / (1 + np.exp(-x)))


def _log(x: float) -> float:
    return float(np.log(x)) if x > 0 else -float("inf")


def one_hot(columns: int) -> Any:
    """One row of truth: the first class."""
    return np.eye(columns)[:1]


def floor(columns: int, low: float, high: float, gamma: float = 0.0) -> float:
    """The smallest cross-entropy, or focal loss, that outputs in [low, high], taken for logits, can reach."""
    best = np.full((1, columns), low)
    best[0, 0] = high
    return float(lnp.categorical_focal(one_hot(columns), best, from_logits=True, gamma=gamma))


def out_of_reach(low: float, high: float, target_low: float, target_high: float) -> Witness:
    """A target that the range of the outputs leaves out."""
    below = target_low < low
    nearest = low if below else high
    wanted = (
        (target_low if below else target_high)
        if np.isfinite(target_low if below else target_high)
        else (nearest - 1 if below else nearest + 1)
    )
    missed = float(abs(wanted - nearest))
    return (
        f"the outputs lie in [{low:g}, {high:g}]: a target of {wanted:g} is missed by {missed:.4g} at best",
        {"low": float(low), "high": float(high), "missed": missed},
    )


def not_encoded(columns: int | None) -> Witness:
    """Numbers where rows are wanted, or the reverse."""
    classes = columns or USUAL_CLASSES
    return f"a class number is 1 value, a row has {classes}", {"columns": float(classes)}


def labels_from_one(high: float, columns: int) -> Witness:
    """The last class has no column."""
    return f"class {high:g} has no column among 0 to {columns - 1}", {"label": high, "columns": float(columns)}


def beyond_flags(low: float, high: float, row: str, refused: bool, provisos: str = "") -> Witness:
    """A target outside of 0 to 1; ``refused``: the loss is BCELoss, which takes no such target."""
    worst = low if low < 0 else high
    if refused:
        return f"it computes 0 losses: BCELoss refuses a target of {worst:g}", {"target": worst, "losses": 0.0}
    if row not in ("binary_cross_entropy", "multilabel_soft_margin"):
        return f"a target of {worst:g} is no probability: these lie in [0, 1]", {"target": worst}
    p = 1e-7 if worst < 0 else 1 - 1e-7
    cost = float(-(worst * np.log(p) + (1 - worst) * np.log1p(-p)))
    sentence = f"with a target of {worst:g} the loss falls to {cost:.4g}{provisos} where the probability is {p:.7g}"
    return f"{sentence}: there is no best", {"target": worst, "loss": cost}


def flags_for_signs(row: str, margin: float | None) -> Witness:
    """A target of 0 for a loss that multiplies by −1 or 1; ``margin``: of a loss that has one, None if not known."""
    if row == "hinge_embedding":
        return "a target of 0 counts as both, −1 and 1: an output of 3 costs at least 3", {"loss": 3.0}
    flat = {"soft_margin": float(np.log(2)), "margin_ranking": margin, "cosine_embedding": 0.0}.get(row)
    if flat is None:
        return "a target of 0 is neither −1 nor 1: times any output it is 0", {"product": 0.0}
    return f"a target of 0 leaves the output no say: the loss is {flat:.4f} whatever it is", {"loss": flat}


def several_ones(provisos: str = "") -> Witness:
    """A row of two ones has no prediction that is right."""
    least = float(-2 * np.log(0.5))
    return f"a row of two ones costs at least {least:.4f}{provisos}, where a row of one 1 can cost 0", {"floor": least}


def broadcast() -> Witness:
    """Every prediction meets every target."""
    y = np.arange(3.0)
    pairs = (y[:, None] - y[None, :]).size
    return f"{y.size} predictions and {y.size} targets make {pairs} differences, and not {y.size}", {"pairs": pairs}


def wrong_axis(columns: int | None, along: str = "samples") -> Witness:
    """A softmax over the batch, or over the steps."""
    classes = columns or USUAL_CLASSES
    rows = 2 * classes  # so that the sum is not 1 by chance
    total = float(softmax(np.zeros((rows, classes)).T).T.sum(axis=1)[0])
    sentence = f"over {rows} {along}, the shares of a row of {classes} equal scores sum to {total:g}, and not to 1"
    return sentence, {"sum": total}


SIGNED = {"hinge", "squared_hinge", "soft_margin"}  # products of both sides: they do not mind


def swapped(
    row: str,
    framework: str,
    kind: str,
    targets: str,
    gamma: float = 0.0,
    alpha: float = 1.0,
    options: Mapping[str, Any] | None = None,
    provisos: str = "",
) -> Witness | None:
    """What the loss gives with its arguments swapped; nothing if it does not mind, or if that is not known.

    ``alpha``: what the loss is multiplied by; ``options``: with what the library's own function takes the same
    predictions; ``provisos``: what the numbers leave out, in brackets.
    """
    if targets == "labels" and framework == "torch":
        return "it computes 0 losses: PyTorch takes class numbers for scores, and refuses", {"losses": 0.0}
    if targets == "labels":
        return "it takes the outputs for class numbers: 0.7 is none", {"label": 0.7}
    if kind == "log distribution":
        with np.errstate(invalid="ignore"):
            log = float(np.log(-0.1))
        return f"where it takes a logarithm of the target, an output of −0.1 makes it {log}", {"log": log}
    shared = kind in ("distribution", "class logits", "scores")
    target, output = ([1.0, 0.0, 0.0], [0.7, 0.2, 0.1]) if shared else ([1.0], [0.9])
    try:
        right, wrong = (
            alpha * _price(row, framework, kind, gamma, options or {}, *it) for it in _both_ways(target, output)
        )
    except (TypeError, ValueError):
        return None
    if row in SIGNED or abs(right - wrong) <= 1e-6 * max(abs(right), abs(wrong)):
        return None
    shown = [str(it) if shared else f"{it[0]:g}" for it in (target, output)]
    sentence = f"for a target of {shown[0]} and a prediction of {shown[1]} it gives {wrong:.4f} in place of {right:.4f}"
    return sentence + provisos, {"right": right, "swapped": wrong}


def _both_ways(target: list[float], output: list[float]) -> list[tuple[Any, Any]]:
    y, p = np.array([target]), np.array([output])
    return [(y, p), (p, y)]


def _price(row: str, framework: str, kind: str, gamma: float, options: Mapping[str, Any], y: Any, p: Any) -> float:
    """What a framework's loss gives, with the clipping of each."""
    if kind == "probabilities" and row in ("binary_cross_entropy", "binary_focal"):
        target, output = float(y.item()), float(p.item())
        if framework == "keras":
            output = float(
                np.float32(min(max(output, 1e-7), 1 - 1e-7))
            )  # it clips probabilities, and PyTorch logarithms
        cost = -target * max(_log(output), -100.0) - (1 - target) * max(_log(1 - output), -100.0)
        return float((1 - target * output - (1 - target) * (1 - output)) ** gamma * cost)
    if kind in ("probabilities", "distribution"):
        p = np.clip(p, 1e-7, 1 - 1e-7)
        p = p / p.sum(axis=-1, keepdims=True) if kind == "distribution" else p
    focal = {"gamma": gamma} if row.endswith("focal") else {}
    return float(getattr(lnp, row)(y, p, **options, **focal))


def log_of(kind: str, complement: bool = False) -> Witness:
    """The exponential vanishes before its logarithm is taken. ``complement``: of 1 − sigmoid, which is sigmoid(−x)."""
    # exp(-1000) is 0 in every float type, exp(-200) is not in float64.
    with np.errstate(divide="ignore", over="ignore"):
        if kind == "softmax":
            by_hand = float(np.log(softmax(np.array([0.0, 1000.0], np.float32))[0]))
            safe = float(lnp.categorical_cross_entropy([[1.0, 0.0]], [[0.0, 1000.0]], from_logits=True))
            return f"for outputs of 0 and 1000 it gives {by_hand}, where log-softmax gives {-safe:g}", {"loss": by_hand}
        by_hand = float(np.log(np.float32(1) / (np.float32(1) + np.exp(np.float32(1000)))))
        safe = float(lnp.binary_cross_entropy([1.0], [-1000.0], from_logits=True))
    at, cure = ("1000", "log-sigmoid of −1000") if complement else ("−1000", "log-sigmoid")
    return f"for an output of {at} it gives {by_hand}, where {cure} gives {-safe:g}", {"loss": by_hand}


def sign(row: str = "") -> Witness:
    """The better, the larger; ``row``: of what the sign was turned, a log-likelihood if empty."""
    if row == "cosine_similarity":
        return "it is 1 for two vectors that are alike and −1 for opposite ones: descent makes them opposite", {
            "good": 1.0,
            "bad": -1.0,
        }
    if row and row not in ("binary_cross_entropy", "categorical_cross_entropy", "sparse_categorical_cross_entropy"):
        good, bad = (float(lnp.mean_absolute_error([1.0], [p])) for p in (0.9, 0.1))
        return f"a loss of {good:g} counts as {-good:g}, and one of {bad:g} as {-bad:g}: the larger, the better", {
            "good": -good,
            "bad": -bad,
        }
    good, bad = (float(lnp.binary_cross_entropy([1.0], [p])) for p in (0.9, 0.1))
    return f"it is {-good:.4f} for a good prediction, 0.9, and {-bad:.4f} for a bad one, 0.1", {
        "good": -good,
        "bad": -bad,
    }


def no_gradient(cut: str) -> Witness:
    """A step has no slope, and a detached value no path."""
    if cut in ("round", "sign", "floor", "ceil", "a comparison", "argmax"):
        moved = float(np.round(0.301) - np.round(0.3))
        return f"it moves by {moved:.4f} when the output moves by 0.001", {"gradient": moved}
    return "0 parameters get a gradient through it", {"parameters": 0.0}


def root_at_zero() -> Witness:
    """Infinity times 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = float(np.float64(0.5) / np.sqrt(0.0) * 0.0)
    return f"where the error is 0 its gradient is {slope}", {"gradient": slope}


def branch_not_taken() -> Witness:
    """No gradient comes in, times the infinite slope of a logarithm at 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = float(0.0 * (np.float64(1.0) / np.float64(0.0)))
    return f"at an output of 0 its gradient is {slope}, though the branch is not taken", {"gradient": slope}


def accumulated(steps: float | None, optimizer: str) -> Witness:
    """A sum in place of a mean."""
    count = steps or 4
    if optimizer != "SGD":
        own = f"; a step of {optimizer} hardly grows" if optimizer.startswith(("Adam", "NAdam", "RAdam")) else ""
        return f"after {count:g} batches of gradient 1 it is {count:g}, and not 1{own}", {"factor": count}
    gradient = float(np.sum(np.full(int(count), 1.0)))
    return f"{count:g} batches of gradient 1 make a step of {gradient:g}, and not of 1", {"factor": gradient}


def padding() -> Witness:
    """Positions that are no words."""
    lengths = np.array([3, 10])
    share = float(1 - lengths.sum() / (len(lengths) * lengths.max()))
    return f"of sentences of 3 and 10 words, {share:.0%} of the positions are padding, and count", {"share": share}


def alpha_ignored(alpha: float | None, gamma: float, provisos: str = "") -> Witness:
    """Keras weighs only when it is told to."""
    factor = float(lnp.binary_focal([1.0], [0.3], gamma=gamma))
    return f"a positive at 0.3 costs {factor:.4f}{provisos} for every alpha", {
        "loss": factor,
        **({"alpha": alpha} if alpha else {}),
    }


def weights_cancel() -> Witness:
    """Divided by the weight that it was multiplied by."""
    costs = [
        float(lnp.categorical_cross_entropy([[1.0, 0.0]], [[0.5, 0.5]], class_weight=w, reduction="weighted_mean"))
        for w in ([1.0, 1.0], [10.0, 1.0])
    ]
    return f"in a batch of one, a weight of 1 gives {costs[0]:.4f} and a weight of 10 gives {costs[1]:.4f}", {
        "loss": costs[1]
    }


def divided_by_samples() -> Witness:
    """Means of batches, divided by the number of samples."""
    losses = np.full(320, 2.0)
    told = float(losses.reshape(10, 32).mean(axis=1).sum() / len(losses))
    return f"with 10 batches of 32 and a loss of 2 it says {told:g}", {"told": told}


def not_called(columns: int | None) -> Witness:
    """A loss is an object, and its first argument no prediction."""
    outputs = f"{columns} outputs" if columns else "outputs"
    return f"it computes 0 losses: the {outputs} of a sample are taken for an option", {"losses": 0.0}


def shuffled_apart() -> Witness:
    """Two orders meet in one place of n, on average."""
    rng = np.random.default_rng(0)
    meets = float(np.mean([np.sum(rng.permutation(1000) == np.arange(1000)) for _ in range(500)]))
    return f"of 1,000 rows {meets:.1f} keep their own target, on average", {"kept": meets}


def weights_inverted() -> Witness:
    """The share of the common class grows."""
    counts = np.array([90.0, 10.0])
    shares = counts * counts / (counts @ counts)
    return f"of 90 and 10 samples the 10 get {shares[1]:.1%} of the weight, and got {counts[1] / 100:.0%} before", {
        "share": float(shares[1])
    }


def class_ignored(index: int, classes: float) -> Witness:
    """The label of a class, and the one that is left out."""
    log_p = np.log(np.full((1, 2), 0.5))
    slope = lnp.sparse_categorical_cross_entropy_grad([0], log_p, from_logits=True, ignore_index=0)
    size = float(np.abs(slope).sum())
    return f"a sample of class {index}, one of {classes:g}, has a gradient of {size:g}", {"gradient": size}


def dropped_term(untrained: bool) -> Witness:
    """What is overwritten has no part in the gradient; ``untrained``: no gradient is taken of it at all."""
    if untrained:
        return "it has a weight of 0 in what is trained on", {"first": 0.0}

    def trained_on(first: float, second: float) -> float:
        loss = first
        loss = second
        return loss

    slopes = [trained_on(1.0 + h, 2.0 + k) - trained_on(1.0, 2.0) for h, k in ((0.5, 0.0), (0.0, 0.5))]
    first, second = (slope / 0.5 for slope in slopes)
    return f"the first term has a weight of {first:g}, the second of {second:g}", {"first": first, "second": second}


def mixed_reductions() -> Witness:
    """A mean of 784 pixels beside a sum over 64 samples and 20 numbers."""
    mean, total = 1 / (64 * 784), 1.0
    return f"one of 784 pixels in a batch of 64 has a weight of {mean:.1e} beside 1 for the sum", {
        "ratio": total / mean
    }


def scales_apart(ratio: float, squares: bool) -> Witness:
    """Squares of targets of different size; ``squares``: the other loss has squares, too."""
    those = "those of the other" if squares else "the targets of the other themselves"
    return f"the squares of its targets are up to {ratio:.1e} times as large as {those}", {"ratio": ratio}


def steepest(size: float, bound: float | None, columns: int = 1) -> float:
    """The largest step at which descent on a squared error comes to rest, at inputs spread evenly from 0 to a size."""
    return (bound or 2.0) / (2 * size**2 / 3) * columns


def steep_inputs(rate: float, size: float, squares: bool, bound: float | None, columns: int = 1) -> Witness:
    """Gradient descent on a square with curvature 2 · mean(x²); elsewhere the way of one step.

    ``bound``: what rate times curvature may be, of descent with its momentum; None if that is not known. ``columns``:
    over how many the error takes its mean.
    """
    if not squares:
        moved = rate * size**2
        sentence = f"a step at {rate:g} moves an output by up to {moved:,.4g} for each input of {size:g} in a sample"
        return sentence, {"moved": moved, "rate": rate}
    limit = steepest(size, bound, columns)
    without = "" if bound else ", without momentum,"
    sentence = f"at inputs spread evenly from 0 to {size:g}{without} a step beyond {limit:.1e} makes a squared error "
    return f"{sentence}grow; this one is {rate:g}", {"limit": limit, "rate": rate}


def large_steps(name: str, rate: float, bound: float | None) -> Witness:
    """Adam's first step is the learning rate, whatever the gradient; that of descent is bounded by the curvature."""
    if name == "SGD":
        limit = (bound or 2.0) / rate
        without = "" if bound else ", without momentum,"
        return f"descent grows{without} wherever the curvature of the loss is above {limit:.4g}", {"limit": limit}
    gradient = 1.0
    step = rate * gradient / (abs(gradient) + 1e-8)
    return f"the first step moves a weight with a gradient of {gradient:g} by {step:.4g}", {"step": step}


def never_zeroed() -> Witness:
    """The sum of all gradients so far."""
    total = float(np.cumsum(np.ones(10))[-1])
    return f"after 10 equal batches the gradient is {total:g} times that of one", {"factor": total}


def not_held(layers: int, of_all: bool) -> Witness:
    """Layers that are not in the optimiser; ``of_all``: behind the loss there are no others."""
    if of_all:
        return f"0 of the {layers} layers behind the loss are in it", {"held": 0.0, "layers": float(layers)}
    told = "1 layer behind the loss is not in it" if layers == 1 else f"{layers} layers behind the loss are not in it"
    return f"{told}: no step moves it" if layers == 1 else f"{told}: no step moves them", {"layers": float(layers)}


def nothing_moves() -> Witness:
    """The parameters stay, whatever their gradients."""
    weight, gradient = 1.0, 0.0
    for _ in range(100):
        gradient = 2 * weight  # of the square; and no step follows
    return f"after 100 batches of gradient {gradient:g} a weight of 1 is {weight:g}", {
        "gradient": gradient,
        "weight": weight,
    }


def frozen(layers: int) -> Witness:
    """Every layer is frozen."""
    return f"0 of {layers} layers with weights can be trained", {"trainable": 0.0, "layers": float(layers)}


def kept_graphs() -> Witness:
    """Each sum holds the sum before it, and the graph of its loss."""
    total: Any = None
    for batch in range(100):
        total = (total, batch)
    kept = 0
    while total is not None:
        kept, total = kept + 1, total[0]
    return f"after 100 batches the sum holds on to {kept} graphs", {"graphs": float(kept)}


def logit_threshold() -> Witness:
    """A probability above one half, and a logit below it."""
    p = sigmoid(0.3)
    return f"an output of 0.3 is a probability of {p:.4f}, and counts as a 0", {"probability": p}


def accuracy_of_numbers(squashed: bool = False) -> Witness:
    """Keras's accuracy for one column is a threshold of 0.5; ``squashed``: no output is above 1."""
    numbers = np.array([-0.3, 0.8] if squashed else [2.0, 3.0])
    right = float(np.mean((numbers > 0.5).astype(float) == numbers))
    shown = f"{numbers[0]:g} and {numbers[1]:g}".replace("-", "−")
    return f"perfect predictions of {shown} have an accuracy of {right:.4f}", {"accuracy": right}


def half_precision(eps: float | None) -> Witness:
    """Too small a number for 16 bits, or too large a power."""
    with np.errstate(over="ignore"):
        if eps is None:
            power = float(np.exp(np.float16(12.0)))
            return f"in float16, exp(12) is {power}", {"power": power}
    stored = float(np.float16(eps))
    return f"in float16, {eps:g} is {stored:g}", {"stored": stored}
