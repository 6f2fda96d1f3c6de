import keras
import numpy as np
from keras import ops

QUANTILES = [0.1, 0.5, 0.9]


class PinballLoss(keras.losses.Loss):
    def __init__(self, quantiles, name="pinball"):
        super().__init__(name=name)
        self.quantiles = quantiles

    def call(self, y_true, y_pred):
        q = ops.convert_to_tensor(self.quantiles, dtype=y_pred.dtype)
        error = y_true - y_pred
        return ops.mean(ops.maximum(q * error, (q - 1.0) * error), axis=-1)


rng = np.random.default_rng(8)
x = rng.uniform(-2, 2, size=(800, 1))
y = x**2 + (0.2 + 0.3 * np.abs(x)) * rng.normal(size=(800, 1))

model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(len(QUANTILES))])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss=PinballLoss(QUANTILES))
model.fit(x, y, epochs=10, verbose=0)
print("below:", (y < model.predict(x, verbose=0)).mean(axis=0).round(2))
