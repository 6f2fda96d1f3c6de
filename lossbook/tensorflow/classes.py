"""The Keras class of every loss, made from its function: ``BinaryFocal`` from ``binary_focal``.

What editors and type checkers see of them is in ``__init__.pyi``, which ``make stubs`` writes.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import keras
import tensorflow as tf

from lossbook.catalog import CATALOG
from lossbook.catalog import Loss as Row
from lossbook.classes import class_from, keyword
from lossbook.domains import Weights
from lossbook.tensorflow.arguments import as_tensor
from lossbook.tensorflow.loss import Loss


def call_ctc(self: Loss, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """One loss a sample."""
    labels = as_tensor(y_true, "y_true")
    is_label = (labels >= 0) & (labels != self._parameters["blank"])
    label_lengths = tf.reduce_sum(tf.cast(is_label, tf.int64), -1)
    input_lengths = tf.fill(tf.shape(label_lengths), tf.shape(y_pred, tf.int64)[1])
    return self._function(y_pred, labels, input_lengths, label_lengths, **self._parameters)


def call_linear_cross_entropy(self: Loss, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """One loss a label."""
    labels = labels_alone(y_true)
    return features_above_weight(self, y_pred, labels, labels.shape.rank)


def labels_alone(y_true: tf.Tensor) -> tf.Tensor:
    """The labels without Keras's own axis of length 1, as for other classes."""
    return tf.squeeze(y_true, -1) if y_true.shape.rank > 1 and y_true.shape[-1] == 1 else y_true


def features_above_weight(self: Loss, y_pred: tf.Tensor, targets: tf.Tensor, axes: int) -> tf.Tensor:
    """Take the two apart, and give the features the axes of samples that the targets have."""
    known = targets.shape[:axes]
    samples = tf.shape(targets)[:axes]
    count = known.num_elements() or tf.reduce_prod(samples)
    features = tf.reshape(y_pred[:count], tf.concat([samples, tf.shape(y_pred)[-1:]], 0))
    features = tf.ensure_shape(features, known.concatenate(y_pred.shape[-1:]))
    return self._function(features, y_pred[count:], targets, **self._parameters)


def call_soft_linear_cross_entropy(self: Loss, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """One loss a position."""
    return features_above_weight(self, y_pred, y_true, y_true.shape.rank - 1)


def call_sup_con(self: Loss, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """One loss a row."""
    return self._function(y_pred, labels_alone(y_true), **self._parameters)


# Losses that are given something else than targets and predictions, or predictions stacked on axis 1.
CALLS = {
    "ctc": call_ctc,
    "linear_cross_entropy": call_linear_cross_entropy,
    "soft_linear_cross_entropy": call_soft_linear_cross_entropy,
    "sup_con": call_sup_con,
}
FEATURES_ABOVE_WEIGHT = """
Keras gives a loss one tensor: ``y_pred`` has the N rows of features, and below them the C rows of the weight. A
layer for it returns ``tf.concat([features, self.weight], 0)``; of sequences, the features of all positions below
one another, while ``y_true`` keeps their axes, such as (B, T). A bias is the last column of the weight, beside a
last feature of 1."""
OWN_WORDS = {
    "ctc": """
``y_true`` has one row of labels a sample, filled up with blanks or with negative numbers; ``y_pred`` the
log-probabilities, all of whose frames count.""",
    "linear_cross_entropy": FEATURES_ABOVE_WEIGHT,
    "soft_linear_cross_entropy": FEATURES_ABOVE_WEIGHT,
    "sup_con": """
``y_true`` has the labels, ``y_pred`` the features.""",
}


def class_of(row: Row) -> type[Loss]:
    """The Keras class of one loss, registered with Keras so that a saved model finds it."""
    function = getattr(import_module(f"lossbook.tensorflow.{row.family}"), row.name)
    further = {
        "reduction": (
            keyword("reduction", "sum_over_batch_size", "str"),
            'Keras\'s: ``"sum_over_batch_size"``, ``"mean_with_sample_weight"``, ``"sum"`` or ``"none"``.',
        ),
        "name": (keyword("name", row.name, "str"), "what Keras calls the loss."),
        "dtype": (keyword("dtype", None, "str | None"), "what the loss is computed in. None: Keras's float type."),
    }
    members: dict[str, Any] = {"__module__": __name__}
    if row.name in CALLS:
        members["call"] = CALLS[row.name]
    made = class_from(
        function, Loss, row.class_name, f"Keras class of :func:`{row.name}`.{words(row)}", further, members
    )
    return keras.saving.register_keras_serializable(package="lossbook")(made)


def words(row: Row) -> str:
    """What has to be said of this class and of no other."""
    own = f"\n{OWN_WORDS[row.name]}" if row.name in OWN_WORDS else ""
    weights = [f"``{parameter.name}``" for parameter in row.parameters if isinstance(parameter, Weights)]
    if not weights or row.per_sample:  # there the mean over the classes is within the loss of a sample
        return own
    return f"""{own}

{weights[0]} scales the loss and divides nothing: Keras's ``mean_with_sample_weight`` divides by the sum of the
sample weights alone."""


CLASSES: dict[str, type[Loss]] = {made.__name__: made for made in map(class_of, CATALOG.values())}
globals().update(CLASSES)
__all__: list[str] = list(CLASSES)  # type checkers read __init__.pyi
