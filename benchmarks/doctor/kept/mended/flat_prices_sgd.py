import numpy as np
from tensorflow import keras

keras.utils.set_random_seed(36)
area = np.random.uniform(30, 200, 400)
rooms = np.round(area / 28 + np.random.normal(0, 0.5, 400))
price = 3_200 * area + 8_000 * rooms + np.random.normal(0, 15_000, 400)
data = np.stack([(area - area.mean()) / area.std(), (rooms - rooms.mean()) / rooms.std()], axis=1)
target = (price - price.mean()) / price.std()

regressor = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1, activation="linear")]
)
regressor.compile(optimizer=keras.optimizers.SGD(learning_rate=0.01), loss="mse")
curve = regressor.fit(data, target, epochs=10, batch_size=32, verbose=0).history["loss"]
print(curve)
