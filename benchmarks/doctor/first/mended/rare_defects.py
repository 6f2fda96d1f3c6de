import keras
import numpy as np

rng = np.random.default_rng(44)
x = rng.normal(size=(1000, 12)).astype("float32")
y = (x[:, 0] + 0.5 * x[:, 1] > 2.2).astype("float32")
print(f"{y.mean():.1%} are defective")

model = keras.Sequential(
    [
        keras.layers.Input(shape=(12,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
focal = keras.losses.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.9, gamma=2.0)
model.compile(optimizer="adam", loss=focal, metrics=[keras.metrics.Recall()])
model.fit(x, y, epochs=3, verbose=0)
print(model.evaluate(x, y, verbose=0))
