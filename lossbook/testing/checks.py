"""The checks: each looks at a loss on trial, and gives a sentence for each fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossbook.testing.differences import Slope, slope
from lossbook.testing.faults import NotChecked, at, difference, not_finite, told
from lossbook.testing.trial import Trial

Checker = Callable[[Trial], Iterator[str]]
HALF = 65504.0  # the largest number of float16
MOST = 50  # so many predictions are moved one by one


def value(trial: Trial) -> Iterator[str]:
    """Finite, and one number for the batch, or one for each sample or element."""
    losses = trial.loss.call(trial.inputs).losses
    if not _is_part(losses.shape, trial.shape):
        shapes = ", ".join(f"{name} {array.shape}" for name, array in zip(trial.names, trial.inputs, strict=True))
        yield (
            f"The loss has shape {losses.shape} for {shapes}. Return one loss for each sample or element; if each "
            "sample met each other one, give predictions and targets the same shape"
        )
    elif (place := not_finite(losses)) is not None:
        yield f"The loss{at(place)} is {losses[place]} for the example itself.{_hint(trial)}"


def repeat(trial: Trial) -> Iterator[str]:
    """The same twice."""
    once, again = (trial.loss.call(trial.inputs).losses for _ in range(2))
    if not np.array_equal(once, again, equal_nan=True):
        yield (
            f"Two calls differ: {difference(again, once, 0) or 'in shape'}. Take randomness and what a call leaves "
            "behind out of the loss, or pass them in"
        )


def inputs(trial: Trial) -> Iterator[str]:
    """Left as they were."""
    if (i := trial.loss.changed(trial.inputs)) is not None:
        yield f"A call changes {trial.names[i]} itself. Compute a new array instead of writing into this one"


def gradient(trial: Trial) -> Iterator[str]:
    """Finite differences."""
    if not trial.loss.has_gradient:
        raise NotChecked("no gradient was given; pass one as gradient=")
    if not trial.exact:
        raise NotChecked("needs a loss that gives float64 for float64")
    found = trial.loss.gradients(trial.inputs, trial.positions, "float64")
    if len(found) != len(trial.positions):
        yield f"There are {len(found)} gradients for {len(trial.positions)} inputs. Return a tuple with one for each"
        return
    for i, slopes in zip(trial.positions, found, strict=True):
        name, shape = trial.names[i], trial.inputs[i].shape
        if slopes is None:
            yield f"None reaches {name}: a detach, .item(), NumPy, rounding or a comparison on the way cuts it off"
        elif slopes.shape != shape:
            yield f"By {name} it has shape {slopes.shape}, and needs that of {name}, {shape}"
        else:
            yield from _compared(trial, i, slopes)


def _compared(trial: Trial, i: int, slopes: NDArray[Any]) -> Iterator[str]:
    """The gradient by one input, number by number."""
    name, room = trial.names[i], trial.room(i)
    places = list(np.ndindex(slopes.shape))
    places = places[:: -(-len(places) // MOST)]
    wrong, kinks, beyond = [], [], []
    for place in places:
        expected = _slope(trial, i, place, float(room[place]))
        if expected is None:
            beyond.append(place)
        elif not expected.allows(float(slopes[place])):
            wrong.append((place, expected))
        elif expected.kink:
            kinks.append(place)
    for word, which in (("a kink or a jump", kinks), ("an end of the domain", beyond)):
        if which:
            trial.notes.append(f"gradient: {name}{at(which[0])} lies at {word} ({len(which)} of {len(places)} do)")
    if not slopes.any() and not wrong:
        trial.notes.append(f"gradient: by {name} it is 0 everywhere; take an example that has one")
    if wrong:
        place, expected = max(wrong, key=lambda it: abs(slopes[it[0]] - it[1].low))
        yield (
            f"By {name}{at(place)} it is {slopes[place]:.7g}, and finite differences give {_between(expected)} "
            f"({len(wrong)} of {len(places)} differ). {_diagnosis(slopes, wrong)}"
        )


def _slope(trial: Trial, i: int, place: tuple[int, ...], room: float) -> Slope | None:
    """The slope by one prediction; None where it can't be moved."""

    def moved(step: float) -> NDArray[Any]:
        values = trial.inputs[i].copy()
        values[place] += step
        return trial.loss.call(trial.replaced(i, values), "float64").losses

    if room <= 0:
        return None
    found = slope(moved, room)
    return found if np.isfinite([found.low, found.high]).all() else None


def _between(expected: Slope) -> str:
    return f"{expected.low:.7g} to {expected.high:.7g}" if expected.kink else f"{expected.low:.7g}"


def _diagnosis(slopes: NDArray[Any], wrong: list[tuple[tuple[int, ...], Slope]]) -> str:
    """What the wrong slopes have in common."""
    pairs = [(slopes[place], it.low) for place, it in wrong if it.low and not it.kink]
    factors = np.array([found / expected for found, expected in pairs])
    if factors.size and np.allclose(factors, factors[0], rtol=1e-4):
        if np.isclose(factors[0], -1, rtol=1e-4):
            return "Each that differs has the wrong sign: turn it round"
        return f"Each that differs is {factors[0]:.4g} times what it should be: look for that factor"
    return "Derive it anew, and look for what cuts or replaces a part of it"


def extremes(trial: Trial) -> Iterator[str]:
    """Finite at the ends of the domain, in float32: of the loss and of the gradient the first fault each."""
    for i, domain in zip(trial.positions, trial.domains, strict=True):
        told_of: set[str] = set()
        for words, predictions in trial.extreme_predictions(i, domain):
            for sample in range(len(predictions)):
                values = trial.inputs[i].copy()
                values[sample] = predictions[sample]
                what, fault = _not_finite(trial, i, values)
                if fault and what not in told_of:
                    told_of.add(what)
                    yield f"With {words} (sample {sample}: {_some(predictions[sample])}) {fault}"


def _not_finite(trial: Trial, i: int, predictions: NDArray[Any]) -> tuple[str, str]:
    """Whether loss or gradient is at fault with these predictions, and how."""
    arrays = trial.replaced(i, predictions)
    try:
        losses = trial.loss.call(arrays, "float32").losses
        slopes = _slopes(trial, arrays, i, "float32")
    except Exception as error:  # whatever somebody's loss may raise
        return "loss", f"the loss raises {told(error)}.{_hint(trial)}"
    if (place := not_finite(losses)) is not None:
        advice = "Rewrite the formula so that it forms no such number, or limit its argument"
        return "loss", f"the loss{at(place)} is {losses[place]}. {advice}.{_hint(trial)}"
    if slopes is not None and (place := not_finite(slopes)) is not None:
        return "gradient", (
            f"the loss is finite and its gradient{at(place)} is {slopes[place]}. Make the argument safe before the "
            "function that overflows sees it; where() alone doesn't"
        )
    return "", ""


def _slopes(trial: Trial, arrays: list[NDArray[Any]], i: int, dtype: str | None = None) -> NDArray[Any] | None:
    """The gradient by one of the inputs, if there is one."""
    if not trial.loss.has_gradient:
        return None
    found = trial.loss.gradients(arrays, trial.positions, dtype)
    return dict(zip(trial.positions, found, strict=False)).get(i)


def _some(numbers: NDArray[Any]) -> str:
    """The first three."""
    return ", ".join([*(f"{it:g}" for it in np.ravel(numbers)[:3]), *(["…"] if np.size(numbers) > 3 else [])])


def _hint(trial: Trial) -> str:
    """What the kit may not have been told."""
    p = trial.inputs[trial.positions[0]]
    if trial.domains[0] != "real" or trial.extremes is not None:
        return ""
    likely = "" if p.min() < 0 else "domain='probabilities', or " if p.max() <= 1 else "domain='positive', or "
    return f" If predictions never lie there, say where they do: {likely}extremes="


def nan(trial: Trial) -> Iterator[str]:
    """Comes out as it went in: one in each sample that counts, where the gradient is largest."""
    i = trial.positions[0]
    slopes = _slopes(trial, trial.inputs, i)
    known = slopes is not None and slopes.shape == trial.shape
    size = np.abs(slopes if slopes is not None and known else np.ones(trial.shape)).reshape(trial.samples, -1)
    if not size.any():
        raise NotChecked("no sample of the example has a gradient")
    for sample in np.flatnonzero(size.any(1)):
        place = (int(sample), *np.unravel_index(size[sample].argmax(), trial.shape[1:]))
        predictions = trial.inputs[i].copy()
        predictions[place if known else sample] = np.nan  # without a gradient, nobody knows which number counts
        try:
            losses = trial.loss.call(trial.replaced(i, predictions)).losses
        except Exception:  # to refuse it is right, too
            continue
        here = losses[sample] if losses.ndim and not trial.across_batch else losses
        if not np.isnan(here).any():
            yield (
                f"A NaN in {trial.names[i]}{at(place)} comes out as {np.ravel(here)[0]:.7g}. Let it through, or nobody "
                "learns that the model has failed: nan_to_num, nanmean, fmax and the other side of a where() swallow it"
            )
            return


def reductions(trial: Trial) -> Iterator[str]:
    """None, sum and mean belong together."""
    by = {name: trial.loss.reduced(name) for name in ("none", "sum", "mean")}
    if by["none"] is None:
        if not trial.loss.call(trial.inputs).losses.ndim and trial.loss.name == "TensorFlow":
            trial.notes.append("reductions: one number for the batch leaves Keras's sample_weight nothing to weigh")
        raise NotChecked("the loss has no reduction")
    losses = {name: it.call(trial.inputs).losses for name, it in by.items() if it}
    if not losses["none"].ndim and trial.across_batch:
        raise NotChecked("one number for the whole batch leaves nothing to reduce")
    if not losses["none"].ndim and trial.samples > 1:
        wrong = trial.loss.one_number_is_wrong(trial.inputs)
        yield wrong or f'reduction="none" gives one number for {trial.samples} samples. Return them unreduced'
        return
    total, number = losses["none"].sum(), losses["none"].size
    for name, expected, words in (("sum", total, "the sum"), ("mean", total / number, "the mean")):
        if difference(losses[name], expected, 1e-5):
            yield (
                f'reduction="{name}" gives {_shown(losses[name])}; of the {number} unreduced losses {words} is '
                f"{expected:.7g}. Reduce all in one last line, or skip this check if it is to divide by weights"
            )


def batch(trial: Trial) -> Iterator[str]:
    """No sample has to do with another."""
    if trial.across_batch:
        raise NotChecked("a sample's loss depends on the batch, as told")
    if trial.samples < 2:
        raise NotChecked("the example has one sample")
    loss, dtype, n = trial.unreduced, trial.precise, trial.samples
    cut = (n - 1) // 2 or 1
    order = np.roll(np.arange(n), 1)
    indices = (slice(None), slice(cut), slice(cut, None), order)
    results = [loss.call(trial.chosen(index), dtype) for index in indices]
    whole, left, right, turned = (result.losses for result in results)
    tolerance = 1e-9 if results[0].dtype == "float64" else 1e-5
    advice = "A sample's loss depends on the others; if it is meant to, pass across_batch=True"
    if whole.ndim:
        if found := difference(np.concatenate([left, right]), whole, tolerance):
            yield f"Samples 0 to {cut - 1} and the others apart have other losses than together: {found}. {advice}"
        elif found := difference(turned, whole[order], tolerance):
            yield f"With the last sample first, the loss of a sample changes: {found}. It must not depend on its place"
        return
    either = left + right, (cut * left + (n - cut) * right) / n
    if all(difference(whole, expected, tolerance) for expected in either):
        yield (
            f"The loss of all {n} samples is {whole:.7g}; that of {cut} is {left:.7g}, and of the other {n - cut} "
            f"{right:.7g}, which makes a sum of {either[0]:.7g} or a mean of {either[1]:.7g}. {advice}"
        )
    elif found := difference(turned, whole, tolerance):
        yield f"With the last sample first, the loss changes: {found}. It must not depend on a sample's place"


def dtypes(trial: Trial) -> Iterator[str]:
    """The same in float32 and float64, and finite in half of that."""
    loss, rounded = trial.loss, [_rounded(it) for it in trial.inputs]
    losses = {}
    for dtype in ("float32", "float64"):
        try:
            result = loss.call(rounded, dtype)
        except Exception as error:  # whatever somebody's loss may raise
            yield f"With {dtype} inputs it raises {told(error)}. Make constants of the predictions' dtype"
            continue
        losses[dtype] = result.losses
        if loss.keeps_dtype and result.dtype != dtype:
            yield f"{dtype} goes in, and {result.dtype} comes out. Make constants of the predictions' dtype"
    if len(losses) == 2 and (found := difference(losses["float32"], losses["float64"], 1e-4)):
        yield f"In float32 the loss has lost its digits: {found} in float64. Subtract no numbers that are nearly equal"
    for dtype in loss.half:
        yield from _in_half(trial, dtype)


def _rounded(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.float32).astype(np.float64) if array.dtype.kind == "f" else array


def _in_half(trial: Trial, dtype: str) -> Iterator[str]:
    try:
        losses = trial.loss.call(trial.inputs, dtype).losses
    except Exception as error:  # a framework need not have all its operations in half precision
        trial.notes.append(f"dtypes: {dtype} is refused ({told(error)})")
        return
    if (place := not_finite(losses)) is None:
        return
    wide = trial.loss.call(trial.inputs).losses
    if max(np.abs(it).max() for it in [wide, *trial.inputs]) > HALF:
        trial.notes.append(f"dtypes: {dtype} can't hold the example or its loss")
    else:
        yield f"In {dtype} the loss{at(place)} is {losses[place]} instead of {wide[place]:.5g}. Compute it in float32"


def saving(trial: Trial) -> Iterator[str]:
    """What comes back is the same."""
    yield from trial.loss.saving(trial.inputs, trial.notes)


def compiling(trial: Trial) -> Iterator[str]:
    """The compiled loss is the loss."""
    loss = trial.loss
    try:
        compiled = loss.compiled(trial.inputs, trial.positions)
        found = compiled.call(trial.inputs).losses
        slopes = compiled.gradients(trial.inputs, trial.positions)
    except NotChecked:
        raise
    except Exception as error:  # whatever a compiler raises
        yield (
            f"The compiler refuses the loss: {told(error)}. Leave out .item(), .numpy() and Python's if on a tensor; "
            "where() chooses between tensors"
        )
        return
    if wrong := difference(found, loss.call(trial.inputs).losses, 1e-5):
        yield f"Compiled, the loss changes: {wrong} without. Keep Python's own state and numbers out of it"
    for i, theirs, ours in zip(trial.positions, slopes, loss.gradients(trial.inputs, trial.positions), strict=True):
        if theirs is None or ours is None:
            if theirs is not ours:
                yield f"Compiled, there is {'no' if theirs is None else 'a'} gradient by {trial.names[i]}"
        elif wrong := difference(theirs, ours, 1e-4):
            yield f"Compiled, the gradient by {trial.names[i]} changes: {wrong} without"


def _is_part(shape: tuple[int, ...], whole: tuple[int, ...]) -> bool:
    """Whether these are the samples' axis and some of the others, in order."""
    if shape[:1] != whole[:1]:
        return not shape
    rest = iter(whole[1:])
    return all(length in rest for length in shape[1:] if length > 1)


def _shown(losses: NDArray[Any]) -> str:
    return f"{losses:.7g}" if losses.ndim == 0 else f"shape {losses.shape}"


CHECKS: dict[str, Checker] = {
    "value": value,
    "repeat": repeat,
    "inputs": inputs,
    "gradient": gradient,
    "extremes": extremes,
    "nan": nan,
    "reductions": reductions,
    "batch": batch,
    "dtypes": dtypes,
    "saving": saving,
    "compile": compiling,
}
FOUNDATIONS = ("value", "repeat", "inputs")
