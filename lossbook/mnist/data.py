"""The digits as the network wants them, and the order in which training sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from lossbook.datasets import load_mnist


class Digits(NamedTuple):
    """MNIST for training: images float32 in [0, 1] of shape (N, 28, 28), labels int64 of shape (N,)."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray

    def head(self, train: int, test: int) -> Digits:
        """The first ``train`` training digits and the first ``test`` test digits."""
        return Digits(
            self.train_images[:train], self.train_labels[:train], self.test_images[:test], self.test_labels[:test]
        )


def load_digits() -> Digits:
    """All of MNIST, 60,000 digits to train on and 10,000 to test on."""
    return Digits(*_prepare(*load_mnist("train")), *_prepare(*load_mnist("test")))


def _prepare(images: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return images.astype(np.float32) / 255, labels.astype(np.int64)


def shuffled_batches(count: int, batch_size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """The numbers from 0 to ``count`` − 1 in random order, ``batch_size`` at a time; the last batch may be short.

    The order comes from NumPy, so that both frameworks see the same batches for the same seed.
    """
    order = rng.permutation(count)
    for start in range(0, count, batch_size):
        yield order[start : start + batch_size]
