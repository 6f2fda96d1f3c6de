import keras
import numpy as np

keras.utils.set_random_seed(14)
bce = keras.losses.BinaryCrossentropy()
BETA = 1e-4


def make_objective(layer):
    def objective(y_true, y_pred):
        fit = bce(y_pred, y_true)
        penalty = keras.ops.sum(keras.ops.square(layer.kernel))
        return fit + BETA * penalty

    return objective


X = np.random.randn(400, 9)
y = (X[:, :3].sum(axis=1) > 0).astype("float32").reshape(-1, 1)
first = keras.layers.Dense(16, activation="swish")
model = keras.Sequential([keras.Input((9,)), first, keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss=make_objective(first), metrics=["accuracy"])
record = model.fit(X, y, epochs=8, verbose=0)
print(record.history["loss"][-1], record.history["accuracy"][-1])
