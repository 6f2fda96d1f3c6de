"""The starting weights, drawn once in NumPy: the two frameworks begin as the very same network."""

from __future__ import annotations

import numpy as np

# Kernel shapes as Keras lays them out: (height, width, in, out) for a convolution, (in, out) for a dense layer.
KERNELS = ((3, 3, 1, 16), (3, 3, 16, 32), (6 * 6 * 32, 64), (64, 10))


def initial_weights(seed: int) -> list[np.ndarray]:
    """Glorot-uniform kernels and zero biases, kernel and bias by turns, in Keras's layout.

    Glorot's limit keeps the size of the signal about the same from layer to layer, so the first logits
    are small and the first loss is near ln 10: ten classes, no opinion yet.
    """
    rng = np.random.default_rng(seed)
    weights = []
    for *patch, inputs, outputs in KERNELS:
        limit = np.sqrt(6 / (np.prod(patch) * (inputs + outputs)))
        weights.append(rng.uniform(-limit, limit, (*patch, inputs, outputs)).astype(np.float32))
        weights.append(np.zeros(outputs, np.float32))
    return weights
