"""The network in Keras."""

from __future__ import annotations

import keras

from lossbook_course.mnist.weights import initial_weights


def build_model(seed: int = 0, *, mixed_precision: bool = False) -> keras.Sequential:
    """Images (N, 28, 28) in, ten logits a digit out.

    With ``mixed_precision`` the layers compute in bfloat16, all but the last: weights, logits and hence the loss stay
    float32.
    """
    layers, dtype = keras.layers, "mixed_bfloat16" if mixed_precision else "float32"
    model = keras.Sequential()
    model.add(keras.Input((28, 28)))
    model.add(layers.Reshape((28, 28, 1), dtype=dtype))  # one channel
    model.add(layers.Conv2D(16, kernel_size=3, strides=2, activation="relu", dtype=dtype))
    model.add(layers.Conv2D(32, kernel_size=3, strides=2, activation="relu", dtype=dtype))
    model.add(layers.Flatten(dtype=dtype))
    model.add(layers.Dense(64, activation="relu", dtype=dtype))
    model.add(layers.Dense(10, dtype="float32"))
    model.set_weights(initial_weights(seed))
    return model
