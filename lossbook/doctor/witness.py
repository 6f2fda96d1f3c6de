"""The numbers that prove a fault when there is no batch at hand: computed by the library on a batch made for it.

Each function gives a sentence and the numbers in it, by name.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import lossbook.numpy as lnp

Witness = tuple[str, dict[str, float]]
LEADS = ("categorical_hinge", "crammer_singer", "multi_margin", "multilabel_margin")  # of one class over the others
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


def one_column_softmax() -> Witness:
    """A softmax over one column gives 1 to everything."""
    low, high = (float(softmax(np.array([x]))[0]) for x in (-5.0, 5.0))
    return f"the output is {low:.4f} for an input of −5, and {high:.4f} for one of 5", {"low": low, "high": high}


def softmax_twice(columns: int | None, gamma: float = 0.0, alpha: float = 1.0) -> Witness:
    """A second softmax sees numbers from 0 to 1, and never gets far from equal shares."""
    classes = columns or USUAL_CLASSES
    least = alpha * floor(classes, 0.0, 1.0, gamma)
    return f"even a perfect network can't get below {least:.4f} with {classes} classes", {"floor": least}


def sigmoid_twice(gamma: float = 0.0) -> Witness:
    """A second sigmoid sees numbers from 0 to 1."""
    ones = float(lnp.binary_focal([1.0], [1.0], from_logits=True, gamma=gamma))
    zeros = float(lnp.binary_focal([0.0], [0.0], from_logits=True, gamma=gamma))
    return f"even a perfect network pays {zeros:.4f} for each 0 and {ones:.4f} for each 1", {"zero": zeros, "one": ones}


def repaired(columns: int | None, binary: bool) -> Witness:
    """What Keras repairs on TensorFlow and on no other backend."""
    sentence, numbers = sigmoid_twice() if binary else softmax_twice(columns)
    return f"TensorFlow's Keras finds the logits behind it, but without that {sentence}", numbers


def logits_as_probabilities(framework: str, targets: str) -> Witness:
    """Raw outputs are clipped into [0, 1], each or after Keras has divided a row by its sum."""
    if targets == "distribution" and framework != "torch":
        return _divided_by_the_sum()
    if framework == "torch":
        draws = np.random.default_rng(0).standard_normal(10_000)
        outside = float(np.mean((draws < 0) | (draws > 1)))
        return f"of 10,000 raw outputs drawn from N(0, 1), {outside:.0%} lie outside [0, 1]", {"outside": outside}
    if targets == "labels":  # Keras clips each, and lets their sum count
        cost = -float(np.log(1e-7 / (1e-7 + 2 * (1 - 1e-7))))
        sentence = f"an output of −1 for the right class, beside 3 and 2, is clipped: it costs {cost:.4f}"
    else:
        cost = float(lnp.binary_cross_entropy([1.0], [1e-7]))
        sentence = f"an output of −1 for a 1 is clipped: it costs {cost:.4f}"
    return f"{sentence}, as −9 does, and its gradient is 0", {"cost": cost, "gradient": 0.0}


def _divided_by_the_sum() -> Witness:
    """What Keras's categorical losses make of numbers that are no shares."""
    row = np.array([-9.0, -1.0, -1.0])
    first, second = (float(it) for it in (row / row.sum())[:2])
    shares = f"{first:.4f}, {second:.4f} and {second:.4f}"
    return f"Keras divides a row by its sum: −9, −1 and −1 count as shares of {shares}", {"share": first}


def nll_without_log(activation: str) -> Witness:
    """NLLLoss turns the sign of its input and no more."""
    if activation == "softmax":
        best = -float(softmax(np.array([0.0, 1000.0]))[1])
        return f"a perfect network has a loss of {best:.4f}, and a wrong one no more than 0", {"best": best}
    at = -float(np.array(50.0))
    return f"a raw output of 50 for the right class makes the loss {at:.1f}, and 500 ten times that", {"loss": at}


def sigmoid_under_categorical(columns: int | None, framework: str, focal: bool) -> Witness:
    """Sigmoids don't compete."""
    classes = columns or USUAL_CLASSES
    if framework == "torch":
        return softmax_twice(classes)
    shares = np.full((1, classes), 0.99) / (0.99 * classes)
    if focal:
        share = float(shares[0, 0])
        return f"0.99 in all {classes} columns counts as {share:.4f} for each: a guess", {"share": share}
    cost = float(lnp.categorical_cross_entropy(one_hot(classes), shares))
    return (
        f"with 0.99 in all {classes} columns, the right one among them, the loss is {cost:.4f}: that of a guess",
        {"loss": cost},
    )


def softmax_under_binary() -> Witness:
    """Two tags cannot both be there."""
    least = float(lnp.binary_cross_entropy([1.0, 1.0], [0.5, 0.5]))
    return f"for two tags that are both there no softmax gets below {least:.4f}, where a sigmoid gets to 0", {
        "floor": least
    }


def one_column_categorical() -> Witness:
    """One class is always right."""
    cost = float(lnp.categorical_cross_entropy([[1.0]], [[3.0]], from_logits=True))
    slope = float(lnp.categorical_cross_entropy_grad([[1.0]], [[3.0]], from_logits=True)[0, 0])
    cost, slope = abs(cost), abs(slope)
    return f"the loss is {cost:.4f} whatever the output, and its gradient {slope:.4f}", {
        "loss": cost,
        "gradient": slope,
    }


def activation_before(
    activation: str, low: float, high: float, columns: int | None, binary: bool, raw: bool, labels: bool
) -> Witness:
    """What an activation keeps the outputs from being."""
    if binary:
        least = float(lnp.binary_cross_entropy([0.0], [max(low, -1e4)], from_logits=True)) if raw else 0.0
        if raw:
            return f"the output never falls below {low:g}: each 0 costs at least {least:.4f}", {"floor": least}
        cost = float(lnp.binary_cross_entropy([1.0], [1e-7]))
        return f"an output outside (0, 1) is clipped: a 1 at 0 costs {cost:.4f}, and its gradient is 0", {"cost": cost}
    classes = columns or USUAL_CLASSES
    if raw and np.isfinite(low) and np.isfinite(high):
        least = floor(classes, low, high)
        return f"even a perfect network can't get below {least:.4f} with {classes} classes", {"floor": least}
    flat = floor(classes, 0.0, 0.0)
    if raw and low == 0:
        return f"where all outputs are 0 the loss is {flat:.4f}, and no gradient passes", {
            "loss": flat,
            "gradient": 0.0,
        }
    if raw:
        return f"the output never falls below {low:.4g}: a class can't be ruled out by a low score", {"low": float(low)}
    if labels:
        cost = float(lnp.categorical_cross_entropy([[1.0, 0.0]], [[1e-7, 1 - 1e-7]]))
        sentence = f"an output of 0 or less for the right class, beside a 1, costs {cost:.4f}, and gets no gradient"
        return sentence, {"cost": cost}
    if low < 0:
        return _divided_by_the_sum()
    with np.errstate(invalid="ignore"):
        share = float(np.float64(0.0) / np.float64(0.0))
    return f"Keras divides a row by its sum: where all outputs are 0 the loss is {share}", {"loss": share}


def softmax_under_numbers(classifies: bool) -> Witness:
    """The outputs of a row sum to 1."""
    if not classifies:
        least = float(lnp.mean_squared_error([2.0, 3.0], [0.0, 1.0]))
        return f"outputs that sum to 1 miss the targets 2 and 3 by {least:.4f} at best, squared", {"floor": least}
    p = softmax(np.array([0.0, 10.0]))
    jacobian = np.diag(p) - np.outer(p, p)
    squared = float(abs(jacobian @ (2 * (p - [1.0, 0.0]) / 2))[0])
    entropy = float(abs(p[0] - 1.0))
    return (
        f"for a sure and wrong answer the gradient is {squared:.2g}, under the cross-entropy {entropy:.2g}",
        {"squared_error": squared, "cross_entropy": entropy},
    )


def sigmoid_under_squares() -> Witness:
    """A sure and wrong sigmoid has hardly any gradient."""
    p = sigmoid(-8.0)
    squared, entropy = abs(2 * (p - 1) * p * (1 - p)), abs(p - 1)
    return (
        f"for a sure and wrong answer the gradient is {squared:.2g}, under the cross-entropy {entropy:.2g}",
        {"squared_error": squared, "cross_entropy": entropy},
    )


def out_of_reach(low: float, high: float, target_low: float, target_high: float) -> Witness:
    """A target that the range of the outputs leaves out."""
    below = target_low < low
    nearest = low if below else high
    wanted = (
        (target_low if below else target_high)
        if np.isfinite(target_low if below else target_high)
        else (nearest - 1 if below else nearest + 1)
    )
    least = float(lnp.mean_squared_error([wanted], [nearest]))
    return (
        f"the outputs lie in [{low:g}, {high:g}]: a target of {wanted:g} is missed by {least:.4g} at best, squared",
        {"low": float(low), "high": float(high), "floor": least},
    )


def squashed_hinge(loss: str) -> Witness:
    """Outputs from 0 to 1 never get beyond the margin on the other side, or apart by more than it."""
    if loss in LEADS:
        least = float(lnp.categorical_hinge([1.0, 0.0], [1.0, 0.1]))
        sentence = f"a right class at 1 beside another at 0.1 costs {least:.4f}: nothing leads by more than 1"
        return sentence, {"loss": least}
    if loss == "soft_margin":
        least = float(lnp.soft_margin([-1.0], [0.0]))
        return f"outputs are never below 0: each negative costs at least {least:.4f}", {"floor": least}
    least = float(lnp.hinge([-1.0], [0.0]))
    return f"outputs are never below 0: each negative costs at least {least:.4f}", {"floor": least}


def kl_without_log() -> Witness:
    """Probabilities taken for their logarithms."""
    y = np.array([0.5, 0.5])
    cost = float(np.sum(y * (np.log(y) - y)))
    return f"a perfect prediction of [0.5, 0.5] costs {cost:.4f}, and not 0", {"loss": cost}


def kl_of_raw(framework: str) -> Witness:
    """Raw outputs taken for probabilities, which Keras clips at 1, or for their logarithms."""
    y = np.array([0.5, 0.5])
    taken = np.array([3.0, 3.0]) if framework == "torch" else np.log(np.clip([3.0, 3.0], 1e-7, 1.0))
    cost = float(np.sum(y * (np.log(y) - taken)))
    return f"raw outputs of 3 and 3 for [0.5, 0.5] cost {cost:.4f}: below 0, where no divergence goes", {"loss": cost}


def rate_for_log() -> Witness:
    """The rate taken for its logarithm."""
    best = float(np.log(3.0))
    return f"for a count of 3 the loss is least at an output of {best:.4f}, and not at 3", {"best": best}


def log_for_rate() -> Witness:
    """An output below 0 taken for a rate."""
    with np.errstate(invalid="ignore"):
        cost = float(-1.0 - 3.0 * np.log(-1.0))
    return f"an output of −1 makes the loss {cost}", {"loss": cost}


def not_encoded(columns: int | None) -> Witness:
    """Numbers where rows are wanted, or the reverse."""
    classes = columns or USUAL_CLASSES
    return f"a class number is 1 value, a row has {classes}", {"columns": float(classes)}


def labels_from_one(high: float, columns: int) -> Witness:
    """The last class has no column."""
    return f"class {high:g} has no column among 0 to {columns - 1}", {"label": high, "columns": float(columns)}


def label_values(low: float, high: float, wanted: str) -> Witness:
    """A target outside of what the loss is made for."""
    if wanted == "signs":
        same = [float(max(0.0, -0.0 * x)) for x in (-3.0, 3.0)]
        return (
            f"a target of 0 leaves the output no say: the loss is {same[0]:.1f} at −3 and {same[1]:.1f} at 3",
            {"loss": same[0]},
        )
    worst = low if low < 0 else high
    p = 1e-7 if worst < 0 else 1 - 1e-7
    cost = float(-(worst * np.log(p) + (1 - worst) * np.log1p(-p)))
    return f"with a target of {worst:g} the loss falls to {cost:.4g}: there is no best", {"target": worst, "loss": cost}


def several_ones() -> Witness:
    """A row of two ones has no prediction that is right."""
    least = float(-2 * np.log(0.5))
    return f"a row of two ones costs at least {least:.4f}, where a row of one 1 can cost 0", {"floor": least}


def broadcast() -> Witness:
    """Every prediction meets every target."""
    y = np.array([0.0, 1.0, 2.0])
    cost = float(np.mean((y[:, None] - y[None, :]) ** 2))
    return f"perfect predictions of 0, 1 and 2 cost {cost:.4f}, and not 0", {"loss": cost}


def wrong_axis(columns: int | None) -> Witness:
    """A softmax over the batch."""
    classes = columns or USUAL_CLASSES
    batch = np.zeros((4, classes))
    total = float(softmax(batch.T).T.sum(axis=1)[0])
    return f"in a batch of 4, a row of {classes} equal scores sums to {total:g}, and not to 1", {"sum": total}


def swapped(framework: str, kind: str, targets: str = "") -> Witness:
    """The logarithm of the target, as each framework takes it."""
    if framework == "torch" and targets == "labels":
        return "it computes 0 losses: PyTorch takes class numbers for scores, and refuses", {"losses": 0.0}
    if framework == "torch" and kind not in ("logits", "probabilities"):
        with np.errstate(invalid="ignore"):
            log = float(np.log(-0.1))
        return f"where it takes a logarithm of the target, an output of −0.1 makes it {log}", {"log": log}
    if kind == "logits":
        right = float(lnp.binary_cross_entropy([1.0], [0.9], from_logits=True))
        wrong = float(lnp.binary_cross_entropy([0.9], [1.0], from_logits=True))
    else:
        least = -100.0 if framework == "torch" else float(np.log(1e-7))  # where each stops the logarithm
        right, wrong = (-float(y * np.log(p) + (1 - y) * max(_log(1 - p), least)) for y, p in ((1.0, 0.9), (0.9, 1.0)))
    return f"for a target of 1 and a prediction of 0.9 it gives {wrong:.4f} in place of {right:.4f}", {
        "right": right,
        "swapped": wrong,
    }


def log_of(kind: str, complement: bool = False) -> Witness:
    """The exponential vanishes before its logarithm is taken. ``complement``: of 1 − sigmoid, which is sigmoid(−x)."""
    with np.errstate(divide="ignore", over="ignore"):
        if kind == "softmax":
            by_hand = float(np.log(softmax(np.array([0.0, 200.0], np.float32))[0]))
            safe = float(lnp.categorical_cross_entropy([[1.0, 0.0]], [[0.0, 200.0]], from_logits=True))
            return f"for outputs of 0 and 200 it gives {by_hand}, where log-softmax gives {-safe:g}", {"loss": by_hand}
        by_hand = float(np.log(np.float32(1) / (np.float32(1) + np.exp(np.float32(200)))))
        safe = float(lnp.binary_cross_entropy([1.0], [-200.0], from_logits=True))
    at, cure = ("200", "log-sigmoid of −200") if complement else ("−200", "log-sigmoid")
    return f"for an output of {at} it gives {by_hand}, where {cure} gives {-safe:g}", {"loss": by_hand}


def sign() -> Witness:
    """The better, the larger."""
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


def alpha_ignored(alpha: float | None, gamma: float) -> Witness:
    """Keras weighs only when it is told to."""
    factor = float(lnp.binary_focal([1.0], [0.3], gamma=gamma))
    return f"a positive at 0.3 costs {factor:.4f} for every alpha", {
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
    classes = columns or USUAL_CLASSES
    return f"it computes 0 losses: the {classes} outputs of a sample are taken for an option", {"losses": 0.0}


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


def dropped_term() -> Witness:
    """What is overwritten has no part in the gradient."""

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


def scales_apart(ratio: float) -> Witness:
    """Squares of targets of different size."""
    return f"the squares of its targets are up to {ratio:.1e} times as large as those of the other", {"ratio": ratio}


def steep_inputs(rate: float, size: float, squares: bool) -> Witness:
    """Gradient descent on a square with curvature 2 · mean(x²); elsewhere the way of one step."""
    if not squares:
        moved = rate * size**2
        sentence = f"a step at {rate:g} moves an output by up to {moved:,.4g} for each input of {size:g} in a sample"
        return sentence, {"moved": moved, "rate": rate}
    curvature = 2 * size**2 / 3
    return (
        f"at inputs up to {size:g} a step beyond {2 / curvature:.1e} makes a squared error grow; this one is {rate:g}",
        {
            "limit": 2 / curvature,
            "rate": rate,
        },
    )


def large_steps(name: str, rate: float) -> Witness:
    """Adam's first step is the learning rate, whatever the gradient; that of descent is bounded by the curvature."""
    if name == "SGD":
        return f"descent grows wherever the curvature of the loss is above {2 / rate:.4g}", {"limit": 2 / rate}
    gradient = 1e-3
    step = rate * gradient / (abs(gradient) + 1e-8)
    return f"the first step moves every weight by {step:.4g}", {"step": step}


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


def accuracy_of_numbers() -> Witness:
    """Keras's accuracy for one column is a threshold of 0.5."""
    right = float(np.mean((np.array([2.0, 3.0]) > 0.5).astype(float) == np.array([2.0, 3.0])))
    return f"perfect predictions of 2 and 3 have an accuracy of {right:.4f}", {"accuracy": right}


def half_precision(eps: float | None) -> Witness:
    """Too small a number for 16 bits, or too large a power."""
    with np.errstate(over="ignore"):
        if eps is None:
            power = float(np.exp(np.float16(12.0)))
            return f"in float16, exp(12) is {power}", {"power": power}
    stored = float(np.float16(eps))
    return f"in float16, {eps:g} is {stored:g}", {"stored": stored}
