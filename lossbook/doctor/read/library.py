"""What the names of Keras, TensorFlow, PyTorch, NumPy and scikit-learn do in a program that is followed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lossbook.doctor.read import arrays, builtin, data, layers, methods, parts, training
from lossbook.doctor.read.seen import Event
from lossbook.doctor.read.values import (
    UNKNOWN,
    Chain,
    Class,
    Either,
    Function,
    Instance,
    Items,
    Known,
    Layer,
    Loader,
    Loss,
    Method,
    Named,
    Optimizer,
    Parameters,
    Path,
    Table,
    Tensor,
    Unknown,
    Value,
    bound_of,
    constant,
    either,
    framework_of,
    options,
)

if TYPE_CHECKING:
    from lossbook.doctor.read.follow import Follower

HEADS = ("fc", "classifier", "head", "heads", "last_linear")  # the last layer in networks of torchvision and timm
OPTIMIZERS = {
    "SGD", "Adam", "AdamW", "Adamax", "Adagrad", "Adadelta", "RMSprop", "NAdam", "RAdam", "LBFGS", "Rprop", "ASGD",
    "SparseAdam", "Adafactor", "Muon",
}  # fmt: skip


def call(follower: Follower, function: Value, given: list[Value], named: Named, node: ast.AST) -> Value:
    """What a call of anything but the program's own functions and classes gives."""
    if isinstance(function, Layer):
        return layers.apply(follower, function, given[0] if given else Tensor("data"), node)
    if isinstance(function, Chain):
        return layers.apply_chain(follower, function, given[0] if given else Tensor("data"), node)
    if isinstance(function, Loss):
        return training.use(follower, function, given, named, node)
    if isinstance(function, Path):
        return call_path(follower, function, given, named, node)
    if isinstance(function, Method):
        return methods.call_method(follower, function, given, named, node)
    if isinstance(function, Instance):
        head = next((function.names[it] for it in HEADS if it in function.names), None)
        if head is not None and isinstance(function.of, Path):  # a ready network whose last layer was put in anew
            return follower.call(head, [Tensor("unknown", layers=frozenset({id(function)}))], {}, node)
        return Tensor("unknown", layers=parts.layers_of(function) or frozenset())
    return UNKNOWN


def call_path(follower: Follower, path: Path, given: list[Value], named: Named, node: ast.AST) -> Value:
    """A call of a library's function or class."""
    name, framework = path.last, framework_of(path)
    follower.seen.scheduled |= "schedul" in path.name.lower()
    if "lr_scheduler" not in path.name and any(isinstance(it, Optimizer) for it in (*given, *named.values())):
        training.note(follower, "step", node, None)  # whoever is given an optimiser may step it
    if path.root in ("builtins", "collections"):
        return builtin.builtin(follower, name, given, named, node)
    if path.root == "sklearn":
        return data.of_sklearn(name, given, named)
    if path.name.startswith("keras.datasets") and name == "load_data":
        return data.of_keras(path.name)
    made = (
        layers.make_layer(follower, path, given, named, node)
        or training.make_loss(follower, path, given, named, node)
        or _made_other(follower, path, given, named, node)
    )
    if made is not None:
        if isinstance(made, Layer):
            follower.seen.layers[id(made)] = made
        return made
    if framework == "torch" and name[:1].isupper() and path.name.startswith("torch.nn"):
        return Layer(name, framework, "unknown", node)
    if path.name.startswith("keras.layers") and name[:1].isupper():
        return Layer(name, framework, "unknown", node)
    if framework == "keras" and ("applications" in path.name or "hub" in path.name.lower()):
        return Instance(path)
    made = data.made(path, given, named)
    if made is not None:
        return made
    if framework or path.root in ("numpy", "scipy", "functools", "operator"):
        return arrays.operate(follower, name, given, named, node, framework)
    if path.root in ("torchvision", "timm", "transformers", "torch_geometric"):
        return Instance(path) if "dataset" not in path.name and "transform" not in path.name.split(".") else UNKNOWN
    if path.root in ("torchmetrics", "matplotlib", "tqdm", "wandb"):
        return given[0] if path.root == "tqdm" and given else UNKNOWN
    return UNKNOWN


def _made_other(follower: Follower, path: Path, given: list[Value], named: Named, node: ast.AST) -> Value | None:
    name, framework = path.last, framework_of(path)
    if framework == "torch" and (path.name.startswith("torch.optim") or name in OPTIMIZERS) and name in OPTIMIZERS:
        held = named.get("params", given[0] if given else UNKNOWN)
        follower.seen.maximised |= constant(named.get("maximize")) is True
        rate = constant(named.get("lr", given[1] if len(given) > 1 else None))
        made = Optimizer(
            name,
            training.held_by(held),
            node,
            training.owners_of(held),
            rate if isinstance(rate, int | float) else None,
            bound_of(named),
        )
        training.note(follower, "optimizer", node, made)
        return made
    if name == "DataLoader":
        size = constant(named.get("batch_size", given[1] if len(given) > 1 else Known(1)))
        rows = _rows_of(follower, named.get("dataset", given[0] if given else UNKNOWN))
        return Loader(rows, size if isinstance(size, int) else 0)
    if name == "TensorDataset":
        return Items(given)
    if name == "from_tensor_slices":
        return Loader(tuple(parts.items_of(given[0]) or ()) if given else (), 0)
    if name == "random_split" and given:
        return Items([given[0]] * 3)
    if training.is_loss_function(path):
        return training.use(follower, Loss(name, framework, named, node), given, named, node)
    if name in ("get", "deserialize") and ("losses" in path.name or "activations" in path.name) and given:
        word = constant(given[0])
        return Path(f"{path.name.rsplit('.', 1)[0]}.{word}") if isinstance(word, str) else UNKNOWN
    if name == "GradientTape":
        return Instance(path)
    if framework == "keras" and ("metrics" in path.name or "optimizers" in path.name):
        return Instance(path, {**{str(number): it for number, it in enumerate(given)}, **named})
    if name == "set_grad_enabled":
        return Path("torch.no_grad") if given and constant(given[0]) is False else UNKNOWN
    if name in ("no_grad", "inference_mode"):
        return Path(f"torch.{name}")
    if name in ("clip_grad_norm_", "clip_grad_norm", "clip_grad_value_"):
        follower.seen.clipped = True
        return UNKNOWN
    if name == "partial" and given and isinstance(given[0], Path) and training.is_loss_function(given[0]):
        return Loss(given[0].last, framework_of(given[0]), named, node)
    if "distributions" in path.name and name[:1].isupper():
        return Instance(path, {str(number): it for number, it in enumerate([*given, *named.values()])})
    if path.name == "torch.autograd.backward":
        training.note(follower, "backward", node, UNKNOWN)
        return UNKNOWN
    if name in ("GradScaler", "Accelerator", "Fabric"):
        return Instance(path)
    return None


def _rows_of(follower: Follower, dataset: Value) -> tuple[Value, ...]:
    """The parts of a row of a data set: of arrays, or of an object that gives a row by its number."""
    found = dataset.of.find("__getitem__") if isinstance(dataset, Instance) and isinstance(dataset.of, Class) else None
    if not isinstance(found, Function):
        return data.arrays_in(dataset)
    row = follower.call_function(follower.bind(found, dataset), [UNKNOWN], {})
    return tuple(row.items) if isinstance(row, Items) and row.whole else ()


def attribute(follower: Follower, owner: Value, name: str, node: ast.AST) -> Value:
    """An attribute of anything that is no object of the program's own classes."""
    if isinstance(owner, Instance) and name in owner.names:
        return owner.names[name]
    if isinstance(owner, Tensor):
        if name == "data":
            return owner.but(cut=owner.cut or ("data" if owner.predicted else ""))
        if name in ("T", "mT"):
            return owner.but(shape=None, columns=None)
        if name in ("shape", "size", "ndim", "dtype", "device", "grad", "values"):
            return owner if name == "values" else Method(owner, name)
    if isinstance(owner, Chain):
        if name == "output":
            return owner.result if owner.result is not None else call(follower, owner, [Tensor("data")], {}, node)
        if name in ("input", "inputs"):
            return Tensor("data")
        if name == "layers" and owner.result is not None:
            behind = parts.layers_of(owner) or frozenset()
            return Items([layer for key, layer in follower.seen.layers.items() if key in behind])
        if name == "layers":
            return owner.layers
        if name in owner.names:
            return owner.layers.items[owner.names[name]]
    if isinstance(owner, Loader) and name == "dataset":
        return Unknown("dataset")
    return Method(owner, name)


def set_attribute(follower: Follower, target: ast.Attribute, owner: Value, value: Value) -> None:
    """``owner.name = value``."""
    for one in options(owner):
        torch = isinstance(one, Instance) and isinstance(one.of, Class) and one.of.framework == "torch"
        if torch and isinstance(value, Items) and not value.registered:
            follower.seen.listed |= {id(it) for it in value.items if isinstance(it, Layer)}
        if isinstance(one, Instance | Chain) and isinstance(value, Layer | Chain):
            follower.seen.events.append(Event("replaced", target, (), (), value, one, within=follower.within))
        if isinstance(one, Instance):
            one.names[target.attr] = value
        if isinstance(one, Layer) and target.attr == "activation":
            one.activation = value
        if isinstance(one, Chain) and target.attr in one.names:
            one.layers.items[one.names[target.attr]] = value
        if target.attr in ("trainable", "requires_grad"):
            _set_trainable(follower, one, constant(value) is False)
        if target.attr == "grad":
            _set_gradient(follower, target, value)


def _set_trainable(follower: Follower, owner: Value, frozen: bool) -> None:
    """Freeze or thaw what a model, its parameters, or a single weight belongs to."""
    if isinstance(owner, Parameters):
        freeze(follower, owner.owner, frozen)
    elif not isinstance(owner, Method):
        freeze(follower, owner, frozen)
    elif not frozen:  # one weight that is trained: its layer is not frozen as a whole
        freeze(follower, owner.owner, False)


def _set_gradient(follower: Follower, target: ast.Attribute, value: Value) -> None:
    """``p.grad = value``: it is set to zero, or it becomes something else, such as itself divided."""
    gone = _is_nothing(value)
    follower.seen.rescaled |= not gone
    training.note(follower, "zero_grad" if gone else "overwritten", target, None)


def _is_nothing(value: Value) -> bool:
    """Whether a gradient that is given this value is gone: ``p.grad = None``, ``p.grad = torch.zeros_like(p)``."""
    zeros = isinstance(value, Tensor) and value.known and value.low == value.high == 0
    return zeros or value == Known(None)


def freeze(follower: Follower, model: Value, frozen: bool) -> None:
    """Freeze a model, or thaw it. What may not be frozen, since a branch may not be taken, is not."""
    if frozen and follower.conditions:
        return
    for layer in parts.trainables(follower, model):
        layer.trainable = not frozen
    if isinstance(model, Instance) and isinstance(model.of, Path):
        (follower.seen.frozen.add if frozen else follower.seen.frozen.discard)(id(model))


def set_item(follower: Follower, owner: Value, key: Value, value: Value) -> Value | None:
    """``owner[key] = value``; of an array, what it is afterwards."""
    if isinstance(owner, Tensor) and not owner.predicted:
        return data.with_values(owner, key, value)
    name = constant(key)
    if isinstance(owner, Method) and owner.name in HEADS and isinstance(owner.owner, Instance):
        owner.owner.names[owner.name] = value
    if isinstance(owner, Table) and name is not None:
        owner.items[name] = value
    held = owner.layers.items if isinstance(owner, Chain) else owner.items if isinstance(owner, Items) else []
    if isinstance(held, list) and isinstance(name, int) and -len(held) <= name < len(held):
        held[name] = value
    return None


def item(follower: Follower, owner: Value, node: ast.expr, key: Value) -> Value:
    """``owner[key]``."""
    if isinstance(owner, Either):
        return either(item(follower, it, node, key) for it in owner.options)
    number = constant(key)
    held = owner.layers if isinstance(owner, Chain) else owner
    if isinstance(held, Items) and isinstance(number, int) and -len(held.items) <= number < len(held.items):
        return held.items[number] if held.whole or number >= 0 else UNKNOWN
    if isinstance(held, Items) and isinstance(node, ast.Slice):
        ends = [constant(follower.value(it, follower.module)) if it else None for it in (node.lower, node.upper)]
        if all(it is None or isinstance(it, int) for it in ends) and node.step is None:
            return Items(held.items[slice(*ends)], held.whole)
    if isinstance(owner, Table):
        if number is not None:
            return owner.items.get(number, UNKNOWN)
        return either(owner.items.values()) if owner.items else UNKNOWN
    if isinstance(owner, Tensor):
        if not owner.predicted:
            rows = isinstance(node, ast.Slice) or (
                isinstance(key, Tensor) and key.shape is not None and len(key.shape) == 1
            )
            kept = owner.shape if rows else None
            shape = (None, *kept[1:]) if kept else None
            return owner.but(shape=shape)
        if isinstance(node, ast.Slice):
            return owner
        picks = isinstance(node, ast.Tuple) and len(node.elts) == 2
        second = follower.value(node.elts[1], follower.module) if isinstance(node, ast.Tuple) and picks else UNKNOWN
        if picks and not isinstance(node.elts[1], ast.Slice | ast.Constant):  # type: ignore[attr-defined]
            label = arrays.is_label(second) or getattr(node.elts[1], "id", "") in arrays.LABELS  # type: ignore[attr-defined]
            merit = 1 if label and owner.kind in ("log_softmax", "log_sigmoid") else 0
            if owner.kind in arrays.LOGARITHMS:
                return owner.but(columns=None, of=None, shape=None)
            return owner.but(kind="mean" if merit else "unknown", columns=None, merit=merit, of=None)
        if picks and isinstance(node.elts[1], ast.Constant):  # type: ignore[attr-defined]
            return owner.but(columns=None, shape=None, kind=owner.kind if owner.kind != "softmax" else "sigmoid")
        return owner.vague()
    return parts.argument(str(number)) if isinstance(number, str) else UNKNOWN


def arithmetic(follower: Follower, node: ast.AST, op: ast.operator, left: Value, right: Value) -> Value:
    """Two values joined by an operator; a sum of means that is divided by a number of samples is noted."""
    if isinstance(op, ast.Div) and isinstance(left, Tensor) and left.summed and _counts_samples(right):
        follower.seen.fault("LB405", node, "a sum of batch means, divided by the number of samples", "torch")
    return arrays.arithmetic(follower, node, op, left, right)


def _counts_samples(value: Value) -> bool:
    """Whether it is the length of a data set, or of an array."""
    if not isinstance(value, Method) or value.name not in ("len", "dataset"):
        return False
    owner = value.owner
    named = isinstance(owner, Unknown) and ("dataset" in owner.name or owner.name.endswith("_set"))
    return named or (isinstance(owner, Method) and owner.name == "dataset") or isinstance(owner, Tensor)


def unary(follower: Follower, node: ast.UnaryOp, value: Value) -> Value:
    """A sign, ``not`` or ``~``."""
    if isinstance(value, Either):
        return either(unary(follower, node, it) for it in value.options)
    if isinstance(value, Tensor) and isinstance(node.op, ast.USub):
        return arrays.negate(value)
    number = constant(value)
    if isinstance(node.op, ast.Not) and isinstance(value, Known):
        return Known(not number)
    if isinstance(number, int | float) and isinstance(node.op, ast.USub):
        return Known(-number)
    return value if isinstance(value, Tensor) else UNKNOWN


def compare(follower: Follower, node: ast.Compare, values: list[Value]) -> Value:
    """Values held against each other."""
    result = arrays.compare(node, values)
    if isinstance(result, Tensor) and result.predicted and isinstance(result.of, Tensor) and result.of.kind == "linear":
        threshold = next((constant(it) for it in values if isinstance(it, Known)), None)
        if threshold == 0.5:
            follower.seen.events.append(Event("threshold", node, (), (), result.of))
    return result


def entered(value: Value, block: ast.With | ast.AsyncWith) -> bool:
    """A value that a ``with`` block begins with: a tape knows its block. True if the block records no gradient."""
    if isinstance(value, Instance) and isinstance(value.of, Path) and value.of.last == "GradientTape":
        value.names[" block"] = Known((block.lineno, block.end_lineno))
    return isinstance(value, Path) and value.last in ("no_grad", "inference_mode")


def has(module: str, name: str) -> bool:
    """Whether a name that a file uses may come from a module of which it imports everything."""
    if module.startswith("keras") or module.startswith("torch"):
        return name[:1].isupper() or name in ("to_categorical", "relu", "softmax", "sigmoid")
    return False
