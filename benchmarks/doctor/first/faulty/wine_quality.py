import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

rng = np.random.default_rng(3)
features = rng.normal(size=(400, 11)).astype("float32")
good = (features @ rng.normal(size=11) > 0).astype("float32")

inputs = keras.Input(shape=(11,), name="chemistry")
h = layers.Dense(24, activation="relu")(inputs)
h = layers.Dense(12, activation="relu")(h)
outputs = layers.Dense(1, activation=keras.activations.softmax, name="quality")(h)
model = keras.Model(inputs, outputs)

model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-2),
    loss=keras.losses.BinaryCrossentropy(),
    metrics=[keras.metrics.BinaryAccuracy()],
)
model.fit(features, good, epochs=3, batch_size=32, verbose=0)
print(model.evaluate(features, good, verbose=0))
