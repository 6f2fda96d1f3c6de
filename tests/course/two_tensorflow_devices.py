"""What test_mnist_distributed.py starts: loss and gradients on two parts of the processor, beside those on one."""

import sys

import numpy as np
import tensorflow as tf
from distributed_cases import CASES, batch

import lossbook.tensorflow as losses
from lossbook_course.mnist.keras_distributed import KerasTeam, part_of_mean, share
from lossbook_course.mnist.keras_model import build_model

KERAS = {"mean": "sum_over_batch_size", "weighted_mean": "mean_with_sample_weight"}


def make_loss(name, reduction, weighted, class_weight):
    parameter = "alpha" if "Focal" in name else "class_weight"
    weights = {parameter: class_weight} if weighted else {}
    return getattr(losses, name)(from_logits=True, ignore_index=-1, reduction=KERAS[reduction], **weights)


def flat(value, gradients):
    return np.concatenate([np.ravel(value), *(np.ravel(gradient) for gradient in gradients)])


def on_one(model, name, reduction, weighted, ignored, count):
    images, labels, class_weight, sample_weight = batch(count, ignored)
    loss = make_loss(name, reduction, weighted, class_weight)
    with tf.GradientTape() as tape:
        value = loss(labels, model(images), sample_weight if weighted else None)
    return flat(value, tape.gradient(value, model.trainable_variables))


def on_all(team, model, name, reduction, weighted, ignored, count):
    images, labels, class_weight, sample_weight = map(tf.constant, batch(count, ignored))
    loss = make_loss(name, reduction, weighted, class_weight.numpy())

    @tf.function
    def on_device():
        own, counts = share(count)
        weights = (tf.gather(sample_weight, own), sample_weight) if weighted else ()
        with tf.GradientTape() as tape:
            logits = model(tf.gather(images, own))
            value = counts * part_of_mean(loss, tf.gather(labels, own), logits, labels, *weights)
        gradients = tape.gradient(value, model.trainable_variables)
        return tf.distribute.get_replica_context().all_reduce("sum", [value, *gradients])

    summed = team.strategy.run(on_device)
    value, *gradients = (team.strategy.experimental_local_results(x)[0] for x in summed)
    return flat(value, gradients)


if __name__ == "__main__":
    team, alone = KerasTeam(2), build_model(seed=0)
    with team.scope():
        shared = build_model(seed=0)  # no case trains it
    one = {f"one{i}": on_one(alone, *case) for i, case in enumerate(CASES)}
    two = {f"two{i}": on_all(team, shared, *case) for i, case in enumerate(CASES)}
    np.savez(sys.argv[1], size=team.strategy.num_replicas_in_sync, **one, **two)
