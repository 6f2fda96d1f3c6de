"""Calls of methods: of tensors, layers, models, lists, optimisers, and of what is not followed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lossbook.doctor.read import arrays, data, layers, parts, training
from lossbook.doctor.read.values import (
    INFINITE,
    UNKNOWN,
    Chain,
    Class,
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
    constant,
    either,
    options,
)

if TYPE_CHECKING:
    from lossbook.doctor.read.follow import Follower

MOVES = {"apply_gradients", "apply", "assign", "assign_sub", "assign_add", "minimize"}  # what changes variables
# What gives the model itself, or the layer.
SELF = {"to", "cuda", "cpu", "apply", "eval", "train", "float", "double", "half", "bfloat16", "share_memory"}
FORWARDS = {"forward", "call", "__call__", "predict", "predict_proba"}


def call_method(follower: Follower, method: Method, given: list[Value], named: Named, node: ast.AST) -> Value:
    """A call of a method of anything but the program's own objects."""
    owner, name = method.owner, method.name
    if name in MOVES:
        training.note(follower, "step", node, None, owner)
    if isinstance(owner, Instance) and isinstance(owner.of, Class):
        return _inherited(follower, owner, name, given, named, node)
    if isinstance(owner, Chain):
        return _of_chain(follower, owner, name, given, named, node)
    if isinstance(owner, Items):
        return _of_items(owner, name, given)
    if isinstance(owner, Table):
        return _of_table(owner, name, given)
    if isinstance(owner, Method) and owner.name == "super":
        return _super(follower, owner.owner, name, given, named, node)
    if isinstance(owner, Optimizer) or name in ("zero_grad", "step"):
        return _of_optimizer(follower, owner, name, given, node)
    if name in ("parameters", "named_parameters", "trainable_variables", "children", "modules"):
        return Parameters(parts.layers_of(owner), owner)
    if isinstance(owner, Method) and name == "zero_":
        training.note(follower, "zero_grad", node, None)
    if name in ("div_", "mul_") and ".grad" in ast.unparse(node):
        follower.seen.rescaled = True
    if isinstance(owner, Parameters | Method) and name in ("sub_", "add_", "copy_", "addcmul_", "set_", "mul_"):
        training.note(follower, "step", node, None)
    if isinstance(owner, Method) and name == "requires_grad_":
        return owner if _is_false(given) else _freeze(follower, owner.owner, given)
    if isinstance(owner, Parameters):
        return owner if name not in ("requires_grad_",) else _freeze(follower, owner.owner, given)
    if isinstance(owner, Loss) and name == "backward":
        training.note(follower, "backward", node, UNKNOWN)
    if isinstance(owner, Loss):
        return owner if name in ("to", "cuda", "cpu", "double", "float") else UNKNOWN
    if isinstance(owner, Layer):
        return _of_layer(follower, owner, name, given, node)
    if isinstance(owner, Tensor):
        return _of_tensor(follower, owner, name, given, named, node)
    if isinstance(owner, Loader) and name == "map" and given:
        row = follower.call(given[0], list(owner.arrays), {}, node)
        return Loader(tuple(row.items) if isinstance(row, Items) and row.whole else (), owner.size)
    if isinstance(owner, Loader):
        return owner if name != "batch" else Loader(owner.arrays, constant(given[0]) or 0 if given else 0)
    if isinstance(owner, Instance):
        return _of_opaque(follower, owner, name, given, named, node)
    return _of_unknown(follower, owner, name, given, named, node)


def _of_tensor(follower: Follower, owner: Tensor, name: str, given: list[Value], named: Named, node: ast.AST) -> Value:
    if name == "backward":
        training.note(follower, "backward", node, owner)
        training.all_frozen(follower, owner, node)
        training.trained(follower, owner, node)
        return Known(None)
    if name == "zero_" or name == "zero_grad":
        training.note(follower, "zero_grad", node, None)
        return UNKNOWN
    if name in ("size", "dim", "numel", "nelement", "get_shape"):
        return Method(owner, "shape")
    return arrays.operate(follower, name, [owner, *given], named, node, owner.framework)


def _of_optimizer(follower: Follower, owner: Value, name: str, given: list[Value], node: ast.AST) -> Value:
    if name == "step" and given and isinstance(given[0], Function):  # the closure of LBFGS
        follower.call_function(given[0], [], {})
    if name in ("zero_grad", "step"):
        training.note(follower, name, node, None, owner)
    return UNKNOWN


def _of_layer(follower: Follower, owner: Layer, name: str, given: list[Value], node: ast.AST) -> Value:
    if name in ("forward", "call", "__call__"):
        return layers.apply(follower, owner, given[0] if given else UNKNOWN, node)
    if name in SELF:
        return owner
    if name == "requires_grad_":
        return _freeze(follower, owner, given)
    return Method(owner, name)


def _freeze(follower: Follower, owner: Value, given: list[Value]) -> Value:
    frozen = _is_false(given)
    if not (frozen and follower.conditions):
        for layer in parts.trainables(follower, owner):
            layer.trainable = not frozen
    return owner


def _is_false(given: list[Value]) -> bool:
    return bool(given) and constant(given[0]) is False


def _of_chain(follower: Follower, owner: Chain, name: str, given: list[Value], named: Named, node: ast.AST) -> Value:
    if name in ("add", "append", "add_module", "register_module", "add_node", "add_output"):
        layer = given[-1] if given else named.get("layer", named.get("module", UNKNOWN))
        if len(given) > 1 and isinstance(constant(given[0]), str):
            owner.names[constant(given[0])] = len(owner.layers.items)
        owner.layers.items.append(layer)
        return owner
    if name == "pop":
        if owner.layers.items:
            owner.layers.items.pop(constant(given[0]) if given and isinstance(constant(given[0]), int) else -1)
        return UNKNOWN
    return _of_model(follower, owner, name, given, named, node)


def _of_model(follower: Follower, owner: Value, name: str, given: list[Value], named: Named, node: ast.AST) -> Value:
    """A method that models have in both frameworks."""
    if name == "compile":
        if isinstance(owner, Instance) and isinstance(owner.of, Class) and owner.of.framework == "torch":
            return owner
        training.compile_model(follower, owner, given, named, node)
        return UNKNOWN
    if name in ("fit", "fit_generator", "train_on_batch"):
        if isinstance(owner, Instance) and isinstance(owner.of, Class):
            step = owner.of.find("train_step")
            if isinstance(step, Function):
                follower.call_function(follower.bind(step, owner), [], {}, unsure=True)
        training.fit_model(follower, owner, given, named)
        return UNKNOWN
    if name in FORWARDS:
        out = follower.call(owner, given[:1] or [Tensor("data")], {}, node)
        cut = name.startswith("predict")
        return either(it.but(cut="predict") if cut and isinstance(it, Tensor) else it for it in options(out))
    if name in ("parameters", "named_parameters"):
        return Parameters(parts.layers_of(owner), owner)
    if name == "zero_grad":
        return _of_optimizer(follower, owner, name, given, node)
    if name == "requires_grad_":
        return _freeze(follower, owner, given)
    if name in SELF:
        return owner
    if name in ("get_layer",):
        return UNKNOWN
    return Method(owner, name)


def _inherited(
    follower: Follower, owner: Instance, name: str, given: list[Value], named: Named, node: ast.AST
) -> Value:
    """A method that an object of the program has from a library's class."""
    if name == "super":
        return Method(owner, "super")
    if name in ("add_module", "register_module") and len(given) > 1 and isinstance(constant(given[0]), str):
        owner.names[constant(given[0])] = given[1]
        return UNKNOWN
    if name == "manual_backward" and given:
        training.note(follower, "backward", node, given[0])
        training.trained(follower, given[0], node)
        return UNKNOWN
    if name == "optimizers":
        return Unknown("optimizers")
    return _of_model(follower, owner, name, given, named, node)


def _super(follower: Follower, owner: Value, name: str, given: list[Value], named: Named, node: ast.AST) -> Value:
    if isinstance(owner, Instance) and isinstance(owner.of, Class):
        for base in owner.of.bases:
            found = base.find(name) if isinstance(base, Class) else None
            if isinstance(found, Function):
                return follower.call_function(follower.bind(found, owner), given, named)
        if name == "__init__" and "Sequential" in owner.of.ancestors:
            layers = given[0].items if len(given) == 1 and isinstance(given[0], Items) else given
            chain = Chain(owner.of.framework, Items(list(layers)))
            follower.lists.append(chain.layers.items)
            owner.names[" chain"] = chain
        if name == "__init__" and owner.of.framework == "keras" and {"outputs", "output"} & set(named):
            owner.names[" chain"] = Chain("keras", Items([]), named.get("outputs", named.get("output")))
        if name in ("forward", "call", "__call__") and " chain" in owner.names:
            return follower.call(owner.names[" chain"], given, named, node)
        if name in ("compile", "fit"):
            return _of_model(follower, owner, name, given, named, node)
    return UNKNOWN


def _of_items(owner: Items, name: str, given: list[Value]) -> Value:
    if name == "append" and given:
        owner.items.append(given[0])
    elif name == "extend" and given:
        inner = parts.items_of(given[0])
        owner.items += inner or []
        owner.whole &= inner is not None
    elif name == "insert" and len(given) > 1 and isinstance(constant(given[0]), int):
        owner.items.insert(constant(given[0]), given[1])
    elif name == "pop" and owner.items:
        return owner.items.pop(constant(given[0]) if given and isinstance(constant(given[0]), int) else -1)
    return UNKNOWN


def _of_table(owner: Table, name: str, given: list[Value]) -> Value:
    if name == "get" and given:
        return owner.items.get(constant(given[0]), given[1] if len(given) > 1 else Known(None))
    if name == "items":
        return Items([Items([Known(key), value]) for key, value in owner.items.items()])
    if name == "values":
        return Items(list(owner.items.values()))
    if name == "keys":
        return Items([Known(key) for key in owner.items])
    if name == "update" and given and isinstance(given[0], Table):
        owner.items |= given[0].items
    return UNKNOWN


def _of_opaque(
    follower: Follower, owner: Instance, name: str, given: list[Value], named: Named, node: ast.AST
) -> Value:
    """A method of an object of a library's class that is not followed."""
    kind = owner.of.name if isinstance(owner.of, Path) else ""
    if kind.startswith("sklearn"):
        first = given[0] if given else UNKNOWN
        if name in ("fit_transform", "transform"):
            if "LabelEncoder" in kind or "OrdinalEncoder" in kind:
                return data.array(0, INFINITE, integer=True, by="labels", shape=(None,))
            if "MultiLabelBinarizer" in kind:
                return data.array(0, 1, integer=True, by="labels", shape=(None, None))
            if "OneHot" in kind or ("LabelBinarizer" in kind and "Multi" not in kind):
                return data.array(0, 1, one_hot="OneHot" in kind, by="labels")
            if "StandardScaler" in kind:  # of mean 0, so that there are values on both sides
                return data.array(by=first.by if isinstance(first, Tensor) else "")
            if "MinMax" in kind:
                return data.array(0, 1)
            return data.array(by=first.by, known=False) if isinstance(first, Tensor) else data.array(known=False)
        return owner
    if "distributions" in kind and name == "log_prob" and given:
        parameters = [it for it in owner.names.values() if isinstance(it, Tensor)]
        return arrays.merged(list(parameters)).but(kind="mean", merit=1 if arrays.is_label(given[0]) else 0)
    if kind.endswith("GradientTape"):
        if name == "gradient" and given:
            training.note(follower, "backward", node, given[0], owner)
            training.after_the_tape(follower, owner, given[0], node)
            training.trained(follower, given[0], node)
        return UNKNOWN
    if name == "backward" and given:
        training.note(follower, "backward", node, given[0])
        training.trained(follower, given[0], node)
        return UNKNOWN
    if name == "minimize":
        return _of_unknown(follower, UNKNOWN, name, given, named, node)
    if name == "scale" and given:
        return given[0]
    if name == "prepare":
        return Items(given) if len(given) > 1 else given[0] if given else UNKNOWN
    if name == "compile":
        return UNKNOWN
    return _of_model(follower, owner, name, given, named, node)


def _of_unknown(follower: Follower, owner: Value, name: str, given: list[Value], named: Named, node: ast.AST) -> Value:
    if name == "backward":
        loss = given[0] if given else None
        training.note(follower, "backward", node, loss)
        if loss is not None:
            training.trained(follower, loss, node)
    elif name == "minimize":
        loss = given[0] if given else named.get("loss", UNKNOWN)
        loss = follower.call_function(loss, [], {}) if isinstance(loss, Function) else loss
        training.note(follower, "backward", node, loss)
        training.trained(follower, loss, node)
    elif name == "scale" and given:
        return given[0]
    elif name in ("gradient",) and given:
        training.note(follower, "backward", node, given[0])
        training.trained(follower, given[0], node)
    elif name in ("numpy", "to_numpy", "values", "copy", "astype", "reshape"):
        return owner if isinstance(owner, Unknown) else UNKNOWN
    return UNKNOWN
