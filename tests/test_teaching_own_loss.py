"""Chapter 8: what its exercises answer."""

import numpy as np
import pytest

from lossbook.teaching.exercises import judge

DRIVES = np.array([40.0, 42, 45, 50, 90])


def best(a):
    return np.log(np.mean(np.exp(a * DRIVES))) / a


def charbonnier(y, p, eps):
    r = p - y
    return r**2 / (np.sqrt(r**2 + eps**2) + eps)


def differences(h=1e-5, distance=2.0, spoil=False):
    """A gradient checker, with a step, a divisor in steps and a bad habit."""

    def gradient(f, x):
        found = np.empty_like(x)
        for i in np.ndindex(x.shape):
            step = np.zeros_like(x)
            step[i] = h * max(1, abs(x[i]))
            found[i] = (f(x + step) - f(x - step)) / (distance * step[i])
            if spoil:
                x[i] += step[i]
                x[i] -= 0.5 * step[i]
        return found

    return gradient


def one_sided(f, x, h=1e-7):
    return np.array([(f(x + h * e.reshape(x.shape)) - f(x)) / h for e in np.eye(x.size)]).reshape(x.shape)


def all_at_once(f, x, h=1e-5):
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


def repaired(input, target):
    import torch

    safe = torch.where(input > 0, input, 1.0)
    return torch.where(input > 0, safe - target * safe.log(), 0.0)


def of_the_colleague(input, target):
    import torch

    return torch.where(input > 0, input - target * input.log(), 0.0)


def clamped(input, target):
    """The gradient at 0 is finite and not 0."""
    import torch

    return torch.where(input > 0, of_the_colleague(input.clamp(min=1e-6), target), input)


def squared(y, p):
    return (p - y) ** 2


def squared_slope(y, p):
    return 2 * (p - y)


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("own-loss-promise", best(0.5), None),
        ("own-loss-promise", best(0.1), "a = 0.1"),
        ("own-loss-promise", 90, "longest drive"),
        ("own-loss-promise", DRIVES.mean(), "the mean"),
        ("own-loss-promise", np.log(np.sum(np.exp(0.5 * DRIVES))) / 0.5, "where is the mean"),
        ("own-loss-promise", 0.5 * best(0.5), "divided by a"),
        ("own-loss-promise", best(-0.5), "hates to be early"),
        ("own-loss-charbonnier", charbonnier, None),
        ("own-loss-charbonnier", lambda y, p, eps: charbonnier(y, p, eps).mean(), "one value an element"),
        ("own-loss-charbonnier", lambda y, p, eps: np.sqrt((p - y) ** 2 + eps**2), "is eps taken off"),
        ("own-loss-charbonnier", lambda y, p, eps: np.sqrt((p - y) ** 2 + eps) - eps, "eps is squared"),
        ("own-loss-charbonnier", lambda y, p, eps: np.abs(p - y), "its corner"),
        ("own-loss-charbonnier", lambda y, p, eps: np.sqrt((p - y) ** 2 + eps**2) - eps, "nearly equal"),
        ("own-loss-checker", differences(), None),
        ("own-loss-checker", differences(spoil=True), "no longer what it was"),
        ("own-loss-checker", differences(distance=1.0), "2 h apart"),
        ("own-loss-checker", differences(distance=4.0), "is the distance"),
        ("own-loss-checker", one_sided, "your smallest step is 1e-07"),
        ("own-loss-checker", differences(h=1e-2), "your smallest step is 1e-02"),
        ("own-loss-checker", all_at_once, "one at a time"),
        ("own-loss-safe", repaired, None),
        ("own-loss-safe", of_the_colleague, "NaN at 0"),
        ("own-loss-safe", clamped, "and 0 where the input is 0"),
        ("own-loss-safe", lambda x, y: repaired(x, y).detach(), "no gradient"),
        ("own-loss-safe", lambda x, y: repaired(x, y).mean(), "one value an element"),
        ("own-loss-safe", lambda x, y: x * 2, "as the colleague has them"),
        ("own-loss-project", (squared, squared_slope), None),
        ("own-loss-project", squared, "two functions"),
        ("own-loss-project", (lambda y, p: squared(y, p).mean(), squared_slope), "one number for the whole batch"),
        ("own-loss-project", (lambda y, p: squared(y, p) + 1, squared_slope), "exactly 0"),
        ("own-loss-project", (lambda y, p: (p - y) ** 3, squared_slope), "negative somewhere"),
        ("own-loss-project", (lambda y, p: 0 * y, lambda y, p: 0 * y), "0 everywhere"),
        ("own-loss-project", (lambda y, p: p**2 * squared(y, p), squared_slope), "only their difference"),
        ("own-loss-project", (lambda y, p: squared(y, p) / len(y), squared_slope), "depends on the others"),
        ("own-loss-project", (squared, lambda y, p: 2 * (y - p)), "wrong sign"),
        ("own-loss-project", (squared, lambda y, p: 2 * (p - y) / len(y)), "size of the batch"),
        ("own-loss-project", (squared, lambda y, p: p - y), "finite differences of the loss say"),
        ("own-loss-project", (lambda y, p: np.cosh(p - y) - 1, lambda y, p: np.sinh(p - y)), "a million off"),
    ],
)
def test_the_exercises_on_one_s_own_loss_know_right_from_wrong(name, answer, hint):
    verdict, said = judge(name, answer)
    assert (verdict, hint or "") == (("not yet", hint) if hint else ("correct", ""))
    assert (hint or "") in said


@pytest.mark.parametrize("name", ["own-loss-charbonnier", "own-loss-checker", "own-loss-safe"])
def test_a_starter_is_not_answered(name):
    assert judge(name, lambda *_: ...) == ("not answered", "")


def test_the_starters_of_the_project_are_not_answered():
    assert judge("own-loss-project", (lambda y, p: ..., lambda y, p: ...)) == ("not answered", "")
