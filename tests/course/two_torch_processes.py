"""What torchrun starts in test_mnist_distributed.py: loss and gradients of several processes, for one to write down."""

import sys

import numpy as np
import torch
import torch.distributed as dist
from distributed_cases import CASES, batch

import lossbook.torch as losses
from lossbook_course.mnist.torch_distributed import TorchTeam, share, share_work
from lossbook_course.mnist.torch_model import build_model


def loss_and_gradients(name, reduction, weighted, ignored, count):
    """Of this process's share, after the processes have averaged; of the whole batch where there is one process."""
    images, labels, class_weight, sample_weight = batch(count, ignored)
    weights = {"alpha" if "Focal" in name else "class_weight": class_weight} if weighted else {}
    loss = getattr(losses, f"{name}Loss")(from_logits=True, ignore_index=-1, reduction=reduction, **weights)
    network, loss = share_work(build_model(seed=0), loss, torch.device("cpu"))
    own = share(np.arange(count))
    images, labels, sample_weight = (torch.from_numpy(array[own]) for array in (images, labels, sample_weight))
    value = loss(network(images), labels, sample_weight=sample_weight if weighted else None)
    value.backward()
    if dist.is_initialized():
        dist.all_reduce(value)
        value = value / dist.get_world_size()
    gradients = [parameter.grad.ravel() for parameter in network.parameters()]
    return torch.cat([value.detach().reshape(1), *gradients]).numpy()


if __name__ == "__main__":
    team = TorchTeam()
    found = {str(i): loss_and_gradients(*case) for i, case in enumerate(CASES)}
    if team.first:
        np.savez(sys.argv[1], size=team.size, **found)
    team.leave()
