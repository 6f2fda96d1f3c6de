"""What the page on cross-entropy says in general, and shows on one example."""

import numpy as np
import pytest

from lossbook.numpy import (
    binary_cross_entropy,
    categorical_cross_entropy_grad,
    sparse_categorical_cross_entropy,
)

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("w", [0.2, 1.0, 3.0, 50.0])
def test_class_weights_do_what_a_weight_of_positives_does(w):
    labels, z = RNG.integers(0, 2, 40), RNG.normal(size=40)
    by_class = sparse_categorical_cross_entropy(
        labels, np.stack([np.zeros(40), z], axis=1), from_logits=True, class_weight=[1, w], reduction="none"
    )
    np.testing.assert_allclose(
        by_class, binary_cross_entropy(labels, z, from_logits=True, pos_weight=w, reduction="none"), rtol=1e-12
    )


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_class_weights_add_their_logarithms_to_the_best_logits(classes):
    shares, weights = RNG.dirichlet(np.ones(classes)), RNG.uniform(0.1, 9, classes)
    best = np.log(shares) + np.log(weights)
    slope = categorical_cross_entropy_grad(shares[None], best[None], from_logits=True, class_weight=weights)
    np.testing.assert_allclose(slope, 0, atol=1e-12)


@pytest.mark.parametrize("epsilon", [0.05, 0.1, 0.5])
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_smoothing_asks_for_the_smoothed_label_weighed_by_class(classes, epsilon):
    label = np.eye(classes)[:1]
    smoothed = label * (1 - epsilon) + epsilon / classes
    for weights in (np.ones(classes), RNG.uniform(0.1, 9, classes)):
        slope = categorical_cross_entropy_grad(
            label, np.log(weights * smoothed), from_logits=True, label_smoothing=epsilon, class_weight=weights
        )
        np.testing.assert_allclose(slope, 0, atol=1e-12)
    assert smoothed[0, 0] == pytest.approx(1 - epsilon + epsilon / classes)


@pytest.mark.parametrize("seed", range(5))
def test_a_larger_weight_buys_recall_and_pays_in_precision(seed):
    eta = np.random.default_rng(seed).beta(0.5, 2, size=300)
    flagged = [w * eta / (w * eta + 1 - eta) > 0.5 for w in np.geomspace(0.2, 20, 30)]
    recall = [eta[some].sum() / eta.sum() for some in flagged]
    precision = [eta[some].mean() for some in flagged]
    assert np.all(np.diff(recall) >= 0) and np.all(np.diff(precision) <= 1e-12) and recall[-1] > recall[0]


def test_a_first_loss_far_above_log_k_means_large_logits():
    for classes in (2, 10, 1000):
        z = RNG.normal(size=(50, classes)) * RNG.uniform(0, 20, size=(50, 1))
        labels = RNG.integers(0, classes, 50)
        loss = sparse_categorical_cross_entropy(labels, z, from_logits=True, reduction="none")
        assert np.all(loss <= np.log(classes) + np.ptp(z, axis=1))
