import numpy as np
import tensorflow as tf
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(12)
area = rng.uniform(40, 200, 500)
rooms = rng.integers(1, 7, 500)
age = rng.uniform(0, 80, 500)
price = 2.5 * area + 10 * rooms - 0.7 * age + rng.normal(0, 10, 500)

X = StandardScaler().fit_transform(np.column_stack([area, rooms, age]))
rent = 5 * area + 40 * rooms + rng.normal(0, 30, 500)
y = StandardScaler().fit_transform(np.column_stack([price, rent]))

model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Input(shape=(3,)),
        tf.keras.layers.Dense(32, activation="relu"),
        tf.keras.layers.Dense(32, activation="relu"),
        tf.keras.layers.Dense(2, activation="linear"),
    ]
)
model.compile(optimizer="adam", loss="mean_squared_error", metrics=["mae"])
model.fit(X, y, epochs=5, batch_size=32, verbose=0)
print("mae:", model.evaluate(X, y, verbose=0)[1])
