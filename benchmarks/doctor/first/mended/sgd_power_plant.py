import numpy as np
import tensorflow as tf

rng = np.random.default_rng(60)
pressure = rng.uniform(980, 1040, size=(400, 1))
exhaust = rng.uniform(2500, 8000, size=(400, 1))
X = np.hstack([pressure, exhaust])
power = 0.002 * X[:, :1] + 0.0005 * X[:, 1:]
X = (X - X.mean(axis=0)) / X.std(axis=0)

model = tf.keras.Sequential()
model.add(tf.keras.layers.Input((2,)))
model.add(tf.keras.layers.Dense(1))
model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=0.1), loss="mse")
history = model.fit(X, power, epochs=3, verbose=0)
print(history.history["loss"])
