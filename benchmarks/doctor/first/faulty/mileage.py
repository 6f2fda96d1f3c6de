import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(50)
cars = rng.normal(size=(300, 7))
mpg = 23.0 + 5.0 * cars[:, 0] - 3.0 * cars[:, 4] + rng.normal(size=300)


def regression_model():
    model = keras.Sequential()
    model.add(layers.Input((7,)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(1))
    model.compile(
        loss="mse",
        optimizer="adam",
        metrics=["accuracy"],
    )
    return model


model = regression_model()
model.fit(cars, mpg, epochs=5, verbose=0)
print(model.evaluate(cars, mpg, verbose=0))
