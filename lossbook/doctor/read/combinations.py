"""Faults that show when several places of a program are held against each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from lossbook.doctor import witness
from lossbook.doctor.losses import wanted
from lossbook.doctor.read.seen import Fault, Seen, Use
from lossbook.doctor.read.values import (
    Instance,
    Known,
    Optimizer,
    Path,
    Table,
    Tensor,
    Value,
    bound_of,
    constant,
    options,
)

THRESHOLDS = {"Precision", "Recall"}  # which take 0.5 too, if they are not told
CLIPS = {"clipnorm", "clipvalue", "global_clipnorm"}
ACCURACIES = {"accuracy", "acc", "binary_accuracy", "BinaryAccuracy"}
INFINITE = float("inf")


def accuracies(use: Use) -> list[Value]:
    """The metrics of a compiled model that count right answers at a threshold of 0.5."""
    found: list[Value] = []
    given = [
        one for metric in use.metrics for one in (metric.items.values() if isinstance(metric, Table) else [metric])
    ]
    for metric in given:
        for it in options(metric):
            if isinstance(it, Known) and it.value in ACCURACIES:
                found.append(it)
            if (
                isinstance(it, Instance)
                and isinstance(it.of, Path)
                and it.of.last in ACCURACIES | THRESHOLDS
                and not {"threshold", "thresholds"} & set(it.names)
            ):
                found.append(it)
    return found


def of_thresholds(seen: Seen) -> Iterator[Fault]:
    """Accuracies that do not go with the loss."""
    for use in seen.uses:
        told = constant(use.loss.options.get("from_logits"))
        loss = wanted(use.loss.name, use.loss.framework, told if isinstance(told, bool) else None)
        if loss is None:
            continue
        prediction = use.prediction
        last = prediction.kind if isinstance(prediction, Tensor) else ""
        if accuracies(use) and loss.kind == "logits" and last in ("linear", "unknown") and loss.row.family != "overlap":
            yield Fault("LB506", use.node, f"accuracy beside {use.loss.name}(from_logits=True)", use.loss.framework)
        in_columns = isinstance(prediction, Tensor) and (prediction.columns or 1) > 1  # the accuracy is an argmax
        numbers = loss.targets == "numbers" and not any(map(_may_be_flags, options(use.target)))
        if accuracies(use) and numbers and last in ("linear", "relu", "tanh") and not in_columns:
            what, facts = f"accuracy beside {use.loss.name}", (("squashed", last == "tanh"),)
            yield Fault("LB507", use.node, what, use.loss.framework, facts)
        if (
            loss.kind == "logits"
            and use.loss.framework == "torch"
            and isinstance(prediction, Tensor)
            and last == "linear"
        ):
            for event in seen.events:
                if (
                    event.kind == "threshold"
                    and isinstance(event.value, Tensor)
                    and event.value.layers <= prediction.layers
                ):
                    yield Fault("LB506", event.node, f"raw outputs against 0.5, beside {use.loss.name}", "torch")


def _may_be_flags(target: Value) -> bool:
    """Whether targets are known to be 0 and 1, of which an accuracy says something."""
    return isinstance(target, Tensor) and target.known and target.integer and 0 <= target.low <= target.high <= 1


def of_scales(seen: Seen) -> Iterator[Fault]:
    """Two outputs of one model whose targets are of very different size."""
    for use in seen.uses:
        for other in use.beside:
            size, beside = _size(use.target), _size(other.target)
            if not size or not beside or not _squares(use):
                continue
            ratio = size**2 / beside ** (2 if _squares(other) else 1)
            if ratio >= 1e4:
                what = f"{use.loss.name} of targets up to {size:g}"
                facts = (("ratio", ratio), ("both", _squares(other)))
                yield Fault("LB406", use.node, what, "keras", facts)


def _size(value: Value) -> float:
    """The largest absolute value of data whose range is known; 0 for any other."""
    if isinstance(value, Tensor) and value.known and -INFINITE < value.low <= value.high < INFINITE:
        return max(abs(value.low), abs(value.high))
    return 0.0


def _squares(use: Use) -> bool:
    found = wanted(use.loss.name, use.loss.framework)
    return found is not None and found.row.name == "mean_squared_error"


def _of_steep_inputs(
    use: Use | None, rate: float, size: float, bound: float | None
) -> tuple[tuple[str, Any], ...] | None:
    """What is known of such a fault: a cross-entropy has bounded slopes, and learns, though badly.

    The mean over the columns divides the curvature of a square by their number: None where that is small enough.
    """
    squares = use is not None and _squares(use)
    severity = "wrong" if squares else "wasteful"
    columns = _columns_of_mean(use) if use is not None and squares else 1
    if columns is None or (squares and rate <= witness.steepest(size, bound, columns)):
        return None
    facts = ("rate", rate), ("size", size), ("squares", squares), ("bound", bound), ("columns", columns)
    return (*facts, ("severity", severity))


def _columns_of_mean(use: Use) -> int | None:
    """Over how many columns a squared error takes its mean; None if that is not known."""
    if use.loss.framework == "torch" and constant(use.loss.options.get("reduction")) == "sum":
        return 1
    return use.prediction.columns if isinstance(use.prediction, Tensor) else None


def of_steepness(seen: Seen) -> Iterator[Fault]:
    """Learning rates that are too large for any scaled data, or for the inputs as they are."""
    if seen.scheduled:  # the rate that is written is not the rate of the steps
        return
    rates: list[tuple[float, str, ast.AST, str, float | None]] = []
    for use in seen.uses:
        path = use.optimizer.of if isinstance(use.optimizer, Instance) and isinstance(use.optimizer.of, Path) else None
        names = use.optimizer.names if isinstance(use.optimizer, Instance) else {}
        rate = constant(names.get("learning_rate", names.get("lr", names.get("0"))))
        if path is not None and isinstance(rate, int | float):
            bound = bound_of(names)
            clipped = bool(CLIPS & set(names))
            if not clipped:
                rates.append((rate, path.last, use.node, "keras", bound))
            normalised = clipped or any(it.kind in ("norm", "embedding", "lambda") for it in seen.layers.values())
            if path.last == "SGD" and use.inputs >= 100 and not normalised and rate * use.inputs**2 > 100:
                what = f"SGD at {rate:g} on inputs up to {use.inputs:g}"
                if facts := _of_steep_inputs(use, rate, use.inputs, bound):
                    yield Fault("LB508", use.node, what, "keras", facts)
    for event in seen.events:
        it = event.value
        if event.kind == "optimizer" and isinstance(it, Optimizer) and it.rate is not None:
            rates.append((it.rate, it.name, it.node, "torch", it.bound))
            sizes = [seen.inputs[key] for key in it.holds or () if key in seen.inputs]
            normalised = any(seen.layers[key].kind == "norm" for key in it.holds or () if key in seen.layers)
            if it.name == "SGD" and sizes and max(sizes) >= 100 and not normalised and it.rate * max(sizes) ** 2 > 100:
                what = f"SGD at {it.rate:g} on inputs up to {max(sizes):g}"
                if steep := _of_steep_inputs(next(iter(seen.uses), None), it.rate, max(sizes), it.bound):
                    yield Fault("LB508", it.node, what, "torch", steep)
    for rate, name, node, framework, bound in rates:
        if rate >= (10 if name == "SGD" else 1) and name in ("SGD", "Adam", "AdamW") and not seen.clipped:
            facts = (("rate", rate), ("name", name), ("bound", bound), ("severity", "look"))
            yield Fault("LB508", node, f"{name} with a learning rate of {rate:g}", framework, facts)


def of_untrained(seen: Seen) -> Iterator[Fault]:
    """A loss of a head of its own that no gradient is taken of, beside one that is trained on."""
    for part in dict.fromkeys(use.within for use in seen.uses):
        uses = [it for it in seen.uses if it.within == part and not it.given_up and it.loss.framework == "torch"]
        held = frozenset().union(*(it.value.holds or () for it in seen.events if isinstance(it.value, Optimizer)))
        learned = frozenset().union(*(layers_behind(it.prediction) for it in uses if it.trained))
        for it in uses:
            alone = layers_behind(it.prediction) - learned
            if learned and not it.trained and alone & held and all(key in seen.layers for key in alone):
                yield Fault(
                    "LB409", it.node, f"no gradient is taken of {it.loss.name}", "torch", (("untrained", True),)
                )


def layers_behind(value: Value) -> frozenset[int]:
    """The layers that had a part in a value."""
    return frozenset().union(*(it.layers for it in options(value) if isinstance(it, Tensor)))
