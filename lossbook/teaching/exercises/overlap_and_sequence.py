"""The exercises of the appendix on masks and sequences."""

from __future__ import annotations

from typing import Any

import numpy as np

from lossbook.numpy import ctc, tversky
from lossbook.teaching.exercises import array, call, compare, exercise, number


@exercise("sequence-paths")
def how_many_ways(answer: Any) -> None:
    """The paths over six frames that read 'aba'."""
    compare(
        number(answer),
        _paths([1, 2, 1], 6),
        {
            "those are the paths over four frames that read 'ab'": _paths([1, 2], 4),
            "those are the paths that read 'ab'; the label is 'aba'": _paths([1, 2], 6),
            "those are all paths over six frames, whatever they read": 3**6,
            "blanks may stand between, before and behind; did you only stretch the letters?": 10,
            "that is a probability; how many of the paths is it?": _paths([1, 2, 1], 6) / 3**6,
        },
        otherwise="list all 729 paths, read each, and count those that give [1, 2, 1]",
    )


@exercise("overlap-tversky")
def own_tversky(answer: Any) -> None:
    """The Tversky loss, one value a sample."""
    rng = np.random.default_rng(2)
    y = (rng.random((3, 4, 5)) < 0.4).astype(float)
    p = rng.random((3, 4, 5))
    options = {"alpha": 0.2, "beta": 0.9}
    value = np.asarray(call(answer, y, p, *options.values()))
    expected = tversky(y, p, **options, reduction="none")
    whole = tversky(y[None], p[None], **options, reduction="none")
    if value.size == 1:
        compare(
            number(value),
            np.nan,
            {"that takes the batch for one mask; sum over all axes but the first": whole.item()},
            otherwise="one value for each of the three samples is wanted, and not their mean",
        )
    compare(
        array(value, (3,)),
        expected,
        {
            "alpha weighs false positives and beta false negatives; yours are the other way round": tversky(
                y, p, alpha=0.9, beta=0.2, reduction="none"
            ),
            "that is the share that is right; the loss is one minus it": 1 - expected,
            "that is Dice; use alpha and beta": tversky(y, p, reduction="none"),
        },
        otherwise="TP / (TP + alpha · FP + beta · FN), taken from 1, for each sample",
    )


def _paths(label: list[int], frames: int) -> float:
    """How many paths read ``label``: with three equally likely symbols CTC counts them."""
    even = np.full((1, frames, 3), -np.log(3))
    return 3**frames * np.exp(-ctc(even, [label], [frames], [len(label)]))
