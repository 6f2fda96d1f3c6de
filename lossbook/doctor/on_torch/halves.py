"""The loss of a batch beside those of its halves."""

from __future__ import annotations

import warnings
from typing import Any

import torch
from torch import Tensor
from torch.nn.modules.batchnorm import _BatchNorm

from lossbook.doctor import on_both
from lossbook.doctor.findings import Finding
from lossbook.doctor.nested import mapped, rows_of
from lossbook.doctor.on_torch.examination import Examination, summed, tensors


def halves(it: Examination) -> list[Finding]:
    """The loss of the batch beside those of its halves: without dropout, then with batch statistics as well."""
    if _explained(it):
        return []
    normed = [module for module in it.model.modules() if isinstance(module, _BatchNorm)]

    def price(cut: slice, statistics: bool) -> float:
        it.model.eval()
        for module in normed:
            module.train(statistics)
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return float(summed(it.priced(it.call(_piece(it.x, cut)), _piece(it.y, cut))))

    size = rows_of([*tensors(it.x), *tensors(it.y)])
    return on_both.halves(size, price, bool(normed), "torch")


def _piece(nested: Any, cut: slice) -> Any:
    return mapped(nested, lambda it: it[cut] if isinstance(it, Tensor) else it)


def _explained(it: Examination) -> bool:
    """Whether the loss compares the samples with each other, or weighs them: then it is meant."""
    for call in it.calls:
        outputs, targets = call.outputs, call.targets
        weight, ignored = call.arguments.get("weight"), call.arguments.get("ignore_index")
        ignored = -100 if ignored is None else ignored
        if isinstance(weight, Tensor) or outputs is None or targets is None:
            return True
        if not targets.is_floating_point() and bool((targets == ignored).any()):
            return True
        if outputs.ndim == 2 and outputs.shape[0] == outputs.shape[1]:
            return True
    return not it.calls
