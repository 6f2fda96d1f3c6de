"""Every loss in Keras, in PyTorch and in this library: the calls, evaluated, and how far the numbers lie apart.

Functions import the frameworks when they are called, so that this module loads neither.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Context
from html import escape
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

import lossbook.numpy
from lossbook.catalog import CATALOG, Loss
from lossbook.counterparts import COUNTERPARTS, Counterpart
from lossbook.samples import extremes, sample_inputs
from lossbook_course.teaching.display import display_html
from lossbook_course.teaching.gallery import anchor, codes, fact_list, families, heading, short
from lossbook_course.teaching.sketches import number

SHAPE = (6, 4)  # of an ordinary sample: six samples of four classes
NOTICED = 1e-5  # relative; below it lie Keras's constants, which are rounded to float32
OWN = {"keras": "Keras", "torch": "PyTorch"}


@dataclass(frozen=True)
class Comparison:
    """Two calls of one loss on the same input, each with one value a sample or element."""

    row: Loss
    call: str
    inputs: list[NDArray[Any]]
    ours: NDArray[Any]
    theirs: NDArray[Any]

    @property
    def apart(self) -> NDArray[Any]:
        """How far the values lie apart; infinitely far where one is no number and the other is."""
        both = np.isnan(self.ours) & np.isnan(self.theirs) | (self.ours == self.theirs)
        with np.errstate(invalid="ignore"):
            distance = np.abs(self.ours - self.theirs)
        return np.where(both, 0.0, np.where(np.isnan(distance), np.inf, distance))

    @property
    def difference(self) -> float:
        """The largest difference."""
        return float(self.apart.max(initial=0.0))

    @property
    def parting(self) -> str:
        """Where the two are furthest apart, in words; empty where nothing but rounding parts them."""
        if not np.any(self.apart > NOTICED * np.maximum(1, np.abs(self.ours))):
            return ""
        worst = np.unravel_index(np.argmax(self.apart), self.apart.shape)
        theirs, ours = told_apart(self.theirs[worst], self.ours[worst])
        both = f"it gives {theirs}, lossbook {ours}"
        if self.row.layout == "named":
            return f"at worst {both}"
        given = (
            f"{given.name} = {values(side[worst[0]], self.row.over_axis)}"
            for given, side in zip(self.row.inputs(), self.inputs, strict=True)
        )
        return f"for {', '.join(given)} {both}"


def told_apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers with as few digits as show that they differ, three at least."""
    pairs = ((number(one, digits), number(other, digits)) for digits in range(3, 18))
    return next(pair for pair in pairs if pair[0] != pair[1])


def values(side: NDArray[Any], along_axis: bool) -> str:
    """One sample of an input for a reader: a list along an axis, else the one number that it consists of."""
    said = [f"{value:.7g}".replace("-", "−") for value in np.ravel(side)]
    return f"[{', '.join(said)}]" if along_axis and np.ndim(side) else said[0]


def ordinary(row: Loss, options: Mapping[str, Any]) -> list[NDArray[Any]]:
    """One legal value for each input of a loss, the same at every call."""
    return sample_inputs(row, np.random.default_rng(0), SHAPE, options)


def edges(row: Loss, options: Mapping[str, Any]) -> list[NDArray[Any]]:
    """Every extreme value of each input beside every one of the others, one combination a sample.

    Where inputs name their own axes, what is extreme and legal takes all of them together: an ordinary sample.
    """
    if row.layout == "named":
        return ordinary(row, options)
    combinations = product(*(extremes(given.domain) for given in row.inputs(options)))
    sides = [np.array(side) for side in zip(*combinations, strict=True)]
    return sides if row.over_axis else [np.repeat(side[:, None], SHAPE[1], axis=1) for side in sides]


def in_numpy(row: Loss, inputs: Iterable[NDArray[Any]], options: Mapping[str, Any]) -> NDArray[Any]:
    """The loss in NumPy, unreduced."""
    return getattr(lossbook.numpy, row.name)(*inputs, reduction="none", **options)


def in_tensorflow(
    row: Loss, inputs: Iterable[NDArray[Any]], options: Mapping[str, Any], call: str = ""
) -> NDArray[Any]:
    """The loss in this library's TensorFlow, or what a call of Keras gives."""
    import keras
    import tensorflow as tf

    package = importlib.import_module("lossbook.tensorflow")
    named = {given.name: tf.constant(side) for given, side in zip(row.inputs(), inputs, strict=True)}
    if call:
        return eval(call, {"keras": keras, "tf": tf, **defaults(row), **options, **named}).numpy()
    return getattr(package, row.name)(**named, **options).numpy()


def in_torch(row: Loss, inputs: Iterable[NDArray[Any]], options: Mapping[str, Any], call: str = "") -> NDArray[Any]:
    """The loss in this library's PyTorch, or what a call of PyTorch's own gives."""
    import torch

    package = importlib.import_module("lossbook.torch")
    sides = zip(torch_names(row), inputs, strict=True)
    named = {name: torch.tensor(side) for name, side in sides}
    if call:
        return eval(call, {"F": torch.nn.functional, "torch": torch, **defaults(row), **options, **named}).numpy()
    return getattr(package, row.name)(**named, reduction="none", **options).numpy()


EVALUATED = {"keras": in_tensorflow, "torch": in_torch}


def defaults(row: Loss) -> dict[str, Any]:
    """The parameters of a loss as a call of a counterpart finds them."""
    return {p.name: p.default for p in row.parameters}


def torch_names(row: Loss) -> list[str]:
    """What the inputs are called in PyTorch, in the order of the catalog."""
    return row.in_torchs_order(row.torch_names)


def native(row: Loss) -> dict[str, Comparison]:
    """This library in TensorFlow and in PyTorch beside NumPy, on an ordinary sample."""
    inputs = ordinary(row, {})
    elementwise = in_numpy(row, inputs, {})
    averaged = elementwise.mean(-1) if row.layout == "elementwise" else elementwise
    return {
        "tensorflow": Comparison(row, "", inputs, averaged, in_tensorflow(row, inputs, {})),
        "torch": Comparison(row, "", inputs, elementwise, in_torch(row, inputs, {})),
    }


def calls(counterpart: Counterpart) -> Iterator[tuple[str, dict[str, bool]]]:
    """The calls that are known of a framework, with the options that this library needs to give the same."""
    if counterpart.call:
        yield counterpart.call, {}
    if counterpart.logits_call:
        yield counterpart.logits_call, {"from_logits": True}


def own(row: Loss, framework: str, make: Any = ordinary) -> list[Comparison]:
    """A framework's own loss beside this library's there, one comparison a call; none where it has no such loss."""
    counterpart = getattr(COUNTERPARTS[row.name], framework)
    found = []
    for call, options in calls(counterpart) if counterpart else ():
        inputs, evaluate = make(row, options), EVALUATED[framework]
        ours, theirs = evaluate(row, inputs, options), evaluate(row, inputs, options, call)
        found.append(Comparison(row, call, inputs, ours, theirs))
    return found


def signature(row: Loss, package: str) -> str:
    """A call of this library, every parameter at its default."""
    names = row.torch_names if package == "torch" else [given.name for given in row.inputs()]
    optional = {given.name for given in row.inputs() if given.optional}
    inputs = [f"{name}=None" if name in optional else name for name in names]
    return f"{row.name}({', '.join([*inputs, *(f'{p.name}={short(p.default)}' for p in row.parameters)])})"


def agreement(catalog: Mapping[str, Loss] = CATALOG) -> dict[str, float]:
    """The largest difference of all losses on ordinary samples, relative above 1, by what is compared."""
    largest = dict.fromkeys(("TensorFlow and NumPy", "PyTorch and NumPy", "Keras's own", "PyTorch's own"), 0.0)
    for row in catalog.values():
        both = native(row)
        found = [[both["tensorflow"]], [both["torch"]], own(row, "keras"), own(row, "torch")]
        for what, comparisons in zip(largest, found, strict=True):
            relative = (np.max(it.apart / np.maximum(1, np.abs(it.ours)), initial=0.0) for it in comparisons)
            largest[what] = max(largest[what], *map(float, relative), 0.0)
    return largest


def rosetta(catalog: Mapping[str, Loss] = CATALOG) -> None:
    """Display, for every loss, its name and call in each framework, and what comes of evaluating them."""
    html, text = [], []
    for title, rows in families(catalog).items():
        html.append(f"<h3>{title}</h3>")
        for row in rows:
            said = entry(row)
            html.append(f'<section class="lossbook-card" id="{anchor(row)}">{heading(row)}{fact_list(said)}</section>')
            text += [row.name, *(f"  {framework}: {what}" for framework, what in plain(row).items())]
    display_html("\n".join(html), "\n".join(text))


def plain(row: Loss) -> dict[str, str]:
    """The names alone, for whoever cannot show HTML."""
    both = {label: getattr(COUNTERPARTS[row.name], framework) for framework, label in OWN.items()}
    return {"lossbook": row.name} | {label: counterpart.name for label, counterpart in both.items() if counterpart}


def entry(row: Loss) -> dict[str, str]:
    """What is said of one loss, as HTML: three calls of this library, and those of Keras and PyTorch."""
    both = native(row)
    said = {"NumPy": codes([f"lossbook.numpy.{signature(row, 'numpy')}"])}
    for package, label, made in (("tensorflow", "TensorFlow", ""), ("torch", "PyTorch", "Loss")):
        calls = codes([f"lossbook.{package}.{signature(row, package)}", f"{row.class_name}{made}"])
        said[label] = f"{calls}<br>{apart(both[package], 'NumPy')}"
    return said | {f"{label}’s own": of_framework(row, framework) for framework, label in OWN.items()}


def of_framework(row: Loss, framework: str) -> str:
    """A framework's own names, its calls with what they give, and how it differs."""
    counterpart = getattr(COUNTERPARTS[row.name], framework)
    if counterpart is None:
        return "none"
    lines = [codes(counterpart.name.split(" · "))]
    at_edges = own(row, framework, edges)
    for usual, extreme in zip(own(row, framework), at_edges, strict=True):
        lines.append(
            f"{codes([usual.call])}: {apart(usual, 'lossbook')}" + f"; {extreme.parting}" * bool(extreme.parting)
        )
    if not at_edges:
        lines.append("no call gives the same numbers")
    if counterpart.differs:
        lines.append(f"<b>Differs:</b> {escape(counterpart.differs)}.")
    return "<br>".join(lines)


def apart(comparison: Comparison, other: str) -> str:
    """The largest difference, in words."""
    if comparison.difference == 0:
        return f"gives what {other} gives, to the last bit"
    bound = Context(prec=1, rounding=ROUND_UP).create_decimal_from_float(comparison.difference)
    return f"differs from {other} by at most {float(bound):.0e}"


def framework_losses() -> dict[str, list[str]]:
    """Every loss class of ``keras.losses``, and every class of ``torch.nn`` with Loss in its name."""
    import keras
    from torch import nn

    classes = {
        "keras": inspect.getmembers(keras.losses, inspect.isclass),
        "torch": inspect.getmembers(nn, inspect.isclass),
    }
    return {
        "keras": [name for name, it in classes["keras"] if issubclass(it, keras.Loss) and it is not keras.Loss],
        "torch": [name for name, _ in classes["torch"] if "Loss" in name],
    }


def covering(framework: str, name: str, catalog: Mapping[str, Loss] = CATALOG) -> list[str]:
    """The losses of the catalog that the framework calls by this name."""
    counterparts = {loss: getattr(COUNTERPARTS[loss], framework) for loss in catalog}
    return [loss for loss, it in counterparts.items() if it and name in it.name.split(" · ")]


def completeness(reasons: Mapping[str, str], catalog: Mapping[str, Loss] = CATALOG) -> list[str]:
    """Display which loss of the catalog covers each of the frameworks' own.

    Args:
        reasons: for a class that no loss covers, why not.
        catalog: the losses.

    Returns:
        The classes that are neither covered nor explained.
    """
    html, text, missing = [], [], []
    for framework, classes in framework_losses().items():
        rows = []
        for name in classes:
            found = covering(framework, name, catalog)
            missing += [name] * (not found and name not in reasons)
            why = reasons.get(name, "not in lossbook")
            rows.append(f"<tr><td>{codes([name])}</td><td>{codes(found) if found else escape(why)}</td></tr>")
            text.append(f"{OWN[framework]} {name}: {', '.join(found) or why}")
        head = f"<thead><tr><th>{OWN[framework]}</th><th>lossbook</th></tr></thead>"
        html.append(f'<table class="table lossbook-complete">{head}<tbody>{"".join(rows)}</tbody></table>')
    display_html("\n".join(html), "\n".join(text))
    return missing
