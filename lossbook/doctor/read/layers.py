"""Layers and models of Keras and PyTorch: how a call makes one, and what it makes of a tensor."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lossbook.doctor.read import arrays, parts
from lossbook.doctor.read.names import (
    EMBEDDINGS,
    NORMS,
    PASSING,
    POOLING,
    RECURRENT,
    SUMS,
    WRAPPERS,
    activation,
)
from lossbook.doctor.read.values import (
    INFINITE,
    UNKNOWN,
    Chain,
    Either,
    Items,
    Known,
    Layer,
    Method,
    Named,
    Path,
    Table,
    Tensor,
    Unknown,
    Value,
    constant,
    either,
    framework_of,
    options,
)

if TYPE_CHECKING:
    from lossbook.doctor.read.follow import Follower

NOTHING = Layer("Identity", "", "pass", ast.Pass())


def make_layer(follower: Follower, path: Path, given: list[Value], named: Named, node: ast.AST) -> Value | None:
    """The layer, or the model, that a call of a framework's class makes; None for any other call."""
    name, framework = path.last, framework_of(path)
    if not framework or (not name[:1].isupper() and name not in WRAPPERS):
        return None
    if name == "Sequential":
        inner = given[0] if len(given) == 1 and isinstance(given[0], Items) else None
        if framework == "torch" and len(given) == 1 and isinstance(given[0], Table):
            inner = Items(list(given[0].items.values()))
        if inner is None and "layers" in named and isinstance(named["layers"], Items):
            inner = named["layers"]
        whole = not any(isinstance(it, Unknown) and it.name == "*" for it in given)
        if len(given) == 1 and framework == "keras" and inner is None:
            whole = False
        chain = Chain(
            framework, Items(list(inner.items if inner else given)), whole=whole and (inner is None or inner.whole)
        )
        follower.lists.append(chain.layers.items)
        return chain
    if name in ("Model", "Functional") and framework == "keras":
        out = named.get("outputs", named.get("output", given[1] if len(given) > 1 else None))
        return Chain("keras", Items([]), out if out is not None else UNKNOWN)
    if name == "Input" and framework == "keras":
        return Tensor("data")
    if name in ("ModuleList", "ParameterList"):
        inner = given[0] if given and isinstance(given[0], Items) else Items([], whole=not given)
        made = Items(list(inner.items), inner.whole, registered=True)
        follower.lists.append(made.items)
        return made
    if name in ("ModuleDict", "ParameterDict"):
        return given[0] if given and isinstance(given[0], Table) else Table({})
    if name in WRAPPERS and given:
        if framework == "torch":
            return given[0]
        return given[0]
    if name == "Parameter":
        return Tensor("linear", layers=frozenset({id(node)}), framework="torch")
    if name in SUMS:
        return _weighted_sum(name, framework, given, named, node)
    if name == "Activation" and framework == "keras":
        told = named.get("activation", given[0] if given else None)
        return Layer(name, framework, "activation", node, activation=told)
    if name == "Lambda" and framework == "keras":
        return Layer(name, framework, "lambda", node, inner=given[0] if given else named.get("function", UNKNOWN))
    if name in RECURRENT:
        return Layer(name, framework, "recurrent", node, activation=named.get("activation"), options=named)
    if name in PASSING or name in ("LSTMCell",):
        return Layer(name, framework, "pass", node)
    if name in POOLING:
        return Layer(name, framework, "pool", node)
    if name in NORMS:
        return Layer(name, framework, "norm", node)
    if name in EMBEDDINGS:
        return Layer(name, framework, "embedding", node, options=named)
    if activation(name) and ("nn" in path.name or "layers" in path.name or framework == "keras"):
        axis = arrays.axis_of(name, [UNKNOWN, *given], named)
        told = Known(name)
        return Layer(name, framework, "activation", node, activation=told, axis=axis, options=named, given=given)
    return None


def _weighted_sum(name: str, framework: str, given: list[Value], named: Named, node: ast.AST) -> Layer:
    place, names = SUMS[name]
    told = next((named[it] for it in names if it in named), given[place] if len(given) > place else UNKNOWN)
    if framework == "keras" and name == "Dense" and len(given) > 1 and isinstance(constant(given[1]), int):
        told = given[1]  # Keras before 1.0: Dense(inputs, outputs)
    columns = constant(told)
    acts = named.get("activation")
    if framework == "keras" and acts is None and name == "Dense" and len(given) > 1:
        acts = given[-1] if isinstance(constant(given[-1]), str) or isinstance(given[-1], Path) else None
    columns = columns if isinstance(columns, int) and not isinstance(columns, bool) else None
    return Layer(name, framework, "sum", node, columns, acts, options=named)


def apply(follower: Follower, layer: Layer, given: Value, node: ast.AST) -> Value:
    """A layer on a tensor."""
    if isinstance(given, Either):
        return either(apply(follower, layer, it, node) for it in given.options)
    if isinstance(given, Items) and given.items:
        tensors = [it for it in given.items if isinstance(it, Tensor)]
        given = arrays.merged(list(tensors)) if tensors else UNKNOWN
    x = given if isinstance(given, Tensor) else Tensor("unknown")
    if layer.kind == "pass":
        return x.but(shape=None, passed=True)
    if layer.kind == "activation":
        x = x.but(passed=False)
        made = activated(follower, x, layer.activation, layer.node, layer.axis, layer.framework)
        if not isinstance(made, Tensor) or not isinstance(layer.activation, Known):
            return made
        return arrays.with_arguments(made, layer.given, layer.options)
    if layer.kind == "lambda":
        return follower.call(layer.inner or UNKNOWN, [x], {}, layer.node)
    if layer.kind == "sum" and not x.predicted and x.known and x.high < INFINITE and x.low > -INFINITE:
        follower.seen.inputs[id(layer)] = max(abs(x.low), abs(x.high))
    held = (frozenset() if x.cut else x.layers) | {id(layer)}
    severed = x.severed | (x.layers if x.cut else frozenset())
    out = Tensor("unknown", layers=held, framework=layer.framework, half=x.half, node=layer.node, by=layer.name)
    padded = x.padded or "padding_idx" in layer.options
    cut = "no_grad" if follower.without_gradient else ""
    out = out.but(padded=padded, flat=x.flat, severed=severed, untaped=not follower.tapes, cut=cut)
    if layer.kind == "sum":
        shape = _shape_after(x, layer)
        out = out.but(kind="linear", columns=layer.columns, shape=shape)
        return activated(follower, out, layer.activation, layer.node, None, layer.framework)
    if layer.kind == "recurrent":
        if layer.framework == "keras" and layer.name != "Bidirectional":
            return activated(follower, out, layer.activation or Known("tanh"), layer.node, None, "keras")
        return out.but(shape=(None, None, None)) if layer.framework == "torch" else out
    if layer.kind == "pool":
        return x.but(shape=None, kind=x.kind if x.kind in ("linear", "relu") else "unknown")
    if layer.kind == "norm":
        return out.but(kind="linear", columns=x.columns, shape=x.shape)
    return out


def _shape_after(x: Tensor, layer: Layer) -> tuple[int | None, ...] | None:
    """The shape of a weighted sum: that of its input with another last axis; rows, if nothing is known of the input."""
    if "Conv" in layer.name or not layer.columns:
        return None
    if x.shape is not None and len(x.shape) > 0:
        return (*x.shape[:-1], layer.columns)
    return (None, layer.columns) if x.kind == "data" or x.of is not None or x.kind in ("linear", "relu") else None


def activated(
    follower: Follower, tensor: Tensor, told: Value | None, node: ast.AST, axis: int | None, framework: str
) -> Value:
    """What an activation, told by its name, as a function or as a layer, makes of a tensor."""
    if told is None or (isinstance(told, Known) and told.value is None):
        return tensor
    if isinstance(told, Known):
        kind = activation(told.value) if isinstance(told.value, str) else ""
        if kind:
            return arrays.activate(tensor, kind, node, str(told.value), axis, framework)
        return tensor.vague()
    if isinstance(told, Path):
        kind = activation(told.last)
        return arrays.activate(tensor, kind, node, told.last, axis, framework) if kind else tensor.vague()
    if isinstance(told, Unknown | Method):
        return tensor.vague()
    return follower.call(told, [tensor], {}, node)


def apply_chain(follower: Follower, chain: Chain, given: Value, node: ast.AST) -> Value:
    """A model on a tensor."""
    if chain.result is not None:
        before = given.layers if isinstance(given, Tensor) and not given.cut else frozenset()
        changed = {"untaped": not follower.tapes, "cut": "no_grad" if follower.without_gradient else ""}
        results = [it for it in options(chain.result)]
        return either(it.but(layers=it.layers | before, **changed) if isinstance(it, Tensor) else it for it in results)
    if not chain.whole:
        return Tensor("unknown", layers=parts.layers_of(chain) or frozenset({id(chain)}))
    value = given
    for layer in chain.layers.items:
        if isinstance(layer, Tensor):  # the Input that Keras's Sequential begins with
            continue
        value = either(follower.call(it, [value], {}, node) for it in options(layer))
    return value


def called_model(follower: Follower, model: Value, node: ast.AST) -> Value:
    """What comes out of a model for a batch."""
    return follower.call(model, [Tensor("data")], {}, node)
