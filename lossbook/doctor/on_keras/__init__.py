"""Examines a compiled Keras model on one batch: forward, loss, backward as ``fit`` does them, and changes nothing."""

from __future__ import annotations

import warnings
from typing import Any

import keras

from lossbook.doctor import on_both
from lossbook.doctor.findings import Finding
from lossbook.doctor.nested import flat, mapped, rows_of
from lossbook.doctor.on_both import asked, in_order
from lossbook.doctor.on_keras.arguments import alpha_ignored, examine_head, weights_ignored, wrong_accuracy
from lossbook.doctor.on_keras.examination import Examination, as_tensors, untouched
from lossbook.doctor.on_keras.gradients import dead, drowned, enormous, frozen, no_gradient, without_gradient
from lossbook.doctor.on_keras.infinite import not_finite


def examine(model: Any, x: Any, y: Any, sample_weight: Any = None) -> list[Finding]:
    """What is wrong with a compiled model and its loss, by one batch.

    Args:
        model: a ``keras.Model`` on TensorFlow, compiled. One that has no weights yet gets them, as ``fit`` would make
            them.
        x: the inputs of one batch, as ``train_on_batch`` takes them.
        y: the targets.
        sample_weight: the weights, if there are any.

    Returns:
        The findings; an empty list if nothing is certain. Weights, batch statistics, metrics, the optimiser and the
        seeds are as they were.

    Raises:
        TypeError: the model is none of Keras's.
        ValueError: it is not compiled, runs on something else than TensorFlow, or raises on this batch, and nothing
            explains it.
    """
    if not isinstance(model, keras.Model):
        raise TypeError(f"model needs a keras.Model, got {type(model).__name__}")
    if keras.backend.backend() != "tensorflow":
        raise ValueError(f"the doctor examines Keras on TensorFlow, and this is Keras on {keras.backend.backend()}")
    if not model.compiled or getattr(model, "_compile_loss", None) is None:
        raise ValueError("the model has no loss: call compile(loss=…) first")
    x, y, sample_weight = as_tensors(x), as_tensors(y), as_tensors(sample_weight)
    if not model.built or not model.weights:
        asked(lambda: model(x, training=False), "the model")
    with untouched(model), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _findings(Examination(model, x, y, sample_weight))


def _findings(it: Examination) -> list[Finding]:
    """All that is certain; the looks are in this order."""
    try:
        it.forward()
    except ValueError:  # what the loss was given may say why it raises
        head = it.head_that_raises()
        if head and (found := examine_head(it, head)):
            return found
        raise
    of_gradients = (without_gradient, dead, enormous)
    of_arguments = (alpha_ignored, weights_ignored, wrong_accuracy)
    return in_order(
        it,
        [found for head in it.heads for found in examine_head(it, head)],
        decisive=(frozen, no_gradient),
        infinite=not_finite,
        others=(*of_gradients, *of_arguments, drowned, _halves),
    )


def _halves(it: Examination) -> list[Finding]:
    """The loss of the batch beside those of its halves: without dropout, then as in training."""
    if it.sample_weight is not None or any(head.masked for head in it.heads):
        return []
    normed = any(type(layer).__name__ == "BatchNormalization" for layer in it.model._flatten_layers())

    def price(cut: slice, training: bool) -> float:
        x, y = (mapped(nested, lambda it: it[cut]) for nested in (it.x, it.y))
        return float(it.priced(x, y, it.model(x, training=training), None))

    return on_both.halves(rows_of([*flat(it.x), *flat(it.y)]), price, normed, "keras")
