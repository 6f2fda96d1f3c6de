"""What operations make of arrays and tensors: of predictions, of losses, and of the data that a program makes up."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from lossbook.doctor.losses import ACTIVATIONS
from lossbook.doctor.read.data import array, joined_range, mapped, power, scaled_range, together
from lossbook.doctor.read.names import CUTS, MEANS, SHAPING, activation
from lossbook.doctor.read.seen import Fault
from lossbook.doctor.read.values import (
    INFINITE,
    UNKNOWN,
    Either,
    Items,
    Known,
    Method,
    Path,
    Tensor,
    Unknown,
    Value,
    constant,
    either,
)

if TYPE_CHECKING:
    from lossbook.doctor.read.follow import Follower

LOGARITHMS = {"softmax": "log_softmax", "sigmoid": "log_sigmoid"}
# Activations whose arguments change their range or their slope; in Keras a ReLU too. And what changes neither.
BENT = {"elu", "hard_tanh", "leaky_relu"}
HARMLESS = {"inplace", "dim", "axis", "name", "dtype", "trainable", "input_shape", "input", "x", "features", "tensor"}
# What a leaky ReLU multiplies by below 0, unless it is told.
SLOPES = {
    ("torch", "LeakyReLU"): 0.01,
    ("torch", "leaky_relu"): 0.01,
    ("keras", "LeakyReLU"): 0.3,
    ("keras", "leaky_relu"): 0.2,
}
SMALLEST_HALF = 2.0**-25  # what is not above it is 0 in float16
LABELS = {"y", "label", "labels", "target", "targets", "y_true", "yb", "y_batch", "batch_y", "gt", "truth", "true"}
# What gives the same array again, of another kind perhaps.
SAME = {
    "constant", "asarray", "array", "from_numpy", "as_tensor", "Variable", "FloatTensor", "LongTensor", "identity",
    "convert_to_tensor", "requires_grad_", "copy", "batch", "shuffle", "prefetch", "pin_memory",
}  # fmt: skip
# What stays what it is when a number is added to it, or it is multiplied by one.
KEPT = {"linear", "data", "loss", "mean", "square", "error", "overlap", "log_softmax", "log_sigmoid"}


def is_label(value: Value) -> bool:
    """Whether it is data that say what is right."""
    if not isinstance(value, Tensor) or value.predicted:
        return False
    return value.one_hot or value.by in LABELS or value.by.startswith(("y_", "label", "target"))


def operate(
    follower: Follower, name: str, operands: list[Value], named: dict[str, Value], node: ast.AST, framework: str = ""
) -> Value:
    """What a function or a method of that name gives; the tensor is the first operand."""
    if not operands:
        operands = [value for key, value in named.items() if key in ("input", "x", "logits", "tensor", "a", "features")]
    first = operands[0] if operands else UNKNOWN
    if isinstance(first, Either):
        return either(operate(follower, name, [it, *operands[1:]], named, node, framework) for it in first.options)
    if isinstance(first, Known) and isinstance(first.value, int | float) and not isinstance(first.value, bool):
        return UNKNOWN
    if not isinstance(first, Tensor):
        return _of_others(name, operands, node)
    if not first.predicted:
        numbers = [constant(it) for it in operands[1:]]
        image = mapped(name, first, [it for it in numbers if isinstance(it, int | float)])
        if image is not None:
            return image
    if activation(name):
        made = activate(first, activation(name), node, name, axis_of(name, operands, named), framework)
        return with_arguments(made, operands[1:], named)
    if name in ("log", "log10", "log2", "log1p", "xlogy"):
        return _logarithm(first, node, name, framework)
    if name in ("clamp", "clip_by_value", "clip", "clamp_", "maximum", "minimum", "clamp_min"):
        kind = first.kind if not first.predicted or first.kind in LOGARITHMS or first.kind in KEPT else "ranged"
        low = max(first.low, _number(operands, 1, constant(named.get("min")) or -INFINITE))
        high = min(first.high, _number(operands, 2, INFINITE), constant(named.get("max")) or INFINITE)
        return first.but(safe=True, low=low, high=high, kind=kind)
    if name in MEANS or (not first.predicted and name in ("std", "var", "max", "min", "amax", "amin", "median", "ptp")):
        kinds = ("loss", "square", "log", "data", "overlap", "exponential")
        kind = first.kind if first.kind in kinds else "mean" if first.predicted else "data"
        along = len(operands) > 1 or {"axis", "dim"} & set(named)
        known = first.known and name in ("mean", "reduce_mean", "nanmean", "average", "max", "min", "amax", "amin")
        unbounded = first.known and first.low == -INFINITE and first.high == INFINITE
        summed = "sum" in name and not along
        return first.but(
            kind=kind,
            columns=None,
            shape=None if along else (),
            one_hot=False,
            of=None,
            known=known or unbounded,
            total=summed and first.predicted,
            by=_count_of(first) if summed and not first.predicted else first.by,
            integer=first.integer and summed,
        )
    if name == "squared_difference" and len(operands) > 1:
        first = arithmetic(follower, node, ast.Sub(), first, operands[1])
        first = first if isinstance(first, Tensor) else Tensor("unknown")
    if name in ("square", "pow", "pow_", "abs", "squared_difference") and first.predicted:
        squared = name != "abs" and (name != "pow" or _number(operands, 1, 2.0) == 2.0)
        merit = -1 if first.kind == "error" else 0
        return first.but(kind="square" if squared else "unknown", low=0.0, integer=False, of=None, merit=merit)
    if name in ("square", "pow") and not first.predicted:
        return power(first, _number(operands, 1, 2.0))
    if name in ("l2_normalize", "normalize", "unit_norm"):
        return first.but(kind="unit", of=None, merit=0, low=-1.0, high=1.0)
    if name in ("sqrt", "rsqrt", "sqrt_", "norm"):
        return _root(first, node, name, framework)
    if name in ("gather", "take_along_axis", "gather_nd", "boolean_mask", "masked_select", "index_select"):
        picked = any(is_label(it) for it in operands[1:] + list(named.values()))
        merit = 1 if first.kind in ("log_softmax", "log_sigmoid") and picked else first.merit
        return first.but(kind="mean" if first.kind == "log_softmax" else first.kind, columns=None, merit=merit)
    if name in ("gt", "ge", "greater", "round") and first.kind == "linear":
        follower.noticed("threshold", node, first, 0.5 if name == "round" else _number(operands, 1, 0.0))
    if name in CUTS:
        kind = "data" if name == "argmax" else first.kind
        return first.but(cut=first.cut or name, kind=kind, integer=name in ("argmax", "round"), losses=first.losses)
    if name in ("where", "switch", "cond"):
        return merged(operands[1:] or operands)
    if name in ("one_hot", "to_categorical"):
        count = _number(operands, 1, 0.0) or constant(named.get("num_classes")) or constant(named.get("depth"))
        return array(0, 1, one_hot=True, columns=int(count) if isinstance(count, int | float) and count else None)
    if name in ("dot", "matmul", "mv", "mm") and len(operands) > 1 and isinstance(operands[1], Tensor):
        product = _joined(first, ast.MatMult(), operands[1], node)
        return product.but(shape=_shape_of_product(first, operands[1]))
    if name in ("concatenate", "cat", "stack", "hstack", "vstack", "bmm", "einsum", "dot", "matmul"):
        return merged(operands).but(kind="unknown" if first.predicted else "data", known=False)
    if name in ("split", "chunk", "unbind", "array_split", "unstack"):
        return first.but(shape=(None, *first.shape[1:]) if first.shape else None)
    if name in ("half", "float16", "bfloat16"):
        return first.but(half=name != "bfloat16")
    if name in ("min", "max", "amin", "amax", "cdist"):  # a table of all pairs is meant
        first = first.but(faults=tuple(it for it in first.faults if it.code != "LB205"))
    if name in ("masked_fill", "masked_fill_"):
        return first.vague().but(padded=False, safe=True)
    if name in SHAPING:
        return shaped(first, name, operands, named)
    return first.vague()


def _shape_of_product(left: Tensor, right: Tensor) -> tuple[int | None, ...] | None:
    if right.shape is None:
        return None
    rows = left.shape[0] if left.shape else None
    return (rows,) if len(right.shape) == 1 else (rows, right.shape[-1]) if len(right.shape) == 2 else None


# What a quotient of counts is; nothing, if it is not here.
QUOTIENTS = {
    "ones zeros": "ones over zeros",
    "counts all": "frequencies",
    "counts ": "frequencies",
    "frequencies ": "frequencies",
    "ones ": "share",
    "zeros ": "share",
    "share ": "share",
}
COUNTS = {"ones", "zeros", "counts", "share", "frequencies"}


def _count_of(x: Tensor) -> str:
    """What a sum of 0 and 1 counts."""
    flags = x.known and x.integer and (x.low, x.high) == (0, 1)
    if x.by in ("zeros?", "counts"):
        return {"zeros?": "zeros", "counts": "all"}[x.by]
    return "ones" if flags or is_label(x) else ""


def _count_after(op: ast.operator, left: str, right: str) -> str:
    """What a difference, a product or a quotient of counts is."""
    if isinstance(op, ast.Sub) and right in ("ones", "zeros"):
        return "zeros" if right == "ones" else "ones"
    if isinstance(op, ast.Div):
        return QUOTIENTS.get(f"{left} {right}", "")
    return left or right if isinstance(op, ast.Mult) and not (left and right) else ""


def _of_others(name: str, operands: list[Value], node: ast.AST) -> Value:
    tensors = [it for it in operands if isinstance(it, Tensor)]
    if name in ("where", "switch", "cond") and tensors:
        return merged(list(tensors))
    first = operands[0] if operands else UNKNOWN
    if name in (
        "stack",
        "cat",
        "concatenate",
        "sum",
        "mean",
        "add_n",
        "vstack",
        "hstack",
        "column_stack",
        "as_tensor",
        "tensor",
    ):
        inner = [it for it in first.items if isinstance(it, Tensor)] if isinstance(first, Items) else []
        if inner and not any(it.predicted for it in inner):
            return together(list(inner))
        if inner:
            return merged(list(inner)).but(cut="tensor" if name in ("as_tensor", "tensor") else "")
    return tensors[0].vague() if tensors else UNKNOWN


def axis_of(name: str, operands: list[Value], named: dict[str, Value]) -> int | None:
    """The axis that a softmax is told to run over; None: not told."""
    told = named.get("dim", named.get("axis", operands[1] if len(operands) > 1 else None))
    number = constant(told)
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def activate(tensor: Tensor, kind: str, node: ast.AST, by: str, axis: int | None = None, framework: str = "") -> Tensor:
    """An activation on a tensor."""
    if kind == "linear":
        return tensor
    low, high = (ACTIVATIONS[kind].low, ACTIVATIONS[kind].high) if kind in ACTIVATIONS else (-INFINITE, INFINITE)
    faults = tensor.faults
    half_of_all = kind == "exponential" and tensor.kind not in ("linear", "log_softmax", "log_sigmoid")
    if kind == "exponential" and tensor.half and not tensor.safe:
        facts = (("eps", None), ("severity", "wasteful"))
        faults = (*faults, Fault("LB509", node, "exp in float16", framework or tensor.framework, facts))
    if half_of_all and kind == "exponential":  # of what may be below 0 throughout, as minus a distance is
        kind, high = "ranged", 1.0 if tensor.high <= 0 else INFINITE
    one_row = tensor.shape is not None and len(tensor.shape) == 1
    return tensor.but(
        kind=kind,
        slope=SLOPES.get((framework or tensor.framework, by)) if kind == "leaky_relu" else None,
        axis=None if one_row else axis,
        node=node,
        by=by,
        of=tensor,
        low=low,
        high=high,
        framework=framework or tensor.framework,
        faults=faults,
        safe=False,
        merit=0,
        integer=False,
        one_hot=False,
        known=False,
    )


def with_arguments(tensor: Tensor, given: list[Value], named: dict[str, Value]) -> Tensor:
    """An activation's output where the program may give it another range or another slope than the usual one."""
    told = [it for it in given if not isinstance(constant(it), str | bool)]
    told += [value for key, value in named.items() if key not in HARMLESS]
    shaped = BENT | ({"relu"} if tensor.framework == "keras" else set())
    if not told or tensor.kind not in shaped:
        return tensor
    if tensor.kind == "leaky_relu" and tensor.by.lower() != "prelu":
        slope = constant(told[0])
        return tensor.but(slope=float(slope) if isinstance(slope, int | float) else None)
    return tensor.vague().but(shape=tensor.shape, columns=tensor.columns)


def _logarithm(tensor: Tensor, node: ast.AST, name: str, framework: str) -> Tensor:
    kind = LOGARITHMS.get(tensor.kind, "log" if tensor.predicted else "data")
    faults = tensor.faults
    if tensor.kind in LOGARITHMS and not tensor.safe and name == "log":
        complement = tensor.by.startswith("1 −")
        what = f"log of {'1 − ' if complement else ''}{tensor.kind}"
        facts = (("kind", tensor.kind), ("complement", complement))
        faults = (*faults, Fault("LB301", node, what, framework, facts))
    return tensor.but(kind=kind, node=node, by=name, of=tensor, low=-INFINITE, high=INFINITE, faults=faults)


def _root(tensor: Tensor, node: ast.AST, name: str, framework: str) -> Tensor:
    faults = tensor.faults
    if name == "sqrt" and tensor.kind == "square" and tensor.predicted and not tensor.safe:
        faults = (*faults, Fault("LB304", node, "square root of a squared error", framework))
    return tensor.but(kind="unknown", of=None, faults=faults, losses=tensor.losses)


def shaped(tensor: Tensor, name: str, operands: list[Value], named: dict[str, Value]) -> Tensor:
    """The same numbers in another shape or of another type."""
    if any(
        "float16" in it.name or "half" in it.name for it in operands[1:] + list(named.values()) if isinstance(it, Path)
    ):
        return tensor.but(half=True)
    if name in ("float", "double", "long", "int", "astype", "to", "type", "cast", "cpu", "cuda", "clone", "contiguous"):
        return tensor.but(half=tensor.half and name not in ("float", "double"))
    tensor = tensor.but(passed=True)
    if name in SAME:
        made_anew = name in ("as_tensor", "FloatTensor", "LongTensor", "from_numpy", "asarray", "array")
        return tensor.but(
            cut=tensor.cut or (name if made_anew and tensor.predicted and name not in ("Variable",) else "")
        )
    shape = tensor.shape
    if name in ("squeeze", "squeeze_", "ravel", "flatten") and shape is not None:
        shape = tuple(it for it in shape if it != 1)
    elif name in ("unsqueeze", "unsqueeze_", "expand_dims") and shape is not None:
        axis = _number(operands, 1, -1.0)
        shape = (*shape, 1) if axis in (-1, len(shape)) else None
    elif name in ("view", "reshape"):
        sizes = operands[1].items if len(operands) > 1 and isinstance(operands[1], Items) else operands[1:]
        told = [constant(it) for it in sizes]
        if len(told) == 1 and told[0] == -1 and shape is not None:
            shape = (None,) if None in shape else (_product(shape),)
        elif told == [-1, 1] and shape is not None:
            shape = (*shape[:1], 1) if len(shape) == 1 else None
        else:
            shape = None
    elif name not in ("squeeze", "squeeze_", "ravel", "flatten"):
        shape = None
    first_size = constant(operands[1]) if len(operands) > 1 else None
    flat = name in ("transpose", "permute") or (name in ("view", "reshape") and first_size == -1)
    gone = tensor.columns == 1 and name in ("squeeze", "squeeze_", "ravel", "flatten", "view", "reshape")
    kept = gone and len(operands) > 2 and constant(operands[-1]) == 1
    return tensor.but(shape=shape, flat=tensor.flat or flat, columns=None if gone and not kept else tensor.columns)


def _product(shape: tuple[int | None, ...]) -> int:
    total = 1
    for it in shape:
        total *= it or 1
    return total


def _number(operands: list[Value], place: int, usual: float) -> float:
    value = constant(operands[place]) if len(operands) > place else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else usual


def merged(operands: list[Value]) -> Tensor:
    """Of several, what all have in common: layers, losses, faults, and a gradient if one of them has."""
    tensors = [it for it in operands if isinstance(it, Tensor)]
    if not tensors:
        return Tensor("unknown")
    layers = frozenset().union(*(it.layers for it in tensors))
    alive = [it for it in tensors if it.predicted and not it.cut]
    cut = "" if alive else next((it.cut for it in tensors if it.cut), "")
    losses = tuple(dict.fromkeys(use for it in tensors for use in it.losses))
    faults = tuple(dict.fromkeys(fault for it in tensors for fault in it.faults))
    kinds = {it.kind for it in tensors}
    kind = kinds.pop() if len(kinds) == 1 else "loss" if "loss" in kinds else "unknown"
    merits = {it.merit for it in tensors if it.merit}
    return Tensor(
        kind if kind in ("loss", "data", "linear") or (kind in LOGARITHMS and len(tensors) > 1) else "unknown",
        safe=all(it.safe for it in tensors),
        layers=layers,
        cut=cut,
        merit=merits.pop() if len(merits) == 1 else 0,
        losses=losses,
        faults=faults,
        half=any(it.half for it in tensors),
        severed=frozenset().union(*(it.severed for it in tensors)),
        padded=any(it.padded for it in tensors),
        untaped=all(it.untaped for it in tensors if it.predicted),
        framework=next((it.framework for it in tensors if it.framework), ""),
    )


def arithmetic(follower: Follower, node: ast.AST, op: ast.operator, left: Value, right: Value) -> Value:
    """Two values joined by an operator."""
    for one, other, first in ((left, right, True), (right, left, False)):
        if isinstance(one, Either):
            return either(
                arithmetic(follower, node, op, *((it, other) if first else (other, it))) for it in one.options
            )
    if isinstance(left, Known) and isinstance(right, Known):
        return _compute(op, left.value, right.value)
    if isinstance(left, Items) and isinstance(right, Items) and isinstance(op, ast.Add):
        return Items([*left.items, *right.items], left.whole and right.whole)
    if isinstance(left, Items) and isinstance(op, ast.Mult) and isinstance(constant(right), int):
        return Items(left.items * min(constant(right), 32), left.whole)
    if isinstance(left, Tensor) and isinstance(right, Known | Unknown | Method):
        return _scaled(left, op, right, node, first=True)
    if isinstance(right, Tensor) and isinstance(left, Known | Unknown | Method):
        return _scaled(right, op, left, node, first=False)
    if isinstance(left, Tensor) and isinstance(right, Tensor):
        return _joined(left, op, right, node)
    return UNKNOWN


def _compute(op: ast.operator, left: Any, right: Any) -> Value:
    try:
        if isinstance(op, ast.Add):
            return Known(left + right)
        if isinstance(op, ast.Sub):
            return Known(left - right)
        if isinstance(op, ast.Mult) and not isinstance(left, str | bytes) and not isinstance(right, str | bytes):
            return Known(left * right)
        if isinstance(op, ast.Div):
            return Known(left / right)
        if isinstance(op, ast.FloorDiv):
            return Known(left // right)
        if isinstance(op, ast.Mod) and not isinstance(left, str):
            return Known(left % right)
        if isinstance(op, ast.Pow) and abs(right) < 64 and abs(left) < 10**6:
            return Known(left**right)
    except (TypeError, ZeroDivisionError, OverflowError, ValueError):
        pass
    return UNKNOWN


def _scaled(tensor: Tensor, op: ast.operator, other: Value, node: ast.AST, first: bool) -> Tensor:
    """A tensor and a number, or something that is not known."""
    number = constant(other)
    number = number if isinstance(number, int | float) and not isinstance(number, bool) else None
    merit = tensor.merit
    if isinstance(op, ast.Mult | ast.Div) and number is not None and number < 0:
        merit = -merit
    if isinstance(op, ast.Sub) and not first:
        merit = -merit
    divided = tensor.divided or isinstance(op, ast.Div) or (isinstance(op, ast.Mult) and number != 1)
    total = tensor.total and not (
        isinstance(op, ast.Div) or (isinstance(op, ast.Mult) and (number is None or abs(number) < 0.1))
    )
    kind, by, safe, faults, low, high = tensor.kind, tensor.by, tensor.safe, tensor.faults, -INFINITE, INFINITE
    if isinstance(op, ast.Add) and number is not None and 0 < number < 0.01:
        safe = True
        if tensor.half and number <= SMALLEST_HALF:
            faults = (*faults, Fault("LB509", node, f"{number} added in float16", tensor.framework, (("eps", number),)))
        low, high = tensor.low, tensor.high + number
    elif isinstance(op, ast.Sub) and not first and number == 1 and kind in ("sigmoid", "softmax"):
        by, low, high = f"1 − {by}", 0.0, 1.0
    elif isinstance(op, ast.Mod) and first and number and not tensor.predicted and tensor.integer:
        return array(0, abs(number) - 1, integer=True, shape=tensor.shape, by=tensor.by)
    elif isinstance(op, ast.Pow) and first and number is not None:
        if not tensor.predicted:
            return power(tensor, number)
        if number == 0.5:
            return _root(tensor, node, "sqrt", tensor.framework)
        merit, kind, low = (-1 if tensor.kind == "error" else 0), "square" if number == 2 else "unknown", 0.0
    elif number is not None and isinstance(op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        low, high = scaled_range(tensor, type(op).__name__, number, first)
        if tensor.predicted and kind not in KEPT:
            kind = "ranged"
    elif kind not in KEPT - {"log_softmax", "log_sigmoid"}:
        kind = "unknown"
    if not tensor.predicted and by in COUNTS:
        by = _count_after(op, by, "") if first else _count_after(op, "", by)
    return tensor.but(
        kind=kind,
        by=by,
        total=total,
        safe=safe,
        faults=faults,
        merit=merit,
        divided=divided,
        low=low,
        high=high,
        one_hot=tensor.one_hot and isinstance(op, ast.Sub) and not first,
        integer=tensor.integer and not isinstance(op, ast.Div) and (number is None or float(number).is_integer()),
    )


def _joined(left: Tensor, op: ast.operator, right: Tensor, node: ast.AST) -> Tensor:
    both = merged([left, right])
    merit = 0
    if isinstance(op, ast.Add):
        merit = both.merit
    elif isinstance(op, ast.Sub):
        signs = {left.merit, -right.merit} - {0}
        merit = signs.pop() if len(signs) == 1 else 0
    elif isinstance(op, ast.Mult):
        for one, other in ((left, right), (right, left)):
            if is_label(one) and other.kind in ("log_softmax", "log_sigmoid", "mean"):
                merit = (other.merit or (1 if other.kind != "mean" else 0)) * (one.merit or 1)
            elif one.kind == "data" and not one.predicted and other.merit:
                merit = other.merit
    kind = both.kind
    faults = both.faults
    truth = is_label(left) != is_label(right) or (left.predicted != right.predicted)
    if isinstance(op, ast.Sub) and truth and both.predicted:
        kind = "error"
        if broadcasts(left, right) or broadcasts(right, left):
            faults = (*faults, Fault("LB205", node, "(N, 1) minus (N,)", both.framework))
    elif (
        isinstance(op, ast.Mult)
        and truth
        and both.predicted
        and not merit
        and not {"error", "square"} & {left.kind, right.kind}
    ):
        kind = "overlap"
        if {left.kind, right.kind} == {"unit"}:
            merit = 1
    elif isinstance(op, ast.Div) and left.kind == "error":
        kind = "error"
    elif isinstance(op, ast.Div) and left.kind == right.kind == "exponential":  # a softmax by hand
        kind = "softmax"
    elif isinstance(op, ast.Div) and left.kind == "overlap" and right.predicted:
        kind, merit = "mean", 1
    elif isinstance(op, ast.Sub | ast.Add) and "linear" in (left.kind, right.kind):
        kind = "linear"
    elif isinstance(op, ast.MatMult):
        kind = "linear" if both.predicted else "data"
    elif isinstance(op, ast.Mult) and merit:
        kind = "mean"
    elif kind == "linear":
        kind = "unknown"
    if isinstance(op, ast.Add) and _mixes(left, right):
        faults = (*faults, Fault("LB406", node, "a mean over the batch and a sum over it, added", both.framework))
    shape = _shape_of_product(left, right) if isinstance(op, ast.MatMult) else _shape_of_both(left, right)
    columns = right.columns if isinstance(op, ast.MatMult) else left.columns or right.columns
    plain_data = both.kind == "data"
    low, high, known = joined_range(left, type(op).__name__, right) if plain_data else (-INFINITE, INFINITE, False)
    return both.but(
        node=node if kind == "error" else both.node,
        faults=faults,
        low=low,
        high=high,
        known=known,
        total=isinstance(op, ast.Add | ast.Sub) and left.total and right.total,
        integer=plain_data and left.integer and right.integer and isinstance(op, ast.Add | ast.Sub | ast.Mult),
        kind=kind,
        merit=merit,
        shape=shape,
        columns=columns if both.predicted else None,
        by=left.by
        if is_label(left)
        else right.by
        if is_label(right) and plain_data
        else _count_after(op, left.by, right.by),
        divided=isinstance(op, ast.Div) or (left.divided and right.divided),
    )


def _mixes(left: Tensor, right: Tensor) -> bool:
    """Whether a framework's mean is added to a sum by hand."""
    return any(
        one.losses
        and not one.total
        and one.kind in ("loss", "square")
        and not one.divided
        and other.total
        and not other.losses
        for one, other in ((left, right), (right, left))
    )


def _shape_of_both(left: Tensor, right: Tensor) -> tuple[int | None, ...] | None:
    if left.shape == () or right.shape == ():
        return right.shape if left.shape == () else left.shape
    return left.shape if left.shape == right.shape else None


def broadcasts(one: Tensor, other: Tensor) -> bool:
    """Whether (N, 1) meets (N,), so that every prediction meets every target."""
    if one.shape is None or other.shape is None:
        return False
    return len(one.shape) == 2 and one.shape[1] == 1 and len(other.shape) == 1 and other.shape[0] != 1


def negate(tensor: Tensor) -> Tensor:
    """Minus a tensor."""
    kind = "negated" if tensor.kind in ACTIVATIONS and tensor.kind != "linear" else tensor.kind
    merit = -tensor.merit if tensor.predicted or tensor.merit else -1  # of data: the sign that it brings along
    return tensor.but(kind=kind, merit=merit, low=-tensor.high, high=-tensor.low, one_hot=False)


def compare(node: ast.Compare, values: list[Value]) -> Value:
    """Values held against each other."""
    if all(isinstance(it, Known) for it in values) and len(values) == 2:
        return _hold(node.ops[0], constant(values[0]), constant(values[1]))
    first, second = values[0], values[-1]
    if isinstance(node.ops[0], ast.Is | ast.IsNot) and isinstance(second, Known) and second.value is None:
        if isinstance(first, Known):
            return Known((first.value is None) is isinstance(node.ops[0], ast.Is))
        if not isinstance(first, Unknown | Either | Method):
            return Known(isinstance(node.ops[0], ast.IsNot))
        return UNKNOWN
    tensors = [it for it in values if isinstance(it, Tensor)]
    if not tensors:
        return UNKNOWN
    both = merged(list(tensors))
    threshold = next((constant(it) for it in values if isinstance(it, Known)), None)
    binary = len(tensors) == 1 and isinstance(node.ops[0], ast.Eq) and (tensors[0].integer or is_label(tensors[0]))
    flags = binary and threshold == 0
    return both.but(
        kind="data" if not both.predicted else "compared",
        cut="a comparison" if both.predicted else "",
        low=0.0,
        high=1.0,
        integer=True,
        known=not both.predicted,
        by="zeros?" if flags else "",
        shape=tensors[0].shape if len(tensors) == 1 else None,
        of=tensors[0] if threshold is not None else None,
        faults=(),
        losses=(),
    )


def _hold(op: ast.cmpop, left: Any, right: Any) -> Value:
    try:
        if isinstance(op, ast.Eq):
            return Known(left == right)
        if isinstance(op, ast.NotEq):
            return Known(left != right)
        if isinstance(op, ast.Lt):
            return Known(left < right)
        if isinstance(op, ast.LtE):
            return Known(left <= right)
        if isinstance(op, ast.Gt):
            return Known(left > right)
        if isinstance(op, ast.GtE):
            return Known(left >= right)
        if isinstance(op, ast.Is):
            return Known(left is right or left == right)
        if isinstance(op, ast.IsNot):
            return Known(left is not right and left != right)
        if isinstance(op, ast.In):
            return Known(left in right)
        if isinstance(op, ast.NotIn):
            return Known(left not in right)
    except TypeError:
        pass
    return UNKNOWN
