import keras
import numpy as np

rng = np.random.default_rng(4)
strength = rng.normal(size=(500, 6))
goals = rng.poisson(np.exp(0.4 * strength[:, 0] - 0.3 * strength[:, 1])).astype("float32")

model = keras.Sequential(
    [
        keras.layers.Input((6,)),
        keras.layers.Dense(16, activation="tanh"),
        keras.layers.Dense(1, activation="exponential"),
    ]
)
model.compile(optimizer="adam", loss="poisson")
model.fit(strength, goals, epochs=5, batch_size=50, verbose=0)
print("loss:", model.evaluate(strength, goals, verbose=0))
