"""Whether a classifier's confidence can be believed, and how to repair it with one number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import softmax

from lossbook.numpy import sparse_categorical_cross_entropy

BINS = 15


@dataclass(frozen=True)
class Reliability:
    """Answers sorted into ``BINS`` bins of equal width by confidence, the probability given to the answer.

    Attributes:
        count: answers in each bin.
        confidence: sum of the confidences in each bin.
        correct: right answers in each bin.
    """

    count: np.ndarray
    confidence: np.ndarray
    correct: np.ndarray

    def calibration_error(self) -> float:
        """Expected calibration error: how far confidence and accuracy lie apart, averaged over all answers."""
        return float(np.abs(self.confidence - self.correct).sum() / self.count.sum())


def reliability(labels: np.ndarray, logits: np.ndarray) -> Reliability:
    """Sort the answers of ``logits`` (N, K) by confidence, and count the right ones.

    References:
        Guo et al. (2017), section 2.
    """
    probabilities = softmax(logits.astype(float), axis=1)
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    which = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return Reliability(*(np.bincount(which, weight, BINS) for weight in (None, confidence, correct)))


def best_temperature(labels: np.ndarray, logits: np.ndarray) -> float:
    """The number that logits have to be divided by for the smallest cross-entropy, between 1/20 and 20.

    Choose it on data that neither trained the network nor will test it. The answers stay the same, since the largest
    logit stays the largest; only how sure they are changes.

    References:
        Guo et al. (2017), section 4.2.
    """

    def cross_entropy(log_temperature: float) -> float:
        return sparse_categorical_cross_entropy(labels, logits / np.exp(log_temperature), from_logits=True)

    found = minimize_scalar(cross_entropy, bounds=(-np.log(20), np.log(20)), method="bounded")
    return float(np.exp(found.x))
