"""What the optimiser may train, and what its first step would do."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from lossbook.doctor.findings import Finding, Place, Severity, finding
from lossbook.doctor.on_torch.examination import Examination, summed

JUMP = 10.0  # how many times larger a single step of the optimiser may make the loss


def holds_all(it: Examination) -> list[Finding]:
    """Parameters that the optimiser does not hold."""
    if it.optimizer is None or not it.trainable:
        return []
    held = {id(p): p for group in it.optimizer.param_groups for p in group["params"]}
    own = {id(p) for p in it.parameters.values()}
    missing = {name: p for name, p in it.trainable.items() if id(p) not in held}
    foreign = [p for key, p in held.items() if key not in own]
    if not missing:
        return []
    count = sum(p.numel() for p in missing.values())
    every = sum(p.numel() for p in it.trainable.values())
    witness = f"{count} of {every} trainable numbers are not in it, beginning with {next(iter(missing))}"
    none = len(missing) == len(it.trainable)
    what = "the optimiser holds none of the model's parameters" if none else "the optimiser holds only a part"
    if foreign:
        witness += f"; {sum(p.numel() for p in foreign)} numbers of it are not in the model"
    severity: Severity | None = None if none or foreign else "look"
    return [finding("LB503", what, witness, Place(), "torch", severity, missing=count, trainable=every)]


def frozen(it: Examination) -> list[Finding]:
    """Parameters that nothing may train."""
    if not it.parameters:
        return []
    if not it.trainable:
        count = sum(p.numel() for p in it.parameters.values())
        witness = f"0 of {count} numbers in {len(it.parameters)} parameters have requires_grad"
        return [finding("LB504", "all parameters are frozen", witness, Place(), "torch", None, trainable=0)]
    last = list(it.parameters)[-1].rpartition(".")[0]
    head = [name for name in it.parameters if name.rpartition(".")[0] == last]
    if all(name not in it.trainable for name in head):
        count = sum(it.parameters[name].numel() for name in head)
        witness = f"0 of {count} numbers of {last or 'the last layer'}, the last layer, have requires_grad"
        return [finding("LB504", "the last layer is frozen", witness, Place(part=last), "torch", "look", frozen=count)]
    return []


def too_long(it: Examination) -> list[Finding]:
    """What the optimiser's first step makes of the loss of the same batch."""
    steps = _steps(it)
    if not steps or it.value < 1e-3:
        return []
    values = {name: (p - steps[name]).detach() for name, p in it.trainable.items() if name in steps}
    try:
        with torch.no_grad():
            args = it.x if isinstance(it.x, (tuple, list)) else () if isinstance(it.x, Mapping) else (it.x,)
            kwargs = dict(it.x) if isinstance(it.x, Mapping) else {}
            outputs = torch.func.functional_call(it.model, values, tuple(args), kwargs)
            after = float(summed(it.priced(outputs, it.y)))
    except Exception:  # the model can't be called with other weights: then nothing is said
        return []
    if after < JUMP * it.value:
        return []
    severity: Severity | None = None if not after < 1000 * it.value else "look"
    witness = f"the loss of this batch is {it.value:.6g}, and after one step of this optimiser {after:.4g}"
    what = "a step that is far too long"
    return [finding("LB508", what, witness, Place(), "torch", severity, loss=it.value, after=after)]


def _steps(it: Examination) -> dict[str, Tensor]:
    """How far the first step of SGD or of Adam moves each parameter; empty for other optimisers, and later ones."""
    if it.optimizer is None or it.optimizer.state:
        return {}
    rates = {id(p): float(g["lr"]) for g in it.optimizer.param_groups for p in g["params"]}
    moved: dict[str, Tensor] = {}
    for name, gradient in it.gradients.items():
        rate = rates.get(id(it.trainable[name]), 0.0)
        if isinstance(it.optimizer, torch.optim.SGD):
            moved[name] = rate * gradient
        elif isinstance(it.optimizer, (torch.optim.Adam, torch.optim.AdamW)):
            moved[name] = rate * gradient / (gradient.abs() + 1e-8)
    return moved
