"""What a classifier is worth: accuracy, recall of each class, and who is taken for whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, recall_score


@dataclass(frozen=True)
class Scores:
    """Results of one classifier on one labelled set.

    ``recall[c]`` is the share of class ``c`` that was found; ``confusion[t, p]`` counts the digits of
    class ``t`` that were called ``p``.
    """

    accuracy: float
    recall: np.ndarray
    confusion: np.ndarray


def score(labels: np.ndarray, logits: np.ndarray) -> Scores:
    """Score logits of shape (N, K) against integer labels of shape (N,): the largest logit is the answer."""
    classes = np.arange(logits.shape[1])
    answers = logits.argmax(axis=1)
    return Scores(
        accuracy=float(accuracy_score(labels, answers)),
        recall=recall_score(labels, answers, labels=classes, average=None, zero_division=np.nan),
        confusion=confusion_matrix(labels, answers, labels=classes),
    )


def most_confused(confusion: np.ndarray, pairs: int = 3) -> str:
    """The classes most often taken for each other, either way round, in words: ``"4 and 9, 2 and 7"``."""
    either_way = np.triu(confusion + confusion.T, k=1)
    order = np.argsort(-either_way, axis=None, kind="stable")[:pairs]
    return ", ".join(f"{a} and {b}" for a, b in zip(*np.unravel_index(order, either_way.shape), strict=True))
