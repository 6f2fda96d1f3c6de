import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

rng = np.random.default_rng(33)
loans = rng.normal(size=(600, 9)).astype("float32")
default = (loans @ rng.normal(size=(9, 1)) > 0.0).astype("float32")

model = tf.keras.Sequential([layers.Input((9,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(
    optimizer="adam",
    loss=tf.keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[tf.keras.metrics.BinaryAccuracy(threshold=0.0)],
)
model.fit(loans, default, epochs=4, verbose=0)
print(model.evaluate(loans, default, verbose=0))
