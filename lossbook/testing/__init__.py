"""A test kit for a loss of your own: :func:`check_loss` tries it as this library's tests try the library's.

Importing it loads NumPy alone. A framework is loaded when the loss is of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import ArrayLike

from lossbook.testing.checks import CHECKS, FOUNDATIONS, Checker
from lossbook.testing.faults import Fault, NotChecked, told
from lossbook.testing.report import Report
from lossbook.testing.trial import Trial

__all__ = ["Report", "check_loss"]


def check_loss(
    function: Callable[..., Any],
    *inputs: Any,
    gradient: Callable[..., Any] | None = None,
    differentiable: int | str | Sequence[int | str] | None = None,
    domain: str | Sequence[str] = "real",
    extremes: ArrayLike | None = None,
    across_batch: bool = False,
    skip: str | Sequence[str] = (),
) -> Report:
    r"""Check a loss of your own on a small batch: pass without a word of complaint, or be told every fault at once.

    The loss is a function of NumPy, PyTorch or TensorFlow, a ``torch.nn.Module`` or a ``keras.losses.Loss``. If
    neither the function nor an input is of PyTorch or TensorFlow, it is one of NumPy. Checked is, in this order:

    - ``"value"``: it is a finite number, or finite numbers, one for each sample or element.
    - ``"repeat"``: two calls give the same.
    - ``"inputs"``: the inputs are left as they were.
    - ``"gradient"``: it agrees with finite differences in float64. From steps of :math:`h` and :math:`2h` to both
      sides comes :math:`f' \approx \frac{8\,[f(x+h) - f(x-h)] - [f(x+2h) - f(x-2h)]}{12h}`, whose error shrinks with
      :math:`h^4`. The step is :math:`10^{-3} \max(1, |x|)`, and shorter where the domain leaves less room or where two
      steps disagree. At a kink every slope between those of its two sides is right, and the report names it. Of a
      large example, some fifty predictions are moved.
    - ``"extremes"``: value and gradient are finite at the ends of the domain, in float32.
    - ``"nan"``: a NaN in a prediction comes out as NaN in its sample, or is refused by an exception.
    - ``"reductions"``: if there is a ``reduction``, ``"none"`` has one loss for each sample or element, ``"sum"`` is
      their sum and ``"mean"`` that over their number.
    - ``"batch"``: two parts of the batch have the losses that the whole has; another order only orders the losses anew.
    - ``"dtypes"``: float32 and float64 inputs give the same to the precision of float32, and a result of their own
      dtype; in half precision the loss is finite, if float16 can hold its value.
    - ``"saving"``: a Keras class comes back from its ``get_config``, a module from its ``state_dict``, and its tensors
      are parameters or buffers.
    - ``"compile"``: ``torch.compile`` takes it as one graph (no C++ compiler is needed), ``tf.function`` as a graph,
      and value and gradient stay.

    If one of the first three fails, the others wait: they would only tell the same fault once more.

    Args:
        function: the loss. Fix its parameters with ``functools.partial``, which keeps its ``reduction`` visible.
        inputs: a small batch in the order that ``function`` takes, samples on the first axis: ``y_true, y_pred`` for
            most, ``input, target`` in PyTorch. An input of another length is taken for one that all samples share, so
            let nothing else have as many entries as there are samples. Take predictions that are not all right.
        gradient: by hand, the gradient of the sum of what ``function`` returns, with the same inputs; a tuple if
            several inputs have one. A loss in PyTorch or TensorFlow has its own.
        differentiable: position or name of the input that gets the gradient, or several. By default ``y_pred`` or
            ``input``, if an argument is called so; else the first in PyTorch, and the second in NumPy and TensorFlow.
        domain: what the predictions may be: ``"real"`` or ``"logits"`` (tried at ±10⁴), ``"probabilities"`` (at
            exactly 0 and 1), ``"distributions"`` (probabilities along the last axis, tried at one class alone) or
            ``"positive"`` (tried at 10⁻⁴ and 10⁴); one for each differentiable input, or one for all.
        extremes: predictions to try in place of the domain's: numbers, each of which fills a whole sample.
        across_batch: the loss of a sample depends on the other samples of the batch, and is meant to.
        skip: names of checks to leave out.

    Returns:
        What was checked, what was not and why, and what is worth knowing though it is no fault.

    Raises:
        AssertionError: a sentence for each fault: what is wrong, where, what came out, and what to do.
        ValueError: the call itself can't be meant so: an unknown domain or check, or no such input.

    Examples:
        >>> import numpy as np
        >>> def squared_error(y_true, y_pred):
        ...     return (y_pred - y_true) ** 2
        >>> y_true, y_pred = np.array([1.0, 2.0, 3.0]), np.array([1.5, 2.0, 1.0])
        >>> check_loss(squared_error, y_true, y_pred, gradient=lambda y_true, y_pred: 2 * (y_pred - y_true))
        squared_error (NumPy): no fault found
        checked: value, repeat, inputs, gradient, extremes, nan, batch, dtypes
        skipped: reductions (the loss has no reduction)
        skipped: saving (a function has no parameters to save)
        skipped: compile (NumPy compiles nothing)
        >>> check_loss(squared_error, y_true, y_pred, gradient=np.subtract)  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        AssertionError: check_loss finds a fault in squared_error (NumPy):
        - gradient: By y_pred at [2] it is 2, and finite differences give -4 (2 of 3 differ). ...
    """
    skip = (skip,) if isinstance(skip, str) else tuple(skip)
    if unknown := set(skip) - set(CHECKS):
        raise ValueError(f"skip needs names of checks ({', '.join(CHECKS)}), got {sorted(unknown)}")
    trial = Trial.of(function, inputs, gradient, differentiable, domain, extremes, across_batch)
    report = Report(trial.title)
    for name, check in CHECKS.items():
        if name in skip:
            report.skipped[name] = "as told"
        else:
            _run(name, check, trial, report)
        if name in FOUNDATIONS and report.faults:
            break
    report.notes = tuple(trial.notes)
    if report.faults:
        raise AssertionError(report.complaint()) from report.cause
    return report


def _run(name: str, check: Checker, trial: Trial, report: Report) -> None:
    """One check: what it finds, that it does not apply, or what the loss raises in it."""
    found: list[str] = []
    try:
        found.extend(check(trial))
    except NotChecked as reason:
        report.skipped[name] = str(reason)
        return
    except Fault as fault:
        found.append(str(fault))
    except Exception as error:  # whatever somebody's loss may raise
        found.append(f"The loss raises {told(error)}")
        report.cause = error
    report.checked.append(name)
    report.faults.extend((name, fault) for fault in found)
