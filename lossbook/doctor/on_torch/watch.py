"""Watches a training loop of PyTorch: what its losses are given, and what its optimisers find."""

from __future__ import annotations

import gc
import math
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.optimizer import Optimizer, register_optimizer_step_pre_hook
from torch.overrides import _get_current_function_mode_stack

from lossbook.doctor.findings import Finding, Place, finding
from lossbook.doctor.on_torch.arguments import examine_call
from lossbook.doctor.on_torch.calls import Call, Listener
from lossbook.doctor.on_torch.graph import leaves_of
from lossbook.doctor.on_torch.infinite import culprit
from lossbook.doctor.watching import BATCHES, EVERY, Seen, Stopped, quietly, where

BACKWARDS = 64  # of a program that takes no step, so many backward passes are looked at
CALLS = 32  # so many calls of losses are kept for the next backward pass
ENDS = 4  # so many parameters at either end are looked through for the smallest
JUMP = 1000.0  # a loss so many times as large as the first one explodes
PIECES = 4  # so many backward passes a step are pieces of a batch; fewer may be several losses


@dataclass
class Known:
    """An optimiser that has taken a step."""

    parameters: list[Tensor]
    owner: weakref.ref[Optimizer]
    steps: int = 0
    fresh: bool = True  # whether its gradients were empty when a backward began, since its last step
    sentinel: Tensor | None = None  # a parameter that had a gradient
    backwards: list[tuple[str, set[int]]] = field(default_factory=list)
    ends: list[Tensor] = field(default_factory=list)  # the parameters whose gradients are asked at each step
    sound: int = 0  # the last step at which all gradients were finite
    first_bad: dict[torch.device, Tensor] = field(default_factory=dict)  # the step of the first NaN there, or 0


def _some(leaf: Tensor) -> Tensor:
    """A few of its numbers: a step by ``p.data`` leaves no other trace."""
    return leaf.detach().flatten()[:64].clone()


def _waits(tensor: Tensor) -> bool:
    """Whether a number of it has to be waited for, as on an accelerator."""
    return tensor.device.type != "cpu"


def _ends(parameters: list[Tensor]) -> list[Tensor]:
    """A small one near the inputs and one near the outputs, of those that have a gradient: the first may be frozen."""
    able = [p for p in parameters if p.grad is not None and not p.grad.is_sparse]
    half = min(ENDS, (len(able) + 1) // 2)
    small = [min(some, key=Tensor.numel) for some in (able[:half], able[::-1][:half]) if some]
    return small[:1] if len(able) == 1 else small


class TorchWatch(Listener):
    """Listens to the first steps and to one in ``every`` later; at each step it asks two gradients for NaN."""

    def __init__(self, seen: Seen, every: int = EVERY) -> None:
        super().__init__()
        self.seen: Seen = seen
        self.every: int = every
        self.steps: int = 0
        self.backwards: int = 0
        self.optimizers: dict[int, Known] = {}
        self.leaves: dict[int, tuple[Tensor, Tensor]] = {}  # what the losses depend on, and some of its numbers then
        self.place: Place | None = None
        self._pending: list[tuple[str, set[int]]] = []  # backward passes since the last step of any optimiser
        self._first_losses: dict[str, float] = {}
        self._roots: list[Finding] = []
        self._close = True  # the first steps, of which everything is noted
        self._listening = self._silent = False
        self._hook: Any = None

    # Entering and leaving. The mode may only leave from the top of the stack of modes.

    def __enter__(self) -> TorchWatch:
        self._hook = register_optimizer_step_pre_hook(self._before_step)
        self._listen()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._hook.remove()
        self._rest()
        self._close = False
        self._raised()
        if self._silent or (kind is not None and issubclass(kind, Stopped)):
            return
        if kind is None:
            self._without_step()
        self._ask_weights()

    @quietly
    def _raised(self) -> None:
        """What a loss was given before it raised may say why."""
        for call in self.calls:
            if call.result is None:
                self.seen.add(examine_call(call), call.place)

    def give_up(self) -> None:
        """Be silent from now on."""
        self._hook.remove()
        self._close, self._silent = False, True

    def _listen(self) -> None:
        if not self._listening:
            self._listening = True
            super().__enter__()  # type: ignore[no-untyped-call]

    def _rest(self) -> None:
        stack = _get_current_function_mode_stack()
        if self._listening and stack and stack[-1] is self:
            self._listening = False
            super().__exit__(None, None, None)  # type: ignore[no-untyped-call]

    # What is heard.

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Let everything through; note the calls of losses, and look before a backward pass."""
        if self._silent:
            return func(*args, **dict(kwargs or {}))
        if func is Tensor.backward and self._listening:
            self._before_backward(args[0])
        count = len(self.calls)
        try:
            result = super().__torch_function__(func, types, args, kwargs)
        except Exception:
            for call in self.calls[count:]:
                call.place = where()
            raise
        if len(self.calls) > count:
            self.calls[-1].place = self.place = where()
            if not self.calls[-1].result.requires_grad:  # type: ignore[union-attr]  # it has returned
                self.calls.pop()  # an evaluation
            del self.calls[:-CALLS]
        return result

    @quietly
    def _before_backward(self, loss: Tensor) -> None:
        self.backwards += 1
        calls = list(self.calls)
        self.calls.clear()
        for call in calls:
            found = examine_call(call)
            self.seen.add([each for each in found if each.code != "LB510" or not self.steps], call.place)
        if not loss.requires_grad:
            self._no_graph(loss)
            return
        if not bool(torch.isfinite(loss.detach()).all()):
            self._stop_at_loss(loss, calls)
        self._jump(loss, calls)
        if self._close:
            self._note_leaves(loss, calls)
            self._roots = culprit(loss)  # what may make its gradient NaN, before backward forgets it
        if self.backwards > BACKWARDS and not self.steps:
            self._rest()

    def _no_graph(self, loss: Tensor) -> None:
        """A loss that is a constant to autograd: everything is frozen, or the graph is cut."""
        optimizers = [it for it in gc.get_objects() if issubclass(type(it), Optimizer)]
        held = [p for optimizer in optimizers for group in optimizer.param_groups for p in group["params"]]
        value = float(loss.detach().float().mean())
        if held and not any(p.requires_grad for p in held):
            witness = f"0 of the {len(held)} parameters of the optimiser have requires_grad"
            self._say("LB504", "all parameters are frozen", witness)
        else:
            witness = f"the loss is {value:.6g}, and has no grad_fn: it is a constant to autograd"
            self._say("LB303", "the loss does not depend on the model", witness)

    def _jump(self, loss: Tensor, calls: list[Call]) -> None:
        """A loss that is a thousand times as large after a step or two."""
        if not self._close or len(calls) != 1 or calls[0].result is not loss or loss.ndim:
            return
        key, value = f"{calls[0].name}{tuple(loss.shape)}", float(loss.detach())
        first = self._first_losses.setdefault(key, value)
        if self.steps and value > JUMP * max(abs(first), 1e-3):
            witness = f"the loss was {first:.4g} at the first step, and is {value:.4g} after {self.steps}"
            self._say("LB508", "a loss that explodes", witness)

    def _stop_at_loss(self, loss: Tensor, calls: list[Call]) -> None:
        """The first call whose result is not finite says where it began."""
        step = self._step_of(loss)
        at = f"step {step}" if self.optimizers or step == 1 else f"backward pass {step}"
        witness = f"at {at} the loss is {float(loss.detach().float().mean())}"
        place = where()
        for call in calls:
            outputs, result = call.outputs, call.result
            if outputs is None or result is None or bool(torch.isfinite(result).all()):
                continue
            bad = int((~torch.isfinite(outputs)).sum())
            said = (
                f"{bad} of {outputs.numel()} outputs are NaN or infinite already" if bad else "its outputs are finite"
            )
            witness += f", first in {call.shown}, and {said}"
            place = call.place
            break
        found = finding("LB508", "a loss that is NaN or infinite", witness, Place(), "torch", None)
        for known in culprit(loss):
            found = replace(known, witness=f"{witness}: {known.witness}")
        self.seen.stop(found, step, place)

    def _step_of(self, loss: Tensor) -> int:
        """Which step would follow: of the optimisers that hold what it depends on, that with the fewest counts."""
        if not self.optimizers:
            return self.backwards
        leaves = {id(leaf) for leaf in leaves_of(loss)}
        of_each = {id(it): {id(p) for p in it.parameters} & leaves for it in self.optimizers.values()}
        if self._close and leaves - set().union(*of_each.values()):
            return 1  # an optimiser that has not taken a step yet
        return 1 + min((it.steps for it in self.optimizers.values() if of_each[id(it)]), default=self.steps)

    def _note_leaves(self, loss: Tensor, calls: list[Call]) -> None:
        """What the loss depends on, and whether the optimisers' gradients are empty before it is added to them."""
        leaves = leaves_of(loss)
        for leaf in leaves:
            if id(leaf) not in self.leaves:
                self.leaves[id(leaf)] = leaf, _some(leaf)
        own = {id(leaf) for leaf in leaves}
        mean = [call for call in calls if call.result is loss and call.arguments.get("reduction", "mean") == "mean"]
        shape = mean[0].outputs.shape if mean and mean[0].outputs is not None else ()
        signature = f"{mean[0].name}{tuple(shape)}" if len(mean) == 1 and len(calls) == 1 else ""
        for known in self.optimizers.values():
            gradient = known.sentinel.grad if known.sentinel is not None else None
            known.fresh |= gradient is None or not bool(gradient.any())
        self._pending.append((signature, own))
        for known in self.optimizers.values():
            known.backwards.append((signature, own))

    # What an optimiser finds.

    @quietly
    def _before_step(self, optimizer: Optimizer, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        known = self.optimizers.get(id(optimizer))
        if known is not None and known.owner() is not optimizer:  # it is gone, and a new one has its address
            self._ask_weights_of(known)
            known = None
        if known is None:
            held = [p for group in optimizer.param_groups for p in group["params"]]
            known = self.optimizers[id(optimizer)] = Known(held, weakref.ref(optimizer), backwards=list(self._pending))
        self.steps += 1
        known.steps += 1
        if self._close and not args[1:] and not kwargs.get("closure"):
            self._look_closely(known)
        if not self._close and self._listening:
            self._rest()
        skips = getattr(optimizer, "found_inf", kwargs.get("grad_scaler")) is not None
        if not skips:
            self._ask_ends(known)
        if known.steps % self.every == 0:
            (self._ask_weights_of_scaled if skips else self._ask_all)(known)
            if not self._listening and not _get_current_function_mode_stack():
                self.calls.clear()
                self._listen()
        self._after_closest()

    def _look_closely(self, known: Known) -> None:
        with_gradient = [p for p in known.parameters if p.grad is not None]
        touching = [own for _, own in known.backwards if own & {id(p) for p in known.parameters}]
        if not with_gradient:
            self._no_gradients(known, bool(touching))
        elif known.steps > 1 and not known.fresh and known.sentinel is not None and known.sentinel.grad is not None:
            length = float(known.sentinel.grad.norm())
            witness = f"before step {known.steps} no gradient of this optimiser was set to zero since the step before: "
            witness += f"one has length {length:.4g} by now"
            self._say("LB501", "gradients that add up from step to step", witness)
        self._pieces(known)
        known.sentinel = next((p for p in with_gradient if bool(p.grad.any())), None)  # type: ignore[union-attr]
        known.fresh, known.backwards = known.sentinel is None, []

    def _no_gradients(self, known: Known, touched: bool) -> None:
        count = len(known.parameters)
        if not self.backwards:
            witness = f"step {known.steps} comes before any backward(): all {count} gradients are None"
            self._say("LB502", "a step without a backward pass", witness)
        elif touched:
            witness = (
                f"all {count} gradients are None at step {known.steps}, though a backward() has filled them before"
            )
            self._say("LB502", "gradients that are emptied before the step", witness)
        elif known.backwards:
            witness = f"0 of its {count} parameters are among those that the loss depends on"
            self._say("LB503", "the optimiser holds nothing that the loss depends on", witness)

    def _pieces(self, known: Known) -> None:
        """Several equal means, added and not averaged; it may be meant where they are means over tasks."""
        signatures = {signature for signature, _ in known.backwards}
        sets = {frozenset(own) for _, own in known.backwards}
        if len(known.backwards) < PIECES or len(signatures) != 1 or not next(iter(signatures)) or len(sets) != 1:
            return
        number = len(known.backwards)
        witness = f"{number} backward passes of the same mean before one step: the gradient is {number} times as long"
        self._say("LB401", "gradients of several batches are added", witness, "look")

    def _say(self, code: str, what: str, witness: str, severity: Any = None) -> None:
        self.seen.add([finding(code, what, witness, Place(), "torch", severity)], where())

    def _after_closest(self) -> None:
        """Stop looking closely after two steps of each optimiser."""
        self._pending = []
        done = all(known.steps >= BATCHES for known in self.optimizers.values()) or self.steps > 4 * BATCHES
        if not self._close or not done:
            return
        self._close, self._roots = False, []
        self._left_out()
        self._rest()
        self.leaves = {}

    def _left_out(self) -> None:
        """Parameters that a loss depends on, and no optimiser holds."""
        held = {id(p) for known in self.optimizers.values() for p in known.parameters}
        missing = [leaf for key, (leaf, _) in self.leaves.items() if key not in held and isinstance(leaf, nn.Parameter)]
        unmoved = [leaf for leaf in missing if torch.equal(_some(leaf), self.leaves[id(leaf)][1])]
        if unmoved and held & set(self.leaves):
            count = sum(leaf.numel() for leaf in unmoved)
            every = sum(leaf.numel() for leaf, _ in self.leaves.values())
            witness = f"{count} of the {every} numbers that the losses depend on are in no optimiser"
            self._say("LB503", "the optimiser holds only a part", witness, "look")

    def _without_step(self) -> None:
        """A loop that has ended, and has changed nothing."""
        if self.steps or self.backwards < 2 or not self.leaves:
            return
        if any(not torch.equal(_some(leaf), before) for leaf, before in self.leaves.values()):
            return
        witness = f"{self.backwards} backward passes, 0 steps, and none of {len(self.leaves)} parameters has changed"
        self.seen.add([finding("LB502", "backward passes without a step", witness, Place(), "torch")], self.place)

    # NaN.

    def _ask_ends(self, known: Known) -> None:
        """A small gradient at either end: a NaN of the loss, or from anywhere behind, reaches the one near the inputs.

        The other one is for what the first does not know of, such as a second loss, of another part of the parameters.
        """
        gradients = [p.grad for p in known.ends]
        if not gradients or any(gradient is None for gradient in gradients):
            known.ends = _ends(known.parameters)
            gradients = [p.grad for p in known.ends]
        for gradient in gradients:
            total = gradient.detach().sum()  # type: ignore[union-attr]  # it has one
            if _waits(total):
                self._note(known, total)
            elif not math.isfinite(total.item()):
                self._stop_at_gradient(known, known.steps)

    def _note(self, known: Known, total: Tensor) -> None:
        """Note on an accelerator at which step it was NaN first; nobody waits for it, it is asked for later."""
        before = known.first_bad.setdefault(total.device, torch.tensor(0, device=total.device))
        now = torch.where(torch.isfinite(total), 0, known.steps)
        known.first_bad[total.device] = torch.where(before > 0, before, now)

    def _ask_all(self, known: Known) -> None:
        """All gradients, and what was noted on accelerators."""
        for step in known.first_bad.values():
            if int(step):
                self._stop_at_gradient(known, int(step))
        gradients = [p.grad for p in known.parameters if p.grad is not None]
        if gradients and not all(bool(torch.isfinite(norm)) for norm in torch._foreach_norm(gradients)):
            self._stop_at_gradient(known, known.steps)
        known.sound, known.ends = known.steps, []

    def _ask_weights_of_scaled(self, known: Known) -> None:
        """The weights, where the optimiser itself skips a step whose gradients are infinite, and lowers its scale."""
        bad = [p for p in known.parameters if not bool(torch.isfinite(p).all())]
        if bad:
            witness = f"before step {known.steps} {len(bad)} of {len(known.parameters)} weights are NaN or infinite"
            witness += _since(known, known.steps - 1)
            found = finding("LB508", "weights that are NaN or infinite", witness, Place(), "torch", None)
            self.seen.stop(found, known.steps, where())
        known.sound = known.steps - 1

    def _stop_at_gradient(self, known: Known, step: int) -> None:
        numbered = list(enumerate(known.parameters, 1))
        bad = [i for i, p in numbered if p.grad is not None and not bool(torch.isfinite(p.grad).all())]
        if not bad:  # too large for the sum of a gradient, and finite all the same
            return
        spoiled = [i for i, p in numbered if not bool(torch.isfinite(p).all())]
        last = known.parameters[bad[-1] - 1]
        witness = f"at step {step} the gradient of {len(bad)} of {len(numbered)} parameters is NaN or infinite, number "
        witness += f"{bad[-1]}, of shape {tuple(last.shape)}, next to the loss; "
        witness += f"{len(spoiled)} of the weights are{_since(known, step)}" if spoiled else "no weight is yet"
        found: Finding = finding(
            "LB508", "gradients that are NaN or infinite", witness, Place(), "torch", None, step=step
        )
        for known_one in self._roots:
            found = replace(known_one, witness=f"{witness}: {known_one.witness}")
        self.seen.stop(found, step, where())

    @quietly
    def _ask_weights(self) -> None:
        """At the end of the block nothing is left to stop, and a NaN that nobody has seen is told all the same."""
        for known in self.optimizers.values():
            self._ask_weights_of(known)
        leaves = [leaf for leaf, _ in self.leaves.values()]
        bad = [leaf for leaf in leaves if bool(torch.isnan(leaf).any())]
        if bad and not self.optimizers:  # steps by hand
            self._say_at_the_end(f"at the end {len(bad)} of {len(leaves)} weights are NaN")

    def _ask_weights_of(self, known: Known) -> None:
        bad = [p for p in known.parameters if bool(torch.isnan(p).any())]
        if bad:
            witness = f"after step {known.steps} {len(bad)} of {len(known.parameters)} weights are NaN"
            self._say_at_the_end(witness + _since(known, known.steps))

    def _say_at_the_end(self, witness: str) -> None:
        found = finding("LB508", "weights that are NaN", witness, Place(), "torch", None)
        self.seen.add([found], self.place or where())


def _since(known: Known, step: int) -> str:
    """When it can have begun."""
    noted = [int(it) for it in known.first_bad.values() if int(it)]
    if noted:
        return f", since step {min(noted)}"
    return f", since a step from {known.sound + 1} to {step}" if step > known.sound + 1 else ""
