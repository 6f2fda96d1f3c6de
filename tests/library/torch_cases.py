"""What the tests of the PyTorch package share: the inputs of a case as tensors, and the module of a loss."""

import torch

import lossbook.torch as losses


def tensors(case, dtype=torch.float64, grad=True):
    """The inputs in PyTorch's order, the differentiable ones ready for a gradient."""
    found = []
    for given, side in zip(case.row.inputs(), case.inputs, strict=True):
        tensor = torch.tensor(side)
        wanted = grad and given.differentiable
        found.append(tensor if given.domain.integer else tensor.to(dtype).requires_grad_(wanted))
    return case.row.in_torchs_order(found)


def gradients(loss, inputs):
    wanted = [tensor for tensor in inputs if tensor.requires_grad]
    return torch.autograd.grad(loss.sum(), wanted, materialize_grads=True)


def module(row, **options):
    return getattr(losses, row.class_name + "Loss")(**options)
