import keras
import numpy as np
from keras import layers, ops


def encoder():
    return keras.Sequential([layers.Input((12,)), layers.Dense(32, activation="relu"), layers.Dense(4)])


def triplet_loss(_, embeddings):
    anchor, positive, negative = ops.split(embeddings, 3, axis=-1)
    near = ops.sum(ops.square(anchor - positive), axis=-1)
    far = ops.sum(ops.square(anchor - negative), axis=-1)
    return ops.maximum(near - far + 1.0, 0.0)


encode = encoder()
triple = [keras.Input((12,)) for _ in range(3)]
model = keras.Model(triple, layers.Concatenate()([encode(t) for t in triple]))
model.compile(optimizer=keras.optimizers.Adam(0.01), loss=triplet_loss)

rng = np.random.default_rng(18)
anchor, negative = rng.normal(size=(400, 12)), rng.normal(size=(400, 12))
positive = anchor + 0.1 * rng.normal(size=(400, 12))
history = model.fit([anchor, positive, negative], np.zeros((400, 1)), epochs=4, verbose=0)
print(history.history["loss"])
