"""What a value falls into: the items of a list, the parts of a batch, the layers of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossbook.doctor.read import arrays
from lossbook.doctor.read.values import (
    Chain,
    Class,
    Either,
    Instance,
    Items,
    Known,
    Layer,
    Loader,
    Method,
    Parameters,
    Path,
    Table,
    Tensor,
    Unknown,
    Value,
    either,
)

if TYPE_CHECKING:
    from lossbook.doctor.read.follow import Follower


def items_of(value: Value) -> list[Value] | None:
    """The items of a list whose items are all known; None for anything else."""
    if isinstance(value, Items) and value.whole:
        return list(value.items)
    if isinstance(value, Table):
        return [Known(key) for key in value.items]
    if isinstance(value, Chain) and value.result is None and value.whole:
        return list(value.layers.items)
    return None


def part_of(follower: Follower, value: Value, number: int, name: str) -> Value:
    """One of the parts that a value falls into, when they go to several names; −1: the next in a loop."""
    if isinstance(value, Items) and value.items:
        return value.items[number if 0 <= number < len(value.items) else -1]
    if isinstance(value, Loader):
        parts = Items(list(value.arrays), batch=value.size) if value.arrays else Unknown("batch")
        return parts if number < 0 else part_of(follower, parts, number, name)
    if isinstance(value, Parameters):
        return value if number < 0 else argument(name)
    if isinstance(value, Tensor):
        if value.predicted and number == 0 and value.kind == "unknown":  # the outputs of a recurrent layer
            return value
        if value.predicted:
            return value.vague()
        return value.but(shape=None)
    if isinstance(value, Either):
        return either(part_of(follower, it, number, name) for it in value.options)
    return argument(name)


def batches_of(value: Value) -> Value:
    """What a generator gives that yields this in each turn."""
    if isinstance(value, Items):
        return Loader(tuple(value.items), 0)
    return Items([value], whole=False)


def argument(name: str) -> Value:
    """A value of which only the name is known."""
    if name in arrays.LABELS or (
        name.startswith(("y_", "label", "target")) and "pred" not in name and "hat" not in name
    ):
        return Tensor("data", by=name)
    return Unknown(name)


def layers_of(value: Value, seen: frozenset[int] = frozenset()) -> frozenset[int] | None:
    """The layers that a model holds; None: not all of them are known."""
    if id(value) in seen:
        return frozenset()
    seen |= {id(value)}
    if isinstance(value, Layer):
        inner = layers_of(value.inner, seen) if value.inner is not None else frozenset()
        return None if inner is None else inner | {id(value)}
    if isinstance(value, Tensor):
        return value.layers
    parts: list[Value] = []
    if isinstance(value, Chain):
        parts = [*value.layers.items, *([value.result] if value.result is not None else [])]
    elif isinstance(value, Items):
        parts = value.items
    elif isinstance(value, Table):
        parts = list(value.items.values())
    elif isinstance(value, Instance):
        torch = isinstance(value.of, Class) and value.of.framework == "torch"
        parts = [it for it in value.names.values() if not (torch and isinstance(it, Items) and not it.registered)]
    elif isinstance(value, Either):
        parts = list(value.options)
    elif isinstance(value, Unknown | Method):
        return None
    found = frozenset({id(value)}) if isinstance(value, Instance) and isinstance(value.of, Path) else frozenset()
    for part in parts:
        inner = layers_of(part, seen)
        if inner is not None:
            found |= inner
    return found


def trainables(follower: Follower, value: Value) -> list[Layer]:
    """The layers of a model that have weights, as far as they are known."""
    found: list[Layer] = []

    def visit(it: Value | None, seen: set[int]) -> None:
        if it is None or id(it) in seen:
            return
        seen.add(id(it))
        if isinstance(it, Layer):
            if it.kind in ("sum", "embedding", "recurrent"):
                found.append(it)
            visit(it.inner, seen)
        elif isinstance(it, Chain):
            for part in (*it.layers.items, it.result):
                visit(part, seen)
        elif isinstance(it, Tensor):
            for key in it.layers:
                visit(follower.seen.layers.get(key), seen)
        elif isinstance(it, Items):
            for part in it.items:
                visit(part, seen)
        elif isinstance(it, Instance | Table):
            for part in (it.names if isinstance(it, Instance) else it.items).values():
                visit(part, seen)

    visit(value, set())
    return found


def batch_size(value: Value) -> int:
    """How many samples a loop gets at a time; 0: not known."""
    if isinstance(value, Loader):
        return value.size
    if isinstance(value, Items) and not value.whole:
        return value.batch
    return 0
