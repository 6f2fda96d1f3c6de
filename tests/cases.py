"""What the tests try, made from the catalog: every loss with every parameter, on ordinary and on extreme input.

All inputs are representable in float32, so that one reference value serves both precisions.
"""

from dataclasses import dataclass, field
from functools import cache
from itertools import product

import numpy as np
import reference
from mpmath import mp, mpf

from lossbook.catalog import CATALOG, Loss

CLASSES = 4  # what the catalog's examples of class weights and the extremes' rows are made for
SAMPLES = 6


@dataclass(frozen=True)
class Case:
    """One call of a loss: its options, and its inputs as float64 arrays or integer labels."""

    row: Loss
    kind: str
    options: dict = field(hash=False)
    y_true: np.ndarray = field(hash=False, compare=False)
    y_pred: np.ndarray = field(hash=False, compare=False)

    @property
    def from_logits(self):
        return self.options.get("from_logits", False)

    @property
    def all_options(self):
        return {p.name: p.default for p in self.row.parameters} | self.options

    def __str__(self):
        options = ",".join(f"{k}={v}" for k, v in self.options.items()) or "defaults"
        return f"{self.row.name}-{self.kind}-{options}".replace(" ", "")


def option_sets(row):
    """The defaults, then one parameter changed at a time; all of that from probabilities and from logits."""
    singles = [{}] + [{p.name: v} for p in row.parameters if p.name != "from_logits" for v in p.examples]
    return singles + [{"from_logits": True, **single} for single in singles if row.logits and "eps" not in single]


def float32_exact(values):
    return values if values.dtype.kind in "iu" else values.astype(np.float32).astype(np.float64)


def ordinary_case(row, options):
    rng = np.random.default_rng(sum(map(ord, row.name)))
    targets, predictions = row.inputs(options.get("from_logits", False))
    shape = (SAMPLES, CLASSES)
    y_true, y_pred = targets.sample(rng, shape), predictions.sample(rng, shape)
    return Case(row, "ordinary", options, float32_exact(y_true), float32_exact(y_pred))


def extreme_case(row, options):
    """Every extreme target against every extreme prediction."""
    targets, predictions = row.inputs(options.get("from_logits", False))
    pairs = list(product(targets.extremes(), predictions.extremes()))
    y_true, y_pred = (np.array(side) for side in zip(*pairs, strict=True))
    if row.layout == "elementwise":  # along the last axis, so that one value for each position fits
        y_true, y_pred = (np.repeat(side[:, None], CLASSES, 1) for side in (y_true, y_pred))
    return Case(row, "extreme", options, float32_exact(y_true), float32_exact(y_pred))


ORDINARY = [ordinary_case(row, options) for row in CATALOG.values() for options in option_sets(row)]
EXTREME = [extreme_case(row, options) for row in CATALOG.values() for options in option_sets(row)]
DEFAULT = [case for case in ORDINARY if set(case.options) <= {"from_logits"}]


@cache
def expected_value(case):
    """The unreduced loss by mpmath, as float64."""
    return np.array([float(v) for v in _reference_values(case)]).reshape(_unreduced_shape(case))


@cache
def expected_gradient(case):
    """The gradient of the sum of the loss by the predictions, by mpmath, as float64."""
    gradients = []
    for sample in _samples(case):
        if case.row.layout == "elementwise":
            gradients.append(mp.diff(lambda p, s=sample: _reference(case, s[0], p, s[2]), sample[1]))
            continue
        for c in range(len(sample[1])):

            def along_class(value, s=sample, c=c):
                return _reference(case, s[0], [*s[1][:c], value, *s[1][c + 1 :]], None)

            gradients.append(mp.diff(along_class, sample[1][c]))
    return np.array([float(g) for g in gradients]).reshape(case.y_pred.shape)


def largest_weight(case):
    weights = [case.all_options.get(name) for name in ("class_weight", "pos_weight", "alpha")]
    return max([1.0] + [float(np.max(w)) for w in weights if w is not None])


def tolerance(case, dtype):
    """Relative 1e-12 in float64, 1e-6 in float32; from logits also 8 units in the last place of a row's largest."""
    relative = 1e-12 if dtype == "float64" else 1e-6
    absolute = np.zeros(_unreduced_shape(case))
    if case.from_logits:
        size = np.abs(case.y_pred)
        size = size if case.row.layout == "elementwise" else size.max(-1)
        absolute = 8 * np.spacing(size.astype(dtype)).astype(float) * largest_weight(case)
    return relative, absolute + 2 * np.finfo(dtype).tiny


def assert_close(actual, expected, relative, absolute):
    actual, expected = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    assert actual.shape == expected.shape
    error, allowed = np.abs(actual - expected), relative * np.abs(expected) + absolute
    worst = np.unravel_index(np.argmax(error - allowed), error.shape) if error.size else None
    assert np.all(error <= allowed), f"at {worst}: got {actual[worst]!r}, expected {expected[worst]!r}"


def _unreduced_shape(case):
    return case.y_pred.shape if case.row.layout == "elementwise" else case.y_pred.shape[:-1]


def _reference(case, y, p, k):
    position = {} if k is None else {"k": k}
    return getattr(reference, case.row.name)(y, p, **case.all_options, **position)


def _samples(case):
    """Targets, predictions and position on the last axis, one sample at a time, as mpmath numbers."""
    if case.row.layout == "elementwise":
        for index in np.ndindex(case.y_pred.shape):
            yield mpf(float(case.y_true[index])), mpf(float(case.y_pred[index])), index[-1]
        return
    for y, p in zip(case.y_true, case.y_pred, strict=True):
        y = int(y) if case.row.layout == "sparse" else [mpf(float(v)) for v in y]
        yield y, [mpf(float(v)) for v in p], None


def _reference_values(case):
    return [_reference(case, y, p, k) for y, p, k in _samples(case)]
