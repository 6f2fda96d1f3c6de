"""The loop around the loss: what is zeroed, stepped, added up, and held by which optimiser."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lossbook.doctor.read.seen import Event, Fault, Seen
from lossbook.doctor.read.training import means_of_batch
from lossbook.doctor.read.values import Instance, Known, Optimizer, Path, Tensor, Unknown


def of_loops(seen: Seen, returned: set[ast.AST]) -> Iterator[Fault]:
    """All that is wrong with the loops of a program, part by part."""
    for part in dict.fromkeys(it.within for it in seen.events):
        events = [it for it in seen.events if it.within == part]
        backwards = [it for it in events if it.kind == "backward"]
        steps = [it for it in events if it.kind == "step" and _is_step(it)]
        zeros = [it for it in events if it.kind in ("zero_grad", "overwritten")]
        by_hand = [it for it in events if it.kind == "step" and isinstance(it.node, ast.AugAssign)]
        yield from _of_zeroing(backwards, [it for it in steps if isinstance(it.owner, Optimizer)] + by_hand, zeros)
        yield from _of_steps(events, backwards, steps, any(use.within == part for use in seen.uses), returned)
        yield from _of_accumulation(backwards, [] if seen.rescaled else steps)
        yield from _of_holding(seen, events, backwards)
        yield from _of_sums(events, backwards)


def _is_step(event: Event) -> bool:
    owner = event.owner
    if isinstance(owner, Optimizer):
        return True
    name = owner.name.lower() if isinstance(owner, Unknown) else ""
    path = owner.of.name if isinstance(owner, Instance) and isinstance(owner.of, Path) else ""
    return "opt" in name or path.endswith(("GradScaler", "Accelerator"))


def _of_zeroing(backwards: list[Event], steps: list[Event], zeros: list[Event]) -> Iterator[Fault]:
    for step in steps:
        if not step.loops:
            continue
        loop = step.loops[-1]
        inside = [it for it in backwards if loop in it.loops and it.by_method]
        if inside and not any(loop in it.loops for it in zeros):
            yield Fault("LB501", step.node, "step() in a loop without zero_grad()", "torch")


def _of_steps(
    events: list[Event], backwards: list[Event], steps: list[Event], losses: bool, returned: set[ast.AST]
) -> Iterator[Fault]:
    zeroed = {it.loops[-1] for it in events if it.kind == "zero_grad" and it.loops}
    in_loops = [it for it in backwards if it.loops and it.loops[-1] in zeroed]
    optimizers = [it for it in events if it.kind == "optimizer"]
    if in_loops and optimizers and not any(it.kind == "step" for it in events):
        yield Fault("LB502", in_loops[0].node, "backward() in a loop without step()", "torch")
    taped = [
        it for it in backwards if _of_variables(it.node) and it.node not in returned and (it.called or _tape_inside(it))
    ]
    if taped and not any(it.kind == "step" for it in events):
        yield Fault("LB502", taped[0].node, "gradients that are never applied", "keras")
    last = ""
    for it in events:
        early = it.kind == "step" and last == "zero_grad" and isinstance(it.owner, Optimizer) and it.loops
        if early and any(back.loops and back.loops[-1] is it.loops[-1] for back in backwards):
            yield Fault("LB502", it.node, "step() between zero_grad() and backward()", "torch")
        last = it.kind if it.kind in ("zero_grad", "backward", "step") else last
    stepping = [it for it in steps if it.loops and isinstance(it.owner, Optimizer)]
    if stepping and losses and not backwards and any(it.kind == "zero_grad" for it in events):
        yield Fault("LB502", stepping[0].node, "step() in a loop without backward()", "torch")


def _tape_inside(event: Event) -> bool:
    """Whether the tape is opened anew in each turn of the loop, as in a training."""
    block = event.owner.names.get(" block") if isinstance(event.owner, Instance) else None
    first = getattr(event.loops[-1], "lineno", 0) if event.loops else 0
    return bool(event.loops) and isinstance(block, Known) and block.value[0] > first


def _of_variables(node: ast.AST) -> bool:
    """Whether it is a tape's gradient with respect to a model's variables, and not to its inputs."""
    called = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".gradient") and len(node.args) > 1
    return called and "trainable" in ast.unparse(node.args[1])  # type: ignore[attr-defined]


def _of_accumulation(backwards: list[Event], steps: list[Event]) -> Iterator[Fault]:
    for step in steps:
        counted = [it for it in step.conditions if _counts(it, step.loops)]
        if not counted or not step.loops:
            continue
        for it in backwards:
            loss = it.value
            held = step.owner.holds if isinstance(step.owner, Optimizer) else None
            if held and isinstance(loss, Tensor) and not loss.layers & held:
                continue  # another optimiser's, as in a GAN
            if step.loops[-1] not in it.loops or counted[-1] in it.conditions or not isinstance(loss, Tensor):
                continue
            summed = not all(means_of_batch(use.loss) for use in loss.losses)
            if not loss.divided and loss.losses and not summed:
                name = step.owner.name if isinstance(step.owner, Optimizer) else ""
                severity = "wrong" if name == "SGD" else "look"
                facts = (("steps", _steps(counted[-1])), ("severity", severity), ("optimizer", name))
                yield Fault("LB401", it.node, "gradients of several batches are added", "torch", facts)


def _counts(test: ast.expr, loops: tuple[ast.AST, ...]) -> bool:
    """Whether a condition counts batches: by a remainder, or by a number that the loop increases."""
    if any(isinstance(it, ast.BinOp) and isinstance(it.op, ast.Mod) for it in ast.walk(test)):
        return True
    if not isinstance(test, ast.Compare) or not isinstance(test.left, ast.Name) or not loops:
        return False
    grown = [it.target for it in ast.walk(loops[-1]) if isinstance(it, ast.AugAssign) and isinstance(it.op, ast.Add)]
    return any(isinstance(it, ast.Name) and it.id == test.left.id for it in grown)


def _steps(test: ast.expr) -> float | None:
    for it in ast.walk(test):
        if isinstance(it, ast.BinOp) and isinstance(it.op, ast.Mod) and isinstance(it.right, ast.Constant):
            return float(it.right.value) if isinstance(it.right.value, int) else None
    return None


def _of_holding(seen: Seen, events: list[Event], backwards: list[Event]) -> Iterator[Fault]:
    since: list[Tensor] = []
    for event in events:
        if event.kind == "backward" and isinstance(event.value, Tensor):
            since.append(event.value)
        elif event.kind == "backward":
            since.append(Tensor(layers=frozenset({0})))
        elif event.kind == "step" and isinstance(event.owner, Optimizer):
            others = [it.value for it in events if it.kind == "optimizer" and isinstance(it.value, Optimizer)]
            yield from _of_step(seen, event, event.owner, since, [it for it in others if it is not event.owner])
            since = []
    for number, it in enumerate(events):
        if it.kind != "replaced":
            continue
        before = [e.value for e in events[:number] if e.kind == "optimizer" and isinstance(e.value, Optimizer)]
        after = [e.value for e in events[number:] if e.kind == "optimizer" and isinstance(e.value, Optimizer)]
        holders = [optimizer for optimizer in before if any(model is it.owner for model in optimizer.models)]
        if holders and not after:
            what = "a layer is replaced after the optimiser was made"
            yield Fault("LB503", it.node, what, "torch", (("layers", 1), ("of_all", False)))


def _of_step(
    seen: Seen, step: Event, optimizer: Optimizer, losses: list[Tensor], others: list[Optimizer]
) -> Iterator[Fault]:
    """Whether an optimiser holds any layer of the losses whose gradients it is to follow."""
    held, behind = optimizer.holds, frozenset().union(*(it.layers for it in losses if not it.cut))
    if held is None or not behind or not all(key in seen.layers for key in held | behind):
        return
    loose = (behind - held) & seen.listed
    if loose:
        what = "layers in a plain list are not among parameters()"
        yield Fault("LB503", optimizer.node, what, "torch", (("layers", len(loose)), ("of_all", False)))
    if held & behind or loose or not held:
        return
    if any(held & it.severed for it in losses) and any(it.holds and it.holds & behind for it in others):
        loss = next(it for it in losses if held & it.severed)
        yield Fault(
            "LB303", loss.node or step.node, "detach() between the model and its loss", "torch", (("cut", "detach"),)
        )
    else:
        what = "the optimiser holds none of the loss's layers"
        yield Fault("LB503", optimizer.node, what, "torch", (("layers", len(behind)), ("of_all", True)))


def _of_sums(events: list[Event], backwards: list[Event]) -> Iterator[Fault]:
    for it in events:
        if it.kind != "added" or not isinstance(it.owner, Unknown):
            continue
        loop = it.loops[-1]
        own = [back for back in backwards if loop in back.loops]
        named = re.compile(rf"\b{re.escape(it.owner.name)}\b")
        through = [back for back in backwards if named.search(ast.unparse(back.node))]
        if own and not through:
            yield Fault("LB505", it.node, f"{it.owner.name} += a loss that still has its graph", "torch")
