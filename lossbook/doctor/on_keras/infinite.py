"""Where NaN and infinity begin: in the inputs, the weights, a layer, a loss, or a gradient."""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from lossbook.doctor import on_both
from lossbook.doctor.findings import Finding, Place, finding
from lossbook.doctor.nested import flat
from lossbook.doctor.on_keras.examination import Examination


def not_finite(it: Examination) -> list[Finding]:
    """A loss or gradients that are NaN or infinite, and where that begins."""
    if not math.isfinite(it.value):
        return _of_infinite_loss(it)
    named = zip(it.trainable, it.gradients, strict=True)
    bad = [v.path for v, g in named if g is not None and not np.isfinite(g).all()]
    if not bad:
        return []
    return on_both.infinite_gradients(bad, len(it.gradients), it.value, "keras")


def _of_infinite_loss(it: Examination) -> list[Finding]:
    """Where it begins: in the inputs, in the weights, in a layer, or in the loss."""
    inputs = [np.asarray(t) for t in flat(it.x) if np.asarray(t).dtype.kind == "f"]
    if bad := sum(int((~np.isfinite(t)).sum()) for t in inputs):
        return on_both.infinite_inputs(bad, sum(t.size for t in inputs), "keras")
    spoiled = [v for v in it.model.weights if not np.isfinite(np.asarray(v, dtype=np.float32)).all()]
    if spoiled:
        witness = f"{len(spoiled)} of {len(it.model.weights)} weights hold NaN or infinity before the first step"
        place = Place(part=spoiled[0].path)
        return [finding("LB508", "weights that are NaN or infinite", witness, place, "keras", None)]
    if found := _first_layer(it):
        return found
    halves = [head for head in it.heads if head.values["y_pred"].dtype == np.float16]
    for head in halves:
        value = float(head.loss(head.y_true, tf.constant(head.values["y_pred"].astype(np.float32))))
        if found := on_both.infinite_in_float16(it.value, value, "keras"):
            return found
    return on_both.infinite_loss(it.value, "keras")


def _first_layer(it: Examination) -> list[Finding]:
    """The first layer whose output is not finite while its input is."""
    at_fault: list[tuple[str, int, int]] = []
    original = keras.layers.Layer.__call__

    def looked_at(layer: Any, *args: Any, **kwargs: Any) -> Any:
        made = original(layer, *args, **kwargs)
        if not at_fault and not layer._layers and _finite((args, kwargs)) and not _finite(made):
            values = [np.asarray(t) for t in flat(made)]
            bad = sum(int((~np.isfinite(t)).sum()) for t in values)
            at_fault.append((layer.name, bad, sum(t.size for t in values)))
        return made

    keras.layers.Layer.__call__ = looked_at
    try:
        it.model(it.x, training=True)
    finally:
        keras.layers.Layer.__call__ = original
    return on_both.infinite_layer(*at_fault[0], "keras") if at_fault else []


def _finite(nested: Any) -> bool:
    values = (np.asarray(t) for t in flat(nested) if isinstance(t, (tf.Tensor, np.ndarray)))
    return all(bool(np.isfinite(t.astype(np.float32)).all()) for t in values if t.dtype.kind == "f")
