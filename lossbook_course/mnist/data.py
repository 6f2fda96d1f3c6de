"""The digits as the network wants them, and the order in which training sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from lossbook_course.datasets import load_mnist, long_tailed


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


class Experiment(NamedTuple):
    """What one run of the experiment sees: digits to train on, to test on, and to choose a temperature on."""

    digits: Digits
    held_out_images: np.ndarray
    held_out_labels: np.ndarray


def experiment(digits: Digits, ratio: float, seed: int) -> Experiment:
    """Hold out some training digits, the same number of each, and thin out the rest into a long tail.

    The test digits stay as they are, about balanced: each digit counts the same there, however rare in training.

    Args:
        digits: MNIST, or a part of it.
        ratio: training digits of the commonest kind over those of the rarest.
        seed: for both choices. The same seed gives the same digits, whatever is then trained on them.
    """
    labels = digits.train_labels
    held_out = _balanced(labels, np.bincount(labels).min() // 10, np.random.default_rng([seed, 1]))
    others = np.setdiff1d(np.arange(len(labels)), held_out)
    kept = others[long_tailed(labels[others], ratio, seed)]
    train = digits._replace(train_images=digits.train_images[kept], train_labels=labels[kept])
    return Experiment(train, digits.train_images[held_out], labels[held_out])


def _balanced(labels: np.ndarray, per_class: int, rng: np.random.Generator) -> np.ndarray:
    """Positions of ``per_class`` random samples of each class."""
    return np.concatenate(
        [rng.choice(np.flatnonzero(labels == c), per_class, replace=False) for c in range(labels.max() + 1)]
    )
