"""The exercises of chapter 4, regression losses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import huber_grad, log_cosh, mean_squared_error, quantile, quantile_grad
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, number

BUSES = np.array([1.0, 2.0, 3.0, 4.0, 100.0])  # minutes late
# From a hint to the order of whoever needs it, by demand, cost and price.
HASTY: dict[str, Callable[[NDArray[np.float64], float, float], float]] = {
    "that is the mean demand; the costs of too many and too few have no say in it": lambda d, c, p: d.mean(),
    "that is the median; it is best when too many and too few cost the same": lambda d, c, p: np.median(d),
    "that is the quantile of the other side; q is the share of days with enough": lambda d, c, p: np.quantile(d, c / p),
    "a paper too few loses the price *less* the cost; you have not bought it": lambda d, c, p: np.quantile(
        d, p / (p + c)
    ),
    "divide the loss of too few by the sum of the two losses, not by that of too many": lambda d, c, p: np.quantile(
        d, min((p - c) / c, 1)
    ),
    "then you have always enough, and carry much of it home": lambda d, c, p: d.max(),
    "that is q, a share of the days; how many papers are enough on that share?": lambda d, c, p: (p - c) / p,
    "np.percentile counts in per cent; a share is for np.quantile": lambda d, c, p: np.percentile(d, (p - c) / p),
    "that takes q of the mean; how many papers are enough on a share q of the days?": lambda d, c, p: (
        d.mean() * (p - c) / p
    ),
}


@exercise("regression-unit")
def read_the_unit(answer: Any) -> None:
    """The typical error in minutes behind a squared error in squared hours."""
    squared_hours = mean_squared_error([0.0], [0.5])  # 0.25
    hours = np.sqrt(squared_hours)
    compare(
        number(answer),
        60 * hours,
        {
            "that is in hours; an hour has 60 minutes": hours,
            "that multiplies squared hours by 60; take the root before you change the unit": 60 * squared_hours,
            "that is the squared error in squared minutes; take the root": 3600 * squared_hours,
            "the root comes first: √(60 · MSE) mixes hours and minutes": np.sqrt(60 * squared_hours),
            "that is in seconds; the question is in minutes": 3600 * hours,
            "that is the mean squared error, in squared hours": squared_hours,
            "that takes the square once more; take the root": 60 * squared_hours**2,
            "that divides by 60; from hours to minutes you multiply": hours / 60,
        },
        otherwise="the root of the mean squared error is in hours; how many minutes is it?",
    )


@exercise("regression-delta")
def ten_on_the_board(answer: Any) -> None:
    """The δ at which Huber's loss puts ten minutes on the board."""
    delta = number(answer)
    if delta <= 0:
        raise NotYet("δ is positive")
    candidates = np.linspace(0.5, 100, 200)
    pushes = [_push(10.0, candidate) for candidate in candidates]
    away = np.abs(10 - BUSES)
    compare(
        delta,
        candidates[np.argmin(np.abs(pushes))],
        {
            "10 is the number on the board; how hard do the four early buses pull it down there?": 10.0,
            "that is their mean pull; the last bus has to hold all four": away[:4].mean(),
            "that leaves out the delays; each pulls with its distance from 10": 40.0,
            "at this δ the last bus still pulls with its whole error, as in the squared error": away[-1],
            "that adds up all five distances; four pull down, and the last one pulls up, by δ": away.sum(),
            "those are squared distances; an error within δ pulls with its size": (away[:4] ** 2).sum(),
            "those are losses; they pull with the slope of the loss, the distance": (away[:4] ** 2).sum() / 2,
            "that is twice too much; the slope of r²/2 is r": 2 * away[:4].sum(),
            "that is half of it; the slope of r²/2 is r": away[:4].sum() / 2,
        },
        otherwise=f"at your δ the pushes at 10 sum to {5 * _push(10.0, delta):.3g}; at the right one, to 0",
    )


@exercise("regression-quantile")
def your_own_quantile(answer: Any) -> None:
    """The quantile loss, one value an element."""
    y, y_pred = np.array([3.0, 3.0, 3.0, -1.0]), np.array([1.0, 3.0, 8.0, -1.5])
    low = y - y_pred  # above 0 where the prediction is too low
    for q in (0.9, 0.25, 0.5):
        expected = quantile(y, y_pred, q=q, reduction="none")
        compare(
            array(call(answer, y, y_pred, q), y.shape),
            expected,
            {
                "q and 1 − q have changed places, or y and ŷ: with q = 0.9 it is too *low* that costs much": quantile(
                    y, y_pred, q=1 - q, reduction="none"
                ),
                "that is twice too much; at q = 0.5 the loss is half the absolute error": 2 * expected,
                "that is the absolute error; multiply by q below the target and by 1 − q above": np.abs(low),
                "that charges q on both sides; above the target it is 1 − q": q * np.abs(low),
                "below the target it is right; above, a loss is not negative": q * low,
                "below the target it is right; above, too high costs 1 − q each, not nothing": q * np.maximum(low, 0),
                "the second line has the slope q − 1, not 1 − q": np.maximum(q * low, (1 - q) * low),
                "that is the smaller of the two lines; the loss is the larger": np.minimum(q * low, (q - 1) * low),
                "that squares the error; both sides of the V are straight": expected * np.abs(low),
                "that is the gradient; the loss is wanted": quantile_grad(y, y_pred, q=q, reduction="none"),
                "that is the gradient; the loss of no error is 0": np.where(low < 0, 1 - q, -q),
            },
            otherwise=f"already wrong for q = {q}; y − ŷ costs q each when positive, ŷ − y costs 1 − q",
        )


@exercise("regression-log-cosh")
def surviving_log_cosh(answer: Any) -> None:
    """Log-cosh that does not overflow."""
    r = np.array([0.0, 0.5, -2.0, 5.0])
    with np.errstate(all="ignore"):
        values = array(call(answer, r), r.shape)
    expected = log_cosh(0 * r, r, reduction="none")
    size = np.abs(r)
    compare(
        values,
        expected,
        {
            "log 2 is missing: the loss of no error is 0": expected + np.log(2),
            "log 2 has the wrong sign: the loss of no error is 0": expected + 2 * np.log(2),
            "that is the limit for large errors; near 0 the other exponential counts too": size - np.log(2),
            "that is the limit for small errors": r**2 / 2,
            "e^|r| out of e^−|r| leaves e^−2|r|; the 2 is missing": size + np.log1p(np.exp(-size)) - np.log(2),
            "that is the gradient; the loss is wanted": np.tanh(r),
            "that is with the logarithm to base 2; take the natural one": expected / np.log(2),
        },
        otherwise="already wrong for small errors; cosh r is (e^r + e^−r) / 2",
    )
    r = np.array([1000.0, -1000.0])
    with np.errstate(all="ignore"):
        values = array(call(answer, r), r.shape)
    fine = np.isclose(values, log_cosh(0 * r, r, reduction="none"))
    if fine[0] and not fine[1]:
        raise NotYet("right at 1000 and wrong at −1000; what is to come out of the sum is e^|r|, not e^r")
    if not fine.all():
        raise NotYet("right for small errors and wrong at 1000 or −1000; take e^|r| out of the sum, so that it cancels")


@exercise("regression-newspapers")
def newspapers(answer: Any) -> None:
    """How many newspapers to order."""
    usual, told = set(HASTY), ""
    for demand, cost, price in _stands():
        order = number(call(answer, demand, cost, price))
        if not np.isfinite(order):
            raise NotYet(f"at cost {cost:g} and price {price:g} you order {order:g}; a number of papers is wanted")
        best = min(demand, key=lambda papers: _regret(papers, demand, cost, price))
        if not told and _regret(order, demand, cost, price) > 1.005 * _regret(best, demand, cost, price):
            told = f"at cost {cost:g} and price {price:g} you order {order:.4g}; about {best:.0f} would cost less"
        usual &= {hint for hint, hasty in HASTY.items() if np.isclose(order, hasty(demand, cost, price))}
    if told:  # else the orders lose about as little as the best; many do
        raise NotYet(min(usual, default=told))


def _push(board: float, delta: float) -> float:
    """The gradient of the mean Huber loss of the five buses by the number on the board."""
    return huber_grad(BUSES, np.full(5, board), delta=delta).sum()


def _regret(order: float, demand: NDArray[np.float64], cost: float, price: float) -> float:
    """What a day costs on average, beside the day on which one had known the demand."""
    return price * quantile(demand, np.full(demand.shape, float(order)), q=(price - cost) / price)


def _stands() -> list[tuple[NDArray[np.float64], float, float]]:
    """Demands of a thousand days, and what a newspaper costs and brings, at three stands."""
    rng = np.random.default_rng(0)
    return [
        (rng.gamma(4, 20, 1000).round(), 2.0, 10.0),
        (rng.gamma(2, 30, 1000).round(), 1.0, 1.5),
        (rng.poisson(100, 1000).astype(float), 1.0, 4.0),
    ]
