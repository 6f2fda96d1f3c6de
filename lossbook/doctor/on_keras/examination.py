"""One batch through one model: forward, loss and backward as ``fit`` does them, and nothing is changed by them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras.src.trainers.compile_utils import CompileLoss

from lossbook.doctor.on_both import asked, same_draws
from lossbook.doctor.on_keras.graph import before
from lossbook.doctor.on_keras.heads import Head


class Examination:
    """One batch through one model: what the looks share.

    ``value``: the loss of the batch; ``gradients``: of each trainable weight, None if it has none.
    """

    def __init__(self, model: Any, x: Any, y: Any, sample_weight: Any) -> None:
        self.model: Any = model
        self.x: Any = x
        self.y: Any = y
        self.sample_weight: Any = sample_weight
        self.heads: list[Head] = []
        self.trainable: list[Any] = list(model.trainable_variables)
        self.value: float = math.nan
        self.gradients: list[Any] = []
        self._fresh: Any = None

    def forward(self) -> None:
        """The loss, the heads and the gradients, in a graph where ``fit`` has one."""
        given = (self.x, self.y, self.sample_weight)
        numbers = asked(lambda: self._run(*given), "the model or its loss")
        self.value = float(numbers["loss"])
        self.gradients = [None if g is None else tf.convert_to_tensor(g).numpy() for g in numbers["gradients"]]
        for head, values in zip(self.heads, numbers["heads"], strict=True):
            head.values = {key: None if value is None else value.numpy() for key, value in values.items()}
            head.y_true = values["y_true"]

    def _run(self, *given: Any) -> dict[str, Any]:
        self._fresh = self._compiled()
        if self.model.run_eagerly:
            return self._step(*given)
        graph = tf.function(self._step, autograph=False).get_concrete_function(*given)
        return graph(*given)  # type: ignore[no-any-return]  # TensorFlow says nothing of its types

    def _step(self, x: Any, y: Any, sample_weight: Any) -> dict[str, Any]:
        """Forward, loss, gradients: by the weights, and by what lies before each loss."""
        with tf.GradientTape(persistent=True) as tape:
            y_pred = self.model(x, training=True) if self.model._call_has_training_arg else self.model(x)
            total = self.priced(x, y, y_pred, sample_weight)
            self.heads = self._separate(y, y_pred)
            alone = [head.alone() for head in self.heads] if len(self.heads) > 1 else []
        last = [before(head.y_pred) for head in self.heads]
        for head, (activation, _) in zip(self.heads, last, strict=True):
            head.activation, head.masked = activation, getattr(head.y_pred, "_keras_mask", None) is not None
        heads = []
        for index, (head, (_, inner)) in enumerate(zip(self.heads, last, strict=True)):
            slopes = tape.gradient(alone[index], self.trainable) if alone else []
            norms = [-1.0 if s is None else tf.norm(tf.cast(tf.convert_to_tensor(s), tf.float32)) for s in slopes]
            heads.append(
                {
                    "y_true": tf.convert_to_tensor(head.y_true),
                    "y_pred": head.y_pred,
                    "inner": inner,
                    "slope": tape.gradient(total, head.y_pred if inner is None else inner),
                    "loss": alone[index] if alone else total,
                    "norms": tf.stack(norms or [-1.0]),
                }
            )
        return {"loss": total, "gradients": tape.gradient(total, self.trainable), "heads": heads}

    def _compiled(self) -> Any:
        """What the model has compiled, with a state of its own; of several losses built beforehand, as ``fit`` does."""
        compiled = self.model._compile_loss
        fresh = CompileLoss(compiled._user_loss, compiled._user_loss_weights, output_names=compiled.output_names)
        if isinstance(self.y, (Mapping, list, tuple)) or isinstance(compiled._user_loss, (Mapping, list, tuple)):
            fresh(self.y, self.model(self.x, training=False), None)
        return fresh

    def priced(self, x: Any, y: Any, y_pred: Any, sample_weight: Any) -> Any:
        """The model's own loss."""
        compiled = self.model._compile_loss
        object.__setattr__(self.model, "_compile_loss", self._fresh)
        try:
            return self.model._compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, training=True)
        finally:
            object.__setattr__(self.model, "_compile_loss", compiled)

    def _separate(self, y: Any, y_pred: Any) -> list[Head]:
        """Each output with its loss; none where targets and outputs can't be told apart."""
        names = self._fresh.output_names
        if isinstance(y, Mapping) and isinstance(y_pred, (list, tuple)) and names and set(names) == set(y):
            y = [y[name] for name in names]
        flat = self._fresh._flat_losses or []
        if len(flat) == 1 and isinstance(y, (list, tuple)) and len(y) == 1 and not isinstance(y_pred, (list, tuple)):
            y = y[0]
        if isinstance(y_pred, (list, tuple)) and len(y_pred) == 1 and not isinstance(y, (list, tuple, Mapping)):
            y = [y]
        try:
            return [
                Head(str(each.name), each.loss, each.loss_weights, _at(y, each.path), _at(y_pred, each.path))
                for each in flat
            ]
        except (KeyError, IndexError, TypeError):
            return []

    def head_that_raises(self) -> Head | None:
        """The only output beside its loss, where the loss raises; None where the model itself does."""
        try:
            y_pred = self.model(self.x, training=False)
            flat = CompileLoss(
                self.model._compile_loss._user_loss, None, output_names=self.model._compile_loss.output_names
            )
            if any(isinstance(each, (list, tuple, Mapping)) for each in (self.y, y_pred)):
                return None
            flat.build(self.y, y_pred)
            loss = flat._flat_losses[0].loss
        except Exception:
            return None
        return Head("", loss, None, self.y, y_pred, values={"y_pred": y_pred.numpy()})


def _at(nested: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        nested = nested[step]
    return nested


def as_tensors(nested: Any) -> Any:
    """Arrays as tensors, floats in Keras's own type, as ``fit`` makes them."""

    def convert(values: Any) -> Any:
        tensor = tf.convert_to_tensor(values)
        return tf.cast(tensor, keras.config.floatx()) if tensor.dtype == tf.float64 else tensor

    if nested is None:
        return None
    if isinstance(nested, Mapping):
        return {key: as_tensors(value) for key, value in nested.items()}
    if isinstance(nested, tuple) or (isinstance(nested, list) and nested and np.ndim(nested[0])):
        return type(nested)(as_tensors(value) for value in nested)
    return convert(nested)


@contextmanager
def untouched(model: Any) -> Iterator[None]:
    """Put back what a forward pass changes: batch statistics, seeds, random states."""
    kept = {id(v) for v in model.trainable_variables}
    others = [v for v in (*model.variables, *model.metrics_variables) if id(v) not in kept]
    seeds = keras.src.backend.common.global_state.get_global_attribute("global_seed_generator")
    others += [seeds.state] if seeds is not None else []
    values = [(variable, np.array(variable)) for variable in others]
    try:
        with same_draws():
            yield
    finally:
        for variable, value in values:
            variable.assign(value)
