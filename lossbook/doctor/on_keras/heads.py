"""Each output of a model beside its loss."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import tensorflow as tf

from lossbook.doctor.losses import Wanted, wanted
from lossbook.doctor.outputs.batch import Batch


@dataclass
class Head:
    """One output and its loss. ``values``: the numbers of the outputs, of what lies before them, and of gradients."""

    name: str
    loss: Any
    weight: Any
    y_true: Any
    y_pred: Any
    activation: str = ""
    masked: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def options(self) -> dict[str, Any]:
        """What the loss was made with."""
        return getattr(self.loss, "_fn_kwargs", None) or getattr(self.loss, "_parameters", {})

    def wanted(self) -> Wanted | None:
        """What a loss of Keras or of lossbook wants; None for one of your own."""
        options = self.options
        from_logits = options.get("from_logits")
        own = {key: options[key] for key in ("log_input",) if key in options}
        kind, function = type(self.loss), getattr(self.loss, "fn", None)
        if kind.__module__.startswith("lossbook."):
            return wanted(kind.__name__, "", from_logits, options=own)
        if not kind.__module__.startswith("keras"):
            return None
        if kind.__name__ != "LossFunctionWrapper":
            return wanted(kind.__name__, "keras", from_logits)
        module = getattr(function, "__module__", "")
        name = getattr(function, "__name__", "")
        if module.startswith("lossbook."):
            return wanted(name, "", from_logits)
        return wanted(name, "keras", from_logits) if module.startswith("keras") else None

    def alone(self) -> Any:
        """The loss of this output, by its weight."""
        value = tf.cast(self.loss(self.y_true, self.y_pred), tf.float32)
        return value if self.weight is None else value * self.weight

    def by_sample(self) -> Any:
        """The loss of each sample, or None where the loss can't say it."""
        reduction = self.loss.reduction
        try:
            self.loss.reduction = "none"
            each = np.asarray(self.loss(self.y_true, tf.constant(self.values["y_pred"])))
        except Exception:
            return None
        finally:
            self.loss.reduction = reduction
        return each.reshape(len(each), -1).mean(1) if each.ndim else None


def batch_of(head: Head, part: str) -> Batch | None:
    """The arrays of one output, with what is known of its last operation; None where the catalog can't say."""
    loss = head.wanted()
    if loss is None:
        return None
    y_true, y_pred = np.asarray(head.y_true), np.asarray(head.values["y_pred"])
    if not y_true.size or not y_pred.size or y_true.dtype.kind not in "biuf" or head.masked:
        return None
    y_pred = y_pred.astype(np.float32) if y_pred.dtype.kind not in "biuf" else y_pred
    options = head.options
    ignored = options.get("ignore_class", options.get("ignore_index"))
    axis = options.get("axis", -1)
    loss = replace(loss, axis=axis) if isinstance(axis, int) and loss.row.over_axis else loss
    return Batch(loss, y_true, y_pred, head.activation, None, -1, ignored, part, str(y_pred.dtype), options)
