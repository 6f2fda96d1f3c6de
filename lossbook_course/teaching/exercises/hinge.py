"""The exercises of chapter 5, hinge losses."""

from __future__ import annotations

from numbers import Rational
from typing import Any

import numpy as np

from lossbook.numpy import categorical_hinge, crammer_singer, hinge, hinge_grad, soft_margin, squared_hinge
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, number


@exercise("hinge-pays")
def who_pays(answer: Any) -> None:
    """The mean hinge loss of five samples with labels 0 and 1."""
    labels, scores = np.array([1, 0, 1, 0, 1]), np.array([2.0, -0.25, 0.25, 1.0, -1.5])
    margins, fines = (2 * labels - 1) * scores, hinge(labels, scores, reduction="none")
    compare(
        number(float(answer) if isinstance(answer, Rational) else answer),
        hinge(labels, scores),
        {
            "that is the sum; the mean divides by the five": fines.sum(),
            "a label 0 means −1 here; as 0 it would make every margin 0. Or else one 0.75 is missing": np.maximum(
                1 - labels * scores, 0
            ).mean(),
            "that has every label as 1, or else whoever is right pays nothing": np.maximum(1 - scores, 0).mean(),
            "no fine is negative; the sample with margin 2 pays 0. "
            "Or else one of the two mistakes lacks its 1": np.mean(1 - margins),
            "no fine is negative, but the sample with margin 2 pays 0, and not 1": np.abs(1 - margins).mean(),
            "that is the mean over those who pay; the one who doesn't counts too": fines[fines > 0].mean(),
            "that is without the 1: it fines mistakes alone, and not a lack of room": np.maximum(-margins, 0).mean(),
            "that is the share of mistakes, and the embedding hinge; here count what each lacks to 1": np.mean(
                margins <= 0
            ),
            "that is the squared hinge's": squared_hinge(labels, scores),
            "that is the soft margin loss": soft_margin(labels, scores),
            "the margin is subtracted from 1, and not added": np.maximum(1 + margins, 0).mean(),
            "half of that is missing; there are five samples": hinge(labels, scores) / 2,
            "the fourth is wrong: its label 0 means −1, and its score is 1. Or else both mistakes lack their 1": (
                fines.sum() - fines[3]
            )
            / len(fines),
            "the second is right, but not by enough: minus times minus is plus": (
                fines.sum() - fines[1] + 1 + margins[1]
            )
            / len(fines),
            "the fifth is wrong: its label is 1, and its score is negative. Or else a mistake pays more than 1": (
                fines.sum() - fines[4]
            )
            / len(fines),
        },
        otherwise="for each sample the margin, label times score; then what it lacks to 1; then the mean",
    )


@exercise("hinge-penalty")
def port_the_penalty(answer: Any) -> None:
    """From the penalty of a mean to the constant of a sum."""
    for penalty, n in ((0.01, 500), (0.001, 60_000), (2.0, 5)):
        value = number(call(answer, penalty, n))
        compare(
            value,
            1 / (penalty * n),
            {
                "that forgets the mean: scikit-learn sums over the samples": 1 / penalty,
                "that forgets the penalty": 1 / n,
                "the ½ stands in both, so there is no 2": 1 / (2 * penalty * n),
                "the ½ stands in both objectives, so there is no 2": 2 / (penalty * n),
                "the other way round: a large penalty is a small C": penalty * n,
                "a large penalty is a small C, so it belongs below the line": penalty / n,
                "the sum is larger than the mean, so each sample's share has to be smaller": n / penalty,
            },
            otherwise=f"for a penalty of {penalty} and {n} samples it gives {value:.4g}: "
            "divide the objective by the penalty, and compare",
        )


@exercise("hinge-gradient")
def three_values(answer: Any) -> None:
    """The gradient of the mean hinge loss by the scores."""
    y = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
    score = np.array([2.0, 1.5, 0.25, -3.0, -1.5, -0.5])
    gradient = array(call(answer, y, score), score.shape)
    pays, n = y * score < 1, len(y)
    expected = hinge_grad(y, score)
    compare(
        gradient,
        expected,
        {
            "that is the gradient of the sum; the mean divides by the number of samples": expected * n,
            "the mean is over all samples, and not over those who pay": expected * n / pays.sum(),
            "right by less than 1 has to be pulled too; you pull mistakes alone": np.where(y * score < 0, -y, 0) / n,
            "that pulls everyone; beyond a margin of 1 the gradient is 0": -y / n,
            "that pulls those who have room to spare, and leaves the others alone": np.where(pays, 0, -y) / n,
            "who pays is a question of the margin, label times score, and not of the score": np.where(score < 1, -y, 0)
            / n,
            "that is the gradient by the margin; by the score it has the label in it": -np.abs(expected),
            "by the score, the slope of label times score is the label alone": expected * score,
            "the labels come first, then the scores": np.where(pays, -score, 0) / n,
            "that is the squared hinge's": 2 * expected * (1 - y * score),
            "that is the loss of each sample, and not its slope": np.maximum(1 - y * score, 0) / n,
            "those are the losses, and not their slopes": np.maximum(1 - y * score, 0),
        },
        otherwise="−y / N where y · score is below 1, and 0 elsewhere",
    )

    at_the_corner = array(call(answer, np.array([1.0, -1.0]), np.array([1.0, -1.0])), (2,))
    if np.any(at_the_corner):
        raise NotYet("right off the corner; at a margin of exactly 1 it should be 0")


@exercise("hinge-phantom")
def feed_the_phantom(answer: Any) -> None:
    """Scores that please one multi-class hinge and not the other."""
    scores = array(answer[0] if np.shape(answer) == (1, 3) else answer, (3,))  # a batch of one will do
    if not np.all(np.isfinite(scores)):
        raise NotYet("finite scores are wanted")
    margin = scores[0] - scores[1:].max()
    if margin < 0:
        raise NotYet("class 0 has to win: its score is not the largest")
    if crammer_singer([0], scores[None]) > 1e-9:  # −7.2 + 8.2 is a little less than 1
        raise NotYet(f"class 0 is ahead by {margin:.3g}, and Crammer–Singer wants 1")
    fine = categorical_hinge([[1.0, 0.0, 0.0]], scores[None])
    if fine == 0:
        raise NotYet("Crammer–Singer is content, and so is Keras; where would the rival of score 0 beat class 0?")
    if fine <= 5:
        raise NotYet(f"the idea is right: Keras charges {fine:.3g}; make it more than 5")


@exercise("hinge-rank")
def learn_a_scale(answer: Any) -> None:
    """Weights that order pairs as a hidden scale does."""
    rng = np.random.default_rng(1)
    hidden = np.array([2.0, -1.0, 0.0, 0.5, -3.0])
    correlated = np.eye(len(hidden))
    correlated[0, 4] = correlated[4, 0] = 0.3

    def agreement(common: float, mixed: np.ndarray) -> float:
        """How often the learned weights order new pairs as the hidden scale does."""

        def pairs(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            both = common * rng.normal(size=(count, len(hidden)))
            first, second = both + rng.normal(size=(2, count, len(hidden))) @ mixed
            return first, second, np.sign((first - second) @ hidden)

        weights = array(call(answer, *pairs(300)), hidden.shape)
        if not np.all(np.isfinite(weights)):
            raise NotYet("finite weights are wanted")
        if not np.any(weights):
            raise NotYet("all weights are 0: nothing has moved; is a pair with equal scores asked for a margin?")
        first, second, target = pairs(2000)
        return float(np.mean(target * ((first - second) @ weights) > 0))

    if agreement(0, np.eye(len(hidden))) < 0.1:
        raise NotYet(
            "that ranks upside down; a step goes against the gradient, and target is 1 where the first is higher"
        )
    # Now one of a pair says nothing alone, and one step from 0 is not enough.
    agree = agreement(8, correlated)
    if agree < 0.93:
        raise NotYet(
            f"on new pairs the order is right {agree:.0%} of the time, and a coin would be right in half of them"
        )
