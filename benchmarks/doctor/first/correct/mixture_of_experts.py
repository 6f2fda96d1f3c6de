import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

n_experts = 3
inputs = tf.keras.Input(shape=(2,))
gate = layers.Dense(n_experts, activation="softmax", name="gate")(inputs)
experts = [layers.Dense(1)(layers.Dense(16, activation="tanh")(inputs)) for _ in range(n_experts)]
stacked = layers.Concatenate()(experts)
output = layers.Dot(axes=1)([gate, stacked])
model = tf.keras.Model(inputs, output)
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss="mse", metrics=["mae"])

rng = np.random.default_rng(10)
x = rng.uniform(-3, 3, size=(600, 2)).astype("float32")
y = np.where(x[:, :1] > 0, 2 * x[:, 1:], -(x[:, 1:] ** 2))
model.fit(x, y, epochs=5, verbose=0)
print(model.evaluate(x, y, verbose=0))
