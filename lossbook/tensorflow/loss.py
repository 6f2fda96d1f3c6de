"""The Keras form of a loss: the one place where parameters are checked, stored and serialised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from lossbook.arguments import check_parameters
from lossbook.catalog import CATALOG
from lossbook.catalog import Loss as Row


class Loss(keras.losses.Loss):
    """A loss function with its parameters, for ``compile`` and for saving: a subclass is registered with Keras."""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        keras.saving.register_keras_serializable(package="lossbook")(cls)

    def __init__(
        self, function: Callable[..., tf.Tensor], reduction: str, name: str, dtype: str | None, **parameters: Any
    ) -> None:
        if keras.backend.backend() != "tensorflow":
            raise RuntimeError(f"lossbook.tensorflow needs Keras on TensorFlow, got {keras.backend.backend()!r}")
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self._row = CATALOG[function.__name__]
        check_parameters(self._row, parameters, classes=None)
        self._function = function
        self._parameters = {key: _plain(value) for key, value in parameters.items()}

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """One value a sample. Several predictions come stacked on axis 1."""
        y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
        if not self._row.several:
            return self._function(*_align(self._row, y_true, y_pred), **self._parameters)
        predictions = iter(_unstacked(self._row, y_pred))
        inputs = [next(predictions) if given.differentiable else y_true for given in self._row.inputs()]
        if self._row.layout == "elementwise":
            inputs = _in_columns(inputs)
        return self._function(*inputs, **self._parameters)

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> tf.Tensor:
        """The reduced loss of a batch; Keras returns an empty batch as it is, and here it costs 0."""
        loss = super().__call__(y_true, y_pred, sample_weight)
        return tf.reduce_sum(loss) if self.reduction not in (None, "none") and loss.shape == (0,) else loss

    def get_config(self) -> dict[str, Any]:
        """All that makes an equal loss again."""
        return {**super().get_config(), "dtype": self.dtype, **self._parameters}


def _plain(value: Any) -> Any:
    """A parameter as JSON can keep it."""
    if isinstance(value, (list, tuple, np.ndarray, tf.Tensor)):
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
    if row.layout == "axis":
        return y_true, y_pred
    if row.layout == "sparse":
        extra = y_true.shape.rank == y_pred.shape.rank and y_true.shape[-1] == 1
        return (tf.squeeze(y_true, -1) if extra else y_true), y_pred
    if y_true.shape.rank == y_pred.shape.rank - 1 and y_pred.shape[-1] == 1:
        return tf.expand_dims(y_true, -1), y_pred
    if y_true.shape.rank == y_pred.shape.rank + 1 and y_true.shape[-1] == 1:
        return y_true, tf.expand_dims(y_pred, -1)
    return y_true, y_pred
