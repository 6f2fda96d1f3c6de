"""One PyTorch training on several processes, started by torchrun, that gives what one process would.

Each process has the whole network and works on its share of each batch; then the gradients are averaged. An average
of means is not the mean, unless all shares weigh the same: the last batch is short, labels are ignored, classes have
weights. So each process divides its sum by what the batch of *all* processes weighs.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from lossbook.torch.cross_entropy import keep, label_weights
from lossbook.torch.module import Loss
from lossbook_course.mnist.team import Team

TorchLoss = Callable[[Tensor, Tensor], Tensor]


class TorchTeam(Team):
    """The processes that torchrun started."""

    def __init__(self) -> None:
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
        self.first = dist.get_rank() == 0
        self.size = dist.get_world_size()

    def agree(self, answer: bool) -> bool:
        """What the first process answers."""
        answers = [answer]
        dist.broadcast_object_list(answers, src=0)
        return answers[0]

    def leave(self) -> None:
        """Say goodbye, so that no process waits for another."""
        dist.destroy_process_group()


def started_by_torchrun() -> bool:
    """Whether this process is one of several."""
    return int(os.environ.get("WORLD_SIZE", "1")) > 1


def share(batch: np.ndarray) -> np.ndarray:
    """The part of a batch that this process works on; all of it, if the process is alone."""
    return batch[dist.get_rank() :: dist.get_world_size()] if dist.is_initialized() else batch


def share_work(model: nn.Module, loss: TorchLoss, device: torch.device) -> tuple[nn.Module, TorchLoss]:
    """The model that averages its gradients over the processes, and the loss that makes this the right thing to do.

    A process that is alone gets back what it gave.
    """
    if not dist.is_initialized():
        return model, loss
    return DistributedDataParallel(model, device_ids=[device] if device.type == "cuda" else None), GlobalMean(loss)


class GlobalMean(nn.Module):
    """A loss of this library, whose mean is over the batches of all processes together.

    Averaged over the processes, as ``DistributedDataParallel`` averages gradients, it is the loss of one process that
    has the whole batch.

    Args:
        loss: takes logits and integer labels; its reduction is ``"mean"`` or ``"weighted_mean"``.

    Raises:
        TypeError: ``loss`` is a plain function, from which one mean comes and not one value a sample.
        ValueError: another reduction.
    """

    def __init__(self, loss: TorchLoss) -> None:
        super().__init__()
        if not isinstance(loss, Loss):
            raise TypeError(f"several processes need a class of lossbook.torch as loss, got {loss!r}")
        if loss.reduction not in ("mean", "weighted_mean"):
            raise ValueError(f"reduction must be 'mean' or 'weighted_mean', got {loss.reduction!r}")
        self.loss = loss

    def forward(self, input: Tensor, target: Tensor, sample_weight: Tensor | None = None) -> Tensor:
        """This process's part of the mean, times the number of processes."""
        options = {**self.loss.options, "sample_weight": sample_weight}
        total = self.loss.function(input, target, **options, reduction="sum")
        weight = self.weight(input, target, sample_weight).sum().detach()
        dist.all_reduce(weight)
        return dist.get_world_size() * total / torch.where(weight > 0, weight, 1)

    def weight(self, input: Tensor, target: Tensor, sample_weight: Tensor | None) -> Tensor:
        """What each sample counts for in the divisor: 1, or its weights in a weighted mean; 0 if it is ignored."""
        options = self.loss.options
        kept, labels = keep(target, options["ignore_index"])
        weight = torch.ones_like(target, dtype=torch.float32)
        if self.loss.reduction == "weighted_mean":
            weight = weight * label_weights(options.get("class_weight", options.get("alpha")), labels, weight)
            weight = weight if sample_weight is None else weight * sample_weight
        return weight if kept is None else torch.where(kept, weight, 0)
