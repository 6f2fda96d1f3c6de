import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

tf.keras.utils.set_random_seed(1)
tokens = np.random.randint(1, 60, size=(400, 15))
label = (tokens < 4).any(axis=1).astype("float32")


class AttentionPooling(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.hidden = layers.Dense(units, activation="tanh")
        self.score = layers.Dense(1)

    def call(self, sequence):
        weights = tf.nn.softmax(self.score(self.hidden(sequence)), axis=1)
        return tf.reduce_sum(weights * sequence, axis=1)


inputs = tf.keras.Input(shape=(15,))
x = layers.Embedding(60, 16)(inputs)
x = AttentionPooling(16)(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = tf.keras.Model(inputs, outputs)
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(tokens, label, epochs=8, verbose=0)
print(model.evaluate(tokens, label, verbose=0))
