"""Inputs that something is wrong with, in one sample of a case: NaN, infinity, values out of bounds."""

from dataclasses import replace

import cases
import numpy as np

SAMPLE = 1
REPLACED = {"NaN": np.nan, "infinity": np.inf}


def with_value(case, i, value, index=(SAMPLE,)):
    """The case with ``value`` at ``index`` of its input ``i``."""
    inputs = list(case.inputs)
    inputs[i] = inputs[i].copy()
    inputs[i][index] = value
    return replace(case, inputs=tuple(inputs))


def with_rubbish(case, where, value):
    """The case with ``value`` for all numbers, and no class for all labels, of the samples ``where`` is True."""
    for i, given in enumerate(case.row.inputs()):
        if not cases.is_shared(given):
            case = with_value(case, i, -7 if given.domain.integer else value, where)
    return case


def without(case, where):
    """The case without the samples ``where`` is True."""
    return replace(case, inputs=tuple(case.samples(~where)))
