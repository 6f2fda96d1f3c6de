"""The network in PyTorch."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from lossbook_course.mnist.weights import initial_weights


def build_model(seed: int = 0, *, mixed_precision: bool = False) -> nn.Module:
    """Images (N, 28, 28) in, ten logits a digit out."""
    model = nn.Sequential(
        nn.Unflatten(1, (1, 28)),  # one channel: (N, 1, 28, 28)
        nn.Conv2d(1, 16, kernel_size=3, stride=2),  # (N, 16, 13, 13)
        nn.ReLU(),
        nn.Conv2d(16, 32, kernel_size=3, stride=2),  # (N, 32, 6, 6)
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(32 * 6 * 6, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )
    set_weights(model, initial_weights(seed))
    return MixedPrecision(model) if mixed_precision else model


class MixedPrecision(nn.Module):
    """A model that computes in bfloat16 where that is faster; its weights and its answers stay float32.

    So a loss that gets the answers computes in float32. bfloat16 reaches as far as float32, so that small gradients
    don't vanish, and nothing has to be scaled.
    """

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Logits in float32."""
        with torch.autocast(images.device.type, torch.bfloat16):
            logits: torch.Tensor = self.model(images)
        return logits.float()


@torch.no_grad()
def set_weights(model: nn.Sequential, weights: list[np.ndarray]) -> None:
    """Copy weights in Keras's layout into the model."""
    conv1, bias1, conv2, bias2, dense1, bias3, dense2, bias4 = weights
    # Keras flattens (row, column, channel) and PyTorch (channel, row, column): reorder the inputs of dense1.
    dense1 = dense1.reshape(6, 6, 32, 64).transpose(2, 0, 1, 3).reshape(6 * 6 * 32, 64)
    torch_layout = (
        conv1.transpose(3, 2, 0, 1),
        bias1,
        conv2.transpose(3, 2, 0, 1),
        bias2,
        dense1.T,
        bias3,
        dense2.T,
        bias4,
    )
    for parameter, value in zip(model.parameters(), torch_layout, strict=True):
        parameter.copy_(torch.from_numpy(np.ascontiguousarray(value)))


def get_weights(model: nn.Module) -> list[np.ndarray]:
    """The model's weights in Keras's layout: what :func:`set_weights` takes."""
    values = [parameter.detach().cpu().numpy() for parameter in model.parameters()]
    conv1, bias1, conv2, bias2, dense1, bias3, dense2, bias4 = values
    dense1 = dense1.T.reshape(32, 6, 6, 64).transpose(1, 2, 0, 3).reshape(6 * 6 * 32, 64)
    return [conv1.transpose(2, 3, 1, 0), bias1, conv2.transpose(2, 3, 1, 0), bias2, dense1, bias3, dense2.T, bias4]
