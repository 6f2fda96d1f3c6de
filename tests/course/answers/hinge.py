"""Chapter 5: what people answer to its exercises, and what they are told."""

from fractions import Fraction

import numpy as np
import torch
from sklearn.svm import LinearSVC

from lossbook.numpy import hinge, hinge_embedding, hinge_grad, margin_ranking_grad, soft_margin, squared_hinge

LABELS, SCORES = np.array([1, 0, 1, 0, 1]), np.array([2, -0.25, 0.25, 1, -1.5])
SIGNS = 2 * LABELS - 1
FINES = np.maximum(0, 1 - SIGNS * SCORES)


def gradient(pays=lambda m: m < 1, pull=lambda y, score: -y / len(y)):
    return lambda y, score: np.where(pays(y * score), pull(y, score), 0)


def by_index(y, score):
    grad = np.zeros_like(score)
    pays = y * score < 1
    grad[pays] = -y[pays] / score.size
    return grad


def by_torch(y, score):
    score = torch.tensor(score, requires_grad=True)
    return torch.autograd.grad(torch.relu(1 - torch.tensor(y) * score).mean(), score)[0]


def ranker(step=-0.1, margin=1.0, steps=100, signs=(1, 1), truth=lambda target: target, start=0.0):
    """The solution of the page, and its mistakes."""

    def learn(first, second, target):
        weights = start * np.random.default_rng(0).normal(size=first.shape[1])
        for _ in range(steps):
            g1, g2 = margin_ranking_grad(first @ weights, second @ weights, truth(target), margin=margin)
            weights += step * (signs[0] * first.T @ g1 + signs[1] * second.T @ g2)
        return weights

    return learn


def by_differences(first, second, target):
    weights = np.zeros(first.shape[1])
    for _ in range(300):
        weights -= 0.1 * (first - second).T @ hinge_grad(target, (first - second) @ weights)
    return weights


def by_least_squares(first, second, target):
    return np.linalg.lstsq(first - second, target, rcond=None)[0]


def by_a_perceptron(first, second, target):
    weights = np.zeros(first.shape[1])
    for _ in range(20):
        for row in target[:, None] * (first - second):
            weights += row if row @ weights <= 0 else 0
    return weights


def by_scikit(first, second, target):
    return LinearSVC(fit_intercept=False, C=100, max_iter=20_000, random_state=0).fit(first - second, target).coef_[0]


def with_an_offset(first, second, target):
    return by_least_squares(
        np.column_stack([first, np.ones(len(first))]), np.column_stack([second, 0 * target]), target
    )


ANSWERS = {
    "hinge-pays": [
        (1.2, None),
        ((0 + 0.75 + 0.75 + 2 + 2.5) / 5, None),
        (hinge(LABELS, SCORES), None),
        (np.float32(1.2), None),
        (Fraction(6, 5), None),
        ([1.2], None),
        (torch.tensor(1.2), None),
        (6, "that is the sum"),
        (np.maximum(0, 1 - LABELS * SCORES).mean(), "label 0 means −1"),
        (np.maximum(0, 1 - SCORES).mean(), "every label as 1"),
        ((0 + 0 + 0 + 2 + 2.5) / 5, "whoever is right pays nothing"),
        (np.mean(1 - SIGNS * SCORES), "no fine is negative; the sample"),
        (np.abs(1 - SIGNS * SCORES).mean(), "pays 0, and not 1"),
        (6 / 4, "over those who pay"),
        (0.5, "without the 1"),
        (0.4, "share of mistakes"),
        (hinge_embedding(SIGNS, SCORES), "embedding hinge"),
        (squared_hinge(LABELS, SCORES), "squared hinge"),
        (soft_margin(LABELS, SCORES), "soft margin"),
        (np.maximum(0, 1 + SIGNS * SCORES).mean(), "not added"),
        (0.6, "half of that is missing"),
        ((0 + 0.75 + 0.75 + 0 + 2.5) / 5, "the fourth"),
        ((0 + 1.25 + 0.75 + 2 + 2.5) / 5, "the second"),
        ((0 + 0.75 + 0.75 + 2 + 0) / 5, "the fifth"),
        ((0 + 0 + 0.75 + 2 + 2.5) / 5, "one 0.75 is missing"),
        ((0 + 0.75 + 0.75 + 1 + 2.5) / 5, "one of the two mistakes lacks its 1"),
        ((0 + 0.75 + 0.75 + 1 + 1.5) / 5, "both mistakes lack their 1"),
        ((0 + 0.75 + 0.75 + 1 + 1) / 5, "a mistake pays more than 1"),
        (-1.2, "the sign is not"),
        (4, "for each sample"),
        (2.5, "for each sample"),
        (FINES, "one number"),
        ("1.2", "a number is wanted"),
    ],
    "hinge-penalty": [
        (lambda penalty, n: 1 / (penalty * n), None),
        (lambda penalty, n: 1 / penalty / n, None),
        (lambda penalty, n: (penalty * n) ** -1.0, None),
        (lambda penalty, n: np.reciprocal(np.float64(penalty * n)), None),
        (lambda penalty, n: np.float32(1 / (penalty * n)), None),
        (lambda n, penalty: 1 / (n * penalty), None),  # swapped, which changes nothing
        (lambda penalty, n: torch.tensor(1 / (penalty * n)), None),
        (lambda penalty, n: 1 / penalty, "sums over the samples"),
        (lambda penalty, n: 1 / n, "forgets the penalty"),
        (lambda penalty, n: 1 / (2 * penalty * n), "no 2"),
        (lambda penalty, n: 2 / (penalty * n), "no 2"),
        (lambda penalty, n: penalty * n, "other way round"),
        (lambda penalty, n: penalty / n, "below the line"),
        (lambda penalty, n: n / penalty, "has to be smaller"),
        (lambda penalty, n: 1 / penalty * n, "has to be smaller"),
        (lambda penalty, n: 1 / (penalty * n) ** 2, "divide the objective"),
        (lambda penalty, n: 1 / (penalty * n**0.5), "divide the objective"),
        (lambda penalty, n: 1 - penalty, "divide the objective"),
        (lambda penalty, n: penalty, "divide the objective"),
        (lambda penalty, n: -1 / (penalty * n), "the sign is not"),
        (lambda penalty: 1 / penalty, "raised TypeError"),
        (0.5, "a function is wanted"),
    ],
    "hinge-gradient": [
        (gradient(), None),
        (lambda y, score: -y * (y * score < 1) / len(y), None),
        (hinge_grad, None),
        (by_index, None),
        (by_torch, None),
        (lambda y, score: -y * np.heaviside(1 - y * score, 0) / y.size, None),
        (lambda y, score: [-a / len(y) if a * s < 1 else 0 for a, s in zip(y, score, strict=True)], None),
        (gradient(lambda m: m <= 1), "corner"),
        (lambda y, score: -y * np.heaviside(1 - y * score, 0.5) / y.size, "corner"),
        (gradient(lambda m: m < 0), "mistakes alone"),
        (gradient(lambda m: m == m), "pulls everyone"),
        (gradient(lambda m: m > 1), "room to spare"),
        (gradient(pull=lambda y, score: -y), "gradient of the sum"),
        (lambda y, score: hinge_grad(y, score, reduction="sum") / (y * score < 1).sum(), "not over those who pay"),
        (gradient(pull=lambda y, score: y / len(y)), "sign"),
        (gradient(pull=lambda y, score: -np.ones(len(y)) / len(y)), "by the margin"),
        (gradient(pull=lambda y, score: -y * score / len(y)), "the label alone"),
        (lambda y, score: gradient()(score, y), "labels come first"),
        (lambda y, score: np.where(score < 1, -y, 0) / len(y), "and not of the score"),
        (lambda y, score: -2 * y * np.maximum(1 - y * score, 0) / len(y), "squared hinge"),
        (lambda y, score: np.maximum(1 - y * score, 0) / len(y), "not its slope"),
        (lambda y, score: hinge(y, score, reduction="none"), "not their slopes"),
        (gradient(pull=lambda y, score: -y / 2), "below 1, and 0 elsewhere"),
        (lambda y, score: hinge(y, score), "shape (6,) is wanted"),
        (lambda y, score: hinge_grad(y, score).sum(), "shape (6,) is wanted"),
    ],
    "hinge-phantom": [
        ([-5.0, -8.0, -9.0], None),
        ((-4.5, -5.5, -6.0), None),
        ((-6, -7, -7), None),
        ([-7.2, -8.2, -9.2], None),  # ahead by 1, but for rounding
        (np.array([-4.01, -6.0, -6.0]), None),
        (np.array([2.0, 0.0, -1.0]) - 10, None),
        ([[-5.0, -8.0, -9.0]], None),
        (torch.tensor([-5.0, -8.0, -9.0]), None),
        ([-8.0, -5.0, -9.0], "class 0 has to win"),
        ([-9, -7, -5], "class 0 has to win"),
        ([-5, 0, 0], "class 0 has to win"),
        ([-5.0, -5.5, -9.0], "ahead by 0.5"),
        ([-5, -5, -5], "ahead by 0,"),
        ([5.0, 1.0, 0.0], "so is Keras"),
        ([5, -7, -9], "so is Keras"),
        ([1, 0, 0], "so is Keras"),
        ([6, 0, 0], "so is Keras"),
        ([-4, -7, -9], "more than 5"),
        ([-3.0, -8.0, -9.0], "more than 5"),
        ([0, -7, -9], "Keras charges 1"),
        ([-1, -7, -9], "Keras charges 2"),
        ([-5, -8, -9, 0], "shape (3,) is wanted"),
        ([-5, -7], "shape (3,) is wanted"),
        (-5, "shape (3,) is wanted"),
        ([-5.0, -np.inf, -9.0], "finite"),
        ([-5.0, np.nan, -9.0], "finite"),
        ("-5, -8, -9", "shape (3,) is wanted"),
    ],
    "hinge-rank": [
        (ranker(), None),
        (ranker(steps=1000), None),
        (ranker(steps=1000, margin=5.0), None),
        (ranker(steps=1000, start=1.0), None),
        (by_differences, None),
        (by_least_squares, None),
        (by_a_perceptron, None),
        (by_scikit, None),
        (lambda first, second, target: list(by_least_squares(first, second, target)), None),
        (lambda first, second, target: torch.tensor(by_least_squares(first, second, target)), None),
        (ranker(margin=0.0), "asked for a margin"),
        (ranker(step=0.1), "upside down"),
        (lambda first, second, target: by_least_squares(second, first, target), "upside down"),
        (ranker(truth=lambda target: -target), "upside down"),
        (ranker(signs=(1, 0)), "on new pairs"),
        (ranker(signs=(0, 1), steps=1000), "on new pairs"),
        (ranker(signs=(1, -1)), "on new pairs"),
        (ranker(truth=np.ones_like), "on new pairs"),
        (ranker(steps=1), "on new pairs"),
        (lambda first, second, target: target @ (first - second), "on new pairs"),
        (lambda first, second, target: np.linalg.lstsq(first, target, rcond=None)[0], "on new pairs"),
        (lambda first, second, target: np.array([0.0, -1.0, 0, 0, 0]), "on new pairs"),
        (lambda first, second, target: np.full(5, np.nan), "finite"),
        (with_an_offset, "shape (5,) is wanted"),
        (lambda first, second, target: by_least_squares(first, second, target)[:, None], "shape (5,) is wanted"),
        (lambda first, second, target: target, "shape (5,) is wanted"),
    ],
}
