"""The exercises of chapter 8, writing your own loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.numpy import (
    categorical_cross_entropy,
    categorical_cross_entropy_grad,
    huber,
    huber_grad,
    poisson,
)
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, number

DRIVES = np.array([40.0, 42.0, 45.0, 50.0, 90.0])  # minutes


@exercise("own-loss-promise")
def anxious_traveller(answer: Any) -> None:
    """The constant with the lowest LINEX loss."""
    a, value = 0.5, number(answer)
    right, earlier = _best_plan(a), _best_plan(0.1)
    if value.is_integer():  # in whole minutes, as the page says its own
        right, earlier = round(right), round(earlier)
    inside = np.log(np.mean(np.exp(a * (DRIVES - DRIVES.max()))))
    otherwise = "put a = 0.5 into the log-mean-exp of the drives"
    compare(
        value,
        right,
        {
            "that is the plan for a = 0.1": earlier,
            "that is the longest drive, which happened only once in five times; where is the mean?": DRIVES.max(),
            "that is the mean, which is best for a near 0": DRIVES.mean(),
            "that is the median, which is best for the absolute error": np.median(DRIVES),
            "is the logarithm divided by a?": a * _best_plan(a),
            "is the logarithm divided by a, before the longest drive is added again?": DRIVES.max() + inside,
            "the logarithm is multiplied by a; divide it": a**2 * _best_plan(a),
            "the logarithm is multiplied by a; divide it, then add the longest drive": DRIVES.max() + a * inside,
            "take the natural logarithm, and not that to the base 10": DRIVES.max() + inside / np.log(10) / a,
            "take the natural logarithm, and not that to the base 2": DRIVES.max() + inside / np.log(2) / a,
            "that is the plan of one who hates to be early; check the sign of a": _best_plan(-a),
            # All plans lie near each other here: a value two minutes off need not come from rounding.
            otherwise: value if 0.5 < abs(value - _best_plan(a)) < 2 else np.inf,
        },
        otherwise=otherwise,
    )


@exercise("own-loss-charbonnier")
def without_a_corner(answer: Any) -> None:
    """Charbonnier's loss, accurate also where it is tiny."""
    eps = 0.3
    y, p = np.array([0.0, 1.0, -2.0, 3.0, 5.0]), np.array([0.4, 1.0, 1.0, -7.0, 5.2])
    r = p - y
    expected = np.sqrt(r**2 + eps**2) - eps
    values = call(answer, y, p, eps)
    if np.ndim(values) == 0:
        raise NotYet("one number for the whole batch; return one value an element, and let somebody else reduce")
    values = array(values, y.shape)
    if np.isnan(values[1]) and np.allclose(values[r != 0], expected[r != 0] + 2 * eps):
        raise NotYet("the divisor is the sum of the two, and yours is their difference, which is 0 where r is 0")
    parabola = r**2 / (2 * eps)
    compare(
        values,
        expected,
        {
            "a perfect prediction should cost nothing; is eps taken off?": expected + eps,
            "eps is squared under the root too": np.sqrt(r**2 + eps) - eps,
            "r is squared under the root": np.sqrt(np.abs(r) + eps**2) - eps,
            "that is the absolute error, with its corner": np.abs(r),
            "r² / (2 eps) holds only for tiny residuals": parabola,
            "r² / (2 eps) holds only for tiny residuals, and 0.2 is not tiny beside 0.3": np.where(
                np.abs(r) < eps, parabola, expected
            ),
            "a factor eps too many: far out the loss should grow as fast as the residual": eps * expected,
        },
        otherwise="for r = 0.4 and eps = 0.3 it should be 0.2",
    )
    tiny = np.array([1e-6, -3e-7, 2e-6, -5e-5])
    if not np.allclose(array(call(answer, np.zeros(4), eps * tiny, eps), (4,)), eps * tiny**2 / 2, rtol=1e-6, atol=0):
        raise NotYet("right for large residuals; tiny ones are lost where two nearly equal numbers are subtracted")


@exercise("own-loss-checker")
def gradient_checker(answer: Any) -> None:
    """Central differences, coordinate by coordinate."""
    target, x = np.array([[0.0, 1.0], [1990.0, 0.5]]), np.array([[0.3, 5.0], [2000.4, 0.0]])
    _compare_gradients(
        answer,
        lambda x: huber(target, x, delta=2.0, reduction="sum"),
        x,
        huber_grad(target, x, delta=2.0, reduction="sum"),
    )
    y, z = np.eye(3)[[0, 2]], np.random.default_rng(0).normal(size=(2, 3))
    _compare_gradients(
        answer,
        lambda z: categorical_cross_entropy(y, z, from_logits=True, reduction="sum"),
        z,
        categorical_cross_entropy_grad(y, z, from_logits=True, reduction="sum"),
    )


def _compare_gradients(
    answer: Any, f: Callable[[NDArray[np.float64]], float], x: NDArray[np.float64], expected: NDArray[np.float64]
) -> None:
    given, seen, dtypes = x.copy(), [], set()

    def watched(x: NDArray[np.float64]) -> float:
        dtypes.add(np.asarray(x).dtype)
        seen.append(np.array(x, dtype=float))
        return f(x)

    if not callable(answer):
        raise NotYet("a function is wanted; pass it without calling it")
    returned = call(lambda: answer(watched, given))
    one_side = "nearly: you step to one side only; step to both, and the error falls with h² and not with h"
    together = "that is the change when all coordinates move together; move one at a time"
    if np.ndim(returned) == 0 and np.isclose(number(returned), expected.sum(), rtol=1e-3):
        raise NotYet(together)
    gradient = array(returned, x.shape)
    near = np.abs(x) <= 10
    shifts = np.array([np.where(near, point - x, 0) for point in seen if point.shape == x.shape]).reshape(-1, *x.shape)
    shifts = shifts[np.abs(shifts) > 1e-15 * np.maximum(1, np.abs(x[None]) * np.ones_like(shifts))]
    smallest, longest = (
        (f"{size:.0e}" for size in (np.abs(shifts).min(), np.abs(shifts).max())) if shifts.size else "00"
    )
    mistakes = {
        together: np.full(x.shape, expected.sum()),
        "that is the change when all coordinates of a row move together; move one at a time": np.broadcast_to(
            expected.sum(axis=1, keepdims=True), x.shape
        ),
        "twice too large: the two points are 2 h apart": 2 * expected,
        "half of it: is the distance h or 2 h?": expected / 2,
    }
    if not any(np.allclose(gradient, value, rtol=1e-4, atol=1e-5) for value in (expected, *mistakes.values())):
        if np.dtype("float32") in dtypes:
            raise NotYet("the points are in float32, which keeps seven digits; stay in float64")
        if np.any(np.isnan(gradient)) and np.all(np.isnan(gradient) == (x == 0)):
            raise NotYet("there is a NaN where x is 0: a step in proportion to x is no step there")
        if shifts.size and np.abs(shifts).min() < 1e-9:
            raise NotYet(
                f"your smallest step is {smallest}, and the difference of two values so near each other "
                "loses too many digits"
            )
        if (np.all(shifts > 0) or np.all(shifts < 0)) and np.allclose(gradient, expected, rtol=0.02, atol=1e-5):
            raise NotYet(one_side)
        if shifts.size and np.abs(shifts).max() > 1e-2:
            raise NotYet(f"where |x| is at most 10, your longest step is {longest}, and the function bends on the way")
    compare(
        gradient,
        expected,
        mistakes,
        otherwise="not the gradient; change one coordinate by h to both sides and divide by 2 h",
        rtol=1e-4,
        atol=1e-5,
    )
    if not np.array_equal(given, x):
        raise NotYet("the gradient is right, and x is no longer what it was; change a copy")
    if np.all(shifts > 0) or np.all(shifts < 0):
        raise NotYet(one_side)
    if not np.allclose(gradient, expected, rtol=1e-6, atol=1e-7):
        size = f"smallest step is {smallest}" if np.abs(shifts).min() < 1e-7 else f"longest step is {longest}"
        raise NotYet(f"nearly; central differences with a good step give seven digits, and your {size}")


@exercise("own-loss-safe")
def log_of_nothing(answer: Any) -> None:
    """A gradient that survives a prediction of 0."""
    import torch

    p, y = [2.0, 0.5, 0.0, 3.0, 1e-6], [1.0, 2.0, 1.0, 0.0, 1.0]
    input, target = torch.tensor(p, requires_grad=True), torch.tensor(y)
    losses = call(lambda: answer(input, target))
    if not isinstance(losses, torch.Tensor) or losses.shape != target.shape:
        raise NotYet("a tensor with one value an element is wanted")
    if losses[2].isnan():
        raise NotYet(
            "the value is NaN where the prediction is 0: 0 times infinity is no number; choose with torch.where"
        )
    expected = np.insert(np.array(poisson(y[:2] + y[3:], p[:2] + p[3:], reduction="none")), 2, 0.0)
    found = array(losses.detach().numpy(), (5,))
    if np.allclose(found[:4], expected[:4], atol=1e-6) and not np.isclose(found[4], expected[4]):
        raise NotYet("for a tiny prediction the value differs; only one of exactly 0 needs a safe argument")
    compare(
        found,
        expected,
        otherwise="the values should stay as the colleague has them, 0 where the prediction is 0",
    )
    if not losses.requires_grad:
        raise NotYet("the values are right and have no gradient; stay in PyTorch, without detach or item")
    (slopes,) = torch.autograd.grad(losses.sum(), input)
    if slopes.isnan().any():
        raise NotYet(
            "the values are right, and the gradient is still NaN at 0: make the argument of the log safe first"
        )
    compare(
        slopes.numpy().astype(float),
        np.array([0.5, -3.0, 0.0, 1.0, 1 - 1e6]),
        otherwise="the values are right; the gradient should be 1 - target / input, and 0 where the input is 0",
    )


@exercise("own-loss-project")
def says_what_you_mean(answer: Any) -> None:
    """A loss of the learner's own, held to a part of the chapter's checklist."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise NotYet("pass two functions, the loss and its gradient: (my_loss, my_gradient)")
    loss, gradient = answer
    rng = np.random.default_rng(0)
    y, r = rng.normal(scale=3, size=200), rng.choice([-1, 1], 200) * 10 ** rng.uniform(-2, 3, 200)
    p = y + r
    values = call(loss, y, p)
    if np.ndim(values) == 0:
        raise NotYet("the loss is one number for the whole batch; return one value an element")
    with np.errstate(all="ignore"):
        values = array(values, y.shape)
        slopes = array(call(gradient, y, p), y.shape)
        perfect = [array(call(f, y, y), y.shape) for f in (loss, gradient)]
        far = np.array([1e6, -1e6])
        extremes = [array(call(f, np.zeros(2), far), (2,)) for f in (loss, gradient)]
    if np.any(np.isnan(values)):
        worst = int(np.argmax(np.isnan(values)))
        raise NotYet(f"the loss is not finite for a target of {y[worst]:.2f} and a prediction of {p[worst]:.2f}")
    if np.any(perfect[0] != 0):
        raise NotYet("a perfect prediction should cost exactly 0")
    if np.any(values < 0) or np.any(extremes[0] < 0):
        raise NotYet("the loss is negative somewhere; is a perfect prediction then the best one?")
    if not np.any(values > 0):
        raise NotYet("the loss is 0 everywhere; nothing would be learned")
    if not np.allclose(array(call(loss, y + 7, p + 7), y.shape), values):
        raise NotYet("the loss changes when target and prediction both grow by 7; only their difference should count")
    for name, value in zip(("loss", "gradient"), extremes, strict=True):
        if not np.all(np.isfinite(value)):
            raise NotYet(f"the {name} is not finite for a prediction a million off; what should such a sample cost?")
    if not np.all(np.isfinite(perfect[1])):
        raise NotYet("the gradient is not finite where the prediction is right; 0 would do there")
    if not np.allclose(array(call(loss, y[:3], p[:3]), (3,)), values[:3]):
        raise NotYet("the loss of a sample depends on the others in the batch")
    _agree(loss, y, p, slopes)


def _agree(loss: Any, y: NDArray[np.float64], p: NDArray[np.float64], slopes: NDArray[np.float64]) -> None:
    """Compare the gradient with central differences, small residuals and large; one sample may sit on a kink."""
    h = 1e-5  # for large residuals too: a loss may bend there as quickly as near 0
    numerical = (array(call(loss, y, p + h), y.shape) - array(call(loss, y, p - h), y.shape)) / (2 * h)

    atol = 1e-5 * min(1, np.abs(numerical).max())  # a loss in small units has small slopes, and all of them count

    def close(to: NDArray[np.float64]) -> bool:
        return np.sum(~np.isclose(slopes, to, rtol=1e-4, atol=atol)) <= 1

    if close(numerical):
        return
    if close(-numerical):
        raise NotYet("the gradient has the wrong sign; it is by the prediction, not by the target")
    if close(numerical / len(y)):
        raise NotYet("the gradient is divided by the size of the batch, and the loss is not")
    if str(getattr(call(loss, y, p), "dtype", "")).endswith(("float32", "float16")):
        raise NotYet("the loss is not in float64, and finite differences of fewer digits are mostly rounding")
    off = ~np.isclose(slopes, numerical, rtol=1e-4, atol=atol)
    first = int(np.flatnonzero(off)[np.argmin(np.abs(p - y)[off])])
    raise NotYet(
        f"at a residual of {p[first] - y[first]:.4g} the gradient is {slopes[first]:.4g}, "
        f"and finite differences of the loss say {numerical[first]:.4g}"
    )


def _best_plan(a: float) -> float:
    """The log-mean-exp of the drives."""
    largest = DRIVES.max() if a > 0 else DRIVES.min()
    return largest + np.log(np.mean(np.exp(a * (DRIVES - largest)))) / a
