"""The exercises on masks and on sequences."""

import pytest

from lossbook.numpy import tversky
from lossbook.teaching.exercises import judge


def my_tversky(y, p, alpha, beta):
    hits, extra, missed = ((a * b).sum(axis=(1, 2)) for a, b in ((y, p), (1 - y, p), (y, 1 - p)))
    return 1 - hits / (hits + alpha * extra + beta * missed)


@pytest.mark.parametrize(
    "name, answer, hint",
    [
        ("sequence-paths", 84, None),
        ("sequence-paths", 15, "over four frames"),
        ("sequence-paths", 70, "the label is 'aba'"),
        ("sequence-paths", 729, "whatever they read"),
        ("sequence-paths", 10, "stretch"),
        ("sequence-paths", 84 / 729, "probability"),
        ("overlap-tversky", my_tversky, None),
        ("overlap-tversky", lambda y, p, a, b: my_tversky(y, p, b, a), "other way round"),
        ("overlap-tversky", lambda y, p, a, b: 1 - my_tversky(y, p, a, b), "one minus it"),
        ("overlap-tversky", lambda y, p, a, b: my_tversky(y, p, 0.5, 0.5), "that is Dice"),
        ("overlap-tversky", lambda y, p, a, b: tversky(y[None], p[None], alpha=a, beta=b), "the batch for one mask"),
        ("overlap-tversky", lambda y, p, a, b: my_tversky(y, p, a, b).mean(), "not their mean"),
    ],
)
def test_the_exercises_know_right_from_wrong(name, answer, hint):
    verdict, said = judge(name, answer)
    assert (verdict, hint or "") == (("not yet", hint) if hint else ("correct", ""))
    assert (hint or "") in said
