"""The exercises of chapter 4, regression losses: the right answer passes, and each well-known mistake gets its hint."""

import math

import numpy as np
import pytest

from lossbook.teaching.exercises import judge


def pinball(y, y_pred, q):
    return np.maximum(q * (y - y_pred), (q - 1) * (y - y_pred))


def quantile_order(demand, cost, price):
    return np.quantile(demand, (price - cost) / price)


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("regression-unit", 30, None),
        ("regression-unit", 0.5, "hours"),
        ("regression-unit", 15, "take the root before"),
        ("regression-unit", 900, "squared minutes"),
        ("regression-unit", math.sqrt(15), "root comes first"),
        ("regression-delta", 30, None),
        ("regression-delta", 10, "number on the board"),
        ("regression-delta", 7.5, "mean pull"),
        ("regression-delta", 40, "leaves out the delays"),
        ("regression-delta", 90, "whole error"),
        ("regression-delta", 20, "sum to 10"),
        ("regression-delta", -30, "positive"),
        ("regression-quantile", pinball, None),
        ("regression-quantile", lambda y, p, q: pinball(y, p, 1 - q), "changed places"),
        ("regression-quantile", lambda y, p, q: 2 * pinball(y, p, q), "twice"),
        ("regression-quantile", lambda y, p, q: np.abs(y - p), "both sides alike"),
        ("regression-quantile", lambda y, p, q: q * (y - p), "not negative"),
        ("regression-quantile", lambda y, p, q: pinball(y, p, q).mean(), "shape (4,) is wanted"),
        ("regression-quantile", lambda y, p, q: pinball(y, p, 0.9), "q = 0.25"),
        ("regression-log-cosh", lambda r: np.logaddexp(r, -r) - np.log(2), None),
        ("regression-log-cosh", lambda r: np.log(np.cosh(r)), "wrong at 1000"),
        ("regression-log-cosh", lambda r: np.logaddexp(r, -r), "log 2 is missing"),
        ("regression-log-cosh", lambda r: r + np.log1p(np.exp(-2 * r)) - np.log(2), "wrong at 1000"),
        ("regression-log-cosh", lambda r: np.abs(r) - np.log(2), "limit for large"),
        ("regression-log-cosh", lambda r: r**2 / 2, "limit for small"),
        ("regression-newspapers", quantile_order, None),
        ("regression-newspapers", lambda d, c, p: np.quantile(d, c / p), "other side"),
        ("regression-newspapers", lambda d, c, p: d.mean(), "mean demand"),
        ("regression-newspapers", lambda d, c, p: np.median(d), "median"),
        ("regression-newspapers", lambda d, c, p: d.max(), "carry most of it home"),
        ("regression-newspapers", lambda d, c, p: 10.0, "would cost less"),
    ],
)
def test_the_exercises_on_regression_know_right_from_wrong(name, answer, hint):
    verdict, said = judge(name, answer)
    assert (verdict, hint or "") == (("not yet", hint) if hint else ("correct", ""))
    assert (hint or "") in said
