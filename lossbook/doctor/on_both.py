"""What is said of a model on one batch, in PyTorch or in Keras: numbers go in, findings come out.

How a framework is asked for the numbers is in :mod:`lossbook.doctor.on_torch` and :mod:`lossbook.doctor.on_keras`.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from lossbook.doctor.findings import EXPLAINING, Finding, Place, finding, once

APART = 0.01  # how far the loss of a batch may lie from that of its halves, relatively
APART_BY_STATISTICS = 0.25  # the same, where batch statistics make the difference: they always make some
NEARLY_ALL = 0.99  # the share of the gradient that drowns the other losses
ENORMOUS = 1e5  # how many times as long as the weights a gradient is enormous

WEIGHTS = {"torch": "parameters", "keras": "weights"}  # what people call them there
BOLD = re.compile(r"\x1b\[\d+m")  # in which Keras prints its errors

T = TypeVar("T")


# Around an examination.


def in_order(
    it: T,
    of_losses: list[Finding],
    decisive: Iterable[Callable[[T], list[Finding]]],
    infinite: Callable[[T], list[Finding]],
    others: Iterable[Callable[[T], list[Finding]]],
) -> list[Finding]:
    """What is said of an examination; what a later look would find is explained by what an earlier one has found.

    Args:
        it: the examination.
        of_losses: what the losses are given.
        decisive: of these looks, the first that finds something is the last.
        infinite: the look for NaN and infinity, which say nothing beside a last layer or labels that explain them.
        others: the other looks, which all have a say.
    """
    for look in decisive:
        if found := look(it):
            return once([*of_losses, *found])
    if found := infinite(it):
        if any(each.code in EXPLAINING for each in of_losses):
            return once(of_losses)
        return once([*(each for each in of_losses if each.code not in ("LB508", "LB510")), *found])
    return once([*of_losses, *(each for look in others for each in look(it))])


def asked(make: Callable[[], Any], who: str) -> Any:
    """What it returns; what it raises, as a sentence."""
    try:
        return make()
    except Exception as error:
        raise ValueError(f"{who} raises {said(error)} on this batch") from error


def said(error: Exception) -> str:
    """The first line of an error that says something."""
    lines = [BOLD.sub("", line).strip() for line in str(error).splitlines()]
    lines = [line for line in lines if line and not line.startswith("Exception encountered")]
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


@contextmanager
def same_draws() -> Iterator[None]:
    """Put back the random states of Python and of NumPy."""
    pythons, numpys = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(pythons)
        np.random.set_state(numpys)


# Gradients.


@dataclass(frozen=True)
class Weight:
    """A trainable weight beside its gradient: the lengths of both, the gradient's None if it has none.

    ``layer``: to which it belongs; ``shown``: how a finding names it where it stands for its layer.
    """

    name: str
    layer: str
    shown: str
    axes: int
    length: float
    gradient: float | None


def dead(weights: Sequence[Weight], value: float, framework: str, *, meant: bool, attends: bool) -> list[Finding]:
    """Layers that no gradient reaches.

    ``meant``: the loss has a gradient of 0 where all is well; ``attends``: there is attention, which a batch may leave
    without a gradient.
    """
    if any(weight.gradient for weight in weights):
        return [] if attends else _cut_off(weights, framework)
    if not weights or value == 0 or meant:
        return []
    witness = f"the gradient of all {len(weights)} {WEIGHTS[framework]} is exactly 0, at a loss of {value:.6g}"
    return [finding("LB116", "no gradient reaches the model", witness, Place(), framework, None, loss=value)]


def _cut_off(weights: Sequence[Weight], framework: str) -> list[Finding]:
    """The first layers all without a gradient, while later ones have one, and no layer of zeros explains it."""
    first = next(index for index, weight in enumerate(weights) if weight.gradient)
    silent = [weight for weight in weights[:first] if weight.axes > 1 and weight.gradient is not None]
    rest = [weight for weight in weights[first:] if weight.axes > 1]
    if not silent or any(weight.length == 0 for weight in rest):
        return []
    last, following = silent[-1], weights[first]
    if len(silent) == 1 and last.layer == following.layer:  # its bias has a gradient: the inputs are 0 in this batch
        return []
    witness = f"the gradient of the first {len(silent)} of {len(silent) + len(rest)} weights, up to {last.shown}, is "
    witness += f"exactly 0, and that of {following.name} has length {following.gradient:.4g}"
    return [finding("LB116", "layers that no gradient reaches", witness, Place(part=last.shown), framework, None)]


def dead_relu(outputs: int, framework: str, part: str = "") -> list[Finding]:
    """A ReLU at the end that gives nothing but 0."""
    witness = f"all {outputs} outputs are exactly 0, and their gradient is exactly 0"
    return [finding("LB116", "a dead ReLU at the end", witness, Place(part=part), framework, None, dead=outputs)]


def without_gradient(loss: str, slopes: NDArray[Any], each: NDArray[Any] | None, framework: str) -> list[Finding]:
    """Samples that cost much and have a gradient of exactly 0.

    ``slopes``: the gradient of what lies before the loss; ``each``: what each sample costs.
    """
    if each is None or not slopes.ndim or len(slopes) != len(each):
        return []
    none = (slopes.reshape(len(slopes), -1) == 0).all(1) & (each > 1)
    count = int(none.sum())
    if not count:
        return []
    witness = f"the gradient of these {count} of {len(each)} samples is exactly 0, and they cost "
    witness += f"{float(each[none].mean()):.6g} each"
    what = f"samples without a gradient under {loss}"
    return [finding("LB117", what, witness, Place(), framework, None, samples=count)]


def enormous(weights: Sequence[Weight], value: float, framework: str) -> list[Finding]:
    """A gradient beside which the weight itself is nothing."""
    known = [(it.gradient / it.length, it) for it in weights if it.gradient is not None and it.length > 0]
    if not known:
        return []
    ratio, worst = max(known, key=lambda pair: pair[0])
    if ratio < ENORMOUS or worst.axes < 2:
        return []
    witness = f"the gradient of {worst.name} is {ratio:.3g} times as long as the weights, at a loss of {value:.6g}"
    return [finding("LB508", "enormous gradients", witness, Place(part=worst.name), framework, "look", ratio=ratio)]


def drowned(parts: Sequence[tuple[str, float, float]], framework: str) -> list[Finding]:
    """Of losses that are simply added, one that holds nearly all of the gradient where they meet.

    ``parts``: of each loss its name, the length of its gradient there, and what it costs.
    """
    lengths = [length for _, length, _ in parts]
    total, largest = sum(lengths), max(range(len(parts)), key=lambda index: lengths[index])
    if not math.isfinite(total) or not min(lengths) or lengths[largest] / total <= NEARLY_ALL:
        return []
    share = lengths[largest] / total
    name, _, price = parts[largest]
    others = ", ".join(f"{other} {cost:.4g}" for index, (other, _, cost) in enumerate(parts) if index != largest)
    witness = f"{100 * share:.2f} % of the gradient of the shared layers is that of {name}, which costs {price:.4g}, "
    witness += f"beside {others}"
    return [finding("LB406", f"{name} drowns the other losses", witness, Place(), framework, None, share=share)]


# NaN and infinity, from the inputs to the gradients.


def infinite_inputs(bad: int, every: int, framework: str) -> list[Finding]:
    """So many numbers of the inputs are NaN or infinite."""
    witness = f"{bad} of {every} numbers of the inputs are NaN or infinite"
    return [finding("LB508", "inputs that are NaN or infinite", witness, Place(), framework, None, bad=bad)]


def infinite_layer(name: str, bad: int, every: int, framework: str) -> list[Finding]:
    """The first layer that makes NaN or infinity of finite inputs; no name for the model itself."""
    witness = f"{bad} of {every} outputs of {name or 'the model'} are NaN or infinite, and its inputs are finite"
    return [finding("LB508", "a layer gives NaN or infinity", witness, Place(part=name), framework, None, bad=bad)]


def infinite_in_float16(value: float, in_float32: float, framework: str) -> list[Finding]:
    """A loss that is finite in float32."""
    if not math.isfinite(in_float32):
        return []
    witness = f"the loss is {value} in float16, and {in_float32:.6g} of the same outputs in float32"
    return [finding("LB509", "a loss in float16", witness, Place(), framework, None, in_float32=in_float32)]


def infinite_loss(value: float, framework: str) -> list[Finding]:
    """A loss of finite outputs that is NaN or infinite, and nothing says why."""
    witness = f"the outputs are finite, and the loss is {value}"
    return [finding("LB508", "a loss that is NaN or infinite", witness, Place(), framework, None, loss=value)]


def infinite_gradients(bad: Sequence[str], every: int, value: float, framework: str, by: str = "") -> list[Finding]:
    """Gradients of a finite loss; ``bad`` names the weights whose it is, ``by`` the operation that is the first."""
    witness = f"the loss is {value:.6g}, and the gradient of {len(bad)} of {every} {WEIGHTS[framework]} is NaN or "
    witness += f"infinite, {bad[-1]} next to the loss{f', first in {by}' if by else ''}"
    place = Place(part=bad[-1])
    return [finding("LB508", "gradients that are NaN or infinite", witness, place, framework, None, bad=len(bad))]


# A batch cut in two.


def halves(size: int, price: Callable[[slice, bool], float], normed: bool, framework: str) -> list[Finding]:
    """The loss of the batch beside those of its halves: without dropout, then with batch statistics as well.

    ``price``: the loss of a piece, in evaluation mode or with batch statistics; ``normed``: the model has some.
    """
    if size < 4:
        return []
    if found := _cut_in_two(size, lambda cut: price(cut, False), APART, "in evaluation mode", framework):
        return found
    if not normed or size < 32:
        return []
    return _cut_in_two(size, lambda cut: price(cut, True), APART_BY_STATISTICS, "with batch statistics", framework)


def _cut_in_two(size: int, price: Callable[[slice], float], apart: float, mode: str, framework: str) -> list[Finding]:
    half = size // 2
    try:
        cuts = (slice(0, 2 * half), slice(0, 2 * half), slice(0, half), slice(half, 2 * half))
        whole, again, first, second = map(price, cuts)
    except Exception:  # a batch that can't be cut, or a model of one batch size, is no fault
        return []
    mean = (first + second) / 2
    if not all(map(math.isfinite, (whole, first, second))) or abs(whole) < 1e-6 or whole != again:
        return []  # a model that draws by itself gives another loss anyway
    if abs(whole - mean) <= apart * abs(whole) or abs(whole - 2 * mean) <= apart * abs(whole):
        return []  # a mean, or a sum
    witness = f"the loss of the halves is {first:.4g} and {second:.4g}, of the whole {whole:.4g}, {mode}"
    numbers = {"whole": whole, "first": first, "second": second}
    what = "a loss that depends on how a batch is cut"
    return [finding("LB405", what, witness, Place(), framework, None, **numbers)]
