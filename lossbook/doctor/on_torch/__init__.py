"""Examines a PyTorch model on one batch: forward, loss, backward, and nothing is changed by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import nn

from lossbook.doctor.findings import Finding, once
from lossbook.doctor.on_both import in_order
from lossbook.doctor.on_torch.arguments import examine_call, padding_of_tokens
from lossbook.doctor.on_torch.examination import Examination, untouched
from lossbook.doctor.on_torch.gradients import dead, drowned, enormous, no_gradient, without_gradient
from lossbook.doctor.on_torch.halves import halves
from lossbook.doctor.on_torch.infinite import not_finite
from lossbook.doctor.on_torch.optimizer import frozen, holds_all, too_long


def examine(
    model: nn.Module,
    loss: Callable[..., Any] | Mapping[str, Callable[..., Any]] | Sequence[Callable[..., Any]],
    x: Any,
    y: Any,
    optimizer: torch.optim.Optimizer | None = None,
) -> list[Finding]:
    """What is wrong with a model and its loss, by one batch.

    Args:
        model: as it stands, in training or in evaluation mode.
        loss: what is called with (outputs, y): a module of ``torch.nn``, a function, one of your own. For a model with
            several outputs a dict or a list with one loss for each; they are added.
        x: what the model is given: a tensor, a tuple of positional or a dict of named arguments.
        y: the targets, a dict or a list where ``loss`` is one.
        optimizer: to see whether it holds the model's parameters, and what its first step does.

    Returns:
        The findings; an empty list if nothing is certain. Parameters, gradients, buffers, modes and random states are
        as they were.

    Raises:
        TypeError: the model is no ``nn.Module``, or the loss gives no tensor.
        ValueError: the model or the loss raises on this batch, and nothing explains it.

    >>> model = nn.Sequential(nn.Linear(4, 10), nn.Softmax(dim=1))
    >>> x, y = torch.randn(32, 4), torch.arange(32) % 10
    >>> for found in examine(model, nn.CrossEntropyLoss(), x, y):
    ...     print(found)
    LB102 softmax before CrossEntropyLoss: even a perfect network can't get below 1.4612 here
    >>> examine(model[0], nn.CrossEntropyLoss(), x, y)
    []
    """
    if not isinstance(model, nn.Module):
        raise TypeError(f"model needs a torch.nn.Module, got {type(model).__name__}")
    if any(isinstance(p, nn.parameter.UninitializedParameter) for p in model.parameters()):
        raise ValueError("the model has lazy layers without weights: call it once on a batch first")
    with untouched(model, loss), torch.enable_grad():
        return _findings(Examination(model, loss, x, y, optimizer))


def _findings(it: Examination) -> list[Finding]:
    """All that is certain; the looks are in this order."""
    try:
        it.forward()
    except ValueError:  # what the loss was given may say why it raises
        if found := [found for call in it.calls for found in examine_call(call)]:
            return once(found)
        raise
    of_calls = [found for call in it.calls for found in examine_call(call)]
    it.told = {each.code for each in of_calls}
    return in_order(
        it,
        of_calls,
        decisive=(holds_all, frozen, no_gradient),
        infinite=not_finite,
        others=(without_gradient, dead, _too_much, drowned, padding_of_tokens, halves),
    )


def _too_much(it: Examination) -> list[Finding]:
    """A step that is too long, or else a gradient: of one that is enormous the step says more."""
    return too_long(it) or enormous(it)
