"""The exercises of the appendix on masks and sequences."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby, product
from typing import Any

import numpy as np

from lossbook.numpy import focal_tversky, tversky
from lossbook_course.teaching.exercises import NotYet, array, call, compare, exercise, number

Path = tuple[int, ...]


@exercise("sequence-paths")
def how_many_ways(answer: Any) -> None:
    """The paths over six frames that read 'aba'."""
    value, right = number(answer), _paths([1, 2, 1], 6)
    mistakes = {
        "those are the paths over four frames that read 'ab'": _paths([1, 2], 4),
        "those are the paths that read 'ab'; the label is 'aba'": _paths([1, 2], 6),
        "that many read 'aa' over six frames, or 'ab' over five; it is 'aba' over six, with or without blanks before, "
        "between and behind": _paths([1, 1], 6),
        "that many read 'aba' over four frames; there are six, and only equal neighbours need a blank between "
        "them": _paths([1, 2, 1], 4),
        "that many read 'aba' over five frames, or 'aab' over six; it is 'aba' over six": _paths([1, 2, 1], 5),
        "those are the paths over seven frames; there are six": _paths([1, 2, 1], 7),
        "those are all paths over six frames, whatever they read": 3**6,
        "those are all paths of two symbols, whatever they read; the blank is the third": 2**6,
        "no path at all? Are 0, 1 and 2 all among your symbols, and is a list compared with the list [1, 2, 1]?": 0,
        "blanks may stand between, before and behind; did you only stretch the letters?": _paths([1, 2, 1], 6, _joined),
        "a letter may last for several frames; did you only put blanks in?": _paths([1, 2, 1], 6, _without_blanks),
        "first join what repeats, then drop the blanks: a blank keeps two letters apart": _paths(
            [1, 2, 1], 6, lambda path: _joined(tuple(_without_blanks(path)))
        ),
    }
    otherwise = "list all 729 paths, read each, and count those that give [1, 2, 1]"
    if 0 < value < 1:
        raise NotYet("that is no count; if it is a share, how many of the 729 paths is it?")
    if float(value).is_integer() and value not in {right, *mistakes.values()}:
        raise NotYet(otherwise)  # a count that is close is not rounded, but wrong
    compare(value, right, mistakes, otherwise=otherwise)


@exercise("overlap-tversky")
def own_tversky(answer: Any) -> None:
    """The Tversky loss, one value a sample."""
    rng = np.random.default_rng(2)
    y = (rng.random((3, 4, 5)) < 0.4).astype(float)
    p = rng.random((3, 4, 5))
    alpha, beta = 0.2, 0.9
    value = np.asarray(call(answer, y, p, alpha, beta))
    expected = tversky(y, p, alpha=alpha, beta=beta, reduction="none")
    whole = tversky(y[None], p[None], alpha=alpha, beta=beta, reduction="none")
    if value.size == 1:
        compare(
            number(value),
            np.nan,
            {
                "that takes the batch for one mask; sum over all axes but the first": whole.item(),
                "one value for each of the three samples is wanted, and not their mean": expected.mean(),
                "one value for each of the three samples is wanted, and not their sum": expected.sum(),
            },
            otherwise="one value for each of the three samples is wanted",
        )
    if value.shape in {(3, 4), (3, 5), (5,), (4, 5)}:
        raise NotYet(f"this has shape {value.shape}, where (3,) is wanted; sum over all axes but the first")
    hits, extra, missed = ((a * b).sum(axis=(1, 2)) for a, b in ((y, p), (1 - y, p), (y, 1 - p)))
    errors = alpha * extra + beta * missed
    compare(
        array(value, (3,)),
        expected,
        {
            "false positives and false negatives have changed places: alpha is the price of what p says too much, "
            "beta of what it misses in y": tversky(y, p, alpha=beta, beta=alpha, reduction="none"),
            "that is the share that is right; the loss is one minus it": 1 - expected,
            "that is minus the share that is right; the loss is one minus it": expected - 1,
            "that is Dice; use alpha and beta": tversky(y, p, reduction="none"),
            "the 2 is Dice's, whose denominator holds TP twice; here it holds it once": 1 - 2 * hits / (hits + errors),
            "TP belongs into the denominator, too": 1 - hits / errors,
            "alpha and beta are prices of errors, FP and FN, and not of the sizes of the masks": 1
            - hits / (hits + alpha * p.sum(axis=(1, 2)) + beta * y.sum(axis=(1, 2))),
            "those are the errors alone; divide them by TP plus them (a denominator needs its brackets)": errors,
            "keep the probabilities as they are; did you round p to 0 and 1?": tversky(
                y, np.round(p), alpha=alpha, beta=beta, reduction="none"
            ),
            **{
                f"an s of {s:g} is not tiny for masks of 20 pixels; leave it out, or take one that changes no digit": (
                    tversky(y, p, alpha=alpha, beta=beta, smooth=s, reduction="none")
                )
                for s in (1.0, 0.1, 0.01)
            },
            "alpha and beta need not add up to 1; did you take beta for 1 minus alpha?": tversky(
                y, p, alpha=alpha, beta=1 - alpha, reduction="none"
            ),
            "alpha and beta need not add up to 1; did you take alpha for 1 minus beta?": tversky(
                y, p, alpha=1 - beta, beta=beta, reduction="none"
            ),
            "that is a focal Tversky; no power is wanted": focal_tversky(
                y, p, alpha=alpha, beta=beta, reduction="none"
            ),
        },
        otherwise="TP / (TP + alpha · FP + beta · FN), taken from 1, for each sample",
    )


def _paths(label: list[int], frames: int, read: Callable[[Path], list[int]] | None = None) -> int:
    """How many paths read ``label``, listed one by one; 0 is the blank."""
    read = read or (lambda path: _without_blanks(tuple(_joined(path))))
    return sum(read(path) == label for path in product(range(3), repeat=frames))


def _joined(path: Path) -> list[int]:
    return [symbol for symbol, run in groupby(path)]


def _without_blanks(path: Path) -> list[int]:
    return [symbol for symbol in path if symbol != 0]
