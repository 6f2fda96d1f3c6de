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
from lossbook.teaching.exercises import NotYet, array, call, compare, exercise, number

DRIVES = np.array([40.0, 42.0, 45.0, 50.0, 90.0])  # minutes


@exercise("own-loss-promise")
def anxious_traveller(answer: Any) -> None:
    """The constant with the lowest LINEX loss."""
    a = 0.5
    compare(
        number(answer),
        _best_plan(a),
        {
            "that is the plan for a = 0.1": _best_plan(0.1),
            "that is the longest drive, which happened only once in five times; where is the mean?": DRIVES.max(),
            "that is the mean, which is best for a near 0": DRIVES.mean(),
            "is the logarithm divided by a?": a * _best_plan(a),
            "that is the plan of one who hates to be early; check the sign of a": _best_plan(-a),
        },
        otherwise="put a = 0.5 into the log-mean-exp of the drives",
    )


@exercise("own-loss-charbonnier")
def without_a_corner(answer: Any) -> None:
    """Charbonnier's loss, accurate also where it is tiny."""
    eps = 0.5
    y, p = np.array([0.0, 1.0, -2.0, 3.0]), np.array([0.4, 1.0, 1.0, -7.0])
    r = p - y
    expected = np.sqrt(r**2 + eps**2) - eps
    values = call(answer, y, p, eps)
    if np.ndim(values) == 0:
        raise NotYet("one number for the whole batch; return one value an element, and let somebody else reduce")
    compare(
        array(values, y.shape),
        expected,
        {
            "a perfect prediction should cost nothing; is eps taken off?": expected + eps,
            "eps is squared under the root too": np.sqrt(r**2 + eps) - eps,
            "r is squared under the root": np.sqrt(np.abs(r) + eps**2) - eps,
            "that is the absolute error, with its corner": np.abs(r),
        },
        otherwise="for r = 0.4 and eps = 0.5 it should be 0.1403",
    )
    tiny = np.array([1e-6, -3e-7])
    if not np.allclose(array(call(answer, np.zeros(2), eps * tiny, eps), (2,)), eps * tiny**2 / 2, rtol=1e-6, atol=0):
        raise NotYet("right for large residuals; tiny ones are lost where two nearly equal numbers are subtracted")


@exercise("own-loss-checker")
def gradient_checker(answer: Any) -> None:
    """Central differences, coordinate by coordinate."""
    rng = np.random.default_rng(0)
    y, z = np.eye(3)[[0, 2]], rng.normal(size=(2, 3))
    knobs = {"from_logits": True, "reduction": "sum"}
    _compare_gradients(
        answer,
        lambda z: categorical_cross_entropy(y, z, **knobs),
        z,
        categorical_cross_entropy_grad(y, z, **knobs),
    )
    target, x = np.array([0.0, 1.0, 2000.0]), np.array([0.3, 5.0, 2000.4])
    _compare_gradients(
        answer,
        lambda x: huber(target, x, delta=2.0, reduction="sum"),
        x,
        huber_grad(target, x, delta=2.0, reduction="sum"),
    )


def _compare_gradients(answer: Any, f: Callable[[NDArray], float], x: NDArray, expected: NDArray) -> None:
    given, seen = x.copy(), []

    def watched(x: NDArray) -> float:
        seen.append(np.array(x, dtype=float))
        return f(x)

    if not callable(answer):
        raise NotYet("a function is wanted; pass it without calling it")
    returned = call(lambda: answer(watched, given))
    gradient = array(returned, x.shape)
    h = 1e-5
    shifted = [np.abs(point - x).max() for point in seen if np.any(point != x)]
    all_at_once = (f(x + h) - f(x - h)) / (2 * h)
    compare(
        gradient,
        expected,
        {
            "that is the change when all coordinates move together; move one at a time": np.full(x.shape, all_at_once),
            "twice too large: the two points are 2 h apart": 2 * expected,
            "half of it: is the distance h or 2 h?": expected / 2,
        },
        otherwise="not the gradient; change one coordinate by h to both sides and divide by 2 h",
        rtol=1e-4,
        atol=1e-5,
    )
    if not np.array_equal(given, x):
        raise NotYet("the gradient is right, and x is no longer what it was; change a copy")
    if not np.allclose(gradient, expected, rtol=1e-8, atol=1e-8):
        size = f"{min(shifted):.0e}" if shifted else "0"
        raise NotYet(
            f"nearly; central differences with a good step give eight digits, and your smallest step is {size}"
        )


@exercise("own-loss-safe")
def log_of_nothing(answer: Any) -> None:
    """A gradient that survives a prediction of 0."""
    import torch

    p, y = [2.0, 0.5, 0.0, 3.0], [1.0, 2.0, 1.0, 0.0]
    input, target = torch.tensor(p, requires_grad=True), torch.tensor(y)
    losses = call(lambda: answer(input, target))
    if not isinstance(losses, torch.Tensor) or losses.shape != target.shape:
        raise NotYet("a tensor with one value an element is wanted")
    expected = np.array(poisson(y[:2] + y[3:], p[:2] + p[3:], reduction="none"))
    compare(
        array(losses.detach().numpy(), (4,)),
        np.insert(expected, 2, 0.0),
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
        np.array([0.5, -3.0, 0.0, 1.0]),
        otherwise="the values are right; the gradient should be 1 - target / input, and 0 where the input is 0",
    )


@exercise("own-loss-project")
def says_what_you_mean(answer: Any) -> None:
    """A loss of the learner's own, held to the chapter's checklist."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise NotYet("pass two functions, the loss and its gradient: (my_loss, my_gradient)")
    loss, gradient = answer
    y, p = np.random.default_rng(0).normal(scale=3, size=(2, 200))
    values = call(loss, y, p)
    if np.ndim(values) == 0:
        raise NotYet("the loss is one number for the whole batch; return one value an element")
    values = array(values, y.shape)
    slopes = array(call(gradient, y, p), y.shape)
    if np.any(array(call(loss, y, y), y.shape) != 0):
        raise NotYet("a perfect prediction should cost exactly 0")
    if np.any(values < 0):
        raise NotYet("the loss is negative somewhere; is a perfect prediction then the best one?")
    if not np.any(values > 0):
        raise NotYet("the loss is 0 everywhere; nothing would be learned")
    if not np.allclose(array(call(loss, y + 7, p + 7), y.shape), values):
        raise NotYet("the loss changes when target and prediction both grow by 7; only their difference should count")
    if not np.allclose(array(call(loss, y[:3], p[:3]), (3,)), values[:3]):
        raise NotYet("the loss of a sample depends on the others in the batch")
    _agree(loss, y, p, slopes)
    far = np.array([1e6, -1e6])
    with np.errstate(all="ignore"):
        extremes = [array(call(f, np.zeros(2), far), (2,)) for f in (loss, gradient)]
    for name, value in zip(("loss", "gradient"), extremes, strict=True):
        if not np.all(np.isfinite(value)):
            raise NotYet(f"the {name} is not finite for a prediction a million off; what should such a sample cost?")


def _agree(loss: Any, y: NDArray, p: NDArray, slopes: NDArray) -> None:
    """Compare the gradient with central differences; a few samples may sit on a kink."""
    h = 1e-5
    numerical = (array(call(loss, y, p + h), y.shape) - array(call(loss, y, p - h), y.shape)) / (2 * h)

    def close(to: NDArray) -> bool:
        return np.mean(np.isclose(slopes, to, rtol=1e-4, atol=1e-6)) > 0.95

    if close(numerical):
        return
    if close(-numerical):
        raise NotYet("the gradient has the wrong sign; it is by the prediction, not by the target")
    if close(numerical / len(y)):
        raise NotYet("the gradient is divided by the size of the batch, and the loss is not")
    worst = int(np.argmax(np.abs(slopes - numerical)))
    raise NotYet(
        f"at a residual of {p[worst] - y[worst]:.2f} the gradient is {slopes[worst]:.4g}, "
        f"and finite differences of the loss say {numerical[worst]:.4g}"
    )


def _best_plan(a: float) -> float:
    """The log-mean-exp of the drives."""
    largest = DRIVES.max() if a > 0 else DRIVES.min()
    return largest + np.log(np.mean(np.exp(a * (DRIVES - largest)))) / a
