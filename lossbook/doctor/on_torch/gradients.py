"""What the gradients say: a graph that is cut, what none reaches, what is drowned."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from lossbook.doctor import on_both
from lossbook.doctor.findings import Finding, Place, finding
from lossbook.doctor.on_both import Weight
from lossbook.doctor.on_torch.calls import array
from lossbook.doctor.on_torch.examination import Examination

KINKED = {  # losses whose gradient is exactly 0 where all is well
    "multi_margin_loss", "multilabel_margin_loss", "hinge_embedding_loss", "margin_ranking_loss",
    "cosine_embedding_loss", "triplet_margin_loss", "triplet_margin_with_distance_loss",
}  # fmt: skip


def no_gradient(it: Examination) -> list[Finding]:
    """A graph that is cut, and else the gradients, which the other looks need."""
    if not it.trainable:
        return []
    if not it.total.requires_grad:
        return _cut(f"the loss is {it.value:.6g}, and has no grad_fn: it is a constant to autograd")
    it.backward()
    if not it.gradients:
        return _cut(f"none of the {len(it.trainable)} trainable parameters is in the graph of the loss")
    return []


def _cut(witness: str) -> list[Finding]:
    return [finding("LB303", "the loss does not depend on the model", witness, Place(), "torch", None)]


def without_gradient(it: Examination) -> list[Finding]:
    """Samples that cost much and have a gradient of exactly 0."""
    found: list[Finding] = []
    for call, slope in zip(it.calls, it.slopes, strict=False):
        loss, outputs = call.wanted(), call.outputs
        if slope is None or loss is None or outputs is None or not loss.cross_entropy:
            continue
        if call.arguments.get("reduction", "mean") == "none":  # what weighs it, or leaves it out, comes later
            continue
        each = call.by_sample()
        costs = None if each is None else array(each)
        found += on_both.without_gradient(call.shown, array(slope), costs, "torch")
    return found


def dead(it: Examination) -> list[Finding]:
    """Layers that no gradient reaches."""
    if "LB116" in it.told:
        return []
    meant = not it.calls or any(call.name in KINKED for call in it.calls)
    attends = any(isinstance(module, nn.MultiheadAttention) for module in it.model.modules())
    return on_both.dead(_weights(it), it.value, "torch", meant=meant, attends=attends)


def enormous(it: Examination) -> list[Finding]:
    """Gradients beside which the weights are nothing."""
    return on_both.enormous(_weights(it), it.value, "torch")


def _weights(it: Examination) -> list[Weight]:
    found = []
    for name, gradient in it.gradients.items():
        weight, layer = it.trainable[name].detach(), name.rpartition(".")[0] or name
        found.append(Weight(name, layer, layer, weight.ndim, float(weight.norm()), float(gradient.norm())))
    return found


def drowned(it: Examination) -> list[Finding]:
    """Of losses that are simply added, one that holds nearly all of the gradient where they meet."""
    parts = it.losses if len(it.losses) > 1 else _added(it)
    parts = {name: value for name, value in parts.items() if value.requires_grad}
    if len(parts) < 2:
        return []
    shared = list(it.trainable.values())
    slopes = {
        name: torch.autograd.grad(value, shared, retain_graph=True, allow_unused=True) for name, value in parts.items()
    }
    common = [i for i in range(len(shared)) if sum(each[i] is not None for each in slopes.values()) > 1]
    if not common:
        return []
    told = []
    for name, value in parts.items():
        lengths = (float(g.norm()) for i in common if (g := slopes[name][i]) is not None)
        told.append((name, math.hypot(*lengths), float(value.detach())))
    return on_both.drowned(told, "torch")


def _added(it: Examination) -> dict[str, Tensor]:
    """The calls that a single loss adds up, if it adds them without a weight of their own."""
    made = [(call, call.result) for call in it.calls if call.result is not None and call.module == "torch"]
    made = [(call, result) for call, result in made if result.ndim == 0 and result.requires_grad]
    if len(made) < 2 or len(it.losses) != 1:
        return {}
    weights = torch.autograd.grad(it.total, [result for _, result in made], retain_graph=True, allow_unused=True)
    if any(weight is None or float(weight) != 1 for weight in weights):
        return {}
    return {f"{call.shown} {number}": result for number, (call, result) in enumerate(made, 1)}
