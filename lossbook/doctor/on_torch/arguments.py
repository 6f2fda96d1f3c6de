"""What is wrong with one call of a loss, as far as its arguments tell it."""

from __future__ import annotations

import math
from dataclasses import replace

import torch
from torch import Tensor

from lossbook.doctor.findings import Finding, Place, finding
from lossbook.doctor.on_both import dead_relu
from lossbook.doctor.on_torch.calls import Call, array
from lossbook.doctor.on_torch.examination import Examination
from lossbook.doctor.on_torch.graph import before
from lossbook.doctor.outputs import examine_batch
from lossbook.doctor.outputs.batch import Batch, first_rows
from lossbook.doctor.outputs.padding import counted, filled_up

WEIGHTED = ("cross_entropy", "nll_loss")  # whose mean divides by the weights of the classes


def examine_call(call: Call) -> list[Finding]:
    """What is wrong with one call of a loss, as far as its arguments tell it."""
    for look in (_swapped, _scrambled, _dead):
        if found := look(call):
            return found
    batch = batch_of(call)
    found = examine_batch(batch) if batch else []
    return found or [*_cancelled(call), *_padding(call)]


def batch_of(call: Call) -> Batch | None:
    """The arrays of a call, with what is known of the operation before it; None where the catalog can't say."""
    loss, outputs, targets = call.wanted(), call.outputs, call.targets
    if loss is None or outputs is None or targets is None or not outputs.numel() or not targets.numel():
        return None
    if outputs.is_complex() or outputs.layout != torch.strided:
        return None
    last, name = before(outputs), call.shown
    targets, outputs = first_rows(targets, outputs)
    ignored = call.arguments.get("ignore_index", -100 if call.module == "torch" else None)
    return Batch(
        loss=loss if loss.name == name else replace(loss, name=name),
        y_true=array(targets),
        y_pred=array(outputs),
        activation=last.activation,
        normal_axis=last.axis,
        ignored=ignored if loss.targets == "labels" else None,
        dtype=str(outputs.dtype).removeprefix("torch."),
        told=call.arguments,
    )


def _swapped(call: Call) -> list[Finding]:
    outputs, targets = call.outputs, call.targets
    of_labels = call.name in ("cross_entropy", "nll_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits")
    if outputs is None or targets is None or not targets.requires_grad or outputs.requires_grad or not of_labels:
        return []
    witness = f"the first argument, of shape {tuple(outputs.shape)}, has no gradient, and the second has"
    return [finding("LB207", f"target and output of {call.shown} swapped", witness, Place(), "torch")]


def _scrambled(call: Call) -> list[Finding]:
    """A view where two axes should change places: it keeps the order of the numbers, and mixes classes and samples."""
    outputs = call.outputs
    if call.name not in WEIGHTED or outputs is None or outputs.ndim < 3 or outputs.grad_fn is None:
        return []
    sizes = getattr(outputs.grad_fn, "_saved_self_sym_sizes", None)
    if "View" not in outputs.grad_fn.name() or sizes is None:
        return []
    given, made = tuple(sizes), tuple(outputs.shape)
    if len(given) != len(made) or given == made or sorted(given) != sorted(made) or given[-1] != made[1]:
        return []
    witness = f"a view makes {made} of outputs of shape {given}: of the {made[1]} numbers along axis 1, which the loss "
    witness += "takes for the classes of one sample, the others are of its neighbours"
    return [finding("LB206", f"a view before {call.shown}", witness, Place(), "torch", classes=made[1])]


def _dead(call: Call) -> list[Finding]:
    """A ReLU at the end that gives nothing but 0."""
    outputs = call.outputs
    if outputs is None or not outputs.ndim or before(outputs).activation != "relu" or bool(outputs.any()):
        return []
    return dead_relu(outputs.numel(), "torch")


def _cancelled(call: Call) -> list[Finding]:
    """Class weights that the mean over a single sample divides out again."""
    weight, result, targets = call.arguments.get("weight"), call.result, call.targets
    if call.name not in WEIGHTED or not isinstance(weight, Tensor) or result is None or targets is None:
        return []
    if targets.is_floating_point() or targets.numel() != 1 or call.arguments.get("reduction", "mean") != "mean":
        return []  # one class in a larger batch is chance
    without = float(call.again(weight=None))
    if bool((weight == weight[0]).all()) or not math.isclose(float(result), without, rel_tol=1e-5):
        return []
    witness = f"the loss of this one sample is {float(result):.6g} with the weights, and {without:.6g} without"
    what = f"class weights that change nothing in {call.shown}"
    return [finding("LB404", what, witness, Place(), "torch", loss=float(result), without=without)]


def _padding(call: Call) -> list[Finding]:
    """Rows of targets filled up with a number that stands nowhere else, and is counted."""
    targets = call.targets
    if call.name not in WEIGHTED or targets is None or targets.is_floating_point() or call.result is None:
        return []
    if call.arguments.get("reduction", "mean") != "mean" or isinstance(call.arguments.get("weight"), Tensor):
        return []
    base = targets._base  # what a flat view was made of
    if base is None or base.ndim != 2 or base.numel() != targets.numel():
        return []
    rows = array(base)
    fill, padded = filled_up(rows)
    if fill is None or fill == call.arguments.get("ignore_index", -100) or bool((rows[~padded] == fill).any()):
        return []
    share = float(padded.mean())
    without = float(call.again(ignore_index=fill))
    witness = counted(share, fill, float(call.result), without)
    what = f"padding in {call.shown}"
    return [finding("LB402", what, witness, Place(), "torch", None, share=share, without=without)]


def padding_of_tokens(it: Examination) -> list[Finding]:
    """Tokens that fill up the rows, counted in a mean over all tokens."""
    tokens = it.x if isinstance(it.x, Tensor) else None
    if (
        it.told & {"LB402", "LB206"}
        or tokens is None
        or tokens.is_floating_point()
        or tokens.ndim != 2
        or tokens.shape[1] < 3
    ):
        return []
    fill, where = filled_up(array(tokens))
    padded = torch.as_tensor(where, device=tokens.device)
    if fill is None:
        return []
    for call in it.calls:
        targets, whole = call.targets, call.result
        if call.name not in WEIGHTED or targets is None or whole is None:
            continue
        if call.arguments.get("reduction", "mean") != "mean" or targets.numel() != tokens.numel():
            continue
        padding = padded.reshape(-1) & (targets.reshape(-1) != call.arguments.get("ignore_index", -100))
        of_padding = targets.reshape(-1)[padding]
        if not len(of_padding) or len(of_padding.unique()) > 1:
            continue
        share = len(of_padding) / targets.numel()
        kept = targets.clone()
        kept.view(-1)[padding] = -100
        without = float(call.again(target=kept, ignore_index=-100))
        witness = f"{100 * share:.0f} % of the positions are filled up with {fill}, and counted: the loss is "
        witness += f"{float(whole):.6g}, and {without:.6g} without them"
        what = f"padding in {call.shown}"
        return [finding("LB402", what, witness, Place(), "torch", None, share=share, without=without)]
    return []
