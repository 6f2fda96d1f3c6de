"""The network in Keras."""

from __future__ import annotations

import keras

from lossbook.mnist.weights import initial_weights


def build_model(seed: int = 0) -> keras.Sequential:
    """Images (N, 28, 28) in, ten logits a digit out."""
    layers = keras.layers
    model = keras.Sequential()
    model.add(keras.Input((28, 28)))
    model.add(layers.Reshape((28, 28, 1)))  # one channel
    model.add(layers.Conv2D(16, kernel_size=3, strides=2, activation="relu"))
    model.add(layers.Conv2D(32, kernel_size=3, strides=2, activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(10))
    model.set_weights(initial_weights(seed))
    return model
