"""The Keras form of a loss: the one place where parameters are checked, stored and serialised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from lossbook.arguments import class_axis, normal_parameters
from lossbook.catalog import CATALOG
from lossbook.catalog import Loss as Row
from lossbook.tensorflow.arguments import TENSORS, as_tensor, check_class_weights
from lossbook.tensorflow.batch import Batch, known
from lossbook.tensorflow.primitives import can_look_at, mean_over_last_axis


class Loss(keras.losses.Loss):
    """A loss function with its parameters, for ``compile`` and for saving.

    The package's own classes are registered with Keras; a subclass of one is its author's to register.
    """

    def __init__(
        self, function: Callable[..., tf.Tensor], reduction: str, name: str, dtype: str | None, **parameters: Any
    ) -> None:
        if keras.backend.backend() != "tensorflow":
            raise RuntimeError(f"lossbook.tensorflow needs Keras on TensorFlow, got {keras.backend.backend()!r}")
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self._row = CATALOG[function.__name__]
        class_axis(self._row, parameters, "axis")
        parameters |= normal_parameters(self._row, parameters, None, TENSORS)
        check_class_weights(self._row, parameters)
        self._function = function
        self._parameters = {key: value if _is_variable(value) else _plain(value) for key, value in parameters.items()}

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """One value a sample. Several predictions come stacked on axis 1."""
        y_true, y_pred = as_tensor(y_true, "y_true"), as_tensor(y_pred, "y_pred")
        if not self._row.several:
            return self._function(*_align(self._row, y_true, y_pred), **self._parameters)
        predictions = iter(_unstacked(self._row, y_pred))
        inputs = [next(predictions) if given.differentiable else y_true for given in self._row.inputs()]
        if self._row.layout == "elementwise":
            inputs = _in_columns(inputs)
        return self._function(*inputs, **self._parameters)

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> tf.Tensor:
        """The reduced loss of a batch.

        Args:
            y_true: the targets; labels stay the integers they are, in whatever dtype the loss is computed.
            y_pred: the predictions. Where Keras's mask is False nothing has any influence, whatever stands there.
            sample_weight: the shape of the unreduced loss, or its leading axes: one weight a sample, or for an
                elementwise loss one an element. Where it is 0 nothing has any influence.

        Returns:
            What Keras's reduction makes of it; 0 for an empty batch, which Keras would return as it is.
        """
        batch = _batch(y_pred, sample_weight)
        with keras.name_scope(self.name), known(batch):
            y_true, y_pred = as_tensor(y_true, "y_true"), tf.cast(as_tensor(y_pred, "y_pred"), self.dtype)
            if not any(given.domain.integer for given in self._row.inputs()):
                y_true = tf.cast(y_true, self.dtype)
            losses = self.call(y_true, y_pred)
        loss = self._reduced(losses, batch)
        return tf.reduce_sum(loss) if self.reduction not in (None, "none") and loss.shape == (0,) else loss

    def _reduced(self, losses: tf.Tensor, batch: Batch | None) -> tf.Tensor:
        kept, weight = getattr(losses, "_keras_mask", None), None  # False for ignored labels
        if batch:
            weight, mask = batch.spread(losses)
            kept = mask if kept is None else kept if mask is None else kept & mask
            if batch.by_element and self.reduction in (None, "none", "sum"):  # of samples, as without weights
                for factor in (weight, kept):
                    losses = losses if factor is None else losses * tf.cast(factor, losses.dtype)
                losses, weight, kept = mean_over_last_axis(losses), None, None
        if kept is not None:
            losses = tf.identity(losses)
            losses._keras_mask = kept  # what Keras's own losses do with ignore_class
        return _Reduction(self.name, self.reduction, self.dtype)(losses, losses, weight)

    def get_config(self) -> dict[str, Any]:
        """All that makes an equal loss again."""
        parameters = {key: _plain(value) for key, value in self._parameters.items()}
        return {**super().get_config(), "dtype": self.dtype, **parameters}


class _Reduction(keras.losses.Loss):
    """Keras's reduction of losses that are there already."""

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """The losses."""
        return y_pred


def _batch(y_pred: Any, sample_weight: Any) -> Batch | None:
    """Weights and mask of a batch; None without any."""
    weight, kept = sample_weight, getattr(y_pred, "_keras_mask", None)
    if weight is not None:
        weight = as_tensor(weight, "sample_weight")
        weight = weight if weight.dtype == tf.float64 else tf.cast(weight, tf.float32)
        values = weight.numpy() if can_look_at(weight) else np.zeros(1)
        wrong = values[~((values >= 0) & (values < np.inf))]
        if wrong.size:
            raise ValueError(f"sample_weight needs finite non-negative numbers, got {wrong[0]:.6g}")
    if weight is None and kept is None:
        return None
    return Batch(weight, None if kept is None else tf.cast(kept, tf.bool))


def _is_variable(value: Any) -> bool:
    """Whether it may change: a variable is read at every call, and saved with the value it has then."""
    return isinstance(value, (tf.Variable, keras.Variable))


def _plain(value: Any) -> Any:
    """A parameter as JSON can keep it."""
    if isinstance(value, (list, tuple, np.ndarray)) or tf.is_tensor(value):
        return np.asarray(value).tolist()
    return value.item() if isinstance(value, np.generic) else value


def _unstacked(row: Row, y_pred: tf.Tensor) -> list[tf.Tensor]:
    """The predictions that were stacked on axis 1."""
    names = [given.name for given in row.inputs() if given.differentiable]
    if y_pred.shape.rank < 2 or y_pred.shape[1] != len(names):
        raise ValueError(f"{row.name} needs {', '.join(names)} stacked on axis 1 of y_pred, got shape {y_pred.shape}")
    return tf.unstack(y_pred, axis=1)


def _in_columns(inputs: list[tf.Tensor]) -> list[tf.Tensor]:
    """Numbers, one a sample, as columns: the function averages over the last axis, which is not that of the samples."""
    rank = max(2, *(value.shape.rank for value in inputs))
    return [tf.expand_dims(value, -1) if value.shape.rank == rank - 1 else value for value in inputs]


def _align(row: Row, y_true: tf.Tensor, y_pred: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Give both the same last axis where one lacks an axis of length 1, as Keras's own losses do."""
    if row.over_axis:
        lacks_it = not row.usual[0].domain.over_axis  # as class indices do, and what an ensemble forecasts
        extra = lacks_it and y_true.shape.rank == y_pred.shape.rank and y_true.shape[-1] == 1
        return (tf.squeeze(y_true, -1) if extra else y_true), y_pred
    if y_true.shape.rank == y_pred.shape.rank - 1 and y_pred.shape[-1] == 1:
        return tf.expand_dims(y_true, -1), y_pred
    if y_true.shape.rank == y_pred.shape.rank + 1 and y_true.shape[-1] == 1:
        return y_true, tf.expand_dims(y_pred, -1)
    return y_true, y_pred
