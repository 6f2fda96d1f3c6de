"""The network in NumPy: no training, only its answer. The other two are held to it, and so is the one in JavaScript."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def logits(weights: list[np.ndarray], images: np.ndarray) -> np.ndarray:
    """Images (N, 28, 28) and weights in Keras's layout; ten logits a digit."""
    conv1, bias1, conv2, bias2, dense1, bias3, dense2, bias4 = weights
    x = images[..., np.newaxis]  # one channel: (N, 28, 28, 1)
    x = np.maximum(convolve(x, conv1) + bias1, 0)  # (N, 13, 13, 16)
    x = np.maximum(convolve(x, conv2) + bias2, 0)  # (N, 6, 6, 32)
    x = x.reshape(len(x), -1)  # (N, 1152)
    x = np.maximum(x @ dense1 + bias3, 0)  # (N, 64)
    return x @ dense2 + bias4  # (N, 10)


def convolve(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Weighted sums of what the kernel covers at every second place."""
    patches = sliding_window_view(x, kernel.shape[:2], axis=(1, 2))
    rows_columns_channels = ([4, 5, 3], [0, 1, 2])
    return np.tensordot(patches[:, ::2, ::2], kernel, rows_columns_channels)
