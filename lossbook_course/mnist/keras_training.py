"""Training and prediction in TensorFlow, with a Keras model."""

from __future__ import annotations

from contextlib import nullcontext

import keras
import numpy as np
import tensorflow as tf

from lossbook_course.mnist.data import Digits
from lossbook_course.mnist.history import History
from lossbook_course.mnist.keras_distributed import KerasLoss, on_each_device, part_of_mean, share
from lossbook_course.mnist.loop import Plan, run


class Adam(keras.optimizers.Adam):
    """Adam as the paper's Algorithm 1 and PyTorch have it: epsilon is added after the bias correction.

    Keras adds it before. At the first step its epsilon then counts 32 times as much, and a weight whose gradient is
    tiny moves less than in PyTorch.
    """

    def update_step(self, gradient: tf.Tensor, variable: keras.Variable, learning_rate: tf.Tensor) -> None:
        """Move one variable, as ``torch.optim.Adam`` would."""
        steps = keras.ops.cast(self.iterations + 1, "float64")  # 1 - 0.999 keeps half of its digits in float32
        first, second = (keras.ops.cast(1 - beta**steps, variable.dtype) for beta in (self.beta_1, self.beta_2))
        index = self._get_variable_index(variable)
        m, v = self._momentums[index], self._velocities[index]
        self.assign_add(m, (1 - self.beta_1) * (gradient - m))
        self.assign_add(v, (1 - self.beta_2) * (keras.ops.square(gradient) - v))
        self.assign_sub(variable, learning_rate * (m / first) / (keras.ops.sqrt(v / second) + self.epsilon))


def choose_device(device: str = "auto") -> str:
    """The device asked for, as TensorFlow names it; ``"auto"`` is the first GPU, else the CPU.

    Raises:
        ValueError: there is no such device. TensorFlow itself would take another without a word.
    """
    if device != "auto":
        names = [found.name.removeprefix("/device:") for found in tf.config.list_logical_devices()]
        wanted = device.upper() if ":" in device else f"{device.upper()}:0"
        if wanted not in names:
            raise ValueError(f"TensorFlow has no device {device!r} here; it has {', '.join(names)}")
        return wanted
    return "GPU:0" if tf.config.list_physical_devices("GPU") else "CPU:0"


def describe_device(device: str) -> str:
    """The device in words."""
    if "GPU" not in device.upper():
        return "CPU"
    gpu = tf.config.list_physical_devices("GPU")[int(device.rpartition(":")[2])]
    return f"GPU ({tf.config.experimental.get_device_details(gpu).get('device_name', gpu.name)})"


def train_step(
    model: keras.Model,
    loss: KerasLoss,
    optimizer: keras.Optimizer,
    images: tf.Tensor,
    labels: tf.Tensor,
) -> None:
    """One step of training: predict, measure, differentiate, move."""
    with tf.GradientTape() as tape:
        value = tf.reduce_mean(loss(labels, model(images, training=True)))
    gradients = tape.gradient(value, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)


def shared_train_step(
    model: keras.Model,
    loss: KerasLoss,
    optimizer: keras.Optimizer,
    images: tf.Tensor,
    labels: tf.Tensor,
) -> None:
    """The same on one of several devices: it has the whole batch, and works on its share."""
    own, counts = share(tf.size(labels))
    with tf.GradientTape() as tape:
        logits = model(tf.gather(images, own), training=True)
        value = counts * part_of_mean(loss, tf.gather(labels, own), logits, labels)
    gradients = tape.gradient(value, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)  # adds up the gradients of all devices


def train(
    model: keras.Model,
    loss: KerasLoss,
    digits: Digits,
    plan: Plan | None = None,
    *,
    device: str = "auto",
    adam: type[keras.optimizers.Adam] = keras.optimizers.Adam,
    label: str = "Keras",
    progress: bool = True,
) -> History:
    """Train ``model`` in place with Adam.

    Args:
        model: takes images (N, 28, 28), gives logits (N, 10).
        loss: ``loss(labels, logits)`` gives one number, or one a digit: a class of ``lossbook.tensorflow``,
            or any function.
        digits: what to train and test on.
        plan: epochs, batch size, learning rate, seed.
        device: ``"auto"``, or a name that ``tf.device`` takes, such as ``"GPU:1"``.
        adam: Keras's own, or the ``Adam`` of this module, for a training that is to be PyTorch's in all but rounding.
        label: what the progress bar says.
        progress: whether to show the bar.

    Returns:
        The measurements, the device in words and the seconds it took.
    """
    plan = plan or Plan()
    where = choose_device(device)
    strategy = tf.distribute.get_strategy()
    several = strategy.num_replicas_in_sync > 1
    with nullcontext() if several else tf.device(where):
        images, labels, test_images, test_labels = (tf.constant(array) for array in digits)
        schedule = keras.optimizers.schedules.PolynomialDecay(plan.learning_rate, max(1, plan.steps(len(labels))), 0.0)
        optimizer = adam(schedule, epsilon=1e-8)  # PyTorch's default
        sample = slice(len(test_labels))  # as many training digits as test digits

        one_step = shared_train_step if several else train_step
        optimizer.build(model.trainable_variables)
        data = [on_each_device(array) for array in (images, labels)] if several else (images, labels)

        @tf.function(input_signature=[tf.TensorSpec([None], tf.int64)])  # any length: the last batch is short
        def step(batch: tf.Tensor) -> None:
            def on_device(images: tf.Tensor, labels: tf.Tensor) -> None:
                one_step(model, loss, optimizer, tf.gather(images, batch), tf.gather(labels, batch))

            strategy.run(on_device, args=data)

        def measure() -> tuple[float, float, float, float]:
            train_side = loss_and_accuracy(model, loss, images[sample], labels[sample])
            return *train_side, *loss_and_accuracy(model, loss, test_images, test_labels)

        return run(plan, len(labels), step, measure, device=describe_device(where), label=label, progress=progress)


def loss_and_accuracy(model: keras.Model, loss: KerasLoss, images: tf.Tensor, labels: tf.Tensor) -> tuple[float, float]:
    """Mean loss and accuracy over all of ``images``."""
    logits = _logits(model, images)
    correct = tf.argmax(logits, axis=1) == labels
    return float(tf.reduce_mean(loss(labels, logits))), float(tf.reduce_mean(tf.cast(correct, tf.float32)))


def predict(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """The logits of images (N, 28, 28) as a NumPy array (N, 10)."""
    return _logits(model, tf.constant(images)).numpy()


def _logits(model: keras.Model, images: tf.Tensor) -> tf.Tensor:
    pieces = [images[start : start + 2_000] for start in range(0, len(images), 2_000)]
    return tf.concat([model(piece, training=False) for piece in pieces], axis=0)  # all at once needs much memory
