import keras
import numpy as np
import tensorflow as tf


class Distiller(keras.Model):
    def __init__(self, student, teacher, alpha=0.3, temperature=4.0):
        super().__init__()
        self.student = student
        self.teacher = teacher
        self.teacher.trainable = False
        self.alpha = alpha
        self.temperature = temperature
        self.hard = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        self.soft = keras.losses.KLDivergence()

    def call(self, x):
        return self.student(x)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        teacher_logits = self.teacher(x, training=False)
        hard = self.hard(y, y_pred)
        soft = self.soft(
            tf.nn.softmax(teacher_logits / self.temperature, axis=1),
            tf.nn.softmax(y_pred / self.temperature, axis=1),
        )
        return self.alpha * hard + (1 - self.alpha) * soft * self.temperature**2


def dense_net(*widths):
    return keras.Sequential([keras.layers.Dense(w, activation="relu") for w in widths] + [keras.layers.Dense(4)])


keras.utils.set_random_seed(10)
x = np.random.randn(600, 8).astype("float32")
y = np.abs(x[:, :4]).argmax(axis=1)
teacher = dense_net(64, 64)
teacher.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
teacher.fit(x, y, epochs=8, verbose=0)
distiller = Distiller(dense_net(16), teacher)
distiller.compile(optimizer=keras.optimizers.Adam(0.005), metrics=["sparse_categorical_accuracy"])
distiller.fit(x, y, epochs=8, verbose=0)
print(distiller.evaluate(x, y, verbose=0))
