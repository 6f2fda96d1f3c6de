"""One TensorFlow training on several devices of one computer, that gives what one device would."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import keras
import tensorflow as tf

from lossbook_course.mnist.team import Team

KerasLoss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


class KerasTeam(Team):
    """Several GPUs, or as a rehearsal several parts of the processor, each with a copy of the network."""

    def __init__(self, replicas: int) -> None:
        kind = "GPU" if tf.config.list_physical_devices("GPU") else "CPU"
        if kind == "CPU":
            parts = [tf.config.LogicalDeviceConfiguration() for _ in range(replicas)]
            tf.config.set_logical_device_configuration(tf.config.list_physical_devices("CPU")[0], parts)
        found = len(tf.config.list_logical_devices(kind))
        if replicas > found:
            raise ValueError(f"{replicas} replicas asked for, and there are {found} GPUs")
        self.size = replicas
        self.strategy = tf.distribute.MirroredStrategy([f"{kind}:{i}" for i in range(replicas)])

    def scope(self) -> AbstractContextManager[object]:
        """Variables that are made here have a copy on each device."""
        return self.strategy.scope()


def on_each_device(array: tf.Tensor) -> tf.Tensor:
    """A copy on each device, made once."""
    return tf.distribute.get_strategy().experimental_distribute_values_from_function(lambda _: tf.identity(array))


def share(count: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Positions of the samples that this device works on, and 1.

    A device for which none is left gets the last one, and 0 to multiply its loss with: TensorFlow's convolution can
    fail on an empty batch.
    """
    replica = tf.distribute.get_replica_context()
    number = replica.replica_id_in_sync_group
    positions = tf.range(tf.minimum(number, count - 1), count, replica.num_replicas_in_sync)
    return positions, tf.cast(number < count, tf.float32)


def part_of_mean(
    loss: KerasLoss,
    labels: tf.Tensor,
    logits: tf.Tensor,
    all_labels: tf.Tensor,
    sample_weight: tf.Tensor | None = None,
    all_weights: tf.Tensor | None = None,
) -> tf.Tensor:
    """This device's part of the mean over the whole batch: the parts of all devices add up to it.

    The parts have to be added and not averaged, since a device may hold fewer samples, or more ignored labels, than
    another.

    Args:
        loss: a class of ``lossbook.tensorflow`` with a mean as its reduction, or a function with one value a sample.
        labels: of this device's samples.
        logits: of this device's samples.
        all_labels: of the whole batch.
        sample_weight: of this device's samples.
        all_weights: of the whole batch.
    """
    if not isinstance(loss, keras.losses.Loss):
        each = loss(labels, logits) if sample_weight is None else sample_weight * loss(labels, logits)
        return tf.reduce_sum(each) / tf.cast(tf.size(all_labels), logits.dtype)
    config = loss.get_config()
    total = type(loss).from_config({**config, "reduction": "sum"})(labels, logits, sample_weight)
    kept = tf.ones_like(all_labels, logits.dtype)
    if config.get("ignore_index") is not None:
        kept = tf.cast(all_labels != config["ignore_index"], logits.dtype)
    if config["reduction"] == "mean_with_sample_weight" and all_weights is not None:
        kept = kept * all_weights
    return tf.math.divide_no_nan(total, tf.reduce_sum(kept))
