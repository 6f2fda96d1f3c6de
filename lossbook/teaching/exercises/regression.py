"""The exercises of chapter 4, regression losses."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import huber_grad, log_cosh, mean_squared_error, quantile
from lossbook.teaching.exercises import NotYet, array, call, compare, exercise, number

BUSES = np.array([1.0, 2.0, 3.0, 4.0, 100.0])  # minutes late


@exercise("regression-unit")
def read_the_unit(answer: Any) -> None:
    """The typical error in minutes behind a squared error in squared hours."""
    squared_hours = mean_squared_error([0.0], [0.5])  # 0.25
    compare(
        number(answer),
        60 * np.sqrt(squared_hours),
        {
            "that is in hours; an hour has 60 minutes": np.sqrt(squared_hours),
            "that multiplies squared hours by 60; take the root before you change the unit": 60 * squared_hours,
            "that is the squared error in squared minutes; take the root": 3600 * squared_hours,
            "the root comes first: √(60 · MSE) mixes hours and minutes": np.sqrt(60 * squared_hours),
        },
        otherwise="the root of the mean squared error is in hours; how many minutes is it?",
    )


@exercise("regression-delta")
def ten_on_the_board(answer: Any) -> None:
    """The δ at which Huber's loss puts ten minutes on the board."""
    delta = number(answer)
    if not delta > 0:
        raise NotYet("δ is positive")
    candidates = np.linspace(0.5, 100, 200)
    pushes = [_push(10.0, candidate) for candidate in candidates]
    compare(
        delta,
        candidates[np.argmin(np.abs(pushes))],
        {
            "10 is the number on the board; how hard do the four early buses pull it down there?": 10.0,
            "that is their mean pull; the last bus has to hold all four": 7.5,
            "that leaves out the delays; each pulls with its distance from 10": 40.0,
            "at this δ the last bus still pulls with its whole error, as in the squared error": 90.0,
        },
        otherwise=f"at your δ the pushes at 10 sum to {5 * _push(10.0, delta):.3g}; at the right one, to 0",
        rtol=0.01,
    )


@exercise("regression-quantile")
def your_own_quantile(answer: Any) -> None:
    """The quantile loss, one value an element."""
    y, y_pred = np.array([3.0, 3.0, 3.0, -1.0]), np.array([1.0, 3.0, 8.0, -1.5])
    for q in (0.9, 0.25, 0.5):
        expected = quantile(y, y_pred, q=q, reduction="none")
        compare(
            array(call(answer, y, y_pred, q), y.shape),
            expected,
            {
                "q and 1 − q have changed places: with q = 0.9 it is too *low* that costs much": quantile(
                    y, y_pred, q=1 - q, reduction="none"
                ),
                "that is twice too much; at q = 0.5 the loss is half the absolute error": 2 * expected,
                "that treats both sides alike; multiply by q below the target and by 1 − q above": np.abs(y - y_pred),
                "below the target it is right; above, a loss is not negative": q * (y - y_pred),
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
    compare(
        values,
        expected,
        {
            "log 2 is missing: the loss of no error is 0": expected + np.log(2),
            "that is the limit for large errors; near 0 the other exponential counts too": np.abs(r) - np.log(2),
            "that is the limit for small errors": r**2 / 2,
        },
        otherwise="already wrong for small errors; cosh r is (e^r + e^−r) / 2",
    )
    r = np.array([1000.0, -1000.0])
    with np.errstate(all="ignore"):
        values = array(call(answer, r), r.shape)
    if not np.allclose(values, log_cosh(0 * r, r, reduction="none")):
        raise NotYet("right for small errors and wrong at 1000 or −1000; take e^|r| out of the sum, so that it cancels")


@exercise("regression-newspapers")
def newspapers(answer: Any) -> None:
    """How many newspapers to order."""
    for demand, cost, price in _stands():
        order = number(call(answer, demand, cost, price))
        best = min(demand, key=lambda papers: _regret(papers, demand, cost, price))
        mistakes = {
            "that is the mean demand; the costs of too many and too few have no say in it": demand.mean(),
            "that is the median; it is best when too many and too few cost the same": np.median(demand),
            "that is the quantile of the other side; q is the share of days with enough": np.quantile(
                demand, cost / price
            ),
            "then you have always enough, and carry most of it home": demand.max(),
        }
        compare(  # what the orders cost, since many orders are as good
            _regret(order, demand, cost, price),
            _regret(best, demand, cost, price),
            {hint: _regret(papers, demand, cost, price) for hint, papers in mistakes.items()},
            otherwise=f"at cost {cost:g} and price {price:g} you order {order:.4g}; about {best:.0f} would cost less",
            rtol=5e-3,
        )


def _push(board: float, delta: float) -> float:
    """The gradient of the mean Huber loss of the five buses by the number on the board."""
    return huber_grad(BUSES, np.full(5, board), delta=delta).sum()


def _regret(order: float, demand: NDArray, cost: float, price: float) -> float:
    """What a day costs on average, beside the day on which one had known the demand."""
    return price * quantile(demand, np.full(demand.shape, float(order)), q=(price - cost) / price)


def _stands() -> list[tuple[NDArray, float, float]]:
    """Demands of a thousand days, and what a newspaper costs and brings, at three stands."""
    rng = np.random.default_rng(0)
    return [
        (rng.gamma(4, 20, 1000).round(), 2.0, 10.0),
        (rng.gamma(2, 30, 1000).round(), 1.0, 1.5),
        (rng.poisson(100, 1000).astype(float), 1.0, 4.0),
    ]
