"""Python's own functions, as far as programs use them to build models and walk through data."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lossbook.doctor.read import arrays, parts
from lossbook.doctor.read.values import (
    UNKNOWN,
    Items,
    Known,
    Layer,
    Loader,
    Method,
    Named,
    Parameters,
    Path,
    Table,
    Tensor,
    Unknown,
    Value,
    constant,
)

if TYPE_CHECKING:
    from lossbook.doctor.read.follow import Follower

PLAIN: dict[str, Callable[..., Any]] = {
    "int": int,
    "float": float,
    "str": str,
    "abs": abs,
    "min": min,
    "max": max,
    "round": round,
    "bool": bool,
}


def builtin(follower: Follower, name: str, given: list[Value], named: Named, node: ast.AST) -> Value:
    """What a call of one of Python's own functions gives."""
    first = given[0] if given else UNKNOWN
    inner = parts.items_of(first)
    if name == "range":
        numbers = [constant(it) for it in given]
        if numbers and all(isinstance(it, int) for it in numbers):
            return Items([Known(it) for it in range(*numbers)[:1000]])
        return UNKNOWN
    if name in ("list", "tuple", "reversed", "sorted", "iter", "set"):
        if isinstance(first, Parameters | Loader | Tensor):
            return first
        if inner is None:
            return Items([], whole=not given) if not given else UNKNOWN
        made = Items(inner[::-1] if name == "reversed" else inner)
        follower.lists.append(made.items)
        return made
    if name == "len":
        if inner is not None and not (isinstance(first, Items) and any(isinstance(it, Tensor) for it in inner)):
            return Known(len(inner))
        written = ast.unparse(node.args[0]) if isinstance(node, ast.Call) and node.args else ""
        rows = inner is not None or written.endswith(("dataset", "_set", "_data", "_ds"))
        return Method(Unknown("dataset") if rows else first, "len")
    if name == "enumerate":
        if inner is not None:
            return Items([Items([Known(number), it]) for number, it in enumerate(inner)])
        return Items([Items([UNKNOWN, parts.part_of(follower, first, -1, "")])], False, batch=parts.batch_size(first))
    if name == "zip":
        lists = [parts.items_of(it) for it in given]
        if lists and all(it is not None for it in lists):
            return Items([Items(list(it)) for it in zip(*lists, strict=False)])
        return Items([Items([parts.part_of(follower, it, -1, "") for it in given])], whole=False)
    pairs = [parts.items_of(it) or [] for it in inner or []]
    if name in ("dict", "OrderedDict") and pairs and all(len(it) == 2 for it in pairs):
        return Table({constant(key): value for key, value in pairs})
    if name in ("dict", "OrderedDict"):
        return Table({**(first.items if isinstance(first, Table) else {}), **named})
    if name == "filter" and len(given) == 2:
        return given[1]
    if name == "next":
        return parts.part_of(follower, first, -1, "")
    if name == "getattr" and len(given) > 1 and isinstance(constant(given[1]), str):
        return follower.attribute(first, constant(given[1]), node)
    if name == "getattr" and isinstance(first, Path):
        return Path(f"{first.name}.unknown")
    if name in PLAIN and isinstance(first, Known):
        try:
            values = [constant(it) for it in given]
            return Known(PLAIN[name](*values))
        except (TypeError, ValueError, OverflowError):
            return UNKNOWN
    if name in ("float", "int", "round") and isinstance(first, Tensor):
        return first.but(cut=first.cut or (name if first.predicted else ""))
    if name == "sum" and inner and all(isinstance(it, Tensor) for it in inner):
        total: Value = inner[0]
        for it in inner[1:]:
            total = arrays.arithmetic(follower, node, ast.Add(), total, it)
        return total
    if name == "isinstance" and len(given) == 2 and isinstance(given[1], Path) and isinstance(first, Layer):
        return Known(first.name == given[1].last) if first.kind != "unknown" else UNKNOWN
    return UNKNOWN
