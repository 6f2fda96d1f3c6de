"""Two trained networks that travel in the package: cross-entropy and focal loss, all else equal.

``python -m lossbook_course.mnist.trained`` makes them anew: seed 0 of the experiment on the balanced set, trained in
PyTorch. They are kept in float16, half the size, which changes no answer that matters; a file is smaller than a
photograph.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from lossbook_course.mnist.experiment import Run

NAMES = ("conv1", "bias1", "conv2", "bias2", "dense1", "bias3", "dense2", "bias4")
RUNS = {
    "cross_entropy": Run("torch", "cross_entropy", gamma=0.0, imbalance=1.0, seed=0),
    "focal": Run("torch", "focal", gamma=2.0, imbalance=1.0, seed=0),
}


class TrainedNetwork(NamedTuple):
    """Weights in Keras's layout, as ``set_weights`` takes them, and the temperature that suits them."""

    weights: list[np.ndarray]
    temperature: float


def load_trained(loss: str) -> TrainedNetwork:
    """Load a trained network.

    Args:
        loss: ``"cross_entropy"`` or ``"focal"`` (γ = 2).

    Returns:
        Weights, float32, in the order of the layers, kernel and bias by turns; and the temperature.

    Raises:
        ValueError: there is no network of that name.
    """
    if loss not in RUNS:
        raise ValueError(f"loss must be one of {sorted(RUNS)}, not {loss!r}")
    with np.load(path(loss)) as arrays:
        return TrainedNetwork([arrays[name].astype(np.float32) for name in NAMES], float(arrays["temperature"]))


def path(loss: str) -> Path:
    """The file of a trained network."""
    return Path(__file__).with_name(f"{loss}.npz")
