"""Where a loss is met and trained on: calls of a loss, ``compile`` and ``fit``, the steps of a loop."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from lossbook.doctor.losses import wanted
from lossbook.doctor.read import arrays, layers, parts
from lossbook.doctor.read.names import AFTER_THREE, PLACES
from lossbook.doctor.read.seen import Event, Use
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
    Named,
    Optimizer,
    Parameters,
    Path,
    Table,
    Tensor,
    Unknown,
    Value,
    constant,
    framework_of,
    options,
)

if TYPE_CHECKING:
    from lossbook.doctor.read.follow import Follower

LOSSES = ("loss", "objective", "criterion", "nll", "entropy", "likelihood", "cost")


def make_loss(follower: Follower, path: Path, given: list[Value], named: Named, node: ast.AST) -> Value | None:
    """The loss that a call of a framework's class makes; None for any other call."""
    name, framework = path.last, framework_of(path)
    named_so = path.root == "lossbook" or (framework and wanted(name, framework) is not None)
    in_losses = "loss" in path.name or path.name.startswith("torch.nn") or path.root in ("lossbook", "keras")
    if not named_so or not name[:1].isupper() or not in_losses or "metrics" in path.name or "layers" in path.name:
        return None
    outputs = [it for it in given if isinstance(it, Tensor) and it.predicted]
    if outputs:
        follower.seen.fault("LB209", node, f"{name}(…) of the outputs", framework, columns=outputs[0].columns)
    named = {**dict(zip(PLACES.get(name, ()), given, strict=False)), **named}
    ours = path.root == "lossbook"
    whose = "torch" if path.name.startswith("lossbook.torch") else framework or "keras"
    return Loss(name, whose, named, node, ours)


def is_loss_function(path: Path) -> bool:
    """Whether a name is a framework's loss, as a function."""
    name, framework = path.last, framework_of(path)
    if name[:1].isupper() or not framework or any(it in path.name for it in ("metrics", "random", "layers")):
        return False
    if framework == "torch":
        return path.name.startswith("torch.nn.functional.") and wanted(name, "torch") is not None
    if (name in ("square", "huber") and "losses" not in path.name) or (
        name == "cosine_similarity" and "loss" not in path.name
    ):
        return False
    return wanted(name, "keras") is not None


def use(follower: Follower, loss: Loss, given: list[Value], named: Named, node: ast.AST) -> Value:
    """A loss meets predictions and targets."""
    first = _pick(
        given, named, 0, ("input", "y_true", "target", "labels", "log_probs", "onehot_labels", "multi_class_labels")
    )
    second = _pick(given, named, 1, ("target", "y_pred", "output", "logits", "targets"))
    if loss.framework == "torch":
        prediction, target = first, second
    elif "logits" in named or "labels" in named:
        prediction, target = named.get("logits", second), named.get("labels", first)
    else:
        prediction, target = second, first
    place = _place_of_target(loss)
    if loss.framework == "torch" and place > 1 and not {"input", "target"} & set(named) and len(given) > place:
        target = given[place]
    if loss.framework == "torch" and "input" in named:
        prediction, target = named["input"], named.get("target", given[0] if given else UNKNOWN)
    after = 3 if loss.name in AFTER_THREE else 2
    places = dict(zip(PLACES.get(loss.name, ()), given[after:], strict=False)) if loss.name[:1].islower() else {}
    own = Loss(loss.name, loss.framework, {**loss.options, **places, **named}, loss.node, loss.ours)
    seen = Use(own, prediction, target, node, batch=_batch(follower), within=follower.within)
    seen.repaired = loss.framework == "keras" and not _by_tensorflow(prediction)
    seen.given_up = bool(follower.without_gradient)
    follower.seen.uses.append(seen)
    both = arrays.merged([it for value in (prediction, target) for it in options(value)])
    kind = "square" if loss.name in ("MSELoss", "mse_loss", "MeanSquaredError", "mean_squared_error", "mse") else "loss"
    similar = loss.name == "cosine_similarity" and loss.framework == "torch"  # Keras's has its minus already
    merit = 1 if similar else -1
    cut = both.cut
    return Tensor(
        kind,
        total=not means_of_batch(own),
        layers=both.layers,
        merit=merit,
        cut=cut,
        losses=(seen,),
        faults=both.faults,
        severed=both.severed,
        untaped=both.untaped,
        framework=loss.framework,
        node=node,
        low=0.0,
    )


def _place_of_target(loss: Loss) -> int:
    """Where the target stands: third, of a loss of two vectors or two scores."""
    found = wanted(loss.name, loss.framework)
    names = [it.name for it in found.row.usual] if found else []
    return names.index("target") if "target" in names else 1


def _pick(given: list[Value], named: Named, place: int, names: tuple[str, ...]) -> Value:
    if len(given) > place:
        return given[place]
    return next((named[it] for it in names if it in named), UNKNOWN)


def _batch(follower: Follower) -> int:
    return next((it for it in follower.batches[::-1] if it), 0)


def means_of_batch(loss: Loss) -> bool:
    """Whether a loss is the mean over its batch, as far as its arguments say."""
    told = {name: constant(value) for name, value in loss.options.items()}
    return (
        told.get("reduction", "mean") == "mean"
        and told.get("size_average") is not False
        and told.get("reduce") is not False
    )


def compile_model(follower: Follower, model: Value, given: list[Value], named: Named, node: ast.AST) -> None:
    """Keras's ``compile``: which loss for which output."""
    told = named.get("loss", given[1] if len(given) > 1 else None)
    if isinstance(constant(given[0]) if given else None, str) and told is None:
        told = given[0]
    metrics = tuple(parts.items_of(named.get("metrics", given[2] if len(given) > 2 else Items([]))) or ())
    if constant(named.get("class_mode")) or constant(named.get("show_accuracy")) is True:
        metrics = (*metrics, Known("accuracy"))
    if told is None:
        return
    outputs = layers.called_model(follower, model, node)
    optimizer = named.get("optimizer", given[0] if given else UNKNOWN)
    before = len(follower.seen.uses)
    for prediction, loss in _pairs(outputs, told):
        place = _place_of(node)
        for one in options(loss):
            compiled(follower, one, prediction, metrics, place, model, optimizer)
    if "loss_weights" not in named:
        for it in follower.seen.uses[before:]:
            it.beside = [other for other in follower.seen.uses[before:] if other is not it]
    all_frozen(follower, outputs, node)


def _place_of(node: ast.AST) -> ast.AST:
    for keyword in getattr(node, "keywords", []):
        if keyword.arg == "loss":
            return keyword.value  # type: ignore[no-any-return]
    return node


def _pairs(outputs: Value, told: Value) -> list[tuple[Value, Value]]:
    """Each output with its loss."""
    if isinstance(outputs, Items) and outputs.whole:
        if isinstance(told, Items):
            return list(zip(outputs.items, told.items, strict=False))
        if isinstance(told, Table):
            return (
                list(zip(outputs.items, told.items.values(), strict=False))
                if len(told.items) == len(outputs.items)
                else []
            )
        return [(it, told) for it in outputs.items]
    if isinstance(outputs, Table):
        if isinstance(told, Table):
            return [(outputs.items[key], loss) for key, loss in told.items.items() if key in outputs.items]
        return [(it, told) for it in outputs.items.values()]
    if isinstance(told, Items):
        return [(outputs, told.items[0])] if len(told.items) == 1 else []
    if isinstance(told, Table):
        return [(outputs, next(iter(told.items.values())))] if len(told.items) == 1 else []
    return [(outputs, told)]


def compiled(
    follower: Follower,
    told: Value,
    prediction: Value,
    metrics: tuple[Value, ...],
    node: ast.AST,
    model: Value,
    optimizer: Value,
) -> None:
    """One loss that a Keras model is compiled with."""
    label = Tensor("data", by="y_true")
    loss: Loss | None = None
    for it in options(prediction):
        for fault in it.faults if isinstance(it, Tensor) and not isinstance(told, Function) else ():
            if fault not in follower.seen.faults:
                follower.seen.faults.append(fault)
    name = told.value if isinstance(told, Known) else told.last if isinstance(told, Path) else ""
    if isinstance(name, str) and name.endswith("accuracy"):
        follower.seen.fault("LB303", node, "an accuracy as the loss", "keras", cut="a comparison")
    if isinstance(told, Known) and isinstance(told.value, str):
        loss = Loss(told.value, "keras", {}, node)
    elif isinstance(told, Path):
        loss = Loss(told.last, "keras", {}, node) if is_loss_function(told) else None
        if loss is None and told.last[:1].isupper():
            loss = Loss(told.last, "keras", {}, node)
    elif isinstance(told, Loss):
        loss = told
    elif isinstance(told, Function):
        before = len(follower.seen.uses)
        result = follower.call_function(told, [label, prediction], {})
        for used in follower.seen.uses[before:]:
            used.metrics = metrics
        trained(follower, result, node)
    elif isinstance(told, Instance) and isinstance(told.of, Class):
        method = told.of.find("call")
        if isinstance(method, Function):
            trained(follower, follower.call_function(follower.bind(method, told), [label, prediction], {}), node)
    if loss is None:
        return
    made = Use(loss, prediction, UNKNOWN, node, metrics, repaired=True, optimizer=optimizer)
    follower.seen.uses.append(made)
    if isinstance(model, Chain | Instance):
        _compiled_of(model).append(made)


def _by_tensorflow(prediction: Value) -> bool:
    """Whether it comes from an activation of TensorFlow's own, behind which Keras finds the logits in a graph alone."""
    return any(isinstance(it, Tensor) and it.node and ".nn." in ast.unparse(it.node) for it in options(prediction))


def _compiled_of(model: Chain | Instance) -> list[Any]:
    if isinstance(model, Chain):
        return model.compiled
    kept = model.names.setdefault(" compiled", Items([]))
    return kept.__dict__.setdefault("uses", [])  # type: ignore[no-any-return]


def fit_model(follower: Follower, model: Value, given: list[Value], named: Named) -> None:
    """Keras's ``fit``: the targets of what was compiled."""
    if not isinstance(model, Chain | Instance):
        return
    told = named.get("y", named.get("Y", given[1] if len(given) > 1 else UNKNOWN))
    if given and isinstance(given[0], Loader) and len(given[0].arrays) > 1:
        told = given[0].arrays[1]
    uses = _compiled_of(model)
    for one in uses:
        one.weighted = bool({"sample_weight", "class_weight"} & set(named)) or len(given) > 8
    x = named.get("x", given[0] if given else UNKNOWN)
    if isinstance(x, Tensor) and x.known and x.high < INFINITE and x.low > -INFINITE:
        for one in uses:
            one.inputs = max(abs(x.low), abs(x.high))
    targets = (
        told.items if isinstance(told, Items) else list(told.items.values()) if isinstance(told, Table) else [told]
    )
    if len(targets) == len(uses):
        for one, target in zip(uses, targets, strict=True):
            one.target = target


def trained(follower: Follower, value: Value, node: ast.AST, alone: bool = False) -> None:
    """A loss is trained on: what is wrong with it comes true. ``alone``: nobody calls it in this program."""
    for one in options(value):
        if not isinstance(one, Tensor):
            continue
        for it in one.faults:
            if it not in follower.seen.faults:
                follower.seen.faults.append(it)
        for it in one.losses:
            it.given_up = False
            it.trained = True
        if one.merit > 0 and not one.cut:
            own = bool(one.losses)
            what = "the loss with its sign turned" if own else "a log-likelihood without its minus"
            found = wanted(one.losses[0].loss.name, one.losses[0].loss.framework) if own else None
            row = found.row.name if found else ""
            follower.seen.fault("LB302", one.node or node, what, one.framework, own=own, row=row)
        if one.cut and one.predicted and not alone:
            follower.seen.fault(
                "LB303", one.node or node, f"{one.cut} between the output and the loss", one.framework, cut=one.cut
            )


def all_frozen(follower: Follower, outputs: Value, node: ast.AST) -> None:
    """Whether every layer behind what is trained on is known, and frozen."""
    if not isinstance(outputs, Tensor) or not outputs.layers:
        return
    behind = [follower.seen.layers.get(key) for key in outputs.layers]
    weighted = [it for it in behind if it is not None and it.kind in ("sum", "embedding", "recurrent")]
    frozen = follower.seen.frozen
    known = all(
        key in frozen or (it is not None and it.kind != "unknown")
        for key, it in zip(outputs.layers, behind, strict=True)
    )
    if known and weighted and not any(it.trainable for it in weighted):
        follower.seen.fault("LB504", node, "every layer is frozen", outputs.framework, layers=len(weighted))


def note(follower: Follower, kind: str, node: ast.AST, value: Value | None, owner: Value | None = None) -> None:
    """Note a step of a training loop."""
    made = Event(kind, node, tuple(follower.loops), tuple(follower.conditions), value, owner)
    made.within, made.called = follower.within, any(TRAINS.search(getattr(it, "name", "")) for it in follower.calls)
    follower.seen.events.append(made)


def after_the_tape(follower: Follower, tape: Instance, loss: Value, node: ast.AST) -> None:
    """Whether a loss was computed when its tape had closed already."""
    block = tape.names.get(" block")
    if not isinstance(loss, Tensor) or not isinstance(block, Known) or loss.node is None:
        return
    line = getattr(loss.node, "lineno", 0)
    if block.value[1] < line <= getattr(node, "lineno", 0):
        follower.seen.fault("LB303", loss.node, "a loss after the tape has closed", "keras", cut="tape")
    elif loss.layers and loss.untaped:
        follower.seen.fault("LB303", loss.node, "outputs from outside of the tape", "keras", cut="tape")


def held_by(value: Value) -> frozenset[int] | None:
    """Which layers an optimiser holds."""
    if isinstance(value, Parameters):
        return value.layers
    if isinstance(value, Table):
        return held_by(value.items.get("params", UNKNOWN))
    if isinstance(value, Tensor):
        return value.layers or None
    if isinstance(value, Items):
        inner = [held_by(it) for it in value.items]
        if not value.whole or any(it is None for it in inner):
            return None
        return frozenset().union(*(it for it in inner if it is not None))
    return None


def owners_of(value: Value) -> tuple[Value, ...]:
    """The models whose parameters these are."""
    if isinstance(value, Parameters):
        return (value.owner,)
    if isinstance(value, Table):
        return owners_of(value.items.get("params", UNKNOWN))
    return tuple(owner for it in value.items for owner in owners_of(it)) if isinstance(value, Items) else ()


def added(
    follower: Follower,
    node: ast.stmt,
    target: ast.expr,
    op: ast.operator,
    written: ast.expr,
    before: Value,
    value: Value,
) -> None:
    """``total += loss``: whether a graph is kept; ``w -= rate * w.grad``: a step by hand."""
    if ".grad" in ast.unparse(written):
        note(follower, "step", node, None)
    if ".grad" in ast.unparse(target):
        follower.seen.rescaled = True
    if isinstance(op, ast.Add) and follower.loops and not follower.without_gradient:
        loss = [it for it in options(value) if isinstance(it, Tensor) and it.predicted and not it.cut and it.losses]
        if loss and isinstance(before, Known | Unknown):
            made = Event("added", node, tuple(follower.loops), (), loss[0], Unknown(ast.unparse(target)))
            made.within = follower.within
            follower.seen.events.append(made)


TRAINS = re.compile("train|fit|epoch", re.IGNORECASE)
MODELS = {"model", "net", "network", "encoder", "decoder", "generator", "discriminator", "student", "module"}
CRITERIA = {"criterion", "loss_fn", "loss_func", "loss_function", "criteria"}
STEPPERS = {"optimizer", "optim", "opt", "optimiser"}


def guessed(follower: Follower, name: str, node: ast.AST) -> Value:
    """What an argument of a function that nobody calls most likely is, by its name."""
    if name in MODELS:
        return Layer(name, "torch", "unknown", node)
    if name in CRITERIA:
        return Loss(name, "torch", {}, node)
    return Optimizer("", None, node) if name in STEPPERS else parts.argument(name)


def running_total(follower: Follower, total: Value, value: Value) -> Value:
    """What ``total += loss.item()`` makes of the total: a sum of means over batches."""
    if not follower.loops or not isinstance(total, Tensor) or not isinstance(value, Tensor):
        return total
    means = value.cut and value.losses and not value.divided
    by_sample = any(not means_of_batch(use.loss) for use in value.losses)
    return total.but(summed=bool(means and not by_sample), divided=False)


def followed_alone(follower: Follower, function: Function) -> None:
    """Follow a function that nobody calls: a loss by hand, which is trained on elsewhere, or any other."""
    names = {it.arg for it in function.node.args.args}
    truth, guess = (
        names & {"y_true", "target", "targets", "labels"},
        names & {"y_pred", "pred", "output", "outputs", "logits"},
    )
    called_loss = isinstance(function.node, ast.FunctionDef) and any(it in function.node.name.lower() for it in LOSSES)
    if truth and guess and called_loss:
        given: dict[str, Value] = {name: Tensor("data", by=name) for name in truth}
        given |= {name: Tensor("unknown", layers=frozenset({0}), by=name) for name in guess}
        trained(follower, follower.call_function(function, [], given, unsure=True), function.node, alone=True)
    else:
        follower.call_function(function, [], {}, unsure=True)


def returned_by_method(follower: Follower, owner: Instance, name: str, method: Function, result: Value) -> None:
    """What comes of a method that a library calls: Lightning trains on what ``training_step`` gives."""
    if name != "training_step":
        return
    for one in options(result):
        loss = one.items.get("loss", UNKNOWN) if isinstance(one, Table) else one
        trained(follower, loss, method.node)
