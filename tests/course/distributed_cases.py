"""The batches that test_mnist_distributed.py and the processes that it starts agree on."""

from itertools import product

import numpy as np

NAMES = ("SparseCategoricalCrossEntropy", "SparseCategoricalFocal")
# loss, reduction, whether classes and samples have weights, the share of ignored labels, samples in the batch
CASES = [
    *product(NAMES, ("mean", "weighted_mean"), (False, True), (0.0, 0.4), (8,)),
    *product(NAMES, ("mean", "weighted_mean"), (True,), (0.4,), (7, 1)),  # an odd one; nothing for the second process
    ("SparseCategoricalCrossEntropy", "weighted_mean", True, 1.0, 4),  # nothing at all
]


def batch(count, ignored):
    """Images, labels of which some are -1 (the first ones, so that the shares differ), class and sample weights."""
    rng = np.random.default_rng(count)
    images = rng.random((count, 28, 28), dtype=np.float32)
    labels = rng.integers(0, 10, count)
    labels[: 2 * round(ignored * count / 2) : 1 if ignored == 1 else 2] = -1
    if count == 1:
        labels[:] = 3
    class_weight = rng.uniform(0.1, 4, 10).astype(np.float32).tolist()
    return images, labels, class_weight, rng.uniform(0.1, 4, count).astype(np.float32)
