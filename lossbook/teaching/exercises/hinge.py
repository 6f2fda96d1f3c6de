"""The exercises of chapter 5, hinge losses."""

from __future__ import annotations

from typing import Any

import numpy as np

from lossbook.numpy import categorical_hinge, crammer_singer, hinge, hinge_grad
from lossbook.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("hinge-pays")
def who_pays(answer: Any) -> None:
    """The mean hinge loss of five samples with labels 0 and 1."""
    labels, scores = np.array([1, 0, 1, 0, 1]), np.array([2.0, -0.5, 0.25, 1.0, -1.0])
    fines = hinge(labels, scores, reduction="none")
    compare(
        number(answer),
        hinge(labels, scores),
        {
            "that is the sum; the mean divides by the five": fines.sum(),
            "a label 0 means −1 here; as 0 it would make every margin 0": np.maximum(1 - labels * scores, 0).mean(),
            "no fine is negative; the sample with margin 2 pays 0": np.mean(1 - (2 * labels - 1) * scores),
            "that is the mean over those who pay; the one who doesn't counts too": fines[fines > 0].mean(),
            "that is without the 1: it fines mistakes alone, and not a lack of room": np.maximum(fines - 1, 0).mean(),
        },
        otherwise="for each sample the margin, label times score; then what it lacks to 1; then the mean",
    )


@exercise("hinge-penalty")
def port_the_penalty(answer: Any) -> None:
    """From the penalty of a mean to the constant of a sum."""
    for penalty, n in ((0.01, 200), (0.001, 60_000), (2.0, 5)):
        compare(
            number(call(answer, penalty, n)),
            1 / (penalty * n),
            {
                "that forgets the mean: scikit-learn sums over the samples": 1 / penalty,
                "that forgets the penalty": 1 / n,
                "the ½ stands in both, so there is no 2": 1 / (2 * penalty * n),
                "the other way round: a large penalty is a small C": penalty * n,
                "the sum is larger than the mean, so each sample's share has to be smaller": n / penalty,
            },
            otherwise=f"for a penalty of {penalty} and {n} samples: divide the objective by the penalty, and compare",
        )


@exercise("hinge-gradient")
def three_values(answer: Any) -> None:
    """The gradient of the mean hinge loss by the scores."""
    y = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
    score = np.array([2.0, 0.5, 0.25, -3.0, -1.5, -0.5])
    gradient = array(call(answer, y, score), score.shape)
    expected = hinge_grad(y, score)
    compare(
        gradient,
        expected,
        {
            "that is the gradient of the sum; the mean divides by the number of samples": expected * len(y),
            "right by less than 1 has to be pulled too; you pull mistakes alone": np.where(y * score < 0, -y, 0)
            / len(y),
            "that pulls everyone; beyond a margin of 1 the gradient is 0": -y / len(y),
            "that is the gradient by the margin; by the score it has the label in it": -np.abs(expected),
            "that is the squared hinge's": 2 * expected * (1 - y * score),
        },
        otherwise="−y / N where y · score is below 1, and 0 elsewhere",
    )

    at_the_corner = array(call(answer, np.array([1.0, -1.0]), np.array([1.0, -1.0])), (2,))
    if np.any(at_the_corner):
        raise NotYet("right off the corner; at a margin of exactly 1 it should be 0")


@exercise("hinge-phantom")
def feed_the_phantom(answer: Any) -> None:
    """Scores that please one multi-class hinge and not the other."""
    scores = array(answer, (3,))
    if not np.all(np.isfinite(scores)):
        raise NotYet("finite scores are wanted")
    margin = scores[0] - scores[1:].max()
    if margin < 0:
        raise NotYet("class 0 has to win: its score is not the largest")
    if crammer_singer([0], scores[None]) > 0:
        raise NotYet(f"class 0 is ahead by {margin:.3g}, and Crammer–Singer wants 1")
    fine = categorical_hinge([[1.0, 0.0, 0.0]], scores[None])
    if fine == 0:
        raise NotYet("Crammer–Singer is content, and so is Keras; where would the rival of score 0 beat class 0?")
    if fine <= 5:
        raise NotYet(f"the idea is right: Keras charges {fine:.3g}; make it more than 5")


@exercise("hinge-rank")
def learn_a_scale(answer: Any) -> None:
    """Weights that order pairs as a hidden scale does."""
    rng = np.random.default_rng(0)
    hidden = np.array([2.0, -1.0, 0.0, 0.5, -3.0])

    def pairs(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        first, second = rng.normal(size=(2, count, len(hidden)))
        return first, second, np.sign((first - second) @ hidden)

    weights = array(call(answer, *pairs(300)), hidden.shape)
    if not np.any(weights):
        raise NotYet(
            "all weights are 0; with margin=0 equal scores violate nothing, and nothing moves: ask for a margin"
        )
    first, second, target = pairs(2000)
    agree = np.mean(target * ((first - second) @ weights) > 0)
    if agree < 0.1:
        raise NotYet("that ranks upside down; a step goes against the gradient")
    if agree < 0.93:
        raise NotYet(
            f"on new pairs the order is right {agree:.0%} of the time; both gradients count, that of the second "
            "score too, and it takes enough steps"
        )
