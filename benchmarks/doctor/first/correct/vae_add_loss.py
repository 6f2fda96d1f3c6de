import keras
import numpy as np
from keras import layers, ops
from sklearn.datasets import load_digits


class Sampling(layers.Layer):
    def __init__(self):
        super().__init__()
        self.seed = keras.random.SeedGenerator(0)

    def call(self, inputs):
        mean, log_var = inputs
        kl = -0.5 * ops.sum(1 + log_var - ops.square(mean) - ops.exp(log_var), axis=1)
        self.add_loss(ops.mean(kl))
        return mean + ops.exp(0.5 * log_var) * keras.random.normal(ops.shape(mean), seed=self.seed)


def reconstruction(y_true, y_pred):
    return 64 * keras.losses.binary_crossentropy(y_true, y_pred)


x = load_digits().data / 16.0
inputs = keras.Input((64,))
h = layers.Dense(48, activation="relu")(inputs)
z = Sampling()([layers.Dense(3)(h), layers.Dense(3)(h)])
decoded = layers.Dense(64, activation="sigmoid")(layers.Dense(48, activation="relu")(z))
vae = keras.Model(inputs, decoded)
vae.compile(optimizer=keras.optimizers.Adam(2e-3), loss=reconstruction)
history = vae.fit(x, x, epochs=3, batch_size=64, verbose=0)
print(np.round(history.history["loss"], 2))
