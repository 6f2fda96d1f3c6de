"""A large network teaches a small one."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers


class Distiller(keras.Model):
    def __init__(self, student, teacher, alpha=0.3, temperature=4.0):
        super().__init__()
        self.student = student
        self.teacher = teacher
        self.alpha = alpha
        self.temperature = temperature
        self.student_loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        self.distillation_loss = keras.losses.KLDivergence()

    def call(self, x):
        return self.student(x)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        hard = self.student_loss(y, y_pred)
        soft = self.distillation_loss(
            tf.nn.softmax(self.teacher(x, training=False) / self.temperature, axis=1),
            tf.nn.softmax(y_pred / self.temperature, axis=1),
        )
        return self.alpha * hard + (1.0 - self.alpha) * self.temperature**2 * soft


def make(widths):
    hidden = [layers.Dense(w, activation="relu") for w in widths]
    return keras.Sequential([layers.Input((16,)), *hidden, layers.Dense(5)])


rng = np.random.default_rng(9)
x = rng.normal(size=(600, 16)).astype("float32")
y = np.argmax(x[:, :5] + 0.3 * rng.normal(size=(600, 5)), axis=1)

teacher = make([64, 64])
teacher.compile(
    optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
teacher.fit(x, y, epochs=3, verbose=0)
teacher.trainable = False

distiller = Distiller(make([8]), teacher)
distiller.compile(optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
distiller.fit(x, y, epochs=3, verbose=0)
print(distiller.evaluate(x, y, verbose=0))
