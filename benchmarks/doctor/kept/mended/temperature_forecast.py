import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(6)
hours = np.arange(1500)
celsius = 12 + 8 * np.sin(2 * np.pi * hours / 24) + np.random.normal(0, 0.5, hours.size)


def windows(series, width=24):
    x = np.stack([series[i : i + width] for i in range(len(series) - width)])
    return x[..., None], series[width:]


X, y = windows(celsius)
X = (X - celsius.mean()) / celsius.std()

model = tf.keras.Sequential(
    [
        tf.keras.layers.Input((24, 1)),
        tf.keras.layers.GRU(16),
        tf.keras.layers.Dense(8, activation="relu"),
        tf.keras.layers.Dense(1),
    ]
)
model.compile(loss=tf.keras.losses.Huber(), optimizer=tf.keras.optimizers.Adam(0.01), metrics=["mae"])
model.fit(X, y, epochs=4, batch_size=64, verbose=0)
print("mean absolute error in degrees: %.2f" % model.evaluate(X, y, verbose=0)[1])
