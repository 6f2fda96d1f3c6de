"""The network in Keras."""

from __future__ import annotations

import keras

from lossbook.mnist.weights import initial_weights


def build_model(seed: int = 0) -> keras.Sequential:
    """A small convolutional network: images (N, 28, 28) in, ten logits a digit out."""
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Reshape((28, 28, 1)),  # one channel: (N, 28, 28, 1)
            keras.layers.Conv2D(16, kernel_size=3, strides=2, activation="relu"),  # (N, 13, 13, 16)
            keras.layers.Conv2D(32, kernel_size=3, strides=2, activation="relu"),  # (N, 6, 6, 32)
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    model.set_weights(initial_weights(seed))
    return model
