import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


class AttentionPooling(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.project = layers.Dense(units, activation="tanh")
        self.score = layers.Dense(1)

    def call(self, sequence):
        weights = tf.nn.softmax(self.score(self.project(sequence)), axis=1)
        return tf.reduce_sum(weights * sequence, axis=1)


inputs = tf.keras.Input((15, 6))
h = layers.Conv1D(16, 3, padding="same", activation="relu")(inputs)
h = AttentionPooling(8)(h)
logits = layers.Dense(4)(h)
model = tf.keras.Model(inputs, logits)
model.compile(
    optimizer="adam",
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)

rng = np.random.default_rng(0)
y = rng.integers(0, 4, 300)
x = rng.normal(size=(300, 15, 6)).astype("float32")
x[np.arange(300), rng.integers(0, 15, 300), y] += 4
model.fit(x, y, epochs=3, verbose=0)
print(model.evaluate(x, y, verbose=0))
