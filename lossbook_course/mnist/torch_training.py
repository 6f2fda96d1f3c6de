"""Training and prediction in PyTorch."""

from __future__ import annotations

import os

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from lossbook_course.mnist.data import Digits
from lossbook_course.mnist.history import History
from lossbook_course.mnist.loop import Plan, run
from lossbook_course.mnist.torch_distributed import TorchLoss, share, share_work


def choose_device(device: str = "auto") -> torch.device:
    """The device asked for; ``"auto"`` is an NVIDIA or AMD GPU, else Apple's, else the CPU.

    Each process that torchrun starts has a GPU of its own.
    """
    if device != "auto":
        return torch.device(device)
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def describe_device(device: torch.device) -> str:
    """The device in words."""
    if device.type == "cuda":
        return f"GPU ({torch.cuda.get_device_name(device)})"
    return "GPU (Apple Metal)" if device.type == "mps" else "CPU"


def train_step(
    model: nn.Module,
    loss: TorchLoss,
    optimizer: Optimizer,
    images: Tensor,
    labels: Tensor,
) -> None:
    """One step of training: predict, measure, differentiate, move."""
    optimizer.zero_grad()
    value = loss(model(images), labels)
    value.backward()
    optimizer.step()


def train(
    model: nn.Module,
    loss: TorchLoss,
    digits: Digits,
    plan: Plan | None = None,
    *,
    device: str = "auto",
    label: str = "PyTorch",
    progress: bool = True,
) -> History:
    """Train ``model`` in place with Adam.

    Args:
        model: takes images (N, 28, 28), gives logits (N, 10).
        loss: ``loss(logits, labels)`` gives one number: a class of ``lossbook.torch``, or any function.
        digits: what to train and test on.
        plan: epochs, batch size, learning rate, seed.
        device: ``"auto"``, or what ``torch.device`` takes.
        label: what the progress bar says.
        progress: whether to show the bar.

    Returns:
        The measurements, the device in words and the seconds it took.
    """
    plan = plan or Plan()
    where = choose_device(device)
    model.to(where)
    if isinstance(loss, nn.Module):
        loss.to(where)  # class weights live in the loss and must move too
    images, labels, test_images, test_labels = (torch.from_numpy(array).to(where) for array in digits)
    network, shared_loss = share_work(model, loss, where)
    optimizer = torch.optim.Adam(model.parameters(), lr=plan.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=plan.steps(len(labels)))
    sample = slice(len(test_labels))  # as many training digits as test digits

    def step(batch: np.ndarray) -> None:
        chosen = torch.from_numpy(share(batch)).to(where)
        train_step(network, shared_loss, optimizer, images[chosen], labels[chosen])
        schedule.step()

    def measure() -> tuple[float, float, float, float]:
        train_side = loss_and_accuracy(model, loss, images[sample], labels[sample])
        return *train_side, *loss_and_accuracy(model, loss, test_images, test_labels)

    return run(plan, len(labels), step, measure, device=describe_device(where), label=label, progress=progress)


@torch.no_grad()
def loss_and_accuracy(model: nn.Module, loss: TorchLoss, images: Tensor, labels: Tensor) -> tuple[float, float]:
    """Mean loss and accuracy over all of ``images``."""
    logits = _logits(model, images)
    return float(loss(logits, labels)), float((logits.argmax(dim=1) == labels).float().mean())


def predict(model: nn.Module, images: np.ndarray) -> np.ndarray:
    """The logits of images (N, 28, 28) as a NumPy array (N, 10), wherever the model is."""
    where = next(model.parameters()).device
    return _logits(model, torch.from_numpy(images).to(where)).cpu().numpy()


@torch.no_grad()
def _logits(model: nn.Module, images: Tensor) -> Tensor:
    return torch.cat([model(piece) for piece in images.split(2_000)])  # all at once would need much memory
