"""What the tests try, made from the catalog: every loss with every parameter, on ordinary and on extreme input.

All inputs are representable in float32, so that one reference value serves both precisions.
"""

from dataclasses import dataclass, field
from functools import cache
from itertools import product

import numpy as np
import reference
from mpmath import mp, mpf

from lossbook import samples
from lossbook.catalog import CATALOG, Loss
from lossbook.domains import Distributions

CLASSES = 4  # what the catalog's examples of class weights and the extremes' rows are made for
SAMPLES = 6


@dataclass(frozen=True)
class Case:
    """One call of a loss: its options, and its inputs as float64 arrays or integer labels."""

    row: Loss
    kind: str
    options: dict = field(hash=False)
    inputs: tuple = field(hash=False, compare=False)

    @property
    def y_true(self):
        """The targets of a loss that has targets and predictions alone."""
        y_true, _ = self.inputs
        return y_true

    @property
    def y_pred(self):
        _, y_pred = self.inputs
        return y_pred

    @property
    def shape(self):
        """The shape of the differentiable inputs."""
        first = next(i for i, given in enumerate(self.row.inputs()) if given.differentiable)
        return self.inputs[first].shape

    def samples(self, index):
        """The inputs of some samples; what all samples share as it is."""
        pairs = zip(self.row.inputs(), self.inputs, strict=True)
        return [side if is_shared(given) else side[index] for given, side in pairs]

    @property
    def shiftable(self):
        """Whether a single number of a differentiable input may move and leave the input legal."""
        inputs = self.row.inputs(self.options)
        return not any(isinstance(given.domain, Distributions) for given in inputs if given.differentiable)

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
    inputs = samples.sample_inputs(row, rng, (SAMPLES, CLASSES), options)
    return Case(row, "ordinary", options, tuple(float32_exact(i) for i in inputs))


def extreme_case(row, options):
    """Every extreme value of each input against every one of the others; or numbers drawn from all extreme values."""
    if row.layout == "named":
        return Case(row, "extreme", options, tuple(drawn_from_extremes(row, options)))
    combinations = list(product(*(samples.extremes(i.domain) for i in row.inputs(options))))
    inputs = [np.array(side) for side in zip(*combinations, strict=True)]
    if not row.over_axis:  # along the last axis, so that one value for each position fits; or a mask of one value
        inputs = [np.repeat(side[:, None], CLASSES, 1) for side in inputs]
    return Case(row, "extreme", options, tuple(float32_exact(i) for i in inputs))


def drawn_from_extremes(row, options):
    rng = np.random.default_rng(sum(map(ord, row.name)))
    for given in row.inputs(options):
        shape = samples.sample_shape(row, given, (SAMPLES, CLASSES))
        if given.domain.integer:
            yield samples.sample(given.domain, rng, shape)
        else:
            extremes = samples.extremes(given.domain)  # numbers, or whole rows
            yield float32_exact(rng.choice(extremes, shape[: len(shape) + 1 - extremes.ndim]))


ORDINARY = [ordinary_case(row, options) for row in CATALOG.values() for options in option_sets(row)]
EXTREME = [extreme_case(row, options) for row in CATALOG.values() for options in option_sets(row)]
DEFAULT = [case for case in ORDINARY if set(case.options) <= {"from_logits"}]


@cache
def expected_value(case):
    """The unreduced loss by mpmath, as float64."""
    return np.array([float(v) for v in _reference_values(case)]).reshape(_unreduced_shape(case))


@cache
def expected_gradients(case):
    """The gradients of the sum of the loss by the differentiable inputs, by mpmath, as float64; NaN at a kink."""
    return weighted_gradients(case, np.ones(_unreduced_shape(case)))


def weighted_gradients(case, weights):
    """The same of a weighted sum."""
    differentiable = [i for i, given in enumerate(case.row.inputs()) if given.differentiable]
    gradients = {i: [] for i in differentiable}
    losses = np.split(weights.ravel(), len(list(_samples(case))) or 1)
    known = {}  # extremes of an elementwise loss are repeated along an axis, where the position may make a difference
    by_position = any(isinstance(value, tuple) for value in case.all_options.values())
    for (sample, position), own in zip(_samples(case), losses, strict=True):
        key = (sample, by_position and position, tuple(own)) if case.row.layout == "elementwise" else object()
        if key not in known:
            known[key] = _partial_derivatives(case, sample, position, differentiable, own)
        for i, found in zip(differentiable, known[key], strict=True):
            gradients[i].append(found)
    for i in differentiable:
        if is_shared(case.row.inputs()[i]):
            gradients[i] = np.sum(gradients[i], 0)
    return tuple(np.array(gradients[i]).reshape(case.inputs[i].shape) for i in differentiable)


def is_shared(given):
    """Whether all samples have this input in common, as the weight of a layer."""
    return given.shared


def expected_gradient(case):
    """The same for a loss with one differentiable input."""
    (found,) = expected_gradients(case)
    return found


def _partial_derivatives(case, sample, position, differentiable, weights):
    """By each of these inputs of one sample, an input being a number, a list of numbers or a list of lists."""
    weights = weights.tolist()

    def total(inputs):
        return mp.fdot(_reference(case, inputs, position), weights)

    def slopes(i):
        given = np.array(sample[i], dtype=object)
        for index in np.ndindex(given.shape):

            def along_one(x, index=index):
                moved = given.copy()
                moved[index] = x
                return total((*sample[:i], moved.tolist(), *sample[i + 1 :]))

            yield float(slope(along_one, given[index], at))

    with mp.workdps(DIGITS):
        at = total(sample)  # where nothing is moved, the loss is the same for every number that will be
    return [list(slopes(i)) for i in differentiable]


DIGITS = 150  # of which a difference of 1e-60 leaves enough


def slope(function, x, at):
    """The derivative at x, where the value is ``at``.

    NaN at a kink, where the slopes on the two sides differ and each between them will do.
    """
    with mp.workdps(DIGITS):
        h = mpf(10) ** -60
        below, above = function(x - h), function(x + h)
        left, right = (at - below) / h, (above - at) / h
        is_kink = abs(right - left) > mpf(10) ** -9 * max(abs(left), abs(right)) + mpf(10) ** -30
        return mp.nan if is_kink else (left + right) / 2


def class_axis(row, keyword="axis"):
    """What says that the classes are last to a loss that has none unless told; weights of classes want to know."""
    return {keyword: -1} if row.usual_axis is None else {}


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
    if case.row.family in SUMMING:
        absolute = 8 * np.spacing(largest_sum(case).astype(dtype)).astype(float) * steepness(case)
    absolute = absolute + 4 * np.spacing(subtracted(case).astype(dtype)).astype(float)
    return relative, absolute + 2 * np.finfo(dtype).tiny


SUMMING = ("sequence", "vocabulary")  # whose values and slopes round as the sums that they are made of


def largest_sum(case):
    """For each sample what the terms of its largest sum come to in size: of a product with a weight, or of frames."""
    if case.row.name == "ctc":
        return 2 * np.abs(case.inputs[0]).max(-1).sum(-1)
    features, weight, _, bias = map(np.abs, case.inputs)
    return (features @ weight.T + bias).max(-1)


def steepness(case):
    """How fast a loss grows with what :func:`largest_sum` sums, at most."""
    return largest_weight(case) + 2 * case.all_options.get("z_loss", 0) * largest_sum(case)


def subtracted(case):
    """What a loss that passes through 0 subtracts: there no precision keeps more digits than this has."""
    if case.row.family == "embedding":
        return np.full(_unreduced_shape(case), summed(case), dtype=float)
    if case.row.name in ("gamma_deviance", "tweedie_deviance"):
        return largest_deviance_term(case)
    if case.row.name == "elementwise_kl":
        (y, p), options = case.inputs, case.all_options
        share, log_y = (np.exp(y), y) if options["log_target"] else (y, np.log(np.maximum(y, options["eps"])))
        return share * (np.abs(log_y) + np.abs(p if options["log_input"] else np.log(np.maximum(p, options["eps"]))))
    if case.row.name != "poisson":
        return np.zeros(_unreduced_shape(case))
    y, y_pred = case.inputs
    log_rate = y_pred if case.options.get("log_input") else np.log(np.maximum(y_pred, case.all_options["eps"]))
    return np.abs(y * log_rate)


def largest_deviance_term(case):
    """Of the terms of a deviance the largest, times the digits that the exponential of a logarithm loses."""
    (y, y_pred), options = case.inputs, case.all_options
    log_mean = y_pred if options["log_input"] else np.log(np.maximum(y_pred, options["eps"]))
    ratio = np.where(y > 0, y, 1) / np.exp(log_mean)
    term = 4 * np.exp((2 - options.get("power", 2)) * log_mean) * np.maximum(1, ratio * (1 + np.abs(np.log(ratio))))
    return term * (1 + np.abs(log_mean))


def summed(case):
    """How large the terms are that a loss of vectors or cosines sums, with both signs."""
    options = case.all_options
    if case.row.name == "circle":
        return options["scale"] * (1 + options["margin"]) * (2 - options["margin"])  # the largest exponent
    if "temperature" in options:
        return 1 / options["temperature"]
    if case.row.name == "triplet_margin" and options["distance"] != "cosine":
        apart = sum(np.abs(side).sum(-1) for side in case.inputs)
        return options["margin"] + (apart**2 if options["distance"] else apart)
    return 1.0


def slope_noise(case, i):
    """What rounding leaves of a slope whose parts cancel: some units in the last place of those."""
    options, nothing = case.all_options, np.zeros(case.inputs[i].shape)
    if case.row.family in SUMMING:
        return nothing + 8 * np.spacing(largest_sum(case).max())
    if case.row.name == "circle":
        return nothing + 8 * np.spacing(options["scale"])
    if options.get("distance") == "squared_euclidean":
        return nothing + 8 * np.spacing(sum(np.abs(side).sum(-1, keepdims=True) for side in case.inputs))
    if case.row.family != "embedding" or options.get("distance", "cosine") is None:
        return nothing
    lengths = np.linalg.norm(case.inputs[i], axis=-1, keepdims=True)  # a cosine's slopes are over the length
    return nothing + 8 * np.spacing(summed(case)) / np.where(lengths > 0, lengths, 1)


def assert_close(actual, expected, relative, absolute):
    actual, expected = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    assert actual.shape == expected.shape
    error, allowed = np.abs(actual - expected), relative * np.abs(expected) + absolute
    worst = np.unravel_index(np.argmax(error - allowed), error.shape) if error.size else None
    assert np.all(error <= allowed), f"at {worst}: got {actual[worst]!r}, expected {expected[worst]!r}"


def _unreduced_shape(case):
    return case.row.unreduced_shape(case.shape, -1)


def _reference(case, sample, position):
    """The loss of one sample, or the losses of a whole batch, as a list."""
    named = {} if position is None or "k" not in REFERENCES[case.row.name] else {"k": position}
    found = getattr(reference, case.row.name)(*sample, **case.all_options, **named)
    return found if isinstance(found, list) else [found]


REFERENCES = {name: getattr(reference, name).__code__.co_varnames for name in CATALOG}


def _samples(case):
    """The inputs of one sample at a time, or of a batch whose samples meet, as mpmath numbers, and its position."""
    if case.row.layout == "elementwise":
        for index in np.ndindex(case.shape):
            yield tuple(_exact(side[index]) for side in case.inputs), index[-1]
        return
    if case.row.across_batch:
        yield tuple([_exact(vector) for vector in side] for side in case.inputs), None
        return
    if case.row.layout == "named":
        for n in range(case.shape[0]):
            pairs = zip(case.row.inputs(), case.inputs, strict=True)
            yield tuple(_nested(side if is_shared(given) else side[n]) for given, side in pairs), None
        return
    for sample in zip(*case.inputs, strict=True):
        yield tuple(_exact(side) for side in sample), None


def _nested(value):
    """Lists of lists, where :func:`_exact` makes a flat one."""
    integer = np.issubdtype(np.asarray(value).dtype, np.integer)
    return np.asarray(value).tolist() if integer else np.vectorize(mpf, otypes=[object])(value).tolist()


def _exact(value):
    """A label stays an integer; numbers become mpmath's, arrays flat lists of them."""
    if np.issubdtype(np.asarray(value).dtype, np.integer):
        return np.asarray(value).tolist()
    return mpf(float(value)) if np.ndim(value) == 0 else [mpf(float(v)) for v in np.ravel(value)]


def _reference_values(case):
    return [value for sample, position in _samples(case) for value in _reference(case, sample, position)]
